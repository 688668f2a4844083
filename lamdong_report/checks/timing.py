"""Days that cannot be right, and forms that came after the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lamdong_report.catalogue.phrases import cell_list
from lamdong_report.checks.form import Cell, Form
from lamdong_report.model import Finding
from lamdong_report.plan import Kind, Plan
from lamdong_report.plan.schema import PlanInfo
from lamdong_report.status import sending_date
from lamdong_report.text.formats import format_date

# Other dates (a plan for several years) may lie a year outside the period.
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class _Window:
    start: date
    end: date

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


def _period(info: PlanInfo) -> _Window:
    return _Window(info.period_start, max(info.period_end, info.deadline))


def _sending(plan: Plan) -> _Window:
    """Late forms are still dated in earnest; a letter of half a year later is a slip of the year."""
    latest = plan.info.deadline + timedelta(days=plan.thresholds.latest_sending)
    return _Window(plan.info.period_start, max(plan.info.period_end, latest))


def odd_dates(form: Form) -> Iterator[Finding]:
    """Dates outside the time in which they can lie."""
    roles, info = form.plan.roles, form.plan.info
    wide = _Window(info.period_start - YEAR, _period(info).end + YEAR)
    special = {roles.letter_date: _sending(form.plan), roles.cutoff: _sending(form.plan)}
    for cell in form.cells.values():
        yield from _outside(form, cell, special.get(cell.question.id, wide))
    for line in form.lines:
        for cell in line.cells.values():
            yield from _outside(form, cell, _period(info))


def _outside(form: Form, cell: Cell, window: _Window) -> Iterator[Finding]:
    day = cell.answer.value
    if cell.question.kind is Kind.DATE and isinstance(day, date) and not window.holds(day):
        start, end = format_date(window.start), format_date(window.end)
        yield form.fault("date-out-of-period", cell.question, cell.source, date=format_date(day), start=start, end=end)


def odd_cutoff(form: Form) -> Iterator[Finding]:
    """A cut-off date before the period (whose numbers are these?) or after the letter that sent them."""
    cutoff, letter = _day(form, form.plan.roles.cutoff), _day(form, form.plan.roles.letter_date)
    if cutoff is None:
        return
    cell, day = cutoff
    start = form.plan.info.period_start
    if day < start:
        yield form.fault("cutoff-before-period", cell.question, date=format_date(day), start=format_date(start))
    elif letter and day > letter[1]:
        cells = cell_list([cell.source, letter[0].source])
        yield form.fault(
            "cutoff-after-letter", cell.question, date=format_date(day), letter=format_date(letter[1]), cells=cells
        )


def _day(form: Form, question: str) -> tuple[Cell, date] | None:
    cell = form.cells.get(question)
    return (cell, cell.answer.value) if cell and isinstance(cell.answer.value, date) else None


def late_sending(form: Form) -> Iterator[Finding]:
    """Forms sent on the day of the deadline or later, if that day can be right at all."""
    info, roles = form.plan.info, form.plan.roles
    sent = sending_date(form.plan, form.submission)
    if sent is None or sent < info.deadline or not _sending(form.plan).holds(sent):
        return
    question = roles.letter_date if _day(form, roles.letter_date) else roles.cutoff
    deadline = format_date(info.deadline)
    yield form.fault("sent-late", form.plan.questions[question], date=format_date(sent), deadline=deadline)
