"""Cells as the reader understands them: what is taken, what is said of it, and what is asked back."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import pytest

from lamdong_report.model import Severity
from lamdong_report.plan import Plan
from tests.corpus.forms import Typed, form_of, reworked, sheet_of, spot_of, usual
from tests.corpus.reading import answer, codes, found, read

# bv_ty_le_to is a percentage, bv_kinh_phi an amount in triệu đồng, t1s.nam_truoc a measure in %, the others counts.
UNDERSTOOD = [
    ("S101", "tre_em", "1.234", Decimal(1234), "number-thousands-dot"),
    ("S101", "tre_em", "1.234.567", Decimal(1234567), "number-as-text"),
    ("S101", "tre_em", "1234", Decimal(1234), "number-as-text"),
    ("S101", "tre_em", "05 người", Decimal(5), "number-as-text"),
    ("S101", "tt_cuoc", "05 lớp", Decimal(5), "unit-differs"),
    ("S101", "tt_cuoc", "ba", Decimal(3), "number-in-words"),
    ("S101", "tt_cuoc", "không có", Decimal(0), "number-said-none"),
    ("S101", "tt_nguoi", "2 nghìn", Decimal(2000), "unit-converted"),
    ("S101", "bv_ty_le_to", "56,5%", Decimal("56.5"), "number-as-text"),
    ("S101", "bv_ty_le_to", "0,6%", Decimal("0.6"), "number-as-text"),
    ("S101", "bv_ty_le_to", "60 phần trăm", Decimal(60), "number-as-text"),
    ("S101", "bv_ty_le_to", "0", Decimal(0), "number-as-text"),
    ("S101", "bv_ty_le_to", Decimal(0), Decimal(0), None),
    ("S101", "bv_ty_le_to", Decimal(1), Decimal(1), None),
    ("S101", "bv_kinh_phi", "1.234,5", Decimal("1234.5"), "number-as-text"),
    ("S101", "bv_kinh_phi", "150 triệu", Decimal(150), "number-as-text"),
    ("S101", "bv_kinh_phi", "1,5 tỷ đồng", Decimal(1500), "unit-converted"),
    ("S101", "bv_kinh_phi", "58,3 (đvt: triệu đồng)", Decimal("58.3"), "number-as-text"),
    ("S101", "bv_kinh_phi", "250.000.000 đồng", Decimal(250), "unit-converted"),
    ("S101", "bv_ke_hoach", "ko", False, "choice-matched"),
    ("S101", "bv_ke_hoach", "x", True, "choice-matched"),
    ("S101", "bv_ke_hoach", "đã ban hành", True, "choice-matched"),
    ("S101", "bv_mo_hinh", "đang lập hồ sơ", "Đang lập hồ sơ", None),
    ("S101", "bv_mo_hinh", normalize("NFD", "Đang lập hồ sơ "), "Đang lập hồ sơ", None),
    ("S101", "bv_ke_hoach", normalize("NFD", " có"), True, None),
    ("S101", "bv_mo_hinh", "chua thuc hien", "Chưa thực hiện", "choice-matched"),
    ("S101", "ngay_chot", "5-1-2031", date(2031, 1, 5), "date-as-text"),
    ("S101", "ngay_chot", "ngày 05 tháng 10 năm 2031", date(2031, 10, 5), "date-as-text"),
    ("S101", "ngay_chot", "15/11", date(2031, 11, 15), "date-year-assumed"),
    ("S101", "ngay_chot", "11/25/2031", date(2031, 11, 25), "date-month-first"),
    ("S101", "nguoi_lap", "  Lê\u00a0Thị\u200b B\x0bPhòng VH ", "Lê Thị B\nPhòng VH", None),
    ("S101", "bv_ly_do", "=cmd|' /C x'!A0 {{ x }} {% y %} <w:p>&<", "=cmd|' /C x'!A0 {{ x }} {% y %} <w:p>&<", None),
]  # fmt: skip


@pytest.mark.parametrize(("agency", "question", "typed", "value", "code"), UNDERSTOOD)
def test_is_understood(
    small_plan: Plan, tmp_path: Path, agency: str, question: str, typed: Typed, value: Typed, code: str | None
) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, agency, **{question: typed})})
    taken = answer(received, question)
    assert taken.value == value and type(taken.value) is type(value)
    assert code in codes(received) if code else codes(received) == []
    assert all(f.severity is not Severity.ERROR for f in received.findings)


ASKED_BACK = [
    ("tt_cuoc", "khoảng 500", "number-approximate", "500"),
    ("tt_cuoc", "239?", "number-doubtful", "239"),
    ("tt_cuoc", "239 (chưa tính quý IV)", "number-doubtful", "239"),
    ("tt_cuoc", "2 rưỡi", "number-doubtful", "2 rưỡi"),
    ("tt_cuoc", "240$", "number-doubtful", "240$"),
    ("tt_cuoc", "1½", "number-unclear", "1½"),
    ("tt_cuoc", "②", "number-unclear", "②"),
    ("tt_cuoc", "✓", "number-unclear", "✓"),
    ("tt_cuoc", "240\n250", "number-several", "240 250"),
    ("tt_cuoc", "240 (hai trăm)", "number-ambiguous", "240 hoặc 200"),
    ("bv_kinh_phi", "500 USD", "unit-other", "500 USD"),
    ("bv_ty_le_to", "56,8‰", "unit-other", "56,8‰"),
    ("ngay_chot", "15/11/2031 (dự kiến)", "date-doubtful", "15/11/2031"),
    ("ngay_chot", "trước 15/11/2031", "date-doubtful", "15/11/2031"),
    ("tt_cuoc", "10-15", "number-range", "10-15"),
    ("tt_cuoc", "12 nam, 15 nữ", "number-several", "12 nam, 15 nữ"),
    ("tt_cuoc", "đã làm", "number-unclear", "đã làm"),
    ("tt_cuoc", "1O", "number-unclear", "1O"),
    ("tt_cuoc", "-", "number-placeholder", "«-»"),
    ("tt_cuoc", "chưa có số liệu", "number-placeholder", "chưa có số liệu"),
    ("tt_cuoc", "56%", "unit-other", "cuộc"),
    ("tt_cuoc", "5 triệu đồng", "unit-other", "cuộc"),
    ("tt_cuoc", "1 y" * 5000, "number-unclear", "1 y1…"),
    ("bv_kinh_phi", "1.234", "number-ambiguous", "1.234 hoặc 1,234"),
    ("bv_ty_le_to", Decimal("0.6"), "percent-or-share", "0,6% hoặc 60%"),
    ("bv_ty_le_to", "0,6", "percent-or-share", "0,6% hoặc 60%"),
    ("bv_ke_hoach", "đang xem xét", "yes-no-unclear", "đang xem xét"),
    ("bv_mo_hinh", "gần xong", "choice-unclear", "Đã công nhận / Đang lập hồ sơ"),
    ("ngay_chot", "11/2031", "date-incomplete", "11/2031"),
    ("ngay_chot", "32/13/2031", "date-unclear", "32/13/2031"),
]


@pytest.mark.parametrize(
    ("question", "example"),
    [("tt_cuoc", "ví dụ 12;"), ("bv_kinh_phi", "ví dụ 1.234,5;"), ("bv_ty_le_to", "ví dụ 56,8;")],
)
def test_the_remedy_gives_an_example_of_the_kind(small_plan: Plan, tmp_path: Path, question: str, example: str) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", **{question: "đã làm"})})
    assert example in found(received, "number-unclear").remedy


@pytest.mark.parametrize(("question", "typed", "code", "said"), ASKED_BACK)
def test_is_asked_back(small_plan: Plan, tmp_path: Path, question: str, typed: Typed, code: str, said: str) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", **{question: typed})})
    finding = found(received, code)
    spot = spot_of(small_plan, "S101", question)
    assert (finding.agency, finding.file, finding.sheet, finding.cell) == ("S101", "a.xlsx", spot.sheet, spot.address)
    assert finding.question == question
    assert said in finding.message
    doubtful = answer(received, question)
    assert doubtful.value is None
    assert doubtful.raw


def test_numbers_are_decimals_without_binary_noise(small_plan: Plan, tmp_path: Path) -> None:
    noise = Decimal(repr(0.1 + 0.2))
    form = usual(small_plan, "S101", tt_cuoc=12, bv_kinh_phi=noise, bv_ty_le_to=Decimal("56.8"))
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert answer(received, "bv_kinh_phi").value == Decimal("0.3")
    assert answer(received, "bv_kinh_phi").raw == "0,3"
    assert answer(received, "bv_ty_le_to").value == Decimal("56.8")
    assert codes(received) == []


def with_cell(plan: Plan, question: str, value: object, number_format: str = "General") -> bytes:
    """A commune's form where one answer's cell was replaced, format and all."""
    spot = spot_of(plan, "S101", question)

    def change(book: object) -> None:
        cell = sheet_of(book, spot.sheet)[spot.address]  # type: ignore[arg-type]
        cell.value, cell.number_format = value, number_format  # type: ignore[assignment]

    return reworked(usual(plan, "S101"), change)


def test_a_share_in_a_percent_format_is_a_percentage(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": with_cell(small_plan, "bv_ty_le_to", 0.565, "0.0%")})
    assert answer(received, "bv_ty_le_to").value == Decimal("56.5")
    assert "56,5%" in found(received, "percent-format").message


def test_a_percent_sign_that_is_only_printed_changes_nothing(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": with_cell(small_plan, "bv_ty_le_to", 56.5, '0.0"%"')})
    assert answer(received, "bv_ty_le_to").value == Decimal("56.5")
    assert codes(received) == []


def test_a_percent_format_where_people_are_counted_is_asked_back(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": with_cell(small_plan, "tt_nguoi", 0.05, "0%")})
    assert answer(received, "tt_nguoi").value is None
    assert "«5%»" in found(received, "unit-other").message


@pytest.mark.parametrize(
    ("value", "number_format", "code"),
    [
        (True, "General", "number-unclear"),
        (date(2031, 5, 1), "dd/mm/yyyy", "date-in-number"),
        (datetime(2031, 5, 1, 8, 0), "dd/mm/yyyy hh:mm", "date-in-number"),
        (time(10, 30), "hh:mm", "date-in-number"),
    ],
)
def test_what_is_no_number_at_all_is_asked_back(
    small_plan: Plan, tmp_path: Path, value: object, number_format: str, code: str
) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": with_cell(small_plan, "tt_nguoi", value, number_format)})
    assert answer(received, "tt_nguoi").value is None
    assert found(received, code).severity is Severity.ERROR


def test_a_day_that_was_stored_as_a_plain_number_is_recognised(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": with_cell(small_plan, "ngay_chot", 48000)})
    assert answer(received, "ngay_chot").value == date(2031, 6, 1)
    assert found(received, "date-as-text").severity is Severity.NOTE


def test_a_phone_number_gets_its_zero_back(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": with_cell(small_plan, "dien_thoai", 912345678)})
    assert answer(received, "dien_thoai").value == "0912345678"
    assert found(received, "phone-zero").severity is Severity.NOTE


def test_a_text_longer_than_a_cell_of_excel_is_read_whole_and_told(small_plan: Plan, tmp_path: Path) -> None:
    text = "Đã làm 🎓 " * 4_000
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", bv_ly_do=text)})
    assert answer(received, "bv_ly_do").value == text.strip()
    assert "39.999 ký tự" in found(received, "text-too-long").message


def test_a_number_in_a_text_cell_is_its_plain_text(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": with_cell(small_plan, "so_cong_van", 1234567)})
    assert answer(received, "so_cong_van").value == "1234567"


def test_a_box_that_holds_true_says_yes(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": with_cell(small_plan, "bv_ke_hoach", True)})
    assert answer(received, "bv_ke_hoach").value is True
    assert codes(received) == []


def test_a_blank_cell_has_a_place_and_no_value_and_zero_is_one(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", tt_cuoc=0, bv_ly_do=" \u00a0 ")})
    assert answer(received, "tt_cuoc").value == Decimal(0)
    assert answer(received, "tt_cuoc").raw == "0"
    assert (answer(received, "tt_nguoi").value, answer(received, "tt_nguoi").raw) == (Decimal(0), ""), "of no events"
    for question in ("bv_kinh_phi", "bv_ly_do"):
        blank = answer(received, question)
        assert (blank.value, blank.raw) == (None, "")
        assert blank.source.cell == spot_of(small_plan, "S101", question).address
    assert codes(received) == []


def test_a_reason_beside_a_blank_cell_is_kept(small_plan: Plan, tmp_path: Path) -> None:
    form = form_of(small_plan, "S101", {}, reasons={"tt_cuoc": "Chưa tổng hợp xong"})
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    blank = answer(received, "tt_cuoc")
    assert (blank.value, blank.raw, blank.reason) == (None, "", "Chưa tổng hợp xong")
    assert blank.source.cell == spot_of(small_plan, "S101", "tt_cuoc").address


def test_what_was_typed_is_kept_beside_what_was_understood(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", tt_cuoc="khoảng 500")})
    assert answer(received, "tt_cuoc").raw == "khoảng 500"
