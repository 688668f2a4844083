"""Spells out the questions that topics, grids and indicators stand for, so that all else sees only questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from lamdong_report.plan.plan import OUTSTANDING, STATUS, VALUE, WORDS
from lamdong_report.plan.schema import (
    Ask,
    FormWords,
    Grid,
    Group,
    Indicator,
    IndicatorExtra,
    Kind,
    Question,
    Sheet,
    Topic,
)


def place_single(question: Question) -> Question:
    """A question of [[questions]] stands in a row of its own, under the value column."""
    return replace(question, row=question.row or question.id, column=question.column or VALUE)


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
        for column in grid.columns:
            row_id = f"{grid.id}_{row.id}"
            yield Question(
                id=f"{row_id}.{column.id}",
                row=row_id,
                column=column.id,
                block=grid.id,
                section=grid.section,
                sheet=grid.sheet,
                label=f"{row.label} – {column.label}",
                kind=column.kind,
                unit=column.unit,
                asked=row.asked or grid.asked,
                required=row.required or grid.required,
                hint=column.hint,
                part_of=f"{row_id}.{column.part_of}" if column.part_of else "",
                choices=column.choices,
            )


def expand_indicator(
    indicator: Indicator, extras: tuple[IndicatorExtra, ...], sheets: Iterable[Sheet]
) -> Iterator[Question]:
    sheet = next((s.id for s in sheets if s.purpose == "indicators"), "")
    for ask in indicator.asks:
        yield from _expand_rows(indicator, ask, sheet)
        if ask.extras:
            yield from _expand_extras(indicator, ask, extras, sheet)


def _expand_rows(indicator: Indicator, ask: Ask, sheet: str) -> Iterator[Question]:
    for row in ask.rows:
        yield Question(
            id=row.id,
            row=row.id,
            column=VALUE,
            block=ask.id,
            section=indicator.section,
            sheet=sheet,
            label=row.label,
            kind=row.kind,
            unit=row.unit,
            asked=ask.of,
            required=ask.of if row.required else (),
            part_of=row.part_of,
            sum_of=row.sum_of,
            sensitive=row.sensitive,
            hint=row.hint,
            indicator=indicator.id,
        )


def _expand_extras(
    indicator: Indicator, ask: Ask, extras: tuple[IndicatorExtra, ...], sheet: str
) -> Iterator[Question]:
    for extra in extras:
        yield Question(
            id=f"{ask.id}.{extra.id}",
            row=f"{ask.id}.{extra.id}",
            column=VALUE,
            block=ask.id,
            section=indicator.section,
            sheet=sheet,
            label=extra.label,
            kind=extra.kind,
            unit=extra.unit or (indicator.unit if extra.kind is Kind.DECIMAL else ""),
            asked=ask.of,
            required=ask.of if extra.required else (),
            hint=extra.hint,
            indicator=indicator.id,
        )
