"""Where the printed pages of a form end."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import openpyxl
import pytest
from lxml import etree
from msgspec.structs import replace

from lamdong_report.forms import form_bytes
from lamdong_report.forms.formsheet import RowsTogether
from lamdong_report.forms.page import page_ends
from lamdong_report.layout import MARKER, lay_out
from lamdong_report.plan import Plan
from tests.corpus.forms import opened_once
from tests.form_mistakes import clean_commune, commune
from tests.slow import slow

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def ends(rows: int, *together: RowsTogether, capacity: float = 10, again: float = 0) -> list[int]:
    return list(page_ends(lambda row: 1.0, rows, together, capacity, again))


def test_pages_are_full_where_nothing_belongs_together() -> None:
    assert ends(10) == []
    assert ends(25) == [10, 20]


def test_the_header_that_is_repeated_takes_its_room() -> None:
    assert ends(25, again=2) == [10, 18]


def test_a_heading_is_not_parted_from_its_first_row() -> None:
    assert ends(15, RowsTogether(range(9, 11))) == [9]
    assert ends(12, RowsTogether(range(2, 11))) == [2]


def test_a_block_stays_whole_only_where_the_page_before_is_nearly_full() -> None:
    assert ends(15, RowsTogether(range(8, 12), firm=False)) == [8]
    assert ends(15, RowsTogether(range(3, 12), firm=False)) == [10]


def test_a_block_longer_than_a_page_is_parted() -> None:
    assert ends(25, RowsTogether(range(25), firm=False)) == [10, 20]


@pytest.mark.parametrize("at", [0, 6, *slow(30)])
def test_no_page_of_a_real_form_begins_right_below_a_heading(real_plan: Plan, at: int) -> None:
    agency = real_plan.agencies[at]
    book = opened_once(form_bytes(real_plan, lay_out(real_plan, (agency,))))
    seen = 0
    for sheet in book.worksheets:
        breaks = [rule.id for rule in sheet.row_breaks.brk]
        assert all(a < b for a, b in pairwise(breaks))
        for last in breaks:  # the last row of a page
            assert sheet.cell(last, 2).value is None or sheet.cell(last, 4).value or sheet.cell(last, 1).value
            assert not str(sheet.cell(last, 1).value or "").startswith(MARKER)
            seen += 1
    assert seen > 2


def test_rows_for_words_grow_while_one_types(real_plan: Plan) -> None:
    """A row whose height is fixed cuts what is typed; only rows of merged cells and headings are fixed."""
    agency = real_plan.agencies[0]
    data = form_bytes(real_plan, lay_out(real_plan, (agency,)))
    checked = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in (name for name in archive.namelist() if "worksheets/sheet" in name):
            sheet = etree.fromstring(archive.read(name))
            merged = {ref.get("ref").split(":")[0] for ref in sheet.iter(f"{{{MAIN}}}mergeCell")}
            for row in sheet.iter(f"{{{MAIN}}}row"):
                cells = [cell.get("r") for cell in row]
                if row.get("customHeight") is None and row.get("ht"):
                    assert not merged & set(cells)
                    checked += 1
    assert checked > 80


def test_the_check_sheet_prints_one_page_without_empty_frames(real_plan: Plan) -> None:
    layout = lay_out(real_plan, (real_plan.agency(commune(real_plan)),))
    page = openpyxl.load_workbook(io.BytesIO(form_bytes(real_plan, layout, clean_commune(real_plan))))["Kiểm tra"]
    last = int(str(page.print_area).rpartition("$")[2])
    assert last == min(brk.id for brk in page.row_breaks.brk)
    frames = [cell.border.left.style for row in page.iter_rows(min_row=11, max_row=last) for cell in row[1:6]]
    assert set(frames) == {None}


def test_the_guide_of_a_form_with_four_cells_to_mend_is_one_page(real_plan: Plan) -> None:
    layout = lay_out(real_plan, (real_plan.agency(commune(real_plan)),))
    marks = dict.fromkeys(("ii1_nu", "ii3_su_kien", "ii4_cuoc", "x61_nguoi"), "Đề nghị xem lại số này. " * 3)
    data = form_bytes(real_plan, layout, replace(clean_commune(real_plan), marks=marks))
    assert not opened_once(data)["Hướng dẫn"].row_breaks.brk
