"""The comments in the margin of a draft: what is doubtful, missing or left out under a paragraph's numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from lamdong_report.content import Cell, IndicatorRow, Number, Paragraph, Pieces, ReportContent
from lamdong_report.model import Figure, Finding, Severity, Source
from lamdong_report.plan import Plan
from lamdong_report.text import format_number, upper_first

# A comment beside a paragraph is a column wide: more cells than these would hang below the page; workbooks have all.
MOST_TOLD = 5
_DOUBTFUL = "Số liệu này dựa trên ô còn thiếu hoặc còn phải kiểm tra:"
_ALONE = "Không tính vào số liệu này, vì cơ quan mới ghi một trong hai số phải có (số tổng và số thành phần):"
_DECIDED = "Theo quyết định của cơ quan chủ trì:"


def doubtful_cells(findings: Iterable[Finding]) -> dict[Source, Finding]:
    """The findings that cast doubt on a single cell: errors and warnings, the first one for each cell."""
    doubts: dict[Source, Finding] = {}
    for finding in findings:
        if finding.cell and finding.severity is not Severity.NOTE:
            doubts.setdefault(Source(finding.file, finding.sheet, finding.cell), finding)
    return doubts


def for_readers(
    content: ReportContent, plan: Plan, findings: Iterable[Finding], decided: Mapping[Source, str]
) -> ReportContent:
    """The report with what is meant for the officials' eyes only (comments, highlighting) in drafts alone.

    There the findings on single cells, and what the office has `decided` of them, are told beside each paragraph and
    each result whose numbers rest on them; a final report keeps no mark but of what an official still has to write.
    """
    if content.draft:
        names = {agency.code: upper_first(agency.name) for agency in plan.agencies}
        margin = _Margin(doubtful_cells(findings), decided, names)
        return replace(
            content,
            body=tuple(margin.paragraph(paragraph) for paragraph in content.body),
            indicators=tuple(margin.row(row) for row in content.indicators),
        )
    slots = {section.slot for section in plan.sections}
    body = tuple(replace(p, comment="", doubtful=p.text in slots and p.doubtful) for p in content.body)
    words = tuple(
        replace(annex, rows=tuple(replace(row, cells=tuple(Cell(c.pieces) for c in row.cells)) for row in annex.rows))
        for annex in content.words
    )
    return replace(content, body=body, words=words)


@dataclass(slots=True)
class _Margin:
    """`doubts` are the findings on single cells, `decided` what to say of cells that the office has decided on.

    `names` says how the agencies, by code, are called.
    """

    doubts: Mapping[Source, Finding]
    decided: Mapping[Source, str]
    names: Mapping[str, str]
    _by_question: dict[str, list[Source]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_question = {}
        for source, finding in self.doubts.items():
            self._by_question.setdefault(finding.question, []).append(source)

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        if paragraph.doubtful:
            return paragraph
        comments = (paragraph.comment, self.comment(paragraph.pieces))
        rows = tuple(replace(row, result=self._cell(row.result)) for row in paragraph.rows)
        table = paragraph.table
        if table:
            # Of a row what is doubtful of its own cells: an agency's other rows have comments of their own.
            own = [(row, tuple(self._cell(cell, asked=False) for cell in row.cells)) for row in table.rows]
            table = replace(table, rows=tuple(replace(row, cells=cells) for row, cells in own))
        return replace(paragraph, comment="\n".join(filter(None, comments)), rows=rows, table=table)

    def _cell(self, cell: Cell, *, asked: bool = True) -> Cell:
        comment = self.comment(cell.pieces, asked=asked)
        return Cell(cell.pieces, comment) if comment else cell

    def row(self, row: IndicatorRow) -> IndicatorRow:
        return replace(row, result=self._cell(row.result))

    def comment(self, pieces: Pieces, *, asked: bool = True) -> str:
        """What to tell the reader about the cells under these numbers; "" when there is nothing to tell.

        Unless `asked`, cells of the same agencies that gave them no number are left out.
        """
        figures = [piece.figure for piece in pieces if isinstance(piece, Number)]
        doubtful = dict.fromkeys(source for figure in figures for source in self._doubtful(figure, asked=asked))
        decided = dict.fromkeys(s for figure in figures for s in figure.sources if s in self.decided)
        # The numbers that were given and do not count.
        left_out = {part.source: part for figure in figures for part in figure.left_out}
        found = [(source, self.doubts[source]) for source in doubtful]
        doubts = (f"{self._named(finding.agency, source)}: {finding.message}" for source, finding in found)
        alone = (
            f"{self._named(part.agency, source)}: {format_number(part.value)} («{source.sheet}» ô {source.cell})."
            for source, part in left_out.items()
        )
        words = (f"{source.file}: {self.decided[source]}" for source in decided)
        told = _told(_DOUBTFUL, doubts, len(doubtful), "can-sua.xlsx")
        told += _told(_ALONE, alone, len(left_out), "truy-vet-so-lieu.xlsx")
        told += _told(_DECIDED, words, len(decided))
        return "\n".join(told)

    def _named(self, agency: str, source: Source) -> str:
        """Whose cell it is, and in which file."""
        return f"{self.names[agency]}, tệp {source.file}" if agency in self.names else source.file

    def _doubtful(self, figure: Figure, *, asked: bool) -> Iterator[Source]:
        """The figure's own cells that are in doubt, then those that gave it no number though they were asked to."""
        yield from (source for source in figure.sources if source in self.doubts)
        questions = dict.fromkeys(part.question for part in (*figure.parts, *figure.base_parts))
        for source in (source for question in questions for source in self._by_question.get(question, ())):
            if asked and self.doubts[source].agency in figure.asked:
                yield source


def _told(lead: str, cells: Iterable[str], count: int, file: str = "") -> list[str]:
    """What there is to tell of so many cells under a lead: the first of them, and how many others the file has."""
    others = [f"Và {count - MOST_TOLD} ô khác, xem tệp {file}."] if file and count > MOST_TOLD else []
    return [lead, *islice(cells, MOST_TOLD), *others] if count else []
