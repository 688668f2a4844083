"""Where each question sits in a form: sheets, blocks, rows and columns, asked by the writer and the reader alike.

A form is a stack of blocks. A block begins with a hidden marker row, whose first cell reads `#<block id>` and whose
other cells name the column they stand in; each row below it carries its row id in the hidden column A. An answer is
found by its row id and its column key, wherever rows and columns have moved to.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from msgspec.structs import replace

from lamdong_report.plan import (
    OUTSTANDING,
    REASON,
    STATUS,
    VALUE,
    WORDS,
    Agency,
    Expression,
    Indicator,
    IndicatorFormulas,
    Plan,
    Question,
    Section,
    Table,
    Topic,
    question_of,
)
from lamdong_report.plan.schema import Ask, Grid, GridColumn, Sheet
from lamdong_report.text import format_number, upper_first

NO_FORMULAS = IndicatorFormulas(Expression(()))
MARKER = "#"
NUMBER, LABEL, UNIT, BEFORE = "stt", "nhan", "don_vi", "ky_truoc"
META_SHEET = "_meta"
# The sheets with which a form reckons, and the heading over the column in which it speaks.
MIRROR_SHEET, STATES_SHEET, LISTS_SHEET = "_gia_tri", "_tinh_trang", "_danh_sach"
# What the label of a row says that the form reckons by itself.
RECKONED = "(tự tính)"
NOTES_HEADING = "Phiếu tự nhắc"
META_KEYS = ("plan", "year", "form_version", "group", "agency", "example")
LABEL_COLUMNS = (NUMBER, LABEL, UNIT, BEFORE)
OBLIGATORY = "(*)"
# Over words of a sheet that asks for no results: difficulties, causes, proposals.
_SAID = "Nội dung báo cáo"
LONGEST_SHEET_NAME = 31
# Last year's numbers are narrow, and what they take the labels give: a portrait page stays one.
_BEFORE_WIDTH, _LABEL_GIVES = 11, 7


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a block; `width` in Excel's character units of Times New Roman 12."""

    key: str
    label: str
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its hidden id, what is printed beside it, and the questions in its answer columns by column key.

    `codes` are the agencies that this row is meant for, among those that share the form. `before` are the numbers that
    the agency gave last year in its answer columns.
    """

    id: str
    number: str
    label: str
    unit: str = ""
    cells: Mapping[str, Question] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    before: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A titled run of rows under one header; `table` is set for a list that grows, `ask` for an indicator.

    `formulas` is what the indicator is reckoned by.
    """

    id: str
    title: str
    columns: tuple[FormColumn, ...]
    rows: tuple[Row, ...] = ()
    table: Table | None = None
    indicator: Indicator | None = None
    ask: Ask | None = None
    formulas: IndicatorFormulas = NO_FORMULAS


@dataclass(frozen=True, slots=True)
class SheetLayout:
    sheet: Sheet
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FormLayout:
    """The sheets of the form that these agencies get; `shared` when one file serves several agencies."""

    agencies: tuple[Agency, ...]
    sheets: tuple[SheetLayout, ...]

    @property
    def shared(self) -> bool:
        return len(self.agencies) > 1

    @property
    def blocks(self) -> Iterator[Block]:
        return (block for sheet in self.sheets for block in sheet.blocks)


def answer_id(row_id: str, column: str) -> str:
    """The question that a cell answers: the row's own id under the value column, else `<row>.<column>`."""
    return row_id if column == VALUE else f"{row_id}.{column}"


def is_wide(question: Question) -> bool:
    """Whether the answer's cell is merged with all cells to its right: words need room, and no reason beside them."""
    return question.column == VALUE and question.kind.traits.is_wide


def is_obligatory(plan: Plan, layout: FormLayout, row: Row) -> bool:
    """Whether at least one of the form's agencies must fill in something in this row."""
    codes = frozenset(agency.code for agency in layout.agencies)
    return any(plan.required[question.id] & codes for question in row.cells.values())


def lay_out(plan: Plan, agencies: tuple[Agency, ...]) -> FormLayout:
    """The form of these agencies: only what at least one of them is asked; guide and check sheets stay empty."""
    codes = frozenset(agency.code for agency in agencies)
    sheets: list[SheetLayout] = []
    for sheet in plan.sheets:
        blocks = tuple(_BUILDERS[sheet.purpose](plan, sheet, codes))
        if sheet.purpose == "tables" and len(blocks) > 1:
            sheets += _one_sheet_each(sheet, blocks)
        elif blocks or sheet.purpose in ("guide", "check"):
            sheets.append(SheetLayout(sheet, blocks))
    known = plan.last_years(agencies[0].code) if len(agencies) == 1 else {}
    if known:
        sheets = [_with_last_years(sheet, known, upper_first(plan.previous_period)) for sheet in sheets]
    return FormLayout(agencies, tuple(sheets))


def _with_last_years(sheet: SheetLayout, known: Mapping[str, Decimal], heading: str) -> SheetLayout:
    """The sheet with a column for last year's numbers in all its blocks, where there is one for any of them.

    The blocks of a sheet share one header, so they keep the same columns. The labels make room for the new one.
    """
    keyed = (key for block in sheet.blocks for row in block.rows for key, q in row.cells.items() if q.id in known)
    if next(keyed, None) is None:
        return sheet
    blocks = []
    for block in sheet.blocks:
        columns = [
            dataclasses.replace(one, width=one.width - _LABEL_GIVES) if one.key == LABEL else one
            for one in block.columns
        ]
        answers = [one.label for one in columns if any(one.key in row.cells for row in block.rows)]
        title = f"{heading} (lần lượt theo {len(answers)} cột)" if len(answers) > 1 else heading
        columns.insert(-1, FormColumn(BEFORE, title, _BEFORE_WIDTH))
        rows = tuple(
            dataclasses.replace(
                row, before={key: format_number(known[q.id]) for key, q in row.cells.items() if q.id in known}
            )
            for row in block.rows
        )
        blocks.append(dataclasses.replace(block, columns=tuple(columns), rows=rows))
    return SheetLayout(sheet.sheet, tuple(blocks))


def _one_sheet_each(sheet: Sheet, blocks: tuple[Block, ...]) -> Iterator[SheetLayout]:
    """Lists that grow need column widths of their own, and room below: each gets "Bảng kê 1", "Bảng kê 2"."""
    for at, block in enumerate(blocks, 1):
        title = f"{sheet.title[: LONGEST_SHEET_NAME - 3]} {at}"
        yield SheetLayout(replace(sheet, title=title, heading=block.title), (block,))


def _own(plan: Plan, codes: frozenset[str], questions: Iterable[Question]) -> list[Question]:
    return [q for q in questions if plan.asked[q.id] & codes]


def _no_blocks(plan: Plan, sheet: Sheet, codes: frozenset[str]) -> Iterator[Block]:
    return iter(())


def _question_blocks(plan: Plan, sheet: Sheet, codes: frozenset[str]) -> Iterator[Block]:
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


def _topic_blocks(plan: Plan, sheet: Sheet, codes: frozenset[str]) -> Iterator[Block]:
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


def _indicator_blocks(plan: Plan, sheet: Sheet, codes: frozenset[str]) -> Iterator[Block]:
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
                own = _with_own_target(indicator, formulas, codes)
                yield Block(ask.id, title, columns, rows, indicator=own, ask=ask, formulas=formulas)


def _with_own_target(indicator: Indicator, formulas: IndicatorFormulas, codes: frozenset[str]) -> Indicator:
    """The indicator as the form of one agency has it: with the target that the plan gives this agency."""
    target = formulas.each.get(*codes) if len(codes) == 1 else None
    return indicator if target is None else replace(indicator, target=target, target_to=None, target_text="")


def _grid_blocks(plan: Plan, sheet: Sheet, codes: frozenset[str]) -> Iterator[Block]:
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


def _table_blocks(plan: Plan, sheet: Sheet, codes: frozenset[str]) -> Iterator[Block]:
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


_BUILDERS = {
    "guide": _no_blocks,
    "check": _no_blocks,
    "questions": _question_blocks,
    "topics": _topic_blocks,
    "indicators": _indicator_blocks,
    "grids": _grid_blocks,
    "tables": _table_blocks,
}
