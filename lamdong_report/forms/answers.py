"""Writes the cells that are filled in: unlocked, coloured, validated, prefilled and, where they are faulty, marked.

Here is said, too, what changes its colour while a form is filled in: what is wrong or done, rows of other agencies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms.form import Form, put_formula, put_id
from lamdong_report.forms.formsheet import FormSheet, Height
from lamdong_report.forms.placement import FIRST_COLUMN, CellPlace, PlacedBlock, PlacedSheet
from lamdong_report.forms.prefill import Typed
from lamdong_report.forms.styles import row_points, storable, text_points
from lamdong_report.forms.validation import reason_rule, rule_of
from lamdong_report.layout import Row, is_wide, table_question
from lamdong_report.plan import REASON, VALUE, Kind, Question
from lamdong_report.plan.schema import Table
from lamdong_report.rules.formula import Formula
from lamdong_report.spreadsheet.book import column_letters

TABLE_ROW = 30.0


def write_answer(
    form: Form, sheet: FormSheet, block: PlacedBlock, question: Question, key: str, spot: CellPlace
) -> tuple[Height, bool]:
    """Write one answer's cell: the height that its text needs, and whether it took all columns to its right."""
    wide = is_wide(question)
    role = "marked" if key in form.prefill.marks else "strong" if form.is_required(question) else "soft"
    look = _styled(form, role, question.kind) if form.is_open(question.id) else form.styles.get("given")
    if wide and spot.column < block.last_column:
        sheet.merge_range(spot.row, spot.column, spot.row, block.last_column, "", look)
    form.put(
        sheet, spot.row, spot.column, lambda: form.reckoned(key) if form.is_reckoned(key) else form.value(key), look
    )
    if form.is_open(question.id):
        rule = rule_of(form, question, spot, hint=not shows_hint(question))
        sheet.data_validation(spot.row, spot.column, spot.row, spot.column, rule)
    _comment(form, sheet, key, spot)
    width = sum(c.width for c in block.block.columns[spot.column - FIRST_COLUMN : None if wide else spot.column])
    if not form.is_open(question.id):
        return form.name_points(form.agency_name, width), wide
    return lambda: _height(form.value(key), width), wide


def shows_hint(question: Question) -> bool:
    """Whether the hint stands in sight: below the label, or above the grid for the columns of one.

    Hints that would be repeated block by block stand in the prompts only.
    """
    return question.column != VALUE or not (question.indicator and question.id.startswith(f"{question.block}."))


def _styled(form: Form, role: str, kind: Kind) -> Format:
    valign = "top" if kind.traits.is_long else "vcenter"
    look: dict[str, str | bool] = {"align": kind.traits.align, "valign": valign, "num_format": kind.traits.format}
    if kind.is_figure:  # rather small than ###
        look |= {"shrink": True, "text_wrap": False}
    return form.styles.get(role, **look)


def _height(value: Typed | None, width: float) -> float:
    return text_points(value, width) if isinstance(value, str) else 0.0


def _row_height(cells: Sequence[tuple[Callable[[], Typed | None], float]]) -> float:
    """How tall a row of a list is whose cells hold these values and are so wide."""
    return max(row_points(0.0, *(_height(value(), width) for value, width in cells)), TABLE_ROW)


def _comment(form: Form, sheet: Worksheet, key: str, spot: CellPlace) -> None:
    """What is wrong with the cell and what to do, where the mouse finds it; whose words they are stands before them.

    LibreOffice forgets the author of a note, and the words that come back are still the office's.
    """
    if marks := form.prefill.marks.get(key):
        words = f"{form.plan.contact.agency}:\n{marks}"
        height = 24 + 4 * row_points(text_points(words, 40, 9)) / 3
        options = {"author": form.plan.contact.agency, "width": 300, "height": height, "font_size": 9}
        sheet.write_comment(spot.row, spot.column, storable(words), options)


def write_reason(form: Form, sheet: FormSheet, row: Row, spot: CellPlace, width: float) -> Height:
    """The cell where the clerk says why there is no figure; the height that its text needs."""
    form.put(sheet, spot.row, spot.column, lambda: form.reason(row), form.styles.get("reason", num_format="@"))
    sheet.data_validation(spot.row, spot.column, spot.row, spot.column, reason_rule(form))
    return lambda: _height(form.reason(row), width)


def write_table_rows(form: Form, sheet: FormSheet, block: PlacedBlock) -> None:
    """The rows of a list that grows; each column is validated as a whole, so that inserted rows are too."""
    table = block.block.table
    if table is None:
        return
    for row, at in block.rows:
        put_id(form, sheet, at, row.id)
        sheet.write_string(at, FIRST_COLUMN, row.number, form.styles.get("number"))
        needs: list[tuple[Callable[[], Typed | None], float]] = []
        for column in table.columns:
            key = f"{row.id}.{column.id}"
            spot = form.placement.spots[key]
            role = "marked" if key in form.prefill.marks else "soft"
            value = partial(form.value_in_table, row.id, column.id)
            form.put(sheet, at, spot.column, value, _styled(form, role, column.kind))
            _comment(form, sheet, key, spot)
            needs.append((value, column.width))
        sheet.set_growing_row(at, form.once(partial(_row_height, needs)))
    first, last = block.rows[0][1], block.rows[-1][1]
    for column in table.columns:
        spot = form.placement.spots[f"{block.rows[0][0].id}.{column.id}"]
        rule = rule_of(form, table_question(table, column), spot, hint=True)
        sheet.data_validation(first, spot.column, last, spot.column, rule)


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
                own, note = "ADDRESS(ROW(),COLUMN(),4)", f"${column_letters(placed.note_column)}{spots[0].row + 1}"
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

    def here(key: str) -> Formula | None:
        """The cell of a number itself, where it is on this sheet: colours that look elsewhere are new to Excel."""
        spot = places.get(key)
        return Formula(spot.absolute, None) if spot and spot.sheet == sheet.name else None

    for question in answers:
        if places[question.id] in owed and (follows := form.rules.follows.get(question.id)):
            for holds, _, _ in follows.cases(here):
                _condition(form, sheet, [places[question.id]], f"={holds.text}", "done")
    nothing = [q for q in answers if q.unless]
    if nothing and spots:
        said = f'={places[nothing[0].unless].absolute}="{form.words_of(True)}"'
        _condition(form, sheet, [places[q.id] for q in nothing], said, "done")


def _grey_out(form: Form, sheet: FormSheet, placed: PlacedSheet) -> None:
    """A hidden column beside the form says of each restricted row whether it concerns the picked agency."""
    helper = placed.note_column + 1
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
