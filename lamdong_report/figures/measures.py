"""What a result is and how it is reckoned: an indicator's with its sums, its parts, last year's and its judgement.

Now, before, moved since, done or not, and of each agency by itself; a chỉ tiêu's is made of those of its measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.figures.comparison import Judgement, difference, format_difference, judge, lower_is_better, reaches
from lamdong_report.figures.pairing import divide, figure_of, paired, rate
from lamdong_report.figures.sums import HUNDRED, Forms, Sum, add_up, reckon
from lamdong_report.model import Answer, Figure
from lamdong_report.plan import Expression, Indicator, IndicatorFormulas, Operator, Plan, ResultKind
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

    `figure` is the rate in the indicator's unit; `numerator` and `denominator` are the sums behind it; `previous` is
    last year's. `said` is what the agencies answered where the result is that something is done: its figure is 1 then,
    else 0. `each` are the results of the agencies that have targets of their own.
    """

    indicator: Indicator
    figure: Figure
    numerator: Sum
    denominator: Sum
    judgement: Judgement
    previous: Figure
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


def measure(indicator: Indicator, plan: Plan, forms: Forms) -> Measure:
    """This year's result of an indicator, judged against its target."""
    formulas = plan.formulas.indicators[indicator.id]
    top, base = paired(formulas.printed, plan, forms)
    figure = _rate(indicator, formulas.printed, top, base)
    parts = []
    for part, formula in zip(indicator.parts, formulas.parts, strict=True):
        own = _rate(indicator, formula, *paired(formula, plan, forms))
        parts.append(MeasurePart(part.label, own, None if own.value is None else reaches(indicator, own.value)))
    said: tuple[Deed, ...] = ()
    if indicator.kind is ResultKind.DONE:
        figure, said = _done(figure, formulas.printed, top, forms)
    previous = previous_result(indicator, plan, forms)
    if indicator.against_last_year:
        figure = _moved(figure, previous, indicator)
    return Measure(
        indicator=indicator,
        figure=figure,
        numerator=top,
        denominator=base,
        judgement=judge(indicator, figure.value, base.value, (part.reaches for part in parts)),
        previous=previous,
        parts=tuple(parts),
        said=said,
        each=tuple(_each(indicator, formulas, top, base, plan)),
    )


def measures(plan: Plan, forms: Forms) -> tuple[Measure, ...]:
    return tuple(measure(indicator, plan, forms) for indicator in plan.indicators)


def _rate(indicator: Indicator, formula: Expression, top: Sum, base: Sum) -> Figure:
    if not formula.denominator:
        return figure_of(top, indicator.unit, formula.text)
    return rate(top, base, indicator.scale, indicator.unit, f"{formula.text} × {indicator.scale}")


def _moved(now: Figure, before: Figure, indicator: Indicator) -> Figure:
    """How far a value has moved from last year's: in percent of that, or in the unit itself.

    A sum has not, while it is not known of the same agencies as last year's: one that is silent is no fall.
    """
    value, unit = None, indicator.unit
    same = frozenset(now.reporters) in (now.asked, frozenset(before.reporters)) or bool(indicator.denominator)
    if same and now.value is not None and before.value is not None and (unit != "%" or before.value):
        value = now.value - before.value
        value = value * HUNDRED / before.value if unit == "%" else value
    parts, base = (*now.parts, *now.base_parts), (*before.parts, *before.base_parts)
    formula = f"thay đổi của {now.formula} so với kỳ trước"
    return Figure(value, unit, formula, parts, base, now.reporters, now.asked, now.left_out)


def _each(indicator: Indicator, formulas: IndicatorFormulas, top: Sum, base: Sum, plan: Plan) -> Iterator[AgencyResult]:
    """In the plan's order; who gave no number, or not both, has none."""
    tops, bases = top.by_agency(), base.by_agency()
    for code in (agency.code for agency in plan.agencies if agency.code in formulas.each):
        sides = (add_up(parts.get(code, ()), frozenset((code,))) for parts in (tops, bases))
        own, target = next(sides), formulas.each[code]
        whole = next(sides)
        figure = _rate(indicator, formulas.printed, own, whole)
        judged = judge(replace(indicator, target=target, target_to=None), figure.value, whole.value, ())
        yield AgencyResult(code, figure, target, judged)


def _done(counted: Figure, formula: Expression, found: Sum, forms: Forms) -> tuple[Figure, tuple[Deed, ...]]:
    """1 when every agency that is asked has done it, 0 as soon as one has not; unknown while somebody is silent.

    With it what each that has spoken answered.
    """
    # One "no" settles it, whoever else is silent; "yes" has to come from everybody.
    done = {part.agency for part in counted.parts if part.value}
    if any(part.agency not in done for part in counted.parts):
        value: Decimal | None = Decimal(0)
    else:
        value = Decimal(1) if done and counted.asked <= done else None
    questions = tuple(dict.fromkeys(question for term in formula.numerator for question in term.questions))
    said = tuple(
        Deed(code, tuple(a for q in questions if (a := forms[code].answers.get(q)) and a.value is not None))
        for code in found.reporters
    )
    return replace(counted, value=value, unit=""), said


def previous_result(indicator: Indicator, plan: Plan, forms: Forms) -> Figure:
    """Last year's result: the plan's baseline, else what the agency that is asked for it wrote."""
    if indicator.baseline is not None:
        return Figure(indicator.baseline, indicator.level_unit, "số liệu gốc ghi trong kế hoạch")
    formula = plan.formulas.indicators[indicator.id].previous
    if formula is None:
        return Figure(None, indicator.level_unit)
    return figure_of(reckon(formula.numerator, plan, forms), indicator.level_unit, formula.text)
