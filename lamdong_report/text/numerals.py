"""How Vietnamese numerals are spelled out in words, up to 999 999."""

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
            thousands, rest = _below_thousand(words[:at]), _rest(words[at + 1 :])
            return None if not thousands or rest is None else thousands * 1000 + rest
    return _below_thousand(words)


def _rest(words: list[str]) -> int | None:
    """What follows the thousands: nothing, hundreds that are named ("không trăm" too), or "linh" and a digit.

    "Một nghìn hai" is refused: people mean 1200 by it as often as 1002.
    """
    if not words:
        return 0
    if words[0] in _NOUGHT or "trăm" in words:
        return _behind_hundreds(words) if words[0] in _NOUGHT else _below_thousand(words)
    return None


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
