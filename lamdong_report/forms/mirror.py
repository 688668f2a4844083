"""The hidden sheet that reads every answer again by the id of its row, so that no formula follows a cell that is moved.

A plain reference goes with a cell that is cut and pasted elsewhere, and breaks where it is pasted over. Here each row
of the form has a row with the place of its id now (MATCH) and its answers (INDEX in columns, with room below): rows may
be put in, and cells moved, and what counts is what stands in the row of the id. The ids themselves stand in the
formulas only, so that nobody who looks for the form's rows finds them here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.placement import ID_COLUMN, CellPlace, PlacedSheet, Placement, quoted_sheet
from lamdong_report.layout import MIRROR_SHEET, Row, answer_id
from lamdong_report.plan import OUTSTANDING, REASON, STATUS, VALUE, WORDS, Plan
from lamdong_report.rules.book import LISTED, ROWS
from lamdong_report.rules.formula import Formula, Result, text
from lamdong_report.spreadsheet.book import column_letters

# The first column is left free: readers look for ids there.
_PLACE, _FIRST = 1, 2
# Words stand in one column, so that they can be compared with each other.
_COLUMNS = (VALUE, STATUS, WORDS, OUTSTANDING, REASON)
# Rows that somebody may put in.
_ROOM = 200
WORDS_COLUMN = _FIRST + _COLUMNS.index(WORDS)


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
    sheet = form.add_sheet(MIRROR_SHEET)
    sheet.close(form.styles.get("plain"))
    sheet.very_hidden()
    sheet.protect("")
    at = 0
    for placed in form.placement.sheets:
        last = max((there for _, there in form_rows(placed)), default=0) + _ROOM
        ids = _column(placed.title, ID_COLUMN, last)
        for row, here in form_rows(placed):
            found = Formula(f"MATCH({text(row.id).text},{ids},0)", Decimal(here + 1))
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
    blank = text("") if key == REASON else form.followed(answer)

    def value() -> Result:
        typed = form.reason(row) if key == REASON else form.result(form.value(answer))
        return blank.value if typed is None else typed

    return Formula(f"IF(ISBLANK({found}),{blank.text},{found})", value)
