"""Carries out what the marks in a filled document ask for, and makes it a file: same content, same bytes."""

from __future__ import annotations

import io
from datetime import date, datetime, time

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from msgspec import Struct, field

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
)
from lamdong_report.packing import repack
from lamdong_report.results import DOUBTFUL_COLOUR
from lamdong_report.word.marks import Mark, Marks, holds_mark
from lamdong_report.word.rules import draw_rules
from lamdong_report.word.tidy import settle_columns, tidy

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LANGUAGE = "vi-VN"


def finish_document(document: Document, marks: Marks, day: date) -> tuple[str, ...]:
    """Do what the marks say; the words of required paragraphs that the template has not printed."""
    body, charts = document.element.body, 0
    drop_comments(document)
    comments, printed, widths = GatheredComments(day), set[int](), dict[Element, list[tuple[Element, int]]]()
    for text in [text for text in body.iter(T) if text.text and holds_mark(text.text)]:
        text.text, numbers = marks.take(text.text)
        printed.update(numbers)
        for mark in (marks.marks[number] for number in numbers):
            _carry_out(mark, text, comments, widths)
            if chart := mark.chart:
                charts += 1
                series = tuple(
                    Series(name, tuple(number.figure.value if number else None for number in numbers))
                    for name, numbers in chart.series
                )
                upright = Chart(
                    chart.title, chart.categories, series, chart.unit, chart.alternative, horizontal=False, height=75
                )
                insert_chart(document, text.getparent(), upright, charts, day.year)
    comments.attach(document)
    settle_columns(body, widths)
    tidy(document)
    draw_rules(document)
    return tuple(mark.required for at, mark in enumerate(marks.marks) if mark.required and at not in printed)


def _carry_out(
    mark: Mark, text: Element, comments: GatheredComments, widths: dict[Element, list[tuple[Element, int]]]
) -> None:
    paragraph = ancestor(text, P)
    if paragraph is None:
        return
    if mark.comment:
        comments.add(paragraph, mark.comment)
    if mark.doubtful:
        for run in paragraph.iter(R):
            child_at(child_at(run, RPR, first=True), HIGHLIGHT).set(VAL, DOUBTFUL_COLOUR)
    cell, table = ancestor(text, TC), ancestor(text, TBL)
    if mark.width and cell is not None and table is not None:
        widths.setdefault(table, []).append((cell, mark.width))


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
    for anchor in list(document.element.body.iter(RANGE_START, RANGE_END, REFERENCE)):
        anchor.getparent().remove(anchor)
    for key, relation in list(document.part.rels.items()):
        if "/comments" in relation.reltype:
            del document.part.rels[key]


class Properties(Struct, frozen=True):
    """What the file says of itself; its times are those of one day."""

    title: str
    author: str
    day: date


def document_bytes(document: Document, properties: Properties) -> bytes:
    """The document as .docx bytes, the same for the same content."""
    core, moment = document.core_properties, datetime.combine(properties.day, time())
    # python-docx takes no more than 255 characters of a property.
    core.title, core.author, core.last_modified_by = properties.title[:255], properties.author, properties.author
    core.language, core.revision = LANGUAGE, 1
    core.created = core.modified = moment
    core.subject = core.comments = core.keywords = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())
