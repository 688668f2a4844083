"""A question as the program sees it, one cell of a form; spells out those of topics, grids and indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.plan.language.terms import ListTerm, parse_list_term
from lamdong_report.plan.schema import (
    Ask,
    CellEntry,
    FormWords,
    Grid,
    Group,
    Indicator,
    IndicatorExtra,
    Kind,
    PlanSheet,
    QuestionEntry,
    Topic,
)
from lamdong_report.plan.settle import extras_of

VALUE = "gia_tri"
REASON = "ly_do"
STATUS = "trang_thai"
WORDS = "noi_dung"
OUTSTANDING = "noi_bat"
NOTHING = "khong_phat_sinh"


class Question(Struct, frozen=True, kw_only=True):
    """One cell: `row` and `column` say where it stands, `block` in which grid, list or indicator's block.

    `unless` is the question whose «Có» says that nothing happened, so that a blank here is a 0.
    `asked` and `required` are the selectors of plan.toml; Plan.asked and Plan.required hold the agencies they mean.
    """

    id: str
    row: str
    column: str
    section: str
    sheet: str
    label: str
    kind: Kind
    asked: tuple[str, ...]
    required: tuple[str, ...] = ()
    block: str = ""
    indicator: str = ""
    unit: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    part_of: str = ""
    sum_of: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    both_of: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    usual: tuple[Decimal, Decimal] | None = None
    from_list: ListTerm | None = None
    previous: str = ""
    sensitive: bool = False
    unless: str = ""


def question_of(
    entry: CellEntry,
    *,
    id: str,
    row: str,
    column: str,
    section: str,
    sheet: str,
    asked: tuple[str, ...],
    required: tuple[str, ...] | None = None,
    family: str = "",
    label: str = "",
    unit: str = "",
    block: str = "",
    indicator: str = "",
) -> Question:
    """The question that an entry asks. `family` is put before the ids of other cells that the entry names."""
    obligatory = (asked if entry.required else ()) if isinstance(entry.required, bool) else entry.required
    return Question(
        id=id,
        row=row,
        column=column,
        section=section,
        sheet=sheet,
        label=label or entry.label,
        kind=entry.kind,
        asked=asked,
        required=obligatory if required is None else required,
        block=block,
        indicator=indicator,
        unit=entry.unit or unit,
        hint=entry.hint,
        choices=entry.choices,
        minimum=entry.minimum,
        maximum=entry.maximum,
        part_of=family + entry.part_of if entry.part_of else "",
        sum_of=tuple(family + name for name in entry.sum_of),
        at_most=tuple(family + name for name in entry.at_most),
        both_of=tuple(family + name for name in entry.both_of or ()),
        needs=tuple(family + name for name in entry.needs),
        usual=entry.usual,
        from_list=parse_list_term(entry.from_list),
        previous=family + entry.previous if entry.previous else "",
        sensitive=entry.sensitive,
    )


def spell_out(parts: Mapping[str, Any]) -> list[Question]:
    """Every question that the tables ask, in the plan's order; two of one id where the plan gives it twice."""
    questions = [expand_single(q) for q in parts["questions"]]
    for topic in parts["topics"]:
        questions += expand_topic(topic, parts["form"], parts["groups"])
    for grid in parts["grids"]:
        questions += expand_grid(grid)
    for indicator in parts["indicators"]:
        extras = extras_of(indicator, parts["indicator_extras"])
        questions += expand_indicator(indicator, extras, parts["sheets"], parts["form"])
    return questions


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
        # Only summed groups are too many to be quoted whole; others need no mark of what stands out.
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
                # A column names others of its own row.
                family=f"{row_id}.",
            )


def expand_indicator(
    indicator: Indicator, extras: tuple[IndicatorExtra, ...], sheets: Iterable[PlanSheet], form: FormWords
) -> Iterator[Question]:
    sheet = next((s.id for s in sheets if s.purpose == "indicators"), "")
    for ask in indicator.asks:
        nothing = f"{ask.id}.{NOTHING}" if ask.none else ""
        if ask.none:
            entry = CellEntry(label=form.none_label, kind=Kind.YESNO)
            yield _indicator_row(indicator, ask, entry, nothing, sheet)
        for row in ask.rows:
            question = _indicator_row(indicator, ask, row, row.id, sheet)
            # A blank day or text says nothing, even where nothing happened.
            yield replace(question, unless=nothing if row.kind.is_number else "")
        for extra in extras if ask.extras else ():
            unit = indicator.level_unit if extra.kind is Kind.DECIMAL else ""
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
