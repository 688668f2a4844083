"""The reckoned lines and the self-check of a form: what they say for given answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.forms.placement import place_form
from lamdong_report.forms.prefill import Typed
from lamdong_report.layout import lay_out
from lamdong_report.plan import Plan
from tests.corpus.forms import as_shown

Answers = Mapping[str, Typed]
ALL_OF_TD: Answers = {
    "nguoi_lap": "Lê Thị A",
    "dien_thoai": "0299 111 222",
    "lan_gui": Decimal(1),
    "tt_cuoc": Decimal(3),
    "tt_nguoi": Decimal(120),
    "tt_nguoi_nu": Decimal(70),
    "td_chi_dao.trang_thai": "Hoàn thành",
    "td_chi_dao.noi_dung": "Đã ban hành kế hoạch.",
    "td_truyen_thong.trang_thai": "Hoàn thành",
    "td_truyen_thong.noi_dung": "Đã tổ chức 3 cuộc.",
    "nv_td_1.trang_thai": "Hoàn thành",
    "nv_td_1.noi_dung": "Đã tổ chức.",
    "kp_ns.giao": Decimal(10),
    "kp_ns.chi": Decimal(8),
    "kp_khac.giao": Decimal(0),
    "kp_khac.chi": Decimal(0),
}


def shown(plan: Plan, codes: tuple[str, ...], prefill: Prefill, title: str) -> Worksheet:
    """A sheet of the form as a program that does not calculate shows it."""
    return as_shown(form_of(plan, codes, prefill))[title]


def form_of(plan: Plan, codes: tuple[str, ...], prefill: Prefill) -> bytes:
    return form_bytes(plan, lay_out(plan, tuple(plan.agency(code) for code in codes)), prefill)


def lines(sheet: Worksheet, label: str) -> list[object]:
    """What stands under the answers beside each reckoned line with this label."""
    return [row[3].value for row in sheet.iter_rows() if str(row[2].value or "").startswith(label)]


def states(plan: Plan, codes: tuple[str, ...], prefill: Prefill) -> dict[str, str]:
    """What the form says of each cell, by what the cell is called."""
    rows = shown(plan, codes, prefill, "_tinh_trang").iter_rows(min_row=2, values_only=True)
    return {f"{label} {address}" if label == "Trong đó: nữ" else str(label): str(state)
            for _, _, _, label, address, state, *_ in rows}  # fmt: skip


def verdict(sheet: Worksheet) -> list[str]:
    return [str(row[1].value) for row in sheet.iter_rows(min_row=4, max_row=6)]


def to_do(sheet: Worksheet) -> list[tuple[str, str]]:
    """The lines of the check sheet: the cell to go to, and what is wrong with it."""
    rows = list(sheet.iter_rows(min_row=9, values_only=True))
    return [(f"{row[2]} {row[4]}", str(row[5])) for row in rows if row[2]]


@pytest.mark.parametrize(
    ("part", "whole", "rate", "judgement"),
    [
        (96, 100, 96, "Đạt"),
        (95, 100, 95, "Đạt"),
        (94, 100, 94, "Chưa đạt"),
        (0, 0, "Không phát sinh", None),
        (None, 0, "Không phát sinh", None),
        (None, 100, None, None),
        (5, None, None, None),
        ("khoảng 90", 100, None, None),
    ],
)
def test_rate_of_at_least(
    small_plan: Plan, part: int | str | None, whole: int | None, rate: object, judgement: str | None
) -> None:
    numbers = {"t1s_tiem": part, "t1s_tong": whole}
    answers = {q: v if isinstance(v, str) else Decimal(v) for q, v in numbers.items() if v is not None}
    sheet = shown(small_plan, ("SYT",), Prefill(answers), "Chỉ tiêu")
    assert lines(sheet, "Kết quả (tự tính)")[0] == rate
    assert lines(sheet, "So với chỉ tiêu")[0] == judgement


@pytest.mark.parametrize(("cases", "judgement"), [(599, "Đạt"), (600, "Chưa đạt"), (601, "Chưa đạt")])
def test_below_is_strict(small_plan: Plan, cases: int, judgement: str) -> None:
    answers = {"t2_tntt": Decimal(cases), "t2_dan": Decimal(100_000)}
    sheet = shown(small_plan, ("SYT",), Prefill(answers), "Chỉ tiêu")
    assert lines(sheet, "So với chỉ tiêu")[1] == judgement


def test_each_part_must_reach_the_target_too(small_plan: Plan) -> None:
    answers = {"t4_trai": 1000, "t4_hoc_trai": 980, "t4_gai": 9000, "t4_hoc_gai": 9000}
    prefill = Prefill({q: Decimal(v) for q, v in answers.items()})
    sheet = shown(small_plan, ("SGD",), prefill, "Chỉ tiêu")
    assert lines(sheet, "Kết quả (tự tính)") == [99.8]
    assert lines(sheet, "Riêng trẻ em trai") == [98] and lines(sheet, "Riêng trẻ em gái") == [100]
    assert lines(sheet, "So với chỉ tiêu") == ["Chưa đạt"]


@pytest.mark.parametrize(("quarters", "said"), [((2, 3, 2), "Đạt"), ((2, 1, 9), "Chưa đạt"), ((2, 3, None), None)])
def test_smallest_value_of_named_rows(small_plan: Plan, quarters: tuple[int | None, ...], said: str | None) -> None:
    answers = {f"t3_q{n}": Decimal(v) for n, v in enumerate(quarters, 1) if v is not None}
    sheet = shown(small_plan, ("S101",), Prefill(answers), "Chỉ tiêu")
    assert lines(sheet, "Mức ít nhất 2 ở mỗi dòng 1, 2, 3") == [said]


def test_blank_form_says_how_much_is_missing(small_plan: Plan) -> None:
    sheet = shown(small_plan, ("TD",), Prefill(), "Kiểm tra")
    required = owed(small_plan, "TD")
    given = 1  # that it is the first sending
    assert verdict(sheet)[0] == f"Đã điền {given}/{required} ô bắt buộc"
    assert verdict(sheet)[2].startswith(f"Còn {required - given} ô bắt buộc chưa điền")
    assert [state for _, state in to_do(sheet)] == ["Chưa điền"] * (required - given)


def owed(plan: Plan, code: str) -> int:
    """What the agency must fill in; its name stands in its form."""
    return sum(code in codes for name, codes in plan.required.items() if name != plan.roles.agency)


@pytest.mark.parametrize("code", ["TD", "SYT", "S101"])
def test_one_count_stands_everywhere(small_plan: Plan, code: str) -> None:
    """On the check sheet, in the verdict, for each sheet on the first one, and in the lines that are to be done."""
    book = as_shown(form_of(small_plan, (code,), Prefill()))
    check, guide = book["Kiểm tra"], [str(cell.value) for row in book["Hướng dẫn"].iter_rows() for cell in row]
    filled, _, left = verdict(check)
    pages = [re.search(r"– còn (\d+)/(\d+) ô bắt buộc", words) for words in guide]
    missing, every = (sum(int(found[at]) for found in pages if found) for at in (1, 2))
    assert every == owed(small_plan, code)
    assert filled == f"Đã điền {every - missing}/{every} ô bắt buộc"
    assert left.startswith(f"Còn {missing} ô bắt buộc chưa điền;") and missing == len(to_do(check))
    assert left in guide


def test_what_is_wrong_is_named_before_what_is_missing(small_plan: Plan) -> None:
    said = to_do(shown(small_plan, ("TD",), Prefill({"tt_nguoi": "khoảng 500"}), "Kiểm tra"))
    assert [state.partition(":")[0] for _, state in said] == ["Chưa đúng", *["Chưa điền"] * (len(said) - 1)]
    assert len(said) > 5


def test_a_full_form_may_be_sent(small_plan: Plan) -> None:
    prefill = Prefill(ALL_OF_TD, reasons={"ngay_chot": "chờ số liệu"})
    sheet = shown(small_plan, ("TD",), prefill, "Kiểm tra")
    assert verdict(sheet)[2] == "Phiếu đã đủ, có thể gửi"
    assert to_do(sheet) == []
    assert states(small_plan, ("TD",), prefill)["Ngày chốt số liệu"] == "Đã điền"


def test_text_in_a_number_cell_is_named_first_of_all(small_plan: Plan) -> None:
    answers = {**ALL_OF_TD, "ngay_chot": "cuối tháng 10", "tt_nguoi": "khoảng 500", "tt_tai_lieu": "nhiều"}
    sheet = shown(small_plan, ("TD",), Prefill(answers), "Kiểm tra")
    said = dict(to_do(sheet))
    assert len(said) == 3
    assert sorted(said.values()) == [
        "Chưa đúng: không phải là ngày, ghi theo ngày/tháng/năm",
        "Chưa đúng: không phải là số, chỉ ghi số",
        "Chưa đúng: không phải là số, chỉ ghi số",
    ]
    assert verdict(sheet)[1] == "Chưa đúng, chưa khớp: 3 chỗ; nên xem lại: 0 chỗ"
    assert verdict(sheet)[2].startswith("Còn 3 chỗ chưa đúng")


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"xh_tong": 5, "xh_trai": 2, "xh_gai": 3}, "Đã điền"),
        ({"xh_tong": 5, "xh_trai": 2, "xh_gai": 2}, "Chưa đúng: khác tổng các ô"),
        ({"xh_tong": 5, "xh_trai": 2}, "Đã điền"),
        ({"xh_tong": 5, "xh_trai": 6}, "Chưa đúng: khác tổng các ô"),
        ({"xh_trai": 2, "xh_gai": 3}, "Chưa điền"),
    ],
)
def test_parts_add_up_to_the_total(small_plan: Plan, answers: dict[str, int], state: str) -> None:
    said = states(small_plan, ("SYT",), Prefill({q: Decimal(v) for q, v in answers.items()}))
    assert said[small_plan.questions["xh_tong"].label].startswith(state)


@pytest.mark.parametrize(("women", "state"), [(70, "Đã điền"), (120, "Đã điền"), (121, "Chưa đúng: lớn hơn ô D")])
def test_a_part_is_not_greater_than_its_whole(small_plan: Plan, women: int, state: str) -> None:
    said = states(small_plan, ("TD",), Prefill({**ALL_OF_TD, "tt_nguoi_nu": Decimal(women)}))
    assert next(s for what, s in said.items() if what.startswith("Trong đó: nữ")).startswith(state)


def test_a_doubt_is_explained_by_a_reason(small_plan: Plan) -> None:
    answers = {**ALL_OF_TD, "ngay_chot": date(2031, 12, 1)}
    doubtful = shown(small_plan, ("TD",), Prefill(answers), "Kiểm tra")
    assert [state for _, state in to_do(doubtful)] == ["Xem lại: không trước ngày 20/11/2031"]
    explained = shown(small_plan, ("TD",), Prefill(answers, {"ngay_chot": "được gia hạn"}), "Kiểm tra")
    assert verdict(explained)[2] == "Phiếu đã đủ, có thể gửi"


def test_a_list_leads_to_its_very_row(small_plan: Plan) -> None:
    rows = (
        {"ten": "A", "ngay": date(2031, 5, 1), "nguoi": Decimal(40), "nu": Decimal(20)},
        {"ten": "B", "ngay": date(2031, 5, 2), "nguoi": Decimal(30), "nu": Decimal(31)},
    )
    said = dict(to_do(shown(small_plan, ("TD",), Prefill(ALL_OF_TD, tables={"lop": rows}), "Kiểm tra")))
    placed = [(where, words) for where, words in said.items() if "cùng dòng" in words]
    assert [words for _, words in placed] == ["Chưa đúng: lớn hơn «Số người dự» cùng dòng"]
    assert placed[0][0].endswith(spot_of_second_row(small_plan))


def spot_of_second_row(plan: Plan) -> str:
    layout = lay_out(plan, (plan.agency("TD"),))
    return place_form(layout, plan.period).spots["lop:2.nu"].address


def test_a_shared_form_counts_only_what_the_picked_agency_must_answer(small_plan: Plan) -> None:
    def total(picked: str) -> str:
        prefill = Prefill({"co_quan": picked} if picked else {})
        return verdict(shown(small_plan, ("SYT", "SGD"), prefill, "Kiểm tra"))[0].split("/")[1].split()[0]

    def required(*codes: str) -> int:
        return sum(bool(found & set(codes)) for found in small_plan.required.values())

    assert total("Sở Giáo dục và Đào tạo") == str(required("SGD"))
    assert total("Sở Y tế") == str(required("SYT"))
    assert total("") == str(required("SYT", "SGD"))
    said = states(small_plan, ("SYT", "SGD"), Prefill({"co_quan": "Sở Y tế"}))
    assert said["Số trẻ em trai 5 tuổi"] == "Không áp dụng"


def test_a_shared_form_asks_first_who_fills_it_in(small_plan: Plan) -> None:
    sheet = shown(small_plan, ("SYT", "SGD"), Prefill(), "Kiểm tra")
    assert verdict(sheet)[2] == "Đề nghị chọn tên cơ quan, địa phương ở trang «Thông tin chung» trước"
