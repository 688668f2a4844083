"""What limits an indicator's claim: how many have reported, for which period, from which source, by which method."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.content import Pieces, Quote, Text
from lamdong_report.figures import Measure
from lamdong_report.model import Answer
from lamdong_report.plan import Plan
from lamdong_report.report.material import Material
from lamdong_report.report.wording import fill, reporters
from lamdong_report.text import lower_first

PERIOD, SOURCE, METHOD = "period", "source", "method"


def limits(measure: Measure, material: Material) -> Iterator[Pieces]:
    """What the sentence has to add: coverage that is not full, a period that is not the year of the plan."""
    base = material.plan.formulas.indicators[measure.indicator.id].printed.denominator
    if not all(term.op == "answered" for term in base) or not base:  # "116/119 xã" says itself how many reported
        yield from _covered(measure, material.plan)
    period = _extra(measure, PERIOD, material)
    if period and not _is_whole_year(period.text, material.plan):
        yield _period(period, material.plan)


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
    if not frozenset(figure.reporters) >= figure.asked:
        yield fill(plan.wording.coverage, reporters=reporters(figure, plan))


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


def _is_whole_year(words: str, plan: Plan) -> bool:
    """Whether the period is that of the plan, which the report is about anyway."""
    said = " ".join(words.casefold().split()).rstrip(".")
    if plan.info.period:
        return said == plan.period.casefold()
    return said in {f"{lead}{plan.info.year}" for lead in ("", "năm ", "cả năm ", "12 tháng năm ")}
