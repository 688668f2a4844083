"""Who has sent, when, and in what state: one status for each agency of the plan."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from lamdong_report.model import Answer, Finding, Severity, Submission
from lamdong_report.plan import Agency, Group, Plan
from lamdong_report.text import format_date, join_words, within_sentence

# Sendings are counted by hand; a larger number is a year, or means something else.
MOST_SENDINGS = 99


class State(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"


class AgencyStatus(Struct, frozen=True):
    """One agency: its form, if it has sent one, the day it was sent and all findings that concern it.

    `deadline` is the last day of its own, where the office has given it one.
    """

    agency: Agency
    state: State
    submission: Submission | None = None
    sent: date | None = None
    findings: tuple[Finding, ...] = ()
    deadline: date | None = None

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)


def agency_statuses(
    plan: Plan,
    submissions: Iterable[Submission],
    findings: Iterable[Finding] = (),
    deadlines: Mapping[str, date] | None = None,
) -> tuple[AgencyStatus, ...]:
    """The status of every agency, in the plan's order; `deadlines` are the last days of those that have their own."""
    by_agency = {submission.agency: submission for submission in submissions}
    concerning: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        concerning[finding.agency].append(finding)
    statuses: list[AgencyStatus] = []
    for agency in plan.agencies:
        submission, own = by_agency.get(agency.code), (deadlines or {}).get(agency.code)
        sent = sending_date(plan, submission) if submission else None
        # Forms are wanted *before* the day: who sends on it is late, but for those with a last day of their own.
        late = sent is not None and sent >= plan.deadline_of(agency) and not (own and sent <= own)
        state = State.MISSING if submission is None else State.LATE if late else State.IN_TIME
        statuses.append(AgencyStatus(agency, state, submission, sent, tuple(concerning[agency.code]), own))
    return tuple(statuses)


def deadline_words(plan: Plan, agencies: Iterable[Agency]) -> str:
    """The deadline of these agencies: "01/12/2026"; of several groups with their own, each with the group's name."""
    groups: dict[date, list[str]] = {}
    for agency in agencies:
        names = groups.setdefault(plan.deadline_of(agency), [])
        name = within_sentence(plan.group_of(agency).name)
        if name not in names:
            names.append(name)
    if len(groups) < 2:
        return format_date(next(iter(groups), plan.info.deadline))
    return join_words([f"{format_date(day)} ({', '.join(names)})" for day, names in sorted(groups.items())])


def sending_date(plan: Plan, submission: Submission) -> date | None:
    """The day of the covering letter, else the day the figures were closed, else None."""
    answer = sending_answer(plan, submission)
    return answer.value if answer and isinstance(answer.value, date) else None


def sending_answer(plan: Plan, submission: Submission) -> Answer | None:
    """The answer that says when the form was sent."""
    answers = (submission.answers.get(role) for role in (plan.roles.letter_date, plan.roles.cutoff))
    return next((answer for answer in answers if answer and isinstance(answer.value, date)), None)


def as_of_date(plan: Plan, submissions: Iterable[Submission]) -> date | None:
    """The latest day that any form speaks of: "tính đến ngày …" must not depend on the clock."""
    dates = [day for submission in submissions if (day := sending_date(plan, submission))]
    return max(dates, default=None)


class Lack(Struct, frozen=True):
    """What a final report still needs: one lead's form (`agency`), or more forms of a summed group (`group`)."""

    indicators: tuple[str, ...] = ()
    agency: Agency | None = None
    group: Group | None = None
    received: tuple[AgencyStatus, ...] = ()
    expected: int = 0
    needed: int = 0


def lacks(plan: Plan, statuses: Sequence[AgencyStatus]) -> tuple[Lack, ...]:
    """What is missing for a final report by the plan's [thresholds], leads first."""
    found: list[Lack] = []
    for status in statuses if plan.thresholds.final_leads else ():
        led = tuple(one.id for one in plan.indicators if one.lead == status.agency.code)
        if led and status.state is State.MISSING:
            found.append(Lack(led, status.agency))
    for group in plan.groups if plan.thresholds.final_share else ():
        members = [status for status in statuses if status.agency.group == group.id]
        received = tuple(status for status in members if status.state is not State.MISSING)
        needed = math.ceil(plan.thresholds.final_share * len(members))
        if group.summed and len(received) < needed:
            found.append(Lack(group=group, received=received, expected=len(members), needed=needed))
    return tuple(found)
