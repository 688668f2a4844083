"""How each indicator is told: a sentence with target, result, difference and judgement, and what limits the claim."""

from __future__ import annotations

from decimal import Decimal

from lamdong_report.content import Number, Paragraph, Pieces, Style, Text, as_pieces
from lamdong_report.figures import Judgement, Measure, figure_of, format_difference, format_result, lower_is_better
from lamdong_report.model import Figure
from lamdong_report.plan import Indicator, Operator, Plan
from lamdong_report.report.basis import limits
from lamdong_report.report.material import Material
from lamdong_report.report.wording import fill, joined, listed, quote, separated
from lamdong_report.text import end_sentence, format_count, format_number, join_words, lower_first

_SIGNS = {
    Operator.AT_LEAST: "≥ ",
    Operator.ABOVE: "> ",
    Operator.BELOW: "< ",
    Operator.AT_MOST: "≤ ",
    Operator.EQUAL: "",
}


def with_unit(text: str, unit: str) -> str:
    """A number with its unit: % stands right after it, other units after a space (Decree 30, annex I)."""
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def target_text(indicator: Indicator) -> str:
    default = _SIGNS[indicator.operator] + with_unit(format_number(indicator.target), indicator.unit)
    if indicator.target_to is not None:
        upper = with_unit(format_number(indicator.target_to), indicator.unit)
        default = f"từ {format_number(indicator.target)} đến {upper}"
    return indicator.target_text or default


def tell(measure: Measure, material: Material) -> Paragraph:
    """The sentence of one indicator as a bullet of its section."""
    missing = measure.judgement is Judgement.NO_DATA
    comment = _missing_comment(measure, material) if missing else ""
    return Paragraph(Style.BULLET, _sentence(measure, material), comment=comment, doubtful=missing)


def _sentence(measure: Measure, material: Material) -> Pieces:
    wording, indicator = material.plan.wording, measure.indicator
    if measure.judgement is Judgement.NONE:
        zero = figure_of(measure.denominator, indicator.counted, "mẫu số bằng 0")
        return (Number(indicator.none_text or wording.none.format(subject=indicator.subject), zero),)
    if measure.judgement is Judgement.NO_DATA:
        return fill(wording.no_data, subject=indicator.subject, who=_who_is_silent(measure, material))
    counts = [counts_pieces(measure, material.plan)] if indicator.counted else []
    basis = separated([*counts, *limits(measure, material)], ", ")
    sentence = fill(
        _template(measure, material.plan),
        subject=indicator.subject,
        verb=indicator.verb,
        value=result_pieces(measure, measure.figure, material.plan),
        counts=(Text(" ("), *basis, Text(")")) if basis else (),
        difference=difference_pieces(measure, measure.difference, material.plan),
        target=target_text(indicator),
        year=str(material.plan.info.year),
        change=_change(measure, material.plan),
        parts=parts_pieces(measure, material.plan),
    )
    return joined((*sentence, *_provisional(measure, material), *_cause(measure, material)))


def _template(measure: Measure, plan: Plan) -> str:
    wording, lower = plan.wording, lower_is_better(measure.indicator)
    if measure.judgement is Judgement.EXCEEDED:
        return wording.exceeded_lower if lower else wording.exceeded
    if measure.judgement is Judgement.REACHED:
        return wording.reached_lower if lower else wording.reached
    if measure.figure.value is not None and any(part.reaches is False for part in measure.parts):
        return wording.part_missed
    beyond = measure.difference.value or Decimal(0)
    if beyond == 0:
        return wording.missed_equal if lower else wording.missed_above
    return wording.missed_lower if beyond > 0 else wording.missed  # by the direction of the miss, not by the sign


def result_pieces(measure: Measure, figure: Figure, plan: Plan) -> Pieces:
    """The result, or that of a part, with its unit: "56,8%"."""
    if figure.value is None:
        return as_pieces("chưa có số liệu")
    if measure.indicator.against_last_year:
        return _moved(measure, figure, figure.value, plan)
    text = format_result(measure.indicator, figure.value, measure.figure.value)
    return (Number(with_unit(text, measure.indicator.unit), figure),)


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
    template = plan.wording.increased if change.value > 0 else plan.wording.decreased
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


def _who_is_silent(measure: Measure, material: Material) -> str:
    """Who was asked for the numbers and gave none: a few by name, many by the name of their group."""
    plan = material.plan
    answered = frozenset(measure.numerator.reporters)
    silent = [a for a in plan.agencies if a.code in measure.numerator.asked and a.code not in answered]
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
