"""Small counts about victims: what an annex leaves out cannot be reckoned from what it prints in the same column."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lamdong_report.content import AgencyAnnex
from lamdong_report.plan import Plan
from lamdong_report.plan.fault import Places
from lamdong_report.plan.formula_reader import read_formulas
from lamdong_report.plan.schema import Annex, AnnexColumn, Division
from lamdong_report.report import gather
from lamdong_report.report.figure_annex import figure_annex
from lamdong_report.text import upper_first
from tests.builders import submission
from tests.samples import samples

COUNT, HELPED = "x31_blgd_nguoi", "x31_blgd_ho_tro"
WARDS, COMMUNES, ISLAND = ("22918", "22924", "22933"), ("22963", "22969", "22972"), ("23272",)
DIVISIONS = (WARDS, COMMUNES, ISLAND)
SMALL = {1, 2, 3, 4}


def annex(
    plan: Plan, counts: Mapping[str, int], value: str = COUNT, by: Division | None = Division.KIND
) -> AgencyAnnex:
    """The annex of one column about victims, with the counts that these communes have sent."""
    columns = (AnnexColumn(id="cot", label="Cột", value=value),)
    changed = replace(plan, annexes=(Annex(id="thu", title="Thử", of=("X",), by=by),), annex_columns=columns)
    forms = [submission(code, {COUNT: count, HELPED: count}) for code, count in counts.items()]
    return figure_annex(read_formulas(changed, Places({}), []).annexes[0], "II", gather(changed, forms))


def printed(plan: Plan, counts: Mapping[str, int], **how: str | None) -> tuple[dict[str, str], list[str], str]:
    """What stands at those who have sent something; the subtotals in their order; the total."""
    found = annex(plan, counts, **how)  # type: ignore[arg-type]
    names = {upper_first(plan.agency(code).name): code for code in counts}
    cells = {names[row.name]: row.cells[0].text for row in found.rows if row.name in names and row.number}
    return cells, [row.cells[0].text for row in found.rows if not row.number], found.total.cells[0].text


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ((3, 12, 9), ("*", "12", "*"), "24"),
        ((3, 0, 12), ("*", "–", "*"), "15"),
        ((3, 0, 0), ("*", "*", "–"), "3"),
        ((3, 4, 12), ("*", "*", "12"), "19"),
        ((1, 1, 12), ("*", "*", "*"), "14"),
        ((4, 4, 12), ("*", "*", "*"), "20"),
        ((2, 2, 12), ("*", "*", "12"), "16"),
        ((5, 0, 12), ("5", "–", "12"), "17"),
        ((3,), ("*",), "*"),
        ((4, 4), ("*", "*"), "*"),
    ],
)
def test_the_next_smallest_is_left_out_where_the_total_would_tell(
    real_plan: Plan, counts: tuple[int, ...], cells: tuple[str, ...], total: str
) -> None:
    found, _, sum_of_all = printed(real_plan, dict(zip(WARDS, counts, strict=False)), by=None)
    assert (tuple(found.values()), sum_of_all) == (cells, total)


def test_where_a_division_has_one_count_alone_no_division_has_its_sum(real_plan: Plan) -> None:
    cells, subtotals, total = printed(real_plan, {WARDS[0]: 12, WARDS[1]: 9, ISLAND[0]: 3})
    assert (list(cells.values()), subtotals, total) == (["12", "*", "*"], ["*", "*", "*"], "24")


def test_a_share_and_a_rate_of_few_persons_are_left_out_whatever_the_per_cent(real_plan: Plan) -> None:
    shares, _, whole = printed(real_plan, dict(zip(WARDS, (4, 90, 6), strict=True)), value=f"{COUNT}:share", by=None)
    assert (list(shares.values()), whole) == (["*", "90,0%", "*"], "100%")
    rates, _, rate = printed(real_plan, dict(zip(WARDS, (4, 90, 6), strict=True)), value=f"{HELPED}/{COUNT}:%", by=None)
    assert (list(rates.values()), rate) == (["*", "100%", "100%"], "100%"), "rates add up to nothing"


@settings(max_examples=samples(30))
@given(counts=st.fixed_dictionaries({}, optional={code: st.integers(0, 8) for some in DIVISIONS for code in some}))
def test_no_count_left_out_can_be_reckoned_from_what_the_column_prints(
    real_plan: Plan, counts: Mapping[str, int]
) -> None:
    """What a printed sum leaves open are at least two, neither all 1 nor all as large as a small count gets."""
    cells, subtotals, total = printed(real_plan, counts)
    hidden = {code for code, text in cells.items() if text == "*"}
    assert {code for code, count in counts.items() if count in SMALL} <= hidden
    summed = DIVISIONS if "*" not in subtotals else [tuple(counts)] if total != "*" else []
    for members in summed:
        left_out = [counts[code] for code in members if code in hidden]
        assert len(left_out) != 1 and set(left_out) not in ({1}, {4})
        assert sum(count not in SMALL for count in left_out) <= 1, "no more than it takes"
