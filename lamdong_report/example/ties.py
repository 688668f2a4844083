"""What example answers rest on: wholes, sums, copies of others, and goals where the common rate is to land."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from msgspec import Struct

from lamdong_report.errors import PlanError
from lamdong_report.example.desk import ExampleDesk
from lamdong_report.example.settings import REMEDY, IndicatorOutcome
from lamdong_report.figures import reaches
from lamdong_report.plan import Indicator, Operator, Plan, Question, Term
from lamdong_report.text.formats import round_half_up

DEFAULT_SPAN = (0.97, 1.06)
WHOLE_RATE = Decimal(100)
LAST_YEAR = Decimal("0.98")


class NumeratorPair(Struct, frozen=True):
    """A numerator question and the denominator question that it is held against, in the same forms."""

    numerator: str
    denominator: str


class Goal(Struct, frozen=True):
    """What one indicator should come to; `value` as it would be printed."""

    indicator: Indicator
    outcome: IndicatorOutcome
    pairs: tuple[NumeratorPair, ...]

    @property
    def missed(self) -> bool:
        return not reaches(self.indicator, self.outcome.value)


def goals(desk: ExampleDesk) -> tuple[Goal, ...]:
    """A goal for each indicator; those that the settings leave out land near their target."""
    named = {outcome.indicator: outcome for outcome in desk.settings.outcomes}
    found = []
    for indicator in desk.plan.indicators:
        if indicator.id in named or not indicator.against_last_year:  # a change needs a last year to start from
            outcome = named.get(indicator.id)
            if outcome is None:
                factor = Decimal(str(round(desk.dice("outcome", indicator.id).uniform(*DEFAULT_SPAN), 3)))
                if indicator.operator in (Operator.BELOW, Operator.AT_MOST):
                    factor = 2 - factor
                value = indicator.target * (1 if indicator.operator is Operator.EQUAL else factor)
                if indicator.scale == WHOLE_RATE and indicator.target <= WHOLE_RATE:
                    value = min(value, WHOLE_RATE)
                before, rounded = (round_half_up(one, indicator.decimals) for one in (value * LAST_YEAR, value))
                outcome = IndicatorOutcome(indicator=indicator.id, value=rounded, previous=before)
            found.append(Goal(indicator, outcome, _pairs(desk.plan, indicator, outcome)))
    return tuple(found)


def _pairs(plan: Plan, indicator: Indicator, outcome: IndicatorOutcome) -> tuple[NumeratorPair, ...]:
    if outcome.pairs:
        return tuple(NumeratorPair(*pair) for pair in outcome.pairs)
    printed = plan.formulas.indicators[indicator.id].printed
    tops = [leaf for term in printed.numerator for leaf in _leaves(plan, term)]
    bases = [leaf for term in printed.denominator for leaf in _leaves(plan, term)]
    if not tops or len(tops) != len(bases) or not all((*tops, *bases)):
        return ()
    return tuple(NumeratorPair(top, base) for top, base in zip(tops, bases, strict=True))


def _leaves(plan: Plan, term: Term) -> Iterator[str]:
    """The questions that a plain term adds up, sums spelled out; "" for a term that counts instead."""
    if term.op != "total":
        yield ""
        return
    parts = plan.questions[term.questions[0]].sum_of
    yield from (leaf for part in parts for leaf in _leaves(plan, Term("total", (part,)))) if parts else term.questions


def allot(desk: ExampleDesk, goal: Goal) -> Mapping[tuple[str, str], int]:
    """The numerators, by agency and question, that bring the denominators at hand to the goal's rate."""
    cells = [(code, pair) for pair in goal.pairs for code in desk.asked(pair.numerator)]
    bases = [int(desk.number(code, pair.denominator) or 0) for code, pair in cells]
    jitter = float(goal.outcome.jitter)
    dice = desk.dice("allot", goal.indicator.id)
    weights = [float(base) * dice.uniform(1 - jitter, 1 + jitter) for base in bases]
    caps: list[int | None] = []
    for base, (_, pair) in zip(bases, cells, strict=True):
        whole = desk.plan.questions[pair.numerator].part_of  # a part of the denominator directly or by way of others
        while whole and whole != pair.denominator:
            whole = desk.plan.questions[whole].part_of
        caps.append(base if whole else None)
    total = int(round_half_up(goal.outcome.value * sum(bases) / goal.indicator.scale, 0))
    counts = apportion(total, weights, caps)
    return {(code, pair.numerator): count for (code, pair), count in zip(cells, counts, strict=True)}


def apportion(total: int, weights: Sequence[float], caps: Sequence[int | None]) -> list[int]:
    """Whole numbers in the proportion of the weights that add up to the total, none above its cap.

    Largest remainders first; what the caps do not let in is left out of the sum.
    """
    counts = [0] * len(weights)
    while (left := total - sum(counts)) > 0:
        room = [left if cap is None else min(left, cap - count) for cap, count in zip(caps, counts, strict=True)]
        open_ones = [at for at, weight in enumerate(weights) if weight > 0 and room[at] > 0]
        if not open_ones:
            break
        scale = left / sum(weights[at] for at in open_ones)
        ideal = {at: weights[at] * scale for at in open_ones}
        step = {at: min(int(ideal[at]), room[at]) for at in open_ones}
        by_remainder = sorted(open_ones, key=lambda at: int(ideal[at]) - ideal[at])
        for at in by_remainder[: left - sum(step.values())]:
            step[at] = min(step[at] + 1, room[at])
        for at, more in step.items():
            counts[at] += more
    return counts


class Ties:
    """The relations between the questions of one plan: wholes and parts, sums, goals, copies of others' figures."""

    def __init__(self, desk: ExampleDesk) -> None:
        self.desk = desk
        self.goals = goals(desk)
        self._roles = {extra.id: extra.role for extra in desk.plan.indicator_extras}
        self._parts: dict[str, list[str]] = {}
        for question in desk.questions:
            if question.part_of:
                self._parts.setdefault(question.part_of, []).append(question.id)

    @cached_property
    def goal_of(self) -> Mapping[str, Goal]:
        """The goal that settles each numerator question."""
        return {pair.numerator: goal for goal in self.goals for pair in goal.pairs}

    @cached_property
    def base_of(self) -> Mapping[str, Goal]:
        """The goal whose rate is reckoned over each denominator question."""
        return {pair.denominator: goal for goal in self.goals for pair in goal.pairs}

    @cached_property
    def mirrors(self) -> Mapping[str, tuple[Term, ...]]:
        """Figures of a responsible agency that repeat what others sent, with the terms that they repeat."""
        found: dict[str, tuple[Term, ...]] = {}
        for formulas in self.desk.plan.formulas.indicators.values():
            if own := formulas.reported:
                found |= _repeats(own.numerator, formulas.printed.numerator)
                found |= _repeats(own.denominator, formulas.printed.denominator)
        return found

    @cached_property
    def this_year(self) -> Mapping[str, str]:
        """Questions on last year, with the question on this year that they go with."""
        return {question.previous: question.id for question in self.desk.questions if question.previous}

    def role_of(self, question: Question) -> str:
        """What the question is among the rows that end an indicator's block: "previous", "published" …"""
        return self._roles.get(question.id.rpartition(".")[2], "") if question.indicator else ""

    def settled_parts(self, name: str) -> tuple[str, ...]:
        """Parts of a question that a goal settles without it, so that it must be at least as large."""
        return tuple(
            part
            for part in self._parts.get(name, ())
            if part in self.goal_of and all(pair.denominator != name for pair in self.goal_of[part].pairs)
        )

    def whole_of(self, question: Question) -> str:
        """The question that this one is a part of and is drawn from; none where the whole is the sum of its parts."""
        whole = question.part_of
        return "" if whole and question.id in self.desk.plan.questions[whole].sum_of else whole

    def order(self) -> tuple[str, ...]:
        """The questions, each behind those that it rests on; raises PlanError where they run in a circle."""
        names = {question.id for question in self.desk.questions}
        needs = {}
        for question in self.desk.questions:
            found = {*question.sum_of, *self.settled_parts(question.id), self.this_year.get(question.id, "")}
            if goal := self.goal_of.get(question.id):
                found |= {pair.denominator for pair in goal.pairs}
            else:
                found.add(self.whole_of(question))
            for rule in self.desk.rules(question.id):
                found |= {rule.per, rule.whole, *rule.at_least, *rule.at_most}
                found |= names_in(rule.equals.numerator if rule.equals else ())
            found |= names_in(self.mirrors.get(question.id, ()))
            needs[question.id] = sorted(found & names - {question.id})
        try:
            return tuple(TopologicalSorter(needs).static_order())
        except CycleError as error:
            circle = " → ".join(error.args[1])
            raise PlanError("Các số ví dụ phụ thuộc vòng tròn vào nhau.", (circle,), REMEDY) from None


def _repeats(own: tuple[Term, ...], terms: tuple[Term, ...]) -> dict[str, tuple[Term, ...]]:
    names = [term.questions[0] for term in own]
    if len(names) == 1:
        return {names[0]: terms}
    return {name: (term,) for name, term in zip(names, terms, strict=True)} if len(names) == len(terms) else {}


def names_in(terms: Iterable[Term]) -> frozenset[str]:
    """The questions that terms rest on; tables are filled in before all of them."""
    return frozenset(name for term in terms if term.op not in ("rows", "sum") for name in term.questions)
