"""Which of several forms of one agency counts: the later sending, then the later cut-off date, then the later file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lamdong_report.catalogue import make_finding
from lamdong_report.model import Answer, Finding, Source, Submission
from lamdong_report.plan import Plan
from lamdong_report.reader.forms import Opened
from lamdong_report.text.formats import format_date

_Rank = tuple[int, date, datetime]


@dataclass(frozen=True, slots=True)
class Settled:
    """The form that counts for one agency, with what there is to say of all of them."""

    submission: Submission
    findings: tuple[Finding, ...]


def settle(forms: Iterable[Opened], plan: Plan) -> Iterator[Settled]:
    """One form for each agency, in the plan's order."""
    by_agency: dict[str, list[Opened]] = {}
    for form in forms:
        if form.submission is not None:
            by_agency.setdefault(form.submission.agency, []).append(form)
    for agency in plan.agencies:
        if agency.code in by_agency:
            yield _latest(by_agency[agency.code], plan)


def _latest(forms: list[Opened], plan: Plan) -> Settled:
    """The form that counts; findings of a form that was replaced are of no use to anybody.

    Between forms of one rank the choice rests on what is in the files, not on how somebody named them.
    """
    ranked = sorted(forms, key=lambda form: (form.submission.digest, form.submission.file) if form.submission else ())
    submissions = [form.submission for form in ranked if form.submission is not None]
    best = max(submissions, key=lambda one: _rank(one, plan))
    own = next(form.findings for form in ranked if form.submission is best)
    told = tuple(_compared(other, best, plan) for other in submissions if other is not best)
    return Settled(best, (*own, *told))


def _rank(form: Submission, plan: Plan) -> _Rank:
    return form.sending, cut_off(form, plan) or date.min, form.modified or datetime.min


def cut_off(form: Submission, plan: Plan) -> date | None:
    answer = form.answers.get(plan.roles.cutoff)
    return answer.value if answer and isinstance(answer.value, date) else None


def _compared(other: Submission, best: Submission, plan: Plan) -> Finding:
    """What to say of a form that does not count."""
    if _content(other) == _content(best):
        return _say("form-duplicate", other, best)
    if _rank(other, plan) == _rank(best, plan):
        return _say("form-conflict", best, other)
    return _say("form-superseded", other, best, _why(other, best, plan))


def _say(code: str, about: Submission, other: Submission, why: str = "") -> Finding:
    return make_finding(code, agency=about.agency, source=Source(about.file, "", ""), other=other.file, why=why)


def _content(form: Submission) -> object:
    """What the agency wrote, wherever in the file it stands; a blank cell says no more than one that is not there."""
    tables = {table: written for table, rows in form.tables.items() if (written := [_written(row) for row in rows])}
    return _written(form.answers), tables


def _written(answers: Mapping[str, Answer]) -> dict[str, object]:
    found = {key: (answer.value, answer.raw, answer.reason) for key, answer in answers.items()}
    return {key: content for key, content in found.items() if content != (None, "", "")}


def _why(other: Submission, best: Submission, plan: Plan) -> str:
    if other.sending != best.sending:
        return f"lần gửi {best.sending} sau lần gửi {other.sending}"
    old, new = cut_off(other, plan), cut_off(best, plan)
    if old != new and new:
        return f"chốt số liệu ngày {format_date(new)}"
    return "tệp được lưu sau"
