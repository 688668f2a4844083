"""The annex of indicators: a row for each, with target, result, difference, judgement and what the result rests on."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.content import Cell, IndicatorRow, Number, Pieces, as_pieces
from lamdong_report.figures import Judgement, Measure, format_difference, format_result
from lamdong_report.model import Figure
from lamdong_report.plan import Plan
from lamdong_report.report.basis import basis_notes
from lamdong_report.report.indicators import counts_pieces, parts_pieces, target_text
from lamdong_report.report.material import Material
from lamdong_report.report.signs import NO_DATA, NONE
from lamdong_report.report.wording import capitalised, separated
from lamdong_report.text import format_number, join_words


def indicator_rows(material: Material) -> Iterator[IndicatorRow]:
    """The rows of the annex of indicators: a heading for each goal, then its measures."""
    section = ""
    for number, measure in enumerate(material.measures, 1):
        if measure.indicator.section != section:
            section = measure.indicator.section
            yield IndicatorRow(label=material.plan.section(section).title, heading=True)
        yield _row(number, measure, material)


def _row(number: int, measure: Measure, material: Material) -> IndicatorRow:
    indicator, plan = measure.indicator, material.plan
    previous = measure.previous
    return IndicatorRow(
        number=str(number),
        label=indicator.name,
        unit=indicator.unit,
        target=target_text(indicator),
        previous=Cell(NO_DATA if previous.value is None else (Number(format_number(previous.value), previous),)),
        result=Cell(_result(measure)),
        difference=Cell(_difference(measure, measure.difference)),
        judgement=judgement_text(measure.judgement, plan),
        agencies=join_words([plan.agency(code).name for code in indicator.responsible]),
        note=Cell(_note(measure, material)),
    )


def _result(measure: Measure) -> Pieces:
    if measure.judgement is Judgement.NONE:
        zero = Figure(measure.denominator.value, formula="mẫu số bằng 0", parts=measure.denominator.parts)
        return (Number(NONE, zero),)
    if measure.figure.value is None:
        return as_pieces(NO_DATA)
    return (Number(format_result(measure.indicator, measure.figure.value), measure.figure),)


def _difference(measure: Measure, difference: Figure) -> Pieces:
    if difference.value is None:
        return as_pieces(NONE if measure.judgement is Judgement.NONE else NO_DATA)
    sign = "+" if difference.value > 0 else "-" if difference.value < 0 else ""
    number = format_difference(measure.indicator, measure.figure.value, abs(difference.value))
    return (Number(sign + number, difference),)


def judgement_text(judgement: Judgement, plan: Plan) -> str:
    texts = {
        Judgement.EXCEEDED: plan.wording.status_exceeded,
        Judgement.REACHED: plan.wording.status_reached,
        Judgement.MISSED: plan.wording.status_missed,
        Judgement.NONE: plan.wording.status_none,
        Judgement.NO_DATA: plan.wording.status_no_data,
    }
    return texts[judgement]


def _note(measure: Measure, material: Material) -> Pieces:
    indicator = measure.indicator
    fixed = (as_pieces(text.rstrip(".")) for text in (indicator.provisional, indicator.note))
    notes = [
        counts_pieces(measure, material.plan),
        parts_pieces(measure, material.plan),
        *basis_notes(measure, material),
        *fixed,
    ]
    return capitalised(separated(notes))
