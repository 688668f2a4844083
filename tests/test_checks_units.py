"""Lists that are kept by unit: which units of an agency nobody has spoken of."""

from __future__ import annotations

import pytest

from lamdong_report.checks import check_submissions
from lamdong_report.plan import Plan, load_plan
from tests.builders import submission
from tests.conftest import SMALL_PLAN


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(SMALL_PLAN.parent / "rac")


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ((), "Xí nghiệp Bắc và Xí nghiệp Nam"),
        (("xí nghiệp nam",), "Xí nghiệp Bắc"),
        (("Xí nghiệp Bắc", "Xí nghiệp Nam"), ""),
        (("Xí nghiệp Bắc", "Đội xe khác"), "Xí nghiệp Nam"),
    ],
)
def test_units_without_a_row_are_named(plan: Plan, units: tuple[str, ...], told: str) -> None:
    rows = tuple({"don_vi": name, "so": 5} for name in units)
    form = submission("MTDT", {}, tables={"xe": rows} if rows else {})
    found = [one.message for one in check_submissions(plan, [form]) if one.code == "unit-missing"]
    assert found == ([f"Bảng «Phương tiện thu gom của các đơn vị» chưa có số liệu của {told}."] if told else [])


def test_who_answers_for_no_units_is_asked_for_none(plan: Plan) -> None:
    assert not [one for one in check_submissions(plan, [submission("SNNMT", {})]) if one.code == "unit-missing"]
