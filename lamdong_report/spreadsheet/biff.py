"""How the global part of an .xls workbook is read: letters, fonts, formats, strings, and where its sheets begin."""

from __future__ import annotations

import codecs
import struct
from dataclasses import dataclass, field

from lamdong_report.spreadsheet.biffrecords import Letters, RecordKind, Records, font_at, read_shared
from lamdong_report.spreadsheet.biffsheet import BiffShared, read_biff_sheet
from lamdong_report.spreadsheet.book import Refused, Sheet
from lamdong_report.spreadsheet.formats import read_format
from lamdong_report.spreadsheet.grid import MAX_SHEETS, CellGrid, Room
from lamdong_report.spreadsheet.richtext import Run
from lamdong_report.spreadsheet.styles import cell_style
from lamdong_report.text.legacy import font_encoding

_VERSION_8 = b"\x00\x06"
_STRIKEOUT, _WORKSHEET = 0x08, 0
_SHIFTS = {1: 1, 2: -1}


@dataclass(slots=True)
class _Globals:
    """What has been seen so far; `cells` are font and format of each cell format, `table` the blocks of strings."""

    letters: Letters = field(default_factory=Letters)
    uses_1904: bool = False
    looks: list[Run] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[int, int]] = field(default_factory=list)
    table: list[bytes] = field(default_factory=list)
    sheets: list[tuple[str, int, bool]] = field(default_factory=list)


def read_xls(stream: bytes) -> tuple[Sheet, ...]:
    """The worksheets in order; raises Refused for a file with a password, or one that is too large."""
    records = Records(stream)
    found = _globals(records)
    if not found.sheets:
        raise Refused("file-damaged")
    if len(found.sheets) > MAX_SHEETS:
        raise Refused("file-too-large", limit=f"{MAX_SHEETS} trang tính")
    styles = []
    for font, number in found.cells:
        look = font_at(found.looks, font)
        form = read_format(number, found.formats.get(number, ""))
        styles.append(cell_style(form, look.font, struck=bool(look.struck)))
    strings = read_shared(found.table, found.looks)
    shared, room = BiffShared(found.letters, strings, tuple(styles), found.uses_1904), Room()
    return tuple(
        read_biff_sheet(records.part(start), shared, CellGrid(room), name=name, hidden=hidden)
        for name, start, hidden in found.sheets
    )


def _globals(records: Records) -> _Globals:
    found, before = _Globals(), 0
    for kind, data in records.part(0):
        if kind == RecordKind.CONTINUE and before == RecordKind.SST:  # the shared strings go on, as often as they like
            found.table.append(data)
            continue
        match kind:
            case RecordKind.BOF:
                found.letters = Letters(unicode=data[:2] == _VERSION_8)
            case RecordKind.FILEPASS:
                raise Refused("file-password")
            case RecordKind.CODEPAGE if not found.letters.unicode:
                page = f"cp{int.from_bytes(data[:2], 'little')}"
                try:
                    codecs.lookup(page)
                except LookupError:  # Western letters for a code page that Python does not know
                    page = "cp1252"
                found.letters = Letters(unicode=False, codec=page)
            case RecordKind.DATEMODE:
                found.uses_1904 = data[:1] == b"\1"
            case RecordKind.SST:
                found.table.append(data)
            case RecordKind.BOUNDSHEET if len(data) > 7 and data[5] == _WORKSHEET:
                start = struct.unpack_from("<I", data)[0]
                found.sheets.append((found.letters.text(data[6:], 1), start, bool(data[4] & 3)))
            case RecordKind.FONT if len(data) > 15:
                flags, escape = struct.unpack_from("<H4xH", data, 2)
                name = found.letters.text(data[14:], 1)
                legacy = name if font_encoding(name) else ""
                found.looks.append(Run("", bool(flags & _STRIKEOUT), _SHIFTS.get(escape, 0), legacy))
            case RecordKind.FORMAT if len(data) > 4:
                number = int.from_bytes(data[:2], "little")
                found.formats[number] = found.letters.text(data[2:], 2 if found.letters.unicode else 1)
            case RecordKind.XF if len(data) >= 4:
                font, number = struct.unpack_from("<HH", data)
                found.cells.append((font, number))
        before = kind
    return found
