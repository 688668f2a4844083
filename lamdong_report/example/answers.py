"""Answers all but the topics of the example forms, rows of lists among them: numbers that agree, dates, choices."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from lamdong_report.example.desk import NOWHERE, ExampleDesk
from lamdong_report.example.settings import FigureRule, TableRule
from lamdong_report.example.ties import Ties, allot
from lamdong_report.example.words import Composer
from lamdong_report.figures import reckon
from lamdong_report.layout import table_question
from lamdong_report.model import Answer, Value
from lamdong_report.plan import Kind, Question, Table, Term
from lamdong_report.text.formats import round_half_up

TEXTS = {
    Kind.TEXT: ("{label} ({ten})",),
    Kind.WORDS: ("Nội dung «{label}» được {ten} thực hiện theo kế hoạch năm {nam}.",),
    Kind.PHONE: ("0000 {100..999} {100..999}",),
    Kind.EMAIL: ("{slug}@example.vn",),
}
# Days before the deadline: figures are closed some weeks ahead, the letter is signed after that and in time.
CUTOFF_DAYS, LETTER_DAYS = (30, 21), (20, 2)
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
        if self.desk.is_dealt(code, question.id, rule, rule.zero, "zero"):
            return ZERO
        return self._by_dice(question, code, rule)

    def _reckon(self, terms: tuple[Term, ...], code: str, *, everybody: bool = False) -> Decimal | None:
        """The terms over the agency's own form, or over all forms where they name other agencies."""
        wide = everybody or any(term.scope for term in terms)
        return reckon(terms, self.desk.plan, self.desk.forms if wide else {code: self.desk.forms[code]}).value

    def _by_dice(self, question: Question, code: str, rule: FigureRule) -> Decimal | None:
        """The number rounded, and held between its parts that are settled already and its wholes."""
        number = self._raw(question, code, rule)
        if number is None:
            return None
        decimals = 0 if question.kind is Kind.COUNT else 1 if rule.decimals is None else rule.decimals
        parts = [self.desk.number(code, part) for part in (*self.ties.settled_parts(question.id), *rule.at_least)]
        wholes = [self.desk.number(code, whole) for whole in (self.ties.whole_of(question), *rule.at_most) if whole]
        bounds = (rule.low, rule.high) if rule.median else (None, None)
        lows = [low for low in (*parts, question.minimum, bounds[0]) if low is not None]
        highs = [high for high in (*wholes, question.maximum, bounds[1]) if high is not None]
        return min([max([round_half_up(number, decimals), ZERO, *lows]), *highs])

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


def _exact(drawn: float) -> Decimal:
    """A throw of the dice as a decimal, cut so that it is the same on every machine."""
    return Decimal(f"{drawn:.9f}")


Row = dict[str, Value]
USUAL_ROWS = TableRule(table="*")


def write_tables(desk: ExampleDesk, composer: Composer) -> None:
    """The rows of every table that each agency is asked for."""
    for table in desk.plan.tables:
        asked = {agency.code for agency in desk.plan.select(*table.asked)}
        rules = [rule for rule in desk.settings.rows if rule.table == table.id]
        for agency in desk.agencies:
            if agency.code in asked:
                rule = next((rule for rule in rules if agency.code in desk.members(rule.of)), USUAL_ROWS)
                rows = _rows(desk, composer, table, agency.code, rule)
                desk.tables[agency.code][table.id] = tuple(
                    {column: Answer(f"{table.id}.{column}", value, NOWHERE) for column, value in row.items()}
                    for row in rows
                )


def _rows(desk: ExampleDesk, composer: Composer, table: Table, code: str, rule: TableRule) -> list[Row]:
    dice = desk.dice("rows", table.id, code)
    count = min(dice.randint(rule.least, rule.most), table.rows)
    lines = list(rule.lines) or [{}] * count
    dice.shuffle(lines)
    fitting = [line for line in lines if all(composer.fits(text, code, {}) for text in line.values())]
    rows: list[Row] = []
    for at, line in enumerate(fitting[:count]):
        row: Row = {}
        for column in table.columns:
            question = table_question(table, column)
            if column.id in line:
                text = composer.render(line[column.id], code, desk.dice("row", question.id, code, str(at)))
                row[column.id] = date.fromisoformat(text) if question.kind is Kind.DATE else text
            else:
                row[column.id] = _cell(desk, composer, question, code, at, row)
        rows.append(row)
    return sorted(rows, key=lambda row: str(row.get(rule.sort, ""))) if rule.sort else rows


def _cell(desk: ExampleDesk, composer: Composer, question: Question, code: str, at: int, row: Row) -> Value:
    rule = desk.rule_of(question.id, code)
    dice = desk.dice("cell", question.id, code, str(at))
    if question.kind.is_number:
        whole = row.get(question.part_of.rpartition(".")[2]) if question.part_of else None
        low, high = map(float, rule.share or ("0.4", "0.75"))
        scale = float(whole) if isinstance(whole, Decimal) else 1.0
        if whole is None:
            low, high = (
                float(rule.low if rule.low is not None else 1),
                float(rule.high if rule.high is not None else 20),
            )
        return Decimal(round((low + (high - low) * dice.random()) * scale))
    if question.kind is Kind.DATE:
        info = desk.plan.info
        first, last = rule.days_in(info.year) or (info.period_start, min(info.period_end, info.deadline))
        return date.fromordinal(dice.randint(first.toordinal(), last.toordinal()))
    if question.kind is Kind.CHOICE:
        return dice.choices(question.choices, [float(rule.weights.get(c, 1)) for c in question.choices])[0]
    texts = rule.texts or (f"{question.label} {at + 1}",)
    return composer.render(dice.choice(texts), code, dice)
