"""How an OpenDocument spreadsheet is opened, zipped (.ods) or as one flat XML file (.fods)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from lamdong_report.spreadsheet.book import Annotation, Beside, Book, Cell, Facts, Refused, Sheet, is_blank
from lamdong_report.spreadsheet.formats import from_iso
from lamdong_report.spreadsheet.grid import MAX_SHEETS, CellGrid, Room
from lamdong_report.spreadsheet.odstyles import CALC, OFFICE, TABLE, TEXT, OdsStyles, read_paragraphs
from lamdong_report.spreadsheet.package import Package, as_plain_xml
from lamdong_report.spreadsheet.refs import cell_ref
from lamdong_report.spreadsheet.richtext import read_runs
from lamdong_report.spreadsheet.xmlstream import local_name, parse_xml

_SHEETS = f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_DATE = "{http://purl.org/dc/elements/1.1/}date"
_NUMBERS = frozenset({"float", "percentage", "currency"})


def open_ods(package: Package) -> Book:
    """The workbook in the zip; raises Refused."""
    package.check()
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused("file-password")
    return _book(package.read_xml("content.xml"), package.read_xml("styles.xml"), package.read_xml("meta.xml"))


def open_fods(data: bytes) -> Book:
    """The workbook in one flat file; raises Refused."""
    xml = as_plain_xml(data)
    return _book(xml, b"", xml)


def _book(content: bytes, named: bytes, about: bytes) -> Book:
    root = parse_xml(content)
    if root is None:
        raise Refused("file-damaged")
    tables = list(root.iterfind(_SHEETS))
    if len(tables) > MAX_SHEETS:
        raise Refused("file-too-large", limit=f"{MAX_SHEETS} trang tính")
    styles, room = OdsStyles(root, parse_xml(named)), Room()
    told = parse_xml(about)
    try:
        saved = datetime.fromisoformat(told.findtext(f".//{OFFICE}meta/{_DATE}", "")[:19]) if told is not None else None
    except ValueError:
        saved = None
    return Book(tuple(_sheet(table, styles, room) for table in tables), saved)


def _sheet(table: etree._Element, styles: OdsStyles, room: Room) -> Sheet:
    grid = CellGrid(room)
    over = list(_shapes(table.find(f"{TABLE}shapes"), ""))
    at = 0
    for column in table.iter(f"{TABLE}table-column"):
        times = _times(column, "number-columns-repeated")
        if column.get(f"{TABLE}visibility", "visible") != "visible":
            grid.hide(columns=range(at, at + times))
        at += times
    at = 0
    for row in table.iter(f"{TABLE}table-row"):
        times = _times(row, "number-rows-repeated")
        if row.get(f"{TABLE}visibility", "visible") != "visible":
            grid.hide(rows=range(at, at + times))
        over += _read_row(row, range(at, at + times), styles, grid)
        at += times
    name, hidden = table.get(f"{TABLE}name", ""), table.get(f"{TABLE}style-name", "") in styles.hidden
    return grid.sheet(name, hidden=hidden, annotations=over)


def _times(element: etree._Element, name: str) -> int:
    """How often the element is meant; once where a program wrote nonsense, or more digits than any sheet has rows."""
    text = element.get(f"{TABLE}{name}", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1


def _read_row(row: etree._Element, rows: range, styles: OdsStyles, grid: CellGrid) -> Iterator[Annotation]:
    column = 0
    for cell in row.iterchildren(*_CELLS):
        columns = range(column, column + _times(cell, "number-columns-repeated"))
        if len(cell) or cell.attrib.has_key(f"{OFFICE}value-type") or cell.attrib.has_key(f"{TABLE}formula"):
            grid.repeat(rows, columns, *_read_cell(cell, styles))
            wide, tall = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
            if wide > 1 or tall > 1:
                grid.merge((rows[0], column), (rows[0] + tall - 1, column + wide - 1))
            yield from _shapes(cell, cell_ref(rows[0], column))
        column = columns.stop


def _read_cell(cell: etree._Element, styles: OdsStyles) -> tuple[Cell, Facts]:
    kind = cell.get(f"{OFFICE}value-type", "")
    formula = cell.get(f"{TABLE}formula") is not None
    style = styles.facts(cell.get(f"{TABLE}style-name", ""))
    words, facts = read_runs(read_paragraphs(cell, styles), style)
    if cell.get(f"{CALC}value-type") == "error":
        return "", Facts(formula=formula, error=str(words).strip() or "#")
    facts = facts._replace(formula=formula, pending=formula and not kind and words == "", percent=kind == "percentage")
    value = _typed(cell, kind)
    if value is None:
        value = cell.get(f"{OFFICE}string-value", "") if is_blank(words) else words
    return value, facts


def _typed(cell: etree._Element, kind: str) -> Cell:
    """The value that stands in the cell's attributes; None where its text is all there is."""
    if kind in _NUMBERS:
        try:
            number = float(cell.get(f"{OFFICE}value", ""))
        except ValueError:
            return None
        return number if math.isfinite(number) else None
    if kind == "date":
        return from_iso(cell.get(f"{OFFICE}date-value", "")) or None
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value", "") == "true"
    return None


def _shapes(place: etree._Element | None, cell: str) -> Iterator[Annotation]:
    """Notes, text boxes and pictures that are fixed to the cell, or to the sheet."""
    for shape in place if place is not None else ():
        name = local_name(shape)
        text = " ".join(line for p in shape.iter(f"{TEXT}p") if (line := "".join(map(str, p.itertext())).strip()))
        if name == "annotation":
            yield Annotation(Beside.NOTE, cell, text, shape.findtext("{http://purl.org/dc/elements/1.1/}creator", ""))
        elif shape.tag.startswith("{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"):
            if any(local_name(part) in ("object", "object-ole") for part in shape):
                yield Annotation(Beside.OBJECT, cell)
            elif text:
                yield Annotation(Beside.BOX, cell, text)
            elif any(local_name(part) == "image" for part in shape.iter()):
                yield Annotation(Beside.PICTURE, cell)
