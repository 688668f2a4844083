"""Numbers of one form that contradict each other: a part above its whole, a total that is not the sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lamdong_report.catalogue.phrases import addition, cell_list, place, shorten
from lamdong_report.checks.form import Cell, Form
from lamdong_report.figures import equals_as_typed
from lamdong_report.model import Finding
from lamdong_report.text.formats import format_number


def parts_above_whole(form: Form) -> Iterator[Finding]:
    """Nữ ≤ tổng, in single cells and in the rows of tables. Parts of a given sum are left to `wrong_sums`."""
    yield from _above_whole(form, form.cells)
    for line in form.lines:
        yield from _above_whole(form, {cell.question.id: cell for cell in line.cells.values()})


def _above_whole(form: Form, cells: Mapping[str, Cell]) -> Iterator[Finding]:
    for part in cells.values():
        whole = cells.get(part.question.part_of)
        if whole is None or part.number is None or whole.number is None or part.number <= whole.number:
            continue
        if part.question.id not in whole.question.sum_of:
            yield form.fault(
                "part-exceeds-whole",
                part.question,
                part.source,
                value=format_number(part.number),
                whole=shorten(whole.question.label),
                whole_value=format_number(whole.number),
                cells=cell_list((whole.source, part.source)),
            )


def parts_alone(form: Form) -> Iterator[Finding]:
    """Parts whose whole the agency was asked for and left blank: they cannot be counted."""
    for cell in form.cells.values():
        whole = form.plan.questions.get(cell.question.part_of)
        if whole is None or cell.number is None or form.number(whole.id) is not None:
            continue
        if form.plan.is_asked(whole.id, form.agency.code):
            yield form.fault(
                "part-without-whole",
                cell.question,
                value=format_number(cell.number),
                whole=shorten(whole.label),
                whole_where=place(form.source(whole)),
            )


def wrong_sums(form: Form) -> Iterator[Finding]:
    """Totals that differ from their parts; while parts are still missing, only totals that are already too small."""
    for cell in form.cells.values():
        parts = [form.cells[key] for key in cell.question.sum_of if form.number(key) is not None]
        if cell.number is None or not parts:
            continue
        numbers = [part.number for part in parts if part.number is not None]
        total = sum(numbers, Decimal(0))
        complete = len(parts) == len(cell.question.sum_of)
        if not equals_as_typed(cell.number, total) and (complete or total > cell.number):
            yield form.fault(
                "sum-mismatch",
                cell.question,
                value=format_number(cell.number),
                parts=addition(numbers),
                total=format_number(total),
                cells=cell_list([cell.source, *(part.source for part in parts)]),
            )
