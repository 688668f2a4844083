"""How a sentence of plan.toml is built: text, fields in braces, optional pieces in square brackets.

`đã tổ chức {lop} lớp[, trong đó có {nu} nữ (chiếm {nu/nguoi:%})]` has two fields, then a piece that is left out
whole when a field inside it has no number or is 0. A field that begins with # is something the program counts
itself, such as {#reporters} ("118/124 xã, phường, đặc khu").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lamdong_report.plan.language.terms import FORMATS, Expression, TermError, parse_expression

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
_OF_RATIOS = ("%", "per1000", "per100000")
_FIELD = re.compile(r"\{([^{}]*)\}")
_PIECE = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Field:
    """One {…}: an expression over questions, or a counter with an optional selector after @."""

    expression: Expression | None = None
    counter: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a sentence: texts and fields in order; `optional` when it stood in brackets."""

    parts: tuple[str | Field, ...]
    optional: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(part for part in self.parts if isinstance(part, Field))


def parse_sentence(text: str) -> tuple[Stretch, ...]:
    """The pieces of a sentence; raises TermError, with the place, for brackets or fields that are not understood."""
    pieces = []
    for at, part in enumerate(_PIECE.split(text)):
        begin = _begin(text, _PIECE, at)
        if part and (stray := re.search(r"[\[\]]", part)):
            raise TermError("dấu ngoặc vuông không khép hoặc lồng nhau", begin + stray.start())
        if part:
            pieces.append(Stretch(_parse_parts(part, begin), optional=at % 2 == 1))
    return tuple(pieces)


def _parse_parts(text: str, begin: int) -> tuple[str | Field, ...]:
    parts: list[str | Field] = []
    for at, part in enumerate(_FIELD.split(text)):
        here = begin + _begin(text, _FIELD, at)
        if at % 2:
            try:
                parts.append(_parse_field(part.strip()))
            except TermError as error:
                raise TermError(error.words, here + (error.at or 0)) from None
        elif stray := re.search(r"[{}]", part):
            raise TermError("dấu ngoặc nhọn không khép", here + stray.start())
        elif part:
            parts.append(part)
    return tuple(parts)


def _begin(text: str, found: re.Pattern[str], at: int) -> int:
    """Where the part of that number begins, which `found.split` gives: between matches, or in the group of one."""
    if at == 0:
        return 0
    match = list(found.finditer(text))[(at - 1) // 2]
    return match.start(1) if at % 2 else match.end()


def _parse_field(text: str) -> Field:
    if text.startswith("#"):
        counter, _, scope = text[1:].partition("@")
        if counter not in COUNTERS:
            raise TermError(f"không có trường «#{counter}»; các trường có sẵn: {', '.join(COUNTERS)}")
        return Field(counter=counter, scope=scope)
    expression = parse_expression(text)
    if expression.format not in FORMATS:
        raise TermError(f"không có dạng in «:{expression.format}» trong «{text}»")
    if expression.format == "share":
        raise TermError("dạng in «:share» chỉ dùng ở cột phụ lục; trong câu ghi một phép chia, ví dụ a@S/a:%")
    if expression.denominator and expression.format in _OF_SUMS and expression.format not in _AT_EDGE:
        raise TermError(f"dạng in «:{expression.format}» không dùng cho phép chia «{text}»")
    if not expression.denominator and expression.format in _OF_RATIOS:
        raise TermError(f"dạng in «:{expression.format}» cần một phép chia, ví dụ a/b:{expression.format}")
    return Field(expression=expression)
