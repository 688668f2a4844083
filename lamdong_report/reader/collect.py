"""From the rows found in a workbook to what one agency answered, with a finding for whatever is odd on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from msgspec import Struct

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.many import tell_in_part
from lamdong_report.catalogue.phrases import first_cells
from lamdong_report.codes import Code
from lamdong_report.layout import LABEL, UNIT
from lamdong_report.model import Answer, Finding, Source, TableRow
from lamdong_report.plan import REASON, Agency, Question
from lamdong_report.reader.borrowed import foreign_answers
from lamdong_report.reader.copies import without_copies
from lamdong_report.reader.entries import RowKind, judge_rows, signed_rows
from lamdong_report.reader.index import FormIndex, KnownRow, absent_parts, missing_parts, plain_label, with_nothing
from lamdong_report.reader.outside import answer_in_unit, changed_headings, changed_unit, told_outside
from lamdong_report.reader.remarks import Remark, cell_text, to_findings
from lamdong_report.reader.rows import FormRow, SheetScan
from lamdong_report.reader.values import Rules, read_cell, read_words
from lamdong_report.spreadsheet.book import Spot
from lamdong_report.text.clean import clean

# So many rows that are no entries are quoted, and cells far from the form named.
_MOST_QUOTED = 3


class Collected(Struct, frozen=True):
    """Answers by question id in the plan's order, blank cells too; tables by table id; and the findings.

    `absent` are the ids of what the agency is asked and has no cell for.
    """

    answers: Mapping[str, Answer]
    tables: Mapping[str, tuple[TableRow, ...]]
    findings: tuple[Finding, ...]
    absent: frozenset[str]


def collect(
    scans: Iterable[SheetScan],
    index: FormIndex,
    agency: Agency,
    file: str,
    rules: Rules,
    *,
    is_older: bool,
    owner: str = "",
) -> Collected:
    """Everything that the agency wrote into its form; `is_older`: the form's version is not the plan's any more.

    `owner` is whose form it is, in words, where that is not the agency.
    """
    work = _Collector(index, agency.code, file, rules)
    for scan in scans:
        work.take(scan)
    return work.result(is_older, owner)


class _Candidate(Struct, frozen=True):
    """A cell that a question may be answered in, with what stands beside it as a reason."""

    question: Question
    spot: Spot
    reason: str

    @property
    def weight(self) -> tuple[bool, bool, bool, bool]:
        """The larger, the more there is in the cell; what can be seen goes before a hidden copy of the same."""
        there = not self.spot.is_blank
        return there, not self.spot.sheet.hidden, self.spot.is_broken, bool(self.reason)


class _Collector:
    def __init__(self, index: FormIndex, agency: str, file: str, rules: Rules) -> None:
        self._index = index
        self._agency = agency
        self._file = file
        self._rules = rules
        self._said: list[Remark] = []
        self._candidates: dict[str, list[_Candidate]] = defaultdict(list)
        self._lists: dict[str, list[FormRow]] = defaultdict(list)

    def take(self, scan: SheetScan) -> None:
        """Sort the rows of one sheet."""
        for line in scan.lines:
            self._take_line(line, self._index.rows[line.id])
        for table, line in scan.table_rows:
            self._lists[table].append(line)
        signed = signed_rows(scan)
        for line in scan.loose:
            if line.row in signed and not line.id:
                continue  # told with all that stands beside the answers
            label = line.spot(LABEL)
            # The form reckons beside its own labels: a formula, or the value that some program has made of it.
            own = self._index.blocks[line.block].indicator is not None and label is not None and not label.is_blank
            code: Code = "id-unknown" if line.id else "text-outside"
            for spot in line.answers:
                if not (spot.facts.formula or own):
                    self._say(Remark(code, text=cell_text(spot.value), id=line.id), spot)
        if scan.sheet.far:
            cells = first_cells(scan.sheet.far, _MOST_QUOTED)
            self._said.append(Remark("cells-far", cells=cells).at(scan.sheet.name))
        for block in scan.guessed_blocks:
            title = self._index.blocks[block].title
            self._said.append(Remark("marker-lost", block=title).at(scan.sheet.name))
        self._said += changed_headings(scan, self._index)
        self._said += told_outside(scan, self._index, signed)

    def _take_line(self, line: FormRow, known: KnownRow) -> None:
        """Note the cells of a row for their questions; nothing that stands in another cell is lost."""
        beside = line.spot(REASON)
        reason = None
        if beside is not None and not beside.is_blank:
            reason = read_words(beside, convert=self._rules.convert_legacy)
        why = clean(cell_text(reason.cell)) if reason else ""
        asked = ""
        for key, question in known.cells.items():
            spot = line.spot(key)
            if spot is None:
                continue
            if self._agency in self._index.plan.asked.get(question.id, frozenset()):
                asked = asked or question.id
                self._candidates[question.id].append(_Candidate(question, spot, why))
            elif not spot.is_blank:
                self._say(Remark("not-asked", text=cell_text(spot.value)), spot, question.id)
        if not asked:
            return
        label = line.spot(LABEL)
        # The printed label may say more (a star, a hint, whose row it is), but not something else.
        if label is not None and plain_label(known.label) not in plain_label(cell_text(label.value)):
            self._say(Remark("label-changed", text=cell_text(label.value), label=known.label), label, asked)
        if remark := answer_in_unit(line, known):
            self._say(remark, line.spot(next(iter(known.cells))), asked)
        elif remark := changed_unit(line, known.unit):
            self._say(remark, line.spot(UNIT), asked)
        for remark in reason.remarks if reason else ():
            self._say(remark, beside, asked)

    def _say(self, remark: Remark, spot: Spot | None, question: str = "") -> None:
        if spot is not None:
            self._said.append(remark.at(spot.sheet.name, spot.ref, question))

    def _read_list(self, table: str, lines: Sequence[FormRow]) -> Iterator[TableRow]:
        """The entries of a list; what else stands between and below them is told once."""
        others: list[Sequence[Spot]] = []
        if self._agency not in self._index.table_asked[table]:
            for line in lines:
                if answers := line.answers:
                    self._say(Remark("not-asked", text=cell_text(answers[0].value)), answers[0])
            return
        entries: list[FormRow] = []
        sheets = [tuple(some) for _, some in groupby(lines, key=lambda line: line.sheet.name)]
        judged = chain.from_iterable(judge_rows(some, self._index.table_cells[table]) for some in sheets)
        for line, kind in judged:
            if kind is RowKind.ENTRY:
                entries.append(line)
            elif kind is RowKind.TOTAL:
                self._say(Remark("table-total", text=cell_text(line.answers[0].value)), line.answers[0])
            else:
                others.append(line.answers)
        if others:
            texts = "», «".join(clean(cell_text(spots[0].value)) for spots in others[:_MOST_QUOTED])
            more = f"» và {len(others) - _MOST_QUOTED} dòng khác («…" if len(others) > _MOST_QUOTED else ""
            cells = ", ".join(spot.ref for spots in others for spot in spots)
            remark = Remark("rows-no-entries", count=str(len(others)), texts=texts + more, cells=cells)
            self._say(remark, others[0][0])
        for line in self._listed(table, entries):
            yield self._table_row(table, line)

    def _listed(self, table: str, entries: Sequence[FormRow]) -> tuple[FormRow, ...]:
        """The entries, each once where the list was copied onto another sheet."""
        unit = self._index.tables[table].units  # a name that the form holds from the start is no entry yet
        filled = [line for line in entries if any(spot.column != line.columns.get(unit) for spot in line.answers)]
        listed = without_copies(filled, self._index.table_cells[table])
        for line, other, key in listed.versions:
            spot, other_spot = line.spot(key), other.spot(key)
            if spot is not None and other_spot is not None:
                self._say(_two_answers(spot, other_spot), spot)
        if listed.added:
            title, count = self._index.tables[table].title, str(len(listed.added))
            once = f"; {listed.repeated} dòng giống hệt ở hai trang chỉ tính một lần" if listed.repeated else ""
            first = listed.added[0]
            remark = Remark(
                "list-on-two-sheets", table=title, other=listed.entries[0].sheet.name, count=count, once=once
            )
            self._say(remark, first.answers[0])
        return listed.entries

    def _table_row(self, table: str, line: FormRow) -> TableRow:
        """An answer for each cell of the row; none at all for a row in which nothing stands that can be seen.

        A unit's name, which the form holds from the start, is nothing yet.
        """
        cells = self._index.table_cells[table].items()
        spots = [(key, question, spot) for key, question in cells if (spot := line.spot(key)) is not None]
        row = {key: self._answer(question, spot) for key, question, spot in spots}
        unit = self._index.tables[table].units
        is_filled = any(answer.raw for key, answer in row.items() if key != unit) or any(
            spot.is_broken for _, _, spot in spots
        )
        return row if is_filled else {}

    def _answer(self, question: Question, spot: Spot, reason: str = "") -> Answer:
        """What stands in the cell; a blank one is an answer without value and text, for its place is worth knowing."""
        reading = read_cell(spot, question, self._rules)
        for remark in reading.remarks:
            required = self._index.plan.required.get(question.id, ())
            if remark.code == "cells-merged" and self._agency in required:  # under a merge it is a missing one
                remark = Remark("answer-merged", **remark.fields)
            self._say(remark, spot, question.id)
        return Answer(question.id, reading.value, Source(self._file, spot.sheet.name, spot.ref), reading.raw, reason)

    def result(self, is_older: bool, owner: str) -> Collected:
        found = [key for key in self._index.plan.questions if key in self._candidates]
        answers = with_nothing(self._index, {key: self._best_answer(self._candidates[key]) for key in found})
        tables = {
            table: tuple(row for row in self._read_list(table, lines) if row) for table, lines in self._lists.items()
        }
        absent = absent_parts(self._index, self._agency, frozenset(self._candidates) | frozenset(self._lists))
        if owner:
            findings = self._told_once(owner, len(absent))
        else:
            lost = missing_parts(self._index, self._agency, absent, is_older)
            findings = to_findings((*lost, *self._said), self._file, self._agency)
        return Collected(answers, tables, tuple(tell_in_part(findings, self._index.plan.questions)), absent)

    def _told_once(self, owner: str, lost: int) -> tuple[Finding, ...]:
        """The findings of a form that was made for others: what it lacks and what it asks more is one of them."""
        strange = [one for one in self._said if one.code == "not-asked"]
        others = [one for one in self._said if one.code != "not-asked"]
        plan, source = self._index.plan, Source(self._file, "", "")
        filler = plan.form_agency_name(plan.agency(self._agency))
        once = make_finding("form-of-another", agency=self._agency, source=source, owner=owner,
                            filler=filler, lost=lost, others=foreign_answers(strange))  # fmt: skip
        return once, *to_findings(others, self._file, self._agency)

    def _best_answer(self, candidates: list[_Candidate]) -> Answer:
        """The answer of a question that may stand in several cells: the first that has most in it."""
        best = max(candidates, key=lambda one: one.weight) if len(candidates) > 1 else candidates[0]
        for other in candidates if len(candidates) > 1 else ():
            text, other_text = cell_text(best.spot.value), cell_text(other.spot.value)
            if other is not best and not other.spot.is_blank and clean(other_text) != clean(text):
                self._say(_two_answers(best.spot, other.spot), best.spot, best.question.id)
        return self._answer(best.question, best.spot, best.reason)


def _two_answers(spot: Spot, other: Spot) -> Remark:
    """That one and the same thing is answered twice, and not alike."""
    hidden = " đang ẩn" if other.sheet.hidden else ""
    where = f"trang{hidden} «{other.sheet.name}» ô {other.ref}"
    return Remark("answers-differ", other=where, text=cell_text(spot.value), other_text=cell_text(other.value))
