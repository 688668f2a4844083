"""Sums, rates and judgements over forms that are written out beside each case."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lamdong_report.figures import Judgement, measure, reckon, reckon_expression
from lamdong_report.figures.pairing import pair
from lamdong_report.figures.sums import Sum, add_up
from lamdong_report.model import Part, Source, Submission
from lamdong_report.plan import Indicator, Plan, load_plan, parse_expression, parse_term
from lamdong_report.plan.schema import Operator
from tests.builders import Given, submission
from tests.conftest import SMALL_PLAN

PLAN: Plan = load_plan(SMALL_PLAN)

Cells = dict[str, dict[str, Given]]


def received(cells: Cells) -> dict[str, Submission]:
    return {agency: submission(agency, answers) for agency, answers in cells.items()}


def indicator(plan: Plan, indicator_id: str, **changes: object) -> Indicator:
    return replace(next(i for i in plan.indicators if i.id == indicator_id), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("tt_nguoi", 350),
        ("tt_nguoi@XA", 300),
        ("tt_nguoi@SYT", 50),
        ("yes(bv_ke_hoach)", 1),
        ("answered(bv_ke_hoach)", 2),
        ("is(bv_mo_hinh, Đang lập hồ sơ)", 1),
        ("is(bv_mo_hinh, Đang lập hồ sơ | Chưa thực hiện)", 2),
        ("at_least(2, t3_q1, t3_q2)", 1),
        ("answered(t3_q1, t3_q2)", 2),
        ("answered(t3_q1, bv_kinh_phi)", 1),
        ("all_yes(bv_ke_hoach)", 1),
        ("tt_nguoi@XA + tt_nguoi@SYT", 350),
        ("tt_cuoc", None),
    ],
)
def test_a_term_counts_what_it_says(small_plan: Plan, term: str, value: int | None) -> None:
    forms = received(
        {
            "SYT": {"tt_nguoi": 50},
            "S101": {"tt_nguoi": 100, "bv_ke_hoach": True, "bv_mo_hinh": "Đang lập hồ sơ", "t3_q1": 2, "t3_q2": 5,
                     "bv_kinh_phi": 30},
            "S102": {"tt_nguoi": 200, "bv_ke_hoach": False, "bv_mo_hinh": "Chưa thực hiện", "t3_q1": 9, "t3_q2": 1},
        }
    )  # fmt: skip
    found = reckon_expression(parse_expression(term), small_plan, forms)
    assert found.value == (None if value is None else Decimal(value))


def test_rows_and_columns_of_a_table_are_counted(small_plan: Plan) -> None:
    rows = ({"ten": "Lớp một", "nguoi": 30, "nu": 12}, {"ten": "Lớp hai", "nguoi": 25})
    forms = {"TD": submission("TD", {}, tables={"lop": rows})}
    assert reckon((parse_term("rows(lop)"),), small_plan, forms).value == 2
    assert reckon((parse_term("sum(lop.nguoi)"),), small_plan, forms).value == 55
    assert reckon((parse_term("sum(lop.nu)"),), small_plan, forms).value == 12


def test_every_summand_keeps_its_cell(small_plan: Plan) -> None:
    forms = received({"S101": {"tt_nguoi": 100}, "S102": {"tt_nguoi": 200}})
    figure = reckon_expression(parse_expression("tt_nguoi"), small_plan, forms)
    assert [str(source) for source in figure.sources] == [
        "S101.xlsx › Số liệu › tt_nguoi",
        "S102.xlsx › Số liệu › tt_nguoi",
    ]


def test_a_rate_is_reckoned_from_sums_and_never_averaged(small_plan: Plan) -> None:
    forms = received({"S101": {"t1_tiem": 9, "t1_tong": 10}, "S102": {"t1_tiem": 10, "t1_tong": 90}})
    found = measure(indicator(small_plan, "t1"), small_plan, forms)
    assert found.figure.value == 19  # the average of 90% and 11,1% would be 50,6%
    assert (found.numerator.value, found.denominator.value) == (19, 100)


def test_an_agency_that_gave_half_a_rate_is_left_out_of_both_halves(small_plan: Plan) -> None:
    forms = received({"S101": {"t1_tiem": 9, "t1_tong": 10}, "S102": {"t1_tiem": 50}})
    found = measure(indicator(small_plan, "t1"), small_plan, forms)
    assert (found.numerator.value, found.denominator.value) == (9, 10)


def summed(**values: int) -> Sum:
    """A sum with one summand an agency."""
    parts = (Part(code, "q", Decimal(value), Source(f"{code}.xlsx", "Số liệu", "C5")) for code, value in values.items())
    return add_up(tuple(parts), frozenset("ABCD"))


def test_only_agencies_that_gave_both_numbers_are_held_against_each_other() -> None:
    top, base = pair(summed(A=1, B=2), summed(B=20, C=30))
    assert (top.reporters, base.reporters) == (("B",), ("B",))
    assert [part.agency for part in (*top.left_out, *base.left_out)] == ["A", "C"]


def test_a_denominator_of_none_needs_no_numerator() -> None:
    top, base = pair(summed(A=1), summed(A=10, B=0, C=30))
    assert (top.value, base.reporters) == (1, ("A", "B"))


def test_the_rest_of_the_whole_needs_no_numerator_of_its_own() -> None:
    top, base = pair(summed(A=1), summed(A=10, B=20, C=30), outside=frozenset("B"))
    assert (top.value, base.value) == (1, 30)


def test_a_part_of_the_agencies_is_a_share_of_all_of_them(small_plan: Plan) -> None:
    forms = received({"S101": {"tt_nguoi": 30}, "SYT": {"tt_nguoi": 70}})
    share = reckon_expression(parse_expression("tt_nguoi@XA/tt_nguoi:%"), small_plan, forms)
    assert share.value == 30


def test_a_difference_over_a_difference_is_reckoned_whole(small_plan: Plan) -> None:
    """Term by term the agency that gave the first of each alone would count with it."""
    whole = {"tt_nguoi": 100, "tt_cuoc": 40, "t3_q1": 5, "t3_q2": 3}
    forms = received({"S101": whole, "S102": {"tt_nguoi": 60, "t3_q1": 1}})
    found = reckon_expression(parse_expression("tt_nguoi - tt_cuoc/t3_q1 - t3_q2"), small_plan, forms)
    assert found.value == 30


@pytest.mark.parametrize(
    ("operator", "value", "judgement"),
    [
        (Operator.AT_LEAST, 96, Judgement.EXCEEDED),
        (Operator.AT_LEAST, 95, Judgement.REACHED),
        (Operator.AT_LEAST, 94, Judgement.MISSED),
        (Operator.BELOW, 94, Judgement.EXCEEDED),
        (Operator.BELOW, 95, Judgement.MISSED),
        (Operator.AT_MOST, 94, Judgement.EXCEEDED),
        (Operator.AT_MOST, 95, Judgement.REACHED),
        (Operator.AT_MOST, 96, Judgement.MISSED),
        (Operator.EQUAL, 95, Judgement.REACHED),
        (Operator.EQUAL, 94, Judgement.MISSED),
    ],
)
def test_a_result_is_judged_by_its_operator(
    small_plan: Plan, operator: Operator, value: int, judgement: Judgement
) -> None:
    forms = received({"S101": {"t1_tiem": value, "t1_tong": 100}})
    assert measure(indicator(small_plan, "t1", operator=operator), small_plan, forms).judgement is judgement


@pytest.mark.parametrize("operator", [Operator.AT_LEAST, Operator.BELOW])
def test_the_plan_can_say_that_a_target_cannot_be_exceeded(small_plan: Plan, operator: Operator) -> None:
    value = 96 if operator is Operator.AT_LEAST else 94
    forms = received({"S101": {"t1_tiem": value, "t1_tong": 100}})
    found = measure(indicator(small_plan, "t1", operator=operator, may_exceed=False), small_plan, forms)
    assert found.judgement is Judgement.REACHED


def test_nothing_to_count_is_not_a_miss(small_plan: Plan) -> None:
    forms = received({"S101": {"t1_tong": 0}})
    assert measure(indicator(small_plan, "t1"), small_plan, forms).judgement is Judgement.NONE


def test_no_data_is_not_a_miss(small_plan: Plan) -> None:
    assert measure(indicator(small_plan, "t1"), small_plan, {}).judgement is Judgement.NO_DATA
    forms = received({"S101": {"t1_tong": 12}})
    assert measure(indicator(small_plan, "t1"), small_plan, forms).judgement is Judgement.NO_DATA


def test_a_compound_target_is_missed_when_one_part_misses(small_plan: Plan) -> None:
    boys_lag = {"t4_trai": 100, "t4_hoc_trai": 98, "t4_gai": 900, "t4_hoc_gai": 900}
    found = measure(indicator(small_plan, "t4"), small_plan, received({"SGD": boys_lag}))
    assert found.figure.value == Decimal("99.8")
    assert [part.reaches for part in found.parts] == [False, True]
    assert found.judgement is Judgement.MISSED


def test_quarters_are_judged_agency_by_agency(small_plan: Plan) -> None:
    forms = received({"S101": {"t3_q1": 2, "t3_q2": 2, "t3_q3": 2}, "S102": {"t3_q1": 9, "t3_q2": 9, "t3_q3": 1}})
    assert measure(indicator(small_plan, "t3"), small_plan, forms).figure.value == 50


def test_last_years_result_comes_from_the_plan_or_from_the_lead(small_plan: Plan) -> None:
    forms = received({"SYT": {"t1s.nam_truoc": 91.5, "t2s.nam_truoc": 500}})
    assert measure(indicator(small_plan, "t1"), small_plan, forms).previous.value == Decimal("93.5")
    assert measure(indicator(small_plan, "t2"), small_plan, forms).previous.value == 500


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), max_size=2), st.randoms())
def test_the_order_of_the_forms_changes_no_sum(pairs: list[tuple[int, int]], random: object) -> None:
    cells: Cells = {
        code: {"t1_tiem": low, "t1_tong": high} for code, (low, high) in zip(("S101", "S102"), pairs, strict=False)
    }
    backwards = dict(reversed(list(received(cells).items())))
    ours, theirs = (measure(indicator(PLAN, "t1"), PLAN, forms) for forms in (received(cells), backwards))
    assert (ours.figure.value, ours.judgement) == (theirs.figure.value, theirs.judgement)


def test_a_remainder_needs_both_numbers_of_an_agency(small_plan: Plan) -> None:
    forms = received(
        {
            "S101": {"tt_cuoc": 5, "tt_nguoi": 60},
            "S102": {"tt_nguoi": 40},
            "SGD": {"tt_cuoc": 2, "tt_nguoi": 30},
        }
    )
    found = reckon_expression(parse_expression("tt_nguoi - tt_cuoc"), small_plan, forms)
    assert found.value == 83 and found.reporters == ("S101", "SGD")
    assert [part.value for part in found.left_out] == [40]
    assert [part.value for part in found.parts] == [60, 30, -5, -2]
