"""How an OpenDocument spreadsheet is cut down to sane sheets, and what it says of its cells beyond their values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from lamdong_report.spreadsheet.book import Refused, cell_ref
from lamdong_report.spreadsheet.look import Facts, KnownLook, Position, add_merge, parse_xml
from lamdong_report.spreadsheet.trim import MAX_COLUMNS, MAX_ROWS
from lamdong_report.text.legacy import font_encoding

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{{{_OASIS}:{name}:1.0}}" for name in ("table", "office", "text", "style"))
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SVG = f"{{{_OASIS}:svg-compatible:1.0}}"
_SHEETS = f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ROWS, _COLUMNS = "number-rows-repeated", "number-columns-repeated"


@dataclass(frozen=True, slots=True)
class OdsSheet:
    """What is known of one sheet's cells, and which cells were cut off because they are too far away."""

    look: KnownLook
    far: tuple[str, ...]


def tidy(content: bytes) -> tuple[bytes, tuple[OdsSheet, ...]]:
    """The document without cells far away, and its sheets in order; raises Refused where it is not well-formed."""
    root = parse_xml(content)
    if root is None:
        raise Refused("file-damaged")
    fonts = _legacy_fonts(root)
    sheets = tuple(_Sheet(fonts).read(sheet) for sheet in root.iterfind(_SHEETS))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True), sheets


def _legacy_fonts(root: etree._Element) -> dict[str, str]:
    """The legacy fonts by the style that shows them."""
    faces = {
        face.get(f"{_STYLE}name", ""): face.get(f"{_SVG}font-family", "").strip("'")
        for face in root.iter(f"{_STYLE}font-face")
    }
    fonts = {}
    for style in root.iter(f"{_STYLE}style"):
        properties = style.find(f"{_STYLE}text-properties")
        name = properties.get(f"{_STYLE}font-name", "") if properties is not None else ""
        if font_encoding(font := faces.get(name, name)):
            fonts[style.get(f"{_STYLE}name", "")] = font
    return fonts


@dataclass(slots=True)
class _Sheet:
    """One pass down a sheet."""

    fonts: dict[str, str]
    cells: dict[Position, Facts] = field(default_factory=dict)
    merges: dict[int, list[tuple[int, int, Position]]] = field(default_factory=dict)
    far: list[str] = field(default_factory=list)

    def read(self, sheet: etree._Element) -> OdsSheet:
        at = 0
        for row in list(sheet.iter(f"{_TABLE}table-row")):
            times = _times(row, _ROWS)
            self._take_row(row, at)
            _cut(row, _ROWS, MAX_ROWS - at)
            at += times
        return OdsSheet(KnownLook(self.cells, self.merges), tuple(self.far))

    def _take_row(self, row: etree._Element, at: int) -> None:
        """The facts of a row; of repeated rows the first stands for all, for none of them has an id of its own."""
        column = 0
        for cell in list(row.iterchildren(*_CELLS)):
            times = _times(cell, _COLUMNS)
            if _has_content(cell):
                self._take_cell(cell, at, column, _times(row, _ROWS), times)
            _cut(cell, _COLUMNS, MAX_COLUMNS - column)
            column += times

    def _take_cell(self, cell: etree._Element, row: int, column: int, rows: int, columns: int) -> None:
        if row + rows > MAX_ROWS or column + columns > MAX_COLUMNS:
            self.far.append(cell_ref(row + rows - 1, column + columns - 1))
        facts = self._facts(cell)
        if facts != Facts():
            self.cells[row, column] = facts
        wide, tall = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
        if wide > 1 or tall > 1:
            add_merge(self.merges, (row, column), (row + tall - 1, column + wide - 1))

    def _facts(self, cell: etree._Element) -> Facts:
        formula = cell.get(f"{_TABLE}formula") is not None
        kind = cell.get(f"{_OFFICE}value-type", "")
        failed = cell.get(f"{_CALC}value-type") == "error"
        return Facts(
            formula=formula,
            pending=formula and not kind and cell.find(f"{_TEXT}p") is None,
            error="".join(map(str, cell.itertext())).strip() if failed else "",
            percent=kind == "percentage",
            font=next(filter(None, (self.fonts.get(style, "") for style in _styles(cell))), ""),
        )


def _times(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1


def _cut(element: etree._Element, name: str, room: int) -> None:
    """Repeat the row or cell no further than there is room; take it out where there is none."""
    parent = element.getparent()
    if room > 0:
        if _times(element, name) > room:
            element.set(f"{_TABLE}{name}", str(room))
    elif parent is not None:
        parent.remove(element)


def _has_content(cell: etree._Element) -> bool:
    return len(cell) > 0 or f"{_OFFICE}value-type" in cell.attrib or f"{_TABLE}formula" in cell.attrib


def _styles(cell: etree._Element) -> Iterator[str]:
    """The cell's own style, and those of pieces of its text."""
    yield cell.get(f"{_TABLE}style-name", "")
    yield from (span.get(f"{_TEXT}style-name", "") for span in cell.iter(f"{_TEXT}span"))
