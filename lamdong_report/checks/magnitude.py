"""Numbers of the wrong size, seen in one form alone: days kept as numbers, a digit too many, đồng for millions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from statistics import median

from msgspec import Struct

from lamdong_report.catalogue.phrases import cut_at_word, number_with_unit
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.checks.rates import extra_cell, ratios
from lamdong_report.model import Finding, Source
from lamdong_report.plan import Question
from lamdong_report.rules.formula import day_number
from lamdong_report.text.formats import format_date, format_number

# A lost comma, a digit too many make ten times as much: what an office does at one meeting varies less than that, and
# so do parts of one sum. Amounts of one kind of money are so far apart only by a thousand: budgets differ more.
_TENFOLD, _THOUSANDFOLD = Decimal(10), Decimal(1000)
# What a slip makes is ten or a thousand times too much of a number that would itself differ a little.
_SLIPS = tuple((Decimal(low), Decimal(high)) for low, high in (("8", "12.5"), ("800", "1250"), ("8e5", "1.25e6")))
# Beside two others of its kind a third can be called unlike them.
_FEWEST_OTHERS = 2
# Ten events where there was one last year are no slip; from ten times this many on they may be.
_FEW = 5
# As many as there are people in the country; no agency counts more of anything.
_TOO_MANY = Decimal(100_000_000)
# In millions of đồng: a thousand billion, more than any agency spends on one field of its work.
_TOO_MUCH_MONEY = Decimal(1_000_000)


def day_numbers(form: CheckedForm) -> Iterator[Finding]:
    """Counts that are the number of a day of the plan's year: "5/10" turned into a date, and back into 46300."""
    info = form.plan.info
    latest = max(info.period_end, info.deadline) + timedelta(days=form.plan.thresholds.latest_sending)
    first, last = day_number(info.period_start), day_number(latest)
    for cell in form.every_cell:
        number = cell.number
        if number is None or not cell.question.kind.traits.is_whole or not first <= number <= last:
            continue
        if number == number.to_integral_value() and not _may_be_so_large(form, cell, number):
            day = format_date(info.period_start + timedelta(days=int(number - first)))
            yield form.fault("day-number", cell.question, cell.source, value=format_number(number), day=day)


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


class _Beside(Struct, frozen=True):
    """A number and the one that it is compared with, both as they are printed."""

    question: Question
    source: Source
    value: Decimal
    other: Decimal
    other_label: str
    unit: str = ""

    @property
    def times(self) -> Decimal:
        return max(self.value, self.other) / min(self.value, self.other)


def tenfold_numbers(form: CheckedForm) -> Iterator[Finding]:
    """One doubt for each number that is out of scale: against last year, its whole, its fellows."""
    told: set[Source] = set()
    for one in (*_against_last_year(form), *_against_whole(form), *_against_fellows(form)):
        if one.source not in told:
            told.add(one.source)
            yield form.fault(
                "tenfold", one.question, one.source,
                value=number_with_unit(one.value, one.unit),
                way="gấp" if one.value > one.other else "kém",
                times=format_number(one.times, 0),
                other=one.other_label,
                other_value=number_with_unit(one.other, one.unit),
            )  # fmt: skip


def _against_last_year(form: CheckedForm) -> Iterator[_Beside]:
    """Numbers and rates ten times last year's, or a tenth of it."""
    for cell in form.cells.values():
        before = form.number(cell.question.previous)
        if before and cell.number and max(abs(before), abs(cell.number)) >= _TENFOLD * _FEW:
            yield from _if_out_of_scale(cell, cell.number, before, "số năm trước", cell.question.unit)
    for ratio in ratios(form):
        previous = extra_cell(form, ratio.ask, "previous")
        if previous and previous.number and ratio.value and ratio.base >= form.plan.thresholds.small_count:
            yield from _if_out_of_scale(
                ratio.tops[0], ratio.value, previous.number, "kết quả năm trước", ratio.indicator.level_unit
            )


def _if_out_of_scale(cell: Reply, value: Decimal, other: Decimal, label: str, unit: str) -> Iterator[_Beside]:
    one = _Beside(cell.question, cell.source, value, other, label, unit)
    if value > 0 and other > 0 and one.times >= _SLIPS[0][0]:
        yield one


def _against_whole(form: CheckedForm) -> Iterator[_Beside]:
    """The same digits with a zero more or less, and money given that is ten times what was spent."""
    for cell in form.cells.values():
        for key in (cell.question.part_of, *cell.question.at_most):
            other = form.cells.get(key)
            if other is None or not cell.number or not other.number or not 0 < cell.number <= other.number:
                continue
            one = _beside(other, cell)
            is_slip = any(low <= one.times <= high for low, high in _SLIPS)
            # 2.390 and 239: one of them has a zero too many; of one digit (20 and 2) nobody can say so.
            digits, others = (number.normalize().as_tuple().digits for number in (cell.number, other.number))
            is_same = cell.number != other.number and len(digits) > 1 and digits == others
            if is_same or (cell.question.kind.traits.is_money and is_slip):
                yield one


def _beside(cell: Reply, other: Reply) -> _Beside:
    value, beside = cell.number or Decimal(0), other.number or Decimal(0)
    label = f"«{cut_at_word(other.question.label)}»"
    unit = cell.question.unit if cell.question.kind.traits.is_money else ""
    return _Beside(cell.question, cell.source, value, beside, label, unit)


def _against_fellows(form: CheckedForm) -> Iterator[_Beside]:
    """Parts of one sum that are ten times all others of it, money that is a thousand times all others of its column."""
    sums = [question.sum_of for question in form.plan.questions.values() if question.sum_of]
    columns: dict[tuple[str, str], list[str]] = {}
    for key, cell in form.cells.items():
        if cell.question.kind.traits.is_money and cell.question.block:
            columns.setdefault((cell.question.block, cell.question.column), []).append(key)
    yield from (one for keys in sums for one in _unlike_fellows(form, keys, _TENFOLD))
    yield from (one for keys in columns.values() for one in _unlike_fellows(form, keys, _THOUSANDFOLD))


def _unlike_fellows(form: CheckedForm, keys: Sequence[str], limit: Decimal) -> Iterator[_Beside]:
    cells = [cell for key in keys if (cell := form.cells.get(key)) and cell.number and cell.number > 0]
    if len(cells) <= _FEWEST_OTHERS:
        return
    ordered = sorted(cells, key=lambda cell: cell.number or Decimal(0))
    for cell, next_to_it in ((ordered[-1], ordered[-2]), (ordered[0], ordered[1])):
        one = _beside(cell, next_to_it)
        if one.times >= limit and (limit > _TENFOLD or max(one.value, one.other) >= _TENFOLD * _FEW):
            yield one
