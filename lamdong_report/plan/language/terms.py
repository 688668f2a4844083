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
from datetime import date
from decimal import Decimal, InvalidOperation

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.plan.language import Excerpt, LanguageError
from lamdong_report.text import NumberKind, parse_number

OPERATIONS = ("yes", "answered", "is", "at_least", "all_yes", "rate_at_least", "by", "rows", "sum")
FORMATS = ("", "%", "0", "1", "2", "plain", "per1000", "per100000", "share", "change", "difference", "moved", "names",
           "other_names", "highest", "lowest")  # fmt: skip
_CALL = re.compile(r"(?P<op>[a-z_]+)\((?P<given>[^()]*)\)(?:@(?P<scope>[^\s@][^@]*))?")
_PLAIN = re.compile(r"(?P<id>[\w.]+)(?:@(?P<scope>[^\s@][^@]*))?")
# At the end only: a colon also stands in scopes and in answers.
_FORMAT = re.compile(r":\s*([^:@()/+]*)$")
_SCOPED = re.compile(r"@[^\s@:]+:[^:@()/+]*$")
# Answers stand between parentheses and may hold any sign.
_OUTSIDE = r"(?![^(]*\))"
_DIVIDED = re.compile("/" + _OUTSIDE)
# A minus stands between spaces: ids and the kinds of a scope may hold a hyphen.
_PLUS_OR_MINUS = re.compile(r"(\+|\s[-−]\s)" + _OUTSIDE)
_COMMA, _EQUALS = re.compile(","), re.compile("=")


class Term(Struct, frozen=True):
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

    @property
    def listed(self) -> tuple[str, str]:
        """The list that rows and sum are of, and the column that is added up; "" for rows."""
        table, _, column = self.questions[0].partition(".")
        return table, column


class Expression(Struct, frozen=True):
    """A sum of terms, or one sum over another when `denominator` is not empty."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    format: str = ""
    text: str = ""

    @staticmethod
    def of(text: str) -> Expression:
        """What a text says that is no part of plan.toml (example.toml); raises LanguageError."""
        return parse_expression(text)


class ListTerm(Struct, frozen=True):
    """The number of a list's rows, or the sum of `column`; only of rows that read `only` in `where`, if named.

    A term that could not be understood keeps its `text` and names no table.
    """

    text: str
    table: str = ""
    column: str = ""
    where: str = ""
    only: str = ""


def parse_expression(text: str | Excerpt) -> Expression:
    """The expression of a sentence's field, as `terms[/terms][:format]`; raises LanguageError."""
    piece = body = Excerpt.of(text)
    form = ""
    # The kind of a scope (@X:phường) stands behind a colon as well.
    if (found := _FORMAT.search(piece.text)) and (found[1].strip() in FORMATS or not _SCOPED.search(piece.text)):
        body, form = piece.part(0, found.start()), found[1].strip()
    top, *bases = body.split(_DIVIDED)
    if len(bases) > 1:
        raise bases[1].error(f"«{piece.text}» có nhiều hơn một dấu chia")
    return Expression(parse_terms(top), parse_terms(bases[0]) if bases else (), form, piece.text)


def parse_terms(text: str | Excerpt) -> tuple[Term, ...]:
    """The terms of a sum; raises LanguageError."""
    first, *others = Excerpt.of(text).split(_PLUS_OR_MINUS)
    signed = zip(others[::2], others[1::2], strict=True)
    return parse_term(first), *(replace(parse_term(one), minus=sign.text.strip() != "+") for sign, one in signed)


def parse_term(text: str | Excerpt) -> Term:
    """The term that a text spells; raises LanguageError."""
    piece = Excerpt.of(text).stripped()
    # Most terms are the id of a question.
    if plain := _PLAIN.fullmatch(piece.text):
        return Term("total", (plain["id"],), scope=plain["scope"] or "")
    if (call := _CALL.fullmatch(piece.text)) is None:
        raise piece.error(f"không hiểu biểu thức «{piece.text}»")
    if call["op"] not in OPERATIONS:
        raise piece.error(f"không có phép «{call['op']}»; các phép có thể dùng: {', '.join(OPERATIONS)}")
    return replace(_parse_call(call["op"], piece.part(*call.span("given"))), scope=call["scope"] or "")


def _parse_call(op: str, given: Excerpt) -> Term:
    first, *others = (one.stripped() for one in given.split(_COMMA))
    if not first.text or not all(one.text for one in others):
        raise given.error(f"phép «{op}» thiếu mã câu hỏi")
    names = tuple(one.text for one in others)
    match op:
        case "is":
            if not others:
                raise first.error("phép «is» cần mã câu hỏi và câu trả lời")
            return Term(op, (first.text,), choices=_parse_choices(_from(others[0], given)))
        case "by":
            return _parse_deadline(first, others, given)
        case "at_least" | "rate_at_least":
            if not others or (op == "rate_at_least" and len(others) != 2):
                needed = "mã câu hỏi" if op == "at_least" else "hai mã câu hỏi"
                raise first.error(f"phép «{op}» cần một số rồi {needed}")
            try:
                return Term(op, names, limit=Decimal(first.text))
            except InvalidOperation:
                raise first.error(f"phép «{op}» cần một số ở đầu, không phải «{first.text}»") from None
        case "rows" | "sum" if others:
            column, choices = parse_condition(_from(others[0], given), op)
            return Term(op, (first.text,), choices=choices, column=column)
    return Term(op, (first.text, *names))


def _parse_deadline(first: Excerpt, others: list[Excerpt], given: Excerpt) -> Term:
    """by(day, question), by(day, question, question = answer)."""
    try:
        day = date.fromisoformat(first.text)
    except ValueError:
        words = f"phép «by» cần một ngày ở đầu, ví dụ 2026-06-30, không phải «{first.text}»"
        raise first.error(words) from None
    if not others:
        raise first.error("phép «by» cần một ngày rồi mã câu hỏi về ngày")
    question = others[0].text
    if len(others) == 1:
        return Term("by", (question,), day=day)
    done, choices = parse_condition(_from(others[1], given), "by", "mã câu hỏi")
    return Term("by", (question, done), choices=choices, day=day)


def _from(one: Excerpt, given: Excerpt) -> Excerpt:
    """What was given from that piece on, as it was written: an answer may hold commas."""
    return given.part(one.at - given.at)


def parse_condition(text: str | Excerpt, op: str, name: str = "cột") -> tuple[str, tuple[str, ...]]:
    """`column = answer`, or several answers with | between them; an answer may hold commas. Raises LanguageError."""
    piece = Excerpt.of(text)
    left, *right = piece.split(_EQUALS)
    answers = piece.part(right[0].at - piece.at) if right else Excerpt("")
    if not left.text.strip() or not answers.text.strip():
        raise piece.error(f"điều kiện của phép «{op}» ghi dạng: {name} = giá trị")
    return left.text.strip(), _parse_choices(answers)


def _parse_choices(piece: Excerpt) -> tuple[str, ...]:
    return tuple(choice.strip() for choice in piece.text.split("|"))


def parse_list_term(text: str) -> ListTerm | None:
    """The term of `from_list`; None for no text. Whether its table and columns are there is told with other faults."""
    if not text:
        return None
    try:
        term = parse_term(text)
    except LanguageError:
        return ListTerm(text)
    table, column = term.listed
    alone = len(term.questions) == 1 and len(term.choices) < 2 and not term.scope
    if term.op not in ("rows", "sum") or (term.op == "sum") != bool(column) or not alone:
        return ListTerm(text)
    return ListTerm(text, table, column, term.column, "".join(term.choices))


def parse_own_target(text: str) -> tuple[str, Decimal | None]:
    """The indicator and the number of "3.1 = 95"; None for what is no number. People type 85,5 and 85.5, with % too."""
    name, _, number = text.partition("=")
    found = parse_number(number.strip().removesuffix("%"), NumberKind.DECIMAL)
    return name.strip(), None if found.note == "said_none" else found.value


def plain_question(text: str) -> str:
    """The question of a term that is nothing but its sum, over whichever agencies; "" for any other."""
    found = _PLAIN.fullmatch(text.strip())
    return found["id"] if found else ""
