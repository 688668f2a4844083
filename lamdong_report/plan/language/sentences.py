"""How a sentence of plan.toml is built: text, fields in braces, optional pieces in square brackets.

`đã tổ chức {lop} lớp[, trong đó có {nu} nữ (chiếm {nu/nguoi:%})]` has two fields, then a piece that is left out
whole when a field inside it has no number or is 0. A field that begins with # is something the program counts
itself, such as {#reporters} ("118/124 xã, phường, đặc khu").
"""

from __future__ import annotations

import re

from msgspec import Struct

from lamdong_report.plan.language.excerpt import Excerpt
from lamdong_report.plan.language.terms import FORMATS, Expression, parse_expression

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
