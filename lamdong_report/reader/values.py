"""How one cell is read: its text in readable letters, then as the kind of answer that its question asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from lamdong_report.codes import Code
from lamdong_report.plan import Plan, Question
from lamdong_report.plan.schema import Reads
from lamdong_report.reader.quantities import is_other_unit, read_number
from lamdong_report.reader.remarks import CellReading, Remark, cell_text, without_controls
from lamdong_report.spreadsheet.book import Cell, Spot, cell_ref, is_blank
from lamdong_report.text.choices import hear_yes_no, match_choice, parse_yes_no
from lamdong_report.text.clean import clean
from lamdong_report.text.dates import parse_date
from lamdong_report.text.formats import format_date, format_number
from lamdong_report.text.letters import (
    Encoding,
    Garbled,
    convert_tcvn3,
    convert_vni,
    font_encoding,
    from_html,
    guess_encoding,
    guess_garbled,
    is_capital_font,
    is_html,
    repair,
)

_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI", "utf8": "Latin (chữ Unicode bị đọc nhầm)", "cp1258": "Windows 1258",
          "escaped": "mã ký tự (=C4, %C4, \\u0110)"}  # fmt: skip
_SHORT = 80
# Letters that only Unicode has: such text is readable in any font.
_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")


class ReadableText(Struct, frozen=True):
    """A cell ready to be read: converted if that was asked for; `raw` is what was typed."""

    cell: Cell
    raw: str
    remarks: tuple[Remark, ...] = ()


def read_words(spot: Spot, *, convert: bool) -> ReadableText:
    """The cell's text, in readable letters where `convert` says so, with what there is to say of its letters."""
    cell = spot.value
    if not isinstance(cell, str):
        return ReadableText(cell, "")
    return (_read_often if len(cell) <= _SHORT else _read)(cell, spot.facts.font, convert=convert)


def _read(cell: str, font: str, *, convert: bool) -> ReadableText:
    raw = without_controls(cell)
    encoding = legacy_encoding(raw, font)
    if encoding is not None:
        return _told(cell, raw, encoding, convert_legacy(raw, encoding, font), convert=convert)
    if is_html(raw):  # pasted with the signs of a web page
        words = from_html(raw)
        if convert:
            return ReadableText(words, raw, (Remark("text-converted", encoding="HTML", value=words),))
        return ReadableText(cell, raw, (Remark("text-html", value=words),))
    garbled = guess_garbled(cell)
    if garbled is None:
        return ReadableText(cell, raw)
    if garbled == "lost":
        return ReadableText(cell, raw, (Remark("text-lost", text=raw),))
    return _told(cell, raw, garbled, without_controls(repair(cell, garbled)), convert=convert)


# What is picked from a list and what names a place is the same in many forms.
_read_often = lru_cache(maxsize=4096)(_read)


def _told(cell: str, raw: str, encoding: Encoding | Garbled, readable: str, *, convert: bool) -> ReadableText:
    if convert:
        return ReadableText(readable, raw, (Remark("text-converted", encoding=_NAMES[encoding], value=readable),))
    return ReadableText(cell, raw, (Remark("text-legacy", encoding=_NAMES[encoding], text=raw, value=readable),))


def legacy_encoding(text: str, font: str) -> Encoding | None:
    """By the letters; by the font only where the letters could be of its encoding."""
    if text.isascii() or _UNICODE.search(unicodedata.normalize("NFC", text)):
        return None
    return guess_encoding(text) or font_encoding(font)


def convert_legacy(text: str, encoding: Encoding, font: str) -> str:
    return convert_tcvn3(text, upper=is_capital_font(font)) if encoding == "tcvn3" else convert_vni(text)


# What Excel keeps in one cell.
MOST_IN_CELL = 32_767
# What spreadsheet programs print in a cell whose formula failed; people paste it as text.
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}")
_DATES_NOT_TAKEN: dict[str, Code] = {
    "no_year": "date-incomplete",
    "no_day": "date-incomplete",
    "doubtful": "date-doubtful",
}
_DATES_TAKEN: dict[str, Code] = {"year_assumed": "date-year-assumed", "month_first": "date-month-first"}
# Mobile and fixed numbers have ten digits, the first of them a 0 that a number cell drops.
_PHONE_WITHOUT_ZERO = re.compile(r"[1-9][0-9]{8,9}")


class Rules(Struct, frozen=True):
    """What reading depends on beside the cell: the plan, and whether legacy text is converted."""

    plan: Plan
    convert_legacy: bool = False


def read_cell(spot: Spot, question: Question, rules: Rules) -> CellReading:
    """The cell's value as its question's kind, the cell as it was typed, and remarks on both."""
    if broken := _broken(spot, question):
        return broken
    if spot.is_blank:
        return CellReading(None, "", _struck_out(spot))
    words = read_words(spot, convert=rules.convert_legacy)
    reading = _READERS[question.kind.traits.reads](words.cell, question, spot, rules.plan)
    remarks = [*words.remarks, *reading.remarks, *_struck_out(spot)]
    if question.kind.is_number and isinstance(reading.value, Decimal):
        remarks += _shown_otherwise(spot, reading.value, question)
    own = question.from_list is not None  # the form itself reckons it
    if spot.facts.formula and question.kind.is_number and reading.value is not None and not own:
        remarks.append(Remark("formula-value", value=reading.raw or cell_text(spot.value)))
    is_blank_after_all = reading.value is None and not reading.raw
    raw = "" if is_blank_after_all else words.raw or reading.raw
    if isinstance(reading.value, str) and raw == reading.value:
        raw = reading.value  # one text, not two alike: words are most of what is kept of a form
    return CellReading(reading.value, raw, tuple(remarks))


def _broken(spot: Spot, question: Question) -> CellReading | None:
    """A cell that shows no answer: an error, a formula nobody has computed, one struck out or hidden under a merge."""
    facts, value = spot.facts, spot.value
    if error := facts.error or (value if isinstance(value, str) and _ERROR.fullmatch(value.strip()) else ""):
        return CellReading(None, error.strip(), (Remark("error-cell", text=error.strip()),))
    if not is_blank(value):
        if facts.deleted:  # struck out as a whole
            return CellReading(None, "", (Remark("cell-struck", text=cell_text(value)),))
        if question.kind.is_number and any(char.isdigit() for char in facts.raised):  # 12³ may be 12 with a footnote
            return CellReading(
                None, cell_text(value), (Remark("number-raised", text=cell_text(value), mark=facts.raised),)
            )
        return None
    if facts.pending and question.from_list is None:  # else the form itself reckons it, from a list that is empty
        return CellReading(None, "", (Remark("formula-no-value"),))
    cover = spot.sheet.covered_by(spot.row, spot.column)
    return CellReading(None, "", (Remark("cells-merged", other=cell_ref(*cover)),)) if cover else None


def _struck_out(spot: Spot) -> tuple[Remark, ...]:
    """What to say of a cell in which some words are struck out."""
    struck = spot.facts.struck
    return (Remark("text-struck", text=struck, value=cell_text(spot.value).strip()),) if struck else ()


def _shown_otherwise(spot: Spot, value: Decimal, question: Question) -> Iterator[Remark]:
    """What to say of a number that its cell shows divided by a thousand, a million …, or with another unit."""
    facts = spot.facts
    if not value or isinstance(spot.value, str):
        return
    if facts.thousands:
        seen = format_number(value.scaleb(-3 * facts.thousands))
        yield Remark("number-scaled", value=format_number(value), seen=seen)
    elif facts.unit and is_other_unit(facts.unit, question):
        seen = f"{format_number(value)} {facts.unit}"
        yield Remark("unit-in-format", value=format_number(value), seen=seen, unit=question.unit)


def read_yes_no(cell: Cell, question: Question, spot: Spot, plan: Plan) -> CellReading:
    if isinstance(cell, bool):
        return CellReading(cell, plan.form.yes_no[0 if cell else 1])
    text = cell_text(cell)
    if text in plan.form.yes_no:
        return CellReading(text == plan.form.yes_no[0], text)
    listed = match_choice(text, plan.form.yes_no)
    value = hear_yes_no(text, listed == plan.form.yes_no[0] if listed else parse_yes_no(text), question.label)
    if value is None:
        return CellReading(None, text, (Remark("yes-no-unclear", text=text),))
    word = plan.form.yes_no[0 if value else 1]
    return CellReading(value, text, _unless_same("choice-matched", text, word))


def read_choice(cell: Cell, question: Question, spot: Spot, plan: Plan) -> CellReading:
    text = cell_text(cell)
    if text in question.choices:
        return CellReading(text, text)
    choice = match_choice(text, question.choices)
    if choice is None:
        return CellReading(None, text, (Remark("choice-unclear", text=text, choices=" / ".join(question.choices)),))
    return CellReading(choice, text, _unless_same("choice-matched", text, choice))


def _unless_same(code: Code, text: str, value: str) -> tuple[Remark, ...]:
    is_same = clean(text).casefold() == value.casefold()  # whatever spaces and letters it is typed with
    return () if is_same else (Remark(code, text=text, value=value),)


def read_day(cell: Cell, question: Question, spot: Spot, plan: Plan) -> CellReading:
    if isinstance(cell, datetime):
        return CellReading(cell.date(), format_date(cell.date()))
    if isinstance(cell, date):
        return CellReading(cell, format_date(cell))
    text = cell_text(cell)
    parsed = parse_date(text, plan.info.year)
    if parsed.value is None:
        code = _DATES_NOT_TAKEN.get(parsed.note, "date-unclear")
        return CellReading(None, text, (Remark(code, text=text, year=str(plan.info.year)),))
    code = _DATES_TAKEN.get(parsed.note, "date-as-text")
    return CellReading(parsed.value, text, (Remark(code, text=text, value=format_date(parsed.value)),))


def read_text(cell: Cell, question: Question, spot: Spot, plan: Plan) -> CellReading:
    if isinstance(cell, bool):
        return CellReading(plan.form.yes_no[0 if cell else 1], plan.form.yes_no[0 if cell else 1])
    text = clean(cell_text(cell))
    # Other programs let a cell hold more than Excel does, which counts in units of UTF-16.
    length = len(text.encode("utf-16-le")) // 2
    remarks = (Remark("text-too-long", count=format_number(Decimal(length))),) if length > MOST_IN_CELL else ()
    return CellReading(text or None, text, remarks)


def read_phone(cell: Cell, question: Question, spot: Spot, plan: Plan) -> CellReading:
    text = clean(cell_text(cell))
    if _PHONE_WITHOUT_ZERO.fullmatch(text):
        return CellReading(f"0{text}", text, (Remark("phone-zero", text=text, value=f"0{text}"),))
    return CellReading(text or None, text)


_READERS: dict[Reads, Callable[[Cell, Question, Spot, Plan], CellReading]] = {
    Reads.NUMBER: lambda cell, question, spot, plan: read_number(cell, question, spot.facts.percent),
    Reads.YES_NO: read_yes_no,
    Reads.CHOICE: read_choice,
    Reads.DAY: read_day,
    Reads.TEXT: read_text,
    Reads.PHONE: read_phone,
}
