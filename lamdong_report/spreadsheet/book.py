"""What a spreadsheet looks like to the reader, whichever program wrote it: sheets, rows, cells and their oddities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import NamedTuple

from lamdong_report.codes import Code
from lamdong_report.spreadsheet.refs import Position, cell_ref

Cell = str | float | bool | date | datetime | time | timedelta | None
# By row the merges that reach into it: first and last column, and the cell that is shown there.
Merges = Mapping[int, list[tuple[int, int, Position]]]


class Refused(Exception):
    """A file that is not read; `code` is the finding that says why, `fields` fill its sentence."""

    def __init__(self, code: Code, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


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


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something over or beside the cells; `cell` is where it is fixed, "" where that is not told."""

    kind: Beside
    cell: str
    text: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet. `rows` start at A1; a blank cell is "". `far` names cells that were left out, too far away.

    `hidden_rows` and `hidden_columns` count from 0; binary files do not tell them here.
    """

    name: str
    rows: list[list[Cell]]
    facts: Mapping[Position, Facts] = field(default_factory=dict)
    merges: Merges = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True)
class Book:
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
