"""Writes beside each row, outside the printed page, what is wrong with its answers while the clerk types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms import formula as f
from lamdong_report.forms.doubts import doubts_of
from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.formula import Formula
from lamdong_report.forms.placement import PlacedBlock, PlacedSheet, Spot, area
from lamdong_report.layout import Row, answer_id
from lamdong_report.plan import Question

# What stands beside a cell that is wrong by itself, whatever stands in other cells; the self-check counts it.
MISFIT = "ghi chưa đúng: "
_BLANK = "chưa điền"
_TITLE = "Phiếu tự nhắc"
_WIDTH = 30


def note_column(placed: PlacedSheet) -> int:
    return placed.last_column + 1


def write_notes(form: Form, sheet: Worksheet, placed: PlacedSheet) -> None:
    """The column of notes of a sheet; lists that grow have none, since their rows are moved about."""
    blocks = [block for block in placed.blocks if not block.block.table]
    column = note_column(placed)
    for block in blocks:
        for row, at in block.rows:
            note = note_of(form, block, row)
            form.notes.setdefault(placed.title, []).append(note)
            put_formula(sheet, at, column, note, form.styles.get("note_beside"))
    if blocks:
        sheet.set_column(column, column, _WIDTH)
        top = placed.header if placed.header is not None else blocks[0].header
        if top is not None:
            sheet.write_string(top, column, _TITLE, form.styles.get("note_title"))


def notes_area(placed: PlacedSheet) -> str:
    """The range of a sheet's notes, for formulas elsewhere."""
    rows = [at for block in placed.blocks if not block.block.table for _, at in block.rows]
    first, last = (Spot(placed.title, at, note_column(placed)) for at in (rows[0], rows[-1]))
    return area(first, last)


def note_of(form: Form, block: PlacedBlock, row: Row) -> Formula:
    """The gravest thing to be said of a row, naming the cell: "Ô D17 lớn hơn ô D16"; "" when all is well."""
    cases: list[tuple[Formula, Formula]] = []
    for key, question in row.cells.items():
        spot = form.placement.spots[answer_id(row.id, key)]
        said = (
            (doubt.holds, _told(spot, doubt.words, own=doubt.own)) for doubt in doubts_of(form, question, spot.sheet)
        )
        cases += said
    for key, question in row.cells.items():
        if form.is_required(question):
            spot = form.placement.spots[answer_id(row.id, key)]
            cases.append((_skipped(form, block, row, question, spot), _told(spot, _BLANK)))
    return f.choose(cases, f.text(""))


def _told(spot: Spot, words: str, *, own: bool = False) -> Formula:
    return f.text(f"Ô {spot.address} {MISFIT if own else ''}{words}")


def _skipped(form: Form, block: PlacedBlock, row: Row, question: Question, spot: Spot) -> Formula:
    """Whether an obligatory cell is blank, without a reason, while the clerk has gone on in the same block."""
    cell, reason = form.ref(question.id) or f.text(""), form.reason_ref(row)
    tests = [f.is_blank(cell)] + ([f.is_blank(reason)] if reason else [])
    applies = form.scopes.applies(form.plan.required[question.id] & form.codes)
    tests += [f.compare(applies, "=", f.number(1))] if applies else []
    later = [_filled(form, run) for run in _runs_from(form, block, spot)]
    return f.both(*tests, f.either(*later))


def _filled(form: Form, run: Sequence[tuple[Row, int]]) -> Formula:
    spots = {
        answer_id(row.id, key): form.placement.spots[answer_id(row.id, key)] for row, _ in run for key in row.cells
    }
    columns = [spot.column for spot in spots.values()]
    sheet = next(iter(spots.values())).sheet
    corners = area(Spot(sheet, run[0][1], min(columns)), Spot(sheet, run[-1][1], max(columns)))
    return f.holds_something(corners, [form.result(form.value(key)) for key in spots])


def _runs_from(form: Form, block: PlacedBlock, spot: Spot) -> Iterator[list[tuple[Row, int]]]:
    """The rows of the block from this one on, parted where reckoned lines stand between them."""
    rows = [(row, at) for row, at in block.rows if at >= spot.row and row.cells]
    run = rows[:1]
    for (_, before), (row, at) in pairwise(rows):
        if at != before + 1:
            yield run
            run = []
        run.append((row, at))
    yield run
