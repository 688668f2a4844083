"""The rows that are written straight as XML are to the byte those of XlsxWriter, however many there are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lamdong_report import pages, rowsheet
from lamdong_report.forms.styles import storable
from lamdong_report.pages import Page, write_pages
from lamdong_report.plan import Plan
from lamdong_report.rowsheet import Cell, Link, Looks, RowSheet
from tests.samples import samples

HEADINGS = ("Cơ quan", "Giá trị", "Ô")
Row = tuple[float, Sequence[Cell]]
ROWS: list[Row] = [
    (14.5, ("Xã A", Decimal(12), "D4")),
    (15.0, ("Xã A", Decimal("0.25"), None)),
    (43.6, (" hai\ndòng & <b> ", 7, "")),
    (14.5, (Link('Xã "A" & <b>', "../inputs/a b.xlsx#'Số liệu'!D4"), None, Link("S0001", "#'Hai'!A4"))),
    (14.5, ("<r>không phải chữ có định dạng</r>", Decimal("-1E+20"), "x" * 40_000)),
]


def looks_of(book: Any) -> Looks:
    return Looks(
        book.add_format({"border": 1}), book.add_format({"num_format": "0.00"}), book.add_format({"num_format": "0"})
    )


def quickly(rows: Sequence[Row]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        looks, heading = looks_of(book), book.add_format({"bold": True})
        for name in ("Một", "Hai"):
            sheet = book.add_worksheet(name, RowSheet)
            for at, text in enumerate(HEADINGS):
                sheet.write_string(2, at, text, heading)
            sheet.put_rows(3, rows, [looks] * len(HEADINGS))
        book.set_properties({"created": datetime(2026, 1, 1)})
    return buffer.getvalue()


def cell_by_cell(rows: Sequence[Row]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        looks, heading = looks_of(book), book.add_format({"bold": True})
        for name in ("Một", "Hai"):
            sheet = book.add_worksheet(name)
            for at, text in enumerate(HEADINGS):
                sheet.write_string(2, at, text, heading)
            for row, (height, values) in enumerate(rows, 3):
                sheet.set_row(row, height)
                for column, value in enumerate(values):
                    put(sheet, row, column, value, looks)
        book.set_properties({"created": datetime(2026, 1, 1)})
    return buffer.getvalue()


def put(sheet: Any, row: int, column: int, value: Cell, looks: Looks) -> None:
    if value is None:
        sheet.write_blank(row, column, None, looks.text)
    elif isinstance(value, Link):
        sheet.write_formula(row, column, f"={value.formula}", looks.text, value.text)
    elif isinstance(value, str):
        sheet.write_string(row, column, storable(value), looks.text)
    else:
        text = f"{value:.16G}"  # equal numbers look the same: no zeros behind the point
        number = Decimal(text.rstrip("0").rstrip(".")) if "." in text and "E" not in text else value
        sheet.write_number(row, column, number, looks.whole if value == int(value) else looks.number)


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], [], ROWS * 20], ids=["all", "one", "none", "many"])
def test_the_rows_are_those_of_xlsxwriter(rows: list[Row]) -> None:
    assert quickly(rows) == cell_by_cell(rows)


CELLS = st.none() | st.text(max_size=12) | st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.integers()


@example([(15.0, (Decimal("0.000"), None, None)), (15.0, (0, Decimal("7.50"), Decimal("7.5")))])
@settings(max_examples=samples(30), deadline=None)
@given(st.lists(st.tuples(st.floats(1, 400), st.tuples(CELLS, CELLS, CELLS)), max_size=6))
def test_whatever_is_in_the_cells(rows: list[Row]) -> None:
    assert quickly(rows) == cell_by_cell(rows)


def test_rows_that_wait_on_the_disk_are_all_there(small_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rowsheet, "SPOOLED", 1_000)
    rows = [("Xã số", Decimal(at)) for at in range(500)]
    page = Page("Trang", "Nhiều hàng", (("Tên", 20), ("Số", 10)), rows)
    once, twice = (write_pages([page], small_plan, example=False) for _ in range(2))
    assert once == twice
    sheet = openpyxl.load_workbook(io.BytesIO(once))["Trang"]
    assert [(a.value, b.value) for a, b in sheet.iter_rows(min_row=4)] == [("Xã số", at) for at in range(500)]


@pytest.mark.parametrize(("count", "sheets"), [(0, [0]), (1, [1]), (4, [4]), (5, [4, 1]), (9, [4, 4, 1])])
def test_more_rows_than_a_sheet_has_go_on_in_the_next_one(
    small_plan: Plan, monkeypatch: pytest.MonkeyPatch, count: int, sheets: list[int]
) -> None:
    monkeypatch.setattr(pages, "MOST_ROWS", 4)
    title = "Nguồn của từng số, ô, trang, tệp"[:31]
    page = Page(title, "Nguồn", (("Số", 9),), ((str(at),) for at in range(count)))
    book = openpyxl.load_workbook(io.BytesIO(write_pages([page], small_plan, example=False)))
    assert len(set(book.sheetnames)) == len(sheets) and book.sheetnames[0] == title
    rows = [[row[0] for row in sheet.iter_rows(min_row=4, values_only=True) if row[0]] for sheet in book.worksheets]
    assert [len(found) for found in rows] == sheets
    assert [text for found in rows for text in found] == [str(at) for at in range(count)]
    for at in range(1, count + 1):  # a link to the row leads to where it stands
        sheet, _, cell = pages.place_in(title, at)[2:].partition("'!")
        assert book[sheet][cell].value == str(at - 1)
