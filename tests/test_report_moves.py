"""How a target that is a change, a range, a rank or a deed reads: by which way things went, never by the operator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from lamdong_report.content import IndicatorRow, text_of
from lamdong_report.figures import Measure, measure, target_results
from lamdong_report.plan import Operator, Plan, ResultKind, load_plan
from lamdong_report.plan.fault import Places
from lamdong_report.plan.formula_reader import read_formulas
from lamdong_report.report import gather
from lamdong_report.report.indicator_annex import indicator_rows
from lamdong_report.report.indicators import indicator_sentence, target_sentence
from tests.builders import Given, submission
from tests.conftest import SMALL_PLAN

RAC = load_plan(SMALL_PLAN.parent / "rac")
DOWN: Mapping[str, object] = {"operator": Operator.AT_MOST, "target": Decimal(-12), "target_text": "giảm ít nhất 12 vụ"}
UP: Mapping[str, object] = {"operator": Operator.AT_LEAST, "target": Decimal(2), "target_text": "tăng ít nhất 2 vụ"}
NOT_MORE: Mapping[str, object] = {"operator": Operator.AT_MOST, "target": Decimal(5), "target_text": "tăng không quá 5"}
NOT_LESS: Mapping[str, object] = {"operator": Operator.AT_LEAST, "target": Decimal(-9), "target_text": "giảm tối đa 9"}
RANGE: Mapping[str, object] = {"operator": Operator.AT_LEAST, "target": Decimal(-10), "target_to": Decimal(-5),
                               "target_text": "giảm từ 5 đến 10 vụ"}  # fmt: skip


def plan_with(name: str, **fields: object) -> Plan:
    """The plan with some keys of one indicator altered."""
    altered = (structs.replace(one, **fields) if one.id == name else one for one in RAC.indicators)
    plan = replace(RAC, indicators=tuple(altered))
    return replace(plan, formulas=read_formulas(plan, Places({}), []))


def told(plan: Plan, name: str, **forms: Mapping[str, Given]) -> tuple[str, IndicatorRow, Measure]:
    """The sentence, the row of the annex and the result of one indicator."""
    material = gather(plan, [submission(code, answers) for code, answers in forms.items()])
    found = next(one for one in material.measures if one.indicator.id == name)
    row = next(row for row in indicator_rows(material) if row.label == found.indicator.name)
    return text_of(indicator_sentence(found, material).pieces), row, found


def of_all(question: str, whole: int) -> dict[str, Mapping[str, Given]]:
    """The forms of all places, of which the first has the whole sum and the others 0."""
    places = [agency.code for agency in RAC.agencies if agency.code in RAC.asked[question]]
    return {code: {question: 0 if at else whole} for at, code in enumerate(places)}


@pytest.mark.parametrize(
    ("fields", "now", "end"),
    [
        (DOWN, 10, "đã giảm 14 vụ (10 vụ, kỳ trước 24 vụ), vượt 2 vụ so với chỉ tiêu (giảm ít nhất 12 vụ)."),
        (DOWN, 12, "đã giảm 12 vụ (12 vụ, kỳ trước 24 vụ), đạt chỉ tiêu (giảm ít nhất 12 vụ)."),
        (DOWN, 16, "đã giảm 8 vụ (16 vụ, kỳ trước 24 vụ), thấp hơn 4 vụ so với chỉ tiêu (giảm ít nhất 12 vụ); "
                   "chưa đạt chỉ tiêu."),
        (DOWN, 29, "đã tăng 5 vụ (29 vụ, kỳ trước 24 vụ); chưa đạt chỉ tiêu (giảm ít nhất 12 vụ)."),
        (DOWN, 24, "Số vụ vi phạm không thay đổi (24 vụ, kỳ trước 24 vụ); chưa đạt chỉ tiêu (giảm ít nhất 12 vụ)."),
        (UP, 27, "đã tăng 3 vụ (27 vụ, kỳ trước 24 vụ), vượt 1 vụ so với chỉ tiêu (tăng ít nhất 2 vụ)."),
        (UP, 25, "đã tăng 1 vụ (25 vụ, kỳ trước 24 vụ), thấp hơn 1 vụ so với chỉ tiêu (tăng ít nhất 2 vụ); "
                 "chưa đạt chỉ tiêu."),
        (UP, 20, "đã giảm 4 vụ (20 vụ, kỳ trước 24 vụ); chưa đạt chỉ tiêu (tăng ít nhất 2 vụ)."),
        (NOT_MORE, 26, "đã tăng 2 vụ (26 vụ, kỳ trước 24 vụ), thấp hơn 3 vụ so với mức chỉ tiêu (tăng không quá 5); "
                       "vượt chỉ tiêu."),
        (NOT_MORE, 31, "đã tăng 7 vụ (31 vụ, kỳ trước 24 vụ), cao hơn 2 vụ so với mức chỉ tiêu (tăng không quá 5); "
                       "chưa đạt chỉ tiêu."),
        (NOT_MORE, 20, "đã giảm 4 vụ (20 vụ, kỳ trước 24 vụ); vượt chỉ tiêu (tăng không quá 5)."),
        (NOT_LESS, 4, "đã giảm 20 vụ (04 vụ, kỳ trước 24 vụ), cao hơn 11 vụ so với mức chỉ tiêu (giảm tối đa 9); "
                      "chưa đạt chỉ tiêu."),
        (RANGE, 17, "đã giảm 7 vụ (17 vụ, kỳ trước 24 vụ), đạt chỉ tiêu (giảm từ 5 đến 10 vụ)."),
        (RANGE, 21, "đã giảm 3 vụ (21 vụ, kỳ trước 24 vụ), thấp hơn 2 vụ so với chỉ tiêu (giảm từ 5 đến 10 vụ); "
                    "chưa đạt chỉ tiêu."),
        (RANGE, 11, "đã giảm 13 vụ (11 vụ, kỳ trước 24 vụ), cao hơn 3 vụ so với mức chỉ tiêu (giảm từ 5 đến 10 vụ); "
                    "chưa đạt chỉ tiêu."),
        ({}, 18, "đã giảm 6 vụ (18 vụ, kỳ trước 24 vụ); vượt chỉ tiêu (không tăng so với cùng kỳ)."),
        ({}, 30, "đã tăng 6 vụ (30 vụ, kỳ trước 24 vụ); chưa đạt chỉ tiêu (không tăng so với cùng kỳ)."),
        ({}, 24, "Số vụ vi phạm không thay đổi (24 vụ, kỳ trước 24 vụ), đạt chỉ tiêu (không tăng so với cùng kỳ)."),
    ],
)  # fmt: skip
def test_a_change_is_held_against_its_target_by_the_way_it_went(
    fields: Mapping[str, object], now: int, end: str
) -> None:
    sentence, _, _ = told(plan_with("10", **fields), "10", **of_all("vi_pham", now))
    assert sentence.endswith(end), sentence


def test_a_sum_of_some_places_is_not_held_against_last_years_of_all() -> None:
    sentence, row, found = told(plan_with("10", **DOWN), "10", P01={"vi_pham": 5}, P02={"vi_pham": 1})
    assert sentence == (
        "Số vụ vi phạm: 06 vụ, chưa so được với kỳ trước (24 vụ) vì xã Đảo Trong và xã Gò Sim chưa báo cáo."
    )
    assert (found.figure.value, row.judgement, text_of(row.result.pieces)) == (None, "Chưa có số liệu", "…")


def test_what_is_not_known_of_last_year_is_said_with_who_should_know_it() -> None:
    plan = plan_with("10", baseline=None, previous="vi_pham_truoc")
    sentence, _, _ = told(plan, "10", **of_all("vi_pham", 5))
    assert sentence == "Số vụ vi phạm: 05 vụ, chưa so được với kỳ trước vì các phường, xã chưa báo cáo số kỳ trước."
    same = {"P01": {"vi_pham": 5, "vi_pham_truoc": 7}}  # both of the same places, however few
    assert "đã giảm 2 vụ (05 vụ, kỳ trước 07 vụ" in told(plan, "10", **same)[0]


@given(st.sampled_from([DOWN, UP, NOT_MORE, NOT_LESS, RANGE, {}]), st.integers(0, 60))
def test_no_sentence_of_a_change_contradicts_its_judgement(fields: Mapping[str, object], now: int) -> None:
    sentence, row, found = told(plan_with("10", **fields), "10", **of_all("vi_pham", now))
    moved = now - 24
    assert ("giảm " in sentence.partition("(")[0], "tăng " in sentence.partition("(")[0]) == (moved < 0, moved > 0)
    assert ("chưa đạt" in sentence) == (row.judgement == "Chưa đạt")
    assert found.level.value == now and text_of(row.previous.pieces) == "24 vụ"
    assert "  " not in sentence


def test_a_rate_that_has_moved_is_told_with_both_rates() -> None:
    fields = {"unit": "điểm phần trăm", "target": Decimal(2), "operator": Operator.AT_LEAST, "counted": "tấn",
              "target_text": "", "decimals": 1, "baseline": Decimal(90), "numerator": ("thu_gom",),
              "denominator": ("phat_sinh",)}  # fmt: skip
    sentence, row, found = told(plan_with("10", **fields), "10", P01={"thu_gom": 187, "phat_sinh": 200})
    assert "đã tăng 3,5 điểm phần trăm (93,5%, kỳ trước 90%" in sentence
    assert "vượt 1,5 điểm phần trăm so với chỉ tiêu (từ 2 điểm phần trăm trở lên)" in sentence
    cells = (row.previous, row.result, row.difference)
    assert [text_of(cell.pieces) for cell in cells] == ["90%", "tăng 3,5 điểm phần trăm", "+1,5"]
    assert {part.question for part in (*found.level.parts, *found.level.base_parts)} == {"thu_gom", "phat_sinh"}


def test_the_annex_says_how_a_range_and_a_rank_stand_to_their_targets() -> None:
    _, inside, _ = told(RAC, "2", P01={"tai_che": 22, "thu_gom": 100, "phat_sinh": 100})
    _, above, _ = told(RAC, "2", P01={"tai_che": 26, "thu_gom": 100, "phat_sinh": 100})
    _, higher, _ = told(RAC, "9", SNNMT={"hang": 7})
    _, lower, _ = told(RAC, "9", SNNMT={"hang": 12})
    rows = (inside, above, higher, lower)
    assert [text_of(row.difference.pieces) for row in rows] == ["trong khoảng", "+1", "cao hơn 3", "thấp hơn 2"]


def test_who_says_nothing_of_a_deed_is_named_beside_those_who_do() -> None:
    sentence, _, _ = told(RAC, "7", SNNMT={"hop_dong": "Đang đàm phán"}, MTDT={})
    assert sentence.startswith(
        "Hợp đồng xử lý chất thải: đang đàm phán; Công ty Môi trường đô thị chưa nêu kết quả; chưa đạt chỉ tiêu"
    )
    silent, _, _ = told(RAC, "7", SNNMT={"hop_dong": "Đã ký"}, MTDT={})
    assert silent == "Hợp đồng xử lý chất thải: Công ty Môi trường đô thị chưa nêu kết quả."


def test_a_deed_that_is_asked_with_yes_and_no_reads_as_done_or_not() -> None:
    plan = plan_with("7", numerator=("yes(bai_rac)",), lead="P01", responsible=("P01",), asks=())
    plan = replace(plan, asked={**plan.asked, "bai_rac": frozenset({"P01"})})
    done, row, _ = told(plan, "7", P01={"bai_rac": True})
    assert done.endswith("đã thực hiện; đạt chỉ tiêu (được ký).")
    assert (text_of(row.result.pieces), text_of(row.note.pieces)) == ("Đã thực hiện", "")
    missed, _, _ = told(plan, "7", P01={"bai_rac": False})
    assert missed.endswith("chưa thực hiện; chưa đạt chỉ tiêu (được ký).")


def test_a_chi_tieu_of_several_measures_that_gives_more_than_needed_exceeds() -> None:
    forms = [
        submission("MTDT", {"hop_dong": "Đã ký", "ho": 2400}),
        submission("SNNMT", {"gia": "Đã ban hành", "gia_ngay": date(2029, 5, 1), "hop_dong": "Đã ký"}),
    ]
    material = gather(RAC, forms)
    (target,) = (one for one in target_results(RAC, material.measures) if one.id == "CT5")
    (paragraph,) = target_sentence(target, material)
    assert text_of(paragraph.pieces) == "Điều kiện xử lý chất thải: 3/3 nội dung đạt; vượt chỉ tiêu."


def test_last_years_number_of_what_moved_is_asked_in_the_unit_of_the_number() -> None:
    by_name = {one.id: one for one in RAC.indicators}
    assert (by_name["5"].level_unit, by_name["10"].level_unit, by_name["1"].level_unit) == ("tấn", "vụ", "%")
    rate = structs.replace(by_name["1"], against_last_year=True, unit="điểm phần trăm")
    assert rate.level_unit == "%"
    assert measure(by_name["5"], RAC, {}).previous.unit == "tấn"


def test_who_is_missing_is_told_where_no_count_tells_it() -> None:
    numerator = {"numerator": ("vi_pham", "diem"), "against_last_year": False, "unit": "vụ", "target": Decimal(1),
                 "operator": Operator.AT_LEAST, "target_text": ""}  # fmt: skip
    sentence, _, _ = told(plan_with("10", **numerator), "10", P01={"vi_pham": 5}, P02={"vi_pham": 4})
    assert "(số liệu của 2/4 phường, xã, chưa có Công ty Môi trường đô thị)" in sentence
    deeds = {"SNNMT": {"hop_dong": "Đã ký"}}
    few = plan_with("7", kind=ResultKind.NUMBER, unit="nơi", target=Decimal(2), target_text="")
    sentence, _, _ = told(few, "7", **deeds)
    assert "(số liệu của Sở Nông nghiệp và Môi trường, chưa có Công ty Môi trường đô thị)" in sentence


@pytest.mark.parametrize(("whole", "shown"), [(1200, "1.200 tỷ đồng"), (1200.5, "1.200,5 tỷ đồng")])
def test_a_sum_that_is_whole_has_no_decimals(whole: float, shown: str) -> None:
    material = gather(RAC, [submission("MTDT", {}, tables={"cong_trinh": ({"von": whole},)})])
    found = next(one for one in material.measures if one.indicator.id == "11")
    assert f"là {shown} (" in text_of(indicator_sentence(found, material).pieces)
