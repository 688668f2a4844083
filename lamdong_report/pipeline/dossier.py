"""One agency: what it has sent and whom to call, its answers as in its form, each finding at its cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from lamdong_report.layout import LABEL_COLUMNS as LABELS
from lamdong_report.layout import Block, FormLayout, Row, lay_out
from lamdong_report.model import Answer, Finding, Submission
from lamdong_report.pipeline.presenting import short_id
from lamdong_report.pipeline.reading import Reading
from lamdong_report.plan import REASON, Plan
from lamdong_report.review.tally import RANK
from lamdong_report.spreadsheet.arrivals import find_arrivals
from lamdong_report.status import sending_date


class SentFile(Struct, frozen=True):
    """One file of an agency; `counts` for the one that is used. `sending` and `sent` are known of that one alone."""

    file: str
    counts: bool
    sending: int
    sent: date | None
    remark: str


class FormContact(Struct, frozen=True):
    """Who filled in the form, as the form says; "" for what it does not say."""

    writer: str
    phone: str
    email: str
    letter: str


def sendings_of(reading: Reading, code: str) -> tuple[SentFile, ...]:
    """The file that counts first, then those that were replaced, each with why."""
    used = reading.form_of(code)
    counted = [SentFile(used.file, True, used.sending, sending_date(reading.plan, used), "")] if used else []
    others: dict[str, str] = {}
    for finding in reading.findings:
        if finding.agency == code and finding.file and not (used and finding.file == used.file):
            others.setdefault(finding.file, finding.message)
    return (*counted, *(SentFile(file, False, 0, None, remark) for file, remark in others.items()))


def contact_of(reading: Reading, code: str) -> FormContact:
    form, roles = reading.form_of(code), reading.plan.roles
    keys = (roles.writer, roles.phone, roles.email, roles.letter_number)
    answers = [form.answers.get(key) if form else None for key in keys]
    return FormContact(*(" ".join(answer.raw.split()) if answer else "" for answer in answers))


def file_of(folder: Path, name: str) -> Path | None:
    """The file on disk that a name of the reading means; of a form inside an archive, the archive."""
    for arrival in find_arrivals([folder])[0] if folder.is_dir() else ():
        if name == arrival.name or name.startswith(f"{arrival.name}/"):
            return arrival.path
    return None


# As the sentences of the catalogue name cells; a sheet is named only where it is another one.
_CELL = re.compile(r"\b([A-Z]{1,3}[1-9][0-9]{0,6})\b(?: \(«([^»]+)»\))?")
Place = tuple[str, str]  # sheet and cell


class AnswerCell(Struct, frozen=True):
    """One answer. `ref` is its cell in the form ("" where none was found), `previous` last year's as the form has it.

    `severity` is that of the gravest finding on it, "" for none; `findings` are their ids.
    """

    question: str
    text: str
    sheet: str
    ref: str
    previous: str
    severity: str
    findings: tuple[str, ...]


class AnswerRow(Struct, frozen=True):
    number: str
    label: str
    unit: str
    cells: tuple[AnswerCell, ...]
    reason: str

    @property
    def is_marked(self) -> bool:
        return any(cell.severity for cell in self.cells)


class AnswerBlock(Struct, frozen=True):
    """A titled run of rows; `columns` are the headings over the answers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[AnswerRow, ...]
    has_units: bool
    has_reasons: bool


class AnswerSheet(Struct, frozen=True):
    title: str
    blocks: tuple[AnswerBlock, ...]

    @property
    def marked(self) -> int:
        return sum(row.is_marked for block in self.blocks for row in block.rows)


class Context(Struct, frozen=True):
    """A finding with the rows that it is about: that of its own cell first, then those of the cells it names."""

    finding: Finding
    own: Place
    against: frozenset[Place]
    rows: tuple[tuple[str, AnswerBlock, AnswerRow], ...]


def finding_id(finding: Finding) -> str:
    """A name for the finding that stays the same while it says the same."""
    return short_id((finding.code, finding.agency, finding.file, finding.sheet, finding.cell, finding.message))


def answer_sheets(reading: Reading, code: str) -> tuple[AnswerSheet, ...]:
    """The form of the agency with what it wrote; () while no form of it has come."""
    form = reading.form_of(code)
    if form is None:
        return ()
    layout = lay_out(reading.plan, (reading.plan.agency(code),))
    return tuple(_Sheets(reading, form, layout).build())


def row_context(sheets: tuple[AnswerSheet, ...], finding: Finding) -> Context:
    """The finding in its row, with the rows of the cells that it contradicts."""
    own = (finding.sheet, finding.cell)
    # The cells that its sentences name: "C8 và C9", "D4 («Chỉ tiêu»)".
    told = _CELL.findall(f"{finding.message} {finding.remedy}")
    named = frozenset((sheet or finding.sheet, cell) for cell, sheet in told) - {own}
    rows = [
        (sheet.title, block, row)
        for sheet in sheets
        for block in sheet.blocks
        for row in block.rows
        if {(cell.sheet, cell.ref) for cell in row.cells} & ({own} | named)
    ]
    # The finding's own row is read first, whatever the order of the sheets.
    rows.sort(key=lambda found: own not in {(cell.sheet, cell.ref) for cell in found[2].cells})
    return Context(finding, own, named, tuple(rows))


class _Sheets:
    """What is looked up for each cell while the sheets are put together."""

    def __init__(self, reading: Reading, form: Submission, layout: FormLayout) -> None:
        self._plan: Plan = reading.plan
        self._form = form
        self._layout = layout
        self._at: defaultdict[Place, list[Finding]] = defaultdict(list)
        for finding in reading.findings:
            if finding.agency == form.agency and finding.cell:
                self._at[finding.sheet, finding.cell].append(finding)

    def build(self) -> Iterator[AnswerSheet]:
        for sheet in self._layout.sheets:
            if sheet.blocks:
                yield AnswerSheet(sheet.sheet.title, tuple(map(self._block, sheet.blocks)))

    def _block(self, block: Block) -> AnswerBlock:
        keys = [column.key for column in block.columns if column.key not in (*LABELS, REASON)]
        if block.table:
            listed = enumerate(self._form.tables.get(block.table.id, ()), 1)
            rows = tuple(
                AnswerRow(str(at), "", "", tuple(self._cell(answers.get(key), "") for key in keys), "")
                for at, answers in listed
            )
        else:
            rows = tuple(self._row(row, keys) for row in block.rows)
        return AnswerBlock(
            title=block.title,
            columns=tuple(column.label for column in block.columns if column.key in keys),
            rows=rows,
            has_units=any(row.unit for row in rows),
            has_reasons=any(row.reason for row in rows),
        )

    def _row(self, row: Row, keys: list[str]) -> AnswerRow:
        questions = [row.cells.get(key) for key in keys]
        given = self._form.answers
        answers = [given.get(question.id) if question else None for question in questions]
        before = [given.get(question.previous) if question and question.previous else None for question in questions]
        cells = tuple(
            self._cell(answer, former.raw if former else "") for answer, former in zip(answers, before, strict=True)
        )
        reason = next((answer.reason for answer in answers if answer and answer.reason), "")
        return AnswerRow(row.number, row.label, row.unit, cells, reason)

    def _cell(self, answer: Answer | None, previous: str) -> AnswerCell:
        if answer is None:
            return AnswerCell("", "", "", "", "", "", ())
        place = (answer.source.sheet, answer.source.cell)
        found = sorted(self._at.get(place, ()), key=lambda one: RANK[one.severity])
        severity = found[0].severity.value if found else ""
        return AnswerCell(answer.question, answer.raw, *place, previous, severity, tuple(map(finding_id, found)))


def findings_by_id(reading: Reading) -> Mapping[str, Finding]:
    return {finding_id(finding): finding for finding in reading.findings}
