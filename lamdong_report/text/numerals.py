"""How numbers are spelled out: read where they are clear, refused where people mean two things by them."""

from msgspec import Struct

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
# The powers of ten that stand behind a number as its size, in words and behind digits alike.
SIZES = {
    "chục": 1, "trăm": 2, "nghìn": 3, "ngàn": 3, "k": 3, "vạn": 4, "triệu": 6, "tr": 6, "trđ": 6, "tỷ": 9, "tỉ": 9,
}  # fmt: skip
_LARGE = ("tỷ", "tỉ", "triệu")
_NUMERAL_WORDS = frozenset({*_DIGITS, *_TELLING, *_TENS, *_NOUGHT, *_THOUSAND, *_LARGE, "mười", "trăm"})
# Without words that say something else too: "không", "năm" (year), "tư", "chục", "lẻ".
_ONLY_NUMERALS = _NUMERAL_WORDS - {"không", "năm", "tư", "chục", *_NOUGHT}


class Spelled(Struct, frozen=True):
    """A number in words: `number` of `size` ("", "triệu" or "tỷ") of what `unit` says.

    The size is apart where it is the only one above a thousand and the last word, as in "5 triệu".
    """

    number: int
    size: str
    unit: str

    @property
    def whole(self) -> int:
        return int(self.number * 10 ** SIZES.get(self.size, 0))

    @property
    def behind(self) -> str:
        """What stands behind the number: "triệu đồng"."""
        return f"{self.size} {self.unit}".strip()


def read_spelled(text: str) -> Spelled | None:
    """What a small-letter text says that begins with a numeral in words; None where it does not, or has two of them."""
    words = text.split()
    length = next((at for at, word in enumerate(words) if word not in _NUMERAL_WORDS), len(words))
    said, unit = words[:length], " ".join(words[length:])
    large = [word for word in said if word in _LARGE]
    size = large[0] if large and large == said[-1:] else ""
    number = read_numeral(said[:-1]) if size else _read_large(said)
    if number is None or not _ONLY_NUMERALS.isdisjoint(unit.split()):
        return None
    # Nobody writes out millions of anything but money.
    return Spelled(number, size, unit or ("đồng" if large and not size else ""))


def _read_large(words: list[str]) -> int | None:
    """A number of any size; each part has to name its own: "hai triệu năm trăm" is two and a half million to many."""
    for name in _LARGE:
        if name in words:
            at, size = words.index(name), 10 ** SIZES[name]
            number, behind = read_numeral(words[:at]), words[at + 1 :]
            is_named = not {*_LARGE, *_THOUSAND}.isdisjoint(behind)
            rest = (_read_large(behind) if is_named else None) if behind else 0
            return None if not number or rest is None or rest >= size else number * size + rest
    return read_numeral(words)


def read_numeral(words: list[str]) -> int | None:
    """The number below a million that the small-letter words spell, all of them; None where they spell none."""
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
