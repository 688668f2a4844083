"""How a binary workbook (.xlsb, [MS-XLSB]) is opened: records of numbers instead of XML, in the same package."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence

from lamdong_report.spreadsheet.biff import BiffShared
from lamdong_report.spreadsheet.biffrecords import error_text, rk_number
from lamdong_report.spreadsheet.book import (
    PLAIN,
    Annotation,
    Beside,
    Book,
    Cell,
    CellGrid,
    Facts,
    Room,
    cell_ref,
)
from lamdong_report.spreadsheet.opening import THREAD_AUTHOR, annotations_of, modified, relations_of
from lamdong_report.spreadsheet.package import Package, Refused, check_sheets
from lamdong_report.spreadsheet.styles import CellStyle, Run, Words, cell_style, in_runs, legacy_font, read_format

_WORKBOOK = "xl/workbook.bin"
# More than any form has; a part may claim a record at every other byte.
_MOST_RECORDS = 2_000_000
_SHIFTS = {1: 1, 2: -1}


class _Kind:
    """The numbers of the records that are read ([MS-XLSB] 2.3.2)."""

    ROW, BLANK, RK, ERROR, BOOL, REAL, TEXT, STRING = range(8)
    FIRST_SHORT, LAST_SHORT = 12, 18
    FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOL, FORMULA_ERROR = 8, 9, 10, 11
    SHARED, FONT, FORMAT, XF, RICH = 19, 43, 44, 47, 62
    AUTHOR, COMMENT, COMMENT_TEXT = 632, 635, 637
    BEGIN_CELL_XFS, END_CELL_XFS, MERGE, PROPERTIES, SHEET = 617, 618, 176, 153, 156


_FORMULAS = {
    _Kind.FORMULA_TEXT: _Kind.TEXT, _Kind.FORMULA_NUMBER: _Kind.REAL,
    _Kind.FORMULA_BOOL: _Kind.BOOL, _Kind.FORMULA_ERROR: _Kind.ERROR,
}  # fmt: skip


def open_xlsb(package: Package) -> Book:
    """The workbook with all its worksheets, charts left aside; raises Refused."""
    package.check()
    targets = {relation.id: relation for relation in relations_of(package, _WORKBOOK)}
    listed, uses_1904 = [], False
    for kind, data in _records(package.read(_WORKBOOK)):
        if kind == _Kind.PROPERTIES:
            uses_1904 = bool(data[:1] and data[0] & 1)
        elif kind == _Kind.SHEET and len(data) > 12:
            id_, end = _text(data, 8)
            relation = targets.get(id_)
            if relation and relation.kind == "worksheet" and relation.target in package:
                listed.append((_text(data, end)[0], relation.target, any(data[:4])))
    if not listed:
        raise Refused("file-damaged")
    check_sheets(len(listed))
    parts = {relation.kind: relation.target for relation in targets.values()}
    fonts, styles = _looks(package.read(parts.get("styles", "")))
    table = _records(package.read(parts.get("sharedStrings", "")))
    strings = tuple(_rich(record, fonts) for kind, record in table if kind == _Kind.SHARED)
    shared, room = BiffShared(strings=strings, styles=styles, uses_1904=uses_1904), Room()
    sheets = tuple(
        _sheet(package.read(part), shared, fonts, CellGrid(room)).sheet(
            name, hidden=hidden, annotations=_over(package, part)
        )
        for name, part, hidden in listed
    )
    return Book(sheets, modified(package))


def _over(package: Package, part: str) -> Iterator[Annotation]:
    """What lies over the cells: the notes in records of their own, all else in XML as in any workbook."""
    notes = (r.target for r in relations_of(package, part) if r.kind == "comments" and r.target in package)
    for data in map(package.read, notes):
        authors: list[str] = []
        author, cell = "", ""
        for kind, record in _records(data):
            if kind == _Kind.AUTHOR:
                authors.append(_text(record, 0)[0])
            elif kind == _Kind.COMMENT and len(record) >= 20:
                number, row, _, column = struct.unpack_from("<4I", record)
                author, cell = authors[number] if number < len(authors) else "", cell_ref(row, column)
            # A note may only stand in for a threaded comment ([MS-XLSB] 2.1.7.9).
            elif kind == _Kind.COMMENT_TEXT and not author.startswith(THREAD_AUTHOR):
                yield Annotation(Beside.NOTE, cell, _text(record, 1)[0].strip(), author)
    yield from annotations_of(package, part)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content: both lengths are written seven bits a byte, the lowest first."""
    at = 0
    for _ in range(_MOST_RECORDS):
        kind, at = _number(data, at, 2)
        length, at = _number(data, at, 4)
        if at > len(data):
            return
        yield kind, data[at : at + length]
        at += length
        if at >= len(data):
            return


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for place in range(most):
        byte = data[at] if at < len(data) else 0
        at += 1
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            break
    return number, at


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A string of wide letters, and where it ends."""
    length = int.from_bytes(data[at : at + 4], "little")
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = min(at + 4 + 2 * length, len(data))
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _rich(data: bytes, fonts: Sequence[Run]) -> Words:
    """A string that may change its font on the way ([MS-XLSB] 2.5.121)."""
    text, end = _text(data, 1)
    if not data[:1] or not data[0] & 1:
        return text
    count = min(int.from_bytes(data[end : end + 4], "little"), len(text) + 1)
    places = struct.iter_unpack("<HH", data[end + 4 : end + 4 + 4 * count][: (len(data) - end - 4) // 4 * 4])
    return in_runs(text, [(at, fonts[number] if number < len(fonts) else Run("")) for at, number in places])


def _looks(data: bytes) -> tuple[list[Run], tuple[CellStyle, ...]]:
    """The fonts and the cell formats in order."""
    fonts: list[Run] = []
    styles: list[CellStyle] = []
    codes: dict[int, str] = {}
    of_cells = False
    for kind, record in _records(data):
        if kind == _Kind.FORMAT and len(record) > 2:
            codes[int.from_bytes(record[:2], "little")] = _text(record, 2)[0]
        elif kind == _Kind.FONT and len(record) > 21:
            name = _text(record, 21)[0]
            shift = _SHIFTS.get(int.from_bytes(record[6:8], "little"), 0)
            fonts.append(Run("", bool(record[2] & 8), shift, legacy_font(name)))
        elif kind in (_Kind.BEGIN_CELL_XFS, _Kind.END_CELL_XFS):
            of_cells = kind == _Kind.BEGIN_CELL_XFS
        elif kind == _Kind.XF and of_cells and len(record) >= 6:
            number, font = struct.unpack_from("<HH", record, 2)
            look = fonts[font] if font < len(fonts) else Run("")
            styles.append(cell_style(read_format(number, codes.get(number, "")), look.font, struck=bool(look.struck)))
    return fonts, tuple(styles)


def _sheet(data: bytes, shared: BiffShared, fonts: Sequence[Run], grid: CellGrid) -> CellGrid:
    row, column = 0, -1
    for kind, record in _records(data):
        if kind == _Kind.ROW and len(record) >= 4:
            row, column = int.from_bytes(record[:4], "little"), -1
        elif kind == _Kind.MERGE and len(record) >= 16:
            first, last, left, right = struct.unpack_from("<4I", record)
            grid.merge((first, left), (last, right))
        elif kind <= _Kind.LAST_SHORT or kind == _Kind.RICH:
            if _Kind.FIRST_SHORT <= kind <= _Kind.LAST_SHORT:  # beside the cell before, which it need not say
                kind, column = kind - _Kind.FIRST_SHORT + _Kind.BLANK, column + 1
            else:
                column, record = int.from_bytes(record[:4], "little"), record[4:]
            style, content = int.from_bytes(record[:3], "little"), record[4:]
            if content and kind != _Kind.BLANK:
                if kind == _Kind.RICH:
                    value, facts = shared.words(_rich(content, fonts), style)
                else:
                    value, facts = _CELLS[_FORMULAS.get(kind, kind)](shared, content, style)
                grid.put(row, column, value, facts._replace(formula=True) if kind in _FORMULAS else facts)
    return grid


_CELLS: dict[int, Callable[[BiffShared, bytes, int], tuple[Cell, Facts]]] = {
    _Kind.RK: lambda shared, data, style: shared.number(rk_number(int.from_bytes(data[:4], "little")), style),
    _Kind.REAL: lambda shared, data, style: shared.number(struct.unpack("<d", data[:8].ljust(8, b"\0"))[0], style),
    _Kind.STRING: lambda shared, data, style: shared.string(int.from_bytes(data[:4], "little"), style),
    _Kind.BOOL: lambda shared, data, style: (bool(data[0]), PLAIN),
    _Kind.ERROR: lambda shared, data, style: ("", Facts(error=error_text(data[0]))),
    _Kind.TEXT: lambda shared, data, style: shared.words(_text(data, 0)[0], style),
}
