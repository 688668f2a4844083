"""All that the report is written from: the plan, the forms, their status, the measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec
from msgspec.structs import replace

from lamdong_report.content import Pieces, Quote
from lamdong_report.figures import Measure, Sum, SummedForms, clauses, measures, reckon
from lamdong_report.model import Answer, Figure, Finding, Submission
from lamdong_report.plan import Agency, Expression, Plan, Section, Term, Topic
from lamdong_report.status import AgencyStatus, agency_statuses, sending_answer
from lamdong_report.text import format_date
from lamdong_report.text.alike import Alike, group_alike
from lamdong_report.text.personal import without_personal


class Arrangement(msgspec.Struct, frozen=True):
    """The name of each statement's group, by (agency, question, text); words to print and whether to print by name."""

    groups: Mapping[tuple[str, str, str], str] = msgspec.field(default_factory=dict)
    words: Mapping[str, str] = msgspec.field(default_factory=dict)
    printed: Mapping[str, bool] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """One reading of the forms, in the plan's order; `as_of` is the latest day that a form speaks of, as printed.

    `alike` groups sentences that say alike; it may know the groups from before.
    """

    plan: Plan
    forms: SummedForms
    statuses: tuple[AgencyStatus, ...]
    measures: tuple[Measure, ...]
    as_of: Pieces
    arrangement: Arrangement = field(default_factory=Arrangement)
    alike: Alike = field(default=group_alike, repr=False, compare=False)
    _sums: dict[tuple[Term, ...], Sum] = field(default_factory=dict, repr=False, compare=False)
    _quoted: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def sum(self, terms: tuple[Term, ...]) -> Sum:
        """What the terms add up to over all forms; sentences that say the same are reckoned once."""
        if terms not in self._sums:
            self._sums[terms] = reckon(terms, self.plan, self.forms)
        return self._sums[terms]

    def clauses(self, pieces: Sequence[Sequence[Expression]]) -> list[Mapping[Expression, Figure]]:
        """The figures of one sentence, piece by piece."""
        return clauses(pieces, self.plan, self.sum)

    def answer(self, agency: Agency, question: str) -> Answer | None:
        form = self.forms.get(agency.code)
        return form.answers.get(question) if form else None

    def words(self, agency: Agency, question: str) -> str:
        answer = self.answer(agency, question)
        return answer.text if answer else ""

    def is_quoted(self, section: Section, agency: Agency) -> bool:
        """Whether the body of the report quotes what this body wrote under the section."""
        if not self.plan.document.words_annex:
            return True
        if section.quoted not in self._quoted:
            quoted = self.plan.select(*section.quoted) if section.quoted else ()
            self._quoted[section.quoted] = frozenset(one.code for one in quoted)
        return agency.code in self._quoted[section.quoted]

    def annexed_topics(self, agency: Agency) -> Iterator[Topic]:
        """The topics and tasks whose words by this body stand in the annex, in the report's order."""
        for section in self.plan.sections:
            if section.printed and not section.gathered and not self.is_quoted(section, agency):
                yield from self.plan.topics_in(section.id)

    @property
    def is_example(self) -> bool:
        """Whether any form holds made-up answers."""
        return any(form.example for form in self.forms.values())

    def is_summed(self, agency: Agency) -> bool:
        return self.plan.group_of(agency).summed


def gather(
    plan: Plan,
    submissions: Sequence[Submission],
    findings: Sequence[Finding] = (),
    deadlines: Mapping[str, date] | None = None,
    arrangement: Arrangement | None = None,
    alike: Alike = group_alike,
) -> Material:
    by_code = {submission.agency: submission for submission in submissions}
    sent_in = (by_code[agency.code] for agency in plan.agencies if agency.code in by_code)
    forms = SummedForms({form.agency: _discreet(form, plan) for form in sent_in})
    statuses = agency_statuses(plan, submissions, findings, deadlines)
    sent = [answer for submission in submissions if (answer := sending_answer(plan, submission))]
    days = [(answer.value, answer.source) for answer in sent if isinstance(answer.value, date)]
    as_of: Pieces = ()
    if days:
        day, source = max(days)
        as_of = (Quote(format_date(day), source),)
    return Material(plan, forms, statuses, measures(plan, forms), as_of, arrangement or Arrangement(), alike)


def _discreet(form: Submission, plan: Plan) -> Submission:
    """The form without what names a person, so that no page, annex or workbook made of it can print that."""

    def hidden(answer: Answer) -> Answer:
        if not isinstance(answer.value, str) or (text := without_personal(answer.value)) == answer.value:
            return answer
        return replace(answer, value=text, raw=without_personal(answer.raw))

    # Whom to call about the form stays: letters and board need it, and no report prints it.
    contacts = (plan.roles.phone, plan.roles.email)
    said = {key: answer for key, answer in form.answers.items() if key not in contacts}
    answers = {key: found for key, answer in said.items() if (found := hidden(answer)) is not answer}
    tables = {
        table: tuple({key: hidden(answer) for key, answer in row.items()} for row in rows)
        for table, rows in form.tables.items()
        if any(hidden(answer) is not answer for row in rows for answer in row.values())
    }
    # Nearly every form is as it came, and then held once.
    if not answers and not tables:
        return form
    return replace(form, answers={**form.answers, **answers}, tables={**form.tables, **tables})
