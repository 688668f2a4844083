"""Carries out, in the filled document, what the marks in its text ask for: comments, highlights, column widths."""

from __future__ import annotations

from datetime import date

from docx.document import Document

from lamdong_report.content import BarChart
from lamdong_report.docx.charts import Chart, Series, insert_chart
from lamdong_report.docx.wordml import HIGHLIGHT, RPR, TBL, TC, VAL, Element, P, R, T, child_at
from lamdong_report.results import DOUBTFUL_COLOUR
from lamdong_report.word.columns import settle_columns
from lamdong_report.word.comments import GatheredComments, drop_comments
from lamdong_report.word.marks import Mark, Marks, holds_mark
from lamdong_report.word.rules import draw_rules
from lamdong_report.word.tags import ancestor
from lamdong_report.word.tidy import tidy


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
            if mark.chart:
                charts += 1
                insert_chart(document, text.getparent(), _drawn(mark.chart), charts, day.year)
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
        _highlight(paragraph)
    cell, table = ancestor(text, TC), ancestor(text, TBL)
    if mark.width and cell is not None and table is not None:
        widths.setdefault(table, []).append((cell, mark.width))


def _drawn(chart: BarChart) -> Chart:
    """The chart as Word draws it: upright bars, as many numbers below them as there are categories."""
    series = tuple(
        Series(name, tuple(number.figure.value if number else None for number in numbers))
        for name, numbers in chart.series
    )
    return Chart(chart.title, chart.categories, series, chart.unit, chart.alternative, horizontal=False, height=75)


def _highlight(paragraph: Element) -> None:
    for run in paragraph.iter(R):
        child_at(child_at(run, RPR, first=True), HIGHLIGHT).set(VAL, DOUBTFUL_COLOUR)
