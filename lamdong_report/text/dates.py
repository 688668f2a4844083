"""Which day a text means, written the Vietnamese way or by a program."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from lamdong_report.text.clean import clean

# Day 0 of spreadsheets, and the serial numbers that can be a day of our time (2009 to 2064).
_EPOCH = date(1899, 12, 30)
_SERIALS = range(40000, 60001)

_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4})"
# Word makes a dash of a hyphen between spaces.
_SIGN, _SAME_SIGN, _END = r" ?(?P<sign>[/.–-]) ?", r" ?(?P=sign) ?", r"(?!\d|[/.–-]\d)"
_NUMERIC = re.compile(rf"(?<![\d/.–-]){_DAY}{_SIGN}{_MONTH}{_SAME_SIGN}(?P<year>\d{{4}}|\d{{2}}){_END}")
_YEAR_FIRST = re.compile(rf"(?<![\d/.–-]){_YEAR}{_SIGN}{_MONTH}{_SAME_SIGN}{_DAY}{_END}")
_IN_WORDS = re.compile(rf"(?<!\d){_DAY} ?tháng {_MONTH},? ?(?:năm )?(?P<year>\d{{4}}|(?<! )\d{{2}})(?!\d)")
_NAMED_FIRST = re.compile(rf"tháng {_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}(?!\d)")
_YEARLESS = re.compile(rf"(?:ngày )?{_DAY}(?: ?[/.–-] ?| tháng ){_MONTH}")
_MONTH_ONLY = re.compile(r"(?:tháng )?\d{1,2} ?(?:[/.-]|năm) ?\d{4}|\d{4} ?[/.-] ?\d{1,2}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
# What makes a day that is written out uncertain, or another one: before, after, lunar.
_DOUBT = re.compile(
    r"\?|[~≈<>]|(?<!\w)(?:khoảng|dự kiến|trước|sau|tầm|chừng|ước|chưa|sẽ|hoặc|từ|âm lịch|âl|cuối|đầu|giữa)(?!\w)"
)
# The hour and the weekday, which may stand beside a date.
_TIME = re.compile(
    r"t?\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?(?:z|[+-]\d{2}:?\d{2})?"
    r"|\d{1,2} ?(?:giờ|h)(?: ?\d{1,2}(?! ?[/.-]| tháng|\d))?(?: ?phút)?|thứ [2-7](?!\d)"
)

# Month names as Excel shows them ("15-Thg11-26", "15-Nov-26") and as people write them. "Tháng năm 2031" is not May:
# it is a date whose month was left open.
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_REST = r"(?:uary|ruary|ch|il|e|y|ust|tember|t|ober|ember)?"
_SPELLED = {"giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
            "chín": 9, "mười một": 11, "mười hai": 12, "mười": 10, "chạp": 12, "năm": 5}  # fmt: skip
_MONTH_NAME = re.compile(
    rf"(?<![^\W\d])(?:(?:tháng|thang|thg|th|t)\.?[ -]?(?:(?P<number>\d{{1,2}})(?!\d)"
    rf"|(?P<spelled>mười một|mười hai|mười|giêng|một|hai|ba|tư|bốn|sáu|bảy|bẩy|tám|chín|chạp|năm(?= năm))\b)"
    rf"|(?P<english>{'|'.join(_ENGLISH)}){_ENGLISH_REST}\b\.?)"
)

_OPEN_DATE = re.compile(r"ngày\s+tháng\s+năm \d{4}")
HARD_SPACE = "\u00a0"


class ParsedDate(Struct, frozen=True):
    """What a text says as a date.

    value: the day, or None where it cannot be told. note: "" for a plain date, else blank, year_assumed,
    serial, month_first, no_year, no_day, impossible, doubtful, several or not_a_date. readings: without a value, the
    days found in the text.
    """

    value: date | None
    note: str = ""
    readings: tuple[date, ...] = ()


def parse_date(text: str, default_year: int | None = None) -> ParsedDate:
    """The day that the text means, the day before the month as in Vietnam; never raises.

    A day and month alone take the default year, if one is given. 12/25/2026 can only be month first and is
    read so; a year of two digits is of this century.
    """
    said = _TIME.sub("", " ".join(clean(text).casefold().split())).strip(" .,;'’")
    if not said:
        return ParsedDate(None, "not_a_date" if text.strip() else "blank")
    said = _with_numbered_months(said)
    found = [(match, read(match)) for pattern, read in _FULL for match in pattern.finditer(said)]
    if not found:
        return _incomplete(said, default_year)
    match, parsed = found[0]
    around = f"{said[: match.start()]} {said[match.end() :]}"
    if len(found) == 1 and not re.search(r"\d", around):
        return ParsedDate(None, "doubtful", (parsed.value,)) if parsed.value and _DOUBT.search(around) else parsed
    days = sorted(one.value for _, one in found if one.value)
    return ParsedDate(None, "several" if len(found) > 1 else "not_a_date", tuple(days))


def _with_numbered_months(said: str) -> str:
    """The text with every named month as "tháng 11", and what parts it from day and year as single spaces."""

    def numbered(found: re.Match[str]) -> str:
        name = found["english"]
        month = _ENGLISH.index(name) + 1 if name else found["number"] or _SPELLED[found["spelled"]]
        return f" tháng {month}"

    named = _MONTH_NAME.sub(numbered, said)
    # "26" is a year only where nothing but a sign parts it from the month.
    named = re.sub(r"(tháng \d{1,2})[-/. ]*[-/.][-/. ]*(?=\d{2}(?!\d))", r"\1,", named)
    return re.sub(r"[-/. ]+(tháng \d{1,2})[-/. ]*", r" \1 ", named).replace(" ,", ",").strip()


def _day_first(found: re.Match[str]) -> ParsedDate:
    """Day, month, year; month first only where nothing else is a date."""
    day, month, year = (int(found[part]) for part in ("day", "month", "year"))
    year += 2000 if year < 100 else 0
    if value := _date(year, month, day):
        return ParsedDate(value)
    value = _date(year, day, month)
    return ParsedDate(value, "month_first" if value else "impossible")


def _as_named(found: re.Match[str]) -> ParsedDate:
    """Day, month and year where the text itself says which is which."""
    year = int(found["year"])
    value = _date(year + 2000 if year < 100 else year, int(found["month"]), int(found["day"]))
    return ParsedDate(value, "" if value else "impossible")


_FULL: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], ParsedDate]], ...] = (
    (_YEAR_FIRST, _as_named),
    (_NUMERIC, _day_first),
    (_IN_WORDS, _as_named),
    (_NAMED_FIRST, _as_named),
)


def _incomplete(said: str, default_year: int | None) -> ParsedDate:
    """A text without a day, month and year that are all written out."""
    if _SERIAL.fullmatch(said) and int(said[:5]) in _SERIALS:
        return ParsedDate(_EPOCH + timedelta(days=int(said[:5])), "serial")
    if found := _YEARLESS.fullmatch(said):
        # In a leap year every day that any year has is possible.
        day = _date(default_year or 2024, int(found["month"]), int(found["day"]))
        if day is None or default_year is None:
            return ParsedDate(None, "no_year" if day else "impossible")
        return ParsedDate(day, "year_assumed")
    return ParsedDate(None, "no_day" if _MONTH_ONLY.fullmatch(said) else "not_a_date")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# A number or a day that the clerk is still to write in: "số      /KH-UBND ngày     tháng".
OPEN_BLANK = re.compile(r"(?i:số:?|ngày|tháng)\s{3,}(?=/|tháng|năm)")


def bind_open_date(text: str) -> str:
    """The text with hard spaces inside a date left open to be written in, so that no line ends in the midst of it."""
    return _OPEN_DATE.sub(lambda found: re.sub(r"\s", HARD_SPACE, found[0]), text)
