"""Results that only one of the plans has: deeds, changes since last year, shares, an agency's own target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from msgspec.structs import replace as changed_plan

from lamdong_report.figures import (
    HUNDRED,
    Judgement,
    Measure,
    add_up,
    clauses,
    common_decimals,
    difference,
    divide,
    equals_as_typed,
    exceeds,
    format_difference,
    format_result,
    is_same_rate,
    judge,
    measure,
    measures,
    rate,
    reaches,
    reckon,
    reckon_each,
    reckon_expression,
    round_to,
    share_of,
    target_results,
    unit_of,
    whole_of,
)
from lamdong_report.figures.comparison import typed_decimals
from lamdong_report.model import Figure, Part, Source, Submission
from lamdong_report.plan import Plan, ResultKind, load_plan
from lamdong_report.plan.language.terms import parse_expression, parse_term
from lamdong_report.plan.schema import Operator
from tests.builders import Given, submission

WASTE: Plan = load_plan(Path(__file__).parent / "plans" / "rac")
ISSUED, DAY = "Đã ban hành", "by(2029-05-31, gia_ngay, gia = Đã ban hành)"


def forms(**answers: Mapping[str, Given]) -> dict[str, Submission]:
    return {code: submission(code, given) for code, given in answers.items()}


def result(number: str, plan: Plan = WASTE, /, **answers: Mapping[str, Given]) -> Measure:
    """The indicator of that number over forms that answer so."""
    return measure(next(one for one in plan.indicators if one.id == number), plan, forms(**answers))


def everywhere(question: str, *values: int) -> dict[str, dict[str, Given]]:
    """What each ward and commune answers: these numbers, and 0 where no more are given."""
    padded = (*values, *[0] * (4 - len(values)))
    return {code: {question: value} for code, value in zip(("P01", "P02", "X01", "X02"), padded, strict=True)}


def changed(number: str, **changes: object) -> Plan:
    """The plan with one indicator changed; its formulas stay."""
    return changed_plan(
        WASTE,
        indicators=tuple(
            replace(one, **changes) if one.id == number else one  # type: ignore[arg-type]
            for one in WASTE.indicators
        ),
    )


@pytest.mark.parametrize(
    ("answers", "value", "cells"),
    [
        ({"gia": ISSUED, "gia_ngay": date(2029, 5, 31)}, 1, ["gia_ngay", "gia"]),
        ({"gia": ISSUED, "gia_ngay": date(2029, 6, 1)}, 0, ["gia_ngay", "gia"]),
        ({"gia": "Đã trình", "gia_ngay": date(2029, 5, 1)}, 0, ["gia"]),
        ({"gia": "Đã trình"}, 0, ["gia"]),
        ({"gia_ngay": date(2029, 5, 1)}, 1, ["gia_ngay"]),
        ({"gia": ISSUED}, None, []),
        ({}, None, []),
    ],
)
def test_a_deed_counts_by_its_day_and_is_undone_when_the_answer_says_so(
    answers: Mapping[str, Given], value: int | None, cells: list[str]
) -> None:
    found = reckon((parse_term(DAY),), WASTE, forms(SNNMT=answers))
    assert found.value == value
    assert [source.cell for part in found.parts for source in (part.source, *part.more)] == cells
    assert all(part.agency == "SNNMT" for part in found.parts)
    assert [part.question for part in found.parts] == cells[:1]


def test_a_day_alone_is_held_against_the_limit() -> None:
    term = parse_term("by(2029-05-31, gia_ngay)")
    for day, value in ((date(2029, 5, 31), 1), (date(2029, 6, 1), 0)):
        assert reckon((term,), WASTE, forms(SNNMT={"gia_ngay": day})).value == value


@pytest.mark.parametrize(
    ("first", "second", "value", "judgement"),
    [
        ("Đã ký", "Đã ký", 1, Judgement.REACHED),
        ("Đã ký", "Đang đàm phán", 0, Judgement.MISSED),
        (None, "Đang đàm phán", 0, Judgement.MISSED),
        ("Đã ký", None, None, Judgement.NO_DATA),
        (None, None, None, Judgement.NO_DATA),
    ],
)
def test_a_deed_of_several_is_done_when_each_has_done_it(
    first: str | None, second: str | None, value: int | None, judgement: Judgement
) -> None:
    given = {"SNNMT": first, "MTDT": second}
    found = result("7", **{code: {"hop_dong": said} for code, said in given.items() if said})
    assert (found.figure.value, found.judgement, found.figure.unit) == (value, judgement, "")
    assert {one.agency: [a.text for a in one.answers] for one in found.said} == {
        code: [said] for code, said in given.items() if said
    }


def test_what_was_done_is_told_by_the_day_first_without_what_was_left_blank() -> None:
    (deed,) = result("6", SNNMT={"gia": ISSUED, "gia_ngay": date(2029, 5, 2)}).said
    assert [answer.question for answer in deed.answers] == ["gia_ngay", "gia"]
    (deed,) = result("6", SNNMT={"gia": "Đã trình"}).said
    assert [answer.question for answer in deed.answers] == ["gia"]


def test_a_change_in_percent_is_reckoned_from_last_years_value() -> None:
    found = result("5", **everywhere("phat_sinh", 900, 30))
    assert (found.figure.value, found.now, found.figure.unit) == (-7, 930, "%")
    assert [part.value for part in found.figure.parts] == [900, 30, 0, 0]
    assert "so với kỳ trước" in found.figure.formula and "phat_sinh" in found.figure.formula
    assert (found.change.value, found.is_better_than_before) == (None, None)
    assert found.figure.reporters == ("P01", "P02", "X01", "X02")
    assert result("5", P01={"phat_sinh": 900}).figure.value is None  # the silent ones are no fall


def test_a_change_in_the_unit_is_a_difference() -> None:
    found = result("10", **everywhere("vi_pham", 11, 10))
    assert (found.numerator.value, found.figure.value, found.figure.unit) == (21, -3, "vụ")
    assert found.now == 21


@pytest.mark.parametrize("unit", ["%", "vụ"])
def test_from_nothing_a_change_has_no_percent_but_an_amount(unit: str) -> None:
    found = result("5", changed("5", baseline=Decimal(0), unit=unit), **everywhere("phat_sinh", 9))
    assert found.figure.value == (None if unit == "%" else 9)


def test_each_agency_is_judged_by_its_own_target_in_the_plans_order() -> None:
    found = result("1", P01={"thu_gom": 95, "phat_sinh": 100}, X01={"thu_gom": 69, "phat_sinh": 100},
                   X02={"thu_gom": 95, "phat_sinh": 100}, P02={"thu_gom": 1})  # fmt: skip
    told = {one.agency: (one.figure.value, one.target, one.judgement) for one in found.each}
    assert list(told) == ["P01", "P02", "X01", "X02"]
    assert told["P01"] == (95, 95, Judgement.REACHED)
    assert told["P02"] == (None, 95, Judgement.NO_DATA)
    assert told["X01"] == (69, 70, Judgement.MISSED)
    assert told["X02"] == (95, 95, Judgement.REACHED)  # the list of communes gives it a target of its own
    assert [one.figure.asked for one in found.each] == [frozenset((code,)) for code in told]


@pytest.mark.parametrize(("value", "difference"), [(19, -1), (20, 0), (22, 2), (25, 5), (26, 1)])
def test_the_difference_is_to_the_nearer_end_of_a_range_once_it_is_passed(value: int, difference: int) -> None:
    found = result("2", P01={"tai_che": value, "thu_gom": 100, "phat_sinh": 100})
    assert (found.figure.value, found.difference.value, found.difference.unit) == (value, difference, "%")
    assert found.difference.parts == (*found.figure.parts, *found.figure.base_parts)
    assert found.difference.formula == "kết quả − chỉ tiêu"


@pytest.mark.parametrize(
    ("operator", "value", "before", "better"),
    [
        (Operator.AT_LEAST, 12, 10, True),
        (Operator.AT_LEAST, 8, 10, False),
        (Operator.AT_MOST, 8, 10, True),
        (Operator.AT_MOST, 12, 10, False),
        (Operator.BELOW, 8, 10, True),
        (Operator.EQUAL, 8, 10, False),
        (Operator.EQUAL, 12, 14, True),
        (Operator.EQUAL, 8, 6, True),
        (Operator.EQUAL, 12, 11, False),
        (Operator.AT_LEAST, 10, 10, None),
        (Operator.AT_LEAST, 10, None, None),
    ],
)
def test_better_is_what_moves_the_targets_way(
    operator: Operator, value: int, before: int | None, better: bool | None
) -> None:
    baseline = None if before is None else Decimal(before)
    plan = changed("3", operator=operator, target=Decimal(10), baseline=baseline)
    found = result("3", plan, MTDT={"diem": value})
    assert found.figure.value == value
    assert found.change.value == (None if before is None else value - before)
    assert found.is_better_than_before is better


def test_a_move_that_is_not_seen_on_paper_is_none() -> None:
    for before, better in (("10.4", None), ("10.6", False)):
        found = result("3", changed("3", baseline=Decimal(before)), MTDT={"diem": 10})
        assert found.is_better_than_before is better


def test_shares_are_of_the_sum_of_everybody() -> None:
    expression = parse_expression("thu_gom:share")
    given = forms(P01={"thu_gom": 30, "phat_sinh": 90}, P02={"thu_gom": 50, "phat_sinh": 90}, X01={})
    total, own = reckon_each(expression, WASTE, given)
    assert total.value == 100 and total.unit == "%"
    assert {code: one.value for code, one in own.items()} == {
        "P01": Decimal("37.5"),
        "P02": Decimal("62.5"),
        "X01": None,
    }
    part = share_of(expression, WASTE, {"P01": given["P01"]}, given)
    assert part.value == Decimal("37.5") and [one.agency for one in part.base_parts] == ["P01", "P02"]
    assert part.formula.endswith("trên tổng số")


def test_each_by_itself_gives_what_it_would_give_alone() -> None:
    expression = parse_expression("thu_gom/phat_sinh:%")
    given = forms(P01={"thu_gom": 30, "phat_sinh": 40}, P02={"thu_gom": 50}, X01={"phat_sinh": 0})
    total, own = reckon_each(expression, WASTE, given)
    assert total.value == 75 and total.unit == "%"
    for code, form in given.items():
        assert own[code].value == reckon_expression(expression, WASTE, {code: form}).value
    assert (own["P01"].value, own["P02"].value, own["X01"].value) == (75, None, None)


@pytest.mark.parametrize(
    ("spec", "value", "unit"),
    [("%", 50, "%"), ("moved", 50, "%"), ("per1000", 500, ""), ("per100000", 50_000, ""), ("1", Decimal("0.5"), "")],
)
def test_a_ratio_is_scaled_by_its_format(spec: str, value: Decimal, unit: str) -> None:
    found = reckon_expression(
        parse_expression(f"thu_gom/phat_sinh:{spec}"), WASTE, forms(P01={"thu_gom": 1, "phat_sinh": 2})
    )
    assert (found.value, found.unit) == (value, unit)


def test_the_whole_of_a_rate_keeps_its_cells_and_reporters() -> None:
    share = reckon_expression(parse_expression("thu_gom/phat_sinh:%"), WASTE, forms(P01={"thu_gom": 1, "phat_sinh": 4}))
    whole = whole_of(share)
    assert (whole.value, whole.parts, whole.reporters, whole.asked) == (4, share.base_parts, ("P01",), share.asked)
    assert whole.formula.startswith("mẫu số của") and share.formula in whole.formula
    assert whole_of(whole).value is None


def test_nothing_is_divided_by_nothing() -> None:
    assert divide(Decimal(1), Decimal(4)) == 25
    assert divide(Decimal(1), Decimal(4), Decimal(1)) == Decimal("0.25")
    assert (
        divide(None, Decimal(4)) is None and divide(Decimal(1), None) is None and divide(Decimal(1), Decimal(0)) is None
    )
    assert divide(Decimal(0), Decimal(4)) == 0


@pytest.mark.parametrize(("typed", "decimals"), [("5", 0), ("5.0", 1), ("5.25", 2), ("5E+2", 0), ("0.001", 3)])
def test_as_many_decimals_were_typed_as_are_seen(typed: str, decimals: int) -> None:
    assert typed_decimals(Decimal(typed)) == decimals


def test_numbers_are_the_same_as_typed_or_in_the_last_place_that_is_printed() -> None:
    assert equals_as_typed(Decimal("33.3"), Decimal("33.333")) and not equals_as_typed(
        Decimal("33.4"), Decimal("33.333")
    )
    assert is_same_rate(Decimal("33.43"), Decimal("33.333"), 1) and not is_same_rate(
        Decimal("33.44"), Decimal("33.333"), 1
    )


def test_a_half_goes_away_from_zero() -> None:
    assert [round_to(Decimal(x), 1) for x in ("0.25", "-0.25", "0.249")] == [Decimal(x) for x in ("0.3", "-0.3", "0.2")]


def test_a_column_takes_the_decimals_that_one_of_its_numbers_needs() -> None:
    numbers = ["1.50", "2", "3.256"]
    assert common_decimals([*map(Decimal, numbers), None], 2) == 2
    assert common_decimals(map(Decimal, numbers[:2]), 2) == 1
    assert common_decimals([Decimal("1E+3")], 2) == 0
    assert common_decimals([None], 2) == common_decimals([], 2) == 0


def test_a_whole_percentage_stands_without_decimals_and_other_units_with_their_own() -> None:
    (share, count) = (next(one for one in WASTE.indicators if one.id == number) for number in ("1", "9"))
    assert format_result(share, Decimal(90)) == "90" and format_result(share, Decimal("90.25")) == "90,3"
    assert format_result(share, Decimal("91.96")) == "91,96"  # with one decimal it would read as the target, 92
    assert format_result(share, Decimal("10.26"), Decimal("91.96")) == "10,26"
    one = replace(count, decimals=1)
    assert format_result(one, Decimal(12)) == "12" and format_result(one, Decimal("12.26")) == "12,3"
    assert format_result(replace(share, unit="hộ"), Decimal(12)) == "12,0"
    assert format_difference(share, Decimal("91.96"), Decimal("0.04")) == "0,04"
    assert format_difference(share, Decimal("95.04"), Decimal("0.04")) == "0"


def test_the_unit_is_that_of_the_first_question_or_column() -> None:
    def unit(*terms: str) -> str:
        return unit_of([parse_term(term) for term in terms], WASTE)

    assert unit("thu_gom") == WASTE.questions["thu_gom"].unit != ""
    assert unit("sum(cong_trinh.von)") == "tỷ đồng"
    assert unit("rows(cong_trinh)") == "" and unit("rows(cong_trinh)", "thu_gom") == unit("thu_gom")
    assert unit("answered(thu_gom)") == ""


def test_a_target_of_several_is_reached_by_as_many_as_it_needs() -> None:
    def judged(**answers: Mapping[str, Given]) -> Judgement:
        found = target_results(WASTE, measures(WASTE, forms(**answers)))
        (one,) = (target for target in found if target.id == "CT5")
        assert one.needed == 2 and len(one.measures) == 3 and one.entry is not None
        return one.judgement

    both = {"gia": ISSUED, "gia_ngay": date(2029, 5, 2), "hop_dong": "Đã ký"}
    signed = {"hop_dong": "Đã ký"}
    assert judged(SNNMT=both, MTDT=signed) is Judgement.REACHED
    assert judged(SNNMT=both, MTDT={**signed, "ho": 5000}) is Judgement.EXCEEDED
    assert judged(SNNMT=both, MTDT={"hop_dong": "Đang đàm phán"}) is Judgement.NO_DATA
    assert judged(SNNMT=both, MTDT={"hop_dong": "Đang đàm phán", "ho": 9}) is Judgement.MISSED
    assert judged() is Judgement.NO_DATA


def test_a_target_of_one_measure_is_judged_as_that() -> None:
    found = {one.id: one for one in target_results(WASTE, measures(WASTE, forms(MTDT={"diem": 12})))}
    assert list(found)[:3] == ["CT1", "CT2", "CT3"]
    assert (found["CT2"].judgement, found["CT2"].needed, found["CT2"].entry) == (Judgement.EXCEEDED, 1, None)
    assert (found["CT1"].needed, len(found["CT1"].measures)) == (2, 2)


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("thu_gom", [("P01", "thu_gom", 95, ["thu_gom"]), ("P02", "thu_gom", 8, ["thu_gom"])]),
        (
            "rate_at_least(90, thu_gom, phat_sinh)",
            [("P01", "thu_gom", 1, ["thu_gom", "phat_sinh"]), ("P02", "thu_gom", 0, ["thu_gom", "phat_sinh"])],
        ),
        (
            "answered(thu_gom, phat_sinh)",
            [("P01", "thu_gom", 1, ["thu_gom", "phat_sinh"]), ("P02", "thu_gom", 1, ["thu_gom", "phat_sinh"])],
        ),
        ("at_least(90, thu_gom)", [("P01", "thu_gom", 1, ["thu_gom"]), ("P02", "thu_gom", 0, ["thu_gom"])]),
        ("rows(cong_trinh)", [("P01", "cong_trinh", 1, ["ten1"]), ("P01", "cong_trinh", 1, ["ten2"])]),
        ("rows(cong_trinh, tinh_trang = Hoàn thành)", [("P01", "cong_trinh", 1, ["ten2"])]),
        (
            "sum(cong_trinh.von)",
            [("P01", "cong_trinh.von", 7, ["von1"]), ("P01", "cong_trinh.von", 5, ["von2"])],
        ),
        ("sum(cong_trinh.von, tinh_trang = Hoàn thành)", [("P01", "cong_trinh.von", 5, ["von2"])]),
    ],
)
def test_every_operation_keeps_whose_and_which_cells_it_counts(
    term: str, found: list[tuple[str, str, int, list[str]]]
) -> None:
    works = (
        {"ten": "Trạm A", "von": 7, "tinh_trang": "Đang thi công"},
        {"ten": "Trạm B", "von": 5, "tinh_trang": "Hoàn thành"},
    )
    given = {
        "P01": submission("P01", {"thu_gom": 95, "phat_sinh": 100}, tables={"cong_trinh": works}),
        "P02": submission("P02", {"thu_gom": 8, "phat_sinh": 10}),
    }
    parts = reckon((parse_term(term),), WASTE, given).parts
    cells = [[source.cell for source in (part.source, *part.more)] for part in parts]
    assert [(p.agency, p.question, p.value, where) for p, where in zip(parts, cells, strict=True)] == found


def test_a_row_without_the_column_of_the_condition_does_not_count() -> None:
    given = {"P01": submission("P01", {}, tables={"cong_trinh": ({"ten": "Trạm C"}, {})})}
    for term, value in (("rows(cong_trinh)", 1), ("rows(cong_trinh, tinh_trang = Hoàn thành)", None)):
        assert reckon((parse_term(term),), WASTE, given).value == value


def test_yes_counts_and_no_does_not(small_plan: Plan) -> None:
    given = forms(S101={"bv_ke_hoach": True}, S102={"bv_ke_hoach": False})
    for code, value in (("S101", 1), ("S102", 0)):
        assert reckon((parse_term("yes(bv_ke_hoach)"),), small_plan, {code: given[code]}).value == value


def test_what_is_exceeded_is_never_one_number_a_range_or_a_deed() -> None:
    one = next(one for one in WASTE.indicators if one.id == "3")
    better = Decimal(11)
    assert exceeds(one, better)
    assert not exceeds(replace(one, operator=Operator.EQUAL), better)
    assert not exceeds(replace(one, target_to=Decimal(20)), better)
    assert not exceeds(replace(one, kind=ResultKind.DONE), better)
    assert not exceeds(replace(one, may_exceed=False), better)


def test_a_change_keeps_the_cells_of_both_years_and_what_was_left_out() -> None:
    plan = changed("5", baseline=None)
    figure = result("5", plan, P01={"phat_sinh": 900}).figure
    assert (figure.value, figure.base_parts, figure.left_out) == (None, (), ())
    plan = changed("10", baseline=Decimal(24), unit="%")
    assert result("10", plan, **everywhere("vi_pham", 30)).figure.value == 25


def test_a_deed_has_no_unit_whatever_the_plan_says() -> None:
    for said in ("Đã ký", "Đang đàm phán"):
        found = result("7", changed("7", unit="%"), SNNMT={"hop_dong": said}, MTDT={"hop_dong": said})
        assert found.figure.unit == ""


def test_two_roundings_of_one_rate_are_the_same_up_to_one_in_the_last_place() -> None:
    assert is_same_rate(Decimal("33.43"), Decimal("33.33"), 1)
    assert not is_same_rate(Decimal("33.43"), Decimal("33.329"), 1)


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        (Operator.AT_LEAST, False, True, True),
        (Operator.ABOVE, False, False, True),
        (Operator.BELOW, True, False, False),
        (Operator.AT_MOST, True, True, False),
        (Operator.EQUAL, False, True, False),
    ],
)
def test_a_target_is_reached_on_its_side_and_at_itself_where_it_says_so(
    operator: Operator, below: bool, at: bool, above: bool
) -> None:
    one = replace(next(one for one in WASTE.indicators if one.id == "3"), operator=operator, target=Decimal(10))
    assert [reaches(one, Decimal(value)) for value in ("9.9", "10", "10.1")] == [below, at, above]


def test_a_range_is_reached_from_end_to_end() -> None:
    one = replace(next(one for one in WASTE.indicators if one.id == "3"), target=Decimal(10), target_to=Decimal(12))
    values = ("9.9", "10", "12", "12.1")
    assert [reaches(one, Decimal(value)) for value in values] == [False, True, True, False]


def test_a_compound_target_is_reached_when_all_of_its_parts_are_or_are_unknown() -> None:
    one = next(one for one in WASTE.indicators if one.id == "1")
    for parts, judgement in (
        ((True, True), Judgement.REACHED),
        ((True, None), Judgement.REACHED),
        ((True, False), Judgement.MISSED),
        ((None, False), Judgement.MISSED),
        ((), Judgement.REACHED),
    ):
        assert judge(one, Decimal(92), Decimal(100), parts) is judgement


def test_a_difference_keeps_the_cells_of_both_and_the_reporters_of_the_result() -> None:
    given = forms(P01={"thu_gom": 30, "phat_sinh": 40}, P02={"thu_gom": 20, "phat_sinh": 50})
    other = reckon_expression(parse_expression("thu_gom/phat_sinh:%"), WASTE, given)
    alone = reckon_expression(parse_expression("thu_gom/phat_sinh:%"), WASTE, {"P01": given["P01"]})
    found = difference(alone, other, "a − b")
    assert (found.formula, found.unit, found.reporters, found.asked) == ("a − b", "%", ("P01",), alone.asked)
    assert found.parts == (*alone.parts, *alone.base_parts) and found.base_parts == (*other.parts, *other.base_parts)
    assert alone.value is not None and other.value is not None and found.value == alone.value - other.value
    assert difference(alone, Figure(None), "").value is difference(Figure(None), alone, "").value is None


def test_a_rate_says_who_was_asked_for_either_number_and_what_was_left_out_of_both() -> None:
    def one(code: str) -> tuple[Part, ...]:
        return (Part(code, "q", Decimal(1), Source(f"{code}.xlsx", "Số liệu", "C5")),)

    found = rate(
        add_up(one("A"), frozenset("A"), one("C")), add_up(one("A"), frozenset("B"), one("D")), HUNDRED, "%", "f"
    )
    assert (found.value, found.unit, found.formula, found.reporters) == (100, "%", "f", ("A",))
    assert (found.asked, found.left_out) == (frozenset("AB"), (*one("C"), *one("D")))
    assert (found.parts, found.base_parts) == (one("A"), one("A"))


def test_a_figure_names_its_unit_and_what_it_was_reckoned_from() -> None:
    given = forms(P01={"thu_gom": 30, "phat_sinh": 40})
    for text, unit in (("thu_gom", "tấn"), ("thu_gom/phat_sinh:%", "%")):
        figure = reckon_expression(parse_expression(text), WASTE, given)
        assert (figure.unit, figure.formula) == (unit, text)
    previous = result("9", SNNMT={"hang": 9}).previous
    assert (previous.value, previous.unit, previous.formula) == (15, "bậc", "số liệu gốc ghi trong kế hoạch")
    assert result("1", P01={"thu_gom": 30, "phat_sinh": 40}).figure.formula == "(thu_gom) ÷ (phat_sinh) × 100"


def test_a_number_stands_beside_its_share_over_the_agencies_that_gave_both() -> None:
    share, part, whole = map(parse_expression, ("thu_gom/phat_sinh:%", "thu_gom", "phat_sinh"))
    given = forms(P01={"thu_gom": 30, "phat_sinh": 40}, P02={"phat_sinh": 60})
    first, second = clauses([[share, part, whole], [whole]], WASTE, lambda terms: reckon(terms, WASTE, given))
    assert (first[share].value, first[part].value, first[whole].value) == (75, 30, 40)
    assert second[whole].value == 100  # in another piece it stands for all that gave it
