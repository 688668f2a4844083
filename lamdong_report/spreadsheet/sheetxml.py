"""A worksheet's XML, row by row, by names, in whatever order, spacing, prefixes: values, formulas, errors, merges."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from lxml import etree

from lamdong_report.spreadsheet.book import PLAIN, Cell, CellGrid, Facts, parse_ref
from lamdong_report.spreadsheet.package import MB, MOST_HELD, Refused, forbid_doctype, local_name, local_tag, parse_xml
from lamdong_report.spreadsheet.styles import (
    USUAL,
    CellStyle,
    Words,
    from_iso,
    in_format,
    read_runs,
    read_string,
    unescaped,
)

_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_TRUE = frozenset({"1", "true", "on"})
# A cell of a kind that nobody knows shows this in our sentences, in front of what the file has there.
_UNKNOWN = "?"
_Read = tuple[Cell, Facts]
_COMPUTED, _PENDING = Facts(formula=True), Facts(formula=True, pending=True)
_FILLED = etree.XPath("*[position() < last()][*/*]")


class BrokenXml(Exception):
    """The XML is not well-formed from some place on."""


class Shared:
    """What the sheets of one workbook have in common; styles are found by their number as it is written."""

    def __init__(
        self, strings: Sequence[Words] = (), styles: Sequence[CellStyle] = (), *, uses_1904: bool = False
    ) -> None:
        self._strings = {str(at): words for at, words in enumerate(strings)}
        self._styles = {str(at): style for at, style in enumerate(styles)}
        self._uses_1904 = uses_1904

    def style(self, number: str) -> CellStyle:
        """The style of this number; the usual one for one that does not exist."""
        return self._styles.get(number) or self._styles.get(number.strip().lstrip("0") or "0", USUAL)

    def string(self, index: str, style: CellStyle) -> _Read:
        """The shared string in a cell of this style; an error for one that the workbook does not have."""
        words = self._strings.get(index)
        if words is None:
            words = self._strings.get(str(int(index))) if index.isdecimal() else None
        if words is None:
            return "", Facts(error=f"{_UNKNOWN}{index}")
        return (words, style.facts) if type(words) is str else read_runs(words, style.facts)

    def number(self, text: str, style: CellStyle) -> _Read:
        """A number, or the day that its format makes of it; as text where it is none."""
        try:
            number = float(text)
        except ValueError:
            return text, style.facts
        if not math.isfinite(number) or "_" in text:
            return text, style.facts
        if style.format.day or style.format.elapsed:
            return in_format(number, style.format, uses_1904=self._uses_1904), style.facts
        return number, style.facts

    def value(self, kind: str, text: str, style: CellStyle) -> _Read:
        """What a cell of this kind and style shows of the text that stands in it."""
        plain = text.strip()
        match kind.strip():
            case "s":
                return self.string(plain, style)
            case "n":
                return self.number(plain, style)
            case "str" | "inlineStr":
                return unescaped(text), style.facts
            case "b" if plain.lower() in _BOOLEANS:
                return _BOOLEANS[plain.lower()], style.facts
            case "d":
                return from_iso(plain), style.facts
            case "e":
                return "", Facts(error=plain)
        return "", Facts(error=f"{_UNKNOWN}{plain}")

    def cell(self, cell: etree._Element) -> _Read:
        """What a cell shows that has something in it."""
        kind, style = cell.get("t", "n"), self.style(cell.get("s", "0"))
        text, words, formula = None, None, False
        for part in cell:
            name = local_tag(part.tag)
            if name == "v":
                text = part.text
            elif name == "f":
                formula = True
            elif name == "is":
                words = part
        if kind == "s" and text and not formula and words is None:  # most cells of a form
            return self.string(text.strip(), style)
        if words is not None:
            return read_runs(read_string(words), style.facts)
        value, facts = self.value(kind, text, style) if text else ("", PLAIN)
        if not formula:
            return value, facts
        pending = not text and kind.strip() != "str"
        if facts is PLAIN:  # as nearly all are
            return value, _PENDING if pending else _COMPUTED
        return value, facts._replace(formula=True, pending=pending)


def read_sheet(pieces: Iterable[bytes], shared: Shared, grid: CellGrid) -> None:
    """Fill the grid with the cells of the sheet; raises BrokenXml where the XML ends too soon, Refused."""
    row_at = -1
    for element in rows_and_merges(pieces):
        if local_name(element) == "row":
            number = (element.get("r") or "").strip()
            row_at = int(number) - 1 if number.isdecimal() and int(number) > 0 else row_at + 1
            if element.get("hidden") in _TRUE:
                grid.hide(rows=range(row_at, row_at + 1))
            column = -1
            for cell in element:
                ref = cell.get("r")
                place = parse_ref(ref) if ref else None
                row, column = place or (row_at, column + 1)
                if len(cell):
                    grid.put(row, column, *shared.cell(cell))
        elif local_name(element) == "col":
            first, last = (element.get(key, "").strip() for key in ("min", "max"))
            if element.get("hidden") in _TRUE and first.isdecimal() and last.isdecimal():
                grid.hide(columns=range(int(first) - 1, int(last)))
        else:
            first, _, last = element.get("ref", "").partition(":")
            top, bottom = parse_ref(first), parse_ref(last or first)
            if top and bottom:  # else whole rows or columns
                grid.merge(top, bottom)


def rows_and_merges(pieces: Iterable[bytes]) -> Iterator[etree._Element]:
    """The columns, rows and merged areas of a sheet; where it comes in many pieces, forgotten piece by piece.

    Raises BrokenXml where the XML is not well-formed, Refused for what is too large to be held or has a document type.
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    second = next(pieces, None)
    if second is not None:
        yield from _streamed(chain((first, second), pieces))
        return
    root = parse_xml(first)
    if root is None:
        raise BrokenXml
    yield from root.iter("{*}col", "{*}row", "{*}mergeCell")


def _streamed(pieces: Iterable[bytes]) -> Iterator[etree._Element]:
    parser = etree.XMLPullParser(
        ("start", "end"), tag=("{*}col", "{*}sheetData", "{*}mergeCell"), resolve_entities=False, no_network=True,
        load_dtd=False, remove_comments=True,
    )  # fmt: skip
    cells: etree._Element | None = None
    held, tail = 0, b""
    try:
        for piece in pieces:
            forbid_doctype(tail + piece)
            tail, held = piece[-16:], held + len(piece)
            parser.feed(piece)
            for event, element in parser.read_events():
                if isinstance(element, etree._Element):
                    if event == "start" and local_name(element) == "sheetData":
                        cells = element
                    elif event == "end" and local_name(element) != "sheetData":
                        yield element
            if cells is not None and len(cells) > 1:
                # The last one may go on in the next piece. Of a million empty rows none needs to be looked at, unless
                # rows say by their order alone where they are.
                rows = _FILLED(cells) if cells[0].get("r") else list(cells)[:-1]
                yield from (row for row in rows if isinstance(row, etree._Element)) if isinstance(rows, list) else ()
                held = 0
                del cells[:-1]
            if held > MOST_HELD:
                raise Refused("file-too-large", limit=f"{MOST_HELD // MB} MB trong một dòng")
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise BrokenXml from broken
    yield from cells if cells is not None else ()
