"""Answers the questions of the example forms other than topics: numbers, dates, choices, short texts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from lamdong_report.example.composer import Composer
from lamdong_report.example.desk import ExampleDesk
from lamdong_report.example.numbers import Numbers
from lamdong_report.example.settings import FigureRule
from lamdong_report.example.ties import Ties
from lamdong_report.model import Value
from lamdong_report.plan import Kind, Question

TEXTS = {
    Kind.TEXT: ("{label} ({ten})",),
    Kind.WORDS: ("Nội dung «{label}» được {ten} thực hiện theo kế hoạch năm {nam}.",),
    Kind.PHONE: ("0000 {100..999} {100..999}",),
    Kind.EMAIL: ("{slug}@example.vn",),
}
# Days before the deadline: figures are closed some weeks ahead, the letter is signed after that and in time.
CUTOFF_DAYS, LETTER_DAYS = (30, 21), (20, 2)


class Figures:
    """All questions but those of topics, answered one after the other by all agencies that are asked."""

    def __init__(self, desk: ExampleDesk, composer: Composer) -> None:
        self.desk, self.composer = desk, composer
        self.ties = Ties(desk)
        self._numbers = Numbers(desk, self.ties)

    def fill(self) -> None:
        for name in self.ties.order():
            question = self.desk.plan.questions[name]
            if question.kind is Kind.AGENCY:
                continue  # the form is issued with its agency's name in it
            for code in self.desk.asked(name):
                rule = self.desk.rule_of(name, code)
                if self.desk.is_dealt(code, name, rule, rule.blank, "blank"):
                    self._remark(question, code, rule.reasons)
                elif (value := self._draw(question, code, rule)) is not None:
                    self.desk.write(code, name, value)
                    self._remark(question, code, rule.remarks.get(str(value), ()))

    def _remark(self, question: Question, code: str, texts: tuple[str, ...]) -> None:
        """What stands in the column beside the answer: why there is none, or a remark on it."""
        if texts:
            dice = self.desk.dice("reason", question.id, code)
            self.desk.reasons[code][question.id] = self.composer.render(dice.choice(texts), code, dice)

    def _draw(self, question: Question, code: str, rule: FigureRule) -> Value | None:
        if question.kind.is_number:
            return self._numbers.draw(question, code, rule)
        if question.kind is Kind.YESNO:
            return self.desk.is_dealt(code, question.id, rule, rule.yes, "yes")
        if question.kind is Kind.DATE:
            return self._day(question, code, rule)
        if question.kind is Kind.CHOICE:
            weights = [float(rule.weights.get(choice, Decimal(not rule.weights))) for choice in question.choices]
            return self.desk.dice("choice", question.id, code).choices(question.choices, weights)[0]
        return self._text(question, code, rule)

    def _text(self, question: Question, code: str, rule: FigureRule) -> str | None:
        explained = {goal.indicator.explanation: goal for goal in self.ties.goals}
        if goal := explained.get(question.id):
            return goal.outcome.explanation if goal.missed and goal.outcome.explanation else None
        if question.kind is Kind.WORDS and not rule.texts and not self.desk.plan.is_required(question.id, code):
            return None
        pieces = {"label": (question.label,)}
        fitting = [text for text in rule.texts or TEXTS[question.kind] if self.composer.fits(text, code, pieces)]
        dice = self.desk.dice("text", question.id, code)
        return self.composer.render(dice.choice(fitting), code, dice, pieces) if fitting else None

    def _day(self, question: Question, code: str, rule: FigureRule) -> date:
        plan = self.desk.plan
        info, roles, deadline = plan.info, plan.roles, plan.deadline_of(plan.agency(code))
        spans = {roles.cutoff: CUTOFF_DAYS, roles.letter_date: LETTER_DAYS}
        if days := rule.days_in(info.year):
            first, last = days
        elif question.id in spans:
            first, last = (deadline - timedelta(before) for before in spans[question.id])
        else:
            first, last = info.period_start, min(info.period_end, info.deadline)
        return first + timedelta(self.desk.dice("day", question.id, code).randint(0, (last - first).days))
