"""Every number on paper has an origin: digits stand in numbers, quotes or the plan's words; every cell holds them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lamdong_report.content import Number, Piece, Quote, ReportContent, Text
from lamdong_report.model import Part, Source
from lamdong_report.pipeline import Reading
from lamdong_report.plan import Plan
from lamdong_report.report import Material, entries, gather, lines, quotations, write_report
from lamdong_report.report.body import OF_THE_PLAN
from lamdong_report.text import clean

pytestmark = pytest.mark.slow

DIGITS = re.compile(r"\d[\d.,/]*")
Season = tuple[Material, ReportContent, Path]


@pytest.fixture(scope="module")
def season(real_plan: Plan, example_forms: Path, example_reading: Reading) -> Season:
    material = gather(real_plan, example_reading.submissions, example_reading.findings)
    return material, write_report(material, example_reading.findings, draft=True), example_forms


def pieces(content: ReportContent) -> Iterator[Piece]:
    return (piece for line in lines(content) for passage in line.passages for piece in passage.pieces)


def test_all_that_is_printed_is_made_of_pieces(season: Season) -> None:
    _, content, _ = season
    for line in lines(content):
        digits = Counter(re.findall(r"\d", "".join(line.cells)))
        made = Counter(d for s in line.passages for p in s.pieces for d in re.findall(r"\d", p.text))
        extra = digits - made
        # What is left is a row's number or a paragraph's lead, both of which the plan numbers and names.
        assert sum(extra.values()) <= 12, line.cells


def test_digits_stand_in_numbers_quotes_or_the_plans_own_words(season: Season) -> None:
    material, content, _ = season
    plan = material.plan
    words = (plan.folder / "plan.toml").read_text(encoding="utf-8") + " ".join(a.name for a in plan.agencies)
    words = words.replace("{year}", str(plan.info.year)).replace("{previous_year}", str(plan.info.year - 1))
    known = {found.rstrip(".,/") for found in DIGITS.findall(words)} | {str(plan.info.year - 1)}
    numbers = {section.number.rstrip(".") for section in plan.sections} | {s.number for s in plan.sections}
    for piece in pieces(content):
        if isinstance(piece, Text):
            strange = {found.rstrip(".,/") for found in DIGITS.findall(piece.text)} - known - numbers
            assert not strange, piece.text


def test_the_trace_holds_just_the_numbers_and_quotes_on_paper(season: Season) -> None:
    _, content, _ = season
    said = list(pieces(content))
    assert [entry.text for entry in entries(content)] == [p.text for p in said if isinstance(p, Number)]
    assert [quoted.text for quoted in quotations(content)] == [p.text for p in said if isinstance(p, Quote)]
    for entry in entries(content):
        assert entry.text in entry.beside


def test_every_reckoned_number_names_its_cells(season: Season) -> None:
    _, content, _ = season
    counted_or_planned = ("đếm", OF_THE_PLAN)
    bare = [e for e in entries(content) if not e.figure.sources and not e.figure.formula.startswith(counted_or_planned)]
    assert not bare


@cache
def sheets(path: Path) -> dict[str, Any]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: sheet for sheet in book.worksheets}


def held(folder: Path, source: Source) -> object:
    return sheets(folder / source.file)[source.sheet][source.cell].value


def is_count(part: Part, plan: Plan) -> bool:
    """Whether the part says 1 or 0 of an answer rather than repeating it."""
    question = plan.questions.get(part.question)
    return part.value in (0, 1) and not (question and question.kind.is_number)


def test_every_source_cell_opened_again_holds_the_value(season: Season) -> None:
    material, content, folder = season
    compared = 0
    # Where answers are counted rather than added up, a part says 1 or 0 of a cell that may hold any number.
    counting = re.compile(r"số cơ quan|đếm|\b(?:answered|at_least|yes|all_yes|is)\(")
    parts = {
        (part, bool(counting.search(entry.figure.formula)))
        for entry in entries(content)
        for part in (*entry.figure.parts, *entry.figure.base_parts)
    }
    for part, counted in sorted(parts, key=lambda found: (found[0].source, found[1])):
        if not part.source.cell or not (folder / part.source.file).exists():
            continue
        if part.more:
            table, _, column = part.question.partition(".")
            if column and any(one.id == table for one in material.plan.tables):  # the column of a list, added up
                cells = [held(folder, source) for source in (part.source, *part.more)]
                assert sum(Decimal(str(cell)) for cell in cells) == part.value, part
            continue
        found = held(folder, part.source)
        if isinstance(found, int | float) and not isinstance(found, bool):
            assert (
                Decimal(str(found)) == part.value or is_count(part, material.plan) or (counted and part.value in (0, 1))
            ), part
            compared += Decimal(str(found)) == part.value
        else:
            assert found is not None, part
    assert compared > 8000


def test_every_quote_stands_in_its_cell(season: Season) -> None:
    _, content, folder = season
    for quoted in quotations(content):
        if not (folder / quoted.source.file).exists():
            continue
        found = clean(str(held(folder, quoted.source))).casefold()
        letters = re.sub(r"\W", "", quoted.text.casefold())
        assert letters in re.sub(r"\W", "", found) or re.match(r"\d{4}-\d{2}-\d{2}", found), quoted
