"""What is wrong or doubtful in the forms that came in: every check is a small function that yields findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, Protocol

from msgspec.structs import replace

from lamdong_report.catalogue.many import tell_in_part
from lamdong_report.catalogue.phrases import reason_given
from lamdong_report.checks.broken import broken_rows, broken_rules
from lamdong_report.checks.completeness import (
    MISSING,
    incomplete_rows,
    missing_answers,
    missing_forms,
    missing_units,
    repeated_rows,
    results_without_words,
)
from lamdong_report.checks.form import CheckedForm, open_forms
from lamdong_report.checks.magnitude import (
    day_numbers,
    fewer_people_than_events,
    impossible_counts,
    money_in_dong,
    tenfold_attendance,
    tenfold_numbers,
)
from lamdong_report.checks.outliers import far_counts
from lamdong_report.checks.rates import (
    changed_rates,
    differing_figures,
    undefined_rates,
    unlikely_rates,
    unlikely_totals,
    wrong_published_rates,
)
from lamdong_report.checks.sender import late_sending, old_cutoff, other_agencies, shared_writers, unlikely_sending
from lamdong_report.checks.wording import copied_words, doubting_notes, people_in_words, poor_words, telling_counts
from lamdong_report.executor import ALONE, Executor
from lamdong_report.model import Finding, Severity, Submission
from lamdong_report.plan import Plan

__all__ = ["check_submissions"]

FormCheck = Callable[[CheckedForm], Iterator[Finding]]
PlanCheck = Callable[[Plan, Sequence[CheckedForm]], Iterator[Finding]]

FORM_CHECKS: tuple[FormCheck, ...] = (
    missing_answers,
    incomplete_rows,
    missing_units,
    results_without_words,
    broken_rules,
    broken_rows,
    undefined_rates,
    unlikely_rates,
    wrong_published_rates,
    changed_rates,
    poor_words,
    late_sending,
    old_cutoff,
    unlikely_sending,
    repeated_rows,
    day_numbers,
    tenfold_numbers,
    tenfold_attendance,
    fewer_people_than_events,
    money_in_dong,
    impossible_counts,
    people_in_words,
    doubting_notes,
    telling_counts,
)
PLAN_CHECKS: tuple[PlanCheck, ...] = (
    missing_forms,
    other_agencies,
    shared_writers,
    copied_words,
    far_counts,
    differing_figures,
    unlikely_totals,
)

# A sheet that is not there says it all, and a form that was made for others: what they do not ask is not called blank.
_LOST_SHEET, _LOST_FORM = "sheet-missing", "form-of-another"
# Doubts about the size of one and the same number, the one that says most of its cause first: one is enough.
_OF_SIZE = (
    "number-scaled",
    "sending-unlikely",
    "day-number",
    "tenfold",
    "attendance-unlike-others",
    "money-too-large",
    "out-of-range",
    "changed-much",
    "unusual",
    "rate-implausible",
    "outlier-by-population",
    "outlier",
    "count-too-large",
)
# An answer that the agency has sent in another file is not asked for once more.
_ELSEWHERE = "answer-elsewhere"
# A doubt that the reason column itself raises, and so does not answer.
_OF_REASON = "note-doubts-number"
# To open the first of several forms takes as long as to check one.
_AT_ONCE = 10
_Place = tuple[str, str, str, str]
_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class Known(Protocol):
    """What the checks of a form by itself found before, None where that is not known."""

    def find(self, form: Submission) -> tuple[Finding, ...] | None: ...

    def keep(self, form: Submission, findings: tuple[Finding, ...]) -> None: ...


def check_submissions(
    plan: Plan,
    submissions: Sequence[Submission],
    reading: Sequence[Finding] = (),
    known: Known | None = None,
    executor: Executor = ALONE,
) -> tuple[Finding, ...]:
    """Every finding about these forms, by agency in the plan's order, errors first; the order sent in is irrelevant.

    `reading` are the reader's own findings: a cell that it could not read is not called blank as well. `known` may
    know what a form's own checks found before; it is told what they find now. `executor` makes these checks.
    """
    forms = open_forms(plan, submissions)
    found = list(chain.from_iterable(_own_findings(plan, forms, known, executor)))
    found += [finding for check in PLAN_CHECKS for finding in check(plan, forms)]
    kept, by_agency = list(_silence(found, reading)), {form.agency.code: form for form in forms}
    for at, finding in enumerate(kept):
        # A doubt that the clerk has answered in the reason column becomes a note: asking twice helps nobody.
        own = by_agency.get(finding.agency)
        is_doubt = finding.severity is Severity.WARNING and finding.code != _OF_REASON
        if own and is_doubt and (reason := own.reason(finding.question)):
            kept[at] = replace(finding, severity=Severity.NOTE, text=finding.text + reason_given(reason))
    return tuple(sorted(tell_in_part(kept, plan.questions), key=_order(plan)))


def _own_findings(
    plan: Plan, forms: Sequence[CheckedForm], known: Known | None, executor: Executor
) -> Iterator[tuple[Finding, ...]]:
    """What the checks of each form by itself find; those known from before are not checked again."""
    before = {form.agency.code: told for form in forms if known and (told := known.find(form.submission)) is not None}
    new = [form.submission for form in forms if form.agency.code not in before]
    some = [new[at : at + _AT_ONCE] for at in range(0, len(new), _AT_ONCE)]
    found = chain.from_iterable(executor.each(_OwnChecks(plan, forms).find, some))
    for form in forms:
        told = before.get(form.agency.code)
        if told is None:
            told = next(found)
            if known:
                known.keep(form.submission, told)
        yield told


class _OwnChecks:
    """The checks of a form by itself; in another process, which has the plan alone, its forms are opened again."""

    def __init__(self, plan: Plan, forms: Sequence[CheckedForm] = ()) -> None:
        self._plan = plan
        self._forms = {form.submission.agency: form for form in forms}

    def __reduce__(self) -> tuple[Any, ...]:
        return _OwnChecks, (self._plan,)

    def find(self, submissions: Sequence[Submission]) -> list[tuple[Finding, ...]]:
        """For each of them what the checks find."""
        opened = {form.agency.code: form for form in open_forms(self._plan, submissions)} if not self._forms else {}
        forms = [(self._forms or opened)[one.agency] for one in submissions]
        return [tuple(finding for check in FORM_CHECKS for finding in check(form)) for form in forms]


def _place_of(finding: Finding) -> _Place:
    """The cell of a finding, or the question where its cell is not there."""
    return finding.agency, finding.file, finding.sheet, finding.cell or finding.question


def _silence(findings: Sequence[Finding], reading: Sequence[Finding]) -> Iterator[Finding]:
    """One cell, one fault: a blank needs no other word, and a wrong number no doubt as well."""
    told = {_place_of(one) for one in reading if one.severity is Severity.ERROR or one.code == _ELSEWHERE}
    lost = {_sheet_of(finding) for finding in reading if finding.code == _LOST_SHEET}
    borrowed = {finding.agency for finding in reading if finding.code == _LOST_FORM}
    missing = {_place_of(finding) for finding in findings if finding.code in MISSING}
    wrong = {_place_of(finding) for finding in findings if finding.severity is Severity.ERROR}
    doubts: dict[_Place, int] = {}
    for finding in (*reading, *findings):
        if finding.code in _OF_SIZE and finding.cell:
            rank = _OF_SIZE.index(finding.code)
            doubts[_place_of(finding)] = min(rank, doubts.get(_place_of(finding), rank))
    for finding in findings:
        place, is_missing = _place_of(finding), finding.code in MISSING
        is_doubt = finding.severity is Severity.WARNING
        is_lost = not finding.cell and (finding.agency in borrowed or _sheet_of(finding) in lost)
        if is_missing and (place in told or is_lost):
            continue
        if finding.code in _OF_SIZE and doubts.get(place, len(_OF_SIZE)) < _OF_SIZE.index(finding.code):
            continue
        if is_missing or not (place in missing or (is_doubt and place in wrong)):
            yield finding


def _sheet_of(finding: Finding) -> tuple[str, str, str]:
    return finding.agency, finding.file, finding.sheet


def _order(plan: Plan) -> Callable[[Finding], tuple[object, ...]]:
    agencies = {agency.code: at for at, agency in enumerate(plan.agencies)}
    questions = {question: at for at, question in enumerate(plan.questions)}

    def key(finding: Finding) -> tuple[object, ...]:
        # Cells row by row: C9 before C10, Z1 before AA1.
        letters, _, digits = re.sub(r"(\d+)$", r" \1", finding.cell).partition(" ")
        return (
            agencies.get(finding.agency, len(agencies)),
            _RANKS[finding.severity],
            questions.get(finding.question, len(questions)),
            finding.question,
            int(digits) if digits.isdecimal() else 0,
            len(letters),
            letters,
            finding.code,
            finding.message,
        )

    return key
