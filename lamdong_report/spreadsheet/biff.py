"""How an .xls workbook is read: what its sheets share, then each with its cells, merges, notes and text boxes."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, field

from lamdong_report.spreadsheet.biffrecords import (
    Letters,
    RecordKind,
    Records,
    error_text,
    font_at,
    read_shared,
    rk_number,
    wide_or_narrow,
)
from lamdong_report.spreadsheet.book import (
    PLAIN,
    Annotation,
    Beside,
    Cell,
    CellGrid,
    Facts,
    Position,
    Room,
    Sheet,
    cell_ref,
)
from lamdong_report.spreadsheet.package import Refused, check_sheets
from lamdong_report.spreadsheet.styles import (
    USUAL,
    CellStyle,
    Run,
    Words,
    cell_style,
    in_format,
    legacy_font,
    read_format,
    read_runs,
)

_VERSION_8 = b"\x00\x06"
_STRIKEOUT, _WORKSHEET = 0x08, 0
_SHIFTS = {1: 1, 2: -1}
_NOTE_SHAPE, _PICTURE = 0x19, 0x08
# They are told by their number alone; nobody counts further.
_MOST_PICTURES = 100
# What a formula's result is where it is no number ([MS-XLS] 2.5.133).
_TEXT, _BOOL, _ERROR = 0, 1, 2
_Read = tuple[Cell, Facts]


class _Globals(Struct):
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
    check_sheets(len(found.sheets))
    styles = []
    for font, number in found.cells:
        look = font_at(found.looks, font)
        form = read_format(number, found.formats.get(number, ""))
        styles.append(cell_style(form, look.font, struck=bool(look.struck)))
    strings = read_shared(found.table, found.looks)
    shared, room = BiffShared(found.letters, strings, tuple(styles), found.uses_1904), Room()
    sheets = []
    for name, start, hidden in found.sheets:
        grid = CellGrid(room)
        reader = _Reader(shared, grid)
        for kind, data in records.part(start):
            reader.take(kind, data)
        sheets.append(grid.sheet(name, hidden=hidden, annotations=reader.shapes.annotations()))
    return tuple(sheets)


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
                found.looks.append(Run("", bool(flags & _STRIKEOUT), _SHIFTS.get(escape, 0), legacy_font(name)))
            case RecordKind.FORMAT if len(data) > 4:
                number = int.from_bytes(data[:2], "little")
                found.formats[number] = found.letters.text(data[2:], 2 if found.letters.unicode else 1)
            case RecordKind.XF if len(data) >= 4:
                font, number = struct.unpack_from("<HH", data)
                found.cells.append((font, number))
        before = kind
    return found


class BiffShared(Struct, frozen=True):
    """What the sheets of one workbook have in common."""

    letters: Letters = field(default_factory=Letters)
    strings: Sequence[Words] = ()
    styles: Sequence[CellStyle] = ()
    uses_1904: bool = False

    def style(self, number: int) -> CellStyle:
        return self.styles[number] if number < len(self.styles) else USUAL

    def number(self, value: float, style: int) -> _Read:
        look = self.style(style)
        return in_format(value, look.format, uses_1904=self.uses_1904), look.facts

    def words(self, words: Words, style: int) -> _Read:
        return read_runs(words, self.style(style).facts)

    def string(self, index: int, style: int) -> _Read:
        if index < len(self.strings):
            return self.words(self.strings[index], style)
        return "", Facts(error=f"?{index}")


class _Reader:
    """One pass over a sheet; a formula's text stands in a record of its own behind it."""

    def __init__(self, shared: BiffShared, grid: CellGrid) -> None:
        self._shared = shared
        self._grid = grid
        self._formula: tuple[Position, Facts] | None = None
        self.shapes = _Shapes(shared.letters)

    def take(self, kind: int, data: bytes) -> None:
        """Note what this record says; what is cut off too soon says nothing."""
        if kind in _CELLS and len(data) >= 7:
            row, column, style = struct.unpack_from("<HHH", data)
            self._grid.put(row, column, *_CELLS[kind](self._shared, data[6:].ljust(8, b"\0"), style))
        elif kind == RecordKind.MULRK and len(data) >= 7:  # numbers side by side, and at the end the last column
            row, column = struct.unpack_from("<HH", data)
            for at, (style, rk) in enumerate(struct.iter_unpack("<HI", data[4 : 4 + (len(data) - 6) // 6 * 6])):
                self._grid.put(row, column + at, *self._shared.number(rk_number(rk), style))
        elif kind == RecordKind.FORMULA and len(data) >= 14:
            self._take_formula(data)
        elif kind == RecordKind.STRING and self._formula:
            (row, column), facts = self._formula
            self._grid.put(row, column, self._shared.letters.text(data, 2), facts)
        elif kind == RecordKind.MERGED:
            for first, last, left, right in struct.iter_unpack("<4H", data[2 : 2 + (len(data) - 2) // 8 * 8]):
                self._grid.merge((first, left), (last, right))
        else:
            self.shapes.take(kind, data)

    def _take_formula(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        result = data[6:14]
        value, facts = self._shared.number(struct.unpack("<d", result)[0], style)
        self._formula = None
        if result.endswith(b"\xff\xff"):
            value, facts = "", self._shared.style(style).facts
            if result[0] == _TEXT:
                self._formula = (row, column), facts._replace(formula=True)
            elif result[0] == _BOOL:
                value = bool(result[2])
            elif result[0] == _ERROR:
                facts = Facts(error=error_text(result[2]))
        self._grid.put(row, column, value, facts._replace(formula=True))


class _Shapes:
    """What lies over the cells of a sheet; a shape's words stand in a record of their own behind it."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._shape = (0, 0)
        self._left = 0
        self._words: dict[int, str] = {}
        self._boxes: list[int] = []
        self._pictures = 0
        self._notes: list[tuple[int, int, int, str]] = []

    def take(self, kind: int, data: bytes) -> None:
        """Note what this record says of a shape, if it is of one."""
        if kind == RecordKind.OBJ and len(data) >= 8:
            self._shape = struct.unpack_from("<HH", data, 4)
            self._pictures += self._shape[0] == _PICTURE
        elif kind == RecordKind.TXO and len(data) >= 12:
            self._left = int.from_bytes(data[10:12], "little")
        elif kind == RecordKind.CONTINUE and self._left:
            self._words[self._shape[1]] = wide_or_narrow(data[:1], data[1:], self._left).strip()
            if self._shape[0] != _NOTE_SHAPE:
                self._boxes.append(self._shape[1])
            self._left = 0
        elif kind == RecordKind.NOTE and len(data) >= 8:
            row, column, _, shape = struct.unpack_from("<4H", data)
            self._notes.append((row, column, shape, self._letters.text(data[8:], 2)))

    def annotations(self) -> Iterator[Annotation]:
        for row, column, shape, author in self._notes:
            yield Annotation(Beside.NOTE, cell_ref(row, column), self._words.get(shape, ""), author)
        for shape in self._boxes:
            if self._words[shape]:
                yield Annotation(Beside.BOX, "", self._words[shape])
        for _ in range(min(self._pictures, _MOST_PICTURES)):
            yield Annotation(Beside.PICTURE, "")


_CELLS: dict[int, Callable[[BiffShared, bytes, int], _Read]] = {
    RecordKind.NUMBER: lambda shared, data, style: shared.number(struct.unpack_from("<d", data)[0], style),
    RecordKind.RK: lambda shared, data, style: shared.number(rk_number(struct.unpack_from("<I", data)[0]), style),
    RecordKind.LABELSST: lambda shared, data, style: shared.string(struct.unpack_from("<I", data)[0], style),
    RecordKind.LABEL: lambda shared, data, style: shared.words(shared.letters.text(data, 2), style),
    RecordKind.RSTRING: lambda shared, data, style: shared.words(shared.letters.text(data, 2), style),
    RecordKind.BOOLERR: lambda shared, data, style: (
        ("", Facts(error=error_text(data[0]))) if data[1] else (bool(data[0]), PLAIN)
    ),
}
