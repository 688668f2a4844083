"""What an OpenDocument spreadsheet says of its cells beyond their values: formulas, errors, percentages, fonts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from lamdong_report.reader.look import Facts, KnownLook, Position, add_merge
from lamdong_report.reader.trim import MAX_COLUMNS, MAX_ROWS
from lamdong_report.text.legacy import font_encoding

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{{{_OASIS}:{name}:1.0}}" for name in ("table", "office", "text", "style"))
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SVG = f"{{{_OASIS}:svg-compatible:1.0}}"
_FACE, _STYLE_TAG, _ROW, _SHEET = f"{_STYLE}font-face", f"{_STYLE}style", f"{_TABLE}table-row", f"{_TABLE}table"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


@dataclass(slots=True)
class _Walk:
    """How far the document has been read: fonts by style, and the sheet at hand."""

    faces: dict[str, str] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    cells: dict[Position, Facts] = field(default_factory=dict)
    merges: dict[int, list[tuple[int, int, Position]]] = field(default_factory=dict)
    row: int = 0


def looks_of(content: bytes) -> tuple[KnownLook, ...]:
    """For every sheet, in order, what is known of its cells; what cannot be parsed is left out."""
    walk = _Walk()
    try:
        return tuple(_read(walk, content))
    except etree.XMLSyntaxError:
        return ()


def _read(walk: _Walk, content: bytes) -> Iterator[KnownLook]:
    tags = (_FACE, _STYLE_TAG, _ROW, _SHEET)
    for _, element in etree.iterparse(io.BytesIO(content), tag=tags, resolve_entities=False, no_network=True):
        if element.tag == _FACE:
            walk.faces[element.get(f"{_STYLE}name", "")] = element.get(f"{_SVG}font-family", "").strip("'")
        elif element.tag == _STYLE_TAG:
            _take_style(walk, element)
        elif element.tag == _ROW:
            _take_row(walk, element)
        elif element.getparent() is not None and element.getparent().tag == f"{_OFFICE}spreadsheet":
            yield KnownLook(walk.cells, walk.merges)
            walk.cells, walk.merges, walk.row = {}, {}, 0


def _take_style(walk: _Walk, style: etree._Element) -> None:
    properties = style.find(f"{_STYLE}text-properties")
    if properties is not None:
        name = properties.get(f"{_STYLE}font-name", "")
        font = walk.faces.get(name, name)
        if font_encoding(font):
            walk.fonts[style.get(f"{_STYLE}name", "")] = font


def _take_row(walk: _Walk, row: etree._Element) -> None:
    """The facts of a row; of repeated rows the first stands for all, for none of them has an answer of its own."""
    column = 0
    for cell in row.iterchildren(*_CELLS):
        if walk.row < MAX_ROWS and column < MAX_COLUMNS:
            _take_cell(walk, cell, column)
        column += _times(cell, "number-columns-repeated")
    walk.row += _times(row, "number-rows-repeated")
    row.clear()


def _times(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def _take_cell(walk: _Walk, cell: etree._Element, column: int) -> None:
    facts = _facts(walk, cell)
    if facts != Facts():
        walk.cells[walk.row, column] = facts
    wide, tall = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
    if wide > 1 or tall > 1:
        add_merge(walk.merges, (walk.row, column), (walk.row + tall - 1, column + wide - 1))


def _facts(walk: _Walk, cell: etree._Element) -> Facts:
    formula = cell.get(f"{_TABLE}formula") is not None
    kind = cell.get(f"{_OFFICE}value-type", "")
    failed = cell.get(f"{_CALC}value-type") == "error"
    return Facts(
        formula=formula,
        pending=formula and not kind and cell.find(f"{_TEXT}p") is None,
        error="".join(cell.itertext()).strip() if failed else "",
        percent=kind == "percentage",
        font=next(filter(None, (walk.fonts.get(style, "") for style in _styles(cell))), ""),
    )


def _styles(cell: etree._Element) -> Iterator[str]:
    """The cell's own style, and those of pieces of its text."""
    if len(cell):
        yield cell.get(f"{_TABLE}style-name", "")
        yield from (span.get(f"{_TEXT}style-name", "") for span in cell.iter(f"{_TEXT}span"))
