"""Forms in Excel's binary formats, .xls of two generations and .xlsb, made record by record from a form in XML."""

from __future__ import annotations

import io
import struct
import unicodedata
from collections.abc import Iterator
from datetime import datetime

import openpyxl
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.containers import container, record
from tests.corpus.forms import zipped

EXCEL_5, EXCEL_97 = 0x500, 0x600
_DAY = 14
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"

Value = str | float | bool
Placed = tuple[int, int, Value, bool]


def cells_of(sheet: Worksheet) -> Iterator[Placed]:
    """Row and column from 0, value, and whether it is shown as a day; what a formula gave is not there."""
    for row in sheet.iter_rows():
        for cell in row:
            value = cell.value
            if isinstance(value, datetime):
                yield cell.row - 1, cell.column - 1, to_excel(value), True
            elif isinstance(value, str | float | int):
                yield cell.row - 1, cell.column - 1, value, False


def sheets_of(form: bytes) -> list[tuple[str, list[Placed]]]:
    book = openpyxl.load_workbook(io.BytesIO(form), data_only=True)
    return [(sheet.title, list(cells_of(sheet))) for sheet in book.worksheets]


def xls(sheets: list[tuple[str, list[Placed]]], version: int, *, globals_: bytes = b"", chart: bool = False) -> bytes:
    """The workbook; `globals_` are further records of its global part, `chart` a sheet that holds none of the cells."""
    start = record(0x809, struct.pack("<HH12x", version, 5)[: 16 if version == EXCEL_97 else 8])
    head = start + record(0x42, struct.pack("<H", 1258)) + globals_
    head += record(0xE0, struct.pack("<HH16x", 0, 0)) + record(0xE0, struct.pack("<HH16x", 0, _DAY))
    named = [*sheets, *([("Biểu đồ", [])] if chart else [])]
    titles = [_short(name, version, 1) for name, _ in named]
    place = len(head) + sum(10 + len(title) for title in titles) + 4
    parts, listed = [], b""
    for at, (title, (_, cells)) in enumerate(zip(titles, named, strict=True)):
        kind = 2 if chart and at == len(sheets) else 0
        listed += record(0x85, struct.pack("<IBB", place, 0, kind) + title)
        part = start + b"".join(_record(cell, version) for cell in cells) + record(0x0A)
        parts.append(part)
        place += len(part)
    stream = head + listed + record(0x0A) + b"".join(parts)
    return container({"Workbook" if version == EXCEL_97 else "Book": stream})


def _short(text: str, version: int, width: int) -> bytes:
    if version == EXCEL_97:
        return len(text).to_bytes(width, "little") + b"\1" + text.encode("utf-16-le")
    data = b"".join(map(_letter, text))
    return len(data).to_bytes(width, "little") + data


def _letter(char: str) -> bytes:
    """A letter in the Vietnamese code page, which has the five tones as marks of their own."""
    marks = unicodedata.normalize("NFD", char)
    tones = [mark for mark in marks if mark in _TONES]
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return (base + "".join(tones)).encode("cp1258", "replace")


def _record(cell: Placed, version: int) -> bytes:
    row, column, value, day = cell
    place = struct.pack("<HHH", row, column, int(day))
    if isinstance(value, str):
        return record(0x204, place + _short(value, version, 2))
    if isinstance(value, bool):
        return record(0x205, place + bytes([value, 0]))
    return record(0x203, place + struct.pack("<d", value))


def xlsb(sheets: list[tuple[str, list[Placed]]], more: bytes = b"") -> bytes:
    """The binary workbook; `more` are records of further cells of its first sheet."""
    links, listed, parts = [], b"", {}
    for at, (name, cells) in enumerate(sheets):
        links.append(f'<Relationship Id="r{at}" Type="{_SPACE}/worksheet" Target="worksheets/{at}.bin"/>')
        listed += _long(156, struct.pack("<II", 0, at + 1) + _wide(f"r{at}") + _wide(name))
        parts[f"xl/worksheets/{at}.bin"] = b"".join(map(_binary, cells)) + (b"" if at else more)
    links.append(f'<Relationship Id="chart" Type="{_SPACE}/chartsheet" Target="chartsheets/c.bin"/>')
    listed += _long(156, struct.pack("<II", 0, 99) + _wide("chart") + _wide("Biểu đồ"))
    links.append(f'<Relationship Id="s" Type="{_SPACE}/styles" Target="styles.bin"/>')
    formats = b"".join(_long(47, struct.pack("<HHH10x", 0, number, 0)) for number in (0, _DAY))
    return zipped({
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.bin": listed,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_LINKS}">{"".join(links)}</Relationships>',
        "xl/styles.bin": _long(617, b"") + formats + _long(618, b""),
        "xl/chartsheets/c.bin": b"",
        **parts,
    })  # fmt: skip


def _long(kind: int, data: bytes) -> bytes:
    return _number(kind) + _number(len(data)) + data


def _number(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _number(rest) if rest else bytes([low])


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def binary_cell(row: int, column: int, kind: int, data: bytes, style: int = 0) -> bytes:
    """A row's head and a cell of this kind in it."""
    return _long(0, struct.pack("<I", row)) + _long(kind, struct.pack("<II", column, style) + data)


def _binary(cell: Placed) -> bytes:
    row, column, value, day = cell
    if isinstance(value, str):
        return binary_cell(row, column, 6, _wide(value))
    if isinstance(value, bool):
        return binary_cell(row, column, 4, bytes([value]))
    return binary_cell(row, column, 5, struct.pack("<d", value), int(day))
