"""What the style of a cell does to what stands in it: shows a number as a day, as a percentage, strikes it out."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from lamdong_report.spreadsheet.book import PLAIN, Cell, Facts
from lamdong_report.spreadsheet.package import parse_xml, read_once
from lamdong_report.spreadsheet.richtext import Run, font_look
from lamdong_report.text.legacy import font_encoding

# Built-in formats that a file need not spell out (ECMA-376 part 1, 18.8.30). Those from 50 on are days in East Asian
# programs alone; elsewhere people number their own formats so.
_BUILT_IN = {
    **dict.fromkeys((9, 10), "0%"),
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47), "d"),
    46: "[h]:mm:ss",
}
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[(?![hmsHMS]+\])[^\]]*\]')
# What it prints beside the number; amounts and their sizes mean something ("58.300.000 ₫" in a cell of millions).
_PRINTED = re.compile(r'"[^"]*"|\[\$[^\]-]+')
_UNIT = re.compile(r"(?<!\w)(?:nghìn|ngàn|triệu|trđ|tr|tỷ|tỉ|k|đồng|đ|vnđ|vnd)(?!\w)")
_SCALE = re.compile(r"[0#?](,+)(?![0#?,])")
_ELAPSED = re.compile(r"\[[hmsHMS]+\]")
_DAY = re.compile(r"[dmyhs]", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
# Excel believes that 1900 was a leap year: its days before March are one off.
_FALSE_LEAP_DAY = 60


class NumberFormat(NamedTuple):
    """`thousands`: how often what is shown is divided by a thousand. `unit`: đồng, nghìn, triệu printed beside it."""

    percent: bool = False
    day: bool = False
    elapsed: bool = False
    thousands: int = 0
    unit: str = ""


@lru_cache(maxsize=1024)
def read_format(number: int, code: str = "") -> NumberFormat:
    """The format of this number, spelled out where it is not built in; what it prints in quotes changes nothing."""
    code = code or _BUILT_IN.get(number, "")
    plain = _LITERAL.sub("", code).split(";")[0]
    words = " ".join(_PRINTED.findall(code.split(";")[0])).casefold().replace("₫", "đồng")
    elapsed = bool(_ELAPSED.search(plain))
    scale = _SCALE.search(plain)
    return NumberFormat(
        percent="%" in plain,
        day=not elapsed and "general" not in plain.casefold() and bool(_DAY.search(plain)),
        elapsed=elapsed,
        thousands=len(scale[1]) if scale else 0,
        unit=" ".join(_UNIT.findall(words)),
    )


def in_format(number: float, form: NumberFormat, *, uses_1904: bool = False) -> Cell:
    """The number as the format shows it: a day, a time of day, a length of time, or itself."""
    if not form.elapsed and (not form.day or number < 0):  # Excel has no day for less than 0
        return number
    try:
        if form.elapsed:
            return timedelta(days=number)
        epoch = _EPOCH_1904 if uses_1904 else _EPOCH
        if not uses_1904 and number < _FALSE_LEAP_DAY:
            epoch += timedelta(days=1)
        if number == math.floor(number) and number:
            return (epoch + timedelta(days=number)).date()
        moment = epoch + timedelta(milliseconds=round(number * 86_400_000))
    except (OverflowError, ValueError):
        return number
    return moment.time() if number < 1 else moment


def from_iso(text: str) -> Cell:
    """A day or a time as XML writes it; the text itself where it is none."""
    text = text.strip()
    for kind in (date, time, datetime):
        try:
            found = kind.fromisoformat(text)
        except ValueError:
            continue
        return found.replace(tzinfo=None) if isinstance(found, datetime | time) else found
    return text


class CellStyle(NamedTuple):
    """What a cell gets from its style: its number format, and what is to be known of it whatever it holds."""

    format: NumberFormat = NumberFormat()
    facts: Facts = PLAIN


USUAL = CellStyle()


def cell_style(form: NumberFormat, font: str = "", *, struck: bool = False) -> CellStyle:
    """The style with this format and font; a font counts where it is a legacy one."""
    legacy = font if font_encoding(font) else ""
    facts = Facts(percent=form.percent, thousands=form.thousands, unit=form.unit, font=legacy, deleted=struck)
    return CellStyle(form, PLAIN if facts == PLAIN else facts)


@read_once
def read_styles(xml: bytes) -> tuple[CellStyle, ...]:
    """The cell formats (cellXfs) in order: those of other lists, as conditional ones, are numbered anew."""
    root = parse_xml(xml)
    if root is None:
        return ()
    codes = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iterfind("{*}numFmts/{*}numFmt")}
    fonts = {str(at): font_look(font) for at, font in enumerate(root.iterfind("{*}fonts/{*}font"))}
    styles = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        number, font = style.get("numFmtId", ""), fonts.get(style.get("fontId", ""), Run(""))
        form = read_format(int(number) if number.isdecimal() else 0, codes.get(number, ""))
        styles.append(cell_style(form, font.font, struck=bool(font.struck)))
    return tuple(styles)
