"""How each indicator is told: a sentence with target, result, difference and judgement, and what limits the claim."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.content import Number, Paragraph, Pieces, Quote, Style, Text
from lamdong_report.figures import Judgement, Measure, TargetResult, figure_of, format_difference, lower_is_better
from lamdong_report.plan import Plan, ResultKind, target_text
from lamdong_report.plan.schema import Wording
from lamdong_report.report.amounts import (
    agencies_figure,
    count_pieces,
    counts_pieces,
    difference_pieces,
    level_pieces,
    limits,
    parts_pieces,
    result_pieces,
    said_pieces,
)
from lamdong_report.report.material import Material
from lamdong_report.report.wording import count_of, fill, joined, names, separated, without_empty
from lamdong_report.text import end_sentence, join_words, lower_first

# Without data, or with nothing to reach, a chỉ tiêu of several is told by its measures alone.
_TOLD_AS_ONE = (Judgement.REACHED, Judgement.EXCEEDED, Judgement.MISSED)


def indicator_sentence(measure: Measure, material: Material) -> Paragraph:
    """The sentence of one indicator as a bullet of its section."""
    if measure.judgement is not Judgement.NO_DATA:
        return Paragraph(Style.BULLET, _sentence(measure, material))
    # Who has to be asked for it: who gave one of two numbers is no silent agency, unless nobody else is missing.
    missing = _silent(measure) or measure.previous.asked - frozenset(measure.previous.reporters)
    who = names((missing - _half(measure)) or missing, material.plan)
    remedy = "Đôn đốc gửi phiếu rồi chạy lại lệnh report."
    comment = f"Chỉ số {measure.indicator.id}: chưa nhận được số liệu từ {who}. {remedy}"
    return Paragraph(Style.BULLET, _sentence(measure, material), comment=comment, doubtful=True)


def target_sentence(target: TargetResult, material: Material) -> Iterator[Paragraph]:
    """The sentence of a chỉ tiêu of several measures; nothing where the plan does not speak of it as a whole."""
    if target.entry is None or target.judgement not in _TOLD_AS_ONE:
        return
    wording = material.plan.wording
    template = {
        Judgement.EXCEEDED: wording.target_exceeded,
        Judgement.REACHED: wording.target_reached,
        Judgement.MISSED: wording.target_missed,
    }[target.judgement]
    reached, whole = count_pieces(target)
    words = fill(template, subject=target.entry.subject, reached=(reached,), all=(whole,), needed=str(target.needed))
    yield Paragraph(Style.BULLET, words)


def _sentence(measure: Measure, material: Material) -> Pieces:
    plan, indicator = material.plan, measure.indicator
    wording = plan.wording
    if measure.judgement is Judgement.NONE:
        zero = figure_of(measure.denominator, indicator.counted, "mẫu số bằng 0")
        return (Number(indicator.none_text or wording.none.format(subject=indicator.subject), zero),)
    if measure.judgement is Judgement.NO_DATA:
        return _no_result(measure, material)
    if indicator.kind is ResultKind.DONE:
        template = wording.not_done if measure.judgement is Judgement.MISSED else wording.done
        silent = _silent(measure)
        unsaid = fill(wording.unsaid, who=names(silent, plan)) if silent else ()
        value = (*said_pieces(measure, plan), *unsaid)
        told = fill(template, subject=indicator.subject, value=value, target=target_text(indicator))
        return joined((*told, *_provisional(measure, material), *_cause(measure, material)))
    counts = [counts_pieces(measure, plan)] if indicator.counted or indicator.against_last_year else []
    basis = separated([*counts, *limits(measure, material)], ", ")
    change = _change(measure, material.plan)
    template = _template(measure, plan)
    if indicator.against_last_year and not measure.figure.value:  # what has not moved has done nothing
        template = template.replace("{verb} ", "")
    sentence = fill(
        template,
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


def _no_result(measure: Measure, material: Material) -> Pieces:
    """Why there is no result: who was asked and is silent, or gave only one of two numbers: that is not the same."""
    plan, wording, subject = material.plan, material.plan.wording, measure.indicator.subject
    silent, half = _silent(measure), _half(measure)
    if measure.indicator.kind is ResultKind.DONE:
        # Who has answered the question of the deed has done it, and left out the day alone.
        terms = plan.formulas.indicators[measure.indicator.id].printed.numerator
        asked = [question for term in terms for question in term.questions]
        undated = frozenset(code for code in silent if any(material.words(plan.agency(code), q) for q in asked))
        template = wording.no_day if undated and undated >= silent else wording.nothing_said
        return fill(template, subject=subject, who=names((silent - undated) or silent, plan))
    if measure.level.value is not None and measure.indicator.against_last_year:
        # A number that cannot be held against last year's, and who stands in the way.
        now, before = (level_pieces(measure, level) for level in (measure.level, measure.previous))
        if before:
            return fill(wording.not_comparable, subject=subject, now=now, before=before, who=names(silent, plan))
        who = names(measure.previous.asked - frozenset(measure.previous.reporters), plan)
        return fill(wording.no_last_year, subject=subject, now=now, who=who)
    if half and half >= silent:
        return fill(wording.half_said, subject=subject, who=names(half, plan))
    return fill(wording.no_data, subject=subject, who=names(silent - half, plan))


def _silent(measure: Measure) -> frozenset[str]:
    return measure.numerator.asked - frozenset(measure.numerator.reporters)


def _half(measure: Measure) -> frozenset[str]:
    """Who gave a number that does not count, because the other one was not given."""
    return frozenset(part.agency for part in (*measure.numerator.left_out, *measure.denominator.left_out))


def _template(measure: Measure, plan: Plan) -> str:
    wording, indicator = plan.wording, measure.indicator
    lower, ranked = lower_is_better(indicator), indicator.kind is ResultKind.RANK
    if ranked and measure.judgement is Judgement.EXCEEDED:
        return wording.exceeded_rank
    if ranked and measure.judgement is Judgement.MISSED:
        return wording.missed_rank
    if indicator.against_last_year and measure.judgement in (Judgement.EXCEEDED, Judgement.MISSED):
        return _template_of_change(measure, wording)
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


def _template_of_change(measure: Measure, wording: Wording) -> str:
    """More or less than the target is said of the size of the move, whichever way it is to go; and only of a move that
    goes that way."""
    value, beyond = measure.figure.value or Decimal(0), measure.difference.value or Decimal(0)
    target = value - beyond
    exceeded = measure.judgement is Judgement.EXCEEDED
    if beyond and (not target or target * value <= 0):
        return wording.exceeded_change if exceeded else wording.missed_change
    if not beyond:
        return wording.missed_equal if lower_is_better(measure.indicator) else wording.missed_above
    if abs(value) > abs(target):
        return wording.exceeded if exceeded else wording.missed_lower
    return wording.exceeded_lower if exceeded else wording.missed


def each_pieces(measure: Measure, plan: Plan) -> Pieces:
    """How many of the agencies with targets of their own have reached them, and the names of those that have not."""
    if not measure.each:
        return ()
    good = [one for one in measure.each if one.judgement in (Judgement.REACHED, Judgement.EXCEEDED)]
    listed = {
        key: join_words([plan.agency(one.agency).name for one in measure.each if one.judgement is judgement])
        for key, judgement in (("missed", Judgement.MISSED), ("silent", Judgement.NO_DATA))
    }
    template = without_empty(plan.wording.each, [key for key, said in listed.items() if not said])
    reached, whole = ((count_of(agencies_figure(some)),) for some in (good, measure.each))
    return fill(template, reached=reached, all=whole, **listed)


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
    said = (Quote(end_sentence(lower_first(words)), answer.source),)
    return fill(material.plan.wording.cause, agency=lead.name, text=said)
