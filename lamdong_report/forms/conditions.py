"""What changes its colour while a form is filled in: what is wrong, what is done, rows of other agencies."""

from __future__ import annotations

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.notes import note_column
from lamdong_report.forms.paper import FormSheet
from lamdong_report.forms.placement import FIRST_COLUMN, CellPlace, PlacedBlock, PlacedSheet
from lamdong_report.plan import REASON
from lamdong_report.plan.schema import Table
from lamdong_report.rules.formula import Formula
from lamdong_report.spreadsheet.book import column_letters


def show_conditions(form: Form, sheet: FormSheet, placed: PlacedSheet) -> None:
    """Red for what is wrong, paler for obligatory cells once they are filled in, grey for rows of other agencies."""
    for block in placed.blocks:
        if block.block.table:
            _redden_parts(form, sheet, block, block.block.table)
            kinds = {column.id: column.kind for column in block.block.table.columns}
            figures = [f"{row.id}.{key}" for row, _ in block.rows for key, kind in kinds.items() if kind.is_figure]
        else:
            answers = [q for row, _ in block.rows for q in row.cells.values()]
            figures = [q.id for q in answers if q.kind.is_figure]
            for spots in _by_column([form.placement.spots[q.id] for q in answers]):
                # The cell that the note beside its row names: "Ô D17 …".
                own, note = "ADDRESS(ROW(),COLUMN(),4)", f"${column_letters(note_column(placed))}{spots[0].row + 1}"
                _condition(form, sheet, spots, f'=LEFT({note},LEN({own})+3)="Ô "&{own}&" "', "bad")
        for numbers in _by_column([form.placement.spots[key] for key in figures]):
            here = numbers[0].address  # a count of a list that is blank itself shows "", which is a text
            _condition(form, sheet, numbers, f"=AND(ISTEXT({here}),LEN({here})>0)", "bad")
        if not block.block.table:
            _pale_done(form, sheet, block)
    if form.shared:
        _grey_out(form, sheet, placed)


def _redden_parts(form: Form, sheet: FormSheet, block: PlacedBlock, table: Table) -> None:
    """In a list, a part that is greater than its whole in the same row."""
    for column in table.columns:
        if any(whole.id == column.part_of for whole in table.columns):
            spots = [form.placement.spots[f"{row.id}.{column.id}"] for row, _ in block.rows]
            part, whole = (
                f"${column_letters(block.column_of(key) or 0)}{spots[0].row + 1}" for key in (column.id, column.part_of)
            )
            _condition(form, sheet, spots, f"=AND(ISNUMBER({part}),ISNUMBER({whole}),{part}>{whole})", "bad")


def _pale_done(form: Form, sheet: FormSheet, block: PlacedBlock) -> None:
    """What is still strongly coloured is still to be filled in; a blank with a reason is not, nor one that follows."""
    places, answers = form.placement.spots, [q for row, _ in block.rows for q in row.cells.values()]
    agency = form.plan.roles.agency
    spots = [places[q.id] for q in answers if form.is_required(q) and q.id not in form.prefill.marks and q.id != agency]
    reason = block.column_of(REASON)
    for column in _by_column(spots):
        first = column[0]
        beside = f"&${column_letters(reason)}{first.row + 1}" if reason else ""
        _condition(form, sheet, column, f"=LEN(TRIM({first.address}{beside}))>0", "done")
    owed = set(spots)
    for question in answers:
        if places[question.id] in owed and (follows := form.rules.follows.get(question.id)):
            for holds, _, _ in follows.cases(lambda key: _beside(form, key, sheet.name)):
                _condition(form, sheet, [places[question.id]], f"={holds.text}", "done")
    nothing = [q for q in answers if q.unless]
    if nothing and spots:
        said = f'={places[nothing[0].unless].absolute}="{form.words_of(True)}"'
        _condition(form, sheet, [places[q.id] for q in nothing], said, "done")


def _beside(form: Form, key: str, title: str) -> Formula | None:
    """The cell of a number itself, where it stands on the same sheet: colours that look elsewhere are new to Excel."""
    spot = form.placement.spots.get(key)
    return Formula(spot.absolute, None) if spot and spot.sheet == title else None


def _grey_out(form: Form, sheet: FormSheet, placed: PlacedSheet) -> None:
    """A hidden column beside the form says of each restricted row whether it concerns the picked agency."""
    helper = note_column(placed) + 1
    used = False
    for block in placed.blocks:
        for row, at in block.rows:
            if live := form.scopes.applies(row.codes):
                put_formula(sheet, at, helper, live, form.styles.get("id"))
                test = f"=${CellPlace(sheet.name, at, helper).address}=0"
                options = {"type": "formula", "criteria": test, "format": form.styles.get("other")}
                sheet.conditional_format(at, FIRST_COLUMN, at, block.last_column, options)
                used = True
    if used:
        sheet.set_column(helper, helper, 4, None, {"hidden": True})


def _by_column(spots: list[CellPlace]) -> list[list[CellPlace]]:
    columns: dict[int, list[CellPlace]] = {}
    for spot in spots:
        columns.setdefault(spot.column, []).append(spot)
    return list(columns.values())


def _condition(form: Form, sheet: FormSheet, spots: list[CellPlace], criteria: str, role: str) -> None:
    options = {"type": "formula", "criteria": criteria, "format": form.styles.get(role)}
    if len(spots) > 1:
        options["multi_range"] = " ".join(spot.address for spot in spots)
    first = spots[0]
    sheet.conditional_format(first.row, first.column, first.row, first.column, options)
