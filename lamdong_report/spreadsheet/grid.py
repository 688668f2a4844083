"""The cells of one sheet while it is read: kept where a form can have them, within bounds, far ones only named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lamdong_report.spreadsheet.book import PLAIN, Annotation, Cell, Facts, Refused, Sheet
from lamdong_report.spreadsheet.refs import Position, cell_ref

# A form has some hundred rows and ten columns; room for what clerks add, and little enough to hold.
MAX_ROWS, MAX_COLUMNS = 10_000, 128
# In one file; sixty sheets of two cells each, as far apart as may be, would claim fifty times as many places.
MAX_PLACES = 4_000_000
# Three of them are told; a sheet may have millions.
MAX_FAR = 100
# A form has a dozen with those that it reckons in; several forms copied into one file have a few times as many.
MAX_SHEETS = 60
# A merge over whole columns is decoration; walking down it would take for ever.
_TALLEST_MERGE = 200
# In one sheet: a form has some hundred, a file made to do harm may have millions.
_MOST_MERGES = 5_000


@dataclass(slots=True)
class Room:
    """How many places the sheets of one file may still take."""

    places: int = field(default_factory=lambda: MAX_PLACES)

    def take(self, count: int) -> None:
        self.places -= count
        if self.places < 0:
            raise Refused("file-too-large", limit=f"{MAX_PLACES // 1_000_000} triệu ô")


@dataclass(slots=True)
class CellGrid:
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
        if column >= len(cells):
            cells.extend([""] * (column - len(cells)))
            cells.append(value)
        else:
            cells[column] = value
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
