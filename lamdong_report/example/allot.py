"""Shares an indicator's numerator out among those that report it, so that the common rate lands where it should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from lamdong_report.example.desk import ExampleDesk
from lamdong_report.example.settings import IndicatorOutcome
from lamdong_report.figures import reaches
from lamdong_report.plan import Indicator, Operator, Plan, Term
from lamdong_report.text.formats import round_half_up

DEFAULT_SPAN = (0.97, 1.06)
WHOLE_RATE = Decimal(100)
LAST_YEAR = Decimal("0.98")


class NumeratorPair(Struct, frozen=True):
    """A numerator question and the denominator question that it is held against, in the same forms."""

    numerator: str
    denominator: str


class Goal(Struct, frozen=True):
    """What one indicator should come to; `value` as it would be printed."""

    indicator: Indicator
    outcome: IndicatorOutcome
    pairs: tuple[NumeratorPair, ...]

    @property
    def missed(self) -> bool:
        return not reaches(self.indicator, self.outcome.value)


def goals(desk: ExampleDesk) -> tuple[Goal, ...]:
    """A goal for each indicator; those that the settings leave out land near their target."""
    named = {outcome.indicator: outcome for outcome in desk.settings.outcomes}
    return tuple(
        Goal(indicator, outcome, _pairs(desk.plan, indicator, outcome))
        for indicator in desk.plan.indicators
        if indicator.id in named or not indicator.against_last_year  # a change needs a last year to start from
        for outcome in (named.get(indicator.id) or _default(desk, indicator),)
    )


def _default(desk: ExampleDesk, indicator: Indicator) -> IndicatorOutcome:
    factor = Decimal(str(round(desk.dice("outcome", indicator.id).uniform(*DEFAULT_SPAN), 3)))
    if indicator.operator in (Operator.BELOW, Operator.AT_MOST):
        factor = 2 - factor
    value = indicator.target if indicator.operator is Operator.EQUAL else indicator.target * factor
    if indicator.scale == WHOLE_RATE and indicator.target <= WHOLE_RATE:
        value = min(value, WHOLE_RATE)
    previous = round_half_up(value * LAST_YEAR, indicator.decimals)
    return IndicatorOutcome(indicator=indicator.id, value=round_half_up(value, indicator.decimals), previous=previous)


def _pairs(plan: Plan, indicator: Indicator, outcome: IndicatorOutcome) -> tuple[NumeratorPair, ...]:
    if outcome.pairs:
        return tuple(NumeratorPair(*pair) for pair in outcome.pairs)
    printed = plan.formulas.indicators[indicator.id].printed
    tops = [leaf for term in printed.numerator for leaf in _leaves(plan, term)]
    bases = [leaf for term in printed.denominator for leaf in _leaves(plan, term)]
    if not tops or len(tops) != len(bases) or not all((*tops, *bases)):
        return ()
    return tuple(NumeratorPair(top, base) for top, base in zip(tops, bases, strict=True))


def _leaves(plan: Plan, term: Term) -> Iterator[str]:
    """The questions that a plain term adds up, sums spelled out; "" for a term that counts instead."""
    if term.op != "total":
        yield ""
        return
    parts = plan.questions[term.questions[0]].sum_of
    yield from (leaf for part in parts for leaf in _leaves(plan, Term("total", (part,)))) if parts else term.questions


def allot(desk: ExampleDesk, goal: Goal) -> Mapping[tuple[str, str], int]:
    """The numerators, by agency and question, that bring the denominators at hand to the goal's rate."""
    cells = [(code, pair) for pair in goal.pairs for code in desk.asked(pair.numerator)]
    bases = [int(desk.number(code, pair.denominator) or 0) for code, pair in cells]
    jitter = float(goal.outcome.jitter)
    dice = desk.dice("allot", goal.indicator.id)
    weights = [float(base) * dice.uniform(1 - jitter, 1 + jitter) for base in bases]
    caps = [base if _is_part(desk.plan, pair) else None for base, (_, pair) in zip(bases, cells, strict=True)]
    total = int(round_half_up(goal.outcome.value * sum(bases) / goal.indicator.scale, 0))
    counts = apportion(total, weights, caps)
    return {(code, pair.numerator): count for (code, pair), count in zip(cells, counts, strict=True)}


def _is_part(plan: Plan, pair: NumeratorPair) -> bool:
    """Whether the numerator is a part of the denominator, directly or by way of others."""
    name = pair.numerator
    while name := plan.questions[name].part_of:
        if name == pair.denominator:
            return True
    return False


def apportion(total: int, weights: Sequence[float], caps: Sequence[int | None]) -> list[int]:
    """Whole numbers in the proportion of the weights that add up to the total, none above its cap.

    Largest remainders first; what the caps do not let in is left out of the sum.
    """
    counts = [0] * len(weights)
    while (left := total - sum(counts)) > 0:
        room = [left if cap is None else min(left, cap - count) for cap, count in zip(caps, counts, strict=True)]
        open_ones = [at for at, weight in enumerate(weights) if weight > 0 and room[at] > 0]
        if not open_ones:
            break
        scale = left / sum(weights[at] for at in open_ones)
        ideal = {at: weights[at] * scale for at in open_ones}
        step = {at: min(int(ideal[at]), room[at]) for at in open_ones}
        by_remainder = sorted(open_ones, key=lambda at: int(ideal[at]) - ideal[at])
        for at in by_remainder[: left - sum(step.values())]:
            step[at] = min(step[at] + 1, room[at])
        for at, more in step.items():
            counts[at] += more
    return counts
