"""What the self-check of a form asks: which obligatory answers are missing, and which numbers contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from lamdong_report.forms import formula as f
from lamdong_report.forms.doubts import holds_figure, is_above, is_outside, parts_of, sum_differs
from lamdong_report.forms.form import Form
from lamdong_report.forms.formula import Formula
from lamdong_report.forms.notes import MISFIT, note_column, notes_area
from lamdong_report.forms.placement import PlacedBlock, PlacedSheet, Spot, area
from lamdong_report.forms.validation import clip
from lamdong_report.layout import Row, answer_id
from lamdong_report.plan import Kind, Question
from lamdong_report.plan.schema import GridColumn, Table

FILLED, MISSING, OTHERS = "Đã điền", "Chưa điền", "Không áp dụng"
NOT_NUMBER, NOT_DATE, ODD_NUMBER, ODD_DATE = (
    "Không phải là số", "Không phải là ngày", "Số chưa hợp lệ", "Ngày chưa hợp lệ",
)  # fmt: skip
_LONGEST_LABEL = 80
AGREES, DISAGREES, OPEN = "Khớp", "Chưa khớp", "–"

Run = Sequence[tuple[str, Spot]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the check: what it is about, the cell to go to, and its live state.

    `count`, where the line is about many cells, says how many of them are wrong.
    """

    what: str
    spot: Spot
    state: Formula
    count: Formula | None = None


def obligations(form: Form) -> Iterator[Line]:
    """Every answer that at least one of the form's agencies must give, in the order of the form."""
    for sheet in form.placement.sheets:
        for block in sheet.blocks:
            for row, _ in block.rows:
                for key, question in row.cells.items():
                    if form.is_required(question):
                        yield _obligation(form, row, key, question)


def _obligation(form: Form, row: Row, key: str, question: Question) -> Line:
    spot = form.placement.spots[answer_id(row.id, key)]
    return Line(question.label, spot, _state(form, row, question))


def _state(form: Form, row: Row, question: Question) -> Formula:
    """A reason beside an empty cell counts as an answer; a text where a number belongs does not."""
    cell = form.ref(answer_id(row.id, question.column)) or f.text("")
    reason = form.reason_ref(row)
    cases = []
    applies = form.scopes.applies(form.plan.required[question.id] & form.codes)
    if applies:
        cases.append((f.compare(applies, "=", f.number(0)), f.text(OTHERS)))
    if holds_figure(question.kind):
        wrong, odd = (NOT_DATE, ODD_DATE) if question.kind is Kind.DATE else (NOT_NUMBER, ODD_NUMBER)
        cases.append((is_outside(form, question), f.text(odd)))
        cases += [(f.is_number(cell), f.text(FILLED)), (f.is_filled(cell), f.text(wrong))]
    else:
        cases.append((f.is_filled(cell), f.text(FILLED)))
    if reason:
        cases.append((f.is_filled(reason), f.text(FILLED)))
    return f.choose(cases, f.text(MISSING))


def contradictions(form: Form) -> Iterator[Line]:
    """Parts against wholes, sums against totals, lists row by row."""
    for sheet in form.placement.sheets:
        for block in sheet.blocks:
            for row, _ in block.rows:
                yield from _of_row(form, row)
            if block.block.table:
                yield from _of_table(form, block, block.block.table)


def _of_row(form: Form, row: Row) -> Iterator[Line]:
    for question in row.cells.values():
        cell, spot = form.ref(question.id), form.placement.spots.get(question.id)
        if cell is None or spot is None:
            continue
        whole = form.ref(question.part_of) if question.part_of else None
        if whole:
            what = f"{_named(form, question.id)} không lớn hơn {_named(form, question.part_of)}"
            yield Line(what, spot, _part(cell, whole))
        if parts := parts_of(form, question):
            places = ", ".join(_place(form, q) for q in question.sum_of)
            yield Line(f"{_named(form, question.id)} bằng tổng các ô {places}", spot, _sum(cell, parts))


def _named(form: Form, question: str) -> str:
    return f"«{clip(form.plan.questions[question].label, _LONGEST_LABEL)}» ({_place(form, question)})"


def _place(form: Form, question: str) -> str:
    return form.placement.spots[question].address


def _part(part: Formula, whole: Formula) -> Formula:
    known = f.both(f.is_number(part), f.is_number(whole))
    return f.when(known, f.when(is_above(part, whole), f.text(DISAGREES), f.text(AGREES)), f.text(OPEN))


def _sum(whole: Formula, parts: Sequence[Formula]) -> Formula:
    """While a part is missing, only a sum that is already too large contradicts the total."""
    complete = f.compare(f.count_numbers([whole, *parts]), "=", f.number(len(parts) + 1))
    known = f.when(complete, f.text(AGREES), f.text(OPEN))
    return f.when(f.either(*sum_differs(whole, parts)), f.text(DISAGREES), known)


def _of_table(form: Form, block: PlacedBlock, table: Table) -> Iterator[Line]:
    for column in table.columns:
        whole = next((c for c in table.columns if c.id == column.part_of), None)
        if whole:
            yield _table_part(form, block, column, whole)


def _table_part(form: Form, block: PlacedBlock, part: GridColumn, whole: GridColumn) -> Line:
    """How many rows of the list have a part that is greater than its whole."""
    ids = [row.id for row, _ in block.rows]
    cells = {c.id: [form.result(form.value_in_table(i, c.id)) for i in ids] for c in (part, whole)}
    first, last = ({c.id: form.placement.spots[f"{i}.{c.id}"] for c in (part, whole)} for i in (ids[0], ids[-1]))
    worse = f.count_greater(
        area(first[part.id], last[part.id]),
        area(first[whole.id], last[whole.id]),
        list(zip(cells[part.id], cells[whole.id], strict=True)),
    )
    what = f"{block.block.title}: «{part.label}» không lớn hơn «{whole.label}» ở từng dòng"
    return Line(what, first[part.id], _found(worse))


def _found(count: Formula) -> Formula:
    return f.when(f.compare(count, "=", f.number(0)), f.text(AGREES), f.text(DISAGREES))


def misfits(form: Form) -> Iterator[Line]:
    """One line for each sheet: texts where numbers belong, numbers and dates that cannot be right."""
    for sheet in form.placement.sheets:
        if any(holds_figure(q.kind) for row, _ in _rows(sheet) for q in row.cells.values()):
            yield _noted(form, sheet)
        elif runs := list(_number_runs(form, sheet)):
            yield _texts(form, sheet, runs)


def _noted(form: Form, sheet: PlacedSheet) -> Line:
    notes = [note.value for note in form.notes[sheet.title]]
    wrong = f.count_holding(notes_area(sheet), notes, MISFIT.strip())
    places = [at for _, at in _rows(sheet)]
    at = next((at for at, note in zip(places, notes, strict=True) if MISFIT in str(note)), places[0])
    what = f"Trang «{sheet.title}»: từng ô ghi đúng số, đúng ngày (ô chưa đúng hiện màu đỏ, có lời nhắc ở bên phải)"
    return Line(what, Spot(sheet.title, at, note_column(sheet)), _found(wrong), wrong)


def _rows(sheet: PlacedSheet) -> Iterator[tuple[Row, int]]:
    return (row for block in sheet.blocks if not block.block.table for row in block.rows)


def _texts(form: Form, sheet: PlacedSheet, runs: Sequence[Run]) -> Line:
    total = reduce(
        lambda sum_, count: f.arithmetic(sum_, "+", count), (n for run in runs for n in _wrong_in(form, run))
    )
    wrong = (spot for run in runs for key, spot in run if isinstance(form.any_value(key), str))
    first = next(wrong, runs[0][0][1])
    what = f"Trang «{sheet.title}»: các ô ghi số, ghi ngày không có chữ, không có số âm (ô có chữ hiện màu đỏ)"
    return Line(what, first, _found(total), total)


def _wrong_in(form: Form, run: Run) -> Iterator[Formula]:
    range_, values = area(run[0][1], run[-1][1]), [form.result(form.any_value(key)) for key, _ in run]
    yield f.count_texts(range_, values)
    yield f.count_below(range_, values, 0)


def _number_runs(form: Form, sheet: PlacedSheet) -> Iterator[Run]:
    """The number cells of lists that grow, column by column."""
    for block in sheet.blocks:
        for column in block.block.table.columns if block.block.table else ():
            if holds_figure(column.kind):
                keys = (f"{row.id}.{column.id}" for row, _ in block.rows)
                yield [(key, form.placement.spots[key]) for key in keys]
