"""Which rows of a list are entries: totals, signatures, headings and a mere "none" are not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from lamdong_report.plan import Plan
from lamdong_report.reader import Received
from tests.corpus.forms import reworked, sheet_of, spot_of, usual
from tests.corpus.reading import codes, found, read

Row = dict[str, object]
CLASSES: list[Row] = [{"ten": "Lớp kỹ năng", "nguoi": 30}, {"ten": "Lớp pháp luật", "nguoi": 40}]


def read_list(plan: Plan, folder: Path, rows: list[Row]) -> Received:
    cells = {f"lop:{at}.{key}": value for at, row in enumerate(rows, 1) for key, value in row.items()}
    return read(folder, plan, {"a.xlsx": usual(plan, "S101", **cells)})  # type: ignore[arg-type]


def names(received: Received) -> list[object]:
    return [row["ten"].value for row in received.submissions[0].tables.get("lop", ())]


@pytest.mark.parametrize(
    "total",
    [
        {"ten": "Tổng cộng", "nguoi": 70},
        {"ten": "Tổng cộng: 02 lớp"},
        {"ten": "TỔNG SỐ LỚP", "nguoi": 70},
        {"ten": "Cộng: 02", "nguoi": 70},
        {"ten": "Toàn xã: 2 lớp", "nguoi": 70},
        {"ten": "T/C: 2 lớp", "nguoi": 71},
        {"ten": "Tổng lượt người", "nguoi": 71},
        {"ten": "Tất cả", "nguoi": 71},
        {"ten": "- Tổng", "nguoi": 71},
        {"ten": "Cả hai lớp", "nguoi": 70},
        {"nguoi": 70},
    ],
)
def test_a_total_is_left_out_and_said(small_plan: Plan, tmp_path: Path, total: Row) -> None:
    received = read_list(small_plan, tmp_path, [*CLASSES, total])
    assert names(received) == ["Lớp kỹ năng", "Lớp pháp luật"]
    assert codes(received) == ["table-total"]


@pytest.mark.parametrize(("words", "total"), [("Tổng cộng", True), ("TỔNG:", True), ("3", False), ("II", False)])
def test_a_total_may_be_called_so_where_rows_are_numbered(
    small_plan: Plan, tmp_path: Path, words: str, total: bool
) -> None:
    rows = [*CLASSES, {"ten": "" if total else "Lớp đêm", "nguoi": 71}]
    cells = {f"lop:{at}.{key}": value for at, row in enumerate(rows, 1) for key, value in row.items()}
    spot = spot_of(small_plan, "S101", "lop:3.ten")

    def change(book: Workbook) -> None:
        sheet_of(book, spot.sheet).cell(spot.row + 1, spot.column).value = words

    form = reworked(usual(small_plan, "S101", **cells), change)  # type: ignore[arg-type]
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert len(names(received)) == (2 if total else 3)
    assert codes(received) == (["table-total"] if total else [])


@pytest.mark.parametrize(
    "name", ["Tổng kết năm học", "Toàn dân chăm sóc trẻ em", "Cộng đồng an toàn", "Không để trẻ bỏ học"]
)
def test_an_entry_that_begins_like_a_total_is_an_entry(small_plan: Plan, tmp_path: Path, name: str) -> None:
    received = read_list(small_plan, tmp_path, [*CLASSES, {"ten": name, "nguoi": 25}])
    assert names(received)[-1] == name and codes(received) == []


CAPTIONS: dict[str, Row] = {
    "names": {"ten": "Tên lớp", "ngay": "Ngày khai giảng", "nguoi": "SỐ NGƯỜI DỰ\n(người)"},
    "numbers": {"ten": "(1)", "ngay": "(2)", "nguoi": "(3)"},
    "letters": {"ten": "A", "ngay": "B", "nguoi": 1},
    "sums": {"ten": "2", "ngay": "(3)", "nguoi": "4=2+3"},
}


@pytest.mark.parametrize("caption", CAPTIONS.values(), ids=CAPTIONS)
def test_what_a_pasted_table_calls_its_columns_is_no_entry(small_plan: Plan, tmp_path: Path, caption: Row) -> None:
    received = read_list(small_plan, tmp_path, [caption, *CLASSES])
    assert names(received) == ["Lớp kỹ năng", "Lớp pháp luật"]
    assert codes(received) == ["rows-no-entries"]


@pytest.mark.parametrize(
    "row",
    [
        {"ten": "A", "nguoi": 12},
        {"ten": "5", "ngay": "5/8/2031", "nguoi": 6},
        {"ten": "A", "ngay": 3, "nguoi": 40},
        {"ten": "Tên lớp", "nguoi": 12},
    ],
)
def test_a_row_a_little_like_a_caption_is_an_entry(small_plan: Plan, tmp_path: Path, row: Row) -> None:
    assert len(names(read_list(small_plan, tmp_path, [*CLASSES, row]))) == 3


@pytest.mark.parametrize(
    "below",
    [
        ["Không"],
        ["Không có lớp nào"],
        ["(*) Số liệu đến 31/10"],
        ["Ghi chú: lấy từ sổ theo dõi"],
        ["II. Các lớp do tỉnh tổ chức"],
        ["Trong đó:"],
        ["Bình An, ngày 20 tháng 11 năm 2031", "NGƯỜI LẬP BIỂU", "Nguyễn Thị H"],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Đã ký)", "Trần Văn K"],
        ["..."],
        ["--- Hết ---"],
        ["x"],
        ["(Kèm theo danh sách)"],
        ["Bình An, 20/11/2031", "Công chức phụ trách", "Lê A"],
        ["LÃNH ĐẠO PHÒNG", "Lê A"],
    ],
)
def test_what_is_no_entry_is_left_out_and_said_once(small_plan: Plan, tmp_path: Path, below: list[str]) -> None:
    received = read_list(small_plan, tmp_path, [*CLASSES, *({"ten": text} for text in below)])
    assert names(received) == ["Lớp kỹ năng", "Lớp pháp luật"]
    assert codes(received) == ["rows-no-entries"]
    assert f"{len(below)} dòng" in found(received, "rows-no-entries").message


def test_numbers_in_a_row_keep_it_in_the_list(small_plan: Plan, tmp_path: Path) -> None:
    received = read_list(small_plan, tmp_path, [*CLASSES, {"ten": "Người lập kế hoạch", "nguoi": 12}])
    assert received.submissions[0].tables["lop"][-1]["nguoi"].value == Decimal(12)


def test_two_equal_entries_are_no_sum(small_plan: Plan, tmp_path: Path) -> None:
    rows: list[Row] = [{"ten": "Lớp A", "nguoi": 30}, {"ten": "Lớp B", "nguoi": 30}]
    assert names(read_list(small_plan, tmp_path, rows)) == ["Lớp A", "Lớp B"]
