"""Why an indicator has no result, and who has not told what is wanting: silent and half said are not the same."""

from __future__ import annotations

from lamdong_report.content import Pieces
from lamdong_report.figures import Measure
from lamdong_report.plan import Plan, ResultKind
from lamdong_report.report.amounts import level_pieces
from lamdong_report.report.material import Material
from lamdong_report.report.wording import fill, names


def awaited(measure: Measure, plan: Plan) -> str:
    """Who has to be asked for it. Who gave one of two numbers is no silent agency, unless nobody else is missing."""
    missing = _silent(measure) or measure.previous.asked - frozenset(measure.previous.reporters)
    return names((missing - _half(measure)) or missing, plan)


def no_result(measure: Measure, material: Material) -> Pieces:
    """Why there is no result: who was asked and is silent, or gave only one of two numbers."""
    wording, subject = material.plan.wording, measure.indicator.subject
    if measure.indicator.kind is ResultKind.DONE:
        silent = _silent(measure)
        # Who has answered the question of the deed has done it, and left out the day alone.
        terms = material.plan.formulas.indicators[measure.indicator.id].printed.numerator
        asked = [question for term in terms for question in term.questions]
        agencies = {code: material.plan.agency(code) for code in silent}
        undated = frozenset(c for c, agency in agencies.items() if any(material.words(agency, q) for q in asked))
        template = wording.no_day if undated and undated >= silent else wording.nothing_said
        return fill(template, subject=subject, who=names((silent - undated) or silent, material.plan))
    if measure.level.value is not None and measure.indicator.against_last_year:
        return _not_compared(measure, material.plan)
    half = _half(measure)
    if half and half >= _silent(measure):
        return fill(wording.half_said, subject=subject, who=names(half, material.plan))
    return fill(wording.no_data, subject=subject, who=names(_silent(measure) - half, material.plan))


def _not_compared(measure: Measure, plan: Plan) -> Pieces:
    """A number that cannot be held against last year's, and who stands in the way."""
    subject, now, before = measure.indicator.subject, measure.level, measure.previous
    shown = level_pieces(measure, now)
    if before.value is None:
        who = names(before.asked - frozenset(before.reporters), plan)
        return fill(plan.wording.no_last_year, subject=subject, now=shown, who=who)
    who = names(_silent(measure), plan)
    return fill(plan.wording.not_comparable, subject=subject, now=shown, before=level_pieces(measure, before), who=who)


def unsaid(measure: Measure, plan: Plan) -> Pieces:
    """Who has said nothing of a deed that others have told of."""
    silent = _silent(measure)
    return fill(plan.wording.unsaid, who=names(silent, plan)) if silent else ()


def _silent(measure: Measure) -> frozenset[str]:
    return measure.numerator.asked - frozenset(measure.numerator.reporters)


def _half(measure: Measure) -> frozenset[str]:
    """Who gave a number that does not count, because the other one was not given."""
    return frozenset(part.agency for part in (*measure.numerator.left_out, *measure.denominator.left_out))
