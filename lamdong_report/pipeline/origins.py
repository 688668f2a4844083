"""Where numbers come from: the indicators down to agencies and cells, and any number that a draft prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from lamdong_report import drafts
from lamdong_report.content import text_of
from lamdong_report.figures import Judgement, Measure, format_result
from lamdong_report.history.record import PartEntry
from lamdong_report.model import Part
from lamdong_report.pipeline.presenting import agency_name
from lamdong_report.pipeline.reading import Reading
from lamdong_report.plan import Indicator, Plan
from lamdong_report.report import gather
from lamdong_report.report.amounts import said_pieces, target_text
from lamdong_report.report.wording import judgement_text
from lamdong_report.text import format_number

BAR = 240
# Results lie close to their targets: what is a quarter of the target away or more is drawn at the edge.
_FARTHEST = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class MeasureLine:
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


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One number that went into the result, and where it stands."""

    label: str
    value: str
    file: str
    sheet: str
    ref: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one agency gave to an indicator: the cells above the line, and those below it."""

    code: str
    name: str
    top: tuple[SourceCell, ...]
    base: tuple[SourceCell, ...]


def measure_lines(reading: Reading) -> tuple[MeasureLine, ...]:
    material = gather(reading.plan, reading.submissions, reading.findings)
    return tuple(_line(measure, reading.plan) for measure in material.measures)


def _line(measure: Measure, plan: Plan) -> MeasureLine:
    indicator, value, before = measure.indicator, measure.figure.value, measure.previous.value
    return MeasureLine(
        id=indicator.id,
        name=indicator.name,
        section=plan.section(indicator.section).title,
        unit=indicator.unit,
        target=target_text(indicator),
        result=text_of(said_pieces(measure, plan)) if measure.said else _number(indicator, value),
        previous=format_number(before) if before is not None else "",
        judgement=measure.judgement.value,
        words=judgement_text(measure.judgement, plan),
        reporters=len(measure.numerator.reporters),
        asked=len(measure.numerator.asked),
        bar=None if measure.said else _place(value, indicator.target),
        before=_place(before, indicator.target),
    )


def _number(indicator: Indicator, value: Decimal | None) -> str:
    return "" if value is None else format_result(indicator, value)


def _place(number: Decimal | None, target: Decimal) -> int | None:
    if number is None or target <= 0:
        return None
    off = max(-_FARTHEST, min(_FARTHEST, number / target - 1))
    return int((1 + off / _FARTHEST) * BAR / 2)


def is_good(judgement: str) -> bool:
    return judgement in (Judgement.EXCEEDED, Judgement.REACHED)


def shares_of(reading: Reading, indicator: str) -> tuple[Share, ...]:
    """What each agency gave to the indicator, in the plan's order; () for one that the plan does not have."""
    material = gather(reading.plan, reading.submissions, reading.findings)
    for measure in material.measures:
        if measure.indicator.id == indicator:
            return tuple(_shares(reading, measure))
    return ()


def _shares(reading: Reading, measure: Measure) -> Iterator[Share]:
    sides = [_by_agency(measure.numerator.parts), _by_agency(measure.denominator.parts)]
    for agency in reading.plan.agencies:
        top, base = (tuple(_cells(reading.plan, side.get(agency.code, ()))) for side in sides)
        if top or base:
            yield Share(agency.code, agency_name(reading, agency.code), top, base)


def _by_agency(parts: tuple[Part, ...]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.agency, []).append(part)
    return found


def _cells(plan: Plan, parts: list[Part] | tuple[()]) -> Iterator[SourceCell]:
    for part in parts:
        question = plan.questions.get(part.question)
        source = part.source
        label = question.label if question else part.question
        yield SourceCell(label, format_number(part.value), source.file, source.sheet, source.cell)


_NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
MOST_CELLS = 200


@dataclass(frozen=True, slots=True)
class TracedCell:
    """One agency's number inside a printed one."""

    code: str
    name: str
    value: str
    question: str
    file: str
    sheet: str
    ref: str


@dataclass(frozen=True, slots=True)
class Traced:
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
    record = _record(out, draft, draft.stat().st_mtime_ns)
    return tuple(_find(record, wanted)) if record and wanted else ()


@lru_cache(maxsize=4)
def _record(out: Path, draft: Path, changed: int) -> drafts.Record | None:
    """The draft's record; three megabytes of JSON are decoded once, `changed` renews it."""
    identity = drafts.identity_of(draft.read_bytes())
    stored = drafts.load(out, identity) if identity else None
    return stored.record if stored else None


def _find(record: drafts.Record, wanted: tuple[str, ...]) -> Iterator[Traced]:
    for figure in record.figures:
        printed = _plain_numbers(figure.text)
        if set(wanted) <= set(printed):
            cells = tuple(_cell(record, cell) for cell in figure.cells[:MOST_CELLS])
            more = max(len(figure.cells) - MOST_CELLS, 0)
            yield Traced(figure.place, figure.text, figure.unit, figure.formula, cells, more)


def _plain_numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text without the dots between thousands and the zero that offices put before 1 to 9."""
    return tuple(found.replace(".", "").lstrip("0") or "0" for found in _NUMBER.findall(text))


def _cell(record: drafts.Record, cell: PartEntry) -> TracedCell:
    name = record.names.get(cell.agency, cell.agency)
    return TracedCell(cell.agency, name, format_number(cell.value, 4), cell.question, cell.file, cell.sheet, cell.cell)
