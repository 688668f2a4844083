"""What a form holds of last year: numbers in a grey column beside the answers, results that are asked for again."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.workbook import Workbook

from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.layout import lay_out
from lamdong_report.plan import Plan
from lamdong_report.reader import read_forms

LAST_YEAR = {"tt_cuoc": Decimal(1250), "kp_ns.giao": Decimal("12.5"), "kp_ns.chi": Decimal(9), "tt_nguoi_2030": 90}


@pytest.fixture
def knowing(small_plan: Plan) -> Plan:
    known = {name: Decimal(value) for name, value in LAST_YEAR.items()}
    return replace(small_plan, known={"TD": known})


def data_of(plan: Plan, code: str = "TD", answers: Mapping[str, Decimal] | None = None) -> bytes:
    known = plan.known_answers(code)
    return form_bytes(plan, lay_out(plan, (plan.agency(code),)), Prefill({**known, **(answers or {})}))


def book_of(plan: Plan, code: str = "TD", **answers: int) -> Workbook:
    data = data_of(plan, code, {name: Decimal(value) for name, value in answers.items()})
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def beside(book: Workbook, sheet: str, row: str) -> object:
    page = book[sheet]
    at = next(cell.column for line in page.iter_rows() for cell in line if str(cell.value).startswith("Năm 2030"))
    return next(page.cell(line[0].row, at) for line in page.iter_rows() if line[0].value == row).value


def test_last_years_number_stands_beside_the_answer(knowing: Plan) -> None:
    assert beside(book_of(knowing), "Số liệu", "tt_cuoc") == "1.250"
    assert beside(book_of(knowing), "Số liệu", "tt_nguoi_nu") is None


def test_a_row_of_several_answers_has_them_in_their_order(knowing: Plan) -> None:
    assert beside(book_of(knowing), "Kinh phí", "kp_ns") == "12,5 / 9"


def test_no_column_where_nothing_is_known(knowing: Plan) -> None:
    headings = [str(cell.value) for page in book_of(knowing, "SYT") for line in page.iter_rows() for cell in line]
    assert not [words for words in headings if words.startswith("Năm 2030")]
    about = [str(cell.value) for line in book_of(knowing)["Thông tin chung"].iter_rows() for cell in line]
    assert not [words for words in about if words.startswith("Năm 2030")]


def test_the_column_is_locked_and_read_as_no_answer(knowing: Plan, tmp_path: Path) -> None:
    page = book_of(knowing)["Số liệu"]
    (cell,) = [cell for line in page.iter_rows() for cell in line if cell.value == "1.250"]
    assert cell.protection.locked
    (tmp_path / "phieu.xlsx").write_bytes(data_of(knowing, answers={"tt_cuoc": Decimal(3)}))
    read = read_forms([tmp_path], knowing)
    answers = read.submissions[0].answers
    assert (answers["tt_cuoc"].value, answers["kp_ns.giao"].value) == (3, None)
    assert [one.code for one in read.findings] == []


@pytest.mark.parametrize(("typed", "told"), [(90, False), (91, True)])
def test_the_form_asks_about_another_result_than_last_years_report_has(knowing: Plan, typed: int, told: bool) -> None:
    states = book_of(knowing, tt_nguoi_2030=typed)["_tinh_trang"].iter_rows(values_only=True)
    said = [str(row[5]) for row in states if "khác số đã có từ báo cáo năm trước (90)" in str(row[5])]
    assert bool(said) is told
    assert all(words.startswith("Xem lại") for words in said)
