"""The cells of one sheet of an .xls workbook, with its merges, notes and text boxes."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lamdong_report.spreadsheet.biffrecords import Letters, Record, RecordKind, wide_or_narrow
from lamdong_report.spreadsheet.book import PLAIN, Annotation, Beside, Cell, Facts, Sheet
from lamdong_report.spreadsheet.formats import in_format
from lamdong_report.spreadsheet.grid import CellGrid
from lamdong_report.spreadsheet.refs import Position, cell_ref
from lamdong_report.spreadsheet.richtext import Words, read_runs
from lamdong_report.spreadsheet.styles import USUAL, CellStyle

_NOTE_SHAPE, _PICTURE = 0x19, 0x08
# They are told by their number alone; nobody counts further.
_MOST_PICTURES = 100
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
# What a formula's result is where it is no number ([MS-XLS] 2.5.133).
_TEXT, _BOOL, _ERROR = 0, 1, 2
_Read = tuple[Cell, Facts]


def error_text(code: int) -> str:
    """How Excel shows the error of this number; one that nobody knows is shown as its number."""
    return _ERRORS.get(code, f"?{code}")


def rk_number(rk: int) -> float:
    """A number in 30 bits: whole or with a fraction, perhaps a hundredth of itself ([MS-XLS] 2.5.217)."""
    if rk & 2:
        number = float((rk >> 2) - (1 << 30 if rk & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", rk & 0xFFFFFFFC))[0]
    return number / 100 if rk & 1 else number


@dataclass(frozen=True, slots=True)
class BiffShared:
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


def read_biff_sheet(records: Iterable[Record], shared: BiffShared, grid: CellGrid, *, name: str, hidden: bool) -> Sheet:
    """The sheet; raises Refused where the file claims more cells than can be held."""
    reader = _Reader(shared, grid)
    for kind, data in records:
        reader.take(kind, data)
    return grid.sheet(name, hidden=hidden, annotations=reader.annotations())


class _Reader:
    """One pass over a sheet; a formula's text and a shape's words stand in records of their own behind it."""

    def __init__(self, shared: BiffShared, grid: CellGrid) -> None:
        self._shared = shared
        self._grid = grid
        self._formula: tuple[Position, Facts] | None = None
        self._shape = (0, 0)
        self._letters = 0
        self._words: dict[int, str] = {}
        self._boxes: list[int] = []
        self._pictures = 0
        self._notes: list[tuple[int, int, int, str]] = []

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
            self._take_shape(kind, data)

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

    def _take_shape(self, kind: int, data: bytes) -> None:
        if kind == RecordKind.OBJ and len(data) >= 8:
            self._shape = struct.unpack_from("<HH", data, 4)
            self._pictures += self._shape[0] == _PICTURE
        elif kind == RecordKind.TXO and len(data) >= 12:
            self._letters = int.from_bytes(data[10:12], "little")
        elif kind == RecordKind.CONTINUE and self._letters:
            self._words[self._shape[1]] = wide_or_narrow(data[:1], data[1:], self._letters).strip()
            if self._shape[0] != _NOTE_SHAPE:
                self._boxes.append(self._shape[1])
            self._letters = 0
        elif kind == RecordKind.NOTE and len(data) >= 8:
            row, column, _, shape = struct.unpack_from("<4H", data)
            self._notes.append((row, column, shape, self._shared.letters.text(data[8:], 2)))

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
