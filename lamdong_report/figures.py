"""Sums, rates and judgements: every figure keeps the cells of all that went into it.

Rates are always reckoned from sums, never averaged. A measure's numerator and denominator are summed over the same
agencies, term by term: an agency that gave only one of the two is left out of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lamdong_report.model import Figure
from lamdong_report.plan import Expression, Indicator, Kind, Operator, Plan, Term
from lamdong_report.reckon import Forms, Sum, add_up, reckon, reckon_texts

HUNDRED = Decimal(100)
Terms = tuple[str, ...]


class Judgement(StrEnum):
    EXCEEDED = "exceeded"
    REACHED = "reached"
    MISSED = "missed"
    NONE = "none"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """A part that is judged by itself: its label, its value and whether it reaches the target."""

    label: str
    figure: Figure
    reaches: bool | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator with this year's result.

    `figure` is the rate in the indicator's unit; `numerator` and `denominator` are the sums behind it; `reported` is
    the responsible agency's own rate where the printed one is summed from others; `previous` is last year's.
    """

    indicator: Indicator
    figure: Figure
    numerator: Sum
    denominator: Sum
    judgement: Judgement
    previous: Figure
    reported: Figure
    parts: tuple[MeasurePart, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """Result minus target, in the indicator's unit (percentage points for rates)."""
        return None if self.figure.value is None else self.figure.value - self.indicator.target

    @property
    def change(self) -> Decimal | None:
        """Result minus last year's result."""
        if self.figure.value is None or self.previous.value is None:
            return None
        return self.figure.value - self.previous.value


def reckon_expression(expression: Expression, plan: Plan, forms: Forms, *, paired: bool = False) -> Figure:
    """The figure of a sentence's field or an annex column; a ratio with the format % is scaled to percent.

    With `paired`, a ratio counts only agencies that gave both numbers, as a measure does.
    """
    return _figure(expression, plan, *_both_sides(expression, plan, forms), paired=paired)


def reckon_each(expression: Expression, plan: Plan, forms: Forms) -> tuple[Figure, Mapping[str, Figure]]:
    """What a paired `reckon_expression` gives for all forms, and for each by itself, gone through only once."""
    top, base = _both_sides(expression, plan, forms)
    tops, bases = top.by_agency(), base.by_agency()

    def own(code: str) -> Figure:
        sides = add_up(tops.get(code, ()), top.asked), add_up(bases.get(code, ()), base.asked)
        return _figure(expression, plan, *sides, paired=True)

    return _figure(expression, plan, top, base, paired=True), {code: own(code) for code in forms}


def _both_sides(expression: Expression, plan: Plan, forms: Forms) -> tuple[Sum, Sum]:
    return reckon(expression.numerator, plan, forms), reckon(expression.denominator, plan, forms)


def _figure(expression: Expression, plan: Plan, top: Sum, base: Sum, *, paired: bool) -> Figure:
    if not expression.denominator:
        unit = unit_of(expression.numerator, plan)
        return Figure(top.value, unit, expression.text, top.parts, (), top.reporters, top.asked)
    if paired:
        top, base = pair(top, base)
    percent = expression.format == "%"
    value = divide(top, base, HUNDRED if percent else Decimal(1))
    return Figure(value, "%" if percent else "", expression.text, top.parts, base.parts, top.reporters, top.asked)


def unit_of(terms: Iterable[Term], plan: Plan) -> str:
    """The unit of the first question that the terms add up."""
    for term in terms:
        question = plan.questions.get(term.questions[0])
        if question and term.op == "total":
            return question.unit or (plan.info.money_unit if question.kind is Kind.MONEY else "")
    return ""


def divide(top: Sum, base: Sum, scale: Decimal) -> Decimal | None:
    """top ÷ base × scale; None when one of them is unknown or the base is 0."""
    if top.value is None or not base.value:
        return None
    return top.value * scale / base.value


def measure(indicator: Indicator, plan: Plan, forms: Forms) -> Measure:
    """This year's result of an indicator, judged against its target."""
    top, base = _paired(indicator.numerator, indicator.denominator, plan, forms)
    figure = _rate(indicator, indicator.numerator, indicator.denominator, top, base)
    parts = tuple(
        _part(indicator, part.label, part.numerator, part.denominator, plan, forms) for part in indicator.parts
    )
    own_top, own_base = _paired(indicator.reported_numerator, indicator.reported_denominator, plan, forms)
    return Measure(
        indicator=indicator,
        figure=figure,
        numerator=top,
        denominator=base,
        judgement=_judge(indicator, figure, base, parts),
        previous=_previous(indicator, plan, forms),
        reported=_rate(indicator, indicator.reported_numerator, indicator.reported_denominator, own_top, own_base),
        parts=parts,
    )


def measures(plan: Plan, forms: Forms) -> tuple[Measure, ...]:
    return tuple(measure(indicator, plan, forms) for indicator in plan.indicators)


def _paired(numerator: Terms, denominator: Terms, plan: Plan, forms: Forms) -> tuple[Sum, Sum]:
    """Both sums; where numerator and denominator have as many terms, each term is paired with its counterpart."""
    if len(numerator) != len(denominator):
        return pair(reckon_texts(numerator, plan, forms), reckon_texts(denominator, plan, forms))
    pairs = [
        pair(reckon_texts((top,), plan, forms), reckon_texts((base,), plan, forms))
        for top, base in zip(numerator, denominator, strict=True)
    ]
    return _together([top for top, _ in pairs]), _together([base for _, base in pairs])


def _together(sums: list[Sum]) -> Sum:
    parts = tuple(part for each in sums for part in each.parts)
    return add_up(parts, frozenset().union(*(each.asked for each in sums)))


def pair(top: Sum, base: Sum) -> tuple[Sum, Sum]:
    """Both sums over the agencies that stand in both; a denominator of 0 needs no numerator."""
    both = frozenset(top.reporters) & frozenset(base.reporters)
    nothing_to_count = frozenset(part.agency for part in base.parts if part.value == 0)
    return top.only(both), base.only(both | nothing_to_count)


def _rate(indicator: Indicator, numerator: Terms, denominator: Terms, top: Sum, base: Sum) -> Figure:
    formula = f"({' + '.join(numerator)}) ÷ ({' + '.join(denominator)}) × {indicator.scale}"
    value = divide(top, base, indicator.scale)
    return Figure(value, indicator.unit, formula, top.parts, base.parts, base.reporters, base.asked)


def _part(
    indicator: Indicator, label: str, numerator: Terms, denominator: Terms, plan: Plan, forms: Forms
) -> MeasurePart:
    figure = _rate(indicator, numerator, denominator, *_paired(numerator, denominator, plan, forms))
    return MeasurePart(label, figure, None if figure.value is None else reaches(indicator, figure.value))


def reaches(indicator: Indicator, value: Decimal) -> bool:
    """Whether a value meets the target; «dưới» is strict."""
    match indicator.operator:
        case Operator.AT_LEAST:
            return value >= indicator.target
        case Operator.BELOW:
            return value < indicator.target
        case Operator.AT_MOST:
            return value <= indicator.target
        case Operator.EQUAL:
            return value == indicator.target


def lower_is_better(indicator: Indicator) -> bool:
    return indicator.operator in (Operator.BELOW, Operator.AT_MOST)


def _judge(indicator: Indicator, figure: Figure, base: Sum, parts: tuple[MeasurePart, ...]) -> Judgement:
    if base.value == 0:
        return Judgement.NONE
    if figure.value is None:
        return Judgement.NO_DATA
    if not reaches(indicator, figure.value) or any(part.reaches is False for part in parts):
        return Judgement.MISSED
    exceeds = indicator.operator is Operator.AT_LEAST and figure.value > indicator.target
    return Judgement.EXCEEDED if exceeds else Judgement.REACHED


def _previous(indicator: Indicator, plan: Plan, forms: Forms) -> Figure:
    """Last year's result: the plan's baseline, else what the lead agency wrote."""
    if indicator.baseline is not None:
        return Figure(indicator.baseline, indicator.unit, "baseline")
    if not indicator.previous:
        return Figure(None, indicator.unit)
    found = reckon_texts((indicator.previous,), plan, forms)
    return Figure(found.value, indicator.unit, indicator.previous, found.parts, (), found.reporters, found.asked)
