"""The form that goes back: the agency's answers in it, the faulty cells marked, and nothing that it typed lost."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from lamdong_report.catalogue import make_finding
from lamdong_report.model import Answer, Source, Submission
from lamdong_report.plan import Plan
from lamdong_report.reader import Received, read_forms
from lamdong_report.review import correction_forms
from lamdong_report.review.corrections import correction_prefill, typed
from lamdong_report.status import AgencyStatus, agency_statuses
from tests.corpus.forms import cell_xml, spot_of, usual, with_xml
from tests.review_season import at, hostile, schema_faults, season, submissions


def faulty_status(plan: Plan) -> AgencyStatus:
    return next(status for status in season(plan)[0] if status.agency.code == "S101")


def returned(plan: Plan, folder: Path) -> Received:
    """The forms as they are read again when nobody has touched them."""
    for name, data in correction_forms(plan, season(plan)[0]):
        (folder / name).write_bytes(data)
    return read_forms([folder], plan)


def test_only_agencies_with_errors_get_a_form(small_plan: Plan) -> None:
    names = [name for name, _ in correction_forms(small_plan, season(small_plan)[0])]
    assert names == ["004-xa-binh-an-1.xlsx", "005-phuong-tan-lap.xlsx"]


def test_a_form_read_again_gives_the_same_answers(small_plan: Plan, tmp_path: Path) -> None:
    sent = submissions(small_plan)[0]
    back = next(form for form in returned(small_plan, tmp_path).submissions if form.agency == "S101")
    own = {key: (a.value, a.raw if a.value is None else "", a.reason) for key, a in sent.answers.items()}
    found = {key: (a.value, a.raw if a.value is None else "", a.reason) for key, a in back.answers.items()}
    for key in ("co_quan", "lan_gui"):
        own.pop(key, None), found.pop(key, None)
    assert {key: value for key, value in found.items() if key in own} == own
    # What was blank stays blank; a row of a grid has one column of reasons, which all its cells carry.
    assert all(value[:2] == (None, "") for key, value in found.items() if key not in own)


def test_the_rows_of_tables_come_back(small_plan: Plan, tmp_path: Path) -> None:
    back = next(form for form in returned(small_plan, tmp_path).submissions if form.agency == "S101")
    first, second = back.tables["lop"]
    assert first["ten"].value == "Tập huấn bảo vệ trẻ em"
    assert (first["ngay"].value, first["ngay"].raw) == (None, "32/13")
    assert second["ten"].value == "Kỹ năng <an toàn> & phòng ngừa"


def test_what_could_not_be_understood_is_found_again(small_plan: Plan, tmp_path: Path) -> None:
    findings = [finding for finding in returned(small_plan, tmp_path).findings if finding.agency == "S101"]
    assert {finding.code for finding in findings} == {"number-approximate", "date-unclear"}


def test_the_returned_form_counts_as_the_next_sending(small_plan: Plan, tmp_path: Path) -> None:
    assert {form.agency: form.sending for form in returned(small_plan, tmp_path).submissions}["S101"] == 2


def test_a_form_mended_and_sent_back_takes_the_place_of_the_first_and_its_errors_are_gone(
    small_plan: Plan, tmp_path: Path
) -> None:
    first = usual(small_plan, "S101", tt_cuoc="khoảng 500", tt_nguoi=120, xh_tong=0)
    (tmp_path / "lần 1.xlsx").write_bytes(first)
    received = read_forms([tmp_path], small_plan)
    assert [finding.code for finding in received.findings] == ["number-approximate"]
    statuses = agency_statuses(small_plan, received.submissions, received.findings)
    back = dict(correction_forms(small_plan, statuses))["004-xa-binh-an-1.xlsx"]
    (tmp_path / "lần 2.xlsx").write_bytes(
        with_xml(back, {spot_of(small_plan, "S101", "tt_cuoc"): cell_xml(512)}),
    )
    again = read_forms([tmp_path], small_plan)
    (form,) = again.submissions
    assert (form.file, form.sending, form.answers["tt_cuoc"].value) == ("lần 2.xlsx", 2, 512)
    assert form.answers["tt_nguoi"].value == 120
    assert [finding.code for finding in again.findings] == ["form-superseded"]


def test_what_was_typed_at_great_length_is_whole_in_its_cell_and_short_in_the_comment(small_plan: Plan) -> None:
    answer = Answer("tt_cuoc", None, at("Số liệu", "D8"), "chưa rõ " * 500)
    finding = make_finding(
        "number-unclear", example="12", agency="S101", source=answer.source, text="chưa rõ …", question="tt_cuoc"
    )
    form = Submission("S101", answer.source.file, {"tt_cuoc": answer})
    prefill = correction_prefill(small_plan, agency_statuses(small_plan, [form], [finding])[3])
    assert prefill.answers["tt_cuoc"] == answer.raw
    assert prefill.marks["tt_cuoc"].endswith("…».") and len(prefill.marks["tt_cuoc"]) < 1_300


def test_the_number_of_the_sending_stays_within_what_the_form_takes(small_plan: Plan) -> None:
    answer = Answer("lan_gui", Decimal(20), Source("a.xlsx", "Thông tin chung", "C12"), "20")
    status = faulty_status(small_plan)
    assert status.submission is not None
    form = type(status.submission)("S101", "a.xlsx", {"lan_gui": answer}, sending=20)
    assert correction_prefill(small_plan, AgencyStatus(status.agency, status.state, form)).answers["lan_gui"] == 20


def test_errors_and_warnings_are_marked_with_fault_remedy_and_what_was_typed(small_plan: Plan) -> None:
    marks = correction_prefill(small_plan, faulty_status(small_plan)).marks
    assert set(marks) == {"tt_cuoc", "tt_nguoi", "tt_nguoi_nu", "tt_nguoi_nam", "lop:1.ngay"}
    assert marks["tt_cuoc"].startswith("«khoảng 500» chỉ là số ước, chưa phải số liệu chính thức. Ghi một số")
    assert marks["tt_cuoc"].endswith("\nÔ này đã ghi: «khoảng 500».")
    assert "Ô này đã ghi: «32/13»." in marks["lop:1.ngay"]
    assert "đã ghi" not in marks["tt_nguoi_nu"]


def test_faults_of_no_cell_are_said_at_the_agencys_name(small_plan: Plan) -> None:
    status = next(status for status in season(small_plan)[0] if status.agency.code == "S102")
    assert list(correction_prefill(small_plan, status).marks) == ["co_quan"]
    lost = next(status for status in season(small_plan, hostile())[0] if status.agency.code == "S101")
    assert "<script>alert(1)</script>" in correction_prefill(small_plan, lost).marks["co_quan"]


def test_the_marks_are_comments_in_the_workbook(small_plan: Plan) -> None:
    data = dict(correction_forms(small_plan, season(small_plan)[0]))["004-xa-binh-an-1.xlsx"]
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    comments = {
        cell.value: cell.comment.text
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }
    assert "chỉ là số ước" in comments["khoảng 500"]
    assert "không phải là một ngày" in comments["32/13"]
    assert "Kiểm tra lại các ô D9 và D10." in comments[130]


@pytest.mark.parametrize(
    ("value", "raw", "wanted"),
    [
        (Decimal("1234.5"), "1.234,5", Decimal("1234.5")),
        (Decimal("12345678901234567890"), "12345678901234567890", "12345678901234567890"),
        (Decimal("1E+400"), "1" + "0" * 400, "1" + "0" * 400),
        (date(1826, 11, 5), "5/11/1826", "5/11/1826"),
        (None, "khoảng 500", "khoảng 500"),
        (None, "", ""),
        ("Hoàn thành", "hoan thanh", "Hoàn thành"),
    ],
)
def test_a_cell_gets_the_value_or_what_was_typed(value: Decimal | date | str | None, raw: str, wanted: object) -> None:
    assert typed(Answer("q", value, Source("", "", ""), raw)) == wanted


@pytest.mark.slow
def test_correction_forms_keep_to_the_schema(small_plan: Plan, tmp_path: Path) -> None:
    for name, data in correction_forms(small_plan, season(small_plan, hostile())[0]):
        (tmp_path / name).write_bytes(data)
        assert schema_faults(tmp_path / name) == ""


def test_the_same_season_gives_the_same_forms(small_plan: Plan) -> None:
    first, second = (dict(correction_forms(small_plan, season(small_plan)[0])) for _ in range(2))
    assert first == second
