"""A second engine reckons the forms' formulas and comes to what they show; LibreOffice does so in test_forms_office."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.layout import lay_out
from lamdong_report.plan import Plan
from tests.form_mistakes import clean_commune, commune
from tests.slow import slow

ironcalc = pytest.importorskip("ironcalc")


def messy(clean: Prefill) -> Prefill:
    """The clean form with mistakes of every kind in it."""
    answers = {
        **clean.answers, "ii1_nguoi": "khoảng 210", "ii3_nu": Decimal(9999), "c_ngay_chot": date(2026, 12, 24),
        "ii1_ke_hoach": "đang làm", "t13_1.noi_dung": "như trên", "c_dien_thoai": "số cũ", "x62_ca_hai": Decimal(37),
    }  # fmt: skip
    rows = tuple({**row, "nu": Decimal(99), "hinh_thuc": "Tự mở"} for row in clean.tables["lop"])
    return replace(clean, answers=answers, tables={**clean.tables, "lop": rows})


@pytest.mark.parametrize("which", [*slow("blank", "clean"), "messy"])
def test_another_engine_comes_to_what_the_form_shows(real_plan: Plan, tmp_path: Path, which: str) -> None:
    clean = clean_commune(real_plan)
    prefill = {"blank": Prefill(), "clean": clean, "messy": messy(clean)}[which]
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(form_bytes(real_plan, lay_out(real_plan, (real_plan.agency(commune(real_plan)),)), prefill))
    assert differences(path) == []


def differences(path: Path) -> list[tuple[str, object, object]]:
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    shown, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    found, compared = [], 0
    for at, name in enumerate(formulas.sheetnames):
        for cell in (one for row in formulas[name].iter_rows() for one in row if one.data_type == "f"):
            theirs = model.get_cell_value(at, cell.row, cell.column) or None
            ours = shown[name][cell.coordinate].value or None
            compared += 1
            if theirs != ours:
                found.append((f"{name}!{cell.coordinate}", theirs, ours))
    assert compared > 1000
    return found
