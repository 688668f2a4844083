"""A season under test: the small plan with one form full of faults, one late, one unusable, two that never came."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lamdong_report.catalogue import make_finding
from lamdong_report.model import Finding, Severity, Source, Submission
from lamdong_report.plan import Plan
from lamdong_report.status import AgencyStatus, agency_statuses
from tests.form_tables import form

VALIDATOR = Path(__file__).resolve().parents[2] / "shared" / "tools" / "validate_ooxml.py"
HOSTILE = "<script>alert(1)</script> & \"'{{ 7*7 }}{% x %} =cmd|'/C calc'!A0 <w:p> \x1b[31m\x0b\u202e\ufffe\udcff"
FAULTY_FORM = """
    nguoi_lap      | C6  | Trần Thị Mai
    ngay_cong_van  | C10 | 15/11/2031
    ngay_chot      | C11 | 10/11/2031
    lan_gui        | C12 | 1
    tre_em         | C13 | 1.250
    tt_cuoc        | D8  | ?khoảng 500  | đang rà soát
    tt_nguoi       | D9  | 120
    tt_nguoi_nu    | D10 | 130
    xh_tong        | D20 | 3
    kp_ns.giao     | D7  | 50           | theo quyết định giao dự toán
    lop#1.ten      | C7  | Tập huấn bảo vệ trẻ em
    lop#1.ngay     | D7  | ?32/13
    lop#2.ten      | C8  | Kỹ năng <an toàn> & phòng ngừa
"""
LATE_FORM = """
    ngay_cong_van  | C10 | 20/11/2031
    tt_cuoc        | D8  | 4
"""


def at(sheet: str, cell: str, agency: str = "S101") -> Source:
    return Source(f"phieu-{agency}.xlsx", sheet, cell)


def season(plan: Plan, *more: Finding) -> tuple[tuple[AgencyStatus, ...], tuple[Finding, ...]]:
    """Statuses and findings. S101 has 4 errors and a warning, SGD came late, S102 sent two forms that differ."""
    findings = (
        make_finding("form-missing", agency="TD", name="Tỉnh đoàn", deadline="20/11/2031"),
        make_finding("form-missing", agency="SYT", name="Sở Y tế", deadline="20/11/2031"),
        make_finding("small-count", agency="S101", source=at("Số liệu", "D20"), question="xh_tong",
                     where="«Số liệu» ô D20", more="", limit="4"),
        make_finding("out-of-range", agency="S101", source=at("Số liệu", "D9"), question="tt_nguoi",
                     where="«Số liệu» ô D9", label="Số lượt người tham dự", value="120", range="từ 1 đến 20",
                     reason_column="Ghi chú"),
        make_finding("number-approximate", example="12", agency="S101", source=at("Số liệu", "D8"), question="tt_cuoc",
                     text="khoảng 500"),
        make_finding("part-exceeds-whole", agency="S101", source=at("Số liệu", "D10"), question="tt_nguoi_nu",
                     where="«Số liệu» ô D10", label="Trong đó: nữ", value="130", whole="Số lượt người tham dự",
                     whole_value="120", cells="D9 và D10"),
        make_finding("date-unclear", agency="S101", source=at("Bảng kê", "D7"), question="lop.ngay", text="32/13",
                     year="2031"),
        make_finding("number-missing", agency="S101", source=at("Số liệu", ""), question="tt_nguoi_nam",
                     where="«Số liệu»", label="Trong đó: nam", reason_column="Ghi chú"),
        make_finding("form-conflict", agency="S102", source=Source("a.xlsx", "", ""), other="b.xlsx",
                     why="«Số hội nghị» là 12, tệp kia là 15", sending="Lần gửi"),
        make_finding("sent-late", agency="SGD", source=at("Thông tin chung", "C10", "SGD"),
                     where="«Thông tin chung» ô C10", date="20/11/2031", deadline="20/11/2031"),
        make_finding("file-password", source=Source("BC xa Bao Lam.xlsx", "", "")),
        make_finding("total-implausible", label="Tỷ lệ", value="12%", range="từ 20 đến 100"),
        *more,
    )  # fmt: skip
    return agency_statuses(plan, submissions(plan), findings), findings


def submissions(plan: Plan) -> tuple[Submission, ...]:
    return form(plan, "S101", FAULTY_FORM), form(plan, "SGD", LATE_FORM)


def hostile(agency: str = "S101") -> Finding:
    """A finding in which every field that an agency can reach is full of trouble."""
    return Finding("number-unclear", Severity.ERROR, f"«{HOSTILE}» không phải là số.", f"Ghi lại: {HOSTILE}",
                   agency, f"nhan/{HOSTILE}.xlsx", f"T {HOSTILE}"[:40], "D8")  # fmt: skip


def schema_faults(path: Path) -> str:
    """What the schema validator says against the file, "" when nothing; skips the test where there is none."""
    if not VALIDATOR.is_file():
        pytest.skip(f"the schema validator is not at {VALIDATOR}")
    done = subprocess.run([sys.executable, str(VALIDATOR), str(path)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr
