"""Reads a finished report back, line by line: which numbers and quotes stand where, from the pieces alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from lamdong_report.content import (
    AgencyAnnex,
    Cell,
    GoalRow,
    IndicatorRow,
    Number,
    Paragraph,
    Pieces,
    Quote,
    ReportContent,
    StatusRow,
    Style,
    Text,
    text_of,
)
from lamdong_report.model import Figure, Source
from lamdong_report.text import lower_first

_HEADINGS = {Style.HEADING1: 1, Style.HEADING2: 2, Style.HEADING3: 3}
ANNEX = "Phụ lục"
# What the columns of the program's own tables are called, by the field that fills them.
_COLUMNS = {
    "document": "số, ký hiệu",
    "sent": "ngày gửi",
    "previous": "năm trước",
    "result": "kết quả",
    "difference": "so với chỉ tiêu",
    "note": "ghi chú",
}


class Passage(Struct, frozen=True):
    """A stretch of the report with one place: a paragraph, or a cell of an annex."""

    place: str
    pieces: Pieces


class PrintedLine(Struct, frozen=True):
    """A paragraph or a row of an annex: all its texts as on paper, and the passages that they are made of."""

    cells: tuple[str, ...]
    passages: tuple[Passage, ...]


class PrintedNumber(Struct, frozen=True):
    """One printed number: `place` is the section or annex cell, `text` what stands on paper, `beside` all around it."""

    place: str
    text: str
    figure: Figure
    beside: str = ""


class Quotation(Struct, frozen=True):
    """One printed quote: its place, its words and the cell that they were written in."""

    place: str
    text: str
    source: Source


def entries(content: ReportContent) -> tuple[PrintedNumber, ...]:
    """Every number of body and annexes in the order of the report."""
    return tuple(
        PrintedNumber(passage.place, piece.text, piece.figure, text_of(passage.pieces))
        for line in lines(content)
        for passage in line.passages
        for piece in passage.pieces
        if isinstance(piece, Number)
    )


def quotations(content: ReportContent) -> tuple[Quotation, ...]:
    """Every quote of body and annexes in the order of the report."""
    return tuple(
        Quotation(passage.place, piece.text, piece.source)
        for line in lines(content)
        for passage in line.passages
        for piece in passage.pieces
        if isinstance(piece, Quote)
    )


def lines(content: ReportContent) -> Iterator[PrintedLine]:
    """The body's paragraphs, then the rows of the annexes."""
    yield from _body(content.body)
    for row in content.indicators:
        yield _row(row, f"{ANNEX} I, dòng {row.number}", row.unit, row.target, row.judgement, row.agencies)
    for annex in content.annexes:
        yield from _table(annex, f"{ANNEX} {annex.number}")
    for words in content.words:
        place, agency = f"{ANNEX} {words.number}", ""
        for line in words.rows:
            if line.name:
                agency = line.name
                yield PrintedLine((agency,), (Passage(place, (Text(agency),)),))
                continue
            # A row's number is no number of the report.
            where = f"{place}, {agency}, dòng {line.cells[0]}"
            passages = _columns(where, words.columns[1:], line.cells[1:])
            yield PrintedLine(tuple(cell.text for cell in line.cells), tuple(passages))
    for status in content.statuses:
        yield _row(status, f"{ANNEX} {content.statuses_number}, dòng {status.number}")


def _body(body: tuple[Paragraph, ...]) -> Iterator[PrintedLine]:
    numbers = ["", "", "", ""]
    place = ""
    for paragraph in body:
        if level := _HEADINGS.get(paragraph.style):
            numbers[level:] = [paragraph.text.split(" ", 1)[0].rstrip("."), *[""] * (3 - level)]
            last = next(filter(None, reversed(numbers)), "")
            place = f"Mục {last if level == 1 else f'{numbers[1]}.{last}'}"
        if chart := paragraph.chart:
            drawn = (number for _, numbers in chart.series for number in numbers if number)
            yield PrintedLine((chart.title,), (Passage(f"{place}, biểu đồ", tuple(drawn)),))
            continue
        lead = paragraph.lead.rstrip(" :")
        yield PrintedLine(
            (f"{lead}: {paragraph.text}" if lead else paragraph.text,), (Passage(place, paragraph.pieces),)
        )
        for row in paragraph.rows:
            yield _row(row, f"{place}, bảng, dòng {row.number}", row.target, row.judgement)
        if paragraph.table:
            yield from _table(paragraph.table, f"{place}, bảng")


def _row(row: GoalRow | IndicatorRow | StatusRow, place: str, *fixed: str) -> PrintedLine:
    """A row of the program's own tables: its cells by the names of their columns, then its fixed words."""
    cells = [(name, getattr(row, key).pieces) for key, name in _COLUMNS.items() if key in row.__slots__]
    passages = [Passage(f"{place}, {name}", pieces) for name, pieces in cells]
    name = row.name if isinstance(row, StatusRow) else row.label
    passages += [Passage(place, (Text(text),)) for text in (name, *fixed) if text]
    values = (getattr(row, key) for key in row.__slots__)
    return PrintedLine(tuple(str(value) for value in values if isinstance(value, str | Cell)), tuple(passages))


def _table(annex: AgencyAnnex, place: str) -> Iterator[PrintedLine]:
    """The rows of an annex by agency, or of such a table in the body."""
    for row in (*annex.rows, *([annex.total] if annex.total.cells else ())):
        where = f"dòng {row.number} ({row.name})" if row.number else f"dòng {lower_first(row.name)}"
        passages = _columns(f"{place}, {where}", annex.columns, row.cells)
        yield PrintedLine(
            (row.number, row.name, *(cell.text for cell in row.cells)), (Passage("", (Text(row.name),)), *passages)
        )


def _columns(place: str, labels: Sequence[str], cells: Sequence[Cell]) -> list[Passage]:
    return [Passage(f"{place}, cột {label}", cell.pieces) for label, cell in zip(labels, cells, strict=True)]
