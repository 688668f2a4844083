"""Spells out the questions that topics, grids and indicators stand for, so that all else sees only questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lamdong_report.plan.question import NOTHING, OUTSTANDING, STATUS, VALUE, WORDS, Question, question_of
from lamdong_report.plan.schema import (
    Ask,
    CellEntry,
    FormWords,
    Grid,
    Group,
    Indicator,
    IndicatorExtra,
    Kind,
    QuestionEntry,
    Sheet,
    Topic,
)


def expand_single(entry: QuestionEntry) -> Question:
    """A question of [[questions]] stands in a row of its own, under the value column."""
    return question_of(
        entry,
        id=entry.id,
        row=entry.id,
        column=VALUE,
        section=entry.section,
        sheet=entry.sheet,
        asked=entry.asked,
    )


def expand_topic(topic: Topic, form: FormWords, groups: Iterable[Group]) -> Iterator[Question]:
    if topic.status:
        yield _topic_cell(topic, STATUS, Kind.CHOICE, form.status_label, topic.asked, form.statuses)
    yield _topic_cell(topic, WORDS, Kind.WORDS, form.words_label, topic.asked)
    if any(group.summed for group in groups):
        outsiders = tuple(f"-{group.id}" for group in groups if not group.summed)
        yield _topic_cell(topic, OUTSTANDING, Kind.YESNO, form.outstanding_label, (*topic.asked, *outsiders))


def _topic_cell(
    topic: Topic, column: str, kind: Kind, label: str, asked: tuple[str, ...], choices: tuple[str, ...] = ()
) -> Question:
    return Question(
        id=f"{topic.id}.{column}",
        row=topic.id,
        column=column,
        section=topic.section,
        sheet=topic.sheet,
        label=f"{topic.label} – {label}",
        kind=kind,
        hint=topic.hint,
        asked=asked,
        choices=choices,
        required=() if column == OUTSTANDING else topic.required,
    )


def expand_grid(grid: Grid) -> Iterator[Question]:
    for row in grid.rows:
        row_id, asked = f"{grid.id}_{row.id}", row.asked or grid.asked
        for column in grid.columns:
            must = row.required or grid.required
            yield question_of(
                column,
                id=f"{row_id}.{column.id}",
                row=row_id,
                column=column.id,
                block=grid.id,
                section=grid.section,
                sheet=grid.sheet,
                label=f"{row.label} – {column.label}",
                asked=asked,
                required=None if column.required else must,
                family=f"{row_id}.",
            )


def expand_indicator(
    indicator: Indicator, extras: tuple[IndicatorExtra, ...], sheets: Iterable[Sheet], form: FormWords
) -> Iterator[Question]:
    sheet = next((s.id for s in sheets if s.purpose == "indicators"), "")
    for ask in indicator.asks:
        nothing = f"{ask.id}.{NOTHING}" if ask.none else ""
        if ask.none:
            entry = CellEntry(label=form.none_label, kind=Kind.YESNO)
            yield _indicator_row(indicator, ask, entry, nothing, sheet)
        for row in ask.rows:
            question = _indicator_row(indicator, ask, row, row.id, sheet)
            yield replace(question, unless=nothing if row.kind.is_number else "")
        for extra in extras if ask.extras else ():
            unit = indicator.unit if extra.kind is Kind.DECIMAL else ""
            yield _indicator_row(indicator, ask, extra, f"{ask.id}.{extra.id}", sheet, unit)


def _indicator_row(indicator: Indicator, ask: Ask, entry: CellEntry, id: str, sheet: str, unit: str = "") -> Question:
    return question_of(
        entry,
        id=id,
        row=id,
        column=VALUE,
        block=ask.id,
        section=indicator.section,
        sheet=sheet,
        asked=ask.of,
        unit=unit,
        indicator=indicator.id,
    )
