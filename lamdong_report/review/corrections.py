"""The form that goes back to an agency: its own answers in it, the faulty cells marked, the remedies as comments.

What could not be understood stays in its cell as it was typed, marked: left alone, it is found again on return; it
never moves to the column of reasons, where it would count as an explanation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from lamdong_report.forms import FormWriter, Prefill, form_file_name
from lamdong_report.forms.prefill import with_units
from lamdong_report.layout import lay_out
from lamdong_report.model import Answer, Source, Submission, Value
from lamdong_report.plan import Kind, Plan
from lamdong_report.review.tally import faulty, one_line_of, to_be_mended, without_place
from lamdong_report.status import AgencyStatus

# A spreadsheet keeps fifteen digits of a number and no day before 1900.
MOST_DIGITS = 15
FIRST_YEAR = 1900
# A comment is read at a glance beside its cell, and the cell keeps all of it.
LONGEST_TYPED = 1_000
TYPED = "Ô này đã ghi: «{text}»."


def correction_forms(plan: Plan, statuses: Sequence[AgencyStatus]) -> Iterator[tuple[str, bytes]]:
    """For each agency with errors the file name and the form to send back; a blank one where none could be read."""
    writer = FormWriter(plan)
    for status in faulty(statuses):
        layout = lay_out(plan, (status.agency,))
        example = status.submission is not None and status.submission.example
        data = writer.form_bytes(layout, correction_prefill(plan, status), example=example)
        yield form_file_name(plan, status.agency), data


def correction_prefill(plan: Plan, status: AgencyStatus) -> Prefill:
    """What the form holds beforehand; "which sending this is" already counts one more."""
    form = status.submission
    if form is None:
        return Prefill(marks=_marks(plan, status, {}))
    answers = {key: typed(answer) for key, answer in form.answers.items() if key != plan.roles.agency}
    keys = {answer.source: question for question, answer in form.answers.items()}
    tables: dict[str, tuple[dict[str, Value], ...]] = {}
    for table, rows in form.tables.items():
        typed_rows = ({column: typed(answer) for column, answer in row.items()} for row in rows)
        tables[table] = tuple({column: value for column, value in row.items() if value != ""} for row in typed_rows)
        for at, row in enumerate(rows, 1):
            keys |= {answer.source: f"{table}:{at}.{column}" for column, answer in row.items()}
    return Prefill(
        answers={key: value for key, value in {**answers, **_next_sending(plan, form)}.items() if value != ""},
        reasons={key: answer.reason for key, answer in form.answers.items() if answer.reason},
        tables=with_units(plan, status.agency, tables),
        marks=_marks(plan, status, keys),
    )


def typed(answer: Answer) -> Value:
    """What stands in the cell again: the value as it was understood, else the text exactly as it was typed."""
    value = answer.value
    fits = not isinstance(value, date) or value.year >= FIRST_YEAR
    if isinstance(value, Decimal):
        fits = len(value.normalize().as_tuple().digits) <= MOST_DIGITS and abs(value.adjusted()) <= MOST_DIGITS
    if value is None or not fits:
        return answer.raw or ("" if value is None else str(value))
    return value


def _next_sending(plan: Plan, form: Submission) -> dict[str, Value]:
    """So that the form wins over the one that it corrects; not where that is out of range or was unclear."""
    question = plan.questions.get(plan.roles.sending)
    answer = form.answers.get(plan.roles.sending)
    unclear = answer is not None and answer.value is None and answer.raw
    if question is None or question.kind is not Kind.COUNT or unclear:
        return {}
    wanted = Decimal(form.sending + 1)
    return {} if question.maximum is not None and wanted > question.maximum else {question.id: wanted}


def _marks(plan: Plan, status: AgencyStatus, keys: Mapping[Source, str]) -> dict[str, str]:
    """Errors and warnings by cell; what concerns no cell of the form is said at the agency's name."""
    words: dict[str, list[str]] = defaultdict(list)
    for finding in to_be_mended(status):
        key = keys.get(Source(finding.file, finding.sheet, finding.cell))
        if not key and plan.is_asked(finding.question, status.agency.code):
            key = finding.question
        # The old form's sheet and cell are named only where the words stand at another cell.
        message = without_place(finding) if key else finding.message
        advice = f"{one_line_of(message)} {one_line_of(finding.remedy)}".strip()
        words[key or plan.roles.agency].append(advice)
    for answer in status.submission.every_answer if status.submission else ():
        # What could not be understood is read again beside the remedy.
        if answer.value is None and answer.raw and (marked := keys[answer.source]) in words:
            text = one_line_of(answer.raw)
            words[marked].append(TYPED.format(text=text if len(text) <= LONGEST_TYPED else f"{text[:LONGEST_TYPED]}…"))
    return {key: "\n".join(lines) for key, lines in words.items()}
