"""Forms in Excel's binary formats, .xls of two generations and .xlsb, made record by record from a form in XML."""

from __future__ import annotations

import hashlib
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
    """The stream of the workbook; `globals_` are more records of its head, `chart` a sheet without cells."""
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
    return head + listed + record(0x0A) + b"".join(parts)


def in_container(stream: bytes, version: int = EXCEL_97) -> bytes:
    return container({"Workbook" if version == EXCEL_97 else "Book": stream})


def encrypted(sheets: list[tuple[str, list[Placed]]], password: str, *, old: bool) -> bytes:
    """The stream of the workbook as Excel 97 (`old`) or a later one encrypts it; only what RC4 is asked for."""
    salt, plain, word = bytes(range(16)), bytes(range(16, 32)), password.encode("utf-16-le")
    if old:
        base = hashlib.md5((hashlib.md5(word).digest()[:5] + salt) * 16).digest()[:5]
        test = plain + hashlib.md5(plain).digest()
    else:
        base = hashlib.sha1(salt + word).digest()
        test = plain + hashlib.sha1(plain).digest()

    def key(block: int) -> bytes:
        made = (hashlib.md5 if old else hashlib.sha1)(base + struct.pack("<I", block)).digest()
        return made if old else made[:16]

    secret = _rc4(key(0), test)
    header = struct.pack("<8I", 0, 0, 0x6801, 0x8004, 128, 1, 0, 0) + b"\0\0"
    verifier = struct.pack("<I", 16) + salt + secret[:16] + struct.pack("<I", 20) + secret[16:]
    about = struct.pack("<3H", 1, 1, 1) + salt + secret
    if not old:
        about = struct.pack("<3H2I", 1, 4, 2, 0, len(header)) + header + verifier
    stream = bytearray(xls(sheets, EXCEL_97, globals_=record(0x2F, about)))
    mask = b"".join(_rc4(key(block), bytes(1024)) for block in range(len(stream) // 1024 + 1))
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        for place in range(at + 4 + (4 if kind == 0x85 else 0), at + 4 + length):
            stream[place] ^= 0 if kind in (0x809, 0x2F) else mask[place]
        at += 4 + length
    return bytes(stream)


def _rc4(key: bytes, data: bytes) -> bytes:
    state, other = list(range(256)), 0
    for at in range(256):
        other = (other + state[at] + key[at % len(key)]) % 256
        state[at], state[other] = state[other], state[at]
    found, other = [], 0
    for count, byte in enumerate(data, 1):
        at = count % 256
        other = (other + state[at]) % 256
        state[at], state[other] = state[other], state[at]
        found.append(byte ^ state[(state[at] + state[other]) % 256])
    return bytes(found)


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


def xlsb(sheets: list[tuple[str, list[Placed]]], more: bytes = b"", note: tuple[int, int, str] | None = None) -> bytes:
    """The binary workbook; `more` are records of further cells of its first sheet, `note` lies over one of them.

    Its font 1 is struck out, its font 2 raised.
    """
    links, listed, parts = [], b"", {}
    for at, (name, cells) in enumerate(sheets):
        links.append(f'<Relationship Id="r{at}" Type="{_SPACE}/worksheet" Target="worksheets/{at}.bin"/>')
        listed += _long(156, struct.pack("<II", 0, at + 1) + _wide(f"r{at}") + _wide(name))
        parts[f"xl/worksheets/{at}.bin"] = b"".join(map(_binary, cells)) + (b"" if at else more)
    links.append(f'<Relationship Id="chart" Type="{_SPACE}/chartsheet" Target="chartsheets/c.bin"/>')
    listed += _long(156, struct.pack("<II", 0, 99) + _wide("chart") + _wide("Biểu đồ"))
    links.append(f'<Relationship Id="s" Type="{_SPACE}/styles" Target="styles.bin"/>')
    fonts = b"".join(_font(look, shift) for look, shift in ((0, 0), (8, 0), (0, 1)))
    if note:
        row, column, text = note
        parts["xl/comments1.bin"] = (
            _long(632, _wide("Lê A")) + _long(635, struct.pack("<5I16x", 0, row, row, column, column))
            + _long(637, b"\0" + _wide(text))
        )  # fmt: skip
        parts["xl/worksheets/_rels/0.bin.rels"] = (
            f'<Relationships xmlns="{_LINKS}"><Relationship Id="c" Type="{_SPACE}/comments" Target="../comments1.bin"/>'
            "</Relationships>"
        ).encode()
    formats = b"".join(_long(47, struct.pack("<HHH10x", 0, number, 0)) for number in (0, _DAY))
    return zipped({
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.bin": listed,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_LINKS}">{"".join(links)}</Relationships>',
        "xl/styles.bin": fonts + _long(617, b"") + formats + _long(618, b""),
        "xl/chartsheets/c.bin": b"",
        **parts,
    })  # fmt: skip


def _font(look: int, shift: int) -> bytes:
    return _long(43, struct.pack("<HHHH13x", 220, look, 400, shift) + _wide("Arial"))


def rich_text(text: str, *runs: tuple[int, int]) -> bytes:
    """The content of a cell whose text takes another font from some place on."""
    return b"\1" + _wide(text) + struct.pack("<I", len(runs)) + b"".join(struct.pack("<HH", *run) for run in runs)


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
