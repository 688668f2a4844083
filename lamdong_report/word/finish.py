"""Carries out what the marks in a filled document ask for, and makes it a file: same content, same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from msgspec import Struct, field

from lamdong_report.content import BarChart
from lamdong_report.docx.charts import Chart, Series, insert_chart
from lamdong_report.docx.comments import CONTENT_TYPE, anchor_comment, comments_root, write_comment
from lamdong_report.docx.package import OFFICE
from lamdong_report.docx.wordml import (
    HIGHLIGHT,
    RANGE_END,
    RANGE_START,
    REFERENCE,
    RPR,
    TBL,
    TC,
    VAL,
    Element,
    P,
    R,
    T,
    ancestor,
    child_at,
    remove,
)
from lamdong_report.packing import pack, unpack
from lamdong_report.results import DOUBTFUL_COLOUR
from lamdong_report.word.longtables import RowStretch, put_back
from lamdong_report.word.marks import Marks, holds_mark
from lamdong_report.word.rules import draw_rules
from lamdong_report.word.styles import DocumentStyles
from lamdong_report.word.tidy import apply_grid, new_grid, settle_columns, tidy

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LANGUAGE = "vi-VN"


def finish_document(
    document: Document, marks: Marks, day: date, stretches: Sequence[RowStretch] = ()
) -> tuple[str, ...]:
    """Do what the marks say; the words of required paragraphs that the template has not printed.

    `stretches` are the rows of long tables in whose places the body has instructions.
    """
    body, styles, carrier = document.element.body, DocumentStyles(document), _Carrier(document, marks, day)
    drop_comments(document)
    widths = _marked_widths(body, marks)  # the head of a table, which says them, is never cut out
    # Comments and charts are numbered in the order of the document, stretches among the rest.
    for one in _marked(body, etree.PI) if stretches else _marked(body):
        table = one.getparent()
        if one.tag == T:
            carrier.carry_out(one)
        elif table is not None:
            _finish_stretch(stretches[int(one.text or "")], new_grid(table, widths), styles, carrier)
    carrier.comments.attach(document)
    settle_columns(body, widths)
    tidy(body, styles)
    draw_rules(body, styles)
    return tuple(mark.required for at, mark in enumerate(marks.marks) if mark.required and at not in carrier.printed)


def _finish_stretch(stretch: RowStretch, grid: Sequence[int], styles: DocumentStyles, carrier: _Carrier) -> None:
    """Do to these rows what is done to the body; `grid` is the new one of their table, if it gets one."""
    table = stretch.table()
    body = table.getparent()
    assert body is not None
    drop_anchors(body)
    for text in _marked(body):
        carrier.carry_out(text)
    if grid:
        apply_grid(table, grid)
    tidy(body, styles)
    draw_rules(body, styles)
    stretch.keep(table)


def _marked(body: Element, *others: Any) -> list[Element]:
    """The texts that hold marks, and what is of another kind that was asked for, in their order."""
    return [one for one in body.iter(T, *others) if one.tag != T or (one.text and holds_mark(one.text))]


def _marked_widths(body: Element, marks: Marks) -> dict[Element, list[tuple[Element, int]]]:
    """The header cells of each table whose marks say how wide they are, in mm."""
    widths: dict[Element, list[tuple[Element, int]]] = {}
    for text in _marked(body):
        cell, table = ancestor(text, TC), ancestor(text, TBL)
        for mark in (marks.marks[number] for number in marks.take(text.text or "")[1]):
            if mark.width and cell is not None and table is not None:
                widths.setdefault(table, []).append((cell, mark.width))
    return widths


class _Carrier:
    """Carries out the marks of one document; `printed` are the numbers of those that it has met."""

    def __init__(self, document: Document, marks: Marks, day: date) -> None:
        self.comments, self.printed = GatheredComments(day), set[int]()
        self._document, self._marks, self._charts = document, marks, 0

    def carry_out(self, text: Element) -> None:
        """Do what the marks in the text ask for, and take them out of it."""
        text.text, numbers = self._marks.take(text.text or "")
        self.printed.update(numbers)
        paragraph, run = ancestor(text, P), text.getparent()
        for mark in (self._marks.marks[number] for number in numbers):
            if mark.comment and paragraph is not None:
                self.comments.add(paragraph, mark.comment)
            for one in paragraph.iter(R) if mark.doubtful and paragraph is not None else ():
                child_at(child_at(one, RPR, first=True), HIGHLIGHT).set(VAL, DOUBTFUL_COLOUR)
            if mark.chart and run is not None:
                self._charts += 1
                _draw(mark.chart, self._document, run, self._charts, self.comments.day.year)


def _draw(drawn: BarChart, document: Document, run: Element, number: int, year: int) -> None:
    series = tuple(
        Series(name, tuple(number.figure.value if number else None for number in numbers))
        for name, numbers in drawn.series
    )
    upright = Chart(drawn.title, drawn.categories, series, drawn.unit, drawn.alternative, horizontal=False, height=75)
    insert_chart(document, run, upright, number, year)


class GatheredComments(Struct):
    """The comments of one document; all bear one day, so that no clock shows."""

    day: date
    root: Element = field(default_factory=comments_root)

    def add(self, paragraph: Element, text: str) -> None:
        """Anchor a comment around all that the paragraph says."""
        number = str(len(self.root))
        write_comment(self.root, number, text, f"{self.day.isoformat()}T00:00:00Z")
        anchor_comment(paragraph, number)

    def attach(self, document: Document) -> None:
        """Write the part that holds the comments, if there are any."""
        if len(self.root):
            xml = _DECLARATION + etree.tostring(self.root, encoding="unicode")
            part = Part(PackURI("/word/comments.xml"), CONTENT_TYPE, xml.encode("utf-8"), document.part.package)
            document.part.relate_to(part, OFFICE + "comments")


def drop_comments(document: Document) -> None:
    """Take out the template's own comments: notes for those who edit it, not for those who read the report."""
    drop_anchors(document.element.body)
    for key, relation in list(document.part.rels.items()):
        if "/comments" in relation.reltype:
            del document.part.rels[key]


def drop_anchors(body: Element) -> None:
    for anchor in list(body.iter(RANGE_START, RANGE_END, REFERENCE)):
        remove(anchor)


class Properties(Struct, frozen=True):
    """What the file says of itself; its times are those of one day."""

    title: str
    author: str
    day: date


def document_bytes(document: Document, properties: Properties, stretches: Sequence[RowStretch] = ()) -> bytes:
    """The document as .docx bytes, the same for the same content; `stretches` as they were finished."""
    core, moment = document.core_properties, datetime.combine(properties.day, time())
    # python-docx takes no more than 255 characters of a property.
    core.title, core.author, core.last_modified_by = properties.title[:255], properties.author, properties.author
    core.language, core.revision = LANGUAGE, 1
    core.created = core.modified = moment
    core.subject = core.comments = core.keywords = ""
    buffer = io.BytesIO()
    document.save(buffer)
    parts = unpack(buffer.getvalue())
    body = document.part.partname.membername
    return pack({**parts, body: put_back(parts[body], stretches)})
