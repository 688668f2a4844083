"""Blank and prefilled forms, read back cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.forms import Prefill, form_bytes, form_file_name, group_file_name, write_forms
from lamdong_report.layout import MARKER, META_KEYS, META_SHEET, lay_out
from lamdong_report.plan import Agency, Plan
from tests.corpus.forms import opened, opened_once
from tests.slow import slow

HIDDEN = (META_SHEET, "_danh_sach", "_gia_tri", "_tinh_trang")
NO_ANSWERS = Prefill()


def members(plan: Plan, who: str) -> tuple[Agency, ...]:
    """One agency by its code, or all of a group by "@" and its id."""
    if who.startswith("@"):
        return tuple(agency for agency in plan.agencies if agency.group == who[1:])
    return (plan.agency(who),)


@cache
def blank(folder: Path, who: str) -> bytes:
    from lamdong_report.plan import load_plan

    plan = load_plan(folder)
    return form_bytes(plan, lay_out(plan, members(plan, who)))


def book_of(plan: Plan, who: str, prefill: Prefill = NO_ANSWERS, *, example: bool = False) -> Workbook:
    if prefill is NO_ANSWERS and not example:
        return opened(blank(plan.folder, who))
    data = form_bytes(plan, lay_out(plan, members(plan, who)), prefill, example=example)
    return opened_once(data)


def visible(book: Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if sheet.title not in HIDDEN]


def rows_of(book: Workbook) -> Iterator[tuple[str, Worksheet, int, dict[str, int]]]:
    """Every row with an id: id, sheet, row, and the columns by key as the marker row above names them."""
    for sheet in visible(book):
        columns: dict[str, int] = {}
        for row in sheet.iter_rows(min_col=1, max_col=1):
            text = row[0].value
            if isinstance(text, str) and text.startswith(MARKER):
                columns = {str(c.value): c.column for c in sheet[row[0].row][1:] if c.value}
            elif text:
                yield str(text), sheet, row[0].row, columns


def cell_at(book: Workbook, question: str) -> Cell:
    row_id, _, column = question.rpartition(".")
    for found, sheet, row, columns in rows_of(book):
        if found == question:
            return sheet.cell(row, columns["gia_tri"])
        if found == row_id and column in columns:
            return sheet.cell(row, columns[column])
    raise AssertionError(f"{question} is not in the form")


def asked_ids(book: Workbook) -> set[str]:
    ids = set()
    for row_id, sheet, row, columns in rows_of(book):
        for key, column in columns.items():
            cell = sheet.cell(row, column)
            if key == "gia_tri":
                ids.add(row_id)
            elif key not in ("stt", "nhan", "don_vi", "ly_do") and ":" not in row_id and not cell.protection.locked:
                ids.add(f"{row_id}.{key}")
    return ids


def validation_of(cell: Cell) -> DataValidation | None:
    return validations(cell.parent).get((cell.row, cell.column))


def validations(sheet: Worksheet) -> dict[tuple[int, int], DataValidation]:
    """What may be typed into each cell, by row and column; the first rule of a cell counts."""
    rules = reversed(sheet.data_validations.dataValidation)
    return {place: rule for rule in rules for area in rule.sqref.ranges for place in area.cells}


EVERY_FORM = ["SYT", *slow("SGD"), "TD", "S101", "@SO", *slow("@XA")]


@pytest.mark.parametrize("who", EVERY_FORM)
def test_every_unlocked_cell_has_an_enforced_rule_and_a_prompt_that_hides_little(small_plan: Plan, who: str) -> None:
    seen = 0
    for sheet in visible(book_of(small_plan, who)):
        merged = {c for area in sheet.merged_cells.ranges for c in list(area.cells)[1:]}
        rules = validations(sheet)
        for cell in (c for row in sheet.iter_rows() for c in row):
            if cell.protection.locked or not cell.has_style or (cell.row, cell.column) in merged:
                continue
            rule = rules.get((cell.row, cell.column))
            assert rule is not None, f"{sheet.title}!{cell.coordinate}"
            assert rule.showErrorMessage and rule.errorStyle in (None, "stop", "warning")
            assert rule.error and len(rule.error) <= 255
            if rule.prompt:
                assert rule.showInputMessage and len(rule.promptTitle) <= 32 and len(rule.prompt) <= 255
                assert max(map(len, rule.prompt.split("\n"))) <= 120
            seen += 1
    assert seen > 30


@pytest.mark.parametrize("who", EVERY_FORM)
def test_all_else_is_locked_and_every_sheet_is_protected_without_a_password(small_plan: Plan, who: str) -> None:
    book = book_of(small_plan, who)
    for sheet in book.worksheets:
        assert sheet.protection.sheet and not sheet.protection.password
        assert all(c.protection.locked or not c.has_style for row in sheet.iter_rows(max_col=2) for c in row)
        assert all(column.protection.locked for column in sheet.column_dimensions.values())
    for row_id, sheet, row, columns in rows_of(book):
        for key in ("stt", "nhan", "don_vi"):
            assert key not in columns or sheet.cell(row, columns[key]).protection.locked or key == "don_vi", row_id


@pytest.mark.parametrize("who", EVERY_FORM)
def test_ids_stand_in_a_hidden_column_once_each(small_plan: Plan, who: str) -> None:
    book = book_of(small_plan, who)
    counted = Counter(row_id for row_id, *_ in rows_of(book))
    assert counted and set(counted.values()) == {1}
    assert all(sheet.column_dimensions["A"].hidden for sheet in visible(book))
    markers = [
        (sheet, cell.row)
        for sheet in visible(book)
        for (cell,) in sheet.iter_rows(max_col=1)
        if str(cell.value or "").startswith(MARKER)
    ]
    assert markers and all(sheet.row_dimensions[row].hidden for sheet, row in markers)


@pytest.mark.parametrize("who", ["SYT", "SGD", "TD", "S101"])
def test_an_agency_finds_only_what_it_must_answer(small_plan: Plan, who: str) -> None:
    expected = {q for q in small_plan.questions if small_plan.is_asked(q, who)}
    assert asked_ids(book_of(small_plan, who)) == expected


def test_a_shared_form_asks_what_any_of_its_agencies_is_asked(small_plan: Plan) -> None:
    expected = {q for q, codes in small_plan.asked.items() if codes & {"SYT", "SGD"}}
    assert asked_ids(book_of(small_plan, "@SO")) == expected


def test_meta_sheet_says_which_form_it_is(small_plan: Plan) -> None:
    def meta(who: str, example: bool = False) -> dict[object, object]:
        sheet = book_of(small_plan, who, example=example)[META_SHEET]
        assert sheet.sheet_state == "veryHidden"
        return {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}

    assert tuple(meta("SYT")) == META_KEYS
    assert meta("SYT") == {
        "plan": "tre-em-song-xanh", "year": 2031, "form_version": 1, "group": "SO", "agency": "SYT", "example": 0,
    }  # fmt: skip
    assert not meta("@XA")["agency"] and meta("@XA")["group"] == "XA"
    assert meta("SYT", example=True)["example"] == 1


def test_the_agency_is_given_in_its_own_form_and_picked_in_a_shared_one(small_plan: Plan) -> None:
    own = cell_at(book_of(small_plan, "S101"), "co_quan")
    assert own.value == "UBND xã Bình An 1" and own.protection.locked
    shared = book_of(small_plan, "@XA")
    cell = cell_at(shared, "co_quan")
    rule = validation_of(cell)
    assert not cell.protection.locked and rule is not None and rule.type == "list"
    assert rule.formula1 == "_danh_sach!$A$3:$A$4"
    names = [row[0].value for row in shared["_danh_sach"]["A3:A4"]]
    assert names == ["UBND xã Bình An 1", "UBND phường Tân Lập"]


@pytest.mark.parametrize(
    ("question", "kind", "operator", "low", "high"),
    [
        ("tt_cuoc", "whole", "greaterThanOrEqual", "0", None),
        ("lan_gui", "whole", None, "1", "20"),
        ("bv_ty_le_to", "decimal", None, "0", "100"),
        ("bv_kinh_phi", "decimal", "greaterThanOrEqual", "0", None),
        ("bv_ke_hoach", "list", None, '"Có,Không"', None),
        ("bv_mo_hinh", "list", None, '"Đã công nhận,Đang lập hồ sơ,Chưa thực hiện"', None),
        ("td_chi_dao.trang_thai", "list", None, '"Hoàn thành,Đang thực hiện,Chưa thực hiện"', None),
        ("bv_ly_do", "textLength", None, "0", "32000"),
        ("kp_ns.giao", "decimal", "greaterThanOrEqual", "0", None),
    ],
)
def test_each_kind_of_answer_has_its_rule(
    small_plan: Plan, question: str, kind: str, operator: str | None, low: str, high: str | None
) -> None:
    rule = validation_of(cell_at(book_of(small_plan, "S101"), question))
    assert rule is not None
    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == (kind, operator, low, high)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("ngay_chot", date(2031, 1, 1), date(2032, 5, 18)),  # of this period, or of a form half a year too late
        ("ngay_cong_van", date(2031, 1, 1), date(2032, 5, 18)),
        ("lop:1.ngay", date(2031, 1, 1), date(2031, 11, 20)),  # asked about outside, not refused
    ],
)
def test_dates_are_bounded(small_plan: Plan, question: str, first: date, last: date) -> None:
    rule = validation_of(cell_at(book_of(small_plan, "TD"), question))
    assert rule is not None and rule.type == "date"
    days = [date.fromordinal(date(1899, 12, 30).toordinal() + int(n)) for n in (rule.formula1, rule.formula2)]
    assert days == [first, last]


def test_obligatory_answers_are_starred_and_coloured_more_strongly(small_plan: Plan) -> None:
    book = book_of(small_plan, "S101")
    labelled = [(i, sheet.cell(row, columns["nhan"])) for i, sheet, row, columns in rows_of(book) if "nhan" in columns]
    labels = {row_id: str(cell.value) for row_id, cell in labelled}
    assert "(*)" in labels["tt_cuoc"] and "Tính cả cuộc lồng ghép." in labels["tt_cuoc"]
    assert "(*)" not in labels["tt_nguoi_nam"]
    strong, soft = (cell_at(book, q).fill.fgColor.rgb for q in ("tt_cuoc", "tt_nguoi_nam"))
    assert strong != soft


def test_a_text_starts_with_a_dash_or_an_equals_sign_and_stays_text(small_plan: Plan) -> None:
    typed = "- Mở 05 lớp\n=1+1 <b> & {{ x }}"
    cell = cell_at(book_of(small_plan, "S101", Prefill({"td_chi_dao.noi_dung": typed})), "td_chi_dao.noi_dung")
    assert (cell.value, cell.data_type, cell.number_format) == (typed, "s", "@")


@pytest.mark.parametrize(
    "typed",
    ["<r>x</r>", "_x0041_", "a_x000D_b", "=cmd|' /C calc'!A0", "{{ x }} {% y %}", "https://a.vn", "'05", "<w:p> &"],
)
def test_any_text_comes_back_as_it_was_typed(small_plan: Plan, typed: str) -> None:
    cell = cell_at(book_of(small_plan, "TD", Prefill({"nguoi_lap": typed, "tt_cuoc": typed})), "nguoi_lap")
    assert (str(cell.value).rstrip(), cell.data_type, cell.hyperlink) == (typed, "s", None)


@pytest.mark.parametrize("typed", ["a\x00b\x0bc", "a\ud800b", "a\ufffeb", "d" * 40_000])
def test_text_that_no_workbook_can_hold_does_not_break_the_form(small_plan: Plan, typed: str) -> None:
    cell = cell_at(book_of(small_plan, "TD", Prefill({"nguoi_lap": typed})), "nguoi_lap")
    assert str(cell.value)[0] == typed[0] and str(cell.value)[-1] == typed[-1]


def test_prefilled_values_keep_their_types(small_plan: Plan) -> None:
    answers = {
        "tt_cuoc": Decimal(1250),
        "bv_ty_le_to": Decimal("56.5"),
        "bv_ke_hoach": True,
        "ngay_chot": date(2031, 10, 31),
        "dien_thoai": "0299 123 456",
        "tt_nguoi": "khoảng 500",
    }
    book = book_of(small_plan, "S101", Prefill(answers, reasons={"tt_nguoi": "chưa tổng hợp xong"}))
    assert cell_at(book, "tt_cuoc").value == 1250
    assert cell_at(book, "bv_ty_le_to").value == 56.5
    assert cell_at(book, "bv_ke_hoach").value == "Có"
    assert cell_at(book, "ngay_chot").value == datetime(2031, 10, 31)
    assert cell_at(book, "dien_thoai").value == "0299 123 456"
    number = cell_at(book, "tt_nguoi")
    assert number.value == "khoảng 500"
    assert number.parent.cell(number.row, number.column + 2).value == "chưa tổng hợp xong"


def test_a_prefilled_list_has_room_for_all_its_rows(small_plan: Plan) -> None:
    rows = tuple({"ten": f"Lớp {n}", "nguoi": Decimal(n)} for n in range(1, 31))
    book = book_of(small_plan, "SYT", Prefill(tables={"lop": rows}))
    names = [sheet.cell(row, columns["ten"]).value for i, sheet, row, columns in rows_of(book) if i.startswith("lop:")]
    assert names[:30] == [f"Lớp {n}" for n in range(1, 31)] and names[30:] == [None] * 3


def test_marked_cells_stand_out_say_what_to_do_and_are_listed_in_the_guide(small_plan: Plan) -> None:
    marks = {"tt_nguoi": "«khoảng 500» không phải là số. Ghi số.", "lop:2.nu": "Số nữ lớn hơn số người dự."}
    book = book_of(small_plan, "SYT", Prefill(marks=marks))
    cell = cell_at(book, "tt_nguoi")
    assert cell.comment is not None and marks["tt_nguoi"] in cell.comment.text
    assert cell.fill.fgColor.rgb != cell_at(book, "tt_cuoc").fill.fgColor.rgb
    told = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row if c.value]
    assert marks["tt_nguoi"] in told and marks["lop:2.nu"] in told


def test_example_figures_are_marked_on_every_sheet_and_page(small_plan: Plan) -> None:
    for sheet in visible(book_of(small_plan, "SYT", example=True)):
        assert "SỐ LIỆU VÍ DỤ" in sheet["B1"].value and "SỐ LIỆU VÍ DỤ" in sheet.oddHeader.center.text
    for sheet in visible(book_of(small_plan, "SYT")):
        assert "VÍ DỤ" not in sheet["B1"].value and not sheet.oddHeader.center.text


def test_what_is_pasted_with_its_format_stays_open_to_correction(small_plan: Plan) -> None:
    """Excel gives such a cell the style Normal, whose lock then holds."""
    book = book_of(small_plan, "TD")
    normal = next(style for style in book._named_styles if style.name == "Normal")
    assert not normal.protection.locked


@pytest.mark.parametrize("who", EVERY_FORM)
def test_pages_print_on_a4_one_page_wide(small_plan: Plan, who: str) -> None:
    for sheet in visible(book_of(small_plan, who)):
        assert sheet.page_setup.paperSize == 9
        # Told to fit pages, Excel passes over the breaks that are set by hand.
        assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
        assert 40 <= (sheet.page_setup.scale or 100) <= 100
        assert "&P/&N" in sheet.oddFooter.right.text


def test_headers_stay_in_sight_and_repeat_on_paper(small_plan: Plan) -> None:
    book = book_of(small_plan, "S101")
    for sheet in visible(book)[1:-1]:
        header = int(str(sheet.print_title_rows).replace("$", "").split(":")[0])
        assert sheet.cell(header, 2).value == "STT"
        assert sheet.freeze_panes is not None and int(sheet.freeze_panes[1:]) > header


def test_lists_may_grow_and_other_sheets_may_not(small_plan: Plan) -> None:
    book = book_of(small_plan, "S101")
    assert not book["Bảng kê"].protection.insertRows
    assert book["Số liệu"].protection.insertRows
    assert not book["Số liệu"].protection.formatRows and not book["Số liệu"].protection.formatColumns


def test_guide_tells_deadline_contact_and_links_to_every_sheet(small_plan: Plan) -> None:
    book = book_of(small_plan, "TD")
    guide = book.worksheets[0]
    told = " ".join(str(c.value) for row in guide.iter_rows() for c in row if c.value)
    assert "20/11/2031" in told and "0299 3 111 222" in told and "Tỉnh đoàn" in told
    assert "{" not in told
    labels = [str(guide.cell(row, 2).value) for row in range(4, 10)]
    assert labels == ["Hạn gửi", "Bắt đầu từ trang", "Bắt buộc điền", "Xem trang «Kiểm tra» trước khi gửi",
                      "Gửi về", "Hỏi, hỗ trợ"]  # fmt: skip
    links = [c.hyperlink for row in guide.iter_rows() for c in row if c.hyperlink]
    targets = {str(link.location).split("!")[0].strip("'") for link in links}
    assert targets == {sheet.title for sheet in visible(book)[1:]}


def test_same_input_gives_the_same_bytes(small_plan: Plan) -> None:
    layout = lay_out(small_plan, members(small_plan, "@SO"))
    prefill = Prefill({"tt_cuoc": Decimal(3)}, marks={"tt_cuoc": "Xem lại."})
    assert form_bytes(small_plan, layout, prefill) == form_bytes(small_plan, layout, prefill)


def test_file_names_follow_the_plans_order_without_diacritics(small_plan: Plan) -> None:
    names = [form_file_name(small_plan, agency) for agency in small_plan.agencies]
    assert names == [
        "001-so-y-te.xlsx", "002-so-giao-duc-va-dao-tao.xlsx", "003-tinh-doan.xlsx",
        "004-xa-binh-an-1.xlsx", "005-phuong-tan-lap.xlsx",
    ]  # fmt: skip
    assert group_file_name(small_plan, small_plan.group("XA")) == "mau-xa-phuong.xlsx"


def test_writes_a_form_for_each_agency_and_each_group(small_plan: Plan, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    paths = write_forms(small_plan, tmp_path, on_progress=lambda done, of: told.append((done, of)))
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in paths)
    assert len(paths) == 8 and told[-1] == (8, 8)


def test_writes_only_the_forms_that_are_asked_for(small_plan: Plan, tmp_path: Path) -> None:
    paths = write_forms(small_plan, tmp_path, [small_plan.agency("S102")])
    assert [p.name for p in paths] == ["005-phuong-tan-lap.xlsx"]


def test_no_label_is_cut(real_plan: Plan) -> None:
    """Checked against widths measured anew: no row is lower than its label needs at 7,2 pixels a letter."""
    code = real_plan.agencies[0].code
    book = book_of(real_plan, code)
    checked = 0
    for row_id, sheet, row, columns in rows_of(book):
        height = sheet.row_dimensions[row].height or sheet.sheet_format.defaultRowHeight
        if "nhan" in columns:
            cell = sheet.cell(row, columns["nhan"])
            width = sheet.column_dimensions[cell.column_letter].width * 8
            lines = -(-len(str(cell.value).split("\n")[0]) * 6.4 // width)
            assert height >= lines * 15, row_id
            checked += 1
    assert checked > 50
