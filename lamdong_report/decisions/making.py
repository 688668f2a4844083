"""Decisions about what came in, each with the value that it is made for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lamdong_report.model import Answer, Decision, Finding, Submission, Verdict
from lamdong_report.plan import Plan
from lamdong_report.reader.duplicates import form_names
from lamdong_report.text import format_date


def about_finding(finding: Finding, form: Submission | None, *, reason: str, who: str, when: date | None) -> Decision:
    """That a warning is accepted, or that the figure in its cell is confirmed."""
    answer = answer_at(finding, form)
    return Decision(
        agency=finding.agency,
        verdict=Verdict.WARNING,
        value=value_of(finding, answer),
        about=finding.code,
        sheet=finding.sheet,
        cell=finding.cell,
        reason=reason,
        who=who,
        when=when,
    )


def about_figure(agency: str, answer: Answer, *, reason: str, who: str, when: date | None) -> Decision:
    """That the figure in this cell is right, whatever is doubted about it."""
    source = answer.source
    return Decision(
        agency, Verdict.FIGURE, answer_text(answer), answer.question,
        sheet=source.sheet, cell=source.cell, reason=reason, who=who, when=when,
    )  # fmt: skip


def about_form(
    chosen: Submission, forms: Sequence[Submission], *, reason: str, who: str, when: date | None
) -> Decision:
    """That this form counts among those that the agency has sent so far."""
    names = form_names(forms)
    return Decision(chosen.agency, Verdict.FORM, names, file=chosen.file, reason=reason, who=who, when=when)


def about_halves(forms: Sequence[Submission], *, reason: str, who: str, when: date | None) -> Decision:
    """That two files are halves of one form."""
    return Decision(forms[0].agency, Verdict.JOINED, form_names(forms), reason=reason, who=who, when=when)


def about_deadline(agency: str, until: date, plan: Plan, *, reason: str, who: str, when: date | None) -> Decision:
    """That the agency may send until this day, inclusive."""
    value = format_date(plan.deadline_of(plan.agency(agency)))
    return Decision(agency, Verdict.DEADLINE, value, until=until, reason=reason, who=who, when=when)


def answer_at(finding: Finding, form: Submission | None) -> Answer | None:
    """The answer that the finding is about: its question's, else the one in its cell."""
    if form is None or not (finding.question or finding.cell):
        return None
    answer = form.answers.get(finding.question)
    return answer or in_cell(form, finding.sheet, finding.cell)


def in_cell(form: Submission, sheet: str, cell: str) -> Answer | None:
    """The answer that stands in this cell, those in lists included."""
    return next((one for one in form.every_answer if (one.source.sheet, one.source.cell) == (sheet, cell)), None)


def value_of(finding: Finding, answer: Answer | None) -> str:
    """What a decision on the finding is made for: the cell as it was typed, else what the finding says."""
    return answer_text(answer) if answer and answer.raw else finding.message


def answer_text(answer: Answer) -> str:
    return " ".join(answer.raw.split())
