"""What people write beside the answers, under them, into units, headings and sheets of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from lamdong_report.checks import check_submissions
from lamdong_report.plan import Plan
from lamdong_report.reader import Received
from tests.corpus.forms import form_of, reworked, sheet_of, spot_of, usual
from tests.corpus.reading import codes, found, read


def changed(plan: Plan, folder: Path, change: Callable[[Workbook], object]) -> Received:
    return read(folder, plan, {"a.xlsx": reworked(usual(plan, "S101", tt_cuoc=3), change)})


def write_at(plan: Plan, key: str, down: int, right: int, text: object) -> Callable[[Workbook], object]:
    """Writes so many rows and columns away from an answer."""
    spot = spot_of(plan, "S101", key)

    def change(book: Workbook) -> None:
        sheet_of(book, spot.sheet).cell(spot.row + 1 + down, spot.column + 1 + right).value = text  # type: ignore[assignment]

    return change


@pytest.mark.parametrize(
    ("key", "down", "right"),
    [("tt_cuoc", 0, 4), ("tt_cuoc", 0, 9), ("lop:1.ten", 0, 8), ("kp_ct.chi", 3, -2), ("td_de_xuat.noi_dung", 2, 0)],
)
def test_text_outside_the_answers_is_told(small_plan: Plan, tmp_path: Path, key: str, down: int, right: int) -> None:
    received = changed(small_plan, tmp_path, write_at(small_plan, key, down, right, "số đúng là 249"))
    told = [finding for finding in received.findings if "số đúng là 249" in finding.message]
    assert [finding.code for finding in told] in (["text-beside"], ["text-outside"])


def test_a_column_of_remarks_is_told_once(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "tt_cuoc")

    def change(book: Workbook) -> None:
        for row in range(spot.row + 1, spot.row + 4):
            sheet_of(book, spot.sheet).cell(row, spot.column + 6).value = "xem lại"

    assert "3 ô" in found(changed(small_plan, tmp_path, change), "text-beside").message


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([("", "Bình An, ngày 20 tháng 11 năm 2031"), ("NGƯỜI LẬP", "CHỦ TỊCH"), ("", "(Đã ký)")], ["text-beside"]),
        ([("Người lập biểu", "TM. ỦY BAN NHÂN DÂN"), ("", ""), ("Lê A", "Trần Văn K")], ["text-beside"]),
        ([("", "đã gồm lớp của trường"), ("", "thêm hai cuộc")], ["text-outside", "text-outside"]),
        ([("", "(Đã ký)"), ("", 12)], ["text-beside", "text-outside"]),
    ],
)
def test_a_signature_below_the_form_is_told_once(
    small_plan: Plan, tmp_path: Path, lines: list[tuple[str, str]], told: list[str]
) -> None:
    spot = spot_of(small_plan, "S101", "tt_cuoc")

    def change(book: Workbook) -> None:
        sheet = sheet_of(book, spot.sheet)
        last = sheet.max_row
        for at, cells in enumerate(lines, 2):
            for right, text in enumerate(cells):
                sheet.cell(last + at, spot.column + right).value = text or None

    assert sorted(codes(changed(small_plan, tmp_path, change))) == told


@pytest.mark.parametrize("text", ["=D7+1", " ", "–", None])
def test_formulas_and_blanks_beside_the_form_are_nobodys_words(
    small_plan: Plan, tmp_path: Path, text: str | None
) -> None:
    assert codes(changed(small_plan, tmp_path, write_at(small_plan, "tt_cuoc", 0, 4, text))) == []


def test_a_changed_unit_is_asked_about(small_plan: Plan, tmp_path: Path) -> None:
    received = changed(small_plan, tmp_path, write_at(small_plan, "tt_cuoc", 0, 1, "nghìn cuộc"))
    assert "«nghìn cuộc»" in found(received, "unit-changed").message


def test_a_unit_typed_in_capitals_or_taken_away_is_not(small_plan: Plan, tmp_path: Path) -> None:
    for text in ("CUỘC", None):
        assert codes(changed(small_plan, tmp_path, write_at(small_plan, "tt_cuoc", 0, 1, text))) == []


def test_a_changed_heading_of_a_list_is_asked_about(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "lop:1.nguoi")

    def change(book: Workbook) -> None:
        sheet = sheet_of(book, spot.sheet)
        for row in range(1, spot.row + 1):
            cell = sheet.cell(row, spot.column + 1)
            if isinstance(cell.value, str) and cell.value.startswith("Số người dự"):
                cell.value = "Số buổi học"

    assert "«Số buổi học»" in found(changed(small_plan, tmp_path, change), "label-changed").message


@pytest.mark.parametrize("name", ["_so lieu", "Sheet1", "_meta bo sung", "(nháp)"])
def test_a_sheet_of_any_name_is_told(small_plan: Plan, tmp_path: Path, name: str) -> None:
    def change(book: Workbook) -> None:
        book.create_sheet(name)["A1"] = "số liệu bổ sung"

    assert found(changed(small_plan, tmp_path, change), "sheet-extra").sheet == name


def test_a_row_of_an_older_form_is_none_of_the_agencys_words(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "td_de_xuat.noi_dung")

    def change(book: Workbook) -> None:
        sheet = sheet_of(book, spot.sheet)
        sheet.cell(spot.row + 2, 1).value = "td_cau_cu"
        sheet.cell(spot.row + 2, spot.column).value = "Câu hỏi của mẫu cũ"

    assert codes(changed(small_plan, tmp_path, change)) == []


@pytest.mark.parametrize("agency", ["S101", "SYT", "TD"])
def test_a_form_as_it_was_issued_has_nothing_beside_it(small_plan: Plan, tmp_path: Path, agency: str) -> None:
    assert codes(read(tmp_path, small_plan, {"a.xlsx": form_of(small_plan, agency, {})})) == []


@pytest.mark.parametrize(("key", "column"), [("tt_nguoi", 2), ("tt_nguoi", 3), ("xh_trai", 3)])
def test_words_in_a_row_that_was_put_in_are_told_once(small_plan: Plan, tmp_path: Path, key: str, column: int) -> None:
    spot = spot_of(small_plan, "S101", key)

    def change(book: Workbook) -> None:
        sheet = sheet_of(book, spot.sheet)
        sheet.insert_rows(spot.row + 1)
        sheet.cell(spot.row + 1, column).value = "kể cả trường nội trú"

    assert "«kể cả trường nội trú»" in found(changed(small_plan, tmp_path, change), "text-beside").message


def test_words_beside_the_title_are_told(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "tt_cuoc")
    received = changed(small_plan, tmp_path, write_at(small_plan, "tt_cuoc", -spot.row, 5, "chưa duyệt"))
    assert "«chưa duyệt»" in found(received, "text-beside").message


@pytest.mark.parametrize(
    ("title", "row", "column"),
    [("Hướng dẫn", 2, 7), ("Hướng dẫn", 60, 2), ("Hướng dẫn", 60, 4), ("Kiểm tra", 12, 9), ("Kiểm tra", 12, 3)],
)
def test_words_on_the_guide_and_the_self_check_are_told(
    small_plan: Plan, tmp_path: Path, title: str, row: int, column: int
) -> None:
    def change(book: Workbook) -> None:
        book[title].cell(row, column).value = "số liệu xem công văn 12"

    finding = found(changed(small_plan, tmp_path, change), "text-beside")
    assert finding.sheet == title and "«số liệu xem công văn 12»" in finding.message


def test_a_self_check_that_prints_its_questions_in_words_says_nothing(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["Kiểm tra"]
        for row in range(10, sheet.max_row + 1):
            sheet.cell(row, 3).value = "Số liệu"

    assert codes(changed(small_plan, tmp_path, change)) == []


@pytest.mark.parametrize(("key", "typed"), [("tt_cuoc", 3), ("tt_cuoc", "03"), ("bv_ke_hoach", "Có")])
def test_an_answer_in_the_column_of_units_is_told_there_and_not_called_missing(
    small_plan: Plan, tmp_path: Path, key: str, typed: int | str
) -> None:
    form = reworked(usual(small_plan, "S101"), write_at(small_plan, key, 0, 1, typed))
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    spot, finding = spot_of(small_plan, "S101", key), found(received, "answer-in-unit")
    assert (finding.cell, finding.question) == (spot.address, key)
    assert f"«{typed}» ghi ở cột đơn vị tính (ô {get_column_letter(spot.column + 2)}{spot.row + 1})" in finding.message
    told = check_submissions(small_plan, received.submissions, received.findings)
    assert not [one for one in told if one.question == key]


@pytest.mark.parametrize("typed", ["nghìn cuộc", "cuộc", None])
def test_words_in_the_column_of_units_are_no_answer(small_plan: Plan, tmp_path: Path, typed: str | None) -> None:
    form = reworked(usual(small_plan, "S101"), write_at(small_plan, "tt_cuoc", 0, 1, typed))
    assert "answer-in-unit" not in codes(read(tmp_path, small_plan, {"a.xlsx": form}))
