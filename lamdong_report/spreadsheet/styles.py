"""What the style of a cell and the runs of its text do to what stands in it: numbers are days, words struck out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from lamdong_report.spreadsheet.book import PLAIN, Cell, Facts
from lamdong_report.spreadsheet.package import local_name, local_tag, parse_xml, read_once
from lamdong_report.text.letters import font_encoding
from lamdong_report.text.numbers import DONG
from lamdong_report.text.numerals import SIZES

_ABOVE = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Halves of letters and what is no letter stay as they are written.
_ESCAPE = re.compile(r"_x((?![dD][89a-fA-F])(?![fF]{3}[eEfF])[0-9A-Fa-f]{4})_")
_OFF = frozenset({"0", "false", "off"})
_SHIFTS = {"superscript": 1, "subscript": -1}


class Run(NamedTuple):
    """`struck` is None where the run looks like the rest of its cell; `shift`: 1 above the line, -1 below."""

    text: str
    struck: bool | None = None
    shift: int = 0
    font: str = ""


Words = str | tuple[Run, ...]


def join_runs(runs: Iterable[Run]) -> Words:
    """The runs; the bare text where none of them is remarkable."""
    runs = tuple(run for run in runs if run.text)
    if any(run.struck is not None or run.shift or run.font for run in runs):
        return runs
    return "".join(run.text for run in runs)


def in_runs(text: str, changes: Sequence[tuple[int, Run]]) -> Words:
    """The text cut where its font changes, by place and look; what stands before the first change looks like the cell.

    So both binary formats write it ([MS-XLS] 2.5.293, [MS-XLSB] 2.5.121).
    """
    if not changes:
        return text
    ends = [at for at, _ in changes[1:]] + [len(text)]
    runs = [Run(text[: changes[0][0]])]
    runs += (look._replace(text=text[at:end]) for (at, look), end in zip(changes, ends, strict=True))
    return join_runs(runs)


def read_runs(words: Words, style: Facts) -> tuple[Cell, Facts]:
    """Text and facts of a cell in this style: what is struck out in part is left out, what is raised stays raised."""
    if isinstance(words, str):
        return words, style
    struck = [bool(style.deleted if run.struck is None else run.struck) for run in words]
    kept = "".join(
        run.text.translate({1: _ABOVE, -1: _BELOW}.get(run.shift, {}))
        for run, gone in zip(words, struck, strict=True)
        if not gone
    )
    facts = style._replace(
        deleted=False,
        font=next((run.font for run in words if run.font), style.font),
        raised=" ".join(run.text.strip() for run, gone in zip(words, struck, strict=True) if run.shift and not gone),
    )
    gone = "".join(run.text for run, gone in zip(words, struck, strict=True) if gone)
    if gone.strip() and not kept.strip():
        return gone, facts._replace(deleted=True)
    facts = facts._replace(struck=gone.strip())
    return kept, PLAIN if facts == PLAIN else facts


def unescaped(text: str) -> str:
    """The text without the way in which workbooks spell control characters ("_x000D_", "_x005F_" for "_")."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def legacy_font(name: str) -> str:
    """The name of a font that shows an old encoding; "" for any other."""
    return name if font_encoding(name) else ""


def font_look(font: etree._Element) -> Run:
    """A run without text that looks like this font or these run properties."""
    struck, shift, name = False, 0, ""
    for part in font:
        match local_name(part):
            case "strike":
                struck = part.get("val", "1").lower() not in _OFF
            case "vertAlign":
                shift = _SHIFTS.get(part.get("val", ""), 0)
            case "name" | "rFont":
                name = part.get("val", "")
    return Run("", struck, shift, legacy_font(name))


def read_strings(xml: bytes) -> list[Words]:
    """The shared strings in order; none where they cannot be read, and then the cells are told one by one."""
    root = parse_xml(xml)
    if root is None:
        return []
    # In most forms runs are but bold or slanted, and need not be looked at one by one.
    is_remarkable = next(root.iter("{*}strike", "{*}vertAlign"), None) is not None or any(
        font_encoding(name) for name in {font.get("val", "") for font in root.iter("{*}rFont")}
    )
    read = read_string if is_remarkable else _letters
    return [read(item) for item in root.iterfind("{*}si")]


def _letters(item: etree._Element) -> str:
    """The text of a shared string whose runs need not be told apart."""
    if len(item) == 1 and not len(item[0]):  # nearly all of them: one text
        return unescaped(item[0].text or "")
    texts = ""
    for part in item:
        if (name := local_tag(part.tag)) == "t":
            texts += unescaped(part.text or "")
        elif name == "r":
            texts += unescaped("".join(t.text or "" for t in part if local_tag(t.tag) == "t"))
    return texts


def read_string(item: etree._Element) -> Words:
    """The text of a shared or inline string; how it is pronounced (rPh) is no part of it."""
    runs = []
    for part in item:
        if (name := local_name(part)) == "t":
            runs.append(Run(unescaped(part.text or "")))
        elif name == "r":
            properties = part.find("{*}rPr")
            text = "".join(t.text or "" for t in part.iterfind("{*}t"))
            runs.append((Run("") if properties is None else font_look(properties))._replace(text=unescaped(text)))
    return join_runs(runs)


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
_UNIT = re.compile(rf"(?<!\w)(?!đồng chí|đ ?/)(?:{'|'.join((*SIZES, *DONG))}|usd)(?!\w)|[%$€]")
_SCALE = re.compile(r"[0#?](,+)(?![0#?,])")
_ELAPSED = re.compile(r"\[[hmsHMS]+\]")
_DAY = re.compile(r"[dmyhs]", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_FALSE_LEAP_DAY = 60  # Excel believes that 1900 was a leap year: its days before March are one off


class NumberFormat(NamedTuple):
    """`thousands`: how often what is shown is divided by a thousand. `unit`: đồng, nghìn, % printed beside it."""

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
    words = " ".join(_PRINTED.findall(code.split(";")[0])).casefold().replace("[$", "").replace("₫", "đồng")
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
    facts = Facts(
        percent=form.percent, thousands=form.thousands, unit=form.unit, font=legacy_font(font), deleted=struck
    )
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
