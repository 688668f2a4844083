"""The annex of indicators: a row for each, with target, result, difference, judgement and what the result rests on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace
from msgspec.structs import replace as replace_figure

from lamdong_report.content import Cell, IndicatorRow, Number, Pieces, Text, as_pieces
from lamdong_report.figures import Judgement, Measure, TargetResult, format_difference, format_result, target_results
from lamdong_report.model import Figure
from lamdong_report.plan import Plan, ResultKind, target_text
from lamdong_report.plan.schema import Target
from lamdong_report.report.amounts import (
    basis_notes,
    count_pieces,
    counts_pieces,
    level_pieces,
    parts_pieces,
    result_pieces,
    said_pieces,
)
from lamdong_report.report.material import Material
from lamdong_report.report.wording import NO_DATA, NONE, capitalised, joined, judgement_text, separated
from lamdong_report.text import format_date, format_number, join_words, upper_first

# A result within its range is not so far from either end, it is where it should be.
WITHIN = "trong khoảng"


def indicator_rows(material: Material) -> Iterator[IndicatorRow]:
    """The rows of the annex of indicators: a heading for each goal, then its measures."""
    section = ""
    whole = {target.measures[0].indicator.id: target for target in target_results(material.plan, material.measures)}
    for number, measure in enumerate(material.measures, 1):
        if measure.indicator.section != section:
            section = measure.indicator.section
            yield IndicatorRow(label=material.plan.section(section).title, heading=True)
        if (target := whole.get(measure.indicator.id)) and target.entry:
            yield target_row(target, target.entry, material.plan)
        indicator, plan = measure.indicator, material.plan
        yield IndicatorRow(
            number=str(number),
            label=indicator.name,
            unit=indicator.unit,
            target=target_text(indicator),
            previous=Cell(previous_pieces(measure)),
            result=Cell(result_or_sign(measure, plan)),
            difference=Cell(_difference(measure, measure.difference)),
            judgement=judgement_text(measure.judgement, plan),
            agencies=join_words([plan.agency(code).name for code in indicator.responsible]),
            note=Cell(_note(measure, material)),
        )


def target_row(target: TargetResult, entry: Target, plan: Plan) -> IndicatorRow:
    """A chỉ tiêu of several measures, above them: how many are reached of how many that have to be."""
    reached, whole = count_pieces(target)
    fewest = "" if target.needed == len(target.measures) else "ít nhất "
    return IndicatorRow(
        label=entry.name,
        unit="nội dung",
        target=f"{fewest}{target.needed}/{len(target.measures)}",
        result=Cell(joined((reached, Text("/"), whole))),
        judgement=judgement_text(target.judgement, plan),
    )


def previous_pieces(measure: Measure) -> Pieces:
    """Last year's result, or the sign that it is not known."""
    previous = measure.previous
    if previous.value is None:
        return () if measure.indicator.kind is ResultKind.DONE else as_pieces(NO_DATA)
    if measure.indicator.against_last_year:  # not in the unit of the result
        return level_pieces(measure, previous)
    return (Number(format_number(previous.value), previous),)


def result_or_sign(measure: Measure, plan: Plan) -> Pieces:
    """This year's result as tables print it, or the sign that says why there is none.

    Of a deed what the one agency says of it, or how many of several have done it: the note has their words and days.
    """
    if measure.judgement is Judgement.NONE:
        zero = Figure(measure.denominator.value, formula="mẫu số bằng 0", parts=measure.denominator.parts)
        return (Number(NONE, zero),)
    if measure.figure.value is None:
        return as_pieces(NO_DATA)
    if measure.indicator.against_last_year:
        return result_pieces(measure, measure.figure, plan)
    if measure.indicator.kind is not ResultKind.DONE:
        return (Number(format_result(measure.indicator, measure.figure.value), measure.figure),)
    if len(measure.said) == 1:
        return _begun_upper(said_pieces(measure, plan, dated=False))
    done = {part.agency for part in measure.figure.parts if part.value}
    counted = replace_figure(measure.figure, value=Decimal(len(done)), unit="cơ quan")
    return (Number(f"{len(done)}/{len(measure.figure.asked)}", counted),)


def _begun_upper(pieces: Pieces) -> Pieces:
    """What an answer says, with a capital: it is kept as a number, whose first letter nobody else changes."""
    first, *rest = pieces
    return (Number(upper_first(first.text), first.figure), *rest) if isinstance(first, Number) else pieces


def _difference(measure: Measure, difference: Figure) -> Pieces:
    if measure.indicator.kind is ResultKind.DONE:
        return ()
    if difference.value is None:
        return as_pieces(NONE if measure.judgement is Judgement.NONE else NO_DATA)
    if measure.indicator.target_to is not None and measure.judgement is Judgement.REACHED:
        return (Number(WITHIN, difference),)
    sign = "+" if difference.value > 0 else "-" if difference.value < 0 else ""
    if measure.indicator.kind is ResultKind.RANK:  # the smaller rank is the higher one
        sign = "thấp hơn " if difference.value > 0 else "cao hơn " if difference.value < 0 else ""
    number = format_difference(measure.indicator, measure.figure.value, abs(difference.value))
    return (Number(sign + number, difference),)


def _note(measure: Measure, material: Material) -> Pieces:
    """What the result rests on, and the steps to the target: "lộ trình: đến 31/3/2029: 20%; đến 30/6/2029: 45%"."""
    indicator, plan, steps = measure.indicator, material.plan, ""
    if indicator.steps:
        keys = ("target", "target_to", "target_text")
        ways = [
            (step.by, replace(indicator, **{key: getattr(step, key) for key in keys}))
            for step in sorted(indicator.steps, key=lambda step: step.by)
        ]
        told = "; ".join(f"đến {format_date(by)}: {target_text(then)}" for by, then in ways)
        steps = plan.wording.steps.format(text=told)
    told_of = _begun_upper(said_pieces(measure, plan)) if measure.said else counts_pieces(measure, plan)
    # Nor is said twice what the column of results has said of a deed.
    stands_already = len(measure.said) == 1 and said_pieces(measure, plan) == said_pieces(measure, plan, dated=False)
    notes = [
        () if stands_already else told_of,
        parts_pieces(measure, plan),
        *basis_notes(measure, material),
        *(as_pieces(text.rstrip(".")) for text in (indicator.provisional, indicator.note, steps)),
    ]
    return capitalised(separated(notes))
