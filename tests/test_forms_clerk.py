"""A clerk fills in a form with LibreOffice, cell by cell as the eye finds them, and errs: the form says so itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from lamdong_report.forms import form_bytes
from lamdong_report.layout import lay_out
from lamdong_report.plan import Plan
from tests.office import work_in_office

pytestmark = pytest.mark.slow

# Run by LibreOffice's own Python: finds the cell by what is printed beside and above it, types, and reads what shows.
CLERK = """
def texts(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    columns, rows = cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow
    return [[sheet.getCellByPosition(c, r).String for c in range(columns + 1)] for r in range(rows + 1)]


def find(shown, label, header):
    at = next(n for n, row in enumerate(shown) if row[2].startswith(label))
    heads = (row for row in reversed(shown[:at]) if header in row)
    return next(heads).index(header), at


def fill(document):
    for title, label, header, typed in json.loads(rest[0]):
        sheet = document.Sheets.getByName(title)
        cell = sheet.getCellByPosition(*find(texts(sheet), label, header))
        assert not cell.CellProtection.IsLocked, label
        cell.setFormula(typed)
    document.calculateAll()
    sheets = (document.Sheets.getByIndex(n) for n in range(document.Sheets.Count))
    print(json.dumps({sheet.Name: texts(sheet) for sheet in sheets if sheet.IsVisible}))


with_document(fill)
"""
DATA, RATES, ABOUT = "Số liệu", "Chỉ tiêu", "Thông tin chung"
# Sheet, label, header of the column, what is typed or pasted.
STEPS = (
    (ABOUT, "Người lập phiếu", "Trả lời", "Lê Văn B, chuyên viên"),
    (ABOUT, "Ngày chốt số liệu", "Trả lời", "2029-10-31"),
    (DATA, "Số lượt người tham dự", "Trả lời", "120"),
    (DATA, "Trong đó: nữ", "Trả lời", "130"),
    (DATA, "Tài liệu, sản phẩm", "Trả lời", "khoảng 500"),
    (DATA, "Số trẻ em bị xâm hại", "Trả lời", "5"),
    (DATA, "Chia ra: trẻ em trai", "Trả lời", "2"),
    (DATA, "Chia ra: trẻ em gái", "Trả lời", "2"),
    (RATES, "Tổng số trẻ em dưới 1 tuổi", "Số liệu", "1234567890"),
    (RATES, "Số trẻ em được tiêm", "Số liệu", "1234567891"),
)
Shown = Mapping[str, list[list[str]]]


@dataclass(frozen=True)
class Screen:
    """What the clerk sees of the form after typing."""

    shown: Shown

    def row(self, sheet: str, label: str) -> list[str]:
        return next(row for row in self.shown[sheet] if len(row) > 2 and row[2].startswith(label))

    def beside(self, sheet: str, label: str) -> str:
        """The last text of the row: the note, where there is one."""
        return self.row(sheet, label)[-1]

    def states(self) -> dict[str, str]:
        return {row[3]: row[5] for row in self.shown["Kiểm tra"] if len(row) > 5 and row[1].isdigit()}

    def told(self, sheet: str) -> str:
        return "\n".join(text for row in self.shown[sheet] for text in row if text)


@pytest.fixture(scope="module")
def screen(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Screen:
    folder = tmp_path_factory.mktemp("clerk")
    form = folder / "phieu.xlsx"
    form.write_bytes(form_bytes(small_plan, lay_out(small_plan, (small_plan.agency("SYT"),))))
    return Screen(json.loads(work_in_office(CLERK, form, folder / "lo", json.dumps(STEPS))))


@pytest.mark.parametrize(
    ("sheet", "label", "note"),
    [
        (DATA, "Trong đó: nữ", "lớn hơn ô"),
        (RATES, "Số trẻ em được tiêm", "lớn hơn ô"),
        (DATA, "Tài liệu, sản phẩm", "không phải là số"),
        (DATA, "Số trẻ em bị xâm hại", "khác tổng các ô"),
        (ABOUT, "Ngày chốt số liệu", "trước ngày 01/01/2031"),
        (ABOUT, "Điện thoại", "Chưa điền"),
    ],
)
def test_a_mistake_is_told_beside_its_row(screen: Screen, sheet: str, label: str, note: str) -> None:
    assert note in screen.beside(sheet, label)


def test_what_is_right_has_no_note(screen: Screen) -> None:
    assert screen.beside(DATA, "Số lượt người tham dự") == ""
    assert screen.beside(ABOUT, "Người lập phiếu") == ""


def test_every_mistake_stands_in_the_self_check(screen: Screen) -> None:
    states = screen.states()
    wrong = [what for what, state in states.items() if state.startswith("Chưa đúng")]
    for words in ("Trong đó: nữ", "được tiêm", "bị xâm hại", "Tài liệu, sản phẩm", "Ngày chốt số liệu"):
        assert any(words in what for what in wrong), words
    assert next(state for what, state in states.items() if what.startswith("Điện thoại")) == "Chưa điền"


def test_the_verdict_counts_them_and_stands_on_the_first_sheet_too(screen: Screen) -> None:
    assert "Chưa đúng, chưa khớp: 5 chỗ" in screen.told("Kiểm tra")
    verdict = next(row[1] for row in screen.shown["Kiểm tra"] if len(row) > 1 and row[1].startswith("Còn "))
    assert "5 chỗ chưa đúng" in verdict
    assert verdict in screen.told("Hướng dẫn")


def test_no_cell_says_only_that_it_is_too_narrow(screen: Screen) -> None:
    assert "###" not in "".join(screen.told(sheet) for sheet in screen.shown)
