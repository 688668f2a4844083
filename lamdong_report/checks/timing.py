"""Forms that came after the deadline, and days and sendings that cannot be meant so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.model import Finding
from lamdong_report.rules import date_window
from lamdong_report.status import MOST_SENDINGS, sending_date
from lamdong_report.text.formats import format_date, format_number

# Figures are closed some weeks before the letter that sends them; from two months on it is asked about.
_LONG_BEFORE = 62


def _day(form: CheckedForm, question: str) -> tuple[Reply, date] | None:
    cell = form.cells.get(question)
    return (cell, cell.answer.value) if cell and isinstance(cell.answer.value, date) else None


def late_sending(form: CheckedForm) -> Iterator[Finding]:
    """Forms sent on the day of the deadline or later, if that day can be right at all."""
    info, roles = form.plan.info, form.plan.roles
    sent = sending_date(form.plan, form.submission)
    first, last = date_window(form.plan, form.plan.questions[roles.letter_date])
    if sent is None or sent < info.deadline or not first <= sent <= last:
        return
    question = roles.letter_date if _day(form, roles.letter_date) else roles.cutoff
    deadline = format_date(info.deadline)
    yield form.fault("sent-late", form.plan.questions[question], date=format_date(sent), deadline=deadline)


def old_cutoff(form: CheckedForm) -> Iterator[Finding]:
    """Figures closed months before their own letter: often a day and a month that changed places."""
    roles = form.plan.roles
    cutoff, letter = _day(form, roles.cutoff), _day(form, roles.letter_date)
    if cutoff is None or letter is None or (letter[1] - cutoff[1]).days < _LONG_BEFORE:
        return
    day, sent = cutoff[1], letter[1]
    swapped = date(day.year, day.day, day.month) if day.day <= 12 else None
    fits = swapped is not None and 0 <= (sent - swapped).days < _LONG_BEFORE
    meant = f"; có thể là {format_date(swapped)}" if swapped and fits else ""
    days = format_number(Decimal((sent - day).days))
    yield form.fault(
        "cutoff-long-before-letter", cutoff[0].question,
        date=format_date(day), letter=format_date(sent), days=days, swapped=meant,
    )  # fmt: skip


def unlikely_sending(form: CheckedForm) -> Iterator[Finding]:
    """A year, or any other number that counts no sendings."""
    number = form.number(form.plan.roles.sending)
    if number is not None and number > MOST_SENDINGS:
        yield form.fault("sending-unlikely", form.plan.questions[form.plan.roles.sending], value=f"{number:f}")
