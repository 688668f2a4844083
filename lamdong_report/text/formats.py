"""How numbers are written, in digits and in words, and how offices print them, days and lists (Decree 30/2020)."""

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


# Digits as Vietnamese and English group them.
LITERAL = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*|(?<!\S)[.,]\d+"

_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")

_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_DIGITS = {word: ones for ones, word in enumerate(_ONES)} | {"bẩy": 7}
# Forms that a digit takes only behind tens, and that alone tell 25 from "two or five".
_TELLING = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
# "Mười năm" is ten years: a five behind tens is "lăm".
_AFTER_TENS = {word: ones for word, ones in (_DIGITS | _TELLING).items() if word != "năm"}
_AFTER_TEN = {word: ones for word, ones in _AFTER_TENS.items() if word not in ("mốt", "tư")}
_TENS = ("mươi", "chục")
_NOUGHT = ("linh", "lẻ")
_THOUSAND = ("nghìn", "ngàn")
NUMERAL_WORDS = frozenset({*_DIGITS, *_TELLING, *_TENS, *_NOUGHT, *_THOUSAND, "mười", "trăm"})


def read_numeral(words: list[str]) -> int | None:
    """The number that the small-letter words spell, all of them; None where they spell none."""
    for at, word in enumerate(words):
        if word in _THOUSAND:
            thousands, behind = _below_thousand(words[:at]), words[at + 1 :]
            # "Một nghìn hai" is refused: people mean 1200 by it as often as 1002. Hundreds have to be named.
            if not behind or behind[0] in _NOUGHT:
                rest = _behind_hundreds(behind)
            else:
                rest = _below_thousand(behind) if "trăm" in behind else None
            return None if not thousands or rest is None else thousands * 1000 + rest
    return _below_thousand(words)


def _below_thousand(words: list[str]) -> int | None:
    if "trăm" not in words:
        return _below_hundred(words)
    at = words.index("trăm")
    if at != 1 or words[0] not in _DIGITS:
        return None
    rest = _behind_hundreds(words[2:])
    return None if rest is None else _DIGITS[words[0]] * 100 + rest


def _behind_hundreds(words: list[str]) -> int | None:
    """Tens and ones behind "trăm"; a lone digit without "linh" is refused: "một trăm hai" is 120 to many."""
    if not words:
        return 0
    if words[0] in _NOUGHT:
        return _DIGITS.get(words[1]) if len(words) == 2 else None
    return _below_hundred(words) if len(words) > 1 or words == ["mười"] else None


def _below_hundred(words: list[str]) -> int | None:
    match words:
        case [digit]:
            return 10 if digit == "mười" else _DIGITS.get(digit)
        case ["mười", digit]:
            return _plus(10, _AFTER_TEN, digit)
        case [tens, ("mươi" | "chục")]:
            return _times_ten(tens)
        case [tens, "mươi", digit]:
            return _plus(_times_ten(tens), _AFTER_TENS, digit)
        case [tens, digit]:
            return _plus(_times_ten(tens), _TELLING, digit)
    return None


def _times_ten(digit: str) -> int | None:
    return _DIGITS[digit] * 10 if _DIGITS.get(digit) else None


def _plus(tens: int | None, digits: dict[str, int], digit: str) -> int | None:
    ones = digits.get(digit)
    return tens + ones if tens and ones else None


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
