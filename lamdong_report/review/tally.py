"""How the season stands: forms received and missing, findings by severity, and which agencies need attention first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from lamdong_report.catalogue.phrases import place
from lamdong_report.model import Finding, Severity, Source
from lamdong_report.plan import Group, Plan
from lamdong_report.status import AgencyStatus, State
from lamdong_report.text import clean, fold, format_number

SEVERITY_WORDS = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo", Severity.NOTE: "Lưu ý"}
RANK = {severity: at for at, severity in enumerate(SEVERITY_WORDS)}
# That no form has come, or that the office's own plan is behind, is for the office to act on; an agency that sent an
# unusable form is told what is wrong with it.
FOR_THE_OFFICE = frozenset({"form-missing", "form-newer-version"})


class Standing(StrEnum):
    """What is left to do about one agency, the happiest case first."""

    GOOD = "good"
    LATE = "late"
    FAULTY = "faulty"
    UNUSABLE = "unusable"
    MISSING = "missing"


STANDING_WORDS = {
    Standing.GOOD: "Đã nhận, không có lỗi",
    Standing.LATE: "Gửi chậm, không có lỗi",
    Standing.FAULTY: "Đã nhận, còn lỗi",
    Standing.UNUSABLE: "Đã gửi tệp nhưng chưa dùng được",
    Standing.MISSING: "Chưa gửi",
}
STATE_WORDS = {State.IN_TIME: "Đúng hạn", State.LATE: "Gửi chậm", State.MISSING: "Chưa gửi"}


class Tally(Struct, frozen=True):
    """Counts of forms by state and of findings by severity."""

    expected: int
    in_time: int
    late: int
    errors: int
    warnings: int
    notes: int

    @property
    def received(self) -> int:
        return self.in_time + self.late

    @property
    def missing(self) -> int:
        return self.expected - self.received


def tally(statuses: Sequence[AgencyStatus], findings: Iterable[Finding]) -> Tally:
    severities = [finding.severity for finding in findings]
    states = [status.state for status in statuses]
    return Tally(
        expected=len(statuses),
        in_time=states.count(State.IN_TIME),
        late=states.count(State.LATE),
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        notes=severities.count(Severity.NOTE),
    )


def by_group(plan: Plan, statuses: Sequence[AgencyStatus]) -> tuple[tuple[Group, tuple[AgencyStatus, ...]], ...]:
    """The statuses of each group that has agencies, in the plan's order."""
    members: dict[str, list[AgencyStatus]] = {group.id: [] for group in plan.groups}
    for status in statuses:
        members[status.agency.group].append(status)
    return tuple((group, tuple(members[group.id])) for group in plan.groups if members[group.id])


def standing(status: AgencyStatus) -> Standing:
    errors = status.count(Severity.ERROR)
    if status.state is State.MISSING:
        return Standing.UNUSABLE if errors else Standing.MISSING
    if errors:
        return Standing.FAULTY
    return Standing.LATE if status.state is State.LATE else Standing.GOOD


def unsent(statuses: Iterable[AgencyStatus]) -> tuple[AgencyStatus, ...]:
    """Those of whom nothing at all has come: they get a reminder, not a request for corrections."""
    return tuple(status for status in statuses if standing(status) is Standing.MISSING)


def has_time(status: AgencyStatus, statuses: Iterable[AgencyStatus]) -> bool:
    """Whether the office has given the agency more time, and no form speaks of a later day yet."""
    latest = max((one.sent for one in statuses if one.sent), default=None)
    return status.deadline is not None and (latest is None or latest <= status.deadline)


def faulty(statuses: Iterable[AgencyStatus]) -> tuple[AgencyStatus, ...]:
    """Those with at least one error."""
    return tuple(status for status in statuses if status.count(Severity.ERROR))


def is_issuer(plan: Plan, status: AgencyStatus) -> bool:
    """Whether the agency is the one that writes the letters: it does not write to itself."""
    return fold(status.agency.name) == fold("".join(plan.letter.issuer[-1:]))


def worst_first(statuses: Iterable[AgencyStatus]) -> tuple[AgencyStatus, ...]:
    """Those of whom something came that must be looked at: most errors, then warnings, then notes first."""
    came = (status for status in statuses if status.findings and standing(status) is not Standing.MISSING)
    return tuple(sorted(came, key=lambda status: tuple(-status.count(severity) for severity in SEVERITY_WORDS)))


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors, then warnings, then notes; otherwise in the order in which they were found."""
    return tuple(sorted(findings, key=lambda finding: RANK[finding.severity]))


def to_be_mended(status: AgencyStatus) -> tuple[Finding, ...]:
    """What the agency is asked to mend or to look at again: its errors, then its warnings."""
    asked = (f for f in status.findings if f.severity is not Severity.NOTE and f.code not in FOR_THE_OFFICE)
    return gravest_first(asked)


def of_nobody(plan: Plan, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that concern no agency of the plan: strange files, sums of the whole province."""
    return tuple(finding for finding in findings if not plan.knows(finding.agency))


def without_place(finding: Finding) -> str:
    """What is wrong, without sheet and cell, for tables that have columns for them; further cells stay named."""
    # Only the finding's own place has columns; another one that the sentence begins with stays in it.
    is_known = finding.lead == place(Source(finding.file, finding.sheet, finding.cell))
    text = finding.text if is_known else finding.message
    return text[:1].upper() + text[1:]  # a quotation at the beginning stays as it was typed


def label_of(plan: Plan, finding: Finding) -> str:
    """The question that the finding is about, as the form prints it; "" for tables and whole forms."""
    question = plan.questions.get(finding.question)
    return question.label if question else ""


def one_line_of(text: str) -> str:
    """Any text on one line, without anything invisible; what is visible stays."""
    return " ".join(clean(text).split())


def contact_text(plan: Plan, status: AgencyStatus) -> str:
    """Whom to ask about a form, as its clerk wrote it: name, phone, e-mail; "" where nothing was written."""
    answers = status.submission.answers if status.submission else {}
    roles = (plan.roles.writer, plan.roles.phone, plan.roles.email)
    written = (answers[role].text or answers[role].raw for role in roles if role in answers)
    return ", ".join(filter(None, map(one_line_of, written)))


def number_text(number: int) -> str:
    return format_number(Decimal(number))
