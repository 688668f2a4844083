"""How numbers are written in digits, and how offices print them, days and lists (Decree 30/2020)."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from babel.dates import format_date as _babel_date
from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

_LOCALE = "vi"
# Asked once: babel looks them up for every number that it prints, and takes ten times as long as all else together.
_SIGNS = str.maketrans(
    {",": get_group_symbol(_LOCALE), ".": get_decimal_symbol(_LOCALE), "-": get_minus_sign_symbol(_LOCALE)}
)
# Longer than anything that a cell can hold: printing loses no digit and never fails.
_WIDE = Context(prec=40_000, rounding=ROUND_HALF_UP)
_ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN_SIGNS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """The value with exactly so many decimals, a half away from zero: 0,25 → 0,3 and -0,25 → -0,3."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


def format_number(value: Decimal, decimals: int | None = None) -> str:
    """The number as 1.234,5, without trailing zeros; at most so many decimals, or all that the value has.

    A year is not a number for this purpose: it takes no dot.
    """
    if decimals is not None:
        value = round_half_up(value, decimals)
    # Without trailing zeros, exponent or negative zero.
    whole = value.to_integral_value(context=_WIDE)
    plain = whole.quantize(Decimal(1), context=_WIDE) if value == whole else value.normalize(_WIDE)
    return _printed(_WIDE.plus(plain))


def format_fixed(value: Decimal, decimals: int) -> str:
    """The number with exactly so many decimals: 55,0."""
    return _printed(_WIDE.plus(round_half_up(value, decimals)))


def _printed(value: Decimal) -> str:
    """All digits of the value, with the signs of the language in the place of Python's."""
    return f"{value:,f}".translate(_SIGNS)


def with_unit(text: str, unit: str) -> str:
    """A number with its unit: % stands right after it, other units after a space (Decree 30, annex I)."""
    return f"{text}%" if unit == "%" else f"{text} {unit}".rstrip()


def format_count(value: Decimal) -> str:
    """A count in running text: 1 to 9 with the leading zero that offices write (05 mô hình), 0 as "0"."""
    text = format_number(value)
    return f"0{text}" if len(text) == 1 and text != "0" else text


def format_money(value: Decimal) -> str:
    """An amount in the unit it came in (triệu đồng), as 1.234,5; the unit is the caller's to add."""
    return format_number(value)


def format_date(day: date) -> str:
    """29/6/2026, 05/01/2026: days below 10 and months 1 and 2 take a zero (Decree 30/2020/NĐ-CP, annex I)."""
    return _babel_date(day, f"dd/{_month(day)}/yyyy", locale=_LOCALE)


def format_long_date(day: date) -> str:
    """ngày 05 tháng 01 năm 2026; zeros as in `format_date`."""
    return _babel_date(day, f"'ngày' dd 'tháng' {_month(day)} 'năm' yyyy", locale=_LOCALE)


def _month(day: date) -> str:
    return "MM" if day.month <= 2 else "M"


def roman(number: int) -> str:
    """The number in Roman numerals; raises ValueError outside 1 to 3999."""
    if not 1 <= number <= 3999:
        raise ValueError(f"no Roman numeral for {number}")
    text = ""
    for value, sign in zip(_ROMAN_VALUES, _ROMAN_SIGNS, strict=True):
        count, number = divmod(number, value)
        text += sign * count
    return text


def join_words(items: Sequence[str]) -> str:
    """The items as one phrase: "a", "a và b", "a, b và c"; nothing for none."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} và {items[-1]}"


# Digits as Vietnamese and English group them; no group is led by a nought: "01 210" is a number and its own.
LITERAL = r"[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*|(?<!\S)[.,]\d+"

_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


def read_digits(literal: str) -> tuple[Decimal, ...]:
    """All numbers that the literal can mean, the Vietnamese reading first; none for "1.2.3".

    Two readings come only of one sign before three digits: "1.234" is 1234 or a little over 1, and "1,234"
    a little over 1 or 1234.
    """
    text = literal.replace(" ", "")
    signs = [char for char in text if char in ".,"]
    if len(set(signs)) == 2:
        # The sign that comes last, and once, parts the fraction; the other one must part thousands.
        whole, _, rest = text.rpartition(signs[-1])
        is_number = signs.count(signs[-1]) == 1 and _GROUPS.fullmatch(whole)
        return (Decimal(f"{_grouped(whole)}.{rest}"),) if is_number else ()
    if len(signs) > 1:
        return (_grouped(text),) if _GROUPS.fullmatch(text) else ()
    fraction = Decimal("0" + text.replace(",", "."))
    if not signs or " " in literal or not _GROUPS.fullmatch(text):
        return (fraction,)
    return (_grouped(text), fraction) if signs == ["."] else (fraction, _grouped(text))


def _grouped(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", ""))
