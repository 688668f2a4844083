"""Forms after life has happened to them: whose they are, and where their rows have gone."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.checks import check_submissions
from lamdong_report.model import Severity, TableRow
from lamdong_report.plan import Plan
from lamdong_report.reader.index import index_form
from lamdong_report.reader.rows import scan_sheet
from lamdong_report.spreadsheet.book import Cell, Sheet, Spot
from tests.corpus.forms import (
    everywhere,
    form_of,
    group_form,
    reworked,
    saved,
    sheet_of,
    spot_of,
    usual,
    with_xml,
)
from tests.corpus.reading import answer, codes, found, read

NUMBERS = "Số liệu"
ROWS = [{"ten": "Lớp 1", "nguoi": Decimal(30), "nu": Decimal(12)}, {"ten": "Lớp 2", "nguoi": Decimal(40)}]


def numbers_of(plan: Plan, tmp_path: Path, change: Callable[[Workbook], object], **answers: int) -> dict[str, object]:
    """The numbers of a commune's form after somebody has changed it, and "codes": the findings."""
    given = {"tt_cuoc": 3, "tt_nguoi": 120, "xh_tong": 0, **answers}
    received = read(tmp_path, plan, {"a.xlsx": reworked(usual(plan, "S101", **given), change)})
    form = received.submissions[0]
    values = {key: one.number for key, one in form.answers.items() if key in given}
    return {**values, "codes": codes(received), "received": received}


def values_of(row: TableRow) -> dict[str, object]:
    return {key: one.value for key, one in row.items() if one.value is not None}


def test_every_answer_comes_back_with_its_cell(small_plan: Plan, tmp_path: Path) -> None:
    answers = {"tt_cuoc": 3, "bv_ke_hoach": True, "td_chi_dao.noi_dung": "- Một\n- Hai", "kp_ns.chi": Decimal("12.5")}
    form = form_of(small_plan, "S101", answers, tables={"lop": tuple(ROWS)}, reasons={"tt_nguoi": "Chưa có"})
    received = read(tmp_path, small_plan, {"xã/phiếu.xlsx": form})
    sent = received.submissions[0]
    assert {key: one.value for key, one in sent.answers.items() if one.value is not None} == {
        **answers, "tt_cuoc": Decimal(3), "co_quan": "UBND xã Bình An 1", "lan_gui": Decimal(1),
    }  # fmt: skip
    spot = spot_of(small_plan, "S101", "tt_cuoc")
    assert str(sent.answers["tt_cuoc"].source) == f"xã/phiếu.xlsx › {spot.sheet} › {spot.address}"
    assert [values_of(row) for row in sent.tables["lop"]] == ROWS
    assert sent.tables["lop"][1]["ten"].source.cell == spot_of(small_plan, "S101", "lop:2.ten").address
    assert (sent.plan, sent.year, sent.form_version, sent.example) == ("tre-em-song-xanh", 2031, 1, False)
    assert len(sent.digest) == 64 and sent.modified is not None
    assert received.files == ("xã/phiếu.xlsx",)
    assert codes(received) == []


def test_an_example_is_known_as_one(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": form_of(small_plan, "TD", example=True)})
    assert received.submissions[0].example


def test_inserted_rows_and_columns_move_nothing(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = sheet_of(book, NUMBERS)
        sheet.insert_rows(8, 3)
        sheet.insert_cols(1, 2)
        sheet.insert_cols(5)

    values = numbers_of(small_plan, tmp_path, change)
    assert (values["tt_cuoc"], values["tt_nguoi"]) == (3, 120)
    assert values["codes"] == []


def test_sorted_and_hidden_rows_are_found_by_their_ids(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = sheet_of(book, NUMBERS)
        first, second = (int(spot_of(small_plan, "S101", key).row) + 1 for key in ("tt_cuoc", "tt_nguoi"))
        for column in range(1, 8):
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            one.value, other.value = other.value, one.value
        sheet.row_dimensions[first].hidden = True

    values = numbers_of(small_plan, tmp_path, change)
    assert (values["tt_cuoc"], values["tt_nguoi"]) == (3, 120)
    assert values["codes"] == ["answers-hidden"]


def test_renamed_and_reordered_sheets_are_known_by_their_ids(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet_of(book, NUMBERS).title = "Sheet1"
        book.move_sheet("Sheet1", -3)

    values = numbers_of(small_plan, tmp_path, change)
    assert (values["tt_cuoc"], values["codes"]) == (3, [])


def test_a_sheet_of_the_agencys_own_is_noted(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("Danh sách lớp")["A1"] = "Lớp tập huấn"
        book.create_sheet("Trống")

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101"), change)})
    note = found(received, "sheet-extra")
    assert (note.severity, note.sheet, note.agency) == (Severity.NOTE, "Danh sách lớp", "S101")


def test_a_copied_sheet_with_the_same_answers_is_read_once(small_plan: Plan, tmp_path: Path) -> None:
    values = numbers_of(small_plan, tmp_path, lambda book: book.copy_worksheet(sheet_of(book, NUMBERS)))
    assert (values["tt_cuoc"], values["codes"]) == (3, [])


def test_a_copied_sheet_with_another_answer_is_asked_about(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "tt_cuoc")

    def change(book: Workbook) -> None:
        book.copy_worksheet(sheet_of(book, NUMBERS))[spot.address] = 4

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101", tt_cuoc=3), change)})
    finding = found(received, "answers-differ")
    assert finding.severity is Severity.ERROR
    assert "«3»" in finding.message and "«4»" in finding.message and "Số liệu Copy" in finding.message
    assert answer(received, "tt_cuoc").value == 3


def test_a_blank_copy_of_a_sheet_hides_no_answer(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(sheet_of(book, NUMBERS))
        copy[spot_of(small_plan, "S101", "tt_cuoc").address] = None
        book.move_sheet(copy, -6)

    values = numbers_of(small_plan, tmp_path, change)
    assert (values["tt_cuoc"], values["codes"]) == (3, [])


def test_without_its_marker_row_a_block_is_read_by_the_order_of_columns(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = sheet_of(book, "Kinh phí")
        marker = next(row for row in range(1, 20) if str(sheet.cell(row, 1).value).startswith("#"))
        sheet.delete_rows(marker)

    form = reworked(form_of(small_plan, "S101", {"kp_ns.giao": 20, "kp_ns.chi": 15}), change)
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert (answer(received, "kp_ns.giao").value, answer(received, "kp_ns.chi").value) == (20, 15)
    assert found(received, "marker-lost").sheet == "Kinh phí"


def test_a_marker_row_that_names_no_column_any_more_costs_nobody_the_form(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = sheet_of(book, "Kinh phí")
        marker = next(row for row in range(1, 20) if str(sheet.cell(row, 1).value).startswith("#"))
        for column in range(2, 20):
            sheet.cell(marker, column).value = None

    form = reworked(form_of(small_plan, "S101", {"kp_ns.giao": 20, "kp_ns.chi": 15}), change)
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert (answer(received, "kp_ns.giao").value, answer(received, "kp_ns.chi").value) == (20, 15)
    assert found(received, "marker-lost").sheet == "Kinh phí"


def test_without_its_own_marker_row_a_block_takes_the_columns_of_its_neighbour(
    small_plan: Plan, tmp_path: Path
) -> None:
    def change(book: Workbook) -> None:
        sheet = sheet_of(book, NUMBERS)
        markers = [row for row in range(1, 40) if str(sheet.cell(row, 1).value).startswith("#")]
        sheet.delete_rows(markers[0])
        sheet.insert_cols(4)

    values = numbers_of(small_plan, tmp_path, change)
    assert values["tt_cuoc"] == 3


def test_a_row_has_the_columns_of_the_nearest_marker_row_above_it(small_plan: Plan) -> None:
    """Somebody who pastes a block again, one column further to the right, has two of them on a sheet."""
    index = index_form(small_plan)
    block = next(block for block in index.blocks.values() if not block.table and len(block.rows) >= 3)
    key, (above, under, last) = next(iter(block.rows[0].cells)), [row.id for row in block.rows[:3]]
    first, second = ["#" + block.id, "", key, ""], ["#" + block.id, "", "", key]
    rows: list[list[Cell]] = [[above, "", "1", ""], first, [under, "", "2", ""], second, [last, "", "", "3"]]
    found = scan_sheet(Sheet("Số liệu", rows), index, {})
    assert [line.spot(key) for line in found.lines] == [
        Spot(found.sheet, 0, 2, "1"), Spot(found.sheet, 2, 2, "2"), Spot(found.sheet, 4, 3, "3"),
    ]  # fmt: skip


def test_rows_inserted_into_a_list_count(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = sheet_of(book, "Bảng kê")
        first = spot_of(small_plan, "S101", "lop:1.ten")
        sheet.insert_rows(first.row + 2)
        sheet.cell(first.row + 2, first.column + 1).value = "Lớp chèn giữa"
        sheet.insert_rows(first.row + 1)
        sheet.cell(first.row + 1, first.column + 1).value = "Lớp chèn đầu"
        sheet.cell(first.row + 12, first.column + 1).value = "Lớp cuối"

    form = reworked(form_of(small_plan, "S101", {}, tables={"lop": tuple(ROWS)}), change)
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    names = [row["ten"].value for row in received.submissions[0].tables["lop"]]
    assert names == ["Lớp chèn đầu", "Lớp 1", "Lớp chèn giữa", "Lớp 2", "Lớp cuối"]
    assert codes(received) == []


def test_a_total_below_a_list_is_no_row_of_it(small_plan: Plan, tmp_path: Path) -> None:
    rows = (*ROWS, {"ten": "Tổng cộng", "nguoi": Decimal(70)})
    received = read(tmp_path, small_plan, {"a.xlsx": form_of(small_plan, "S101", {}, tables={"lop": rows})})
    assert len(received.submissions[0].tables["lop"]) == 2
    assert found(received, "table-total").cell == spot_of(small_plan, "S101", "lop:3.ten").address


def test_words_in_an_inserted_row_are_not_lost(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "tt_cuoc")

    def change(book: Workbook) -> None:
        sheet = sheet_of(book, spot.sheet)
        sheet.insert_rows(spot.row + 2)
        sheet.cell(spot.row + 2, spot.column + 1).value = "thêm 02 cuộc"

    values = numbers_of(small_plan, tmp_path, change)
    finding = found(values["received"], "text-outside")  # type: ignore[arg-type]
    assert "thêm 02 cuộc" in finding.message
    assert values["tt_nguoi"] == 120


def test_a_changed_label_is_told(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "tt_nguoi_nu")

    def change(book: Workbook) -> None:
        sheet_of(book, spot.sheet).cell(spot.row + 1, spot.column).value = "Trong đó: nam"

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101", tt_nguoi_nu=5), change)})
    finding = found(received, "label-changed")
    assert "«Trong đó: nam»" in finding.message and "«Trong đó: nữ»" in finding.message
    assert finding.question == "tt_nguoi_nu"
    assert answer(received, "tt_nguoi_nu").value == 5


def test_lost_rows_and_sheets_are_told(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        del book["Kinh phí"]
        sheet_of(book, "Đề xuất").delete_cols(1)
        sheet_of(book, NUMBERS).delete_rows(spot_of(small_plan, "S101", "tt_cuoc").row + 1)

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101", tt_nguoi=5), change)})
    missing = [finding.message for finding in received.findings if finding.code == "sheet-missing"]
    assert len(missing) == 2
    assert "«Kinh phí»" in missing[1] + missing[0] and "«Đề xuất»" in missing[0] + missing[1]
    assert "Số cuộc truyền thông trực tiếp" in found(received, "rows-missing").message
    assert answer(received, "tt_nguoi").value == 5


@pytest.mark.parametrize(
    ("keys", "code"), [(("tt_cuoc", "tt_nguoi"), "answer-merged"), (("tt_nguoi_nu", "tt_nguoi_nam"), "cells-merged")]
)
def test_merged_answers_are_told(small_plan: Plan, tmp_path: Path, keys: tuple[str, str], code: str) -> None:
    first, second = (spot_of(small_plan, "S101", key) for key in keys)

    def change(book: Workbook) -> None:
        sheet_of(book, first.sheet).merge_cells(f"{first.address}:{second.address}")

    values = numbers_of(small_plan, tmp_path, change)
    finding = found(values["received"], code)  # type: ignore[arg-type]
    assert finding.cell == second.address and first.address in finding.message
    assert values["tt_cuoc"] == 3


def test_formulas_errors_and_blanks_are_told_apart(small_plan: Plan, tmp_path: Path) -> None:
    spots = {key: spot_of(small_plan, "S101", key) for key in ("tt_cuoc", "tt_nguoi", "tt_nguoi_nu", "tt_nguoi_nam")}
    form = usual(small_plan, "S101")
    form = with_xml(form, {
        spots["tt_cuoc"]: "><f>1+2</f><v>3</v>",
        spots["tt_nguoi"]: "><f>SUM(A1:A2)</f>",
        spots["tt_nguoi_nu"]: ' t="e"><f>1/0</f><v>#DIV/0!</v>',
    })  # fmt: skip
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert answer(received, "tt_cuoc").value == 3
    assert found(received, "formula-value").cell == spots["tt_cuoc"].address
    assert answer(received, "tt_nguoi").value is None
    assert found(received, "formula-no-value").cell == spots["tt_nguoi"].address
    assert answer(received, "tt_nguoi_nu").raw == "#DIV/0!"
    assert "#DIV/0!" in found(received, "error-cell").message
    blank = answer(received, "tt_nguoi_nam")
    assert (blank.value, blank.raw, blank.source.cell) == (None, "", spots["tt_nguoi_nam"].address)
    assert not [finding for finding in received.findings if finding.question == "tt_nguoi_nam"]


def test_an_error_typed_as_text_is_an_error(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", tt_cuoc="#REF!")})
    assert found(received, "error-cell").severity is Severity.ERROR


# Whose form is it?


def without_meta(book: Workbook) -> None:
    del book["_meta"]


def named_alone(plan: Plan, name: str) -> Callable[[Workbook], None]:
    """Takes the hidden sheet away and writes another name; nothing else says whose the form is."""
    spot = spot_of(plan, "S101", "co_quan")

    def change(book: Workbook) -> None:
        without_meta(book)
        sheet_of(book, spot.sheet)[spot.address] = name

    return change


def test_a_form_without_its_hidden_sheet_is_known_by_its_ids_and_name(small_plan: Plan, tmp_path: Path) -> None:
    form = reworked(usual(small_plan, "S101", tt_cuoc=3), without_meta)
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert [form.agency for form in received.submissions] == ["S101"]
    assert found(received, "meta-lost").severity is Severity.NOTE
    assert received.submissions[0].year == 2031


def test_sheets_copied_into_another_workbook_are_a_form(small_plan: Plan, tmp_path: Path) -> None:
    """As values without formats, under a sheet of the agency's own, the hidden sheet left behind."""
    given = {"tt_cuoc": 3, "tt_nguoi": 120, "bv_ke_hoach": True, "td_chi_dao.noi_dung": "Đã làm"}
    form = form_of(small_plan, "S101", given, tables={"lop": tuple(ROWS)})
    own, book = openpyxl.load_workbook(io.BytesIO(form)), Workbook()
    for sheet in own.worksheets:
        copy = book.create_sheet(f"{sheet.title} (2)")
        for row in sheet.iter_rows() if sheet.title != "_meta" else ():
            for cell in row:
                copy.cell(cell.row, cell.column, cell.value)
    received = read(tmp_path, small_plan, {"a.xlsx": saved(book)})
    assert codes(received) == ["meta-lost"]
    assert {key: answer(received, key).value for key in given} == given
    assert [values_of(row) for row in received.submissions[0].tables["lop"]] == ROWS


@pytest.mark.parametrize("name", ["xã Bình An I", "Binh An 1", "UBND XÃ BÌNH AN 1", "xa\u0303 Bi\u0300nh An 1"])
def test_a_name_may_be_written_in_many_ways(small_plan: Plan, tmp_path: Path, name: str) -> None:
    form = reworked(usual(small_plan, "S101"), named_alone(small_plan, name))
    assert [form.agency for form in read(tmp_path, small_plan, {"a.xlsx": form}).submissions] == ["S101"]


@pytest.mark.parametrize("name", ["xã Bình An 2", "Bình An", "Sở Xây dựng"])
def test_no_name_is_guessed_across_a_digit(small_plan: Plan, tmp_path: Path, name: str) -> None:
    form = reworked(usual(small_plan, "S101"), named_alone(small_plan, name))
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert received.submissions == ()
    assert name in found(received, "agency-unknown").message


def test_a_form_that_names_nobody_is_nobodys(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": group_form(small_plan, "XA", {"tt_cuoc": 3})})
    assert received.submissions == ()
    assert found(received, "agency-missing").severity is Severity.ERROR


def test_the_agency_of_a_shared_form_is_the_one_that_was_picked(small_plan: Plan, tmp_path: Path) -> None:
    form = group_form(small_plan, "XA", {"co_quan": "phường Tân Lập", "tt_cuoc": 3})
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert [form.agency for form in received.submissions] == ["S102"]
    assert codes(received) == []


def test_the_hidden_sheet_goes_before_a_name_that_nobody_has(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", co_quan="Phòng Văn hóa")})
    assert [form.agency for form in received.submissions] == ["S101"]
    finding = found(received, "agency-clash")
    assert "«Phòng Văn hóa»" in finding.message and "UBND xã Bình An 1" in finding.message


def test_a_form_under_another_agencys_name_counts_for_neither(small_plan: Plan, tmp_path: Path) -> None:
    files = {
        "a.xlsx": usual(small_plan, "S101", tt_cuoc=3),
        "b.xlsx": usual(small_plan, "S101", tt_cuoc=9, co_quan="phường Tân Lập", lan_gui=2),
    }
    received = read(tmp_path, small_plan, files)
    assert answer(received, "tt_cuoc", "S101").value == 3
    assert len(received.submissions) == 1
    finding = found(received, "agency-differs")
    assert (finding.severity, finding.agency, finding.file) == (Severity.ERROR, "", "b.xlsx")
    assert "cấp cho UBND xã Bình An 1 nhưng lại ghi tên UBND phường Tân Lập" in finding.message


def test_two_forms_in_one_workbook_are_not_mixed(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(sheet_of(book, "_meta"))
        copy.title = "_meta (2)"
        copy["B5"] = "S102"

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101"), change)})
    assert received.submissions == ()
    assert "UBND xã Bình An 1, UBND phường Tân Lập" in found(received, "several-forms").message


def test_two_names_in_one_workbook_are_not_mixed(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        del book["_meta"]
        spot = spot_of(small_plan, "S101", "co_quan")
        book.copy_worksheet(sheet_of(book, spot.sheet))[spot.address] = "phường Tân Lập"

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101"), change)})
    assert "phường Tân Lập" in found(received, "several-forms").message


def meta(**cells: str | int) -> Callable[[Workbook], None]:
    """Changes what the hidden sheet says."""

    def change(book: Workbook) -> None:
        sheet = sheet_of(book, "_meta")
        for row in sheet.iter_rows():
            if row[0].value in cells:
                row[1].value = cells[str(row[0].value)]

    return change


def test_last_years_form_is_told_and_left_out(small_plan: Plan, tmp_path: Path) -> None:
    form = reworked(usual(small_plan, "S101", tt_cuoc=3), meta(year=2030, plan="tre-em-2030"))
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert received.submissions == ()
    finding = found(received, "form-other-year")
    assert "2030" in finding.message
    assert (finding.severity, finding.agency) == (Severity.ERROR, "S101")


def test_last_years_form_without_its_hidden_sheet_is_told_by_its_title(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        del book["_meta"]
        for sheet in (one for one in book.worksheets if one.sheet_state == "visible"):
            title = str(sheet["B1"].value)
            assert "NĂM 2031" in title
            sheet["B1"].value = title.replace("NĂM 2031", "NĂM 2030")

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101", tt_cuoc=3), change)})
    assert received.submissions == ()
    assert "của năm 2030" in found(received, "form-other-year").message


def test_last_years_form_of_nobody_known_is_nobodys(small_plan: Plan, tmp_path: Path) -> None:
    form = reworked(usual(small_plan, "S101", co_quan="xã Bình An 7"), meta(year=2030))
    assert found(read(tmp_path, small_plan, {"a.xlsx": form}), "form-other-year").agency == ""


def test_last_years_form_beside_the_right_one_is_only_noted(small_plan: Plan, tmp_path: Path) -> None:
    files = {
        "a.xlsx": reworked(usual(small_plan, "S101", tt_cuoc=3), meta(year=2030)),
        "b.xlsx": usual(small_plan, "S101", tt_cuoc=4),
    }
    received = read(tmp_path, small_plan, files)
    assert answer(received, "tt_cuoc").value == 4
    assert found(received, "form-other-year").severity is Severity.NOTE


def test_another_plans_form_is_told_and_left_out(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101"), meta(plan="khac"))})
    assert received.submissions == ()
    assert "«khac»" in found(received, "form-other-plan").message


def of_version(plan: Plan, version: int) -> Plan:
    return replace(plan, info=msgspec.structs.replace(plan.info, form_version=version))


def test_an_older_form_is_read_where_its_ids_are_still_known(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "tt_nguoi")

    def change(book: Workbook) -> None:
        sheet_of(book, spot.sheet).cell(spot.row + 1, 1).value = "cau_cu"

    form = reworked(usual(small_plan, "S101", tt_cuoc=3, tt_nguoi=120), change)
    received = read(tmp_path, of_version(small_plan, 2), {"a.xlsx": form})
    assert answer(received, "tt_cuoc").value == 3
    assert "bản 1" in found(received, "form-older-version").message
    unknown = found(received, "id-unknown")
    assert "cau_cu" in unknown.message and "120" in unknown.message
    assert received.submissions[0].form_version == 1


@pytest.mark.parametrize(("version", "told"), [(1, {"rows-missing", "number-missing"}), (2, {"rows-new"})])
def test_a_form_issued_before_a_question_was_asked_owes_no_answer_to_it(
    small_plan: Plan, tmp_path: Path, version: int, told: set[str]
) -> None:
    """Forms of version 1 without a row, read by the plan of that version and by one that asks for it since."""
    spot = spot_of(small_plan, "S101", "tt_nguoi")
    form = reworked(
        usual(small_plan, "S101", tt_cuoc=3), lambda book: sheet_of(book, spot.sheet).delete_rows(spot.row + 1)
    )
    plan = of_version(small_plan, version)
    received = read(tmp_path, plan, {"a.xlsx": form})
    about = {
        f.code for f in (*received.findings, *check_submissions(plan, received.submissions)) if "Số lượt" in f.text
    }
    assert about == told


def test_a_newer_form_is_told_and_read(small_plan: Plan, tmp_path: Path) -> None:
    form = reworked(usual(small_plan, "S101", tt_cuoc=3), meta(form_version=2))
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert codes(received) == ["form-newer-version"]
    assert answer(received, "tt_cuoc").value == 3


def test_an_answer_that_was_not_asked_for_is_noted_and_kept_out(small_plan: Plan, tmp_path: Path) -> None:
    form = group_form(small_plan, "T", {"co_quan": "Tỉnh đoàn", "tt_cuoc": 3, "bv_ke_hoach": True})
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    note = found(received, "not-asked")
    assert note.severity is Severity.NOTE and "Có" in note.message and note.question == "bv_ke_hoach"
    assert "bv_ke_hoach" not in received.submissions[0].answers


def test_a_workbook_that_is_no_form_is_told(small_plan: Plan, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = "Báo cáo"
    received = read(tmp_path, small_plan, {"a.xlsx": saved(book)})
    assert (received.submissions, codes(received)) == ((), ["form-none"])


# The same agency twice.


def test_the_later_sending_counts(small_plan: Plan, tmp_path: Path) -> None:
    files = {
        "z lần 1.xlsx": usual(small_plan, "S101", tt_cuoc="khoảng 3", lan_gui=1),
        "a lần 2.xlsx": usual(small_plan, "S101", tt_cuoc=4, lan_gui=2),
    }
    received = read(tmp_path, small_plan, files)
    assert answer(received, "tt_cuoc").value == 4
    assert received.submissions[0].sending == 2
    finding = found(received, "form-superseded")
    assert finding.file == "z lần 1.xlsx" and "a lần 2.xlsx" in finding.message
    assert codes(received) == ["form-superseded"]


def test_with_equal_sendings_the_later_cut_off_is_taken_for_the_time_being(small_plan: Plan, tmp_path: Path) -> None:
    files = {
        "a.xlsx": usual(small_plan, "S101", tt_cuoc=5, ngay_chot=date(2031, 10, 31)),
        "b.xlsx": usual(small_plan, "S101", tt_cuoc=4, ngay_chot=date(2031, 9, 30)),
    }
    received = read(tmp_path, small_plan, files)
    assert answer(received, "tt_cuoc").value == 5
    finding = found(received, "form-conflict")
    assert finding.severity is Severity.ERROR and "31/10/2031" in finding.message


def modified(form: bytes, moment: str) -> bytes:
    return everywhere(form, b"2031-01-01T00:00:00Z</dcterms:modified>", f"{moment}</dcterms:modified>".encode())


def test_with_equal_dates_the_file_saved_later_is_taken_for_the_time_being(small_plan: Plan, tmp_path: Path) -> None:
    files = {
        "a.xlsx": modified(usual(small_plan, "S101", tt_cuoc=5), "2031-11-02T00:00:00Z"),
        "b.xlsx": modified(usual(small_plan, "S101", tt_cuoc=4), "2031-11-01T00:00:00Z"),
    }
    received = read(tmp_path, small_plan, files)
    assert answer(received, "tt_cuoc").value == 5
    assert found(received, "form-conflict").file == "a.xlsx"


def test_the_same_form_twice_is_one_form(small_plan: Plan, tmp_path: Path) -> None:
    files = {name: usual(small_plan, "S101", tt_cuoc=5) for name in ("a.xlsx", "b (1).xlsx")}
    received = read(tmp_path, small_plan, files)
    assert answer(received, "tt_cuoc").value == 5
    assert found(received, "form-duplicate").severity is Severity.NOTE


def test_two_forms_of_equal_rank_that_differ_are_an_error(small_plan: Plan, tmp_path: Path) -> None:
    files = {"a.xlsx": usual(small_plan, "S101", tt_cuoc=5), "b.xlsx": usual(small_plan, "S101", tt_cuoc=4)}
    finding = found(read(tmp_path, small_plan, files), "form-conflict")
    assert finding.severity is Severity.ERROR
    assert "a.xlsx" in finding.message and "b.xlsx" in finding.message


def test_submissions_stand_in_the_plans_order(small_plan: Plan, tmp_path: Path) -> None:
    files = {f"{at}.xlsx": usual(small_plan, code) for at, code in enumerate(["S102", "TD", "SYT"])}
    assert [form.agency for form in read(tmp_path, small_plan, files).submissions] == ["SYT", "TD", "S102"]
