"""Knows which example answers rest on which others, and so in which order they can be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from lamdong_report.errors import PlanError
from lamdong_report.example.allot import Goal, goals
from lamdong_report.example.desk import ExampleDesk
from lamdong_report.example.settings import REMEDY
from lamdong_report.plan import Question, Term


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
        needs = {question.id: sorted(self._needs(question) & names) for question in self.desk.questions}
        try:
            return tuple(TopologicalSorter(needs).static_order())
        except CycleError as error:
            circle = " → ".join(error.args[1])
            raise PlanError("Các số ví dụ phụ thuộc vòng tròn vào nhau.", (circle,), REMEDY) from None

    def _needs(self, question: Question) -> set[str]:
        needs = {*question.sum_of, *self.settled_parts(question.id), self.this_year.get(question.id, "")}
        if goal := self.goal_of.get(question.id):
            needs |= {pair.denominator for pair in goal.pairs}
        else:
            needs.add(self.whole_of(question))
        for rule in self.desk.rules(question.id):
            needs |= {rule.per, rule.whole, *rule.at_least, *rule.at_most}
            needs |= names_in(rule.equals.numerator if rule.equals else ())
        if question.id in self.mirrors:
            needs |= names_in(self.mirrors[question.id])
        return needs - {question.id}


def _repeats(own: tuple[Term, ...], terms: tuple[Term, ...]) -> dict[str, tuple[Term, ...]]:
    names = [term.questions[0] for term in own]
    if len(names) == 1:
        return {names[0]: terms}
    return {name: (term,) for name, term in zip(names, terms, strict=True)} if len(names) == len(terms) else {}


def names_in(terms: Iterable[Term]) -> frozenset[str]:
    """The questions that terms rest on; tables are filled in before all of them."""
    return frozenset(name for term in terms if term.op not in ("rows", "sum") for name in term.questions)
