"""The small language in which plan.toml says what a printed number is made of.

    ii1_nguoi                     the sum of that question over all agencies that answered
    ii1_nguoi@X                   the same over the agencies of one selector
    yes(q)                        how many answered yes
    answered(q, r)                how many answered all of these
    is(q, Hoàn thành)             how many chose that answer
    at_least(4, q, r)             in how many each of these is 4 or more
    all_yes(q, r)                 in how many all of these are yes
    rate_at_least(95, q, r)       in how many q is 95 % of r or more
    rows(t)    sum(t.column)      the rows of a growing table, the sum of one of its columns
    rows(t, c = Trực tuyến)       only those rows in which column c reads so; sum(t.column, c = …) as well

Terms are added with + ; one / makes a ratio. A field of a sentence may end with `:format`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

OPERATIONS = ("yes", "answered", "is", "at_least", "all_yes", "rate_at_least", "rows", "sum")
_CALL = re.compile(r"^(?P<op>[a-z_]+)\((?P<args>[^()]*)\)(?:@(?P<scope>[^\s@][^@]*))?$")
_PLAIN = re.compile(r"^(?P<id>[\w.]+)(?:@(?P<scope>[^\s@][^@]*))?$")
FORMATS = ("", "%", "0", "1", "2", "plain", "per1000", "per100000", "change", "difference", "names", "other_names",
           "highest", "lowest")  # fmt: skip
_FORMAT = re.compile(r":\s*([^:@()/+]*)$")
_SCOPED = re.compile(r"@[^\s@:]+:[^:@()/+]*$")
_OUTSIDE = r"(?![^(]*\))"


class TermError(ValueError):
    """A term that cannot be understood; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: `op` over `questions`; `limit` for at_least, `choice` for is, `scope` a selector.

    `column` is the column of a list that has to read `choice`, for rows and sum.
    """

    op: str
    questions: tuple[str, ...]
    choice: str = ""
    column: str = ""
    limit: Decimal | None = None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Expression:
    """A sum of terms, or one sum over another when `denominator` is not empty."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    format: str = ""
    text: str = ""


def parse_term(text: str) -> Term:
    """The term that `text` spells; raises TermError."""
    text = text.strip()
    if call := _CALL.match(text):
        return _parse_call(call["op"], [part.strip() for part in call["args"].split(",")], call["scope"] or "")
    if plain := _PLAIN.match(text):
        return Term("total", (plain["id"],), scope=plain["scope"] or "")
    raise TermError(f"không hiểu biểu thức «{text}»")


def _parse_call(op: str, args: list[str], scope: str) -> Term:
    if op not in OPERATIONS:
        raise TermError(f"không có phép «{op}»; các phép có thể dùng: {', '.join(OPERATIONS)}")
    if not all(args):
        raise TermError(f"phép «{op}» thiếu mã câu hỏi")
    if op == "is":
        if len(args) < 2:
            raise TermError("phép «is» cần mã câu hỏi và câu trả lời")
        return Term(op, (args[0],), choice=", ".join(args[1:]), scope=scope)
    if op in ("at_least", "rate_at_least"):
        if len(args) < 2 or (op == "rate_at_least" and len(args) != 3):
            raise TermError(f"phép «{op}» cần một số rồi " + ("mã câu hỏi" if op == "at_least" else "hai mã câu hỏi"))
        return Term(op, tuple(args[1:]), limit=_parse_limit(args[0], op), scope=scope)
    if op in ("rows", "sum") and len(args) > 1:
        column, equals, choice = ", ".join(args[1:]).partition("=")
        if not equals or not column.strip() or not choice.strip():
            raise TermError(f"điều kiện của phép «{op}» ghi dạng: cột = giá trị")
        return Term(op, (args[0],), choice=choice.strip(), column=column.strip(), scope=scope)
    return Term(op, tuple(args), scope=scope)


def _parse_limit(text: str, op: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise TermError(f"phép «{op}» cần một số ở đầu, không phải «{text}»") from None


def parse_terms(text: str) -> tuple[Term, ...]:
    return tuple(parse_term(part) for part in re.split(r"\+" + _OUTSIDE, text))


def parse_expression(text: str) -> Expression:
    """The expression of a sentence's field, as `terms[/terms][:format]`; raises TermError."""
    body, spec = text, ""
    # The kind of a scope (@X:phường) stands behind a colon as well.
    if (found := _FORMAT.search(text)) and (found[1].strip() in FORMATS or not _SCOPED.search(text)):
        body, spec = text[: found.start()], found[1]
    sides = re.split("/" + _OUTSIDE, body)
    if len(sides) > 2:
        raise TermError(f"«{text}» có nhiều hơn một dấu chia")
    denominator = parse_terms(sides[1]) if len(sides) == 2 else ()
    return Expression(parse_terms(sides[0]), denominator, spec.strip(), text)
