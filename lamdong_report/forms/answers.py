"""Writes the cells that are filled in: unlocked, coloured, validated, prefilled and, where they are faulty, marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms.form import Form, put_id
from lamdong_report.forms.measure import row_points, text_points
from lamdong_report.forms.paper import FormSheet, Height
from lamdong_report.forms.placement import FIRST_COLUMN, CellPlace, PlacedBlock
from lamdong_report.forms.prefill import Typed
from lamdong_report.forms.texts import storable
from lamdong_report.forms.validation import reason_rule, rule_of
from lamdong_report.layout import Row, is_wide, table_question
from lamdong_report.plan import VALUE, Kind, Question

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
