"""Where everything of one form comes to stand, before anything is written: rows, columns, the cell of each answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from lamdong_report.forms.live import live_lines
from lamdong_report.layout import Block, FormLayout, Row, SheetLayout, answer_id, is_wide
from lamdong_report.plan import OUTSTANDING, REASON, STATUS, VALUE, WORDS, target_text
from lamdong_report.spreadsheet.book import column_letters

ID_COLUMN = 0
FIRST_COLUMN = 1
TITLE_ROWS = 3
# Columns whose hints stand below the labels of their rows; a grid's own columns are explained above it.
_SHARED_COLUMNS = frozenset({VALUE, STATUS, WORDS, OUTSTANDING})


class CellPlace(msgspec.Struct, frozen=True):
    """One cell; rows and columns count from 0."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """As people name it: D12."""
        return f"{column_letters(self.column)}{self.row + 1}"

    @property
    def absolute(self) -> str:
        """For formulas of the same sheet: $D$12."""
        return f"${column_letters(self.column)}${self.row + 1}"

    @property
    def outside(self) -> str:
        """For formulas of another sheet: 'Số liệu'!$D$12."""
        return f"{quoted_sheet(self.sheet)}!{self.absolute}"


@lru_cache(maxsize=256)
def quoted_sheet(sheet: str) -> str:
    """A sheet's name as formulas write it; like other programs, without quotes where the name is plain."""
    if sheet.startswith("_") and sheet.isascii() and sheet.isidentifier():
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def area(first: CellPlace, last: CellPlace) -> str:
    """A range for formulas of another sheet."""
    return f"{first.outside}:{last.absolute}"


class PlacedBlock(msgspec.Struct, frozen=True):
    """The rows of one block, from 0; `title`, `notes` and `header` are None or empty where they are not repeated."""

    block: Block
    marker: int
    title: int | None
    notes: tuple[tuple[int, str], ...]
    header: int | None
    rows: tuple[tuple[Row, int], ...]
    live: tuple[int, ...]

    @property
    def columns(self) -> Mapping[str, int]:
        return {column.key: at for at, column in enumerate(self.block.columns, FIRST_COLUMN)}

    def column_of(self, key: str) -> int | None:
        return self.columns.get(key)

    @property
    def last_column(self) -> int:
        return len(self.block.columns)


class PlacedSheet(msgspec.Struct, frozen=True):
    """One sheet of blocks. `header` is the row of the header that all blocks share, None when each has its own.

    What stands above `top` stays in sight.
    """

    layout: SheetLayout
    blocks: tuple[PlacedBlock, ...]
    widths: tuple[int, ...]
    header: int | None
    intro: int | None
    top: int

    @property
    def title(self) -> str:
        return self.layout.sheet.title

    @property
    def last_column(self) -> int:
        return len(self.widths)

    @property
    def note_column(self) -> int:
        """Beside the printed page, where is said what is wrong with a row."""
        return self.last_column + 1


class Placement(msgspec.Struct, frozen=True):
    """`spots` has the cell of every answer and reason: by question id, `<row id>.ly_do` and `<table>:<n>.<column>`."""

    sheets: tuple[PlacedSheet, ...]
    spots: Mapping[str, CellPlace]


def place_form(layout: FormLayout, period: str) -> Placement:
    """The places of a form's answers; `period` stands in the lines about targets."""
    sheets = tuple(_place_sheet(sheet, period) for sheet in layout.sheets if sheet.blocks)
    spots: dict[str, CellPlace] = {}
    for sheet, placed, row, at in ((s, b, row, at) for s in sheets for b in s.blocks for row, at in b.rows):
        keys = [column.id for column in placed.block.table.columns] if placed.block.table else [*row.cells]
        for key in keys:
            answer = f"{row.id}.{key}" if placed.block.table else answer_id(row.id, key)
            spots[answer] = CellPlace(sheet.title, at, placed.columns[key])
        reason = None if placed.block.table else placed.column_of(REASON)
        if reason and not any(is_wide(q) for q in row.cells.values()):
            spots[answer_id(row.id, REASON)] = CellPlace(sheet.title, at, reason)
    return Placement(sheets, spots)


def _place_sheet(sheet: SheetLayout, period: str) -> PlacedSheet:
    """Form title, agency, heading, the header that stays in sight; below it the introduction and the blocks."""
    if len(sheet.blocks) == 1 and sheet.blocks[0].table:
        return _place_list(sheet, sheet.blocks[0], period)
    shared = len({block.columns for block in sheet.blocks}) == 1
    header = TITLE_ROWS if shared else None
    top = at = TITLE_ROWS + (1 if shared else 0)
    intro = at if sheet.sheet.intro else None
    at += 1 if sheet.sheet.intro else 0
    blocks = []
    for block in sheet.blocks:
        placed, at = _place_block(block, at, period, shared=shared, named=_is_named(sheet, block))
        blocks.append(placed)
    return PlacedSheet(sheet, tuple(blocks), _widths(sheet), header, intro, top)


def _place_list(sheet: SheetLayout, block: Block, period: str) -> PlacedSheet:
    """A list that grows: its header stands right above the first row, so that a row put in between belongs to it."""
    intro = TITLE_ROWS if sheet.sheet.intro else None
    at = TITLE_ROWS + (1 if sheet.sheet.intro else 0)
    title = at if _is_named(sheet, block) else None
    at += 1 if title else 0
    notes = tuple(enumerate(_notes(block, period), at))
    marker = at + len(notes)
    header = marker + 1
    rows = tuple((row, header + n) for n, row in enumerate(block.rows, 1))
    placed = PlacedBlock(block, marker, title, notes, None, rows, ())
    return PlacedSheet(sheet, (placed,), _widths(sheet), header, intro, header + 1)


def _is_named(sheet: SheetLayout, block: Block) -> bool:
    """A block that says the sheet's heading again needs no title."""
    return block.title != (sheet.sheet.heading or sheet.sheet.title)


def _place_block(block: Block, at: int, period: str, *, shared: bool, named: bool) -> tuple[PlacedBlock, int]:
    marker, at = at, at + 1
    title = at if named else None
    at += 1 if named else 0
    notes = tuple(enumerate(_notes(block, period), at))
    at += len(notes)
    header = None if shared else at
    at += 0 if shared else 1
    lines = len(tuple(live_lines(block)))
    # The rate stands below the numbers that it comes from, above the rows that every indicator ends with.
    own = {row.id for row in block.ask.rows} if block.ask else set()
    before = max((n for n, row in enumerate(block.rows, 1) if row.id in own), default=len(block.rows))
    rows = tuple((row, at + n + (lines if n >= before else 0)) for n, row in enumerate(block.rows))
    live = tuple(range(at + before, at + before + lines))
    end = at + len(block.rows) + lines
    return PlacedBlock(block, marker, title, notes, header, rows, live), end + (0 if shared else 1)


def _notes(block: Block, period: str) -> Iterator[str]:
    if block.indicator:
        yield f"Chỉ tiêu {period}: {target_text(block.indicator)}"
    if block.ask and block.ask.note:
        yield block.ask.note
    if block.table and block.table.hint:
        yield block.table.hint
    for column in block.columns:
        if column.key not in _SHARED_COLUMNS:
            hints = dict.fromkeys(row.cells[column.key].hint for row in block.rows if column.key in row.cells)
            yield from (f"{column.label}: {hint}" for hint in hints if hint)


def _widths(sheet: SheetLayout) -> tuple[int, ...]:
    most = max(len(block.columns) for block in sheet.blocks)
    return tuple(
        max(block.columns[at].width for block in sheet.blocks if at < len(block.columns)) for at in range(most)
    )
