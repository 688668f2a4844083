"""What the styles of an OpenDocument spreadsheet say of cells, of pieces of text and of sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from lamdong_report.spreadsheet.book import PLAIN, Facts
from lamdong_report.spreadsheet.richtext import Run, Words, join_runs
from lamdong_report.spreadsheet.xmlstream import local_name
from lamdong_report.text.legacy import font_encoding

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
TABLE, OFFICE, TEXT, _STYLE, _NUMBER = (
    f"{{{_OASIS}:{name}:1.0}}" for name in ("table", "office", "text", "style", "datastyle")
)
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SVG = f"{{{_OASIS}:svg-compatible:1.0}}"
_SPACES = re.compile(r"[ \t\r\n]+")
_USUAL = Run("")
# What stands in a cell without being its text.
_BESIDE = frozenset({"annotation", "frame", "custom-shape", "shapes"})
# A program may repeat a blank as often as it likes; nobody needs more in a cell.
_MOST_SPACES = 100
# What XML cannot hold stands for the blanks and line breaks that are written as elements.
_BLANK, _BREAK = "\0", "\1"


class OdsStyles:
    """The looks of the text styles by name, and which sheet styles hide their sheet."""

    def __init__(self, *roots: etree._Element | None) -> None:
        there = [root for root in roots if root is not None]
        faces = {
            face.get(f"{_STYLE}name", ""): face.get(f"{_SVG}font-family", "").strip("'")
            for root in there
            for face in root.iter(f"{_STYLE}font-face")
        }
        styles = [style for root in there for style in root.iter(f"{_STYLE}style")]
        # The number formats that divide what they show.
        numbers = (number for root in there for number in root.iter(f"{_NUMBER}number"))
        scaled = {
            parent.get(f"{_STYLE}name", "")
            for number in numbers
            if number.get(f"{_NUMBER}display-factor", "1") not in ("1", "1.0")
            if (parent := number.getparent()) is not None
        }
        self.looks = {style.get(f"{_STYLE}name", ""): _look(style, faces) for style in styles}
        self.hidden = frozenset(
            style.get(f"{_STYLE}name", "")
            for style in styles
            if (properties := style.find(f"{_STYLE}table-properties")) is not None
            if properties.get(f"{TABLE}display", "true") == "false"
        )
        self._thousands = {
            style.get(f"{_STYLE}name", ""): 1 for style in styles if style.get(f"{_STYLE}data-style-name") in scaled
        }

    def facts(self, name: str) -> Facts:
        """What is known of any cell in this style."""
        look = self.looks.get(name, _USUAL)
        facts = Facts(font=look.font, deleted=bool(look.struck), thousands=self._thousands.get(name, 0))
        return PLAIN if facts == PLAIN else facts


def _look(style: etree._Element, faces: dict[str, str]) -> Run:
    properties = style.find(f"{_STYLE}text-properties")
    if properties is None:
        return _USUAL
    name = properties.get(f"{_STYLE}font-name", "")
    font = faces.get(name, name)
    position = properties.get(f"{_STYLE}text-position", "").split(" ")[0]
    line = properties.get(f"{_STYLE}text-line-through-style") or properties.get(f"{_STYLE}text-line-through-type")
    # Text stands above or below the line by a word, or by a part of the letters' height.
    is_usual, is_below = position.rstrip("%") in ("", "0"), position == "sub" or position.startswith("-")
    shift = 0 if is_usual else -1 if is_below else 1
    return Run("", None if line is None else line != "none", shift, font if font_encoding(font) else "")


def read_paragraphs(cell: etree._Element, styles: OdsStyles) -> Words:
    """The text of a cell: its paragraphs, one a line, whatever stands between the elements."""
    runs: list[Run] = []
    for paragraph in cell.iterchildren(f"{TEXT}p"):
        line = list(_tidied(_runs(paragraph, _USUAL, styles)))
        runs += [Run("\n"), *line] if runs else line
    return join_runs(runs)


def _tidied(runs: Iterable[Run]) -> Iterator[Run]:
    """White space as OpenDocument means it (part 3, 6.1.2): many blanks are one, none at the ends of a paragraph."""
    before = " "
    found: list[Run] = []
    for run in runs:
        text = _SPACES.sub(" ", run.text)
        text = text.removeprefix(" ") if before.endswith(" ") else text
        before = text or before
        found.append(run._replace(text=text))
    if found and before.endswith(" "):
        found[-1] = found[-1]._replace(text=found[-1].text.removesuffix(" "))
    for run in found:
        yield run._replace(text=run.text.replace(_BLANK, " ").replace(_BREAK, "\n"))


def _runs(element: etree._Element, look: Run, styles: OdsStyles) -> Iterator[Run]:
    """The text in the element; blanks that are written as elements are kept, as signs until all others are tidied."""
    if element.text:
        yield look._replace(text=element.text)
    for part in element:
        match local_name(part):
            case "s":
                number = part.get(f"{TEXT}c", "1")
                times = min(int(number), _MOST_SPACES) if number.isdecimal() and len(number) < 9 else 1
                yield look._replace(text=_BLANK * times)
            case "tab":
                yield look._replace(text=_BLANK)
            case "line-break":
                yield look._replace(text=_BREAK)
            case name if name not in _BESIDE:
                own = styles.looks.get(part.get(f"{TEXT}style-name", ""), _USUAL)
                struck = look.struck if own.struck is None else own.struck
                inner = Run("", struck, own.shift or look.shift, own.font or look.font)
                yield from _runs(part, inner, styles)
        if part.tail:
            yield look._replace(text=part.tail)
