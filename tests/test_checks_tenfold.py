"""Numbers ten or a thousand times another one of the same office."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lamdong_report.checks import check_submissions
from lamdong_report.model import Severity
from lamdong_report.plan import Plan
from tests.builders import Given, submission

YEAR_BEFORE = "tt_nguoi_2030"


def told(plan: Plan, answers: dict[str, Given], agency: str = "S101") -> list[str]:
    findings = check_submissions(plan, [submission(agency, answers)])
    assert all(one.severity is Severity.WARNING for one in findings if one.code == "tenfold")
    return [f"{one.question}: {one.message}" for one in findings if one.code == "tenfold"]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (2390, 239, "gấp số năm trước (239 lượt người) khoảng 10 lần"),
        (24, 239, "kém số năm trước (239 lượt người) khoảng 10 lần"),
        (239000, 239, "khoảng 1.000 lần"),
        (478, 239, ""),
        (12, 1, ""),
    ],
)
def test_ten_times_last_year_is_asked_about_in_every_group(small_plan: Plan, now: int, before: int, said: str) -> None:
    messages = told(small_plan, {"tt_cuoc": 6, "tt_nguoi": now, YEAR_BEFORE: before})
    assert bool(messages) == bool(said)
    assert all(said in message and message.startswith("tt_nguoi:") for message in messages)


def test_one_number_is_doubted_once(small_plan: Plan) -> None:
    answers = {"tt_cuoc": 6, "tt_nguoi": 2390, YEAR_BEFORE: 239}
    codes = [
        one.code for one in check_submissions(small_plan, [submission("S101", answers)]) if one.question == "tt_nguoi"
    ]
    assert codes == ["tenfold"]


@pytest.mark.parametrize(("part", "whole", "count"), [(239, 2390, 1), (2390, 2390, 0), (20, 200, 0), (154, 239, 0)])
def test_a_whole_of_the_same_digits_is_asked_about(small_plan: Plan, part: int, whole: int, count: int) -> None:
    messages = told(small_plan, {"tt_cuoc": 60, "tt_nguoi": whole, "tt_nguoi_nu": part})
    assert len(messages) == count


@pytest.mark.parametrize(
    ("before", "codes"),
    [("99.2", []), ("992", ["percent-out-of-range"]), ("9920", ["percent-out-of-range"]), ("1", ["tenfold"])],
)
def test_a_rate_is_not_held_against_one_that_cannot_be(real_plan: Plan, before: str, codes: list[str]) -> None:
    answers: dict[str, Given] = {"i51_tong": 1642, "i51_co": 1642, "i51.nam_truoc": Decimal(before)}
    findings = check_submissions(real_plan, [submission("SGDDT", answers)])
    own = ("i51_tong", "i51_co", "i51.nam_truoc")
    assert [one.code for one in findings if one.question in own] == codes
