"""Which rules of the rulebook a form breaks: the same rules that the form itself told the clerk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from lamdong_report.catalogue.phrases import reason_given
from lamdong_report.checks.broken_words import finding_fields, listed_total, row_fields_of
from lamdong_report.checks.form import CheckedForm, Reply, is_unanswered
from lamdong_report.model import Finding, Severity
from lamdong_report.rules import is_error
from lamdong_report.rules.alone import Alone
from lamdong_report.rules.book import LISTED, ROWS
from lamdong_report.rules.formula import Formula, day_number
from lamdong_report.rules.rule import BLANK, FormRule

# What the reader says of a cell that it could not read, and what is judged with more than a formula knows.
_SAID_ELSEWHERE = frozenset(
    {
        "error-cell",
        "date-unclear",
        "number-several",
        "yes-no-unclear",
        "choice-unclear",
        "refers-elsewhere",
        "too-short",
        "done-without-words",
        "outstanding-without-words",
        "row-incomplete",
    }
)


def broken_rules(form: CheckedForm) -> Iterator[Finding]:
    """One finding for each broken rule; of the rules about a cell alone only the first that is broken."""
    values = _Values(form)
    for question in form.cells:
        alone = False
        for rule in form.rules.of(question):
            if rule.code in _SAID_ELSEWHERE or (alone and isinstance(rule, Alone)):
                continue
            if values.knows(rule) and rule.broken(values.cell).value:
                alone = alone or isinstance(rule, Alone)
                finding = form.fault(rule.code, form.cells[question].question, None, **finding_fields(form, rule))
                # A doubt that is explained beside the other cell is explained, too.
                reason = next(filter(None, (form.reason(other) for other in rule.others)), "")
                if reason and not is_error(rule.code) and not form.reason(rule.question):
                    finding = replace(finding, severity=Severity.NOTE, text=finding.text + reason_given(reason))
                yield finding


def broken_rows(form: CheckedForm) -> Iterator[Finding]:
    """The rules of the rows of lists, row by row."""
    for line in form.lines:
        values = defaultdict(lambda: BLANK, {key: seen_by_rules(form, cell) for key, cell in line.cells.items()})
        for rule in form.rules.rows[line.table.id]:
            if rule.code not in _SAID_ELSEWHERE and rule.broken(values.__getitem__).value:
                cell = line.cells[rule.column]
                yield form.fault(rule.code, cell.question, cell.source, **row_fields_of(form, line, rule))


def seen_by_rules(form: CheckedForm, cell: Reply) -> Formula:
    """What a rule sees of an answer: yes and no are words, dates are days; what was not understood is as typed."""
    value = cell.answer.value
    if value is None:
        return BLANK if is_unanswered(cell) else Formula("", cell.answer.raw)
    if isinstance(value, bool):
        return Formula("", form.plan.form.yes_no[0 if value else 1])
    return Formula("", day_number(value) if isinstance(value, date) else value)


@dataclass(frozen=True, slots=True)
class _Values:
    """The answers of a form, and what its lists come to, as rules see them."""

    form: CheckedForm

    def cell(self, question: str) -> Formula:
        if question.startswith(ROWS):
            table = question.removeprefix(ROWS)
            return Formula("", Decimal(sum(line.table.id == table for line in self.form.lines)))
        if question.startswith(LISTED):
            return Formula("", listed_total(self.form, question.removeprefix(LISTED)))
        found = self.form.cells.get(question)
        if found is None:
            return BLANK
        kind, value = found.question.kind, found.answer.value
        # What is not a number or a day where one belongs is the reader's to judge.
        if kind.is_figure and not isinstance(value, Decimal if kind.is_number else date):
            return Formula("", "" if is_unanswered(found) else "?")
        return seen_by_rules(self.form, found)

    def knows(self, rule: FormRule) -> bool:
        """Whether the agency is asked for all that the rule looks at."""
        form, code = self.form, self.form.agency.code
        tables = (other.removeprefix(ROWS) for other in rule.others if other.startswith(ROWS))
        questions = (other for other in rule.others if other in form.plan.questions)
        return all(code in form.lists[one] for one in tables) and all(
            form.plan.is_asked(one, code) for one in questions
        )
