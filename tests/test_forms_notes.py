"""What a form says beside a row while it is filled in, and how it colours the cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.forms.prefill import Typed
from lamdong_report.layout import MARKER, lay_out
from lamdong_report.plan import Plan, load_plan
from tests.corpus.forms import as_shown, opened

CODE = "SYT"


def form_of(plan: Plan, prefill: Prefill, *codes: str) -> bytes:
    return form_bytes(plan, lay_out(plan, tuple(plan.agency(code) for code in codes or (CODE,))), prefill)


@cache
def blank(folder: Path) -> bytes:
    return form_of(load_plan(folder), Prefill())


def notes(form: bytes) -> dict[str, str]:
    """What stands beside each row that has an id, in the first column after those that its block names."""
    found: dict[str, str] = {}
    for sheet in as_shown(form).worksheets:
        last = 0
        for row in sheet.iter_rows():
            text = str(row[0].value or "")
            if text.startswith(MARKER):
                last = max(cell.column for cell in row if cell.value)
            elif text and last and len(row) > last:
                found[text] = str(row[last].value or "")
    return found


def note(plan: Plan, row: str, answers: Mapping[str, Typed], reasons: Mapping[str, str] | None = None) -> str:
    return notes(form_of(plan, Prefill(answers, reasons or {})))[row]


@pytest.mark.parametrize(
    ("row", "answers", "words"),
    [
        ("tt_nguoi_nu", {"tt_nguoi": Decimal(120), "tt_nguoi_nu": Decimal(130)}, "lớn hơn ô D"),
        ("t1s_tiem", {"t1s_tong": Decimal(9), "t1s_tiem": Decimal(10)}, "lớn hơn ô D"),
        ("tt_nguoi", {"tt_nguoi": "khoảng 500"}, "Chưa đúng: không phải là số"),
        ("tt_nguoi", {"tt_nguoi": Decimal(-5)}, "Chưa đúng: nhỏ hơn 0"),
        ("tt_nguoi", {"tt_nguoi": Decimal("12.5")}, "Chưa đúng: không phải là số nguyên"),
        ("ngay_chot", {"ngay_chot": "cuối tháng 10"}, "Chưa đúng: không phải là ngày"),
        ("ngay_chot", {"ngay_chot": date(2030, 12, 31)}, "Chưa đúng: trước ngày 01/01/2031"),
        ("xh_tong", {"xh_tong": Decimal(5), "xh_trai": Decimal(2), "xh_gai": Decimal(2)}, "khác tổng các ô D"),
        ("xh_tong", {"xh_tong": Decimal(5), "xh_trai": Decimal(6)}, "khác tổng các ô D"),
        ("tt_cuoc", {"tt_nguoi": Decimal(5)}, "Chưa điền"),
    ],
)
def test_a_row_says_what_is_wrong(small_plan: Plan, row: str, answers: Mapping[str, Typed], words: str) -> None:
    told = note(small_plan, row, answers)
    assert told.startswith("Ô D") and words in told


@pytest.mark.parametrize(
    ("row", "answers", "reasons"),
    [
        ("tt_nguoi_nu", {"tt_nguoi": Decimal(120), "tt_nguoi_nu": Decimal(120)}, {}),
        ("tt_nguoi_nu", {"tt_nguoi": "khoảng 500", "tt_nguoi_nu": Decimal(130)}, {}),
        ("xh_tong", {"xh_tong": Decimal(5), "xh_trai": Decimal(2)}, {}),
        ("ngay_chot", {"ngay_chot": date(2031, 1, 1)}, {}),
        ("tt_cuoc", {"tt_nguoi": Decimal(5)}, {"tt_cuoc": "chờ số liệu"}),
        ("tt_cuoc", {}, {}),
    ],
)
def test_a_row_says_nothing_while_all_is_well(
    small_plan: Plan, row: str, answers: Mapping[str, Typed], reasons: Mapping[str, str]
) -> None:
    assert note(small_plan, row, answers, reasons) == ""


def test_a_blank_form_has_no_notes(small_plan: Plan) -> None:
    assert set(notes(blank(small_plan.folder)).values()) == {""}


def test_other_agencies_rows_of_a_shared_form_are_not_missed(small_plan: Plan) -> None:
    prefill = Prefill({"co_quan": "Sở Giáo dục và Đào tạo", "xh_tong": Decimal(5)})
    told = notes(form_of(small_plan, prefill, "SYT", "SGD"))
    wanted = {question for question, codes in small_plan.required.items() if "SGD" in codes}
    assert {row for row, words in told.items() if "Chưa điền" in words} <= wanted


def test_notes_are_not_printed(small_plan: Plan) -> None:
    for sheet in opened(blank(small_plan.folder)).worksheets:
        areas = [area for area in (sheet.print_area or "").replace("$", "").split("!")[-1].split(":") if area]
        if titled := [cell for row in sheet.iter_rows() for cell in row if cell.value == "Phiếu tự nhắc"]:
            assert areas and areas[1].rstrip("0123456789") < titled[0].column_letter


def test_obligatory_cells_grow_pale_once_filled_in(small_plan: Plan) -> None:
    sheet = opened(blank(small_plan.folder))["Số liệu"]
    assert any("LEN(TRIM(" in rule for rule in rules_of(sheet))


def test_a_part_above_its_whole_is_red_in_every_row_of_a_list(small_plan: Plan) -> None:
    sheet = opened(blank(small_plan.folder))["Bảng kê"]
    assert any("ISNUMBER" in rule and ">" in rule for rule in rules_of(sheet))


def rules_of(sheet: Worksheet) -> list[str]:
    return [formula for area in sheet.conditional_formatting for rule in area.rules for formula in rule.formula]
