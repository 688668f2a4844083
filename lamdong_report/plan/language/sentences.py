"""How texts with fields in braces are read: the sentences of the sums, and words with the year or the deadline in them.

`đã tổ chức {lop} lớp[, trong đó có {nu} nữ (chiếm {nu/nguoi:%})]` has two fields, then a piece that is left out
whole when a field inside it has no number or is 0. A field that begins with # is something the program counts
itself, such as {#reporters} ("118/124 xã, phường, đặc khu"). What is written once in [plan] and [document] (the year,
the deadline, the addressees) is filled in by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from string import Formatter
from typing import Any

from msgspec import Struct

from lamdong_report.plan.language import Excerpt, LanguageError
from lamdong_report.plan.language.terms import FORMATS, Expression, parse_expression
from lamdong_report.text import format_date, join_words

COUNTERS = (
    "reporters",
    "coverage",
    "expected",
    "received",
    "in_time",
    "late",
    "missing",
    "missing_names",
    "measures",
    "targets",
    "reached",
    "exceeded",
    "missed",
    "none",
    "no_data",
    "missed_names",
    "goals_reached_names",
    "improved",
    "worsened",
    "targets_reached",
    "targets_exceeded",
    "targets_missed",
    "targets_no_data",
)
_OF_SUMS = ("change", "difference", "names", "other_names", "highest", "lowest")
# Of a division too: who has the highest share.
_AT_EDGE = ("highest", "lowest")
# What is said of a hundred or a thousand needs something to be divided by.
_OF_RATIOS = ("%", "per1000", "per100000")
_FIELD, _OPTIONAL = re.compile(r"\{([^{}]*)\}"), re.compile(r"\[([^\[\]]*)\]")
_BRACE, _BRACKET = re.compile(r"[{}]"), re.compile(r"[\[\]]")
# What a document is cited by, with the blanks that stand for it until the clerk knows it.
_OPEN = {
    "report_number": ("number", "      "),
    "report_date": ("date", "ngày     tháng     năm {year}"),
    "plan_number": ("plan_number", "      "),
    "plan_date": ("plan_date", "ngày     tháng     năm {year}"),
}
PLACEHOLDERS = frozenset({"year", "previous_year", "next_year", "deadline", "addressees", "period", *_OPEN})
_PERIOD = "năm {year}"  # what {period} is where the plan names no other
# Words to agencies: each has the deadline of its group, filled in when the words are used.
_OF_EACH = {
    "form": ("guide",),
    "letter": ("reminder_subject", "reminder_text", "correction_subject", "correction_text", "correction_if_right",
               "correction_after"),
}  # fmt: skip
_FOUND = re.compile(r"\{(" + "|".join(sorted(PLACEHOLDERS)) + r")\}")
# Doubled braces are printed as one: no field begins there.
_NAMED = re.compile(r"\{\{|\}\}|\{\w*\}")


class Field(Struct, frozen=True):
    """One {…}: an expression over questions, or a counter with an optional selector after @."""

    expression: Expression | None = None
    counter: str = ""
    scope: str = ""


class Stretch(Struct, frozen=True):
    """A stretch of a sentence: texts and fields in order; `optional` when it stood in brackets."""

    parts: tuple[str | Field, ...]
    optional: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(part for part in self.parts if isinstance(part, Field))


def parse_sentence(text: str) -> tuple[Stretch, ...]:
    """The stretches of a sentence; raises LanguageError for brackets or fields that are not understood."""
    stretches = []
    for at, part in enumerate(Excerpt(text).split(_OPTIONAL)):
        part.refuse(_BRACKET, "dấu ngoặc vuông không khép hoặc lồng nhau")
        parts: list[str | Field] = []
        for place, inner in enumerate(part.split(_FIELD)):
            if place % 2:
                parts.append(parse_field(inner))
            elif inner.text:
                inner.refuse(_BRACE, "dấu ngoặc nhọn không khép")
                parts.append(inner.text)
        if parts:
            stretches.append(Stretch(tuple(parts), optional=at % 2 == 1))
    return tuple(stretches)


def parse_field(text: str | Excerpt) -> Field:
    """What stands in braces; raises LanguageError."""
    piece = Excerpt.of(text).stripped()
    if piece.text.startswith("#"):
        counter, _, scope = piece.text[1:].partition("@")
        if counter not in COUNTERS:
            raise piece.error(f"không có trường «#{counter}»; các trường có sẵn: {', '.join(COUNTERS)}")
        return Field(counter=counter, scope=scope)
    expression = parse_expression(piece)
    form, divides = expression.format, bool(expression.denominator)
    if form not in FORMATS:
        raise piece.error(f"không có dạng in «:{form}» trong «{piece.text}»")
    if form == "share":
        raise piece.error("dạng in «:share» chỉ dùng ở cột phụ lục; trong câu ghi một phép chia, ví dụ a@S/a:%")
    if divides and form in _OF_SUMS and form not in _AT_EDGE:
        raise piece.error(f"dạng in «:{form}» không dùng cho phép chia «{piece.text}»")
    if not divides and form in _OF_RATIOS:
        raise piece.error(f"dạng in «:{form}» cần một phép chia, ví dụ a/b:{form}")
    return Field(expression=expression)


@cache
def template_parts(text: str) -> tuple[tuple[str, str | None], ...]:
    """The words of a template, each with the name of the field behind them; None behind the last.

    Raises LanguageError for braces that are not closed, or that ask for what a text does not take.
    """
    try:
        parts = tuple((words, name) for words, name, _, _ in Formatter().parse(text))
        # Fails at a conversion or a format that text does not take.
        text.format_map({name: "" for _, name in parts if name is not None})
    except (ValueError, KeyError, IndexError, AttributeError):
        for piece in Excerpt(text).split(_NAMED):
            piece.refuse(_BRACE, "dấu ngoặc nhọn không khép hoặc ghi sai")
        raise LanguageError("dấu ngoặc nhọn không khép hoặc ghi sai") from None
    return parts


def fill_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """The plan file's tables with the placeholders above filled in, in all texts.

    The values come from the tables [plan] and [document]. What these do not say is left as it stands: the check of
    the table tells the fault.
    """
    values = dict(_known_values(_table(data, "plan"), _table(data, "document")))
    values = {name: _filled(value, {"year": values.get("year", "{year}")}) for name, value in values.items()}
    filled = {key: _filled(value, values) for key, value in data.items()}
    # Groups may have deadlines of their own: letters and forms fill it in for each agency.
    general = {name: value for name, value in values.items() if name != "deadline"}
    for table, keys in _OF_EACH.items():
        found = _table(data, table)
        if found:
            filled[table] |= {key: _filled(found[key], general) for key in keys if key in found}
    return filled


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = data.get(name)
    return table if isinstance(table, dict) else {}


def _known_values(info: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    year, deadline, names = info.get("year"), info.get("deadline"), document.get("addressees")
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        yield "addressees", join_words(names)
    for name, (key, blank) in _OPEN.items():
        said = document.get(key, "")
        if isinstance(said, str):
            yield name, said or blank
    if isinstance(year, int):
        yield from (("year", str(year)), ("previous_year", str(year - 1)), ("next_year", str(year + 1)))
        period = info.get("period") or _PERIOD
        if isinstance(period, str):
            yield "period", period.replace("{year}", str(year))
    if isinstance(deadline, date):
        yield "deadline", format_date(deadline)


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _FOUND.sub(lambda found: values.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [_filled(one, values) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, values) for key, one in value.items()}
    return value
