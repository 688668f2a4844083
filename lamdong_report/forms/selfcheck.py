"""What the self-check of a form asks: which obligatory answers are missing, and which numbers contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from lamdong_report.forms import formula as f
from lamdong_report.forms.form import Form
from lamdong_report.forms.formula import Formula
from lamdong_report.forms.placement import PlacedBlock, PlacedSheet, Spot, area
from lamdong_report.forms.validation import clip
from lamdong_report.layout import Row, answer_id, is_wide
from lamdong_report.plan import Kind, Question
from lamdong_report.plan.schema import GridColumn, Table

FILLED, MISSING, NOT_NUMBER, NOT_DATE, OTHERS = (
    "Đã điền", "Chưa điền", "Không phải là số", "Không phải là ngày", "Không áp dụng",
)  # fmt: skip
_LONGEST_LABEL = 80
AGREES, DISAGREES, OPEN = "Khớp", "Chưa khớp", "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the check: what it is about, the cell to go to, and its live state."""

    what: str
    spot: Spot
    state: Formula


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
    if question.kind.is_number or question.kind is Kind.DATE:
        wrong = NOT_DATE if question.kind is Kind.DATE else NOT_NUMBER
        cases += [(f.is_number(cell), f.text(FILLED)), (f.is_filled(cell), f.text(wrong))]
    else:
        cases.append((f.is_filled(cell), f.text(FILLED)))
    if reason:
        cases.append((f.is_filled(reason), f.text(FILLED)))
    return f.choose(cases, f.text(MISSING))


def contradictions(form: Form) -> Iterator[Line]:
    """Parts against wholes, sums against totals, lists row by row, and texts where numbers belong."""
    for sheet in form.placement.sheets:
        for block in sheet.blocks:
            for row, _ in block.rows:
                yield from _of_row(form, row)
            if block.block.table:
                yield from _of_table(form, block, block.block.table)
    for sheet in form.placement.sheets:
        yield from _texts(form, sheet)


def _of_row(form: Form, row: Row) -> Iterator[Line]:
    for question in row.cells.values():
        cell, spot = form.ref(question.id), form.placement.spots.get(question.id)
        if cell is None or spot is None:
            continue
        whole = form.ref(question.part_of) if question.part_of else None
        if whole:
            what = f"{_named(form, question.id)} không lớn hơn {_named(form, question.part_of)}"
            yield Line(what, spot, _part(cell, whole))
        parts = [part for q in question.sum_of if (part := form.ref(q))]
        if parts and len(parts) == len(question.sum_of):
            places = ", ".join(_place(form, q) for q in question.sum_of)
            yield Line(f"{_named(form, question.id)} bằng tổng các ô {places}", spot, _sum(cell, parts))


def _named(form: Form, question: str) -> str:
    return f"«{clip(form.plan.questions[question].label, _LONGEST_LABEL)}» ({_place(form, question)})"


def _place(form: Form, question: str) -> str:
    return form.placement.spots[question].address


def _part(part: Formula, whole: Formula) -> Formula:
    known = f.both(f.is_number(part), f.is_number(whole))
    worse = f.when(f.compare(part, ">", whole), f.text(DISAGREES), f.text(AGREES))
    return f.when(known, worse, f.text(OPEN))


def _sum(whole: Formula, parts: Sequence[Formula]) -> Formula:
    """While a part is missing, only a sum that is already too large contradicts the total."""
    total = f.rounded(f.total(parts), 6)
    cases = (
        (f.compare(f.count_numbers([whole]), "=", f.number(0)), f.text(OPEN)),
        (f.compare(total, ">", whole), f.text(DISAGREES)),
        (f.compare(f.count_numbers(parts), "<", f.number(len(parts))), f.text(OPEN)),
        (f.compare(total, "=", whole), f.text(AGREES)),
    )
    return f.choose(cases, f.text(DISAGREES))


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


def _texts(form: Form, sheet: PlacedSheet) -> Iterator[Line]:
    """One line for each sheet with number cells outside the list of obligatory answers."""
    runs = list(_number_runs(form, sheet))
    if not runs:
        return
    total = reduce(lambda sum_, count: f.arithmetic(sum_, "+", count), (_texts_in(form, run) for run in runs))
    wrong = (spot for run in runs for key, spot in run if isinstance(form.any_value(key), str))
    first = next(wrong, runs[0][0][1])
    what = f"Trang «{sheet.title}»: các ô ghi số, ghi ngày không có chữ (ô có chữ hiện màu đỏ)"
    yield Line(what, first, _found(total))


def _texts_in(form: Form, run: Sequence[tuple[str, Spot]]) -> Formula:
    return f.count_texts(area(run[0][1], run[-1][1]), [form.result(form.any_value(key)) for key, _ in run])


def _number_runs(form: Form, sheet: PlacedSheet) -> Iterator[list[tuple[str, Spot]]]:
    """The number cells that are not obligatory, in unbroken stretches of one column."""
    cells = sorted(_free_numbers(form, sheet), key=lambda cell: (cell[1].column, cell[1].row))
    run: list[tuple[str, Spot]] = []
    for key, spot in cells:
        if run and (run[-1][1].column, run[-1][1].row + 1) != (spot.column, spot.row):
            yield run
            run = []
        run.append((key, spot))
    if run:
        yield run


def _free_numbers(form: Form, sheet: PlacedSheet) -> Iterator[tuple[str, Spot]]:
    for block in sheet.blocks:
        for row, _ in block.rows:
            for question in row.cells.values():
                if _holds_number(question.kind) and not form.is_required(question) and not is_wide(question):
                    yield question.id, form.placement.spots[question.id]
            for column in block.block.table.columns if block.block.table else ():
                if _holds_number(column.kind):
                    key = f"{row.id}.{column.id}"
                    yield key, form.placement.spots[key]


def _holds_number(kind: Kind) -> bool:
    return kind.is_number or kind is Kind.DATE
