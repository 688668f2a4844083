"""How an OpenDocument spreadsheet is opened, zipped (.ods) or as one flat XML file (.fods), and what its styles say."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from lxml import etree

from lamdong_report.spreadsheet.book import (
    PLAIN,
    Annotation,
    Beside,
    Book,
    Cell,
    CellGrid,
    Facts,
    Room,
    Sheet,
    cell_ref,
    is_blank,
)
from lamdong_report.spreadsheet.package import Package, Refused, as_plain_xml, check_sheets, local_name, parse_xml
from lamdong_report.spreadsheet.styles import Run, Words, from_iso, join_runs, legacy_font, read_runs

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _OFFICE, _TEXT, _STYLE, _NUMBER = (
    f"{{{_OASIS}:{name}:1.0}}" for name in ("table", "office", "text", "style", "datastyle")
)
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SVG = f"{{{_OASIS}:svg-compatible:1.0}}"
_SPACES = re.compile(r"[ \t\r\n]+")
_USUAL = Run("")
# What stands in a cell without being its text.
_BESIDE = frozenset({"annotation", "frame", "custom-shape", "shapes"})
# A program may repeat a blank as often as it likes; nobody needs more in a cell.
_MOST_SPACES = 100
# What XML cannot hold stands for the blanks and line breaks that are written as elements.
_BLANK, _BREAK = "\0", "\1"
_SHEETS = f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
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
    check_sheets(len(tables))
    styles, room = _Styles(root, parse_xml(named)), Room()
    told = parse_xml(about)
    try:
        saved = None if told is None else datetime.fromisoformat(told.findtext(f".//{_OFFICE}meta/{_DATE}", "")[:19])
    except ValueError:
        saved = None
    return Book(tuple(_sheet(table, styles, room) for table in tables), saved)


def _sheet(table: etree._Element, styles: _Styles, room: Room) -> Sheet:
    grid = CellGrid(room)
    over = list(_shapes(table.find(f"{_TABLE}shapes"), ""))
    at = 0
    for group in table.iter(f"{_TABLE}table-column"):
        times = _times(group, "number-columns-repeated")
        if group.get(f"{_TABLE}visibility", "visible") != "visible":
            grid.hide(columns=range(at, at + times))
        at += times
    at = 0
    for row in table.iter(f"{_TABLE}table-row"):
        times = _times(row, "number-rows-repeated")
        if row.get(f"{_TABLE}visibility", "visible") != "visible":
            grid.hide(rows=range(at, at + times))
        column = 0
        for cell in row.iterchildren(*_CELLS):
            columns = range(column, column + _times(cell, "number-columns-repeated"))
            if len(cell) or cell.attrib.has_key(f"{_OFFICE}value-type") or cell.attrib.has_key(f"{_TABLE}formula"):
                grid.repeat(range(at, at + times), columns, *_read_cell(cell, styles))
                wide, tall = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
                if wide > 1 or tall > 1:
                    grid.merge((at, column), (at + tall - 1, column + wide - 1))
                over += _shapes(cell, cell_ref(at, column))
            column = columns.stop
        at += times
    name, hidden = table.get(f"{_TABLE}name", ""), table.get(f"{_TABLE}style-name", "") in styles.hidden
    return grid.sheet(name, hidden=hidden, annotations=over)


def _times(element: etree._Element, name: str) -> int:
    """How often the element is meant; once where a program wrote nonsense, or more digits than any sheet has rows."""
    text = element.get(f"{_TABLE}{name}", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1


def _read_cell(cell: etree._Element, styles: _Styles) -> tuple[Cell, Facts]:
    kind = cell.get(f"{_OFFICE}value-type", "")
    formula = cell.get(f"{_TABLE}formula") is not None
    style = styles.facts(cell.get(f"{_TABLE}style-name", ""))
    words, facts = read_runs(_paragraphs(cell, styles), style)
    if cell.get(f"{_CALC}value-type") == "error":
        return "", Facts(formula=formula, error=str(words).strip() or "#")
    facts = facts._replace(formula=formula, pending=formula and not kind and words == "", percent=kind == "percentage")
    # What the cell's attributes say; where that is nothing, its text is all there is.
    value: Cell = None
    if kind in _NUMBERS:
        with suppress(ValueError):
            number = float(cell.get(f"{_OFFICE}value", ""))
            value = number if math.isfinite(number) else None
    elif kind == "date":
        value = from_iso(cell.get(f"{_OFFICE}date-value", "")) or None
    elif kind == "boolean":
        value = cell.get(f"{_OFFICE}boolean-value", "") == "true"
    if value is None:
        value = cell.get(f"{_OFFICE}string-value", "") if is_blank(words) else words
    return value, facts


def _shapes(place: etree._Element | None, cell: str) -> Iterator[Annotation]:
    """Notes, text boxes and pictures that are fixed to the cell, or to the sheet."""
    for shape in place if place is not None else ():
        name = local_name(shape)
        text = " ".join(line for p in shape.iter(f"{_TEXT}p") if (line := "".join(map(str, p.itertext())).strip()))
        if name == "annotation":
            yield Annotation(Beside.NOTE, cell, text, shape.findtext("{http://purl.org/dc/elements/1.1/}creator", ""))
        elif shape.tag.startswith("{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"):
            if any(local_name(part) in ("object", "object-ole") for part in shape):
                yield Annotation(Beside.OBJECT, cell)
            elif text:
                yield Annotation(Beside.BOX, cell, text)
            elif any(local_name(part) == "image" for part in shape.iter()):
                yield Annotation(Beside.PICTURE, cell)


class _Styles:
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
            if properties.get(f"{_TABLE}display", "true") == "false"
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
    return Run("", None if line is None else line != "none", shift, legacy_font(font))


def _paragraphs(cell: etree._Element, styles: _Styles) -> Words:
    """The text of a cell: its paragraphs, one a line, whatever stands between the elements.

    White space as OpenDocument means it (part 3, 6.1.2): many blanks are one, none at the ends of a paragraph.
    """
    found: list[Run] = []
    for paragraph in cell.iterchildren(f"{_TEXT}p"):
        before, line = " ", list[Run]()
        for run in _runs(paragraph, _USUAL, styles):
            text = _SPACES.sub(" ", run.text)
            text = text.removeprefix(" ") if before.endswith(" ") else text
            before = text or before
            line.append(run._replace(text=text))
        if line and before.endswith(" "):
            line[-1] = line[-1]._replace(text=line[-1].text.removesuffix(" "))
        found += [Run("\n")] if found else []
        found += (run._replace(text=run.text.replace(_BLANK, " ").replace(_BREAK, "\n")) for run in line)
    return join_runs(found)


def _runs(element: etree._Element, look: Run, styles: _Styles) -> Iterator[Run]:
    """The text in the element; blanks that are written as elements are kept, as signs until all others are tidied."""
    if element.text:
        yield look._replace(text=element.text)
    for part in element:
        match local_name(part):
            case "s":
                number = part.get(f"{_TEXT}c", "1")
                times = min(int(number), _MOST_SPACES) if number.isdecimal() and len(number) < 9 else 1
                yield look._replace(text=_BLANK * times)
            case "tab":
                yield look._replace(text=_BLANK)
            case "line-break":
                yield look._replace(text=_BREAK)
            case name if name not in _BESIDE:
                own = styles.looks.get(part.get(f"{_TEXT}style-name", ""), _USUAL)
                struck = look.struck if own.struck is None else own.struck
                inner = Run("", struck, own.shift or look.shift, own.font or look.font)
                yield from _runs(part, inner, styles)
        if part.tail:
            yield look._replace(text=part.tail)
