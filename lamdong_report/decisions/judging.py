"""Decisions beside what came in: each with the value that it is made for, and what it comes to while that stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.catalogue import make_finding
from lamdong_report.decisions.book import FILE, SHEET, WORDS, same_value
from lamdong_report.model import Answer, Decision, Finding, Severity, Source, Submission, Verdict
from lamdong_report.plan import Plan
from lamdong_report.reader import Received
from lamdong_report.reader.duplicates import can_be_chosen, form_names, reasoning, stands_for
from lamdong_report.status import as_of_date, sending_date
from lamdong_report.text import format_date

NOTHING_TO_DO = "Không phải làm gì."
_OF_FORMS = frozenset({Verdict.FORM, Verdict.JOINED})
_OF_FINDINGS = frozenset({Verdict.FIGURE, Verdict.WARNING})


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


class Validity(StrEnum):
    """What has become of a decision, in the words of the trace."""

    HOLDS = "Đang có hiệu lực"
    STALE = "Hết hiệu lực: giá trị đã thay đổi"
    IDLE = "Không còn nội dung để áp dụng"


class Decided(Struct, frozen=True):
    """`findings`: all, those that are settled as notes. `deadlines`: by agency the last day of its own deadline.

    `standings` says of each decision, in the workbook's order, what has become of it.
    """

    findings: tuple[Finding, ...]
    deadlines: Mapping[str, date]
    standings: tuple[tuple[Decision, Validity], ...]


def decide(plan: Plan, decisions: Sequence[Decision], findings: Iterable[Finding], received: Received) -> Decided:
    """The findings as they stand after the decisions, and what became of each decision."""
    findings = tuple(findings)
    forms = {form.agency: form for form in received.submissions}
    standings = tuple((one, _standing(one, plan, findings, forms, received.forms)) for one in decisions)
    holding = [one for one, standing in standings if standing is Validity.HOLDS]
    deadlines = {one.agency: one.until for one in holding if one.verdict is Verdict.DEADLINE and one.until}
    as_of = as_of_date(plan, received.submissions)
    settled = []
    for finding in findings:
        until, form = deadlines.get(finding.agency), forms.get(finding.agency)
        sent = sending_date(plan, form) if form and until else as_of
        settled.append(_settled(finding, holding, until, sent, form))
    extended = (
        make_finding("deadline-extended", agency=one.agency, until=format_date(one.until), why=reasoning(one))
        for one in holding
        if one.verdict is Verdict.DEADLINE and one.until
    )
    stale = (
        make_finding(
            "decision-stale",
            source=Source(FILE, SHEET, f"F{one.row}"),
            row=one.row,
            name=plan.form_agency_name(plan.agency(one.agency)),
            words=WORDS[one.verdict],
            value=one.value,
        )
        for one, standing in standings
        if standing is Validity.STALE
    )
    return Decided((*settled, *extended, *stale), deadlines, standings)


def _standing(
    decision: Decision,
    plan: Plan,
    findings: Sequence[Finding],
    forms: Mapping[str, Submission],
    every_form: Sequence[Submission],
) -> Validity:
    if decision.verdict is Verdict.DEADLINE:
        deadline = format_date(plan.deadline_of(plan.agency(decision.agency)))
        stands = not decision.value or same_value(decision.value, deadline)
        return Validity.HOLDS if stands else Validity.STALE
    if decision.verdict in _OF_FORMS:
        own = [form for form in every_form if form.agency == decision.agency]
        if not can_be_chosen(own):
            return Validity.IDLE
        return Validity.HOLDS if stands_for(decision, own) else Validity.STALE
    # Whether the cell, or the sentence, is what it was when the office decided.
    form, answer = forms.get(decision.agency), None
    concerned = [finding for finding in findings if _concerns(decision, finding)]
    if any(same_value(decision.value, value_of(finding, answer_at(finding, form))) for finding in concerned):
        return Validity.HOLDS
    if form is not None:
        answer = form.answers.get(decision.about) or in_cell(form, decision.sheet, decision.cell)
    if concerned or (answer and not same_value(decision.value, answer_text(answer))):
        return Validity.STALE
    return Validity.IDLE


def _concerns(decision: Decision, finding: Finding) -> bool:
    """Whether the decision is about this finding: by its question, else by its code and its cell."""
    if finding.agency != decision.agency or finding.severity is Severity.NOTE:
        return False
    if finding.severity is Severity.ERROR and decision.verdict is not Verdict.FIGURE:
        return False  # an accepted warning is no accepted error; a confirmed figure settles what is said against it
    if decision.about and finding.question == decision.about:
        return True
    at_cell = (finding.sheet, finding.cell) == (decision.sheet, decision.cell)
    if decision.about and finding.code != decision.about:
        return False
    return at_cell if decision.cell or not decision.about else True


def _settled(
    finding: Finding,
    holding: Iterable[Decision],
    until: date | None,
    sent: date | None,
    form: Submission | None,
) -> Finding:
    """The finding, as a note where a decision is about it and its value stands, or its agency has time until a day.

    What cannot be read is no figure that anybody could confirm.
    """
    if until and finding.code in ("sent-late", "form-missing") and not (sent and sent > until):
        return _as_note(finding, f"Đã gia hạn đến hết ngày {format_date(until)}.")
    for decision in holding:
        if decision.verdict in _OF_FINDINGS and _concerns(decision, finding):
            answer = answer_at(finding, form)
            is_readable = answer is not None and answer.value is not None
            stands = same_value(decision.value, value_of(finding, answer))
            if stands and (is_readable or finding.severity is Severity.WARNING):
                return _as_note(finding, f"{WORDS[decision.verdict]} ({reasoning(decision)}).")
    return finding


def _as_note(finding: Finding, why: str) -> Finding:
    return replace(finding, severity=Severity.NOTE, text=f"{finding.text} {why}", remedy=NOTHING_TO_DO, office="")
