"""How the indicators' results are reckoned: now, before, moved since, done or not, and of each agency by itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import structs
from msgspec.structs import replace

from lamdong_report.figures.comparison import judge, reaches
from lamdong_report.figures.measures import AgencyResult, Deed, Measure, MeasurePart
from lamdong_report.figures.pairing import figure_of, paired, rate
from lamdong_report.figures.sums import HUNDRED, Forms, Sum, add_up, reckon
from lamdong_report.model import Figure
from lamdong_report.plan import Expression, Indicator, IndicatorFormulas, Plan, ResultKind


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
    reported = formulas.reported
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
        reported=_rate(indicator, reported, *paired(reported, plan, forms))
        if reported
        else Figure(None, indicator.unit),
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
        judged = judge(structs.replace(indicator, target=target, target_to=None), figure.value, whole.value, ())
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
