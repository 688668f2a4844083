"""Writes beside each row, outside the printed page, what is wrong with its answers while the clerk types."""

from __future__ import annotations

from functools import reduce

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.paper import FormSheet
from lamdong_report.forms.placement import CellPlace, PlacedBlock, PlacedSheet
from lamdong_report.forms.states import BLANK_STATE, DOUBTFUL, MISSING, OTHERS, WRONG
from lamdong_report.forms.statesheet import FIRST, STATE, address_cell, state_of
from lamdong_report.layout import NOTES_HEADING, STATES_SHEET, Row
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula
from lamdong_report.spreadsheet.book import column_letters

_WIDTH = 34


def note_column(placed: PlacedSheet) -> int:
    return placed.last_column + 1


def write_notes(form: Form, sheet: FormSheet, placed: PlacedSheet) -> None:
    """The column of notes of a sheet; lists that grow have none, since their rows are moved about."""
    blocks = [block for block in placed.blocks if not block.block.table]
    column = note_column(placed)
    for block in blocks:
        for row, at in block.rows:
            put_formula(sheet, at, column, note_of(form, block, row), form.styles.get("note_beside"))
    if blocks:
        sheet.set_column(column, column, _WIDTH)
        top = placed.header if placed.header is not None else blocks[0].header
        if top is not None:
            sheet.write_string(top, column, NOTES_HEADING, form.styles.get("note_title"))


def note_of(form: Form, block: PlacedBlock, row: Row) -> Formula:
    """The first thing to be said of a row, naming the cell: «Ô D17 – Chưa đúng: …»; "" when all is well."""
    cases: list[tuple[Formula, Formula]] = []
    for question in row.cells.values():
        state = state_of(form, question.id)
        said = f.concat(f.text("Ô "), address_cell(form, question.id), f.text(" – "), state)
        for mark in (WRONG, DOUBTFUL):
            cases.append((f.begins_with(state, mark), said))
        if form.is_required(question):
            skipped = f.compares(state, "=", f.text(MISSING))
            cases.append((f.both(skipped, _went_on(form, block, question.id)), said))
    return f.first_true(cases, f.text(""))


def _went_on(form: Form, block: PlacedBlock, question: str) -> Formula:
    """Whether a cell further down in the block has been filled in: this one was passed over, not yet to come.

    What stood there from the beginning was not filled in by the clerk.
    """
    last = max(form.states.place[q.id] for row, _ in block.rows for q in row.cells.values())
    first = form.states.place[question]
    area = f"{CellPlace(STATES_SHEET, FIRST + first, STATE).outside}:${column_letters(STATE)}${FIRST + last + 1}"
    lines = form.states.lines[first : last + 1]
    states = [line.state for line in lines]
    open_ = [f.count_equal(area, states, state) for state in (MISSING, BLANK_STATE, OTHERS)]
    told = sum(form.is_given(line.key) for line in lines)
    done = reduce(lambda left, count: f.arithmetic(left, "-", count), open_, f.number(len(states)))
    return f.compares(done, ">", f.number(told))
