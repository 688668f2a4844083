"""What is said of a cell that is blank, or as good as blank, in a form that was really read."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from lamdong_report.checks import check_submissions
from lamdong_report.model import Finding, Severity
from lamdong_report.plan import Plan
from tests.corpus.forms import Typed, form_of, reworked, sheet_of, spot_of, usual
from tests.corpus.reading import read


def said(plan: Plan, folder: Path, form: bytes) -> dict[str, Finding]:
    """By question and code every finding about the form, the reader's and the checks'."""
    received = read(folder, plan, {"a.xlsx": form})
    findings = (*received.findings, *check_submissions(plan, received.submissions, received.findings))
    return {f"{one.question} {one.code}": one for one in findings if one.code != "form-missing"}


def number(plan: Plan, folder: Path, typed: Typed) -> dict[str, Finding]:
    """What is said of the obligatory number tt_cuoc when this stands in its cell."""
    findings = said(plan, folder, usual(plan, "S101", tt_cuoc=typed))
    return {key: one for key, one in findings.items() if key.startswith("tt_cuoc ")}


def test_an_obligatory_blank_cell_is_named(small_plan: Plan, tmp_path: Path) -> None:
    finding = said(small_plan, tmp_path, usual(small_plan, "S101"))["tt_cuoc number-missing"]
    spot = spot_of(small_plan, "S101", "tt_cuoc")
    assert (finding.file, finding.sheet, finding.cell) == ("a.xlsx", spot.sheet, spot.address)
    assert finding.message.startswith(f"«{spot.sheet}» ô {spot.address}: chưa có số liệu")


def test_zero_is_not_blank(small_plan: Plan, tmp_path: Path) -> None:
    assert number(small_plan, tmp_path, 0) == {}


def test_a_dash_for_an_obligatory_number_is_as_good_as_blank(small_plan: Plan, tmp_path: Path) -> None:
    findings = number(small_plan, tmp_path, "-")
    assert findings["tt_cuoc number-placeholder"].severity is Severity.NOTE
    assert findings["tt_cuoc number-missing"].severity is Severity.ERROR


def test_a_dash_with_a_reason_beside_it_is_explained(small_plan: Plan, tmp_path: Path) -> None:
    form = form_of(small_plan, "S101", {"tt_cuoc": "-", "tt_nguoi": 3}, reasons={"tt_cuoc": "Đang tổng hợp"})
    assert "tt_cuoc missing-explained" in said(small_plan, tmp_path, form)


@pytest.mark.parametrize("reason", ["-", "x", "...", " X "])
def test_a_mere_sign_is_no_reason(small_plan: Plan, tmp_path: Path, reason: str) -> None:
    form = form_of(small_plan, "S101", {"tt_nguoi": 3}, reasons={"tt_cuoc": reason})
    assert "tt_cuoc number-missing" in said(small_plan, tmp_path, form)


def test_what_the_reader_could_not_read_is_not_called_blank_as_well(small_plan: Plan, tmp_path: Path) -> None:
    assert list(number(small_plan, tmp_path, "khoảng 500")) == ["tt_cuoc number-approximate"]


def test_a_blank_answer_to_an_altered_question_is_still_missing(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "tt_cuoc")

    def change(book: Workbook) -> None:
        sheet_of(book, spot.sheet).cell(spot.row + 1, spot.column).value = "Số buổi văn nghệ"

    findings = said(small_plan, tmp_path, reworked(usual(small_plan, "S101"), change))
    assert {"tt_cuoc label-changed", "tt_cuoc number-missing"} <= findings.keys()


def test_the_questions_of_a_lost_sheet_are_not_called_blank_one_by_one(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        del book[spot_of(small_plan, "S101", "tt_cuoc").sheet]

    findings = said(small_plan, tmp_path, reworked(usual(small_plan, "S101"), change))
    assert " sheet-missing" in findings
    assert "tt_cuoc number-missing" not in findings


def test_an_obligatory_row_that_was_deleted_is_missing(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "tt_cuoc")

    def change(book: Workbook) -> None:
        sheet_of(book, spot.sheet).delete_rows(spot.row + 1)

    findings = said(small_plan, tmp_path, reworked(usual(small_plan, "S101"), change))
    assert " rows-missing" in findings
    assert (findings["tt_cuoc number-missing"].sheet, findings["tt_cuoc number-missing"].cell) == (spot.sheet, "")


def test_the_blank_cell_of_a_half_filled_row_is_named(small_plan: Plan, tmp_path: Path) -> None:
    form = form_of(small_plan, "S101", {"tt_cuoc": 1}, tables={"lop": ({"ten": "Lớp 1"},)})
    findings = said(small_plan, tmp_path, form)
    finding = next(one for one in findings.values() if one.code == "row-incomplete")
    assert finding.cell == spot_of(small_plan, "S101", "lop:1.ngay").address


def test_half_filled_rows_without_end_are_counted(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, "S101", "lop:1.ten")

    def change(book: Workbook) -> None:
        for at in range(100):
            sheet_of(book, spot.sheet).cell(spot.row + 1 + at, spot.column + 1).value = f"Lớp {at}"

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101"), change)})
    findings = check_submissions(small_plan, received.submissions, received.findings)
    assert len([one for one in findings if one.code == "row-incomplete"]) == 30
    rest = next(one for one in findings if one.code == "cells-many")
    assert "còn 70 ô khác" in rest.message and rest.severity is Severity.WARNING


def test_a_wholly_blank_form_is_told_as_one(small_plan: Plan, tmp_path: Path) -> None:
    findings = said(small_plan, tmp_path, form_of(small_plan, "S101"))
    assert [one.code for one in findings.values() if one.severity is Severity.ERROR] == ["form-empty"]
