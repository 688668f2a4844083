"""The small language in which plan.toml says what a printed number is made of.

    ii1_nguoi                     the sum of that question over all agencies that answered
    ii1_nguoi@X                   the same over the agencies of one selector
    yes(q)                        how many answered yes
    answered(q, r)                how many answered all of these
    is(q, Hoàn thành)             how many chose that answer; is(q, Đạt | Vượt): one of these
    by(2026-06-30, q)             how many named a day not later than that; by(2026-06-30, q, r = Đã ban hành): and gave
                                  that answer, while another answer to r counts as not done
    at_least(4, q, r)             in how many each of these is 4 or more
    all_yes(q, r)                 in how many all of these are yes
    rate_at_least(95, q, r)       in how many q is 95 % of r or more
    rows(t)    sum(t.column)      the rows of a growing table, the sum of one of its columns
    rows(t, c = Trực tuyến)       only those rows in which column c reads so; sum(t.column, c = …) as well

Terms are added with + and taken off with - between spaces; one / makes a ratio. A field of a sentence may end with
`:format`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

OPERATIONS = ("yes", "answered", "is", "at_least", "all_yes", "rate_at_least", "by", "rows", "sum")
_CALL = re.compile(r"^(?P<op>[a-z_]+)\((?P<args>[^()]*)\)(?:@(?P<scope>[^\s@][^@]*))?$")
_PLAIN = re.compile(r"^(?P<id>[\w.]+)(?:@(?P<scope>[^\s@][^@]*))?$")
FORMATS = ("", "%", "0", "1", "2", "plain", "per1000", "per100000", "share", "change", "difference", "moved", "names",
           "other_names", "highest", "lowest")  # fmt: skip
_FORMAT = re.compile(r":\s*([^:@()/+]*)$")
_SCOPED = re.compile(r"@[^\s@:]+:[^:@()/+]*$")
_OUTSIDE = r"(?![^(]*\))"
# A minus stands between spaces: ids and the kinds of a scope may hold a hyphen.
_PLUS_OR_MINUS = re.compile(r"(\+|\s[-−]\s)" + _OUTSIDE)


class TermError(ValueError):
    """A term that cannot be understood: which and why, and at which character (from 0) of the text, if it is one."""

    def __init__(self, words: str, at: int | None = None) -> None:
        super().__init__(words if at is None else f"{words} (ký tự thứ {at + 1})")
        self.words, self.at = words, at


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: `op` over `questions`; `limit` for at_least, `choices` for is, `day` for by, `scope` a selector.

    `column` is the column of a list that has to read one of `choices`, for rows and sum. `minus`: it is taken off.
    """

    op: str
    questions: tuple[str, ...]
    choices: tuple[str, ...] = ()
    column: str = ""
    limit: Decimal | None = None
    day: date | None = None
    scope: str = ""
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """A sum of terms, or one sum over another when `denominator` is not empty."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    format: str = ""
    text: str = ""

    @staticmethod
    def of(text: str) -> Expression:
        """What a text says that is no part of plan.toml (example.toml); raises TermError."""
        return parse_expression(text)


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
        return Term(op, (args[0],), choices=_parse_choices(", ".join(args[1:])), scope=scope)
    if op == "by":
        return _parse_by(args, scope)
    if op in ("at_least", "rate_at_least"):
        if len(args) < 2 or (op == "rate_at_least" and len(args) != 3):
            raise TermError(f"phép «{op}» cần một số rồi " + ("mã câu hỏi" if op == "at_least" else "hai mã câu hỏi"))
        return Term(op, tuple(args[1:]), limit=_parse_limit(args[0], op), scope=scope)
    if op in ("rows", "sum") and len(args) > 1:
        column, choices = parse_condition(", ".join(args[1:]), op)
        return Term(op, (args[0],), choices=choices, column=column, scope=scope)
    return Term(op, tuple(args), scope=scope)


def _parse_by(args: list[str], scope: str) -> Term:
    try:
        day = date.fromisoformat(args[0])
    except ValueError:
        raise TermError(f"phép «by» cần một ngày ở đầu, ví dụ 2026-06-30, không phải «{args[0]}»") from None
    if len(args) < 2:
        raise TermError("phép «by» cần một ngày rồi mã câu hỏi về ngày")
    if len(args) == 2:
        return Term("by", (args[1],), day=day, scope=scope)
    done, choices = parse_condition(", ".join(args[2:]), "by", "mã câu hỏi")
    return Term("by", (args[1], done), choices=choices, day=day, scope=scope)


def parse_condition(text: str, op: str, name: str = "cột") -> tuple[str, tuple[str, ...]]:
    """`column = answer`, or several answers with | between them; an answer may hold commas. Raises TermError."""
    left, equals, right = text.partition("=")
    if not equals or not left.strip() or not right.strip():
        raise TermError(f"điều kiện của phép «{op}» ghi dạng: {name} = giá trị")
    return left.strip(), _parse_choices(right)


def _parse_choices(text: str) -> tuple[str, ...]:
    return tuple(choice.strip() for choice in text.split("|"))


def _parse_limit(text: str, op: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise TermError(f"phép «{op}» cần một số ở đầu, không phải «{text}»") from None


def parse_terms(text: str) -> tuple[Term, ...]:
    first, *rest = _PLUS_OR_MINUS.split(text)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return parse_term(first), *(replace(parse_term(part), minus=sign.strip() != "+") for sign, part in pairs)


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


_TERM = re.compile(r"(rows|sum)\(\s*(\w+)(?:\.(\w+))?\s*(?:,\s*(\w+)\s*=\s*([^()]+?)\s*)?\)")


@dataclass(frozen=True, slots=True)
class ListTerm:
    """The number of a list's rows, or the sum of `column`; only of rows that read `only` in `where`, if named.

    A term that could not be understood keeps its `text` and names no table.
    """

    text: str
    table: str = ""
    column: str = ""
    where: str = ""
    only: str = ""


def parse_list_term(text: str) -> ListTerm | None:
    """The term; None for no text. Whether its table and columns are there is told with the plan's other faults."""
    if not text:
        return None
    found = _TERM.fullmatch(text.strip())
    if found is None or (found[1] == "sum") != bool(found[3]):
        return ListTerm(text)
    return ListTerm(text, found[2], found[3] or "", found[4] or "", found[5] or "")
