"""What a number cell says, and when it says too little to be a number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.text.formats import format_number
from lamdong_report.text.numbers import NumberKind, ParsedNumber, parse_number, to_decimal

COUNT, DECIMAL, MONEY, PERCENT = NumberKind
CODES = {
    "", "blank", "placeholder", "spoken", "said_none", "unit_dropped", "thousands_dot", "approximate", "doubtful",
    "ambiguous",
    "range", "several", "not_a_number",
}  # fmt: skip


def summary(text: str, kind: NumberKind = COUNT) -> tuple[str, str, str]:
    """Value, note and readings of a text, as words."""
    parsed = parse_number(text, kind)
    return str(parsed.value), parsed.note, " ".join(map(str, parsed.readings))


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("120", COUNT, "120"),
        (" 05 ", COUNT, "5"),
        ("'5", COUNT, "5"),
        ("’5", COUNT, "5"),
        ("5.", COUNT, "5"),
        ("=5", COUNT, "5"),
        ("1 234", COUNT, "1234"),
        ("1\u00a0234\u00a0567", COUNT, "1234567"),
        ("1.234.567", COUNT, "1234567"),
        ("4,5", COUNT, "4.5"),
        ("-5", COUNT, "-5"),
        ("−5", COUNT, "-5"),
        ("(5)", COUNT, "-5"),
        ("+5", COUNT, "5"),
        ("0 (không)", COUNT, "0"),
        ("0 (không có)", COUNT, "0"),
        ("00 - chưa phát sinh", COUNT, "0"),
        ("0 (không phát sinh vụ việc nào)", MONEY, "0"),
        ("1.234.567,89", MONEY, "1234567.89"),
        ("1,234,567.89", MONEY, "1234567.89"),
        ("1234.5", MONEY, "1234.5"),
        ("56.5", PERCENT, "56.5"),
        ("1,234", DECIMAL, "1.234"),
        ("0.234", DECIMAL, "0.234"),
    ],
)
def test_a_plain_number_is_read(text: str, kind: NumberKind, value: str) -> None:
    assert summary(text, kind) == (value, "", "")


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("05 lớp", COUNT, "5", "lớp"),
        ("120 người", COUNT, "120", "người"),
        ("1.234 Người", COUNT, "1234", "người"),
        ("05 (năm) lớp", COUNT, "5", "lớp"),
        ("có 5 lớp.", COUNT, "5", "lớp"),
        ("210 (hai trăm mười người)", COUNT, "210", "người"),
        ("5.500.000đ (năm triệu năm trăm nghìn đồng)", MONEY, "5500000", "đ"),
        ("5.500.000 ₫ (bằng chữ: Năm triệu năm trăm nghìn đồng)", MONEY, "5500000", "đ"),
        ("5.000.000 (năm triệu đồng)", MONEY, "5000000", "đồng"),
        ("5 triệu (năm triệu đồng)", MONEY, "5", "triệu"),
        ("5 (năm triệu đồng)", MONEY, "5", "triệu đồng"),
        ("5 triệu (năm)", MONEY, "5", "triệu"),
        ("5 trăm (năm trăm) người", COUNT, "5", "trăm người"),
        ("Tổng số: 12 cuộc", COUNT, "12", "cuộc"),
        ("5 m2", DECIMAL, "5", "m2"),
        ("56,5%", PERCENT, "56.5", "%"),
        ("56,5 %", PERCENT, "56.5", "%"),
        ("1.234 triệu đồng", MONEY, "1234", "triệu đồng"),
        ("1.5 tỷ đồng", MONEY, "1.5", "tỷ đồng"),
        ("108,4 bé trai/100 bé gái", DECIMAL, "108.4", "bé trai/100 bé gái"),
        ("10,7 ca/1.000 phụ nữ", DECIMAL, "10.7", "ca/1.000 phụ nữ"),
        ("35 ca / 100.000 trẻ", DECIMAL, "35", "ca / 100.000 trẻ"),
    ],
)
def test_a_unit_is_dropped_and_told(text: str, kind: NumberKind, value: str, unit: str) -> None:
    assert parse_number(text, kind) == ParsedNumber(Decimal(value), "unit_dropped", (), unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ba", "3"),
        ("Mười hai", "12"),
        ("hai mươi lăm lớp", "25"),
        ("một trăm linh năm", "105"),
        ("hai mốt người", "21"),
    ],
)
def test_numerals_in_words_are_read(text: str, value: str) -> None:
    assert summary(text) == (value, "spoken", "")


@pytest.mark.parametrize(
    "text",
    ["không", "Không có", "không phát sinh", "ko", "KHÔNG CÓ.", "không phát sinh trường hợp nào",
     "không có vụ việc",
     "không có đơn nào", "khong co", "chưa phát sinh", "Chưa có phát sinh.", "chưa xảy ra vụ nào", "Chua phat sinh",
     "không có ai", "không ai", "không phát sinh gì", "chưa có lớp nào", "Chưa nhận đơn nào.",
     "chưa phát hiện nạn nhân nào", "không phát hiện", "Trong năm không phát sinh",
     "không phát sinh trong kỳ"],
)  # fmt: skip
def test_none_said_in_words_is_zero(text: str) -> None:
    assert summary(text) == ("0", "said_none", "")


@pytest.mark.parametrize(
    "text",
    ["-", "–", "x", "X", "/", "…", "...", "N/A", "?", "_", "xx", "chưa có", "chưa có số liệu",
     "không có số liệu",
     "''", "‘’", "chưa có số liệu nào", "chưa có báo cáo nào",
     "không thống kê", "đang tổng hợp", "chưa thống kê được", "không rõ"],
)  # fmt: skip
def test_a_placeholder_is_no_number(text: str) -> None:
    assert summary(text) == ("None", "placeholder", "")


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\n"])
def test_a_blank_is_no_zero(text: str) -> None:
    assert summary(text) == ("None", "blank", "")


@pytest.mark.parametrize(
    "text",
    ["khoảng 500", "~500", "hơn 500", "trên 500 người", "gần 500", "ước đạt 500", "≥500", "500+",
     "500 trở lên",
     "ít nhất 500", "khoảng năm trăm", "trên 500.", "có khoảng 500"],
)  # fmt: skip
def test_an_estimate_is_no_value(text: str) -> None:
    assert summary(text) == ("None", "approximate", "500")


@pytest.mark.parametrize(
    ("text", "kind", "result"),
    [
        ("1.234", COUNT, ("1234", "thousands_dot", "")),
        ("1.234", MONEY, ("None", "ambiguous", "1234 1.234")),
        ("1.234", DECIMAL, ("None", "ambiguous", "1234 1.234")),
        ("1.234%", PERCENT, ("None", "ambiguous", "1234 1.234")),
        ("-1.234", MONEY, ("None", "ambiguous", "-1234 -1.234")),
        ("1.234 tỷ", MONEY, ("None", "ambiguous", "1234 1.234")),
        ("1,234", COUNT, ("None", "ambiguous", "1.234 1234")),
        ("1,234", MONEY, ("None", "ambiguous", "1.234 1234")),
        ("khoảng 1.234", MONEY, ("None", "approximate", "1234 1.234")),
        ("- 5", COUNT, ("None", "ambiguous", "5 -5")),
    ],
)
def test_a_lone_sign_before_three_digits_is_judged_by_kind(
    text: str, kind: NumberKind, result: tuple[str, ...]
) -> None:
    assert summary(text, kind) == result


@pytest.mark.parametrize(
    ("text", "note", "readings"),
    [
        ("10-15", "range", "10 15"),
        ("10 – 15 người", "range", "10 15"),
        ("từ 10 đến 15", "range", "10 15"),
        ("10% - 15%", "range", "10 15"),
        ("khoảng 10-15", "range", "10 15"),
        ("12 nam, 30 nữ", "several", "12 30"),
        ("12/15", "several", "12 15"),
        ("5 người/10 người", "several", "5 10"),
        ("5 hộ / 12 hộ", "several", "5 12"),
        ("5 lớp (120 người)", "several", "5 120"),
        ("12 34", "several", "12 34"),
        ("01 210", "several", "1 210"),
        ("240 (hai trăm mười hai người)", "ambiguous", "240 212"),
        ("5.500.000đ (năm triệu đồng)", "ambiguous", "5500000 5000000"),
        ("5 trăm (năm nghìn)", "ambiguous", "5 5000"),
        ("12 lớp - 120 người", "several", "12 120"),
        ("Quý I: 5 tin", "not_a_number", "5"),
        ("1.2.3", "not_a_number", ""),
        ("05/12/2026", "not_a_number", ""),
        ("12/KH-UBND", "not_a_number", ""),
        ("1e5", "not_a_number", ""),
        ("#DIV/0!", "not_a_number", ""),
        ("đã tổ chức", "not_a_number", ""),
        ("năm nay", "not_a_number", ""),
        ("một số", "not_a_number", ""),
        ("hai ba người", "not_a_number", ""),
        ("hai lớp ba người", "not_a_number", ""),
        ("không đủ điều kiện", "not_a_number", ""),
        ("gần như không", "not_a_number", ""),
    ],
)
def test_what_has_no_one_value_says_why(text: str, note: str, readings: str) -> None:
    assert summary(text) == ("None", note, readings)


@pytest.mark.parametrize(
    "text",
    ["239?", "239 ?", "239 (ước)", "239 (chưa đầy đủ)", "239 sơ bộ", "239/", "239 …", "239 lượt người?",
     "0 (chưa có số liệu)", "0 - chưa thống kê", "0 (không rõ)", "ba lớp (dự kiến)", "239 người (khoảng)",
     "239 người (theo kế hoạch)", "239 người (lũy kế)", "239 cộng dồn cả nhiệm kỳ", "239 người (năm trước)",
     "239 (số liệu cùng kỳ)", "0,8 điểm phần trăm"],
)  # fmt: skip
def test_a_number_with_a_doubt_behind_it_is_asked_about(text: str) -> None:
    assert parse_number(text, NumberKind.COUNT).value is None
    assert parse_number(text, NumberKind.COUNT).note == "doubtful"


@pytest.mark.parametrize(("text", "readings"), [("239-", (239, -239)), ("239 −", (239, -239)), ("239¹", (239, 2391))])
def test_a_minus_or_a_raised_digit_behind_a_number_is_asked_about(text: str, readings: tuple[int, int]) -> None:
    parsed = parse_number(text, NumberKind.COUNT)
    assert (parsed.value, parsed.note, parsed.readings) == (None, "ambiguous", tuple(map(Decimal, readings)))


@pytest.mark.parametrize(
    "text", ["70 người/lớp", "70/hội nghị", "70 lượt / thôn", "70 học viên mỗi lớp", "70 tin/tháng"]
)
def test_so_many_for_each_are_not_how_many_there_are(text: str) -> None:
    assert summary(text) == ("None", "doubtful", "70")


@given(st.integers(2, 10**6), st.sampled_from("oOlI"), st.sampled_from(["", " người", " lớp", "%", " triệu đồng"]))
def test_letters_that_look_like_digits_are_asked_back_whatever_stands_behind(
    number: int, letter: str, unit: str
) -> None:
    digit = "0" if letter in "oO" else "1"
    text = str(number)[0] + str(number)[1:].replace(digit, letter)
    assert (parse_number(text + unit, COUNT).value is None) == (letter in text)


@pytest.mark.parametrize(
    "text",
    ["239*", "239 (*)", "239;", "239 lượt", "239 người (lũy kế từ đầu năm)", "239 (tăng so với cùng kỳ)",
     "239 câu lạc bộ/mô hình", "239 thôn/buôn", "239 người/năm"],
)  # fmt: skip
def test_a_footnote_mark_doubts_nothing(text: str) -> None:
    assert parse_number(text, NumberKind.COUNT).value == 239


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2))
def test_a_printed_number_is_read_back_or_called_ambiguous(value: Decimal) -> None:
    parsed = parse_number(format_number(value), MONEY)
    assert parsed.value == value or (parsed.note == "ambiguous" and value in parsed.readings)


@given(st.text(), st.sampled_from(NumberKind))
def test_any_text_gets_a_known_note_and_never_fails(text: str, kind: NumberKind) -> None:
    parsed = parse_number(text, kind)
    assert parsed.note in CODES
    assert parsed.value is None or not parsed.readings


@given(st.text(st.sampled_from("0123456789.,-–()/ %~+=xkhôngmườinăm"), max_size=25), st.sampled_from(NumberKind))
def test_a_value_holds_no_digits_that_the_text_lacks(text: str, kind: NumberKind) -> None:
    parsed = parse_number(text, kind)
    assert parsed.note in CODES
    if parsed.value is not None and parsed.note in ("", "thousands_dot"):
        digits = "".join(char for char in text if char.isdecimal())
        assert format_number(abs(parsed.value)).replace(".", "").replace(",", "").strip("0") in digits


def test_a_very_long_text_is_refused_quickly() -> None:
    assert parse_number("9 (x) " * 1000, COUNT).value is None
    assert parse_number("9" * 30000, COUNT).value is not None


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (56.800000000000004, "56.8"),
        (1 / 3, "0.333333333333"),
        (5.0, "5"),
        (-0.0, "0"),
        (7, "7"),
        (123456789012.34, "123456789012.34"),
        (9007199254740991.0, "9007199254740991"),
        (10**30, "1" + "0" * 30),
        (1e22, "1" + "0" * 22),
        (434.99999999999994, "435"),
    ],
)
def test_a_spreadsheet_number_is_what_the_sheet_shows(value: float, exact: str) -> None:
    assert str(to_decimal(value)) == exact


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        to_decimal(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_a_typed_decimal_survives_the_spreadsheet(value: Decimal) -> None:
    assert to_decimal(float(value)) == value
