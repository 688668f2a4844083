"""Which day a text means."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.text.dates import ParsedDate, parse_date
from lamdong_report.text.formats import format_date, format_long_date

DAY = date(2026, 12, 5)


@pytest.mark.parametrize(
    "text",
    [
        "05/12/2026",
        "5/12/2026",
        "5-12-2026",
        "5.12.2026",
        "05 / 12 / 2026",
        "05 – 12 – 2026",
        "2026-12-05",
        "2026/12/05",
        "05/12/26",
        "ngày 05 tháng 12 năm 2026",
        "Ngày 5 tháng 12, 2026",
        "Đà Lạt, ngày 05 tháng 12 năm 2026.",
        "ngày 05/12/2026",
        "thứ 7, ngày 05/12/2026",
        "2026-12-05T00:00:00",
        "2026-12-05 08:30:00.000",
        "2026-12-05T08:30:00+07:00",
        "05/12/2026 08:30",
        "8 giờ 30 ngày 05/12/2026",
        "8h 05/12/2026",
        "'05/12/2026",
    ],
)
def test_a_date_is_read_day_first(text: str) -> None:
    assert parse_date(text) == ParsedDate(DAY)


@pytest.mark.parametrize("text", ["5/12", "05-12", "5.12", "ngày 5/12", "5 tháng 12", "ngày 05 tháng 12"])
def test_the_year_is_assumed_only_when_given(text: str) -> None:
    assert parse_date(text, 2026) == ParsedDate(DAY, "year_assumed")
    assert parse_date(text) == ParsedDate(None, "no_year")


@pytest.mark.parametrize("text", ["46361", "46361.5"])
def test_the_number_of_a_spreadsheet_day_is_read(text: str) -> None:
    assert parse_date(text) == ParsedDate(DAY, "serial")


@pytest.mark.parametrize(
    "text",
    [
        "05-Thg12-26", "5 thg 12, 2026", "05-Dec-26", "Dec 5, 2026", "December 5th, 2026", "5 Dec 2026", "05/Th12/2026",
        "5-T12-2026", "5 tháng mười hai năm 2026", "5 tháng chạp 2026", "5 Thg Mười Hai 2026",
    ],
)  # fmt: skip
def test_a_month_may_be_named(text: str) -> None:
    assert parse_date(text) == ParsedDate(DAY)


@pytest.mark.parametrize("text", ["5 tháng năm 2026", "5 dec 26", "Thg12-26"])
def test_a_named_month_with_half_a_date_is_asked_about(text: str) -> None:
    assert parse_date(text).value is None


def test_may_is_may_only_before_the_word_year() -> None:
    assert parse_date("5 tháng năm năm 2026").value == date(2026, 5, 5)


def test_a_date_that_can_only_be_month_first_is_noted() -> None:
    assert parse_date("12/25/2026") == ParsedDate(date(2026, 12, 25), "month_first")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", "blank"),
        (" \n", "blank"),
        ("31/02/2026", "impossible"),
        ("45/13/2026", "impossible"),
        ("2026-13-05", "impossible"),
        ("31/4", "impossible"),
        ("12/2026", "no_day"),
        ("tháng 12 năm 2026", "no_day"),
        ("2026-12", "no_day"),
        ("2026", "not_a_date"),
        ("x", "not_a_date"),
        ("08:30", "not_a_date"),
        ("quý IV", "not_a_date"),
        ("12.345.678", "not_a_date"),
        ("30000", "not_a_date"),
        ("99999", "not_a_date"),
    ],
)
def test_what_is_no_date_says_why(text: str, note: str) -> None:
    assert parse_date(text) == ParsedDate(None, note)


def test_the_day_before_a_leap_year_matters() -> None:
    assert parse_date("29/2", 2026).note == "impossible"
    assert parse_date("29/2", 2028).value == date(2028, 2, 29)


def test_two_dates_are_no_date() -> None:
    assert parse_date("01/12/2026 - 05/12/2026") == ParsedDate(None, "several", (date(2026, 12, 1), DAY))


@pytest.mark.parametrize("text", ["12/KH-UBND ngày 05/12/2026", "từ 01/12 đến 05/12/2026"])
def test_a_date_among_other_numbers_is_only_a_reading(text: str) -> None:
    assert parse_date(text) == ParsedDate(None, "not_a_date", (DAY,))


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_printed_dates_are_read_back(day: date) -> None:
    assert parse_date(format_date(day)) == ParsedDate(day)
    assert parse_date(format_long_date(day)) == ParsedDate(day)
    assert parse_date(day.isoformat()) == ParsedDate(day)


@given(st.datetimes(min_value=datetime(1900, 1, 1)))
def test_moments_are_read_as_their_day(moment: datetime) -> None:
    assert parse_date(str(moment)).value == moment.date()


@given(st.text(st.sampled_from("0123456789/-. thángnăm:hT")), st.sampled_from([None, 2026]))
def test_no_text_makes_it_fail(text: str, year: int | None) -> None:
    parsed = parse_date(text, year)
    assert parsed.value is None or not parsed.readings
