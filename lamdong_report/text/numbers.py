"""What a number cell says when somebody typed words, units or another country's separators into it."""

import re
import unicodedata
from decimal import Context, Decimal
from enum import StrEnum, auto

from msgspec import Struct

from lamdong_report.text.clean import clean
from lamdong_report.text.doubts import is_doubt, is_last_years
from lamdong_report.text.formats import LITERAL, read_digits
from lamdong_report.text.numerals import SIZES, Spelled, read_spelled

# A spreadsheet keeps 15 digits of a number; what a float shows beyond them is noise of binary arithmetic.
_KEPT_DIGITS = 15
_NOISE_FREE = Context(prec=12)


def to_decimal(value: int | float) -> Decimal:
    """The number that a spreadsheet shows: 0.1 is 0.1, 56.800000000000004 is 56.8, whole numbers exact.

    A fraction of more than 15 digits is rounded to 12. Raises ValueError for nan and the infinities.
    """
    if isinstance(value, int):
        return Decimal(int(value))
    number = Decimal(repr(value))
    if not number.is_finite():
        raise ValueError(f"not a number: {value}")
    if len(number.as_tuple().digits) > _KEPT_DIGITS and not value.is_integer():
        number = _NOISE_FREE.create_decimal(number).normalize()
    return Decimal(int(number)) if number == number.to_integral_value() else number


class NumberKind(StrEnum):
    """What a number counts; it decides what a lone dot can mean."""

    COUNT = auto()
    DECIMAL = auto()
    MONEY = auto()
    PERCENT = auto()


class ParsedNumber(Struct, frozen=True):
    """What a text says as a number.

    value: the number, or None where it cannot be told. note: "" for a plain number, else blank, placeholder,
    spoken, said_none, unit_dropped, thousands_dot, approximate, doubtful, ambiguous, range, several or not_a_number.
    readings: without a value, the numbers that could be meant. unit: the words behind it, in small letters.
    """

    value: Decimal | None
    note: str = ""
    readings: tuple[Decimal, ...] = ()
    unit: str = ""


# What may follow a number as its unit; the digits of "m2" and "bé gái/100 bé trai" are no second number.
_UNIT = r"(?! ?/ ?\d)(?:\D|(?<=m)[23](?!\w)|(?:(?<=/)|(?<=/ ))(?:1|10|100)(?:0|\.?000)?(?![\d.,]))*"
_PLAIN = re.compile(rf"(?P<sign>[-+−–]?)(?P<number>{LITERAL})(?P<unit>{_UNIT})")
_NEGATIVE = re.compile(rf"\((?P<number>{LITERAL})\)")
_BULLETED = re.compile(rf"[-−–] (?P<number>{LITERAL}){_UNIT}")
_RANGE = re.compile(rf"(?:từ )?(?:{LITERAL})(\D*?) ?(?:[-–—~÷→]|->|đến|tới) ?(?:{LITERAL})(\D*)")
_LITERAL = re.compile(LITERAL)
# What a unit may be reckoned on: "bé trai/100 bé gái", "ca/100.000 trẻ".
_OF, _BASES = re.compile(r"/ ?(\d[\d.]*)"), frozenset({"100", "1000", "10000", "100000", "1000000"})
_MINUS = ("-", "−", "–")
_DATE = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{2,4}(?!\d|\.\d)")
_SYMBOL = re.compile(r"\d\s*/[A-ZĐ]{2}|\d[eE][+-]?\d|^#")
_IN_WORDS_TOO = re.compile(r"\s*\((?:(?:viết )?bằng chữ ?:? ?)?([^\W\d][^()\d]*)\)")
_BEFORE_WORDS = re.compile(rf"(?P<number>{LITERAL}) ?(?P<unit>(?:(?P<size>{'|'.join(SIZES)})(?!\w))?\D*)$")
# "2OO người" is two hundred to whoever typed it; "o/o" is a percentage.
_LIKE_DIGITS = re.compile(r"\d ?[oil]+(?![\w/])")

_LEAD = re.compile(r"(?:(?:tổng cộng|tổng số|tổng|có|là|đạt|được|cộng)(?: ?[:=] ?| )|[:=] ?)+")
_ABOUT = re.compile(
    r"(?:ước (?:khoảng|tính|đạt|chừng)|khoảng|ước|tầm|chừng|cỡ|xấp xỉ|gần|hơn|trên|dưới|ít nhất|tối thiểu"
    r"|tối đa|không quá|không dưới)(?!\w) ?|(?:[~≈≃∼≤≥±]|[<>]=?) ?"
)
_ABOUT_BEHIND = re.compile(r"(?: ?(?:trở lên|trở xuống|đổ lại)| ?\+)$")

# What parts words from the number before them.
_AROUND = "()-–—:;, "
_RAISED = re.compile(r"[⁽⁾¹²³⁰⁴-⁹]+")
# Beside ½, ② and Ⅳ: something is meant by a tick, and it cannot be told how many.
_TICKS = frozenset("✓✔√☑☒")
# Numbers in two lines of a cell, or pasted from two cells, are two numbers.
_SPLIT = re.compile(r"(?<=\d)[^\S ]*[\t\n\v\f\r\u2028][^\S ]*(?=\d)")

_NO = r"(?:không|khong|ko|k)"
_UNKNOWN = r"(?:liệu|thông tin|kê|báo cáo|dõi|tổng hợp|nắm|rõ|biết)"
_NO_NUMBER_YET = re.compile(rf"chưa(?: có| rõ)?|(?:chưa|đang|{_NO})\b.*{_UNKNOWN}.*")
_PLACEHOLDERS = frozenset({"n/a", "na", "null", "none", "nan", "nil"})
_COUNTED = (
    r"(?:người|lượt|lớp|cuộc|buổi|vụ|việc|đợt|hội|mô hình|tin|bài|văn bản|đơn|chi|tổ|thôn|xã|phường|clb"
    r"|câu lạc bộ|cơ sở|đồng|cán bộ|hộ|trẻ|em|nạn nhân|trường|phần trăm|triệu|kế hoạch|hoạt động|lần|bộ"
    r"|cái)(?!\w)"
)
_COUNTED_UNIT = re.compile(_COUNTED)
_OF_WHAT = rf"(?: {_COUNTED}(?: \w+){{0,2}}| \D{{1,40}} nào| ai| gì)?"
_HAPPENED = r"(?:phát sinh|phat sinh|xảy ra|ghi nhận|phát hiện)"
_WHEN = r"trong (?:năm|kỳ|quý|tháng)(?: này| nay| qua)?"
# "Chưa có" may be a number that nobody has yet; what has not happened so far is none.
_NONE = re.compile(
    rf"(?:{_WHEN},? )?(?:{_NO}(?: (?:có|co|{_HAPPENED}))*|(?:chưa|chua)(?: có| co)? {_HAPPENED}){_OF_WHAT}(?: {_WHEN})?"
    r"|chưa (?:có|tổ chức|mở|nhận|phát hiện) [^\W\d][^\d,;.]{0,40} nào"
)
# How people write đồng.
DONG = ("đồng", "đ", "vnđ", "vnd", "dong")
_DONG = re.compile(rf"(?:(?:triệu|tr|nghìn|ngàn) ?)?(?:{'|'.join(DONG)})(?!\w)|triệu(?!\w)")


def parse_number(text: str, kind: NumberKind) -> ParsedNumber:
    """What the text says as a number of that kind; Vietnamese separators (1.234.567,89) come first.

    English ones are taken where they leave no doubt. Where two numbers fit there is no value, only readings;
    sizes (nghìn, triệu, a share for a percentage) are not converted: see `unit`. Never raises.
    """
    typed = " ".join(clean(_SPLIT.sub(" ; ", text)).split())
    said = typed.lstrip("'’‘").strip()
    if not said:  # one sign is what Excel hides before a text, two are ditto marks
        return ParsedNumber(None, "placeholder" if len(typed) > 1 else "blank")
    odd = (char for char in said if unicodedata.category(char) in ("No", "Nl") and not _RAISED.fullmatch(char))
    if _SYMBOL.search(said) or _DATE.search(said) or _TICKS.intersection(said) or any(odd):
        return ParsedNumber(None, "not_a_number")
    small = _IN_WORDS_TOO.sub(_unless_same, said.casefold().replace("₫", "đ").rstrip(" .;,"))
    if _LIKE_DIGITS.search(small):
        return ParsedNumber(None, "not_a_number")
    if re.search(r"\d", small):
        return _with_digits(small, kind)
    no_word = not any(char.isalpha() and char != "x" for char in small)
    if no_word or small in _PLACEHOLDERS or _NO_NUMBER_YET.fullmatch(small):
        return ParsedNumber(None, "placeholder")
    if _NONE.fullmatch(small):
        return ParsedNumber(Decimal(0), "said_none")
    about = _ABOUT.match(small)
    return _approximate(_spelled(small[about.end() :])) if about else _spelled(small)


def _unless_same(brackets: re.Match[str]) -> str:
    """The unit in the words, or nothing, for "05 (năm) lớp" and "5.000.000đ (năm triệu đồng)"; other brackets stay."""
    before, spelled = _BEFORE_WORDS.search(brackets.string[: brackets.start()]), _number_in_words(brackets[1])
    if not before or not spelled:
        return brackets[0]
    numbers, size = read_digits(before["number"]), 10 ** SIZES.get(before["size"], 0)
    if any(number * size == spelled.whole for number in numbers):
        return "" if before["unit"] else f" {spelled.unit}"
    # "5 (năm triệu đồng)", "5 triệu (năm)"
    is_same = spelled.number in numbers and not (before["unit"] and spelled.behind)
    return f" {spelled.behind}" if is_same else brackets[0]


def _number_in_words(words: str) -> Spelled | None:
    """A numeral in words, behind it nothing or a word for what is counted."""
    spelled = read_spelled(words)
    return spelled if spelled and (not spelled.unit or _COUNTED_UNIT.match(spelled.unit)) else None


def _spelled(small: str) -> ParsedNumber:
    """A number that is wholly in words; millions are a unit, as behind digits."""
    spelled = _number_in_words(small)
    if spelled is None:
        return ParsedNumber(None, "not_a_number")
    plain = ParsedNumber(Decimal(spelled.number), "spoken", unit=spelled.behind)
    return _doubted(plain, plain.unit) if plain.unit else plain


def _with_digits(small: str, kind: NumberKind) -> ParsedNumber:
    small = _LEAD.sub("", small, count=1) if _LEAD.match(small) else small
    if about := _ABOUT.match(small) or _ABOUT_BEHIND.search(small):
        return _approximate(_with_digits(small.replace(about[0], "", 1), kind))
    if found := _NEGATIVE.fullmatch(small):
        return _judged(found["number"], "", True, kind)
    if found := _PLAIN.fullmatch(small):
        unit = found["unit"].strip()
        if not found["number"].strip("0") and _NONE.fullmatch(unit.strip(_AROUND)):
            unit = ""  # "0 (không có)", "0 - không phát sinh"
        if (whole := _OF.search(unit)) and whole[1].replace(".", "") not in _BASES:
            return _undecided(small)  # "5 người/12 người", where "ca/100.000 trẻ" is a unit
        plain = _judged(found["number"], unit, found["sign"] in _MINUS, kind)
        if plain.value is None or not unit:
            return plain
        if kind in (NumberKind.COUNT, NumberKind.MONEY) and is_last_years(unit):  # of a rate it may be asked for
            return ParsedNumber(None, "doubtful", (plain.value,), unit)
        return _doubted(plain, unit)
    return _undecided(small)


def _doubted(plain: ParsedNumber, unit: str) -> ParsedNumber:
    """The number, without a value where what stands behind it is no unit but a doubt, a minus or a raised digit."""
    number = plain.value or Decimal(0)
    if unit in _MINUS or unit == "—":
        return ParsedNumber(None, "ambiguous", (number, number.copy_negate()))
    if _RAISED.fullmatch(unit) and (raised := re.sub("[⁽⁾]", "", unit)):
        return ParsedNumber(None, "ambiguous", (number, Decimal(f"{number:f}{unicodedata.normalize('NFKC', raised)}")))
    in_words = _IN_WORDS_TOO.search(unit)
    if in_words and (spelled := _number_in_words(in_words[1])):  # "240 (hai trăm)"
        return ParsedNumber(None, "ambiguous", (number, Decimal(spelled.whole)))
    is_unknown = is_doubt(unit) or _NO_NUMBER_YET.fullmatch(unit.strip(_AROUND))  # "0 (chưa có số liệu)"
    return ParsedNumber(None, "doubtful", (number,), unit) if is_unknown else plain


def _undecided(small: str) -> ParsedNumber:
    """Why a text with digits has no one value, and the numbers in it."""
    literals = _LITERAL.findall(small)
    numbers = tuple(number for literal in literals for number in read_digits(literal))
    # "- 5" is a minus to one clerk and a bullet to another.
    if _BULLETED.fullmatch(small) and len(numbers) == 1:
        return ParsedNumber(None, "ambiguous", (numbers[0], numbers[0].copy_negate()))
    if (found := _RANGE.fullmatch(small)) and found[1].strip() in ("", found[2].strip()):
        return ParsedNumber(None, "range", numbers, found[2].strip())
    return ParsedNumber(None, "several" if len(literals) > 1 else "not_a_number", numbers)


def _judged(literal: str, unit: str, negative: bool, kind: NumberKind) -> ParsedNumber:
    """One literal as a number of its kind, with the note that it earns."""
    readings = tuple(number.copy_negate() if negative else number for number in read_digits(literal))
    note = "unit_dropped" if unit else ""
    if not readings:
        return ParsedNumber(None, "not_a_number", unit=unit)
    if len(readings) == 1:
        return ParsedNumber(readings[0], note, unit=unit)
    if "." in literal and kind is NumberKind.COUNT:
        return ParsedNumber(readings[0], note or "thousands_dot", unit=unit)
    # A comma in a measure or a rate is the Vietnamese one; a dot is where the writer spelled out đồng. An amount of
    # money with a comma may have been copied from a program set to English.
    is_money = kind is NumberKind.MONEY
    is_measure = "," in literal and kind is not NumberKind.COUNT
    if ("." in literal and _DONG.match(unit)) if is_money else is_measure:
        return ParsedNumber(readings[0], note, unit=unit)
    return ParsedNumber(None, "ambiguous", readings, unit)


def _approximate(inner: ParsedNumber) -> ParsedNumber:
    """The number behind "khoảng" as a reading, not as a value."""
    if inner.value is None and inner.note != "ambiguous":
        return inner
    readings = inner.readings if inner.value is None else (inner.value,)
    return ParsedNumber(None, "approximate", readings, inner.unit)
