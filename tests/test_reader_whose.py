"""Forms of which hardly anybody can tell whose they are: what they still say, and the one sentence about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from lamdong_report.checks import check_submissions
from lamdong_report.decisions.judging import about_form
from lamdong_report.model import Severity
from lamdong_report.pages import Page, write_pages
from lamdong_report.plan import Plan
from lamdong_report.reader import read_forms
from lamdong_report.reader.identity import AgencyNames
from tests.corpus.forms import group_form, opened, reworked, saved, sheet_of, spot_of, usual
from tests.corpus.reading import codes, found, read


def without_ids(book: Workbook) -> None:
    for sheet in book.worksheets:
        if not sheet.title.startswith("_"):
            sheet.delete_cols(1)


def as_it_looks(form: bytes) -> bytes:
    """The sheets that are shown, copied into another workbook without what is hidden on them."""
    new = Workbook()
    for sheet in opened(form).worksheets:
        copy = new.create_sheet(sheet.title) if sheet.sheet_state == "visible" else None
        rows, columns = sheet.row_dimensions, sheet.column_dimensions
        shown = [row for row in sheet.iter_rows() if row[0].row not in rows or not rows[row[0].row].hidden]
        for at, row in enumerate(shown if copy else (), 1):
            letters = [get_column_letter(cell.column) for cell in row]
            cells = [
                cell
                for cell, letter in zip(row, letters, strict=True)
                if letter not in columns or not columns[letter].hidden
            ]
            for column, cell in enumerate(cells, 1):
                if copy is not None and not str(cell.value or "=").startswith("="):
                    copy.cell(at, column).value = cell.value
    return saved(new)


@pytest.mark.parametrize(
    "lose",
    [
        lambda form: reworked(form, without_ids),
        lambda form: reworked(form, lambda book: (without_ids(book), book.remove(sheet_of(book, "_meta")))),
        as_it_looks,
    ],
    ids=["column deleted", "and no hidden sheet", "copied as it looks"],
)
def test_a_form_that_has_lost_all_its_ids_is_told_once_and_not_called_empty(
    small_plan: Plan, tmp_path: Path, lose: Callable[[bytes], bytes]
) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": lose(usual(small_plan, "S101", tt_cuoc=3))})
    assert codes(received) == ["form-ids-lost"] and received.submissions == ()
    finding = found(received, "form-ids-lost")
    assert finding.severity is Severity.ERROR and finding.agency == "S101"
    assert "(của UBND xã Bình An 1)" in finding.message


def test_last_years_form_without_its_ids_is_last_years(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        without_ids(book)
        for row in sheet_of(book, "_meta").iter_rows():
            if row[0].value == "year":
                row[1].value = 2030

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101"), change)})
    assert codes(received) == ["form-other-year"]


def test_a_table_that_only_quotes_questions_is_no_form(small_plan: Plan, tmp_path: Path) -> None:
    rows = [(at, one.label) for at, one in enumerate(small_plan.questions.values())]
    page = write_pages([Page("A", "Danh sách", (("STT", 5), ("Nội dung", 40)), rows)], small_plan, example=False)
    assert codes(read(tmp_path, small_plan, {"a.xlsx": page})) == ["form-none"]


def test_a_single_sheet_of_a_form_is_told_as_a_part(small_plan: Plan, tmp_path: Path) -> None:
    def only_numbers(book: Workbook) -> None:
        for sheet in [one for one in book.worksheets if one.title != "Số liệu"]:
            book.remove(sheet)

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101", tt_cuoc=3), only_numbers)})
    assert codes(received) == ["form-part"] and "«Số liệu»" in found(received, "form-part").message


def test_the_sheets_of_a_neighbour_beside_ones_own_are_two_forms(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        spot = spot_of(small_plan, "S101", "co_quan")
        book.copy_worksheet(sheet_of(book, spot.sheet))[spot.address] = "phường Tân Lập"

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101"), change)})
    assert codes(received) == ["several-forms"] and received.forms == ()
    assert "UBND xã Bình An 1, UBND phường Tân Lập" in found(received, "several-forms").message


def test_every_sheet_of_the_form_is_known_under_any_name(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        for at, sheet in enumerate(book.worksheets):
            if not sheet.title.startswith("_"):
                sheet.title = f"Sheet{at}"

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101", tt_cuoc=3), change)})
    assert codes(received) == [] and received.submissions[0].answers["tt_cuoc"].number == 3


@pytest.mark.parametrize("name", ["HĐND phường Tân Lập", "phường Tân Lập, thành phố A", "Phòng VH-XH phuong Tan Lap"])
def test_a_name_that_holds_an_agencys_is_asked_about_and_may_be_decided(
    small_plan: Plan, tmp_path: Path, name: str
) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": group_form(small_plan, "XA", {"co_quan": name, "tt_cuoc": 3})})
    assert received.submissions == () and codes(received) == ["agency-unknown"]
    finding = found(received, "agency-unknown")
    assert "có thể là phường Tân Lập" in finding.message and "lệnh accept" in finding.remedy
    chosen = about_form(received.forms[0], received.forms, reason="đã hỏi", who="Lê A", when=None)
    settled = read_forms([tmp_path], small_plan, decisions=[chosen])
    assert [one.agency for one in settled.submissions] == ["S102"] and codes(settled) == ["form-chosen"]


@pytest.mark.parametrize("name", ["phường Tân Lập và xã Bình An 1", "HĐND xã Bình An", "HĐND xã Bình An 12", "Phòng Y"])
def test_a_name_that_holds_none_or_two_is_nobodys(small_plan: Plan, tmp_path: Path, name: str) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": group_form(small_plan, "XA", {"co_quan": name})})
    assert received.forms == () and "có thể là" not in found(received, "agency-unknown").message


def test_no_agency_is_named_in_anothers_name(real_plan: Plan) -> None:
    """Whatever stands around the name, the agency is meant, and never where a number makes it another place."""
    known = AgencyNames(real_plan)
    for agency in real_plan.agencies:
        if " " in agency.name:
            assert known.named_in(f"Bộ phận tổng hợp, {agency.name} (mới)") is agency, agency.name
            for number in ("7", "II"):
                assert known.named_in(f"Hội đồng nhân dân {agency.name} {number}") is not agency, agency.name


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_list_that_the_form_has_not_got_is_not_called_one_without_rows(
    real_plan: Plan, tmp_path: Path, is_lost: bool
) -> None:
    def change(book: Workbook) -> None:
        for sheet in book.worksheets if is_lost else ():
            if sheet.title.startswith("Bảng kê"):
                book.remove(sheet)

    form = reworked(usual(real_plan, "STC", ii1_ke_hoach="Có"), change)
    received = read(tmp_path, real_plan, {"a.xlsx": form})
    told = {one.code for one in check_submissions(real_plan, received.submissions, received.findings)}
    assert ("needs-other" in told) == (not is_lost)


def test_sheets_that_were_pasted_below_each_other_are_read_as_they_were(small_plan: Plan, tmp_path: Path) -> None:
    """The headings of the part below a list are no row of it."""

    def change(book: Workbook) -> None:
        one = sheet_of(book, "Bảng kê")
        for sheet in [some for some in book.worksheets if some.title in ("Số liệu", "Kinh phí")]:
            last = one.max_row
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                if not str(cell.value).startswith("="):
                    one.cell(last + cell.row, cell.column).value = cell.value
            book.remove(sheet)

    answers = {"tt_cuoc": 3, "kp_ns.chi": 5}
    form = usual(small_plan, "S101", **{"lop:1.ten": "Lớp 1", "lop:1.nguoi": 30, **answers})  # type: ignore[arg-type]
    received = read(tmp_path, small_plan, {"a.xlsx": reworked(form, change)})
    sent = received.submissions[0]
    assert {key: sent.answers[key].number for key in answers} == answers
    assert [row["ten"].value for row in sent.tables["lop"]] == ["Lớp 1"]
    assert not [one for one in received.findings if one.severity is Severity.ERROR]
