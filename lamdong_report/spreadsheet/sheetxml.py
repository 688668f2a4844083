"""A worksheet's XML read by names, in whatever order, spacing and prefixes: values, formulas, errors, merges."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml import etree

from lamdong_report.spreadsheet.book import PLAIN, Cell, Facts
from lamdong_report.spreadsheet.formats import from_iso, in_format
from lamdong_report.spreadsheet.grid import CellGrid
from lamdong_report.spreadsheet.refs import parse_area, parse_ref
from lamdong_report.spreadsheet.richtext import Words, read_runs, unescaped
from lamdong_report.spreadsheet.styles import USUAL, CellStyle, read_string
from lamdong_report.spreadsheet.xmlstream import local_name, rows_and_merges

_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_TRUE = frozenset({"1", "true", "on"})
# A cell of a kind that nobody knows shows this in our sentences, in front of what the file has there.
_UNKNOWN = "?"
_Read = tuple[Cell, Facts]


class Shared:
    """What the sheets of one workbook have in common; styles are found by their number as it is written."""

    def __init__(
        self, strings: Sequence[Words] = (), styles: Sequence[CellStyle] = (), *, uses_1904: bool = False
    ) -> None:
        self._strings = strings
        self._styles = {str(at): style for at, style in enumerate(styles)}
        self._uses_1904 = uses_1904

    def style(self, number: str | None) -> CellStyle:
        """The style of this number; the usual one for one that does not exist."""
        if number is None:
            return self._styles.get("0", USUAL)
        return self._styles.get(number) or self._styles.get(number.strip().lstrip("0") or "0", USUAL)

    def string(self, index: str, style: CellStyle) -> _Read:
        """The shared string in a cell of this style; an error for one that the workbook does not have."""
        at = int(index) if index.isdecimal() else -1
        if not 0 <= at < len(self._strings):
            return "", Facts(error=f"{_UNKNOWN}{index}")
        words = self._strings[at]
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


def read_sheet(pieces: Iterable[bytes], shared: Shared, grid: CellGrid) -> None:
    """Fill the grid with the cells of the sheet; raises BrokenXml where the XML ends too soon, Refused."""
    row_at = -1
    for element in rows_and_merges(pieces):
        if local_name(element) == "row":
            number = (element.get("r") or "").strip()
            row_at = int(number) - 1 if number.isdecimal() and int(number) > 0 else row_at + 1
            if element.get("hidden") in _TRUE:
                grid.hide(rows=range(row_at, row_at + 1))
            _read_row(element, row_at, shared, grid)
        elif local_name(element) == "col":
            first, last = (element.get(key, "").strip() for key in ("min", "max"))
            if element.get("hidden") in _TRUE and first.isdecimal() and last.isdecimal():
                grid.hide(columns=range(int(first) - 1, int(last)))
        elif area := parse_area(element.get("ref", "")):
            grid.merge(*area)


def _read_row(row: etree._Element, row_at: int, shared: Shared, grid: CellGrid) -> None:
    column = -1
    for cell in row:
        ref = cell.get("r")
        position = parse_ref(ref) if ref else None
        column = position[1] if position else column + 1
        if parts := list(cell):
            value, facts = _read_cell(cell, parts, shared)
            grid.put(position[0] if position else row_at, column, value, facts)


def _read_cell(cell: etree._Element, parts: list[etree._Element], shared: Shared) -> _Read:
    kind, style = cell.get("t", "n"), shared.style(cell.get("s"))
    text, words, formula = None, None, False
    for part in parts:
        name = local_name(part)
        if name == "v":
            text = part.text
        elif name == "f":
            formula = True
        elif name == "is":
            words = part
    if kind == "s" and text and not formula and words is None:  # nearly all cells of a form
        return shared.string(text.strip(), style)
    if words is not None:
        return read_runs(read_string(words), style.facts)
    value, facts = _value(kind.strip(), text, style, shared) if text else ("", PLAIN)
    return (value, _computed(facts, not text and kind != "str")) if formula else (value, facts)


@lru_cache(maxsize=1024)
def _computed(facts: Facts, pending: bool) -> Facts:
    """The facts of a cell that holds a formula besides."""
    return facts._replace(formula=True, pending=pending)


def _value(kind: str, text: str, style: CellStyle, shared: Shared) -> _Read:
    plain = text.strip()
    match kind:
        case "s":
            return shared.string(plain, style)
        case "n":
            return shared.number(plain, style)
        case "str" | "inlineStr":
            return unescaped(text), style.facts
        case "b" if plain.lower() in _BOOLEANS:
            return _BOOLEANS[plain.lower()], style.facts
        case "d":
            return from_iso(plain), style.facts
        case "e":
            return "", Facts(error=plain)
    return "", Facts(error=f"{_UNKNOWN}{plain}")
