"""What a spreadsheet looks like to the reader, whichever program wrote it: sheets, rows, cells and their oddities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from lamdong_report.spreadsheet.look import NO_LOOK, PLAIN, Facts, Look

Cell = str | float | bool | date | datetime | time | timedelta | None


class Refused(Exception):
    """A file that is not read; `code` is the finding that says why, `fields` fill its sentence."""

    def __init__(self, code: str, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet. `rows` start at A1; a blank cell is "". `far` names cells that were left out, too far away."""

    name: str
    rows: list[list[Cell]]
    look: Look = NO_LOOK
    far: tuple[str, ...] = ()
    damaged: bool = False

    def spot(self, row: int, column: int) -> Spot:
        cells = self.rows[row] if row < len(self.rows) else []
        return Spot(self, row, column, cells[column] if column < len(cells) else "")


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
        return self.sheet.look.cells.get((self.row, self.column), PLAIN)

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
        return facts is not PLAIN and self.is_blank and (facts.pending or bool(facts.error))


def is_blank(value: Cell) -> bool:
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


@lru_cache(maxsize=8192)
def cell_ref(row: int, column: int) -> str:
    """(0, 0) is A1."""
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
