"""One form as the checks see it: every answer beside its question, those in tables row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.phrases import cut_at_word, place
from lamdong_report.codes import Code
from lamdong_report.layout import table_question
from lamdong_report.model import Answer, Finding, Source, Submission
from lamdong_report.plan import Agency, Group, Plan, Question, Table
from lamdong_report.rules import Rulebook, make_rulebook
from lamdong_report.text.numbers import NumberKind, parse_number


class Reply(Struct, frozen=True):
    """One answer with the question that it answers."""

    question: Question
    answer: Answer

    @property
    def source(self) -> Source:
        return self.answer.source

    @property
    def number(self) -> Decimal | None:
        return self.answer.number


class ListRow(Struct, frozen=True):
    """One row of a growing table: a cell for each column that the row has."""

    table: Table
    cells: Mapping[str, Reply]


class CheckedForm(Struct, frozen=True):
    """One agency's form: its cells by question id, the numbers in them, and the rows of its tables.

    `required` are the questions that the agency must answer, in the plan's order; `lists` says of each list who is
    asked for it.
    """

    plan: Plan
    submission: Submission
    agency: Agency
    cells: Mapping[str, Reply]
    numbers: Mapping[str, Decimal]
    lines: tuple[ListRow, ...]
    required: Sequence[Question]
    rules: Rulebook
    lists: Mapping[str, frozenset[str]]

    @property
    def group(self) -> Group:
        return self.plan.group_of(self.agency)

    @property
    def every_cell(self) -> Iterator[Reply]:
        yield from self.cells.values()
        for line in self.lines:
            yield from line.cells.values()

    @property
    def file_source(self) -> Source:
        return Source(self.submission.file, "", "")

    def number(self, question: str) -> Decimal | None:
        return self.numbers.get(question)

    def text(self, question: str) -> str:
        """The answer as words; "" where there is none."""
        cell = self.cells.get(question)
        return cell.answer.text if cell else ""

    def is_blank(self, question: str) -> bool:
        cell = self.cells.get(question)
        return cell is None or is_unanswered(cell)

    def reason(self, question: str) -> str:
        """What the clerk wrote beside the answer; a mere dash or cross is no reason."""
        cell = self.cells.get(question)
        reason = cell.answer.reason.strip() if cell else ""
        return reason if any(char.isalpha() for char in reason.casefold().replace("x", "")) else ""

    def source(self, question: Question) -> Source:
        """The question's cell; without the cell's name where the form has lost its row."""
        if cell := self.cells.get(question.id):
            return cell.source
        sheet = next((sheet.title for sheet in self.plan.sheets if sheet.id == question.sheet), question.sheet)
        return Source(self.submission.file, sheet, "")

    def fault(self, code: Code, question: Question, source: Source | None = None, **fields: object) -> Finding:
        """The finding of this code at the question's cell, with the fields that all sentences may use."""
        source = source or self.source(question)
        common = {
            "where": place(source),
            "label": cut_at_word(question.label),
            "reason_column": self.plan.form.reason_label,
        }
        filled = {**common, **fields}
        agency = self.agency.code
        return make_finding(code, agency=agency, source=source, question=question.id, severity=None, **filled)


def is_unanswered(cell: Reply) -> bool:
    """Whether nothing was typed, or a mere dash for a number. What else could not be read is the reader's finding."""
    answer = cell.answer
    if answer.value not in (None, ""):
        return False
    return not answer.raw.strip() or (cell.question.kind.is_number and says_no_number(answer.raw))


def says_no_number(text: str) -> bool:
    """Whether the text stands in the place of a number that is not there: "-", "x", "chưa có số liệu"."""
    return parse_number(text, NumberKind.COUNT).note == "placeholder"


def is_list_read(form: CheckedForm, question: str) -> bool:
    """Whether the question's list is counted and added by cells that were all understood.

    What such a cell lacks, or cannot be, is told at the cell itself.
    """
    term = form.plan.questions[question].from_list
    for line in form.lines:
        if term is None or line.table.id != term.table:
            continue
        of = line.cells.get(term.where)
        if of and not of.answer.text and any(cell.answer.raw for cell in line.cells.values()):
            return False  # nobody knows whether the row counts
        added = line.cells.get(term.column) if not of or of.answer.text == term.only else None
        if added is None or (is_unanswered(added) and not added.question.kind.traits.is_owed):
            continue
        if added.number is None or (added.question.kind.traits.is_whole and added.number % 1):
            return False
    return True


def listed_total(form: CheckedForm, question: str) -> Decimal:
    """What the list of the question's `from_list` comes to."""
    term = form.plan.questions[question].from_list
    if term is None:
        return Decimal(0)
    lines = [line for line in form.lines if line.table.id == term.table]
    if term.where:
        lines = [line for line in lines if term.where in line.cells and line.cells[term.where].answer.text == term.only]
    if not term.column:
        return Decimal(len(lines))
    numbers = (line.cells[term.column].number for line in lines if term.column in line.cells)
    return sum((number for number in numbers if number is not None), Decimal(0))


def open_forms(plan: Plan, submissions: Sequence[Submission]) -> tuple[CheckedForm, ...]:
    """The forms of agencies that the plan knows, in the plan's order; of two by one agency the last."""
    by_agency = {submission.agency: submission for submission in submissions}
    columns = {
        table.id: {column.id: table_question(table, column) for column in table.columns} for table in plan.tables
    }
    # Asking every question of every form would take as long as some checks.
    required: dict[str, list[Question]] = {agency.code: [] for agency in plan.agencies}
    for question in plan.questions.values():
        for one in plan.required.get(question.id, ()):
            required[one].append(question)
    due = {agency.code: plan.due_for(agency) for agency in plan.agencies if agency.code in by_agency}
    rules = {day: make_rulebook(one) for day, one in {one.info.deadline: one for one in due.values()}.items()}
    lists = {table.id: frozenset(agency.code for agency in plan.select(*table.asked)) for table in plan.tables}
    return tuple(
        CheckedForm(
            due[agency.code],
            by_agency[agency.code],
            agency,
            cells := {
                name: Reply(plan.questions[name], answer)
                for name, answer in by_agency[agency.code].answers.items()
                if plan.is_asked(name, agency.code)
            },
            {key: cell.answer.value for key, cell in cells.items() if isinstance(cell.answer.value, Decimal)},
            tuple(
                ListRow(table, {key: Reply(known[key], answer) for key, answer in row.items() if key in known})
                for table in plan.tables
                if (known := columns[table.id])
                for row in by_agency[agency.code].tables.get(table.id, ())
            ),
            required[agency.code],
            rules[due[agency.code].info.deadline].knowing(plan, agency.code),
            lists,
        )
        for agency in plan.agencies
        if agency.code in by_agency
    )
