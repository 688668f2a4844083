"""Forms that came after the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lamdong_report.checks.form import Cell, Form
from lamdong_report.model import Finding
from lamdong_report.rules import date_window
from lamdong_report.status import sending_date
from lamdong_report.text.formats import format_date


def _day(form: Form, question: str) -> tuple[Cell, date] | None:
    cell = form.cells.get(question)
    return (cell, cell.answer.value) if cell and isinstance(cell.answer.value, date) else None


def late_sending(form: Form) -> Iterator[Finding]:
    """Forms sent on the day of the deadline or later, if that day can be right at all."""
    info, roles = form.plan.info, form.plan.roles
    sent = sending_date(form.plan, form.submission)
    first, last = date_window(form.plan, form.plan.questions[roles.letter_date])
    if sent is None or sent < info.deadline or not first <= sent <= last:
        return
    question = roles.letter_date if _day(form, roles.letter_date) else roles.cutoff
    deadline = format_date(info.deadline)
    yield form.fault("sent-late", form.plan.questions[question], date=format_date(sent), deadline=deadline)
