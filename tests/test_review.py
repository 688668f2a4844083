"""The terminal's table, the JSON record and the workbook of what is to be mended."""

from __future__ import annotations

import io
import json
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lamdong_report.model import Finding, Severity
from lamdong_report.plan import Plan
from lamdong_report.review import fixes_workbook, status_json, status_line, status_lines
from lamdong_report.review.tally import Standing, standing, worst_first
from lamdong_report.status import agency_statuses
from lamdong_report.text import clean
from tests.review_season import hostile, schema_faults, season
from tests.samples import samples


def sheet_rows(book: bytes, title: str) -> list[dict[str, object]]:
    """The rows of a sheet as the reader of the workbook sees them, by column label."""
    rows = list(openpyxl.load_workbook(io.BytesIO(book))[title].iter_rows(min_row=3, values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def test_the_line_of_totals_counts_forms_and_findings(small_plan: Plan) -> None:
    assert status_line(small_plan, *season(small_plan)) == (
        "Đã nhận 2/5 phiếu, đúng hạn 1; 6 lỗi, 4 cảnh báo, 2 lưu ý."
    )


def test_a_form_sent_on_the_day_of_the_deadline_is_late(small_plan: Plan) -> None:
    statuses, _ = season(small_plan)
    assert {status.agency.code: standing(status) for status in statuses} == {
        "SYT": Standing.MISSING,
        "SGD": Standing.LATE,
        "TD": Standing.MISSING,
        "S101": Standing.FAULTY,
        "S102": Standing.UNUSABLE,
    }


def test_the_worst_come_first_and_the_silent_are_not_among_them(small_plan: Plan) -> None:
    statuses, _ = season(small_plan)
    assert [status.agency.code for status in worst_first(statuses)] == ["S101", "S102", "SGD"]


def test_the_table_shows_counts_and_the_gravest_fault_of_each(small_plan: Plan) -> None:
    lines = status_lines(small_plan, *season(small_plan), width=120).splitlines()
    assert lines[0].split()[:3] == ["Cơ", "quan,", "địa"]
    assert lines[2].split()[:7] == ["Xã", "Bình", "An", "1", "15/11/2031", "4", "1"]
    assert lines[2].endswith("«Số liệu» ô D8: «khoảng 500» chỉ là số ước, chưa phải số liệu ch…")
    assert lines[-1] == status_line(small_plan, *season(small_plan))


def test_who_has_not_sent_is_named_by_group(small_plan: Plan) -> None:
    text = status_lines(small_plan, *season(small_plan), width=100)
    assert "Chưa gửi (3):\n- Sở (1): Sở Y tế\n- Đoàn thể (1): Tỉnh đoàn\n" in text
    assert "- Xã, phường (1): phường Tân Lập (có tệp, chưa dùng được)" in text


def test_files_of_nobody_are_told_with_their_remedy(small_plan: Plan) -> None:
    text = " ".join(status_lines(small_plan, *season(small_plan), width=90).split())
    locked = next(finding for finding in season(small_plan)[1] if finding.code == "file-password")
    assert "BC xa Bao Lam.xlsx" in locked.message and locked.remedy
    assert f"- {locked.message} {locked.advice}" in text


def test_only_so_many_agencies_are_listed_and_the_rest_counted(small_plan: Plan) -> None:
    text = status_lines(small_plan, *season(small_plan), width=120, most=1)
    assert "Xã Bình An 1" in text
    assert "… và 1 cơ quan, địa phương khác (xem tệp can-sua.xlsx)." in text


def test_agencies_with_notes_alone_are_counted_in_one_line(small_plan: Plan) -> None:
    text = status_lines(small_plan, *season(small_plan), width=120)
    assert "Sở Giáo dục" not in text.partition("Gửi chậm")[0]
    assert "\n1 cơ quan, địa phương khác chỉ có lưu ý (xem tệp can-sua.xlsx).\n" in text


def test_who_was_late_is_named_by_group(small_plan: Plan) -> None:
    text = status_lines(small_plan, *season(small_plan), width=100)
    assert "Gửi chậm (1):\n- Sở (1): Sở Giáo dục và Đào tạo\n" in text


def test_a_narrow_terminal_has_the_fault_on_a_line_of_its_own(small_plan: Plan) -> None:
    lines = status_lines(small_plan, *season(small_plan), width=70).splitlines()
    assert lines[3].startswith("    «Số liệu» ô D8: «khoảng 500»")


@pytest.mark.parametrize("width", [20, 50, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_in_it_is_a_control(small_plan: Plan, width: int) -> None:
    text = status_lines(small_plan, *season(small_plan, hostile(), hostile("")), width=width)
    assert max(len(line) for line in text.splitlines()) <= max(width, 50)
    assert not {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn")} - {"\n"}
    assert "<script>alert(1)</script>" in text or width < 120


def test_a_season_without_faults_is_the_line_of_totals(small_plan: Plan) -> None:
    assert status_lines(small_plan, (), (), width=80) == "Đã nhận 0/0 phiếu, đúng hạn 0; 0 lỗi, 0 cảnh báo, 0 lưu ý."


def test_the_record_has_exactly_the_promised_shape(small_plan: Plan) -> None:
    record = json.loads(status_json(small_plan, *season(small_plan)))
    assert list(record) == ["plan", "expected", "received", "missing", "findings"]
    assert record["plan"] == "tre-em-song-xanh"
    assert record["expected"] == 5
    assert record["received"] == ["SGD", "S101"]
    assert record["missing"] == ["SYT", "TD", "S102"]
    assert record["findings"][4] == {
        "code": "number-approximate",
        "severity": "error",
        "agency": "S101",
        "file": "phieu-S101.xlsx",
        "sheet": "Số liệu",
        "cell": "D8",
        "message": "«Số liệu» ô D8: «khoảng 500» chỉ là số ước, chưa phải số liệu chính thức.",
        "remedy": season(small_plan)[1][4].remedy,
    }


def test_hostile_text_stays_itself_in_the_record(small_plan: Plan) -> None:
    finding = hostile()
    text = status_json(small_plan, *season(small_plan, finding))
    text.encode("utf-8")
    found = json.loads(text)["findings"][-1]
    assert found["message"] == finding.message.replace("\udcff", "?")


def test_errors_and_warnings_are_coloured_by_the_word_that_names_them(small_plan: Plan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fixes_workbook(small_plan, *season(small_plan), example=False)))
    rules = [rule for found in book["Cần sửa"].conditional_formatting for rule in found.rules]
    assert [rule.formula for rule in rules] == [['$B4="Lỗi"'], ['$B4="Cảnh báo"']]
    assert len({rule.dxf.fill.bgColor.rgb for rule in rules}) == 2


def test_the_workbook_lists_every_finding_errors_first(small_plan: Plan) -> None:
    statuses, findings = season(small_plan)
    rows = sheet_rows(fixes_workbook(small_plan, statuses, findings, example=False), "Cần sửa")
    assert len(rows) == len(findings)
    assert [row["Mức độ"] for row in rows] == ["Lỗi"] * 6 + ["Cảnh báo"] * 4 + ["Lưu ý"] * 2
    assert [row["STT"] for row in rows] == list(range(1, 13))
    warnings = [row["Loại"] for row in rows if row["Mức độ"] == "Cảnh báo"]
    assert warnings.index("Chưa gửi phiếu") == len(warnings) - warnings.count("Chưa gửi phiếu")
    assert rows[0] | {"Cách sửa": ""} == {
        "STT": 1,
        "Mức độ": "Lỗi",
        "Cơ quan, địa phương": "Xã Bình An 1",
        "Tệp": "phieu-S101.xlsx",
        "Trang": "Số liệu",
        "Ô": "D8",
        "Câu hỏi": "Số cuộc truyền thông trực tiếp",
        "Nội dung": "«khoảng 500» chỉ là số ước, chưa phải số liệu chính thức.",
        "Cách sửa": "",
        "Người lập phiếu": "Trần Thị Mai",
        "Loại": "Số ước",
    }


def test_the_workbook_says_how_each_agency_stands(small_plan: Plan) -> None:
    book = fixes_workbook(small_plan, *season(small_plan), example=False)
    by_code = {row["Mã"]: row for row in sheet_rows(book, "Theo cơ quan")}
    late = by_code["SGD"]
    assert (late["Thời hạn"], late["Ngày gửi"], late["Lỗi"], late["Lưu ý"]) == ("Gửi chậm", "20/11/2031", 0, 1)
    assert [row["Mã"] for row in sheet_rows(book, "Gửi chậm")] == ["SGD"]
    assert [row["Mã"] for row in sheet_rows(book, "Chưa gửi")] == ["SYT", "TD", "S102"]
    assert sheet_rows(book, "Chưa gửi")[-1]["Ghi chú"] == "Đã gửi tệp nhưng chưa dùng được"


def test_the_workbook_can_be_filtered_and_marks_examples(small_plan: Plan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fixes_workbook(small_plan, *season(small_plan), example=True)))
    assert all(sheet.auto_filter.ref for sheet in book)
    assert all(sheet["A2"].value == "SỐ LIỆU VÍ DỤ" for sheet in book)


def test_hostile_text_is_plain_text_in_the_workbook(small_plan: Plan) -> None:
    statuses, findings = season(small_plan, hostile())
    data = fixes_workbook(small_plan, statuses, findings, example=False)
    row = next(row for row in sheet_rows(data, "Cần sửa") if "<script>" in str(row["Nội dung"]))
    assert "<script>alert(1)</script> & \"'{{ 7*7 }}{% x %} =cmd|'/C calc'!A0 <w:p>" in str(row["Nội dung"])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Cần sửa"]
    assert not any(cell.data_type == "f" or cell.hyperlink for line in sheet.iter_rows() for cell in line)


@settings(max_examples=samples(12), deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_leaves_the_workbook_and_the_record_readable(small_plan: Plan, text: str) -> None:
    finding = Finding("number-unclear", Severity.ERROR, f"«{text}»", text, "S101", text, text, "D8")
    statuses, findings = season(small_plan, finding)
    rows = sheet_rows(fixes_workbook(small_plan, statuses, findings, example=False), "Cần sửa")
    assert clean(finding.message) in {str(row["Nội dung"]) for row in rows}
    assert json.loads(status_json(small_plan, statuses, findings))["findings"][-1]["message"] == finding.message


def test_the_workbook_keeps_to_the_schema(small_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "can-sua.xlsx"
    path.write_bytes(fixes_workbook(small_plan, *season(small_plan, hostile()), example=True))
    assert schema_faults(path) == ""


def test_the_same_season_gives_the_same_bytes(small_plan: Plan) -> None:
    first, second = (fixes_workbook(small_plan, *season(small_plan), example=False) for _ in range(2))
    assert first == second


def test_an_empty_season_is_still_a_workbook(small_plan: Plan) -> None:
    statuses = agency_statuses(small_plan, ())
    book = fixes_workbook(small_plan, statuses, (), example=False)
    assert sheet_rows(book, "Cần sửa") == []
    assert len(sheet_rows(book, "Chưa gửi")) == 5
    assert all(status.count(Severity.ERROR) == 0 for status in statuses)
