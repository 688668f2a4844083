"""Numbers that cannot be right whatever stands beside them: negative, broken, out of their range."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.catalogue.phrases import between
from lamdong_report.checks.form import Form
from lamdong_report.checks.ratio import is_share
from lamdong_report.model import Finding
from lamdong_report.plan import Kind, Plan, Question
from lamdong_report.text.formats import format_number

ZERO, HUNDRED = Decimal(0), Decimal(100)


def impossible_numbers(form: Form) -> Iterator[Finding]:
    """At most one finding for each cell: the first thing that is wrong with its number."""
    for cell in form.every_cell:
        if cell.number is not None and (code := _code_of(form.plan, cell.question, cell.number)):
            allowed = between(cell.question.minimum, cell.question.maximum)
            yield form.fault(code, cell.question, cell.source, value=format_number(cell.number), range=allowed)


def _code_of(plan: Plan, question: Question, number: Decimal) -> str:
    """The code of the first thing wrong with the number, "" for none."""
    if number < min(ZERO, question.minimum or ZERO):
        return "negative"
    if question.kind is Kind.COUNT and number != number.to_integral_value():
        return "not-whole"
    if not _is_within(number, question.minimum, question.maximum):
        return "out-of-range"
    is_possible = _is_within(number, ZERO, HUNDRED) or not _is_share_of_hundred(plan, question)
    return "" if is_possible else "percent-out-of-range"


def _is_within(number: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)


def _is_share_of_hundred(plan: Plan, question: Question) -> bool:
    """Whether the answer is a percentage that has no range of its own."""
    if question.maximum is not None:
        return False
    if question.kind is not Kind.DECIMAL or not question.indicator:
        return question.kind is Kind.PERCENT
    indicator = next(indicator for indicator in plan.indicators if indicator.id == question.indicator)
    return is_share(indicator) and question.unit == indicator.unit
