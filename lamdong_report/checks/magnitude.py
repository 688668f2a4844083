"""Numbers of the wrong size, seen in one form alone: days kept as numbers, a comma lost, đồng for millions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from msgspec import Struct

from lamdong_report.catalogue.phrases import cut_at_word
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.model import Finding
from lamdong_report.text.formats import format_date, format_number

# Day 0 of spreadsheets.
_EPOCH = date(1899, 12, 30)
# A lost comma makes ten times as much; what an office does at one meeting varies less than that.
_TENFOLD = Decimal(10)
# Beside two other activities a third can be called unlike them.
_FEWEST_OTHERS = 2
# As many as there are people in the country; no agency counts more of anything.
_TOO_MANY = Decimal(100_000_000)
# In millions of đồng: a thousand billion, more than any agency spends on one field of its work.
_TOO_MUCH_MONEY = Decimal(1_000_000)


def day_numbers(form: CheckedForm) -> Iterator[Finding]:
    """Counts that are the number of a day of the plan's year: "5/10" turned into a date, and back into 46300."""
    info = form.plan.info
    latest = max(info.period_end, info.deadline) + timedelta(days=form.plan.thresholds.latest_sending)
    first, last = _number_of(info.period_start), _number_of(latest)
    for cell in form.every_cell:
        number = cell.number
        if number is None or not cell.question.kind.traits.is_whole or not first <= number <= last:
            continue
        if number == number.to_integral_value() and not _may_be_so_large(form, cell, number):
            day = format_date(_EPOCH + timedelta(days=int(number)))
            yield form.fault("day-number", cell.question, cell.source, value=format_number(number), day=day)


def _number_of(day: date) -> int:
    return (day - _EPOCH).days


def _may_be_so_large(form: CheckedForm, cell: Reply, number: Decimal) -> bool:
    """A population, or a part of something larger that the form gives as well."""
    population = form.plan.roles.population
    if population and population in (cell.question.id, cell.question.part_of):
        return True
    whole = form.number(cell.question.part_of)
    return whole is not None and whole > number


def fewer_people_than_events(form: CheckedForm) -> Iterator[Finding]:
    """Activities to which less than one person came."""
    for one in _attended(form):
        if one.each < 1:
            yield form.fault(
                "people-below-events",
                one.people.question,
                value=format_number(one.people.number or Decimal(0)),
                events=format_number(one.events.number or Decimal(0)),
                events_label=cut_at_word(one.events.question.label),
            )


class _Attended(Struct, frozen=True):
    """An activity with the people who came to it."""

    people: Reply
    events: Reply
    each: Decimal


def tenfold_attendance(form: CheckedForm) -> Iterator[Finding]:
    """People at one kind of activity ten times as many, or as few, as at all others of the same office."""
    attended = [one for one in _attended(form) if one.each >= 1]
    for one in attended:
        others = [other.each for other in attended if other is not one]
        if len(others) < _FEWEST_OTHERS:
            continue
        is_more = one.each >= _TENFOLD * max(others)
        if is_more or one.each * _TENFOLD <= min(others):
            yield form.fault(
                "attendance-unlike-others",
                one.people.question,
                value=format_number(one.people.number or Decimal(0)),
                events=format_number(one.events.number or Decimal(0)),
                events_label=cut_at_word(one.events.question.label),
                each=format_number(one.each, 0),
                typical=format_number(median(others), 0),
            )


def _attended(form: CheckedForm) -> Iterator[_Attended]:
    """The activities of which the plan says that neither they nor their people come alone; it names them first."""
    for events in form.cells.values():
        for other in events.question.needs if events.question.kind.traits.is_whole else ():
            people = form.cells.get(other)
            if people is None or not people.question.kind.traits.is_whole or not people.number or not events.number:
                continue
            pair = (events.question.id, other)
            comes_first = next(key for key in form.plan.questions if key in pair) == events.question.id
            if comes_first and events.question.id in people.question.needs:
                yield _Attended(people, events, people.number / events.number)


def impossible_counts(form: CheckedForm) -> Iterator[Finding]:
    """Counts that nothing in the country comes to: a telephone number, digits of two cells run together."""
    for cell in form.every_cell:
        if cell.question.kind.traits.is_whole and cell.number is not None and cell.number >= _TOO_MANY:
            value = cut_at_word(format_number(cell.number))
            yield form.fault("count-too-large", cell.question, cell.source, value=value)


def money_in_dong(form: CheckedForm) -> Iterator[Finding]:
    """Amounts so large that they were written in đồng, where the plan does not say itself what is usual."""
    if "triệu" not in form.plan.info.money_unit:
        return
    for cell in form.every_cell:
        is_money = cell.question.kind.traits.is_money and not cell.question.usual
        if is_money and cell.number is not None and cell.number >= _TOO_MUCH_MONEY:
            value, unit = format_number(cell.number), cell.question.unit or form.plan.info.money_unit
            yield form.fault("money-too-large", cell.question, cell.source, value=value, unit=unit)
