"""What a result is: an indicator's with its sums, its parts, last year's and its judgement; a chỉ tiêu's of these."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.figures.comparison import (
    Judgement,
    difference,
    format_difference,
    lower_is_better,
)
from lamdong_report.figures.pairing import divide, figure_of
from lamdong_report.figures.sums import Sum
from lamdong_report.model import Answer, Figure
from lamdong_report.plan import Indicator, Operator, Plan
from lamdong_report.plan.schema import Target

_GOOD = (Judgement.REACHED, Judgement.EXCEEDED)


class MeasurePart(Struct, frozen=True):
    """A part that is judged by itself: its label, its value and whether it reaches the target."""

    label: str
    figure: Figure
    reaches: bool | None


class Deed(Struct, frozen=True):
    """What one agency answered about something to be done: the answers that a term names, the day first."""

    agency: str
    answers: tuple[Answer, ...]


class AgencyResult(Struct, frozen=True):
    """One agency's own result, and how it stands against the target that the plan gives this agency."""

    agency: str
    figure: Figure
    target: Decimal
    judgement: Judgement


class Measure(Struct, frozen=True):
    """One indicator with this year's result.

    `figure` is the rate in the indicator's unit; `numerator` and `denominator` are the sums behind it; `reported` is
    the responsible agency's own rate where the printed one is summed from others; `previous` is last year's. `said` is
    what the agencies answered where the result is that something is done: its figure is 1 then, else 0.
    `each` are the results of the agencies that have targets of their own.
    """

    indicator: Indicator
    figure: Figure
    numerator: Sum
    denominator: Sum
    judgement: Judgement
    previous: Figure
    reported: Figure
    parts: tuple[MeasurePart, ...] = ()
    said: tuple[Deed, ...] = ()
    each: tuple[AgencyResult, ...] = ()

    @property
    def now(self) -> Decimal | None:
        """This year's value itself, where the result is how far it has moved: next year is held against it."""
        if not self.indicator.denominator:
            return self.numerator.value
        return divide(self.numerator.value, self.denominator.value, self.indicator.scale)

    @property
    def level(self) -> Figure:
        """`now` with its unit and its cells."""
        terms = (" + ".join(side) for side in (self.indicator.numerator, self.indicator.denominator) if side)
        return replace(
            figure_of(self.numerator, self.indicator.level_unit, " / ".join(terms)),
            value=self.now,
            base_parts=self.denominator.parts,
        )

    @property
    def difference(self) -> Figure:
        """Result minus target (its nearer end, if it is a range), in the indicator's unit."""
        indicator, value = self.indicator, self.figure.value
        above = indicator.target_to is not None and value is not None and value > indicator.target_to
        target = Figure(indicator.target_to if above else indicator.target, indicator.unit)
        return difference(self.figure, target, "kết quả − chỉ tiêu")

    @property
    def change(self) -> Figure:
        """Result minus last year's result; nothing where the result is itself a change."""
        if self.indicator.against_last_year:
            return Figure(None)
        return difference(self.figure, self.previous, "kết quả − kết quả năm trước")

    @property
    def is_better_than_before(self) -> bool | None:
        """Whether the result has moved the target's way since last year; None where it has not as printed, or cannot.

        A target that is one number, or a range, is approached from either side.
        """
        change, value, indicator = self.change.value, self.figure.value, self.indicator
        # A move that is not seen on paper is not told: "tăng 0%" would read as a mistake.
        if not change or format_difference(indicator, value, abs(change)) == "0":
            return None
        if indicator.operator is Operator.EQUAL or indicator.target_to is not None:
            beyond = self.difference.value or Decimal(0)
            return (change < 0) == (beyond > 0)
        return (change < 0) == lower_is_better(indicator)


class TargetResult(Struct, frozen=True):
    """One chỉ tiêu: its measures, how many of them are reached and how many have to be.

    `entry` is what the plan says of it as a whole, None where it says nothing.
    """

    id: str
    measures: tuple[Measure, ...]
    needed: int
    entry: Target | None = None

    @property
    def reached(self) -> tuple[Measure, ...]:
        return tuple(one for one in self.measures if one.judgement in _GOOD)

    @property
    def judgement(self) -> Judgement:
        """Exceeded when a measure is and all are needed, or when more are reached than are needed.

        Missed once it cannot be reached any more, whatever the measures without data would give.
        """
        found = [one.judgement for one in self.measures]
        if len(self.reached) >= self.needed:
            is_all = self.needed == len(found)
            beyond = Judgement.EXCEEDED in found if is_all else len(self.reached) > self.needed
            return Judgement.EXCEEDED if beyond else Judgement.REACHED
        # Once too many have missed, what the silent ones would say changes nothing.
        if len(found) - found.count(Judgement.MISSED) < self.needed:
            return Judgement.MISSED
        return Judgement.NO_DATA if Judgement.NO_DATA in found else Judgement.NONE


def target_results(plan: Plan, results: Iterable[Measure]) -> tuple[TargetResult, ...]:
    """Every chỉ tiêu of the plan, in the order of its first measure."""
    entries = {entry.id: entry for entry in plan.targets}
    found: dict[str, list[Measure]] = {}
    for result in results:
        found.setdefault(result.indicator.target_id, []).append(result)
    return tuple(
        TargetResult(name, tuple(own), (entry.needed if entry else None) or len(own), entry)
        for name, own in found.items()
        for entry in (entries.get(name),)
    )
