"""Which rows of a list are entries: totals, signatures, headings and a mere "none" are not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.plan import Plan, load_plan
from lamdong_report.reader import Received
from tests.corpus.forms import reworked, sheet_of, spot_of, usual
from tests.corpus.reading import codes, found, read
from tests.form_tables import SMALL_PLAN
from tests.samples import samples

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
        {"ten": "Cộng quý I", "nguoi": 40},
        {"ten": "Cộng 6 tháng đầu năm", "nguoi": 40},
        {"ten": "Tổng mục II", "nguoi": 30},
        {"ten": "Cộng I:", "nguoi": 30},
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


def on_two_sheets(change: Callable[[Worksheet], object] = lambda copy: None, *, hidden: bool = False) -> Received:
    """What comes of a list of two classes whose sheet was copied, and the copy changed."""
    plan = load_plan(SMALL_PLAN)

    def copied(book: Workbook) -> None:
        copy = book.copy_worksheet(sheet_of(book, "Bảng kê"))
        copy.title = "Bảng kê (2)"
        if hidden:
            copy.sheet_state = "hidden"
            book.move_sheet(copy, -len(book.sheetnames))
        change(copy)

    cells = {f"lop:{at}.{key}": value for at, row in enumerate(CLASSES, 1) for key, value in row.items()}
    with TemporaryDirectory() as folder:
        form = reworked(usual(plan, "S101", **cells), copied)  # type: ignore[arg-type]
        return read(Path(folder), plan, {"a.xlsx": form})


def put(**cells: object) -> Callable[[Worksheet], None]:
    """Types into the copied sheet: `ten1` is the name in the first row."""

    def change(copy: Worksheet) -> None:
        for key, value in cells.items():
            copy[spot_of(load_plan(SMALL_PLAN), "S101", f"lop:{key[-1]}.{key[:-1]}").address] = value

    return change


def people(received: Received) -> list[object]:
    return [row["nguoi"].value for row in received.submissions[0].tables["lop"]]


@pytest.mark.parametrize("hidden", [False, True])
def test_a_copied_list_is_counted_once(hidden: bool) -> None:
    received = on_two_sheets(hidden=hidden)
    assert names(received) == ["Lớp kỹ năng", "Lớp pháp luật"]
    assert codes(received) == (["sheet-hidden"] if hidden else [])
    assert {row["ten"].source.sheet for row in received.submissions[0].tables["lop"]} == {"Bảng kê"}


def test_a_row_that_was_changed_on_a_copy_is_asked_about_and_counted_once() -> None:
    received = on_two_sheets(put(nguoi2=45))
    assert people(received) == [30, 40]
    told = [one for one in received.findings if one.code == "answers-differ"]
    assert len(told) == 1 and "«40» và «45» (trang «Bảng kê (2)» ô" in told[0].message


def test_rows_that_only_a_further_sheet_has_count_and_are_told() -> None:
    received = on_two_sheets(put(ten2="Lớp ban đêm", nguoi2=50))
    assert names(received) == ["Lớp kỹ năng", "Lớp pháp luật", "Lớp ban đêm"]
    finding = found(received, "list-on-two-sheets")
    assert "1 dòng của trang này không có ở trang «Bảng kê»" in finding.message
    assert "1 dòng giống hệt ở hai trang chỉ tính một lần" in finding.message


@given(st.lists(st.tuples(st.sampled_from(["Lớp A", "Lớp B", ""]), st.sampled_from([10, 20, None])), min_size=4,
                max_size=4))  # fmt: skip
@settings(max_examples=samples(10))
def test_nothing_that_only_a_copy_holds_is_lost(rows: list[tuple[str, int | None]]) -> None:
    """Whatever the copy's rows are, each is among the entries, or told as another version of one that is."""
    typed = {
        f"{key}{at}": value for at, row in enumerate(rows, 1) for key, value in zip(("ten", "nguoi"), row, strict=True)
    }
    received = on_two_sheets(put(**typed))
    counted = {(row["ten"].raw, row["nguoi"].raw) for row in received.submissions[0].tables["lop"]}
    told = " ".join(one.message for one in received.findings)
    for name, number in rows:
        said = (name, "" if number is None else str(number))
        assert said in counted or not (name or number) or f"«{name}»" in told or f"«{number}»" in told
    assert counted >= {("Lớp kỹ năng", "30"), ("Lớp pháp luật", "40")}
