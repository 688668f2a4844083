"""What a spreadsheet looks like to the reader, whichever program wrote it: sheets, rows, cells and their oddities.

Rows and columns count from 0: "B3" is row 2, column 1. While a sheet is read its cells are kept where a form can have
them, within bounds; far ones are only named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct, field

from lamdong_report.spreadsheet.package import Refused

Position = tuple[int, int]
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@lru_cache(maxsize=16384)
def parse_ref(ref: str) -> Position | None:
    """Row and column of "B3"; None where it is no cell."""
    found = _REF.fullmatch(ref.strip())
    if found is None or not int(found[2]):
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


@lru_cache(maxsize=8192)
def cell_ref(row: int, column: int) -> str:
    """(0, 0) is A1."""
    return f"{column_letters(column)}{row + 1}"


@lru_cache(maxsize=256)
def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# A form has some hundred rows and ten columns; room for what clerks add, and little enough to hold.
MAX_ROWS, MAX_COLUMNS = 10_000, 128
# In one file; sixty sheets of two cells each, as far apart as may be, would claim fifty times as many places.
MAX_PLACES = 4_000_000
# Three of them are told; a sheet may have millions.
MAX_FAR = 100
# A merge over whole columns is decoration; walking down it would take for ever.
_TALLEST_MERGE = 200
# In one sheet: a form has some hundred, a file made to do harm may have millions.
_MOST_MERGES = 5_000

Cell = str | float | bool | date | datetime | time | timedelta | None


class Facts(NamedTuple):
    """What is known of a cell beyond its value. A tuple, for there are many and they are compared.

    `error` as the program shows it (#REF!); `pending`: a formula without a value; `font`: a legacy font; `deleted`:
    the whole cell is struck out; `struck`: text struck out that the value no longer has; `raised`: text set above or
    below the line; `thousands`: how often the number format divides by a thousand what it shows; `unit`: the amount
    (đồng, triệu …) that it prints beside the number.
    """

    formula: bool = False
    pending: bool = False
    error: str = ""
    percent: bool = False
    font: str = ""
    deleted: bool = False
    struck: str = ""
    raised: str = ""
    thousands: int = 0
    unit: str = ""


PLAIN = Facts()


class Beside(Enum):
    """What holds words or pictures without being a cell."""

    NOTE = "note"
    BOX = "box"
    PICTURE = "picture"
    OBJECT = "object"


class Annotation(Struct, frozen=True):
    """Something over or beside the cells; `cell` is where it is fixed, "" where that is not told."""

    kind: Beside
    cell: str
    text: str = ""
    author: str = ""


class Sheet(Struct, frozen=True, eq=False):
    """One sheet. `rows` start at A1; a blank cell is "". `far` names cells that were left out, too far away.

    `merges`: by row those that reach into it, with first and last column, and the cell that is shown there.
    `hidden_rows` and `hidden_columns` count from 0; binary files do not tell them here.
    """

    name: str
    rows: list[list[Cell]]
    facts: Mapping[Position, Facts] = field(default_factory=dict)
    merges: Mapping[int, list[tuple[int, int, Position]]] = field(default_factory=dict)
    far: tuple[str, ...] = ()
    damaged: bool = False
    hidden: bool = False
    annotations: tuple[Annotation, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def spot(self, row: int, column: int) -> Spot:
        cells = self.rows[row] if row < len(self.rows) else []
        return Spot(self, row, column, cells[column] if column < len(cells) else "")

    def covered_by(self, row: int, column: int) -> Position | None:
        """The cell that a merge shows in the place of this one; None where it shows itself."""
        for left, right, shown in self.merges.get(row, ()):
            if left <= column <= right and shown != (row, column):
                return shown
        return None


class Book(Struct, frozen=True):
    """A spreadsheet file: `modified` is the file's own property, `digest` the SHA-256 of its bytes in hex."""

    sheets: tuple[Sheet, ...]
    modified: datetime | None = None
    digest: str = ""


class Spot(NamedTuple):
    """One cell in its place; rows and columns count from 0. A tuple, for there are a hundred thousand of them."""

    sheet: Sheet
    row: int
    column: int
    value: Cell = ""

    @property
    def facts(self) -> Facts:
        return self.sheet.facts.get((self.row, self.column), PLAIN)

    @property
    def ref(self) -> str:
        return cell_ref(self.row, self.column)

    @property
    def is_blank(self) -> bool:
        return is_blank(self.value)

    @property
    def is_broken(self) -> bool:
        """Whether something should stand here that cannot be read: an error, a formula without its value."""
        facts = self.facts
        return facts is not PLAIN and self.is_blank and (facts.pending or bool(facts.error or facts.struck))


def is_blank(value: Cell) -> bool:
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


class Room(Struct):
    """How many places the sheets of one file may still take."""

    places: int = field(default_factory=lambda: MAX_PLACES)

    def take(self, count: int) -> None:
        self.places -= count
        if self.places < 0:
            raise Refused("file-too-large", limit=f"{MAX_PLACES // 1_000_000} triệu ô")


class CellGrid(Struct):
    """One sheet as it fills up."""

    room: Room
    rows: list[list[Cell]] = field(default_factory=list)
    facts: dict[Position, Facts] = field(default_factory=dict)
    merges: dict[int, list[tuple[int, int, Position]]] = field(default_factory=dict)
    far: list[str] = field(default_factory=list)
    merged: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, value: Cell, facts: Facts = PLAIN) -> None:
        """Note a cell that holds something."""
        if value == "" and not (facts.formula or facts.error or facts.struck):
            return
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            if len(self.far) < MAX_FAR:
                self.far.append(cell_ref(row, column))
            return
        rows = self.rows
        while row >= len(rows):
            rows.append([])
        cells = rows[row]
        gap = column - len(cells)
        if gap < 0:
            cells[column] = value
        else:
            if gap:
                cells.extend([""] * gap)
            cells.append(value)
        if facts is not PLAIN:
            self.facts[row, column] = facts

    def repeat(self, rows: range, columns: range, value: Cell, facts: Facts) -> None:
        """Note a cell that is written once for many places; where these go on too far, the last of them is named."""
        for row in range(rows.start, min(rows.stop, MAX_ROWS)):
            for column in range(columns.start, min(columns.stop, MAX_COLUMNS)):
                self.put(row, column, value, facts)
        if rows[-1] >= MAX_ROWS or columns[-1] >= MAX_COLUMNS:
            self.put(rows[-1], columns[-1], value, facts)

    def sheet(self, name: str, *, hidden: bool, annotations: Iterable[Annotation] = ()) -> Sheet:
        """The sheet that has come of it; raises Refused when the file claims more places than can be held."""
        self.room.take(sum(map(len, self.rows)))
        over, far = tuple(annotations), tuple(self.far)
        return Sheet(
            name, self.rows, self.facts, self.merges, far, hidden=hidden, annotations=over,
            hidden_rows=frozenset(self.hidden_rows), hidden_columns=frozenset(self.hidden_columns),
        )  # fmt: skip

    def hide(self, rows: range = range(0), columns: range = range(0)) -> None:
        """Note rows or columns that are not shown, as far as a form has them."""
        self.hidden_rows.update(range(rows.start, min(rows.stop, MAX_ROWS)))
        self.hidden_columns.update(range(columns.start, min(columns.stop, MAX_COLUMNS)))

    def merge(self, top: Position, bottom: Position) -> None:
        """Note a merged area, by its first and its last cell."""
        self.merged += 1
        if self.merged <= _MOST_MERGES and bottom[0] - top[0] < _TALLEST_MERGE:
            for row in range(top[0], bottom[0] + 1):
                self.merges.setdefault(row, []).append((top[1], bottom[1], top))
