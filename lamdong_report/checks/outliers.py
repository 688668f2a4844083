"""Counts that lie far outside what the many agencies of a summed group report.

Counts of communes are skewed, so they are compared as ratios: the middle is the median, the spread is the median of
how many times larger or smaller than it each number is. A number is asked about when it lies `thresholds.outlier`
such spreads away, that is further than spread ** outlier times. Where counts follow the population, they are
compared per head; of a part of the population that is the same share of it nearly everywhere (women), little is far.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal, InvalidOperation, localcontext
from statistics import median

from msgspec import Struct

from lamdong_report.checks.form import CheckedForm
from lamdong_report.codes import Code
from lamdong_report.model import Finding
from lamdong_report.plan import Plan, Question
from lamdong_report.text.formats import format_number

# Where nearly all agencies report the same number, the spread would be 1 and any other number an outlier.
SMALLEST_SPREAD = Decimal("1.4")
# A part of the population that is nearly the same share of it everywhere, as women are, differs by no more.
_SAME_SHARE = Decimal("1.05")
# A comparison needs no more digits, and a great power is infinite rather than a failure.
_ROUGH = Context(prec=12, traps=[InvalidOperation])
ONE = Decimal(1)


class _Scale(Struct, frozen=True):
    """The middle of some positive numbers, and how many times larger or smaller is still usual."""

    middle: Decimal
    spread: Decimal
    outlier: Decimal

    def is_far(self, number: Decimal, smallest: Decimal = SMALLEST_SPREAD) -> bool:
        return _times(number, self.middle) > max(self.spread, smallest) ** self.outlier


def far_counts(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """Outliers of every count and amount of money, group by group. Zeros are not judged: often nothing happened."""
    findings: list[Finding] = []
    with localcontext(_ROUGH):
        for group in plan.groups:
            members = [form for form in forms if group.summed and form.agency.group == group.id]
            if len(members) < plan.thresholds.outlier_fewest:
                continue
            heads = _trusted_heads(plan, members)
            for question in plan.questions.values():
                if question.kind.traits.is_whole or question.kind.traits.is_money:
                    findings += _far_answers(question, members, heads, plan)
    yield from findings


def _trusted_heads(plan: Plan, members: Sequence[CheckedForm]) -> Mapping[str, Decimal]:
    """Population by agency, without those that are outliers themselves: one slip would make all else look wrong."""
    population = plan.roles.population
    heads = {form.agency.code: number for form in members if (number := form.number(population)) and number > 0}
    scale = _scale(list(heads.values()), plan)
    return {code: number for code, number in heads.items() if scale and not scale.is_far(number)}


def _far_answers(
    question: Question, members: Sequence[CheckedForm], heads: Mapping[str, Decimal], plan: Plan
) -> Iterator[Finding]:
    numbers = [(form, number) for form in members if (number := form.number(question.id)) and number > 0]
    plain = _scale([number for _, number in numbers], plan)
    if plain is None:
        return
    per_head = [number / heads[form.agency.code] for form, number in numbers if form.agency.code in heads]
    by_head = None if question.id == plan.roles.population else _scale(per_head, plan)
    follows = by_head is not None and by_head.spread < plain.spread
    scale = by_head if by_head is not None and follows else plain
    code: Code = "outlier-by-population" if follows else "outlier"
    is_same_share = follows and question.part_of == plan.roles.population and scale.spread <= _SAME_SHARE
    smallest = _SAME_SHARE if is_same_share else SMALLEST_SPREAD
    for form, number in numbers:
        head = heads.get(form.agency.code) if follows else ONE
        if head is None:
            continue
        typical = scale.middle * head
        is_more_than_a_few = abs(number - typical) >= plan.thresholds.small_count
        if is_more_than_a_few and scale.is_far(number / head, smallest):
            value, noun = format_number(number), form.group.noun
            yield form.fault(code, question, value=value, noun=noun, typical=format_number(typical, 0))


def _scale(numbers: Sequence[Decimal], plan: Plan) -> _Scale | None:
    if len(numbers) < plan.thresholds.outlier_fewest:
        return None
    middle = median(numbers)
    return _Scale(middle, median([_times(number, middle) for number in numbers]), plan.thresholds.outlier)


def _times(number: Decimal, middle: Decimal) -> Decimal:
    """How many times larger or smaller than the middle, at least 1."""
    return number / middle if number > middle else middle / number
