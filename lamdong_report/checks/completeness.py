"""What is not there (forms, obligatory answers, parts of rows, results in words, units), and rows said twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.phrases import cut_at_word, place, quoted_list, short_quote
from lamdong_report.checks.form import CheckedForm, ListRow, Reply, is_unanswered
from lamdong_report.checks.wording import says_nothing
from lamdong_report.model import Finding, Source
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Plan
from lamdong_report.text import fold, join_words, slug
from lamdong_report.text.formats import format_date
from lamdong_report.text.numbers import NumberKind, parse_number

# Two rows of one word ("Kế hoạch") may be two documents; from here on a repetition was pasted.
_FEWEST_CELLS = 2
# Codes that leave nothing more to be said about their cell.
MISSING = frozenset({"number-missing", "words-missing", "answer-missing", "missing-explained"})


def missing_forms(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    received = {form.agency.code for form in forms}
    for agency in plan.agencies:
        if agency.code not in received:
            name, deadline = plan.form_agency_name(agency), format_date(plan.deadline_of(agency))
            yield make_finding("form-missing", agency=agency.code, name=name, deadline=deadline)


def missing_answers(form: CheckedForm) -> Iterator[Finding]:
    """Obligatory answers that are blank; one finding in their place for a form in which all of them are.

    What the reader finds out by itself (who it is, which sending this is) is not among them, and a form of an older
    version owes no answer to a question that it was issued without.
    """
    plan, submission = form.plan, form.submission
    is_older = plan.has_outdated(submission.form_version)
    required = [
        question
        for question in form.required
        if question.id not in (plan.roles.agency, plan.roles.sending)
        and not (is_older and question.id not in submission.answers)
    ]
    blank = [question for question in required if form.is_blank(question.id)]
    if len(blank) == len(required) > 1 and not any(form.reason(question.id) for question in blank):
        yield make_finding("form-empty", agency=form.agency.code, source=form.file_source, count=len(blank))
        return
    for question in blank:
        reason = form.reason(question.id)
        if reason and not (question.kind.is_number and _is_number(reason, question.unit)):
            yield form.fault("missing-explained", question, reason=short_quote(reason))
        elif question.kind.is_number:
            yield form.fault("number-missing", question)
        else:
            yield form.fault("words-missing" if question.kind.traits.is_long else "answer-missing", question)


def _is_number(reason: str, unit: str) -> bool:
    """Whether a number with its unit, and nothing else, stands where a reason should: the answer, a column too far."""
    said = parse_number(reason, NumberKind.DECIMAL)
    is_read = said.value is not None and said.note != "said_none"
    return is_read and set(said.unit.split()) <= set(unit.casefold().split())


def incomplete_rows(form: CheckedForm) -> Iterator[Finding]:
    """Rows of a table in which something was written, but not all of it."""
    for line in form.lines:
        filled = [cell for cell in line.cells.values() if not is_unanswered(cell)]
        owed = (column.id for column in line.table.columns if column.kind.traits.is_owed)
        blank = [key for key in owed if key not in line.cells or is_unanswered(line.cells[key])]
        if filled and blank:
            first = line.cells.get(blank[0], filled[0])
            labels = [column.label for column in line.table.columns if column.id in blank]
            yield form.fault(
                "row-incomplete",
                first.question,
                first.source,
                table=cut_at_word(line.table.title),
                missing=quoted_list(labels),
            )


def results_without_words(form: CheckedForm) -> Iterator[Finding]:
    """Tasks said to be done, or worth printing, of which no result is told."""
    for topic in form.plan.topics:
        words = form.plan.questions.get(f"{topic.id}.{WORDS}")
        if words is None or not form.plan.is_asked(words.id, form.agency.code):
            continue
        told = form.cells.get(words.id)
        if told and not is_unanswered(told) and (topic.empty_words or not says_nothing(told.answer.text)):
            continue
        status, marked = (form.cells.get(f"{topic.id}.{column}") for column in (STATUS, OUTSTANDING))
        label = cut_at_word(topic.label)
        if marked and marked.answer.value is True:
            yield form.fault("outstanding-without-words", words, label=label, mark=form.plan.form.outstanding_label)
        elif status and status.answer.text and status.answer.text == form.plan.form.statuses[0]:
            yield form.fault("done-without-words", words, label=label, status=status.answer.text)


def missing_units(form: CheckedForm) -> Iterator[Finding]:
    """The units that the agency answers for and has given nothing of."""
    for table in form.plan.tables if form.agency.units else ():
        if not table.units or form.agency.code not in form.lists[table.id]:
            continue
        cells = [line.cells.get(table.units) for line in form.lines if line.table.id == table.id]
        named = {fold(cell.answer.text) for cell in cells if cell}
        if missing := [name for name in form.agency.units if fold(name) not in named]:
            yield make_finding(
                "unit-missing",
                agency=form.agency.code,
                source=Source(form.submission.file, "", ""),
                question=f"{table.id}.{table.units}",
                table=cut_at_word(table.title),
                units=join_words(missing),
            )


def _meant(cell: Reply) -> str:
    """What a cell says, however it is typed: 86 and "86 người" are one number, capitals and signs do not count."""
    value = cell.answer.value
    return str(value.normalize()) if isinstance(value, Decimal) else slug(cell.answer.raw) or cell.answer.raw


def repeated_rows(form: CheckedForm) -> Iterator[Finding]:
    """Every row that says what a row above says, cell for cell."""
    seen: dict[tuple[str, tuple[tuple[str, str], ...]], ListRow] = {}
    for line in form.lines:
        written = tuple((key, _meant(cell)) for key, cell in line.cells.items() if cell.answer.raw)
        if len(written) < _FEWEST_CELLS:
            continue
        first = seen.setdefault((line.table.id, written), line)
        if first is not line:
            cell, above = line.cells[written[0][0]], first.cells[written[0][0]]
            yield form.fault(
                "row-repeated", cell.question, cell.source, table=line.table.title, above=place(above.source)
            )
