"""One cell read as a number: what is taken, how it reads, and everything that is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lamdong_report.plan import Kind, Plan
from lamdong_report.plan.questions import Question
from lamdong_report.reader.quantities import LONGEST_NUMBER, Unit, is_other_unit, read_number, split_unit
from lamdong_report.spreadsheet.book import Cell
from lamdong_report.text.formats import format_number

Said = tuple[str, dict[str, str]]
COUNTED, MEETINGS, MONEY, PERCENT, RATE, MEASURE, DONG, THOUSANDS = (
    (Kind.COUNT, "người"), (Kind.COUNT, "cuộc"), (Kind.MONEY, "triệu đồng"), (Kind.PERCENT, "%"), (Kind.DECIMAL, " % "),
    (Kind.DECIMAL, "bé trai/100 bé gái"), (Kind.MONEY, "đồng"), (Kind.COUNT, "nghìn lượt"),
)  # fmt: skip
SENDING, CLASSES, PUPILS = (Kind.COUNT, "lần"), (Kind.COUNT, "lớp"), (Kind.COUNT, "học sinh")
ABROAD = (Kind.DECIMAL, "USD")
NAKED = (Kind.COUNT, "")
NINES = "9" * LONGEST_NUMBER
OF_COUNT, OF_PERCENT, OF_MEASURE = {"example": "12"}, {"example": "56,8"}, {"example": "1.234,5"}
ONE_WAY = {"example": "viết liền các chữ số, ví dụ 1234"}
THOUSANDS_WAY = {"example": "dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập phân, ví dụ 1.234,5"}


def question(kind: Kind, unit: str) -> Question:
    place = {"row": "q", "column": "", "section": "", "sheet": ""}
    return Question(id="q", label="Câu hỏi", kind=kind, unit=unit, asked=("T",), **place)


def refused(code: str, text: str, example: dict[str, str], readings: str = "") -> Said:
    return code, {"text": text, "readings": readings, **example}


def taken(text: str, value: str, code: str = "number-as-text") -> Said:
    return code, {"text": text, "value": value}


# What is asked for, the cell, whether it is shown as a percentage; the value as it is kept, how it reads, what is said.
READ: list[tuple[tuple[Kind, str], Cell, bool, str | None, str, tuple[Said, ...]]] = [
    # Numbers
    (COUNTED, 12, False, "12", "12", ()),
    (COUNTED, 0, False, "0", "0", ()),
    (MONEY, 0.1 + 0.2, False, "0.3", "0,3", ()),
    (MONEY, 1234.5, False, "1234.5", "1234,5", ()),
    (COUNTED, True, False, None, "TRUE", (refused("number-unclear", "TRUE", OF_COUNT),)),
    (PERCENT, False, False, None, "FALSE", (refused("number-unclear", "FALSE", OF_PERCENT),)),
    (COUNTED, date(2031, 5, 1), False, None, "01/5/2031", (refused("date-in-number", "01/5/2031", OF_COUNT),)),
    (MONEY, datetime(2031, 5, 1, 8), False, None, "01/5/2031", (refused("date-in-number", "01/5/2031", OF_MEASURE),)),
    (COUNTED, time(10, 30), False, None, "10:30:00", (refused("date-in-number", "10:30:00", OF_COUNT),)),
    (COUNTED, float("inf"), False, None, "inf", (refused("number-unclear", "inf", OF_COUNT),)),
    # Shares and percentages
    (PERCENT, 0.6, True, "60", "0,6", (("percent-format", {"text": "0,6", "value": "60%"}),)),
    (RATE, 0.565, True, "56.5", "0,565", (("percent-format", {"text": "0,565", "value": "56,5%"}),)),
    (PERCENT, 2, True, "200", "2", (("percent-format", {"text": "2", "value": "200%"}),)),
    (COUNTED, 0.05, True, None, "5%", (("unit-other", {"text": "5%", "unit": "người"}),)),
    (PERCENT, 0.6, False, None, "0,6", (("percent-or-share", {"text": "0,6", "small": "0,6", "large": "60"}),)),
    (RATE, 0.6, False, None, "0,6", (("percent-or-share", {"text": "0,6", "small": "0,6", "large": "60"}),)),
    (MEASURE, 0.6, False, "0.6", "0,6", ()),
    (PERCENT, 1, False, "1", "1", ()),
    (PERCENT, 0, False, "0", "0", ()),
    (PERCENT, -0.5, False, "-0.5", "-0,5", ()),
    (PERCENT, "0,6", False, None, "0,6", (("percent-or-share", {"text": "0,6", "small": "0,6", "large": "60"}),)),
    (PERCENT, "0,6%", False, "0.6", "0,6%", (taken("0,6%", "0,6"),)),
    (PERCENT, "1", False, "1", "1", (taken("1", "1"),)),
    (PERCENT, "0", False, "0", "0", (taken("0", "0"),)),
    (PERCENT, "không có", False, "0", "không có", (taken("không có", "0", "number-said-none"),)),
    (MEASURE, "0,6", False, "0.6", "0,6", (taken("0,6", "0,6"),)),
    (PERCENT, "60 phần trăm", False, "60", "60 phần trăm", (taken("60 phần trăm", "60"),)),
    (RATE, "60%", False, "60", "60%", (taken("60%", "60"),)),
    # Texts
    (COUNTED, "  ", False, None, "", ()),
    (COUNTED, "x" * (LONGEST_NUMBER + 1), False, None, "x" * (LONGEST_NUMBER + 1),
     (refused("number-unclear", "x" * (LONGEST_NUMBER + 1), OF_COUNT),)),
    (COUNTED, NINES, False, NINES, NINES, (taken(NINES, ""),)),
    (COUNTED, "1.234", False, "1234", "1.234", (taken("1.234", "1.234", "number-thousands-dot"),)),
    (COUNTED, "ba", False, "3", "ba", (taken("ba", "3", "number-in-words"),)),
    (COUNTED, "đã làm", False, None, "đã làm", (refused("number-unclear", "đã làm", OF_COUNT),)),
    (MONEY, "đã làm", False, None, "đã làm", (refused("number-unclear", "đã làm", OF_MEASURE),)),
    (PERCENT, "đã làm", False, None, "đã làm", (refused("number-unclear", "đã làm", OF_PERCENT),)),
    (COUNTED, "-", False, None, "-", (refused("number-placeholder", "-", OF_COUNT),)),
    (COUNTED, "khoảng 500", False, None, "khoảng 500", (refused("number-approximate", "khoảng 500", OF_COUNT, "500"),)),
    (COUNTED, "239?", False, None, "239?", (refused("number-doubtful", "239?", OF_COUNT, "239"),)),
    (COUNTED, "10-15", False, None, "10-15", (refused("number-range", "10-15", OF_COUNT, "10 hoặc 15"),)),
    (COUNTED, "12 nam, 15 nữ", False, None, "12 nam, 15 nữ",
     (refused("number-several", "12 nam, 15 nữ", OF_COUNT, "12 hoặc 15"),)),
    (MONEY, "1.234", False, None, "1.234", (refused("number-ambiguous", "1.234", THOUSANDS_WAY, "1.234 hoặc 1,234"),)),
    (COUNTED, "1,234", False, None, "1,234", (refused("number-ambiguous", "1,234", ONE_WAY, "1,234 hoặc 1.234"),)),
    (COUNTED, "1O", False, None, "1O", (refused("number-unclear", "1O", OF_COUNT),)),
    (COUNTED, "1l", False, None, "1l", (refused("number-unclear", "1l", OF_COUNT),)),
    # Units
    (COUNTED, "05 người", False, "5", "05 người", (taken("05 người", "5"),)),
    (COUNTED, "5 Người dân", False, "5", "5 Người dân", (taken("5 Người dân", "5"),)),
    (PUPILS, "6.212 HS", False, "6212", "6.212 HS", (taken("6.212 HS", "6.212"),)),
    (MEETINGS, "05 lớp", False, "5", "05 lớp",
     (taken("05 lớp", "5"), ("unit-differs", {"text": "05 lớp", "unit": "cuộc"}))),
    (NAKED, "05 lớp", False, "5", "05 lớp", (taken("05 lớp", "5"),)),
    (MEASURE, "108 trai", False, "108", "108 trai", (taken("108 trai", "108"),)),
    (MEASURE, "108 gái trên trai", False, "108", "108 gái trên trai", (taken("108 gái trên trai", "108"),)),
    (COUNTED, "56%", False, None, "56%", (("unit-other", {"text": "56%", "unit": "người"}),)),
    (COUNTED, "5 triệu đồng", False, None, "5 triệu đồng",
     (("unit-other", {"text": "5 triệu đồng", "unit": "người"}),)),
    (MONEY, "500 USD", False, None, "500 USD", (("unit-other", {"text": "500 USD", "unit": "triệu đồng"}),)),
    (ABROAD, "500 USD", False, "500", "500 USD", (taken("500 USD", "500"),)),
    (PERCENT, "56,8‰", False, None, "56,8‰", (("unit-other", {"text": "56,8‰", "unit": "%"}),)),
    (COUNTED, "2 nghìn", False, "2000", "2 nghìn",
     (("unit-converted", {"text": "2 nghìn", "value": "2.000", "unit": "người"}),)),
    (THOUSANDS, "2 nghìn", False, "2", "2 nghìn", (taken("2 nghìn", "2"),)),
    (THOUSANDS, "2 lượt", False, "2", "2 lượt", (taken("2 lượt", "2"),)),
    (MONEY, "150 triệu", False, "150", "150 triệu", (taken("150 triệu", "150"),)),
    (MONEY, "1,5 tỷ đồng", False, "1500", "1,5 tỷ đồng",
     (("unit-converted", {"text": "1,5 tỷ đồng", "value": "1.500", "unit": "triệu đồng"}),)),
    (MONEY, "250.000.000 đồng", False, "250", "250.000.000 đồng",
     (("unit-converted", {"text": "250.000.000 đồng", "value": "250", "unit": "triệu đồng"}),)),
    (MONEY, "250.500 đồng", False, "0.2505", "250.500 đồng",
     (("unit-converted", {"text": "250.500 đồng", "value": "0,2505", "unit": "triệu đồng"}),)),
    (MONEY, "35 đồng", False, None, "35 đồng",
     (refused("number-ambiguous", "35 đồng", THOUSANDS_WAY, "35 hoặc 0,000035"),)),
    (COUNTED, "2OO người", False, None, "2OO người", (refused("number-unclear", "2OO người", OF_COUNT),)),
    (COUNTED, "0 vụ", False, "0", "0 vụ", (taken("0 vụ", "0"),)),
    (COUNTED, "5 nguời", False, "5", "5 nguời", (taken("5 nguời", "5"),)),
    (COUNTED, "12 LĐ", False, "12", "12 LĐ",
     (taken("12 LĐ", "12"), ("unit-differs", {"text": "12 LĐ", "unit": "người"}))),
    (MEASURE, "108,4/100", False, "108.4", "108,4/100", (taken("108,4/100", "108,4"),)),
    (MEASURE, "108,4 : 100 bé gái", False, "108.4", "108,4 : 100 bé gái", (taken("108,4 : 100 bé gái", "108,4"),)),
    (MEASURE, "52/48", False, None, "52/48", (refused("number-several", "52/48", OF_MEASURE, "52 hoặc 48"),)),
    (DONG, "2 triệu đồng", False, "2000000", "2 triệu đồng",
     (("unit-converted", {"text": "2 triệu đồng", "value": "2.000.000", "unit": "đồng"}),)),
    (MONEY, "58,3 triệu VNĐ", False, "58.3", "58,3 triệu VNĐ", (taken("58,3 triệu VNĐ", "58,3"),)),
    # The unit in front
    (SENDING, "Lần 2", False, "2", "Lần 2", (taken("Lần 2", "2"),)),
    (SENDING, "Lần gửi thứ 02", False, "2", "Lần gửi thứ 02", (taken("Lần gửi thứ 02", "2"),)),
    (SENDING, "lần thứ hai", False, "2", "lần thứ hai", (taken("lần thứ hai", "2", "number-in-words"),)),
    (SENDING, "Lần đầu", False, "1", "Lần đầu", (taken("Lần đầu", "1"),)),
    (SENDING, "lần cuối", False, None, "lần cuối", (refused("number-unclear", "lần cuối", OF_COUNT),)),
    (SENDING, "Lần 2 (thay lần 1)", False, None, "Lần 2 (thay lần 1)",
     (refused("number-several", "Lần 2 (thay lần 1)", OF_COUNT, "2 hoặc 1"),)),
    (CLASSES, "Số lớp: 02", False, "2", "Số lớp: 02", (taken("Số lớp: 02", "2"),)),
    (COUNTED, "Số người: 210", False, "210", "Số người: 210", (taken("Số người: 210", "210"),)),
    (COUNTED, "Số lớp: 3", False, None, "Số lớp: 3", (refused("number-unclear", "Số lớp: 3", OF_COUNT, "3"),)),
    (CLASSES, "lớp 1", False, None, "lớp 1", (refused("number-unclear", "lớp 1", OF_COUNT, "1"),)),
    (CLASSES, "Lần 2", False, None, "Lần 2", (refused("number-unclear", "Lần 2", OF_COUNT, "2"),)),
    (DONG, "5 đồng", False, "5", "5 đồng", (taken("5 đồng", "5"),)),
    (MONEY, "58,3 (đvt: triệu đồng)", False, "58.3", "58,3 (đvt: triệu đồng)",
     (taken("58,3 (đvt: triệu đồng)", "58,3"),)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "cell", "percent_format", "value", "raw", "said"),
    READ,
    ids=[f"{one[0][1]}-{one[1]!s:.20}" for one in READ],
)
def test_a_cell_as_a_number(
    asked: tuple[Kind, str], cell: Cell, percent_format: bool, value: str | None, raw: str, said: tuple[Said, ...]
) -> None:
    found = read_number(cell, question(*asked), percent_format)
    assert (None if found.value is None else str(found.value), found.raw) == (value, raw)
    told = [(remark.code, remark.fields) for remark in found.remarks]
    # What is long is quoted in short.
    if len(raw) < LONGEST_NUMBER:
        assert told == list(said)
    else:
        assert [code for code, _ in told] == [code for code, _ in said] and len(told[0][1]["text"]) < len(raw)


@pytest.mark.parametrize(
    ("label", "text", "codes"),
    [
        ("Trong đó: nữ", "50 nữ", ["number-as-text"]),
        ("Số người dự", "50 nữ", ["number-as-text", "unit-differs"]),
        ("Số người dự", "86 học viên", ["number-as-text"]),
        ("Số người dự", "86 lớp", ["number-as-text", "unit-differs"]),
        ("Số người dự các lớp", "86 lớp", ["number-as-text", "unit-differs"]),
        ("Số nạn nhân là trẻ em", "3 trẻ em", ["number-as-text"]),
    ],
)
def test_whom_a_question_counts_may_be_its_unit(label: str, text: str, codes: list[str]) -> None:
    found = read_number(text, replace(question(*COUNTED), label=label), False)
    assert [remark.code for remark in found.remarks] == codes


@pytest.mark.parametrize("people", ["đồng chí", "đ/c", "Đ/C", "đc", "học viên", "công dân", "CBCCVC"])
def test_people_by_their_titles_are_people_and_no_money(people: str) -> None:
    found = read_number(f"12 {people}", question(*COUNTED), False)
    assert (found.value, [remark.code for remark in found.remarks]) == (12, ["number-as-text"])


def _spellings(thousands: int) -> Iterator[str]:
    """An amount of so many thousand đồng, as people write it."""
    dotted, millions = format_number(Decimal(thousands * 1000)), format_number(Decimal(thousands) / 1000)
    yield from (f"{dotted}{unit}" for unit in ("đ", " đồng", " ₫", "VNĐ", " dong"))
    yield from (
        f"{thousands}{unit}" for unit in (" nghìn đồng", " ng.đ", "ngđ", " nđ", " n.đồng", " nghin dong", "k đồng")
    )
    yield from (f"{millions}{unit}" for unit in (" triệu đồng", " trđ", " tr.đ", " trieu dong", " triêu đồng"))


@given(st.integers(1, 999))
def test_an_amount_is_the_same_whatever_its_unit_is_called(thousands: int) -> None:
    """Below a million, so that no dot can part a fraction."""
    read = {said: read_number(said, question(*MONEY), False).value for said in _spellings(thousands)}
    assert read == dict.fromkeys(read, Decimal(thousands) / 1000)


@pytest.mark.parametrize(
    ("unit", "parts"),
    [
        ("", Unit(0, "", False, False, False)),
        ("Người", Unit(0, "người", False, False, False)),
        ("triệu đồng", Unit(6, "đồng", True, False, False)),
        ("nghìn tỷ đồng", Unit(12, "đồng", True, False, False)),
        ("trđ", Unit(6, "", True, False, False)),
        ("vnd", Unit(0, "đồng", True, False, False)),
        ("chục", Unit(1, "", False, False, False)),
        ("trăm người", Unit(2, "người", False, False, False)),
        ("ngàn lượt người", Unit(3, "lượt người", False, False, False)),
        ("k", Unit(3, "", False, False, False)),
        ("vạn", Unit(4, "", False, False, False)),
        ("tr", Unit(6, "", False, False, False)),
        ("tỉ", Unit(9, "", False, False, False)),
        ("lượt nghìn", Unit(0, "lượt nghìn", False, False, False)),
        ("(đvt: nghìn đồng)", Unit(3, "đvt đồng", True, False, False)),
        ("%", Unit(0, "", False, True, False)),
        ("phần trăm", Unit(0, "phần trăm", False, True, False)),
        ("‰", Unit(0, "", False, False, True)),
        ("đô la", Unit(0, "đô la", False, False, True)),
        ("ca/100.000 trẻ", Unit(0, "ca 100 000 trẻ", False, False, False)),
    ],
)
def test_a_unit_taken_apart(unit: str, parts: Unit) -> None:
    assert split_unit(unit) == parts


@pytest.mark.parametrize(
    ("printed", "asked", "is_other"),
    [
        ("người", COUNTED, False), ("nghìn người", COUNTED, True), ("%", COUNTED, True), ("đồng", COUNTED, True),
        ("đồng chí", COUNTED, False), ("triệu", MONEY, False), ("đồng", MONEY, True), ("$", MONEY, True),
        ("$", ABROAD, False), ("%", PERCENT, False), ("đồng", DONG, False),
    ],
)  # fmt: skip
def test_a_unit_that_a_format_prints_may_be_of_another_size_or_of_something_else(
    printed: str, asked: tuple[Kind, str], is_other: bool
) -> None:
    assert is_other_unit(printed, question(*asked)) is is_other


@pytest.mark.parametrize("dong", [1, 35, 999])
def test_an_amount_too_small_to_be_spent_is_asked_about(dong: int) -> None:
    read = read_number(f"{dong} đồng", question(*MONEY), False)
    assert read.value is None
    assert [remark.code for remark in read.remarks] == ["number-ambiguous"]


def test_a_whole_number_has_no_exponent_and_a_fraction_no_zeros_behind_it() -> None:
    assert str(read_number("2 nghìn", question(*COUNTED), False).value) == "2000"
    assert str(read_number(0.5650, question(*PERCENT), True).value) == "56.5"
    assert read_number(1, question(*PERCENT), True).value == Decimal(100)


def test_the_unit_of_something_else_is_told_whatever_the_question_is_called(real_plan: Plan) -> None:
    """What people came to stands in most questions about people."""
    others = ("lớp", "hội nghị", "buổi", "cuộc", "văn bản", "cơ quan")
    asked = [one for one in real_plan.questions.values() if one.kind is Kind.COUNT and "người" in one.unit.split()]
    assert len(asked) > 10
    for one in asked:
        for other in others:
            codes = [remark.code for remark in read_number(f"5 {other}", one, False).remarks]
            assert "unit-differs" in codes, (one.id, one.label, other)
