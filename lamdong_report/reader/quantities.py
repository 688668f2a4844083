"""How a cell is read as a number, with its unit, its share of a hundred and its size in thousands or millions."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from lamdong_report.codes import Code
from lamdong_report.plan import Kind, Question
from lamdong_report.reader.index import plain_label
from lamdong_report.reader.remarks import CellReading, Remark, cell_text, typed_number
from lamdong_report.spreadsheet.book import Cell
from lamdong_report.text.clean import clean
from lamdong_report.text.formats import format_number
from lamdong_report.text.names import without_marks
from lamdong_report.text.numbers import DONG, NumberKind, ParsedNumber, parse_number
from lamdong_report.text.numerals import SIZES

_KINDS = {
    Kind.COUNT: NumberKind.COUNT,
    Kind.DECIMAL: NumberKind.DECIMAL,
    Kind.MONEY: NumberKind.MONEY,
    Kind.PERCENT: NumberKind.PERCENT,
}
_TAKEN: dict[str, Code] = {
    "": "number-as-text",
    "unit_dropped": "number-as-text",
    "thousands_dot": "number-thousands-dot",
    "spoken": "number-in-words",
    "said_none": "number-said-none",
}
_NOT_TAKEN: dict[str, Code] = {
    "placeholder": "number-placeholder",
    "approximate": "number-approximate",
    "doubtful": "number-doubtful",
    "ambiguous": "number-ambiguous",
    "range": "number-range",
    "several": "number-several",
}
# Nobody writes a number in more letters; whole reports are pasted into such cells.
LONGEST_NUMBER = 200
_PERCENT = re.compile(r"%|phần trăm\b")
# Typed without their marks, or with a wrong one; no other word is spelled so.
_UNMARKED_SIZES = {"nghin": 3, "trieu": 6}
# "Đồng chí" and "đồng bào" are people, and "12 LĐ" are workers.
_MONEY = re.compile(rf"(?<!\w)(?!đồng (?:chí|bào)|đ ?/ ?c\b)(?:{'|'.join(DONG)}|trđ)\b")
_THOUSAND_DONG = re.compile(r"(?<!\w)(?:ng|n|k)[. ]?đ(?:ồng)?\b")
# No agency spends less: "35 đồng" is thirty-five of the unit asked for to whoever typed it.
_LEAST_DONG = 1000
# "Lần 2" and "lần thứ hai", where a sending is asked for; "Lớp: 1" for any unit.
_TIMES, _ORDINAL, _FIRST = "lần", re.compile(r"lần(?: gửi)?(?: thứ)?(?: ?: ?| )"), ("đầu", "đầu tiên", "nhất")
_NUMBER_OF = re.compile(r"(?:tổng )?(?:số(?: lượng)?|sl)(?!\w)")
# What a ratio is reckoned on: "ca/100.000 trẻ".
_BASE = re.compile(r"/ ?(1[0.]*0)\b")
# Behind these stands what a question counts, not what people came to: "số lượt … dự các lớp" counts no classes.
_COUNTS = ("trong đó", "số", "lượt", "là")
# People by what they come as.
_PEOPLE = frozenset({
    "học viên", "hv", "đại biểu", "đb", "cán bộ", "cb", "hội viên", "thành viên", "công chức", "cbcc", "cbccvc", "ccvc",
    "đồng chí", "đ c", "đc", "công dân", "nhân khẩu", "khẩu",
})  # fmt: skip
# No unit that the plan asks for can be reckoned from these.
_FOREIGN = re.compile(r"‰|%o|[$€]|\b(?:usd|eur|euro|đô la|đô|phần nghìn|phần vạn)\b")


def read_number(cell: Cell, question: Question, percent_format: bool) -> CellReading:
    """The cell as a number; `percent_format`: the sheet shows 0.6 as 60%."""
    if isinstance(cell, str):
        return _from_text(cell, question)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        code: Code = "number-unclear" if isinstance(cell, bool) else "date-in-number"
        return _not_taken(code, cell_text(cell), question)
    try:
        number, raw = typed_number(cell)
    except ValueError:
        return _not_taken("number-unclear", cell_text(cell), question)
    if not percent_format:
        return _judge_share(number, raw, question)
    whole = (number * 100).normalize()
    shown = f"{format_number(whole)}%"
    if not asks_percent(question):
        return CellReading(None, shown, (Remark("unit-other", text=shown, unit=question.unit),))
    return CellReading(_tidy(whole), raw, (Remark("percent-format", text=raw, value=shown),))


def _not_taken(code: Code, raw: str, question: Question, readings: str = "") -> CellReading:
    """No number, with an example of the kind of number that is asked for."""
    if question.kind is Kind.COUNT:
        example = "viết liền các chữ số, ví dụ 1234" if code == "number-ambiguous" else "12"
    elif code == "number-ambiguous":
        example = "dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập phân, ví dụ 1.234,5"
    else:
        example = "56,8" if asks_percent(question) else "1.234,5"
    return CellReading(None, raw, (Remark(code, text=raw, readings=readings, example=example),))


def asks_percent(question: Question) -> bool:
    return question.kind is Kind.PERCENT or question.unit.strip() == "%"


def _judge_share(number: Decimal, raw: str, question: Question) -> CellReading:
    """A number below 1 where a percentage is asked for may be a share of one."""
    if asks_percent(question) and 0 < number < 1:
        whole = format_number(number * 100)
        return CellReading(None, raw, (Remark("percent-or-share", text=raw, small=format_number(number), large=whole),))
    return CellReading(number, raw)


def _from_text(text: str, question: Question) -> CellReading:
    raw = cell_text(text)
    if len(raw) > LONGEST_NUMBER:
        return _not_taken("number-unclear", raw, question)
    parsed = parse_number(_unit_behind(text, question.unit), _KINDS[question.kind])
    if parsed.note == "blank":
        return CellReading(None, "")
    if parsed.value is None:
        code = _NOT_TAKEN.get(parsed.note, "number-unclear")
        readings = " hoặc ".join(format_number(reading) for reading in parsed.readings)
        return _not_taken(code, raw, question, readings)
    return _with_unit(parsed, parsed.value, raw, question)


def _unit_behind(text: str, unit: str) -> str:
    """The text without its unit where that stands in front of the number; "lần đầu" is the first.

    Without what a ratio is reckoned on as well: "108,4/100 bé gái" are so many boys for each hundred girls.
    """
    said, unit = " ".join(clean(text).split()).casefold(), unit.casefold()
    if base := _BASE.search(unit):
        zeros = base[1].replace(".", "")[1:]
        same = re.match(rf"(\D*\d[\d.,]*) ?[/:] ?1{'[. ]?'.join(('', *zeros))}(?![\d.,])(.*)", said)
        return f"{same[1]} {same[2]}" if same else text
    if unit == _TIMES and (found := _ORDINAL.match(said)):
        rest = said[found.end() :]
        return "1" if rest in _FIRST else rest
    head, colon, rest = said.partition(":")
    called = _NUMBER_OF.sub("", head).strip()
    return rest if colon and called and f" {called} " in f" {unit} " else text


def _with_unit(parsed: ParsedNumber, value: Decimal, raw: str, question: Question) -> CellReading:
    said, asked = split_unit(parsed.unit), split_unit(question.unit)
    if _is_clash(said, asked, question):
        return CellReading(None, raw, (Remark("unit-other", text=raw, unit=question.unit),))
    if not parsed.unit and parsed.note in ("", "thousands_dot") and asks_percent(question) and 0 < value < 1:
        return _judge_share(value, raw, question)
    if parsed.unit and said.size != asked.size and (said.size or said.is_money):
        typed, value = value, _tidy(value.scaleb(said.size - asked.size))
        if asked.is_money and 0 < value.scaleb(asked.size) < _LEAST_DONG:
            readings = f"{format_number(typed)} hoặc {format_number(value)}"
            return _not_taken("number-ambiguous", raw, question, readings)
        fields = {"text": raw, "value": format_number(value), "unit": question.unit}
        return CellReading(value, raw, (Remark("unit-converted", **fields),))
    remarks = [Remark(_TAKEN.get(parsed.note, "number-as-text"), text=raw, value=format_number(value))]
    initials = "".join(word[0] for word in asked.rest.split())  # "45 HS" where pupils (học sinh) are counted
    label = f" {plain_label(question.label)} "
    is_alike = (
        not asked.rest
        or said.rest == initials
        or (said.rest in _PEOPLE and "người" in asked.rest)
        or any(f" {word} {said.rest} " in label for word in _COUNTS)  # the question's own word for them
        or said.rest in asked.rest
        or asked.rest in said.rest
        or without_marks(said.rest) == without_marks(asked.rest)  # "ngưòi"
    )
    # None of anything else is none.
    if value and said.rest and not is_alike and set(said.rest.split()).isdisjoint(asked.rest.split()):
        remarks.append(Remark("unit-differs", text=raw, unit=question.unit))
    return CellReading(value, raw, tuple(remarks))


def is_other_unit(text: str, question: Question) -> bool:
    """Whether a unit that is printed beside a number is of another size than the question's, or of something else."""
    said, asked = split_unit(text), split_unit(question.unit)
    return said.size != asked.size or _is_clash(said, asked, question)


def _is_clash(said: Unit, asked: Unit, question: Question) -> bool:
    """Money where people are counted, a percentage where a number is asked for, another country's money."""
    return (
        (said.is_foreign and not asked.is_foreign)
        or (said.is_percent and not asks_percent(question))
        or (said.is_money and not asked.is_money)
    )


class Unit(Struct, frozen=True):
    """A unit taken apart: `size` as a power of ten (triệu: 6), and what is counted."""

    size: int
    rest: str
    is_money: bool
    is_percent: bool
    is_foreign: bool


def split_unit(text: str) -> Unit:
    small = _THOUSAND_DONG.sub("nghìn đồng", text.casefold())
    words = re.sub(r"[^\w%‰/]+", " ", small).split()
    is_money = bool(_MONEY.search(small))
    # "58,3 (đơn vị: triệu đồng)": of money the size counts wherever it stands.
    first = next((at for at, word in enumerate(words) if _size_of(word)), 0) if is_money else 0
    size = 0
    while first < len(words) and (power := _size_of(words[first])):
        size += power
        del words[first]
    rest = " ".join("đồng" if word in DONG else word for word in words)
    return Unit(size, plain_label(rest), is_money, bool(_PERCENT.search(small)), bool(_FOREIGN.search(small)))


def _size_of(word: str) -> int:
    """The power of ten that a small-letter word stands for; 0 for any other word."""
    return SIZES.get(word) or _UNMARKED_SIZES.get(without_marks(word), 0)


def _tidy(number: Decimal) -> Decimal:
    """The number without an exponent or trailing zeros."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
