"""How what was read travels between processes: as plain tuples, for dataclasses take ten times as long to pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lamdong_report.model import Answer, Finding, Source, Submission, TableRow, Value
from lamdong_report.reader.files import Found
from lamdong_report.reader.forms import Opened

# Column, question, value, sheet, cell, raw, reason of an answer; the file is the form's.
_Cell = tuple[str, str, Value | None, str, str, str, str]
_Cells = list[_Cell]
# The form without its answers, the answers, the rows of its tables, the findings.
_Form = tuple[Submission | None, _Cells, dict[str, list[_Cells]], tuple[Finding, ...]]
Parcel = list[tuple[str, _Form]]


def pack(found: Found) -> Parcel:
    return [(name, _pack_form(form)) for name, form in found]


def _pack_form(form: Opened) -> _Form:
    sent = form.submission
    if sent is None:
        return None, [], {}, form.findings
    tables = {table: [_pack_cells(row) for row in rows] for table, rows in sent.tables.items()}
    return replace(sent, answers={}, tables={}), _pack_cells(sent.answers), tables, form.findings


def _pack_cells(answers: Mapping[str, Answer]) -> _Cells:
    return [
        (key, one.question, one.value, one.source.sheet, one.source.cell, one.raw, one.reason)
        for key, one in answers.items()
    ]


class Unpacker:
    """Makes of a parcel what was packed; a text that many forms have in common (an id, a cell's name) is kept once."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def unpack(self, parcel: Parcel) -> Found:
        return tuple((name, self._form(*form)) for name, form in parcel)

    def _form(
        self,
        sent: Submission | None,
        answers: _Cells,
        tables: Mapping[str, Iterable[_Cells]],
        findings: tuple[Finding, ...],
    ) -> Opened:
        if sent is None:
            return Opened(None, findings)
        rows = {table: tuple(self._cells(row, sent.file) for row in some) for table, some in tables.items()}
        return Opened(replace(sent, answers=self._cells(answers, sent.file), tables=rows), findings)

    def _cells(self, cells: _Cells, file: str) -> TableRow:
        same = self._texts.setdefault
        found: dict[str, Answer] = {}
        for key, question, value, sheet, cell, raw, reason in cells:
            source = Source(file, same(sheet, sheet), same(cell, cell))
            found[same(key, key)] = Answer(same(question, question), value, source, raw, reason)
        return found
