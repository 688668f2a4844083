"""Draws one number of an example form so that it agrees with all that stands there already."""

from __future__ import annotations

from decimal import Decimal

from lamdong_report.example.allot import allot
from lamdong_report.example.desk import ExampleDesk
from lamdong_report.example.settings import FigureRule
from lamdong_report.example.ties import Ties
from lamdong_report.figures import reckon
from lamdong_report.plan import Kind, Question, Term
from lamdong_report.text.formats import round_half_up

ZERO, ONE = Decimal(0), Decimal(1)
PART = (Decimal("0.4"), Decimal("0.75"))
SPANS = {Kind.COUNT: (1, 20), Kind.MONEY: (5, 60), Kind.PERCENT: (40, 95), Kind.DECIMAL: (1, 20)}
BASE_SPAN, POPULATION = (5, 20), (6000, 24000)
LAST_YEAR = (0.85, 1.05)
SKEW = 1.3  # above 1: most agencies are small, so most numbers lie near the lower bound
PREVIOUS = "previous"


class Numbers:
    """Draws the numbers question by question; `ties` says what each of them rests on."""

    def __init__(self, desk: ExampleDesk, ties: Ties) -> None:
        self.desk, self.ties = desk, ties
        self._allotted: dict[tuple[str, str], int] = {}

    def draw(self, question: Question, code: str, rule: FigureRule) -> Decimal | None:
        """The number that the agency writes; None where what it rests on is blank."""
        if question.id == self.desk.plan.roles.sending:
            return ONE
        if question.id in self.ties.goal_of:
            if (code, question.id) not in self._allotted:  # all agencies' shares at once: they make the rate together
                self._allotted |= allot(self.desk, self.ties.goal_of[question.id])
            return Decimal(self._allotted[code, question.id])
        if rule.equals:
            return (self._reckon(rule.equals.numerator, code) or ZERO) + rule.plus
        if question.sum_of:
            return sum((self.desk.number(code, part) or ZERO for part in question.sum_of), ZERO)
        if question.id in self.ties.mirrors and rule.low is None:
            return self._reckon(self.ties.mirrors[question.id], code, everybody=True)
        if role := self.ties.role_of(question):
            goal = next((goal for goal in self.ties.goals if goal.indicator.id == question.indicator), None)
            return goal.outcome.previous if goal and role == PREVIOUS else None
        return self._by_dice(question, code, rule)

    def _reckon(self, terms: tuple[Term, ...], code: str, *, everybody: bool = False) -> Decimal | None:
        """The terms over the agency's own form, or over all forms where they name other agencies."""
        wide = everybody or any(term.scope for term in terms)
        return reckon(terms, self.desk.plan, self.desk.forms if wide else {code: self.desk.forms[code]}).value

    def _by_dice(self, question: Question, code: str, rule: FigureRule) -> Decimal | None:
        if self.desk.is_dealt(code, question.id, rule, rule.zero, "zero"):
            return ZERO
        number = self._raw(question, code, rule)
        if number is None:
            return None
        decimals = 0 if question.kind is Kind.COUNT else 1 if rule.decimals is None else rule.decimals
        return self._within(question, code, rule, round_half_up(number, decimals))

    def _raw(self, question: Question, code: str, rule: FigureRule) -> Decimal | None:
        """The number before it is rounded and held within its bounds."""
        dice = self.desk.dice("number", question.id, code)
        if rule.median:
            return rule.median * _exact(dice.lognormvariate(0, float(rule.spread)))
        if rule.low is not None:
            low, high = rule.low, rule.high if rule.high is not None else rule.low
            drawn = low + (high - low) * _exact(dice.random() ** SKEW)
            return self._times(drawn, code, rule.per) if rule.per else drawn
        if whole := rule.whole or self.ties.whole_of(question):
            return self._times(_exact(dice.uniform(*map(float, rule.share or PART))), code, whole)
        if now := self.ties.this_year.get(question.id):
            return self._times(_exact(dice.uniform(*LAST_YEAR)), code, now)
        if goal := self.ties.base_of.get(question.id):
            return goal.indicator.scale * _exact(dice.uniform(*BASE_SPAN))
        is_population = question.id == self.desk.plan.roles.population
        return _exact(dice.uniform(*(POPULATION if is_population else SPANS[question.kind])))

    def _times(self, factor: Decimal, code: str, question: str) -> Decimal | None:
        found = self.desk.number(code, question)
        return None if found is None else factor * found

    def _within(self, question: Question, code: str, rule: FigureRule, number: Decimal) -> Decimal:
        """The number held between its parts that are settled already and its wholes."""
        parts = [self.desk.number(code, part) for part in (*self.ties.settled_parts(question.id), *rule.at_least)]
        wholes = [self.desk.number(code, whole) for whole in (self.ties.whole_of(question), *rule.at_most) if whole]
        bounds = (rule.low, rule.high) if rule.median else (None, None)
        lows = [low for low in (*parts, question.minimum, bounds[0]) if low is not None]
        highs = [high for high in (*wholes, question.maximum, bounds[1]) if high is not None]
        return min([max([number, ZERO, *lows]), *highs])


def _exact(drawn: float) -> Decimal:
    """A throw of the dice as a decimal, cut so that it is the same on every machine."""
    return Decimal(f"{drawn:.9f}")
