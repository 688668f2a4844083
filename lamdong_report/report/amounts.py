"""How the numbers of an indicator read: target, result with unit, what it is made of, and what limits its claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from lamdong_report.content import Number, Pieces, Quote, Text, as_pieces
from lamdong_report.figures import (
    AgencyResult,
    Measure,
    TargetResult,
    figure_of,
    format_difference,
    format_result,
)
from lamdong_report.model import Answer, Figure
from lamdong_report.plan import Plan, ResultKind
from lamdong_report.report.material import Material
from lamdong_report.report.wording import MOST_NAMES, count_of, fill, joined, listed, names, reporters
from lamdong_report.text import format_count, format_date, format_number, lower_first
from lamdong_report.text.formats import with_unit

PERIOD, SOURCE, METHOD = "period", "source", "method"


def count_pieces(target: TargetResult) -> tuple[Number, Number]:
    """How many of its measures are reached, and how many there are."""
    sides = (target.reached, target.measures)
    names = (", ".join(one.indicator.id for one in side) for side in sides)
    reached, whole = (
        count_of(Figure(Decimal(len(side)), "chỉ số", f"đếm chỉ số: {name}"))
        for side, name in zip(sides, names, strict=True)
    )
    return reached, whole


def result_pieces(measure: Measure, figure: Figure, plan: Plan) -> Pieces:
    """The result, or that of a part, with its unit: "56,8%"; a change since last year by its direction: "giảm 6,2%"."""
    indicator, value, wording = measure.indicator, figure.value, plan.wording
    if value is None:
        return as_pieces("chưa có số liệu")
    if indicator.against_last_year:
        if not value:
            return (Number(wording.sum_unchanged, figure),)
        template = wording.sum_increased if value > 0 else wording.sum_decreased
        text = with_unit(format_result(indicator, abs(value)), indicator.unit)
        return fill(template, difference=(Number(text, figure),))
    text = format_result(indicator, value, measure.figure.value)
    if indicator.kind is ResultKind.RANK:
        return (Number(wording.rank.format(value=text), figure),)
    return (Number(with_unit(text, indicator.unit), figure),)


def agencies_figure(results: Sequence[AgencyResult]) -> Figure:
    """So many agencies, with the cells of all their results."""
    parts = tuple(part for one in results for part in (*one.figure.parts, *one.figure.base_parts))
    codes = tuple(one.agency for one in results)
    return Figure(Decimal(len(results)), "nơi", "đếm nơi theo mức giao", parts, (), codes, frozenset(codes))


def said_pieces(measure: Measure, plan: Plan, *, dated: bool = True) -> Pieces:
    """What has been done, in the words of the answers: "đã ban hành (ngày 12/5/2029)"; of several, each by name."""
    told: list[tuple[str, Number]] = []
    yes, no = plan.wording.yes_done, plan.wording.no_done
    for said in measure.said:
        yes_no = [yes if a.value else no for a in said.answers if isinstance(a.value, bool)]
        words = ", ".join(lower_first(text) for text in (*yes_no, *(answer.text for answer in said.answers)) if text)
        days = ", ".join(f"ngày {format_date(a.value)}" for a in said.answers if isinstance(a.value, date))
        text = f"{words} ({days})" if words and days and dated else words or days
        own = tuple(part for part in measure.figure.parts if part.agency == said.agency)
        figure = replace(measure.figure, parts=own, reporters=(said.agency,))
        told.append((plan.agency(said.agency).name, Number(text, figure)))
    if len(told) == 1:
        return (told[0][1],)
    return listed([(Text(f"{name} "), number) for name, number in told])


def counts_pieces(measure: Measure, plan: Plan) -> Pieces:
    """Numerator and denominator: "354.210/623.610 người"; nothing while one is unknown or there was none to count.

    Of a change, what it is reckoned from: "94 vụ, kỳ trước 100 vụ".
    """
    top, base, indicator = measure.numerator, measure.denominator, measure.indicator
    if indicator.against_last_year:
        sides = {"now": level_pieces(measure, measure.level), "before": level_pieces(measure, measure.previous)}
        return fill(plan.wording.now_and_before, **sides) if all(sides.values()) else ()
    if top.value is None or not base.value:
        return ()
    sums = (
        count_of(figure_of(found, indicator.counted, " + ".join(terms)))
        for found, terms in ((top, indicator.numerator), (base, indicator.denominator))
    )
    counted, whole = sums
    return joined((counted, Text("/"), whole, Text(f" {indicator.counted}".rstrip())))


def level_pieces(measure: Measure, level: Figure) -> Pieces:
    """This year's or last year's value of what is told as a change, with its unit: "61,5%"."""
    if level.value is None:
        return ()
    counted = not measure.indicator.denominator and level.value == level.value.to_integral_value()
    text = format_count(level.value) if counted else format_number(level.value, measure.indicator.decimals)
    return (Number(with_unit(text, level.unit), level),)


def difference_pieces(measure: Measure, difference: Figure, plan: Plan) -> Pieces:
    """A difference without its sign: "0,8 điểm phần trăm" for rates, "2,4 ca" for what is counted in ca/100.000 trẻ."""
    if difference.value is None:
        return ()
    unit = measure.indicator.unit
    number = Number(format_difference(measure.indicator, measure.figure.value, abs(difference.value)), difference)
    return (number, Text(f" {plan.wording.points if unit == '%' else unit.partition('/')[0]}"))


def parts_pieces(measure: Measure, plan: Plan) -> Pieces:
    return listed([(Text(f"{part.label} "), *result_pieces(measure, part.figure, plan)) for part in measure.parts])


def limits(measure: Measure, material: Material) -> Iterator[Pieces]:
    """What the sentence has to add: coverage that is not full, a period that is not the one of the plan."""
    plan = material.plan
    base = plan.formulas.indicators[measure.indicator.id].printed.denominator
    if not all(term.op == "answered" for term in base) or not base:  # "116/119 xã" says itself how many reported
        yield from _covered(measure, plan)
    if period := _extra(measure, PERIOD, material):
        said = " ".join(period.text.casefold().split()).rstrip(".")
        whole = [plan.period.casefold()]
        if not plan.info.period:  # the whole year, which offices write in more than one way
            whole = [f"{lead}{plan.info.year}" for lead in ("", "năm ", "cả năm ", "12 tháng năm ")]
        if said not in whole:
            yield _period(period, plan)


def basis_notes(measure: Measure, material: Material) -> Iterator[Pieces]:
    """What the annex says in its remarks: coverage, period, source, method."""
    yield from _covered(measure, material.plan)
    if period := _extra(measure, PERIOD, material):
        yield _period(period, material.plan)
    for role, lead in ((SOURCE, "nguồn: "), (METHOD, "phương pháp, phạm vi: ")):
        if answer := _extra(measure, role, material):
            yield (Text(lead), _quoted(answer))


def _covered(measure: Measure, plan: Plan) -> Iterator[Pieces]:
    """Who reported, where that is not everybody who was asked."""
    figure = measure.figure
    if frozenset(figure.reporters) >= figure.asked:
        return
    # "18/20 xã" tells of those who are silent, but for a group in which nobody reported and for few told by name.
    silent = figure.asked - frozenset(figure.reporters)
    counted = {plan.group_of(plan.agency(code)).noun for code in figure.reporters}
    few = len(figure.asked) <= MOST_NAMES
    untold = frozenset(code for code in silent if few or plan.group_of(plan.agency(code)).noun not in counted)
    told = fill(plan.wording.coverage, reporters=reporters(figure, plan))
    yield joined((*told, *(fill(plan.wording.coverage_without, who=names(untold, plan)) if untold else ())))


def _period(answer: Answer, plan: Plan) -> Pieces:
    return fill(plan.wording.period, text=(_quoted(answer),))


def _extra(measure: Measure, role: str, material: Material) -> Answer | None:
    """What the agency in charge wrote about its own numbers, if the result is made of them."""
    indicator = measure.indicator
    extra = next((one for one in material.plan.indicator_extras if one.role == role), None)
    own = next((ask for ask in indicator.asks if ask.extras and indicator.lead in ask.of), None)
    if extra is None or own is None or indicator.lead not in measure.figure.reporters:
        return None
    answer = material.answer(material.plan.agency(indicator.lead), f"{own.id}.{extra.id}")
    return answer if answer and answer.text.strip() else None


def _quoted(answer: Answer) -> Quote:
    return Quote(lower_first(" ".join(answer.text.split())).rstrip(" .;"), answer.source)
