"""What a worksheet's XML says of its cells: formulas, errors, percent formats, legacy fonts, merges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from lxml import etree

from lamdong_report.spreadsheet.look import Facts, Look, Merges, Position, add_merge, parse_ref, parse_xml
from lamdong_report.text.legacy import font_encoding

# Excel's built-in percent formats; others are spelled out in the styles.
_PERCENT_IDS = frozenset({"9", "10"})
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LEGACY_FONT = re.compile(rb'val="(?:\.[Vv][Nn]|[Vv][Nn][Ii][- ])')

# Cells are looked up in the bytes: building a tree of every sheet would take longer than reading all forms.
_CELL = rb'<P:c\s+r="([A-Z]{1,3}[0-9]{1,7})"'
_F = rb"<P:f(?:\s[^<>]{0,500})?"
_WHOLE_F = _F + rb"(?:/>|>[^<]*</P:f>)"
_V, _NO_V = rb"<P:v>", rb"(?:<P:v></P:v>|<P:v/>)?"
_STYLED = _CELL + rb'[^<>]{0,300}\ss="(%s)"'


class _Patterns:
    """What is looked for, in sheets with prefixes to their tags (nearly none has them) and in those without."""

    def __init__(self, prefix: bytes) -> None:
        def spelled(pattern: bytes) -> re.Pattern[bytes]:
            return re.compile(pattern.replace(b"P:", prefix))

        self.prefix = prefix
        self.formula = spelled(_CELL + rb"[^<>]{0,300}>" + _F + rb"/?>")
        self.without_value = spelled(_CELL + rb"([^<>]{0,300})>" + _WHOLE_F + _NO_V + rb"</P:c>")
        self.error = spelled(_CELL + rb'[^<>]{0,300}\st="e"[^<>]{0,300}>(?:' + _WHOLE_F + rb")?" + _V + rb"([^<]*)<")
        self.shared = spelled(_CELL + rb'[^<>]{0,300}\st="s"[^<>]{0,300}>' + _V + rb"([0-9]{1,9})<")


_PLAIN, _PREFIXED = _Patterns(b""), _Patterns(rb"(?:\w+:)?")
_PREFIXES = (b":c", b":f", b":v")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"')
_MOST_MERGES = 5_000
_MOST_STYLES = 50


@dataclass(frozen=True, slots=True)
class Styles:
    """By the index of a cell's style: which are percent formats, and which show a legacy font (its name)."""

    percent: frozenset[int] = frozenset()
    fonts: Mapping[int, str] = field(default_factory=dict)


class SheetLook(Look):
    """The facts about the cells of one worksheet, found in its XML when first asked for."""

    def __init__(self, xml: bytes, styles: Styles, strings: Mapping[int, str]) -> None:
        self._xml = xml
        self._styles = styles
        self._strings = strings

    @property
    def is_blind(self) -> bool:
        return False

    @cached_property
    def cells(self) -> dict[Position, Facts]:
        found: dict[bytes, dict[str, bool | str]] = {}
        for ref, name, value in self._told():
            found.setdefault(ref, {})[name] = value
        cells = {}
        for ref, known in found.items():
            if position := parse_ref(ref.decode()):
                cells[position] = Facts(**known)  # type: ignore[arg-type]
        return cells

    @cached_property
    def merges(self) -> Merges:
        merges: dict[int, list[tuple[int, int, Position]]] = {}
        # They stand behind the cells, which need not be searched for them.
        begin = max(self._xml.rfind(b"<", 0, self._xml.find(b"mergeCell") + 1), 0)
        for first, last in _MERGE.findall(self._xml, begin)[:_MOST_MERGES]:
            top, bottom = parse_ref(first.decode()), parse_ref(last.decode())
            if top and bottom:
                add_merge(merges, top, bottom)
        return merges

    def _told(self) -> Iterator[tuple[bytes, str, bool | str]]:
        """A cell, the name of a fact and its value."""
        xml = self._xml
        look_for = _PREFIXED if any(mark in xml for mark in _PREFIXES) else _PLAIN
        if b"<f" in xml or b":f" in xml:
            yield from ((ref, "formula", True) for ref in look_for.formula.findall(xml))
            yield from (
                (ref, "pending", True) for ref, tags in look_for.without_value.findall(xml) if b"str" not in tags
            )
        if b't="e"' in xml:
            yield from ((ref, "error", code.decode("utf-8", "replace")) for ref, code in look_for.error.findall(xml))
        yield from self._styled(look_for)

    def _styled(self, look_for: _Patterns) -> Iterator[tuple[bytes, str, bool | str]]:
        styles = self._styles
        if styles.percent or styles.fonts:
            pattern = _cells_of(frozenset((*styles.percent, *styles.fonts)), look_for.prefix)
            for ref, number in pattern.findall(self._xml):
                if int(number) in styles.percent:
                    yield ref, "percent", True
                if int(number) in styles.fonts:
                    yield ref, "font", styles.fonts[int(number)]
        if self._strings:
            for ref, number in look_for.shared.findall(self._xml):
                if int(number) in self._strings:
                    yield ref, "font", self._strings[int(number)]


@lru_cache(maxsize=64)
def _cells_of(styles: frozenset[int], prefix: bytes) -> re.Pattern[bytes]:
    """The cells in one of these styles; forms of one maker number them alike."""
    numbers = b"|".join(b"0{0,5}%d" % number for number in sorted(styles))
    return re.compile(_STYLED.replace(b"P:", prefix) % (numbers if len(styles) <= _MOST_STYLES else b"[0-9]{1,6}"))


def read_styles(xml: bytes) -> Styles:
    """The styles worth knowing: percent formats and legacy fonts."""
    if b"%" not in xml and not re.search(rb'numFmtId="(?:9|10)"', xml) and not _LEGACY_FONT.search(xml):
        return Styles()
    root = parse_xml(xml)
    if root is None:
        return Styles()
    formats = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter("{*}numFmt")}
    fonts = {str(at): name for at, font in enumerate(root.iterfind("{*}fonts/{*}font")) if (name := _legacy_name(font))}
    used = [(style.get("numFmtId", ""), style.get("fontId", "")) for style in root.iterfind("{*}cellXfs/{*}xf")]
    return Styles(
        frozenset(at for at, (number, _) in enumerate(used) if shows_percent(number, formats.get(number, ""))),
        {at: fonts[font] for at, (_, font) in enumerate(used) if font in fonts},
    )


def shows_percent(number: str, code: str) -> bool:
    """Whether the number format shows 0.6 as 60%; a percent sign in quotes is only printed."""
    return number in _PERCENT_IDS or "%" in _LITERAL.sub("", code)


def _legacy_name(font: etree._Element) -> str:
    """The font's name where it is a legacy font, else ""."""
    for tag in ("{*}name", "{*}rFont"):
        found = font.find(tag)
        if found is not None and font_encoding(name := found.get("val", "")):
            return name
    return ""


def legacy_strings(xml: bytes) -> dict[int, str]:
    """The shared strings that have a run in a legacy font: index → font."""
    root = parse_xml(xml) if _LEGACY_FONT.search(xml) else None
    if root is None:
        return {}
    found = {}
    for at, item in enumerate(root.iterfind("{*}si")):
        names = [name for run in item.iter("{*}rPr") if (name := _legacy_name(run))]
        if names:
            found[at] = names[0]
    return found
