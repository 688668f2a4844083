"""The hidden sheet that reads every answer again by the id of its row, so that no formula follows a cell that is moved.

A plain reference goes with a cell that is cut and pasted elsewhere, and breaks where it is pasted over. Here each row
of the form has a row with the place of its id now (MATCH) and its answers (INDEX in columns, with room below): rows may
be put in, and cells moved, and what counts is what stands in the row of the id. The ids themselves stand in the
formulas only, so that nobody who looks for the form's rows finds them here. What lists come to stands below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache

from msgspec import Struct

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.placement import ID_COLUMN, CellPlace, PlacedBlock, PlacedSheet, Placement, quoted_sheet
from lamdong_report.layout import MIRROR_SHEET, Row, answer_id
from lamdong_report.plan import OUTSTANDING, REASON, STATUS, VALUE, WORDS, Plan
from lamdong_report.plan.schema import Table
from lamdong_report.rules import formula as f
from lamdong_report.rules.book import LISTED, ROWS
from lamdong_report.rules.formula import Formula, Result
from lamdong_report.spreadsheet.book import column_letters

# The first column is left free: readers look for ids there.
_PLACE, _FIRST = 1, 2
# Words stand in one column, so that they can be compared with each other.
_COLUMNS = (VALUE, STATUS, WORDS, OUTSTANDING, REASON)
# Rows that somebody may put in.
_ROOM = 200
WORDS_COLUMN = _FIRST + _COLUMNS.index(WORDS)
# Rows that clerks write below the last printed one count as well; more than this nobody has listed.
_BELOW = 150


def place_mirror(placement: Placement, plan: Plan) -> Mapping[str, CellPlace]:
    """The cell of the hidden sheet for each answer, each reason, each list's number of rows and what lists come to."""
    spots: dict[str, CellPlace] = {}
    at = 0
    for sheet in placement.sheets:
        for row, _ in form_rows(sheet):
            keys = [*row.cells, REASON]
            others = [key for key in keys if key not in _COLUMNS]
            for key in keys:
                if answer_id(row.id, key) in placement.spots:
                    where = _COLUMNS.index(key) if key in _COLUMNS else len(_COLUMNS) + others.index(key)
                    spots[answer_id(row.id, key)] = CellPlace(MIRROR_SHEET, at, _FIRST + where)
            at += 1
    tables = {block.block.table.id for sheet in placement.sheets for block in sheet.blocks if block.block.table}
    names = [ROWS + table for table in sorted(tables)]
    for question in plan.questions.values():
        if question.from_list and question.from_list.table in tables and question.id in placement.spots:
            names.append(LISTED + question.id)
    spots |= {name: CellPlace(MIRROR_SHEET, at + n, _FIRST) for n, name in enumerate(names)}
    return spots


def form_rows(sheet: PlacedSheet) -> Iterator[tuple[Row, int]]:
    """The rows of a sheet with their places, but for those of lists that grow."""
    return (row for block in sheet.blocks if not block.block.table for row in block.rows)


def write_mirror(form: Form) -> None:
    """Write the hidden sheet; the formulas know what stands in the cells now."""
    sheet = form.add_hidden_sheet(MIRROR_SHEET)
    at = 0
    for placed in form.placement.sheets:
        last = max((there for _, there in form_rows(placed)), default=0) + _ROOM
        ids = _column(placed.title, ID_COLUMN, last)
        for row, here in form_rows(placed):
            found = Formula(f"MATCH({f.text(row.id).text},{ids},0)", Decimal(here + 1))
            put_formula(sheet, at, _PLACE, found, None)
            for key in (*row.cells, REASON):
                if spot := form.mirror.get(answer_id(row.id, key)):
                    put_formula(sheet, at, spot.column, _again(form, row, key, spot, last), None)
            at += 1
    for name, spot in form.mirror.items():
        if name.startswith((ROWS, LISTED)):
            put_formula(sheet, spot.row, spot.column, form.listed[name], None)


def live_address(form: Form, key: str) -> Formula:
    """Where an answer stands now, as people name it: D12. Rows and columns that are put in move it along."""
    cell = form.placement.spots[key]
    row = CellPlace(MIRROR_SHEET, form.mirror[key].row, _PLACE).outside
    head = f"{quoted_sheet(cell.sheet)}!${column_letters(cell.column)}$1"
    return Formula(f"ADDRESS({row},COLUMN({head}),4)", cell.address)


@lru_cache(maxsize=256)
def _column(sheet: str, column: int, last: int) -> str:
    """A column from its first cell on: both ends are locked, so that neither can be cut away."""
    return f"{quoted_sheet(sheet)}!${column_letters(column)}$1:${column_letters(column)}${last}"


def _again(form: Form, row: Row, key: str, spot: CellPlace, last: int) -> Formula:
    """What stands in the row's cell now; for a blank what it follows to be, or "", where INDEX alone would give 0."""
    cell = form.placement.spots[answer_id(row.id, key)]
    found = f"INDEX({_column(cell.sheet, cell.column, last)},{CellPlace('', spot.row, _PLACE).absolute})"
    answer = answer_id(row.id, key)
    blank = f.text("") if key == REASON else form.followed(answer)

    def value() -> Result:
        typed = form.reason(row) if key == REASON else form.result(form.value(answer))
        return blank.value if typed is None else typed

    return Formula(f"IF(ISBLANK({found}),{blank.text},{found})", value)


class PlacedList(Struct, frozen=True, dict=True):
    """A placed list with its columns as ranges that begin at the header, which cannot be cut away."""

    form: Form
    block: PlacedBlock
    table: Table

    @property
    def sheet(self) -> str:
        return self.form.placement.spots[f"{self.block.rows[0][0].id}.{self.table.columns[0].id}"].sheet

    @property
    def header(self) -> int:
        return self.block.rows[0][1] - 1

    def column(self, key: str) -> str:
        at = column_letters(self.block.column_of(key) or 0)
        last = self.block.rows[-1][1] + 1 + _BELOW
        return f"{quoted_sheet(self.sheet)}!${at}${self.header + 1}:${at}${last}"

    @property
    def below_header(self) -> str:
        """Which rows of the ranges are below the header."""
        first = self.column(self.table.columns[0].id)
        return f"(ROW({first})>ROW({first.partition(':')[0]}))"

    @cached_property
    def rows(self) -> Callable[[], tuple[Mapping[str, Result], ...]]:
        """What stands in each row now."""
        form, keys = self.form, [column.id for column in self.table.columns]
        return form.once(
            lambda: tuple(
                {key: form.result(form.value_in_table(row.id, key), "") for key in keys} for row, _ in self.block.rows
            )
        )


def _list_of(form: Form, table: str) -> PlacedList:
    blocks = (block for sheet in form.placement.sheets for block in sheet.blocks if block.block.table)
    return next(
        PlacedList(form, one, one.block.table) for one in blocks if one.block.table and one.block.table.id == table
    )


def list_value(form: Form, name: str) -> Formula:
    """What a list comes to, by the name under which rules look at it."""
    if name.startswith(ROWS):
        return list_rows(form, name.removeprefix(ROWS))
    return list_total(form, name.removeprefix(LISTED))


def list_rows(form: Form, table: str) -> Formula:
    """How many rows of the list have anything in them."""
    here = _list_of(form, table)
    filled = "+".join(f'({here.column(column.id)}<>"")' for column in here.table.columns)
    return Formula(
        f"SUMPRODUCT({here.below_header}*(({filled})>0))",
        lambda: Decimal(sum(any(value != "" for value in row.values()) for row in here.rows())),
    )


def list_total(form: Form, question: str) -> Formula:
    """What the list of the question's `from_list` comes to."""
    term = form.plan.questions[question].from_list
    assert term is not None
    if not term.where and not term.column:
        return list_rows(form, term.table)
    here = _list_of(form, term.table)

    def rows() -> list[Mapping[str, Result]]:
        return [row for row in here.rows() if not term.where or row[term.where] == term.only]

    def added_up() -> Decimal:
        return sum((value for row in rows() if isinstance(value := row[term.column], Decimal)), Decimal(0))

    only = f"{here.column(term.where)},{f.text(term.only).text}" if term.where else ""
    if not term.column:
        return Formula(f"COUNTIF({only})", lambda: Decimal(len(rows())))
    added = here.column(term.column)
    return Formula(f"SUMIF({only},{added})" if only else f"SUM({added})", added_up)
