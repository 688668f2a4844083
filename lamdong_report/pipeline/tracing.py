"""From a printed number to the cells it came from, as the history of a draft knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lamdong_report import drafts
from lamdong_report.history.record import PartEntry
from lamdong_report.text import format_number

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


def trace(out: Path, draft: Path, number: str) -> tuple[Traced, ...]:
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
