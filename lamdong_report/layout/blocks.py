"""Makes the blocks of a form's sheets from the plan: questions, topics, indicators, grids and lists that grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from lamdong_report.layout.parts import (
    LABEL,
    NO_FORMULAS,
    NUMBER,
    UNIT,
    Block,
    FormColumn,
    Row,
)
from lamdong_report.plan import (
    OUTSTANDING,
    REASON,
    STATUS,
    VALUE,
    WORDS,
    Plan,
    Question,
    Section,
    Table,
    Topic,
    question_of,
)
from lamdong_report.plan.schema import Grid, GridColumn, PlanSheet

# Over words of a sheet that asks for no results: difficulties, causes, proposals.
_SAID = "Nội dung báo cáo"


def _own(plan: Plan, codes: frozenset[str], questions: Iterable[Question]) -> list[Question]:
    return [q for q in questions if plan.asked[q.id] & codes]


def question_blocks(plan: Plan, sheet: PlanSheet, codes: frozenset[str]) -> Iterator[Block]:
    """One block for each section that has questions on this sheet, in the plan's order."""
    columns = (
        FormColumn(NUMBER, "STT", 5),
        FormColumn(LABEL, "Nội dung", 50),
        FormColumn(VALUE, "Trả lời", 15),
        FormColumn(UNIT, "Đơn vị tính", 12),
        FormColumn(REASON, plan.form.reason_label, 25),
    )
    mine = _own(plan, codes, (q for q in plan.questions.values() if q.sheet == sheet.id and q.column == VALUE))
    alone = len({question.section for question in mine}) == 1
    for section in plan.sections:
        rows = [q for q in mine if q.section == section.id]
        if rows:
            title = sheet.heading or sheet.title if alone else section_title(plan, section)
            yield Block(f"{sheet.id}.{section.id}", title, columns, tuple(_rows(plan, rows, codes)))


def section_title(plan: Plan, section: Section) -> str:
    """How a section is named in forms and workbooks: "II.3.1. Nội dung truyền thông"."""
    return f"{plan.place_of(section)}. {section.short or section.title}"


def _rows(plan: Plan, questions: Iterable[Question], codes: frozenset[str]) -> Iterator[Row]:
    for at, question in enumerate(questions, 1):
        cells = {VALUE: question}
        yield Row(question.row, str(at), question.label, question.unit, cells, plan.asked[question.id] & codes)


def topic_blocks(plan: Plan, sheet: PlanSheet, codes: frozenset[str]) -> Iterator[Block]:
    """First the plan's sections together, then each party's own tasks."""
    mine = [t for t in plan.topics if t.sheet == sheet.id and plan.asked.get(f"{t.id}.{WORDS}", frozenset()) & codes]
    parties = {section.id for section in plan.sections if section.agencies}
    columns = _topic_columns(plan, mine, codes)
    general = [t for t in mine if t.section not in parties]
    if general:
        yield _topic_block(plan, sheet.id, sheet.heading or sheet.title, columns, general, codes)
    for section in plan.sections:
        own = [t for t in mine if t.section in parties and t.section == section.id]
        if own:
            yield _topic_block(plan, f"{sheet.id}.{section.id}", section_title(plan, section), columns, own, codes)


def _topic_columns(plan: Plan, topics: list[Topic], codes: frozenset[str]) -> tuple[FormColumn, ...]:
    """The columns that at least one topic of the sheet needs: the same for all its blocks."""
    keys = [key for key in (STATUS, WORDS, OUTSTANDING) if any(key in _topic_cells(plan, t, codes) for t in topics)]
    labels = {
        STATUS: FormColumn(STATUS, plan.form.status_label, 16),
        WORDS: FormColumn(WORDS, plan.form.words_label if STATUS in keys else _SAID, 62),
        OUTSTANDING: FormColumn(OUTSTANDING, plan.form.outstanding_label, 16),
    }
    return (FormColumn(NUMBER, "STT", 5), FormColumn(LABEL, "Nội dung", 42), *(labels[key] for key in keys))


def _topic_block(
    plan: Plan, block_id: str, title: str, columns: tuple[FormColumn, ...], topics: list[Topic], codes: frozenset[str]
) -> Block:
    rows = []
    for at, topic in enumerate(topics, 1):
        cells = _topic_cells(plan, topic, codes)
        rows.append(Row(topic.id, str(at), topic.text or topic.label, "", cells, _codes_of(plan, cells, codes)))
    return Block(block_id, title, columns, tuple(rows))


def _topic_cells(plan: Plan, topic: Topic, codes: frozenset[str]) -> dict[str, Question]:
    ids = {key: f"{topic.id}.{key}" for key in (STATUS, WORDS, OUTSTANDING)}
    return {key: plan.questions[i] for key, i in ids.items() if plan.asked.get(i, frozenset()) & codes}


def _codes_of(plan: Plan, cells: Mapping[str, Question], codes: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(plan.asked[q.id] for q in cells.values())) & codes


def indicator_blocks(plan: Plan, sheet: PlanSheet, codes: frozenset[str]) -> Iterator[Block]:
    columns = (
        FormColumn(NUMBER, "STT", 5),
        FormColumn(LABEL, "Nội dung", 48),
        FormColumn(VALUE, "Số liệu", 15),
        FormColumn(UNIT, "Đơn vị tính", 14),
        FormColumn(REASON, plan.form.reason_label, 25),
    )
    for indicator in plan.indicators:
        for ask in indicator.asks:
            mine = _own(plan, codes, (q for q in plan.questions.values() if q.block == ask.id))
            if mine:
                rows = tuple(_rows(plan, mine, codes))
                goal = plan.section(indicator.section)
                title = f"{goal.short or goal.title} – {indicator.name}"
                formulas = plan.formulas.indicators.get(indicator.id, NO_FORMULAS)
                # The form of one agency shows the target that the plan gives it.
                target = formulas.each.get(*codes) if len(codes) == 1 else None
                own = indicator if target is None else replace(indicator, target=target, target_to=None, target_text="")
                is_own = target is not None
                yield Block(ask.id, title, columns, rows, indicator=own, ask=ask, formulas=formulas, own_target=is_own)


def grid_blocks(plan: Plan, sheet: PlanSheet, codes: frozenset[str]) -> Iterator[Block]:
    for grid in plan.grids:
        if grid.sheet == sheet.id and (rows := tuple(_grid_rows(plan, grid, codes))):
            answers = tuple(FormColumn(c.id, _with_unit(c), c.width) for c in grid.columns)
            reason = FormColumn(REASON, plan.form.reason_label, 25)
            columns = (FormColumn(NUMBER, "STT", 5), FormColumn(LABEL, "Nội dung", 38), *answers, reason)
            yield Block(grid.id, grid.title, columns, rows)


def _with_unit(column: GridColumn) -> str:
    return f"{column.label} ({column.unit})" if column.unit else column.label


def _grid_rows(plan: Plan, grid: Grid, codes: frozenset[str]) -> Iterator[Row]:
    number = 0
    for row in grid.rows:
        row_id = f"{grid.id}_{row.id}"
        ids = {column.id: f"{row_id}.{column.id}" for column in grid.columns}
        cells = {key: plan.questions[i] for key, i in ids.items() if plan.asked.get(i, frozenset()) & codes}
        if cells:
            number += 1
            yield Row(row_id, str(number), row.label, "", cells, _codes_of(plan, cells, codes))


def table_blocks(plan: Plan, sheet: PlanSheet, codes: frozenset[str]) -> Iterator[Block]:
    for table in plan.tables:
        asked = frozenset(agency.code for agency in plan.select(*table.asked)) & codes
        if table.sheet == sheet.id and asked:
            answers = tuple(FormColumn(c.id, _with_unit(c), c.width) for c in table.columns)
            rows = tuple(Row(f"{table.id}:{at}", str(at), "", codes=asked) for at in range(1, table.rows + 1))
            yield Block(table.id, table.title, (FormColumn(NUMBER, "STT", 5), *answers), rows, table=table)


def table_question(table: Table, column: GridColumn) -> Question:
    """A table's column seen as a question, so that its cells are validated and read like any other."""
    return question_of(
        column,
        id=f"{table.id}.{column.id}",
        row="",
        column=column.id,
        block=table.id,
        section=table.section,
        sheet=table.sheet,
        asked=table.asked,
        family=f"{table.id}.",
    )


# By the purpose of a sheet; guide and check sheet have no blocks.
BUILDERS: Mapping[str, Callable[[Plan, PlanSheet, frozenset[str]], Iterator[Block]]] = {
    "questions": question_blocks,
    "topics": topic_blocks,
    "indicators": indicator_blocks,
    "grids": grid_blocks,
    "tables": table_blocks,
}
