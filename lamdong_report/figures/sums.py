"""Adds up what the plan's terms mean over the forms that were received, keeping the cell behind every summand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.model import Answer, Part, Submission
from lamdong_report.plan import Plan, Term, asked_of

ONE, ZERO, HUNDRED = Decimal(1), Decimal(0), Decimal(100)
Forms = Mapping[str, Submission]
Terms = tuple[Term, ...]


class Sum(Struct, frozen=True, gc=False):
    """What terms add up to. `value` is None when nobody answered; `asked` are the agencies that should have.

    `left_out` are numbers that were given and are not in the sum, because what they belong to was not given.
    """

    value: Decimal | None
    parts: tuple[Part, ...] = ()
    asked: frozenset[str] = frozenset()
    left_out: tuple[Part, ...] = ()

    @property
    def reporters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.agency for part in self.parts))

    @property
    def zeros(self) -> frozenset[str]:
        """The agencies whose own sum is 0."""
        return frozenset(code for code, parts in self.by_agency().items() if not sum(part.value for part in parts))

    def only(self, agencies: frozenset[str]) -> Sum:
        """The same sum over some agencies alone; what the others gave is left out."""
        kept = tuple(part for part in self.parts if part.agency in agencies)
        gone = tuple(part for part in self.parts if part.agency not in agencies)
        if not gone:
            return self
        return add_up(kept, self.asked, (*self.left_out, *gone))

    def by_agency(self) -> Mapping[str, tuple[Part, ...]]:
        """The summands of each agency, in their order."""
        parts: dict[str, list[Part]] = {}
        for part in self.parts:
            parts.setdefault(part.agency, []).append(part)
        return {code: tuple(own) for code, own in parts.items()}


def add_up(parts: tuple[Part, ...], asked: frozenset[str], left_out: tuple[Part, ...] = ()) -> Sum:
    # Without a summand there is no sum: nobody has answered, which is not 0.
    return Sum(sum((part.value for part in parts), ZERO) if parts else None, parts, asked, left_out)


def together(sums: Sequence[Sum]) -> Sum:
    """Several sums as one."""
    if len(sums) == 1:
        return sums[0]
    parts = tuple(part for each in sums for part in each.parts)
    left_out = tuple(part for each in sums for part in each.left_out)
    return add_up(parts, joint(each.asked for each in sums), left_out)


def joint(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """All agencies of these sets: one of them itself, where it has those of the others.

    Thousands of figures share the sets of who was asked then; a union for each would be gigabytes.
    """
    some = tuple(sets)
    largest = max(some, key=len, default=frozenset[str]())
    return largest if all(one is largest or one <= largest for one in some) else largest.union(*some)


def reckon(terms: Sequence[Term], plan: Plan, forms: Forms) -> Sum:
    """The sum of the terms over these forms (submissions by agency code); a blank answer adds nothing, not 0.

    A part (`part_of`) whose whole the same agency left blank is left out, so that no part exceeds its whole. Where
    something is taken off, only agencies that gave all they are asked for count: a remainder needs both numbers.
    """
    found = [_sum_of(term, plan, forms) for term in terms]
    if not any(term.minus for term in terms):
        return together(found)
    # A remainder of which only the one number is known would be told too high, or below 0.
    half = frozenset(code for one in found for code in one.asked - frozenset(one.reporters))
    return together([one.only(frozenset(one.reporters) - half) for one in found])


class SummedForms(dict[str, Submission]):
    """Forms of one plan by their agencies' codes, with what single terms add up to over them, as far as that was asked.

    All figures made of them share one part for each number: without, thousands of forms would give hundreds each.
    """

    def __init__(self, forms: Forms, whole: SummedForms | None = None) -> None:
        super().__init__(forms)
        self._whole, self._sums, self._asked = whole, dict[Term, Sum](), dict[frozenset[str], frozenset[str]]()

    def only(self, codes: Set[str]) -> SummedForms:
        """Those of these agencies."""
        return SummedForms({code: form for code, form in self.items() if code in codes}, self)

    def sum_of(self, term: Term, plan: Plan) -> Sum:
        if term not in self._sums:
            whole = self._whole.sum_of(term, plan) if self._whole else None
            found = _within(whole, self) if whole else _reckon_one(term, plan, self)
            self._sums[term] = replace(found, asked=self._asked.setdefault(found.asked, found.asked))
        return self._sums[term]


def _within(whole: Sum, forms: Forms) -> Sum:
    """The same sum over these forms alone; what stands in none of them is no part of it."""
    parts, left_out = (tuple(p for p in side if p.agency in forms) for side in (whole.parts, whole.left_out))
    return add_up(parts, whole.asked, left_out)


def _sum_of(term: Term, plan: Plan, forms: Forms) -> Sum:
    return forms.sum_of(term, plan) if isinstance(forms, SummedForms) else _reckon_one(term, plan, forms)


def _reckon_one(term: Term, plan: Plan, forms: Forms) -> Sum:
    wanted, count = asked_of(term, plan), _OPERATIONS[term.op]
    question = plan.questions.get(term.questions[0]) if term.op == "total" else None
    whole = question.part_of if question else ""
    parts: list[Part] = []
    alone: list[Part] = []
    for code, form in forms.items():
        if code in wanted:
            is_alone = bool(whole) and plan.is_asked(whole, code) and as_number(form.answers.get(whole)) is None
            (alone if is_alone else parts).extend(count(term, code, form))
    if term.minus:
        parts = [replace(part, value=-part.value) for part in parts]
    return add_up(tuple(parts), wanted, tuple(alone))


def as_number(answer: Answer | None) -> Decimal | None:
    """A number as it stands; yes counts 1 and no counts 0."""
    value = answer.value if answer else None
    if isinstance(value, bool):
        return ONE if value else ZERO
    return value if isinstance(value, Decimal) else None


def _total(term: Term, code: str, form: Submission) -> Iterator[Part]:
    answer = form.answers.get(term.questions[0])
    number = as_number(answer)
    if answer and number is not None:
        yield Part(code, term.questions[0], number, answer.source)


def _judge(term: Term, code: str, form: Submission) -> Iterator[Part]:
    """Counts 1 where every answer passes, 0 where one does not, nothing where one is missing."""
    found = [form.answers.get(question) for question in term.questions]
    answers = [answer for answer in found if answer and answer.value is not None]
    if len(answers) < len(term.questions):
        return
    match term.op:
        case "yes" | "all_yes":
            holds = all(answer.value is True for answer in answers)
        case "is":
            holds = all(answer.text in term.choices for answer in answers)
        case "at_least":
            numbers = [as_number(answer) for answer in answers]
            holds = all(number is not None and term.limit is not None and number >= term.limit for number in numbers)
        case _:
            holds = True  # it is answered, whatever the answer says
    more = tuple(answer.source for answer in answers[1:])
    yield Part(code, term.questions[0], ONE if holds else ZERO, answers[0].source, more)


def _rate_at_least(term: Term, code: str, form: Submission) -> Iterator[Part]:
    """Whether the first answer is that share of the second, in percent; nothing where the second is 0."""
    answers = [form.answers.get(question) for question in term.questions]
    top, base = (as_number(answer) for answer in answers)
    if top is not None and base and term.limit is not None and answers[0] and answers[1]:
        value = ONE if top * HUNDRED >= term.limit * base else ZERO
        yield Part(code, term.questions[0], value, answers[0].source, (answers[1].source,))


def _by(term: Term, code: str, form: Submission) -> Iterator[Part]:
    """Whether it was done by the day; an answer that does not say so is 0, one without its day is nothing."""
    day, *done = (form.answers.get(question) for question in term.questions)
    said = done[0] if done else None
    more = (said.source,) if said else ()
    # "Đang soạn thảo" is a no whatever day stands beside it: that of a plan, or of another document.
    if said and said.text and said.text not in term.choices:
        yield Part(code, term.questions[1], ZERO, said.source)
    elif day and isinstance(day.value, date) and term.day:
        yield Part(code, term.questions[0], ONE if day.value <= term.day else ZERO, day.source, more)


def _listed(term: Term, code: str, form: Submission) -> Iterator[Part]:
    """Each row of a list by itself, so that each cell stands beside its own value: 1, or its number in the column.

    A condition counts only the rows that read so.
    """
    table, column = term.listed
    for row in form.tables.get(table, ()):
        condition = row.get(term.column)
        if term.column and (condition is None or condition.text not in term.choices):
            continue
        if not column and row:
            yield Part(code, term.questions[0], ONE, next(iter(row.values())).source)
        elif (answer := row.get(column)) and answer.number is not None:
            yield Part(code, term.questions[0], answer.number, answer.source)


_OPERATIONS: Mapping[str, Callable[[Term, str, Submission], Iterator[Part]]] = {
    "total": _total,
    "yes": _judge,
    "all_yes": _judge,
    "answered": _judge,
    "is": _judge,
    "by": _by,
    "at_least": _judge,
    "rate_at_least": _rate_at_least,
    "rows": _listed,
    "sum": _listed,
}
