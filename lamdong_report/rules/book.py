"""The rules of all forms, made from the plan once: by question, gravest first; and what a blank number follows from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.codes import Code
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Indicator, Plan, Question, Topic
from lamdong_report.plan.schema.cells import Reads
from lamdong_report.rules import alone, together, words
from lamdong_report.rules import formula as f
from lamdong_report.rules.alone import FormRule, bounds_of, date_window, is_error, is_share
from lamdong_report.rules.formula import Formula
from lamdong_report.rules.lists import RowRule, row_rules

# A list stands in the place of a question by this name: how many rows it has.
ROWS = "rows:"
# What the list of a question's `from_list` comes to stands by this name.
LISTED = "listed:"


class Rulebook(Struct, frozen=True):
    """`rules` by question, those that make an error first; `rows` are the rules of each list's rows.

    `follows` says by question what its number follows from while it is blank.
    """

    rules: Mapping[str, tuple[FormRule, ...]]
    rows: Mapping[str, tuple[RowRule, ...]]
    follows: Mapping[str, Follows]

    def of(self, question: str) -> tuple[FormRule, ...]:
        return self.rules.get(question, ())

    def knowing(self, plan: Plan, code: str) -> Rulebook:
        """The rules of one agency's form: with its results of last year, which nobody reports twice in two ways."""
        results = {name: value for name, value in plan.known_answers(code).items() if name not in plan.carried}
        more = {
            name: (*self.of(name), alone.IsAsKnown("last-year-differs", name, value))
            for name, value in results.items()
            if isinstance(value, Decimal)
        }
        return replace(self, rules={**self.rules, **more}) if more else self


def make_rulebook(plan: Plan) -> Rulebook:
    rules: dict[str, list[FormRule]] = {}
    for rule in _rules(plan):
        rules.setdefault(rule.question, []).append(rule)
    ranked = {
        question: tuple(sorted(found, key=lambda rule: not is_error(rule.code))) for question, found in rules.items()
    }
    return Rulebook(ranked, {table.id: row_rules(plan, table) for table in plan.tables}, find_follows(plan))


def _rules(plan: Plan) -> Iterator[FormRule]:
    for question in plan.questions.values():
        yield from _by_kind(plan, question)
        yield from _between(plan, question)
    for indicator in plan.indicators:
        yield from _of_rates(indicator)
    for topic in plan.topics:
        yield from _of_topic(plan, topic)
    numbers: dict[str, list[str]] = {}
    for question in plan.questions.values():
        if question.unless:
            numbers.setdefault(question.unless, []).append(question.id)
    for statement, others in numbers.items():
        yield together.IsNothing("nothing-yet-numbers", statement, tuple(others), plan.form.yes_no[0])
    # Figures are closed before the letter that sends them, and before the day when all have to be there.
    cutoff, letter = plan.roles.cutoff, plan.roles.letter_date
    if cutoff in plan.questions:
        yield alone.Compared("cutoff-after-deadline", cutoff, ">=", plan.info.deadline)
        if letter in plan.questions:
            yield together.IsNotAfter("cutoff-after-letter", cutoff, (letter,))


def _by_kind(plan: Plan, question: Question) -> Iterator[FormRule]:
    traits = question.kind.traits
    match traits.reads:
        case Reads.NUMBER:
            yield from _of_number(plan, question)
        case Reads.DAY:
            first, last = date_window(plan, question)
            yield alone.IsFigure("date-unclear", question.id, question.kind)
            early: Code = "cutoff-before-period" if question.id == plan.roles.cutoff else "date-out-of-period"
            yield alone.Compared(early, question.id, "<", first)
            yield alone.Compared("date-out-of-period", question.id, ">", last)
        case Reads.YES_NO:
            yield alone.IsAmong("yes-no-unclear", question.id, plan.form.yes_no)
        case Reads.CHOICE:
            yield alone.IsAmong("choice-unclear", question.id, question.choices)
        case Reads.PHONE:
            yield alone.IsNoError("error-cell", question.id)
            yield words.IsPhone("phone-unclear", question.id)
        case Reads.TEXT:
            yield alone.IsNoError("error-cell", question.id)
    if traits.is_mail:
        yield words.IsMail("mail-unclear", question.id)
    if traits.is_long:
        yield words.IsToldHere("refers-elsewhere", question.id)
        yield words.IsLongEnough("too-short", question.id, plan.thresholds.short_words)


def _of_number(plan: Plan, question: Question) -> Iterator[FormRule]:
    yield alone.IsFigure("number-several", question.id, question.kind)
    low, high = bounds_of(plan, question)
    if low > 0:
        yield alone.Compared("negative", question.id, "<", Decimal(0))
        yield alone.Compared("out-of-range", question.id, "<", low)
    else:
        yield alone.Compared("negative", question.id, "<", low)
    if high is not None:
        code: Code = "percent-out-of-range" if question.maximum is None else "out-of-range"
        yield alone.Compared(code, question.id, ">", high)
    if question.kind.traits.is_whole:
        yield alone.IsWhole("not-whole", question.id)
    if question.usual:
        yield alone.IsUsual("unusual", question.id, *question.usual)


def _between(plan: Plan, question: Question) -> Iterator[FormRule]:
    """Parts of a given sum are left to the rule of the sum."""
    whole = plan.questions.get(question.part_of)
    if whole and question.id not in whole.sum_of:
        yield together.IsAtMost("part-exceeds-whole", question.id, (whole.id,))
    if whole:
        yield together.HasWhole("part-without-whole", question.id, (whole.id,))
    if question.sum_of:
        yield together.IsSum("sum-mismatch", question.id, question.sum_of)
    for other in question.at_most:
        yield together.IsAtMost("exceeds-other", question.id, (other,))
    if question.both_of:
        others = (*question.both_of, question.part_of) if question.part_of else question.both_of
        yield together.IsOverlap("overlap-differs", question.id, others)
    if question.from_list:
        table = question.from_list.table
        yield together.IsAsListed("list-differs", question.id, (LISTED + question.id, ROWS + table))
    yes, no = plan.form.yes_no
    for other in question.needs:
        is_list = other not in plan.questions
        yield together.Needs("needs-other", question.id, (ROWS + other if is_list else other,), yes, no, is_list)
    if question.previous:
        least = Decimal(plan.thresholds.small_count if question.kind.traits.is_whole else 0)
        change = plan.thresholds.change
        yield together.IsLikeBefore("changed-much", question.id, (question.previous,), change, least)


def _of_rates(indicator: Indicator) -> Iterator[FormRule]:
    for ask in indicator.asks:
        if not ask.numerator or not ask.denominator:
            continue
        tops, bases = ask.numerator, ask.denominator
        yield together.HasBase("zero-denominator", bases[0], tops, bases[1:])
        parts = {row.id: row.part_of for row in ask.rows}
        if is_share(indicator) and not all(parts.get(top) in bases for top in tops):
            yield together.IsShare("share-exceeds-whole", tops[0], bases, tops)


def _of_topic(plan: Plan, topic: Topic) -> Iterator[FormRule]:
    here = f"{topic.id}.{WORDS}"
    if here not in plan.questions:
        return
    marks: tuple[tuple[Code, str, str], ...] = (
        ("outstanding-without-words", OUTSTANDING, plan.form.yes_no[0]),
        ("done-without-words", STATUS, plan.form.statuses[0]),
    )
    for code, column, mark in marks:
        other = f"{topic.id}.{column}"
        if other in plan.questions:
            yield words.TellsResult(code, here, other, mark, topic.empty_words)
    if words.is_worth_comparing(topic.text):
        yield words.IsOwnWords("copies-plan", here, topic.text)


# The number of a question as a formula with its value; None where the form does not ask for it.
Numbers = Callable[[str], Formula | None]


class Follows(Struct, frozen=True):
    """The questions of which one number follows while it is blank, where these leave no choice: nobody need type it.

    It is 0 where one of `nothing` is 0: of a whole of 0 every part is 0, with nothing given nothing is spent, without
    a meeting nobody has met. `between` are pairs that it cannot be less and cannot be more than: where they are equal,
    it is what they are. Where all of 40 organisations do both of two things, 40 do each.
    """

    nothing: tuple[str, ...]
    between: tuple[tuple[str, str], ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        return (*self.nothing, *(one for pair in self.between for one in pair))

    def cases(self, number: Numbers) -> Iterator[tuple[Formula, Formula, str]]:
        """When it follows, what it then is, and the question whose answer says so; the first that holds counts."""
        for other in self.nothing:
            if here := number(other):
                yield f.both(f.is_number(here), f.compares(here, "=", f.number(0))), f.number(0), other
        for least, most in self.between:
            low, high = number(least), number(most)
            if low and high:
                yield f.both(f.is_number(low), f.is_number(high), f.compares(low, "=", high)), high, least


def find_follows(plan: Plan) -> Mapping[str, Follows]:
    """By question what its number follows from, never in a circle: a formula must not wait for itself.

    A number that only goes together with another (`needs`) follows from one that stands before it: who fills in the
    form has answered that one.
    """
    order = {question: at for at, question in enumerate(plan.questions)}
    numbers = {question.id: question for question in plan.questions.values() if question.kind.is_number}
    overlaps = [one for one in numbers.values() if one.both_of and one.part_of]
    found: dict[str, Follows] = {}

    def rests_on(question: str, other: str) -> bool:
        return question == other or any(rests_on(one, other) for one in found[question].questions if one in found)

    for key, question in numbers.items():
        found[key] = Follows((question.part_of,) if question.part_of in numbers else ())
    for key, question in numbers.items():
        before = [one for one in question.needs if order.get(one, len(order)) < order[key]]
        for other in dict.fromkeys((*question.at_most, *before)):
            if other in numbers and not rests_on(other, key):
                found[key] = Follows((*found[key].nothing, other), found[key].between)
        for both in overlaps:
            ends = (both.id, question.part_of)
            is_one_of_them = key in (both.both_of or ()) and both.part_of == question.part_of
            if is_one_of_them and not any(rests_on(end, key) for end in ends):
                found[key] = Follows(found[key].nothing, (*found[key].between, ends))
    return {key: follows for key, follows in found.items() if follows.questions}
