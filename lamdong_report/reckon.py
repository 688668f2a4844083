"""Adds up what the plan's terms mean over the forms that were received, keeping the cell behind every summand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import and_

from lamdong_report.model import Answer, Part, Submission
from lamdong_report.plan import Plan, Term, parse_term

ONE, ZERO = Decimal(1), Decimal(0)
Forms = Mapping[str, Submission]


@dataclass(frozen=True, slots=True)
class Sum:
    """What terms add up to. `value` is None when nobody answered; `asked` are the agencies that should have."""

    value: Decimal | None
    parts: tuple[Part, ...] = ()
    asked: frozenset[str] = frozenset()

    @property
    def reporters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.agency for part in self.parts))

    def only(self, agencies: frozenset[str]) -> Sum:
        """The same sum over some agencies alone."""
        return add_up(tuple(part for part in self.parts if part.agency in agencies), self.asked)

    def by_agency(self) -> Mapping[str, tuple[Part, ...]]:
        """The summands of each agency, in their order."""
        parts: dict[str, tuple[Part, ...]] = {}
        for part in self.parts:
            parts[part.agency] = (*parts.get(part.agency, ()), part)
        return parts


def add_up(parts: tuple[Part, ...], asked: frozenset[str]) -> Sum:
    return Sum(sum((part.value for part in parts), ZERO) if parts else None, parts, asked)


def reckon(terms: Sequence[Term], plan: Plan, forms: Forms) -> Sum:
    """The sum of the terms over these forms (submissions by agency code); a blank answer adds nothing, not 0."""
    parts: list[Part] = []
    asked: frozenset[str] = frozenset()
    for term in terms:
        wanted = asked_of(term, plan)
        asked = asked | wanted if asked else wanted
        count = _OPERATIONS[term.op]
        for code, form in forms.items():
            if code in wanted and (part := count(term, code, form)):
                parts.append(part)
    return add_up(tuple(parts), asked)


def reckon_texts(texts: Sequence[str], plan: Plan, forms: Forms) -> Sum:
    return reckon([parse_term(text) for text in texts], plan, forms)


def asked_of(term: Term, plan: Plan) -> frozenset[str]:
    """The agencies whose answers the term counts."""
    if term.op in ("rows", "sum"):
        table = term.questions[0].partition(".")[0]
        wanted = frozenset(a.code for t in plan.tables if t.id == table for a in plan.select(*t.asked))
    else:
        wanted = reduce(and_, (plan.asked[question] for question in term.questions))
    return wanted & frozenset(a.code for a in plan.select(term.scope)) if term.scope else wanted


def as_number(answer: Answer | None) -> Decimal | None:
    """A number as it stands; yes counts 1 and no counts 0."""
    value = answer.value if answer else None
    if isinstance(value, bool):
        return ONE if value else ZERO
    return value if isinstance(value, Decimal) else None


def _total(term: Term, code: str, form: Submission) -> Part | None:
    answer = form.answers.get(term.questions[0])
    number = as_number(answer)
    return Part(code, term.questions[0], number, answer.source) if answer and number is not None else None


def _judge(holds: Callable[[Term, Answer], bool]) -> Callable[[Term, str, Submission], Part | None]:
    """Counts 1 where every answer passes, 0 where one does not, nothing where one is missing."""

    def count(term: Term, code: str, form: Submission) -> Part | None:
        answers = list(_answers(term, form))
        if len(answers) < len(term.questions):
            return None
        value = ONE if all(holds(term, answer) for answer in answers) else ZERO
        return Part(code, term.questions[0], value, answers[0].source, tuple(a.source for a in answers[1:]))

    return count


def _answers(term: Term, form: Submission) -> Iterator[Answer]:
    for question in term.questions:
        answer = form.answers.get(question)
        if answer and answer.value is not None:
            yield answer


def _at_least(term: Term, answer: Answer) -> bool:
    number = as_number(answer)
    return number is not None and term.limit is not None and number >= term.limit


def _rows(term: Term, code: str, form: Submission) -> Part | None:
    rows = form.tables.get(term.questions[0], ())
    sources = [next(iter(row.values())).source for row in rows if row]
    return Part(code, term.questions[0], Decimal(len(rows)), sources[0], tuple(sources[1:])) if sources else None


def _sum(term: Term, code: str, form: Submission) -> Part | None:
    table, _, column = term.questions[0].partition(".")
    answers = [row[column] for row in form.tables.get(table, ()) if column in row]
    numbers = [(answer.number, answer.source) for answer in answers if answer.number is not None]
    if not numbers:
        return None
    total = sum((number for number, _ in numbers), ZERO)
    return Part(code, term.questions[0], total, numbers[0][1], tuple(source for _, source in numbers[1:]))


_OPERATIONS: Mapping[str, Callable[[Term, str, Submission], Part | None]] = {
    "total": _total,
    "yes": _judge(lambda term, answer: answer.value is True),
    "all_yes": _judge(lambda term, answer: answer.value is True),
    "answered": _judge(lambda term, answer: True),
    "is": _judge(lambda term, answer: answer.text == term.choice),
    "at_least": _judge(_at_least),
    "rows": _rows,
    "sum": _sum,
}
