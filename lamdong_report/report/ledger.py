"""Reads a finished report back, line by line: which numbers and quotes stand where, from the pieces alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the report with one place: a paragraph, or a cell of an annex."""

    place: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a row of an annex: all its texts as they stand on paper, and the spots that they are made of."""

    cells: tuple[str, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed number: `place` is the section or annex cell, `text` what stands on paper, `beside` all around it."""

    place: str
    text: str
    figure: Figure
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One printed quote: its place, its words and the cell that they were written in."""

    place: str
    text: str
    source: Source


def entries(content: ReportContent) -> tuple[Entry, ...]:
    """Every number of body and annexes in the order of the report."""
    return tuple(
        Entry(spot.place, piece.text, piece.figure, text_of(spot.pieces))
        for line in lines(content)
        for spot in line.spots
        for piece in spot.pieces
        if isinstance(piece, Number)
    )


def quotations(content: ReportContent) -> tuple[Quotation, ...]:
    """Every quote of body and annexes in the order of the report."""
    return tuple(
        Quotation(spot.place, piece.text, piece.source)
        for line in lines(content)
        for spot in line.spots
        for piece in spot.pieces
        if isinstance(piece, Quote)
    )


def lines(content: ReportContent) -> Iterator[Line]:
    """The body's paragraphs, then the rows of the annexes."""
    yield from _body(content.body)
    yield from _indicators(content)
    yield from _agencies(content)
    yield from _words(content)
    yield from _statuses(content)


def _body(body: tuple[Paragraph, ...]) -> Iterator[Line]:
    numbers = ["", "", "", ""]
    place = ""
    for paragraph in body:
        if level := _HEADINGS.get(paragraph.style):
            numbers[level:] = [paragraph.text.split(" ", 1)[0].rstrip("."), *[""] * (3 - level)]
            last = next(filter(None, reversed(numbers)), "")
            place = f"Mục {last if level == 1 else f'{numbers[1]}.{last}'}"
        if chart := paragraph.chart:
            drawn = (number for _, numbers in chart.series for number in numbers if number)
            yield Line((chart.title,), (Spot(f"{place}, biểu đồ", tuple(drawn)),))
            continue
        if paragraph.rows:
            yield Line((paragraph.text,), (Spot(place, paragraph.pieces),))
            for row in paragraph.rows:
                yield Line(_texts(row), tuple(_goal_spots(row, f"{place}, bảng")))
            continue
        if paragraph.table:
            yield Line((paragraph.text,), (Spot(place, paragraph.pieces),))
            yield from _table(paragraph.table, f"{place}, bảng")
            continue
        lead = paragraph.lead.rstrip(" :")
        yield Line((f"{lead}: {paragraph.text}" if lead else paragraph.text,), (Spot(place, paragraph.pieces),))


def _goal_spots(row: GoalRow, table: str) -> Iterator[Spot]:
    place = f"{table}, dòng {row.number}"
    yield from (
        Spot(f"{place}, {name}", cell.pieces) for name, cell in (("năm trước", row.previous), ("kết quả", row.result))
    )
    yield from (Spot(place, (Text(text),)) for text in (row.label, row.target, row.judgement) if text)


def _indicators(content: ReportContent) -> Iterator[Line]:
    for row in content.indicators:
        yield Line(_texts(row), tuple(_indicator_spots(row)))


def _indicator_spots(row: IndicatorRow) -> Iterator[Spot]:
    place = f"{ANNEX} I, dòng {row.number}"
    named = (
        ("năm trước", row.previous),
        ("kết quả", row.result),
        ("so với chỉ tiêu", row.difference),
        ("ghi chú", row.note),
    )
    yield from (Spot(f"{place}, {name}", cell.pieces) for name, cell in named)
    fixed = (row.label, row.unit, row.target, row.judgement, row.agencies)
    yield from (Spot(place, (Text(text),)) for text in fixed if text)


def _agencies(content: ReportContent) -> Iterator[Line]:
    for annex in content.annexes:
        yield from _table(annex, f"{ANNEX} {annex.number}")


def _table(annex: AgencyAnnex, place: str) -> Iterator[Line]:
    for row in (*annex.rows, *([annex.total] if annex.total.cells else ())):
        where = f"dòng {row.number} ({row.name})" if row.number else f"dòng {lower_first(row.name)}"
        spots = (
            Spot(f"{place}, {where}, cột {label}", cell.pieces)
            for label, cell in zip(annex.columns, row.cells, strict=True)
        )
        yield Line((row.number, row.name, *(cell.text for cell in row.cells)), (Spot("", (Text(row.name),)), *spots))


def _words(content: ReportContent) -> Iterator[Line]:
    """The annex of words; a row's number is no number of the report."""
    for annex in content.words:
        agency = ""
        for row in annex.rows:
            if row.name:
                agency = row.name
                yield Line((agency,), (Spot(f"{ANNEX} {annex.number}", (Text(agency),)),))
                continue
            where = f"{ANNEX} {annex.number}, {agency}, dòng {row.cells[0]}"
            spots = (
                Spot(f"{where}, cột {label}", cell.pieces)
                for label, cell in zip(annex.columns[1:], row.cells[1:], strict=True)
            )
            yield Line(tuple(cell.text for cell in row.cells), tuple(spots))


def _statuses(content: ReportContent) -> Iterator[Line]:
    for row in content.statuses:
        yield Line(_texts(row), tuple(_status_spots(row, content.statuses_number)))


def _status_spots(row: StatusRow, number: str) -> Iterator[Spot]:
    place = f"{ANNEX} {number}, dòng {row.number}"
    named = (("số, ký hiệu", row.document), ("ngày gửi", row.sent), ("ghi chú", row.note))
    yield from (Spot(f"{place}, {name}", cell.pieces) for name, cell in named)
    yield Spot(place, (Text(row.name),))


def _texts(row: GoalRow | IndicatorRow | StatusRow) -> tuple[str, ...]:
    """All texts of a row, in the order of its fields."""
    values = (getattr(row, name) for name in row.__slots__)
    return tuple(str(value) for value in values if isinstance(value, str | Cell))
