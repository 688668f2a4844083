"""Any text in any cell, and any damage to any file: nothing is lost in silence and nothing stops the reader."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lamdong_report.catalogue import READING
from lamdong_report.plan import Plan
from lamdong_report.text.clean import clean
from tests.corpus.forms import usual
from tests.corpus.fuzz import broken, read_broken, seeds
from tests.corpus.reading import read
from tests.samples import samples

TESTS = Path(__file__).parent
# What an XML file may hold; a carriage return reads as a line break in any XML.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\n\t ,.-%0123456789đươằ=<>&{}'\"\u00a0\u200b\u00ad"),
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
    ),
    max_size=60,
)
QUICK = settings(
    max_examples=samples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@QUICK
@given(text=TEXTS)
@example(text="a_x0041_b")
def test_any_words_come_back_whole(small_plan: Plan, tmp_path: Path, text: str) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", bv_ly_do=text)})
    assert (received.submissions[0].answers["bv_ly_do"].value or "") == clean(text)
    assert not [finding for finding in received.findings if not finding.code.startswith("text-legacy")]


@QUICK
@given(text=TEXTS)
@example(text="_x0020_")
@example(text="a_x000D_b")
def test_any_text_where_a_number_belongs_is_taken_with_a_note_or_asked_back(
    small_plan: Plan, tmp_path: Path, text: str
) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", tt_cuoc=text)})
    found = received.submissions[0].answers["tt_cuoc"]
    said = [finding for finding in received.findings if finding.question == "tt_cuoc"]
    assert isinstance(found.value, Decimal | None)
    assert clean(found.raw) == clean(text)
    assert bool(found.raw) == bool(said)


@QUICK
@given(number=st.decimals(min_value=0, max_value=10**12, places=3))
def test_any_number_comes_back_exact(small_plan: Plan, tmp_path: Path, number: Decimal) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", bv_kinh_phi=number)})
    assert received.submissions[0].answers["bv_kinh_phi"].value == number
    assert received.findings == ()


@pytest.fixture(scope="module")
def files(small_plan: Plan) -> list[bytes]:
    return seeds(small_plan)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_damage_of_any_kind_costs_the_others_nothing(
    small_plan: Plan, tmp_path: Path, files: list[bytes], seed: int
) -> None:
    chance = random.Random(seed)
    read_broken(broken(chance.choice(files), chance), small_plan, tmp_path)


@pytest.mark.parametrize("entry", READING, ids=lambda entry: entry.code)
def test_a_test_provokes_the_finding(entry: object) -> None:
    paths = [*TESTS.glob("test_reader*.py"), *(TESTS / "corpus").glob("*.py")]
    tests = "".join(path.read_text(encoding="utf-8") for path in sorted(paths))
    assert re.search(rf'"{entry.code}"', tests)  # type: ignore[attr-defined]
