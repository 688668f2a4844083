"""Where a form's rows are in a sheet, however they have moved."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from lamdong_report.layout import MARKER
from lamdong_report.reader.index import Columns, FormIndex, plain_label
from lamdong_report.spreadsheet.book import Cell, Sheet, Spot, is_blank

# Clerks insert a column or two before the ids, not thirty.
_SEARCHED_COLUMNS = 30


class Marker(Struct, frozen=True):
    """The hidden row that a block begins with, and the columns that it names."""

    row: int
    block: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row that belongs to a block. `id` is "" for a row that somebody inserted."""

    sheet: Sheet = field(repr=False)
    row: int
    id: str
    block: str
    columns: Columns
    guessed: bool = False

    def spot(self, key: str) -> Spot | None:
        column = self.columns.get(key)
        return None if column is None else self.sheet.spot(self.row, column)

    @property
    def answers(self) -> tuple[Spot, ...]:
        """The cells with something in them, or where something should be."""
        cells, facts = self.sheet.rows[self.row], self.sheet.facts
        spots = [
            self.sheet.spot(self.row, column)
            for column in self.columns.answers
            if (column < len(cells) and cells[column] != "") or (self.row, column) in facts  # most are empty
        ]
        return tuple(spot for spot in spots if not spot.is_blank or spot.is_broken)


class SheetScan(Struct, frozen=True):
    """A sheet's form rows: `lines` with known ids, `table_rows` by table in order, `loose` without a known id."""

    sheet: Sheet
    lines: tuple[FormRow, ...] = ()
    table_rows: tuple[tuple[str, FormRow], ...] = ()
    loose: tuple[FormRow, ...] = ()

    @property
    def is_part_of_form(self) -> bool:
        return bool(self.lines or self.table_rows)

    @property
    def every_line(self) -> tuple[FormRow, ...]:
        """The rows with an id of the form, and those of its tables."""
        return (*self.lines, *(line for _, line in self.table_rows))

    @property
    def guessed_blocks(self) -> tuple[str, ...]:
        """The blocks that were read by the order of their columns."""
        return tuple(dict.fromkeys(line.block for line in self.every_line if line.guessed))


def scan_sheet(sheet: Sheet, index: FormIndex, defaults: Mapping[str, tuple[str, ...]]) -> SheetScan:
    """The rows of the form on this sheet; `defaults` are the columns of blocks whose marker row is gone."""
    column = _id_column(sheet, index)
    if column is None:
        return SheetScan(sheet)
    return _Walk(sheet, index, column, defaults).scan()


def _id_column(sheet: Sheet, index: FormIndex) -> int | None:
    """The column of the ids: the first, as in a blank form, or else the one with the most ids."""
    if any(row and row[0] in index.ids for row in sheet.rows):
        return 0
    found: Counter[int] = Counter()
    for row in sheet.rows:
        found.update(at for at, cell in enumerate(row[:_SEARCHED_COLUMNS]) if cell and cell in index.ids)
    return min(found, key=lambda at: (-found[at], at), default=None)


class _Walk:
    """One pass down a sheet, with the block that the pass is in."""

    def __init__(self, sheet: Sheet, index: FormIndex, id_column: int, defaults: Mapping[str, tuple[str, ...]]) -> None:
        self._sheet = sheet
        self._index = index
        self._id_column = id_column
        self._defaults = defaults
        self._ids = [_id_text(cells[id_column]) if id_column < len(cells) else "" for cells in sheet.rows]
        self._markers: dict[int, Marker] = {}
        self._named: dict[str, list[Marker]] = {}
        for row, text in enumerate(self._ids):
            block = text.removeprefix(MARKER).strip()
            if text.startswith(MARKER) and block in index.blocks:
                keys = {_id_text(cell): at for at, cell in reversed(list(enumerate(sheet.rows[row])))}
                columns = {key: at for key, at in keys.items() if key in index.columns and at != id_column}
                named = Columns(sorted(columns.items(), key=lambda item: item[1]))
                named.marker = row
                self._markers[row] = Marker(row, block, named)
                if named:  # with its keys wiped out, it begins its block and says no more
                    self._named.setdefault(block, []).append(self._markers[row])

    def scan(self) -> SheetScan:
        """Sort every row below a marker or with an id; titles, hints and headings are nobody's answers."""
        lines, table_rows, loose = [], [], []
        block = ""
        for row, text in enumerate(self._ids):
            if row in self._markers:
                block = self._markers[row].block
            elif text in self._index.rows:
                block = self._index.rows[text].block
                lines.append(self._line(row, text, block))
            elif text and (table := self._index.table_of(text)):
                block = table
                table_rows.append((table, self._line(row, text, table)))
            elif block:
                if self._is_heading(row):
                    continue
                line = self._line(row, text, block)
                if text or block not in self._index.tables:
                    loose.append(line)
                else:
                    table_rows.append((block, line))
        return SheetScan(self._sheet, tuple(lines), tuple(table_rows), tuple(line for line in loose if line.answers))

    def _is_heading(self, row: int) -> bool:
        """Whether the row says what columns are called: of its own block, or of the next one that was pasted below."""
        words = [plain_label(one) for one in self._sheet.rows[row] if isinstance(one, str) and not is_blank(one)]
        # One such word alone may be an answer.
        return len(words) > 1 and any(sum(word in some for word in words) > 1 for some in self._index.some_headings)

    def _line(self, row: int, text: str, block: str) -> FormRow:
        # The columns named by the block's own marker, the nearest above first, else by another block's marker that
        # names the columns which this block had.
        if block not in self._named:
            wanted = frozenset(self._defaults.get(block, ()))
            others = self._markers.values() if wanted else ()
            self._named[block] = [marker for marker in others if frozenset(marker.columns) == wanted]
        if markers := self._named[block]:
            above = bisect(markers, row, key=lambda marker: marker.row)
            return FormRow(self._sheet, row, text, block, markers[max(above - 1, 0)].columns)
        keys = self._defaults.get(block) or tuple(column.key for column in self._index.blocks[block].columns)
        guessed = Columns({key: at for at, key in enumerate(keys, self._id_column + 1)})
        return FormRow(self._sheet, row, text, block, guessed, guessed=True)


def _id_text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""
