"""How numbers, dates, ordinals and lists are printed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.text.formats import (
    format_count,
    format_date,
    format_fixed,
    format_long_date,
    format_money,
    format_number,
    join_words,
    roman,
    round_half_up,
)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("1234.5", "1.234,5"),
        ("1234567.8900", "1.234.567,89"),
        ("0", "0"),
        ("-0", "0"),
        ("0.000", "0"),
        ("-5.5", "-5,5"),
        ("1E+3", "1.000"),
        ("1E-7", "0,0000001"),
        ("999", "999"),
        ("12345678901234567890123456789012", "12.345.678.901.234.567.890.123.456.789.012"),
        ("1E+308", "100" + ".000" * 102),
    ],
)
def test_a_number_has_decimal_comma_and_thousands_dot(value: str, printed: str) -> None:
    assert format_number(Decimal(value)) == printed
    assert format_money(Decimal(value)) == printed


@pytest.mark.parametrize(
    ("value", "decimals", "short", "fixed"),
    [
        ("55", 1, "55", "55,0"),
        ("55.04", 1, "55", "55,0"),
        ("0.25", 1, "0,3", "0,3"),
        ("-0.25", 1, "-0,3", "-0,3"),
        ("2.5", 0, "3", "3"),
        ("-0.04", 1, "0", "0,0"),
        ("1234.565", 2, "1.234,57", "1.234,57"),
    ],
)
def test_decimals_are_rounded_half_up(value: str, decimals: int, short: str, fixed: str) -> None:
    assert format_number(Decimal(value), decimals) == short
    assert format_fixed(Decimal(value), decimals) == fixed


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_a_printed_number_reads_back_as_itself(value: Decimal) -> None:
    assert Decimal(format_number(value).replace(".", "").replace(",", ".")) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9), st.integers(0, 4))
def test_rounding_moves_a_number_by_half_a_unit_at_most(value: Decimal, decimals: int) -> None:
    assert abs(round_half_up(value, decimals) - value) <= Decimal(1).scaleb(-decimals) / 2


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("0", "0"),
        ("1", "01"),
        ("5.0", "05"),
        ("9", "09"),
        ("10", "10"),
        ("1250", "1.250"),
        ("4.5", "4,5"),
        ("-4", "-4"),
    ],
)
def test_a_count_below_ten_has_a_leading_zero(value: str, printed: str) -> None:
    assert format_count(Decimal(value)) == printed


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2026, 6, 29), "29/6/2026", "ngày 29 tháng 6 năm 2026"),
        (date(2026, 1, 5), "05/01/2026", "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "28/02/2026", "ngày 28 tháng 02 năm 2026"),
        (date(2026, 12, 1), "01/12/2026", "ngày 01 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_zero(day: date, short: str, long: str) -> None:
    assert (format_date(day), format_long_date(day)) == (short, long)


@pytest.mark.parametrize(("number", "numeral"), [(1, "I"), (4, "IV"), (8, "VIII"), (14, "XIV"), (1994, "MCMXCIV")])
def test_roman_numerals(number: int, numeral: str) -> None:
    assert roman(number) == numeral


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_no_roman_numeral_outside_its_range(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        roman(number)


@pytest.mark.parametrize(
    ("items", "phrase"), [([], ""), (["a"], "a"), (["a", "b"], "a và b"), (["a", "b", "c"], "a, b và c")]
)
def test_a_list_is_one_phrase(items: list[str], phrase: str) -> None:
    assert join_words(items) == phrase
