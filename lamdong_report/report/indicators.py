"""How each indicator is told: a sentence with target, result, difference and judgement, and what limits the claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lamdong_report.content import Number, Paragraph, Pieces, Style, Text, as_pieces
from lamdong_report.figures import (
    AgencyResult,
    Deed,
    Judgement,
    Measure,
    TargetResult,
    figure_of,
    format_difference,
    format_result,
    lower_is_better,
)
from lamdong_report.model import Figure
from lamdong_report.plan import Indicator, Operator, Plan, ResultKind
from lamdong_report.report.basis import limits
from lamdong_report.report.material import Material
from lamdong_report.report.wording import fill, joined, listed, quote, separated, without_empty
from lamdong_report.text import end_sentence, format_count, format_date, format_number, join_words, lower_first

_TOLD_AS_ONE = (Judgement.REACHED, Judgement.EXCEEDED, Judgement.MISSED)
_SIGNS = {
    Operator.AT_LEAST: "≥ ",
    Operator.ABOVE: "> ",
    Operator.BELOW: "< ",
    Operator.AT_MOST: "≤ ",
    Operator.EQUAL: "",
}


_RANKS = {Operator.AT_MOST: "từ thứ {} trở lên", Operator.BELOW: "trên thứ {}", Operator.EQUAL: "thứ {}"}


def with_unit(text: str, unit: str) -> str:
    """A number with its unit: % stands right after it, other units after a space (Decree 30, annex I)."""
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def target_text(indicator: Indicator) -> str:
    default = _SIGNS[indicator.operator] + with_unit(format_number(indicator.target), indicator.unit)
    if indicator.kind is ResultKind.RANK:
        default = _RANKS[indicator.operator].format(format_number(indicator.target))
    if indicator.target_to is not None:
        upper = with_unit(format_number(indicator.target_to), indicator.unit)
        default = f"từ {format_number(indicator.target)} đến {upper}"
    return indicator.target_text or default


def tell(measure: Measure, material: Material) -> Paragraph:
    """The sentence of one indicator as a bullet of its section."""
    missing = measure.judgement is Judgement.NO_DATA
    comment = _missing_comment(measure, material) if missing else ""
    return Paragraph(Style.BULLET, _sentence(measure, material), comment=comment, doubtful=missing)


def tell_target(target: TargetResult, material: Material) -> Iterator[Paragraph]:
    """The sentence of a chỉ tiêu of several measures; nothing where the plan does not speak of it as a whole."""
    if target.entry is None or target.judgement not in _TOLD_AS_ONE:
        return
    wording = material.plan.wording
    template = wording.target_missed if target.judgement is Judgement.MISSED else wording.target_reached
    reached, whole = count_pieces(target)
    words = fill(template, subject=target.entry.subject, reached=(reached,), all=(whole,), needed=str(target.needed))
    yield Paragraph(Style.BULLET, words)


def count_pieces(target: TargetResult) -> tuple[Number, Number]:
    """How many of its measures are reached, and how many there are."""
    sides = (target.reached, target.measures)
    names = (", ".join(one.indicator.id for one in side) for side in sides)
    figures = (
        Figure(Decimal(len(side)), "chỉ số", f"đếm chỉ số: {name}") for side, name in zip(sides, names, strict=True)
    )
    reached, whole = (Number(format_count(figure.value or Decimal(0)), figure) for figure in figures)
    return reached, whole


def _sentence(measure: Measure, material: Material) -> Pieces:
    plan, indicator = material.plan, measure.indicator
    wording = plan.wording
    if measure.judgement is Judgement.NONE:
        zero = figure_of(measure.denominator, indicator.counted, "mẫu số bằng 0")
        return (Number(indicator.none_text or wording.none.format(subject=indicator.subject), zero),)
    if measure.judgement is Judgement.NO_DATA:
        return _no_data(measure, material)
    if indicator.kind is ResultKind.DONE:
        template = wording.not_done if measure.judgement is Judgement.MISSED else wording.done
        told = fill(
            template, subject=indicator.subject, value=said_pieces(measure, plan), target=target_text(indicator)
        )
        return joined((*told, *_provisional(measure, material), *_cause(measure, material)))
    counts = [counts_pieces(measure, plan)] if indicator.counted else []
    basis = separated([*counts, *limits(measure, material)], ", ")
    change = _change(measure, material.plan)
    sentence = fill(
        _template(measure, plan),
        subject=indicator.subject,
        verb=indicator.verb,
        value=result_pieces(measure, measure.figure, plan),
        counts=(Text(" ("), *basis, Text(")")) if basis else (),
        difference=difference_pieces(measure, measure.difference, plan),
        target=target_text(indicator),
        year=str(plan.info.year),
        change=change,
        moved=(Text(change[0].text.removeprefix(", ")), *change[1:]) if change else (),
        parts=parts_pieces(measure, plan),
    )
    own = each_pieces(measure, plan)
    return joined((*sentence, *own, *_provisional(measure, material), *_cause(measure, material)))


def _template(measure: Measure, plan: Plan) -> str:
    wording, indicator = plan.wording, measure.indicator
    lower, ranked = lower_is_better(indicator), indicator.kind is ResultKind.RANK
    if ranked and measure.judgement is Judgement.EXCEEDED:
        return wording.exceeded_rank
    if ranked and measure.judgement is Judgement.MISSED:
        return wording.missed_rank
    if measure.judgement is Judgement.EXCEEDED:
        return wording.exceeded_lower if lower else wording.exceeded
    if measure.judgement is Judgement.REACHED:
        return wording.reached_lower if lower else wording.reached
    if measure.figure.value is not None and any(part.reaches is False for part in measure.parts):
        return wording.part_missed
    beyond = measure.difference.value or Decimal(0)
    if beyond == 0:
        return wording.missed_equal if lower else wording.missed_above
    if measure.is_better_than_before and indicator.target_to is None:
        return wording.missed_lower_improved if beyond > 0 else wording.missed_improved
    return wording.missed_lower if beyond > 0 else wording.missed  # by the direction of the miss, not by the sign


def result_pieces(measure: Measure, figure: Figure, plan: Plan) -> Pieces:
    """The result, or that of a part, with its unit: "56,8%"."""
    if figure.value is None:
        return as_pieces("chưa có số liệu")
    if measure.indicator.against_last_year:
        return _moved(measure, figure, figure.value, plan)
    text = format_result(measure.indicator, figure.value, measure.figure.value)
    if measure.indicator.kind is ResultKind.RANK:
        return (Number(plan.wording.rank.format(value=text), figure),)
    return (Number(with_unit(text, measure.indicator.unit), figure),)


def each_pieces(measure: Measure, plan: Plan) -> Pieces:
    """How many of the agencies with targets of their own have reached them, and the names of those that have not."""
    if not measure.each:
        return ()
    good = [one for one in measure.each if one.judgement in (Judgement.REACHED, Judgement.EXCEEDED)]
    names = {
        key: join_words([plan.agency(one.agency).name for one in measure.each if one.judgement is judgement])
        for key, judgement in (("missed", Judgement.MISSED), ("silent", Judgement.NO_DATA))
    }
    template = without_empty(plan.wording.each, [key for key, listed in names.items() if not listed])
    reached, whole = (
        Number(format_count(figure.value or Decimal(0)), figure)
        for figure in map(agencies_figure, (good, measure.each))
    )
    return fill(template, reached=(reached,), all=(whole,), **names)


def agencies_figure(results: Sequence[AgencyResult]) -> Figure:
    """So many agencies, with the cells of all their results."""
    parts = tuple(part for one in results for part in (*one.figure.parts, *one.figure.base_parts))
    codes = tuple(one.agency for one in results)
    return Figure(Decimal(len(results)), "nơi", "đếm nơi theo mức giao", parts, (), codes, frozenset(codes))


def said_pieces(measure: Measure, plan: Plan, *, dated: bool = True) -> Pieces:
    """What has been done, in the words of the answers: "đã ban hành (ngày 12/5/2029)"; of several, each by name."""
    told = [_said_by(said, measure.figure, plan, dated=dated) for said in measure.said]
    if len(told) == 1:
        return told[0]
    names = [plan.agency(said.agency).name for said in measure.said]
    return listed([(Text(f"{name} "), *pieces) for name, pieces in zip(names, told, strict=True)])


def _said_by(said: Deed, figure: Figure, plan: Plan, *, dated: bool) -> Pieces:
    words = [plan.form.yes_no[0 if a.value else 1] for a in said.answers if isinstance(a.value, bool)]
    told = ", ".join(lower_first(text) for text in (*words, *(answer.text for answer in said.answers)) if text)
    days = ", ".join(f"ngày {format_date(a.value)}" for a in said.answers if isinstance(a.value, date))
    text = f"{told} ({days})" if told and days and dated else told or days
    own = tuple(part for part in figure.parts if part.agency == said.agency)
    return (Number(text, replace(figure, parts=own, reporters=(said.agency,))),)


def _moved(measure: Measure, figure: Figure, value: Decimal, plan: Plan) -> Pieces:
    """A change since last year by its direction: "giảm 6,2%"."""
    wording = plan.wording
    template = wording.sum_increased if value > 0 else wording.sum_decreased if value < 0 else wording.sum_unchanged
    text = with_unit(format_result(measure.indicator, abs(value)), measure.indicator.unit)
    if not value:
        return (Number(template, figure),)
    return fill(template, difference=(Number(text, figure),))


def counts_pieces(measure: Measure, plan: Plan) -> Pieces:
    """Numerator and denominator: "354.210/623.610 người"; nothing while one is unknown or there was none to count."""
    top, base, indicator = measure.numerator, measure.denominator, measure.indicator
    if indicator.against_last_year and not indicator.denominator:
        return _now_and_before(measure, plan)
    if top.value is None or not base.value:
        return ()
    sums = (
        Number(format_count(found.value or Decimal(0)), figure_of(found, indicator.counted, " + ".join(terms)))
        for found, terms in ((top, indicator.numerator), (base, indicator.denominator))
    )
    counted, whole = sums
    return joined((counted, Text("/"), whole, Text(f" {indicator.counted}".rstrip())))


def _now_and_before(measure: Measure, plan: Plan) -> Pieces:
    """The two sums that a change is reckoned from: "94 vụ, kỳ trước 100 vụ"."""
    top, before, unit = measure.numerator, measure.previous, measure.indicator.counted
    if top.value is None or before.value is None:
        return ()
    now = Number(format_count(top.value), figure_of(top, unit, " + ".join(measure.indicator.numerator)))
    then = Number(format_count(before.value), before)
    words = Text(f" {unit}".rstrip())
    return fill(plan.wording.now_and_before, now=(now, words), before=(then, words))


def difference_pieces(measure: Measure, difference: Figure, plan: Plan) -> Pieces:
    """A difference without its sign: "0,8 điểm phần trăm" for rates, "2,4 ca" for what is counted in ca/100.000 trẻ."""
    if difference.value is None:
        return ()
    unit = measure.indicator.unit
    number = Number(format_difference(measure.indicator, measure.figure.value, abs(difference.value)), difference)
    return (number, Text(f" {plan.wording.points if unit == '%' else unit.partition('/')[0]}"))


def _change(measure: Measure, plan: Plan) -> Pieces:
    change = measure.change
    if change.value is None:
        return ()
    is_nil = format_difference(measure.indicator, measure.figure.value, abs(change.value)) == "0"
    if is_nil:
        words = plan.wording.unchanged.format(previous_year=plan.info.year - 1)
        return (Number(words, change),)
    ranked = measure.indicator.kind is ResultKind.RANK  # a rank that has become smaller has risen
    template = plan.wording.increased if (change.value > 0) is not ranked else plan.wording.decreased
    difference = difference_pieces(measure, change, plan)
    return fill(template, difference=difference, previous_year=str(plan.info.year - 1))


def parts_pieces(measure: Measure, plan: Plan) -> Pieces:
    return listed([(Text(f"{part.label} "), *result_pieces(measure, part.figure, plan)) for part in measure.parts])


def _provisional(measure: Measure, material: Material) -> Pieces:
    if not measure.indicator.provisional:
        return ()
    return fill(material.plan.wording.provisional, text=measure.indicator.provisional)


def _cause(measure: Measure, material: Material) -> Pieces:
    """Why a target was missed, in the words of the agency in charge."""
    if measure.judgement is not Judgement.MISSED or not measure.indicator.explanation:
        return ()
    lead = material.plan.agency(measure.indicator.lead)
    answer = material.answer(lead, measure.indicator.explanation)
    words = " ".join(answer.text.split()) if answer else ""
    if not answer or not words:
        return ()
    said = quote(end_sentence(lower_first(words)), answer.source)
    return fill(material.plan.wording.cause, agency=lead.name, text=said)


def _no_data(measure: Measure, material: Material) -> Pieces:
    """Why there is no result: who was asked and is silent, or gave only one of two numbers."""
    wording, subject = material.plan.wording, measure.indicator.subject
    if measure.indicator.kind is ResultKind.DONE:
        silent = _silent(measure)
        undated = frozenset(code for code in silent if _has_said(measure, code, material))
        template = wording.no_day if undated and undated >= silent else wording.nothing_said
        return fill(template, subject=subject, who=_names((silent - undated) or silent, material.plan))
    half = _half(measure)
    if half and half >= _silent(measure):
        return fill(wording.half_said, subject=subject, who=_names(half, material.plan))
    return fill(wording.no_data, subject=subject, who=_names(_silent(measure) - half, material.plan))


def _has_said(measure: Measure, code: str, material: Material) -> bool:
    """Whether the agency said that it is done, and only the day is missing."""
    terms = material.plan.formulas.indicators[measure.indicator.id].printed.numerator
    said = (material.words(material.plan.agency(code), question) for term in terms for question in term.questions)
    return any(said)


def _silent(measure: Measure) -> frozenset[str]:
    return measure.numerator.asked - frozenset(measure.numerator.reporters)


def _half(measure: Measure) -> frozenset[str]:
    """Who gave a number that does not count, because the other one was not given."""
    return frozenset(part.agency for part in (*measure.numerator.left_out, *measure.denominator.left_out))


def _who_is_silent(measure: Measure, material: Material) -> str:
    """Who was asked for the numbers and gave none."""
    return _names((_silent(measure) - _half(measure)) or _silent(measure), material.plan)


def _names(codes: frozenset[str], plan: Plan) -> str:
    """A few by name, many by the name of their group."""
    silent = [agency for agency in plan.agencies if agency.code in codes]
    groups = list(dict.fromkeys(plan.group_of(agency) for agency in silent))
    names: list[str] = []
    for group in groups:
        members = [agency.name for agency in silent if agency.group == group.id]
        names += [lower_first(group.name)] if group.summed and len(members) > 1 else members
    return join_words(names)


def _missing_comment(measure: Measure, material: Material) -> str:
    who = _who_is_silent(measure, material)
    return (
        f"Chỉ số {measure.indicator.id}: chưa nhận được số liệu từ {who}. Đôn đốc gửi phiếu rồi chạy lại lệnh report."
    )
