"""Where numbers come from: the indicators down to agencies and cells, and any number that a draft prints."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from lamdong_report.content import text_of
from lamdong_report.figures import Judgement, format_result
from lamdong_report.model import Part
from lamdong_report.pipeline.draftlist import draft_record
from lamdong_report.pipeline.presenting import agency_name
from lamdong_report.pipeline.reading import Reading
from lamdong_report.plan import Plan, target_text
from lamdong_report.report.amounts import said_pieces
from lamdong_report.report.wording import judgement_text
from lamdong_report.text import format_number

# Units of the bar's SVG: even, so that the target in the middle is a whole one.
BAR = 240
# Results lie close to their targets: what is a quarter of the target away or more is drawn at the edge.
_FARTHEST = Decimal("0.25")


class MeasureLine(Struct, frozen=True):
    """One indicator. `bar` and `before` are places of result and last year in BAR units, None for what is not known.

    The target stands in the middle; what is higher lies to its right, a quarter of the target to the edge.
    """

    id: str
    name: str
    section: str
    unit: str
    target: str
    result: str
    previous: str
    judgement: str
    words: str
    reporters: int
    asked: int
    bar: int | None
    before: int | None


class SourceCell(Struct, frozen=True):
    """One number that went into the result, and where it stands."""

    label: str
    value: str
    file: str
    sheet: str
    ref: str


class Share(Struct, frozen=True):
    """What one agency gave to an indicator: the cells above the line, and those below it."""

    code: str
    name: str
    top: tuple[SourceCell, ...]
    base: tuple[SourceCell, ...]


def measure_lines(reading: Reading) -> tuple[MeasureLine, ...]:
    plan, lines = reading.plan, []
    for measure in reading.material().measures:
        said = text_of(said_pieces(measure, plan)) if measure.said else ""
        indicator, value, before = measure.indicator, measure.figure.value, measure.previous.value
        line = MeasureLine(
            id=indicator.id,
            name=indicator.name,
            section=plan.section(indicator.section).title,
            unit=indicator.unit,
            target=target_text(indicator),
            result=said or (format_result(indicator, value) if value is not None else ""),
            previous=format_number(before) if before is not None else "",
            judgement=measure.judgement.value,
            words=judgement_text(measure.judgement, plan),
            reporters=len(measure.numerator.reporters),
            asked=len(measure.numerator.asked),
            bar=None if measure.said else _place(value, indicator.target),
            before=_place(before, indicator.target),
        )
        lines.append(line)
    return tuple(lines)


def _place(number: Decimal | None, target: Decimal) -> int | None:
    # Of a target of 0 nothing is a quarter: there is no scale to draw on.
    if number is None or target <= 0:
        return None
    off = max(-_FARTHEST, min(_FARTHEST, number / target - 1))
    return int((1 + off / _FARTHEST) * BAR / 2)


def is_good(judgement: str) -> bool:
    return judgement in (Judgement.EXCEEDED, Judgement.REACHED)


def shares_of(reading: Reading, indicator: str) -> tuple[Share, ...]:
    """What each agency gave to the indicator, in the plan's order; () for one that the plan does not have."""
    material = reading.material()
    for measure in material.measures:
        if measure.indicator.id == indicator:
            top, base = (_by_agency(reading.plan, side.parts) for side in (measure.numerator, measure.denominator))
            return tuple(
                Share(agency.code, agency_name(reading, agency.code), top[agency.code], base[agency.code])
                for agency in reading.plan.agencies
                if top[agency.code] or base[agency.code]
            )
    return ()


def _by_agency(plan: Plan, parts: tuple[Part, ...]) -> defaultdict[str, tuple[SourceCell, ...]]:
    found = defaultdict[str, tuple[SourceCell, ...]](tuple)
    for part in parts:
        question, source = plan.questions.get(part.question), part.source
        label = question.label if question else part.question
        cell = SourceCell(label, format_number(part.value), source.file, source.sheet, source.cell)
        found[part.agency] += (cell,)
    return found


_NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
# A sum over all communes has some 130 cells; a list of more is read in the trace workbook, not on a screen.
MOST_CELLS = 200


class TracedCell(Struct, frozen=True):
    """One agency's number inside a printed one."""

    code: str
    name: str
    value: str
    question: str
    file: str
    sheet: str
    ref: str


class Traced(Struct, frozen=True):
    """A printed number: where it stands in the draft, how it reads, how it was reckoned; `more` cells are not shown."""

    place: str
    text: str
    unit: str
    formula: str
    cells: tuple[TracedCell, ...]
    more: int


def trace_number(out: Path, draft: Path, number: str) -> tuple[Traced, ...]:
    """Every place in the draft where the number stands; () when it stands nowhere or the history has no record."""
    wanted = _plain_numbers(number)
    record = draft_record(draft, out, draft.stat().st_mtime_ns)
    if record is None or not wanted:
        return ()
    found = []
    for figure in record.figures:
        if set(wanted) <= set(_plain_numbers(figure.text)):
            cells = tuple(
                TracedCell(
                    code=cell.agency,
                    name=record.names.get(cell.agency, cell.agency),
                    value=format_number(cell.value, 4),
                    question=cell.question,
                    file=cell.file,
                    sheet=cell.sheet,
                    ref=cell.cell,
                )
                for cell in record.cells_of(figure)[:MOST_CELLS]
            )
            more = max(len(figure.cells) - MOST_CELLS, 0)
            found.append(Traced(figure.place, figure.text, figure.unit, figure.formula, cells, more))
    return tuple(found)


def _plain_numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text without the dots between thousands and the zero that offices put before 1 to 9."""
    return tuple(found.replace(".", "").lstrip("0") or "0" for found in _NUMBER.findall(text))
