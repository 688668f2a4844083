"""What an .xls file says of its cells beyond their values: formulas, errors, percent formats, fonts, merges."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from lamdong_report.spreadsheet.book import Refused
from lamdong_report.spreadsheet.look import Facts, KnownLook, Position, add_merge
from lamdong_report.spreadsheet.sheetxml import shows_percent
from lamdong_report.text.legacy import font_encoding

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FONT, _FORMAT, _XF = 0x809, 0x0A, 0x2F, 0x85, 0x31, 0x41E, 0xE0
_FORMULA, _BOOLERR, _MULRK, _MERGED = 0x06, 0x205, 0xBD, 0xE5
_SINGLE = frozenset({0x203, 0x27E, 0xFD, 0x204, _FORMULA, _BOOLERR})
_VERSION_8 = 0x600
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
# The format counts no font number 4.
_MISSING_FONT = 4

Record = tuple[int, bytes]
# More records than any form has; a file may claim a sheet at every byte.
_MOST_RECORDS = 1_000_000


@dataclass(slots=True)
class _Book:
    """What the global part of the file says: styles by number, and where each sheet begins."""

    fonts: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[tuple[int, int]] = field(default_factory=list)
    sheets: list[tuple[str, int]] = field(default_factory=list)
    records_left: int = _MOST_RECORDS

    def font_of(self, style: int) -> str:
        """The name of the style's font where it is a legacy font."""
        number = self.styles[style][0] if style < len(self.styles) else 0
        number -= number > _MISSING_FONT
        name = self.fonts[number] if number < len(self.fonts) else ""
        return name if font_encoding(name) else ""

    def is_percent(self, style: int) -> bool:
        number = self.styles[style][1] if style < len(self.styles) else 0
        return shows_percent(str(number), self.formats.get(number, ""))


def looks_of(stream: bytes) -> dict[str, KnownLook]:
    """By name of the sheet what is known of its cells; raises Refused for a file with a password."""
    book = _Book()
    for kind, data in _records(book, stream, 0):
        if kind == _BOF and data[:2] != struct.pack("<H", _VERSION_8):
            return {}
        _take_global(book, kind, data)
    return {name: _look(book, stream, start) for name, start in book.sheets}


def _records(book: _Book, stream: bytes, start: int) -> Iterator[Record]:
    """The records from a place to the end of its part."""
    while start + 4 <= len(stream) and book.records_left:
        book.records_left -= 1
        kind, length = struct.unpack_from("<HH", stream, start)
        data = stream[start + 4 : start + 4 + length]
        if kind == _EOF or len(data) < length:
            return
        yield kind, data
        start += 4 + length


def _take_global(book: _Book, kind: int, data: bytes) -> None:
    if kind == _FILEPASS:
        raise Refused("file-password")
    if kind == _FONT and len(data) > 16:
        book.fonts.append(_text(data[14], data[15:]))
    elif kind == _FORMAT and len(data) > 5:
        number, length = struct.unpack_from("<HH", data)
        book.formats[number] = _text(length, data[4:])
    elif kind == _XF and len(data) >= 4:
        font, number = struct.unpack_from("<HH", data)
        book.styles.append((font, number))
    elif kind == _BOUNDSHEET and len(data) > 8:
        book.sheets.append((_text(data[6], data[7:]), struct.unpack_from("<I", data)[0]))


def _text(length: int, data: bytes) -> str:
    """A short string: one byte says whether its letters take one byte or two."""
    if data[0] & 1:
        return data[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return data[1 : 1 + length].decode("latin-1")


def _look(book: _Book, stream: bytes, start: int) -> KnownLook:
    cells: dict[Position, Facts] = {}
    merges: dict[int, list[tuple[int, int, Position]]] = {}
    for kind, data in _records(book, stream, start):
        if kind == _MERGED:
            for first, last, left, right in struct.iter_unpack("<4H", data[2 : 2 + (len(data) - 2) // 8 * 8]):
                add_merge(merges, (first, left), (last, right))
        for position, facts in _facts(book, kind, data):
            if facts != Facts():
                cells[position] = facts
    return KnownLook(cells, merges)


def _facts(book: _Book, kind: int, data: bytes) -> Iterator[tuple[Position, Facts]]:
    if kind in _SINGLE and len(data) >= (14 if kind == _FORMULA else 8):
        row, column, style = struct.unpack_from("<HHH", data)
        yield (row, column), _facts_of(book, style, kind == _FORMULA, _error(kind, data))
    elif kind == _MULRK and len(data) >= 6:
        row, column = struct.unpack_from("<HH", data)
        for at, (style, _) in enumerate(struct.iter_unpack("<HI", data[4 : 4 + (len(data) - 6) // 6 * 6])):
            yield (row, column + at), _facts_of(book, style, False, "")


def _facts_of(book: _Book, style: int, formula: bool, error: str) -> Facts:
    return Facts(formula=formula, error=error, percent=book.is_percent(style), font=book.font_of(style))


def _error(kind: int, data: bytes) -> str:
    """The error that a cell shows: its own value, or the result of its formula."""
    if kind == _BOOLERR and data[7]:
        return _ERRORS.get(data[6], "#N/A")
    if kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
        return _ERRORS.get(data[8], "#N/A")
    return ""
