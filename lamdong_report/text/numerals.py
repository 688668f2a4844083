"""How numbers are written: in digits with dots, commas and spaces between them, and in words up to 999 999."""

import re
from decimal import Decimal

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
