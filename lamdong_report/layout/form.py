"""Lays out the form of some agencies: sheets of blocks as the plan asks them, with what was answered last year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from lamdong_report.layout.parts import (
    BEFORE,
    LABEL,
    LONGEST_SHEET_NAME,
    NO_FORMULAS,
    NUMBER,
    UNIT,
    Block,
    FormColumn,
    FormLayout,
    Row,
    SheetLayout,
)
from lamdong_report.plan import (
    OUTSTANDING,
    REASON,
    STATUS,
    VALUE,
    WORDS,
    Agency,
    Plan,
    Question,
    Section,
    Table,
    Topic,
    question_of,
)
from lamdong_report.plan.schema import GridColumn, PlanSheet
from lamdong_report.text import format_number, upper_first

# Over words of a sheet that asks for no results: difficulties, causes, proposals.
_SAID = "Nội dung báo cáo"
_TOPIC_KEYS = (STATUS, WORDS, OUTSTANDING)
# Last year's numbers are narrow, and what they take the labels give: a portrait page stays one.
_BEFORE_WIDTH, _LABEL_GIVES = 11, 7


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
    """First the plan's sections together, then each party's own tasks; all with the columns that one of them needs."""
    mine = [t for t in plan.topics if t.sheet == sheet.id and plan.asked.get(f"{t.id}.{WORDS}", frozenset()) & codes]
    parties = {section.id for section in plan.sections if section.agencies}
    keys = [key for key in _TOPIC_KEYS if any(_cells(plan, topic.id, (key,), codes) for topic in mine)]
    labels = {
        STATUS: FormColumn(STATUS, plan.form.status_label, 16),
        WORDS: FormColumn(WORDS, plan.form.words_label if STATUS in keys else _SAID, 62),
        OUTSTANDING: FormColumn(OUTSTANDING, plan.form.outstanding_label, 16),
    }
    columns = (FormColumn(NUMBER, "STT", 5), FormColumn(LABEL, "Nội dung", 42), *(labels[key] for key in keys))
    general = [t for t in mine if t.section not in parties]
    if general:
        yield _topic_block(plan, sheet.id, sheet.heading or sheet.title, columns, general, codes)
    for section in plan.sections:
        own = [t for t in mine if t.section in parties and t.section == section.id]
        if own:
            yield _topic_block(plan, f"{sheet.id}.{section.id}", section_title(plan, section), columns, own, codes)


def _topic_block(
    plan: Plan, block_id: str, title: str, columns: tuple[FormColumn, ...], topics: list[Topic], codes: frozenset[str]
) -> Block:
    rows = []
    for at, topic in enumerate(topics, 1):
        cells = _cells(plan, topic.id, _TOPIC_KEYS, codes)
        rows.append(Row(topic.id, str(at), topic.text or topic.label, "", cells, _codes_of(plan, cells, codes)))
    return Block(block_id, title, columns, tuple(rows))


def _cells(plan: Plan, row: str, columns: Iterable[str], codes: frozenset[str]) -> dict[str, Question]:
    """The questions of a row that one of the agencies is asked, by column."""
    ids = {column: f"{row}.{column}" for column in columns}
    return {key: plan.questions[one] for key, one in ids.items() if plan.asked.get(one, frozenset()) & codes}


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
        rows: list[Row] = []
        for row in grid.rows if grid.sheet == sheet.id else ():
            row_id = f"{grid.id}_{row.id}"
            if cells := _cells(plan, row_id, (column.id for column in grid.columns), codes):
                rows.append(Row(row_id, str(len(rows) + 1), row.label, "", cells, _codes_of(plan, cells, codes)))
        if rows:
            answers = tuple(FormColumn(c.id, _with_unit(c), c.width) for c in grid.columns)
            reason = FormColumn(REASON, plan.form.reason_label, 25)
            columns = (FormColumn(NUMBER, "STT", 5), FormColumn(LABEL, "Nội dung", 38), *answers, reason)
            yield Block(grid.id, grid.title, columns, tuple(rows))


def _with_unit(column: GridColumn) -> str:
    return f"{column.label} ({column.unit})" if column.unit else column.label


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


def is_obligatory(plan: Plan, layout: FormLayout, row: Row) -> bool:
    """Whether at least one of the form's agencies must fill in something in this row."""
    codes = frozenset(agency.code for agency in layout.agencies)
    return any(plan.required[question.id] & codes for question in row.cells.values())


def lay_out(plan: Plan, agencies: tuple[Agency, ...]) -> FormLayout:
    """The form of these agencies: only what at least one of them is asked; guide and check sheets stay empty.

    Lists that grow need column widths of their own, and room below: each gets a sheet, "Bảng kê 1", "Bảng kê 2".
    """
    codes = frozenset(agency.code for agency in agencies)
    sheets: list[SheetLayout] = []
    for sheet in plan.sheets:
        build = BUILDERS.get(sheet.purpose)
        blocks = tuple(build(plan, sheet, codes)) if build else ()
        if sheet.purpose == "tables" and len(blocks) > 1:
            for at, block in enumerate(blocks, 1):
                title = f"{sheet.title[: LONGEST_SHEET_NAME - 3]} {at}"
                sheets.append(SheetLayout(replace(sheet, title=title, heading=block.title), (block,)))
        elif blocks or not build:
            sheets.append(SheetLayout(sheet, blocks))
    known = plan.last_years(agencies[0].code) if len(agencies) == 1 else {}
    if known:
        sheets = [with_last_years(sheet, known, upper_first(plan.previous_period)) for sheet in sheets]
    return FormLayout(agencies, tuple(sheets))


def with_last_years(sheet: SheetLayout, known: Mapping[str, Decimal], heading: str) -> SheetLayout:
    """The sheet with a column for last year's numbers in all its blocks, where there is one for any of them.

    The blocks of a sheet share one header, so they keep the same columns. The labels make room for the new one.
    """
    keyed = (key for block in sheet.blocks for row in block.rows for key, q in row.cells.items() if q.id in known)
    if next(keyed, None) is None:
        return sheet
    blocks = []
    for block in sheet.blocks:
        columns = [replace(one, width=one.width - _LABEL_GIVES) if one.key == LABEL else one for one in block.columns]
        answers = [one.label for one in columns if any(one.key in row.cells for row in block.rows)]
        title = f"{heading} (lần lượt theo {len(answers)} cột)" if len(answers) > 1 else heading
        columns.insert(-1, FormColumn(BEFORE, title, _BEFORE_WIDTH))
        rows = tuple(
            replace(row, before={key: format_number(known[q.id]) for key, q in row.cells.items() if q.id in known})
            for row in block.rows
        )
        blocks.append(replace(block, columns=tuple(columns), rows=rows))
    return SheetLayout(sheet.sheet, tuple(blocks))
