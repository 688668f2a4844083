"""The kinds of answers as one table: what is said there of a kind is what forms, reader and workbook do."""

from __future__ import annotations

import io

import openpyxl
import pytest

from lamdong_report.forms.validation import _RULES
from lamdong_report.layout import is_wide
from lamdong_report.plan import Kind, Plan
from lamdong_report.plan.schema import TRAITS, Reads
from lamdong_report.planbook.cells import CALLED
from lamdong_report.reader.values import _READERS
from tests.corpus.forms import form_of, spot_of


def test_every_kind_has_its_entry_and_every_way_to_read_its_reader() -> None:
    assert set(TRAITS) == set(_RULES) == set(Kind)
    assert set(_READERS) == set(Reads)
    assert {kind.value: CALLED[kind.value] for kind in Kind} == {kind.value: kind.traits.called for kind in Kind}
    assert len({traits.called for traits in TRAITS.values()}) == len(Kind)


@pytest.mark.parametrize("agency", ["SYT", "S101", "TD"])
def test_the_cells_of_a_form_look_as_their_kind_says(small_plan: Plan, agency: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_of(small_plan, agency)))
    seen = set()
    for question in small_plan.questions.values():
        if small_plan.is_asked(question.id, agency) and question.id != small_plan.roles.agency:
            spot = spot_of(small_plan, agency, question.id)
            cell = book[spot.sheet].cell(spot.row + 1, spot.column + 1)
            assert cell.number_format == question.kind.traits.format, question.id
            assert cell.alignment.horizontal == question.kind.traits.align, question.id
            seen.add(question.kind)
    assert len(seen) >= 6


def test_wide_cells_are_those_of_words(small_plan: Plan) -> None:
    wide = {question.kind for question in small_plan.questions.values() if is_wide(question)}
    assert wide and wide <= {kind for kind in Kind if kind.traits.is_wide} and all(not kind.is_number for kind in wide)
