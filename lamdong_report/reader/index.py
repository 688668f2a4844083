"""What the reader looks for in a form: every row id, column key and label that the plan's layout can put there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from lamdong_report.layout import LABEL_COLUMNS, MARKER, Block, lay_out, table_question
from lamdong_report.plan import REASON, Agency, Plan, Question, Table
from lamdong_report.rules import Follows, find_follows
from lamdong_report.text.clean import clean

_TABLE_ROW = re.compile(r"(?P<table>.+):(?P<at>[0-9]{1,6})")


class KnownRow(Struct, frozen=True):
    """A row of the layout: the block it belongs to, its printed label, its questions by column key."""

    id: str
    block: str
    label: str
    cells: Mapping[str, Question]
    unit: str = ""


class AskedPart(NamedTuple):
    """A question or a table by its id, with its sheet and what it is called."""

    id: str
    sheet: str
    label: str


class FormIndex(Struct, frozen=True):
    """`headings` are the words over a block's columns, `columns` the keys that a marker row may name.

    `asked` are the questions and tables of each agency, by its code. `ids` are all texts that can stand in a blank
    form's hidden column; `follows` says what a blank number comes to.
    """

    plan: Plan
    blocks: Mapping[str, Block]
    rows: Mapping[str, KnownRow]
    tables: Mapping[str, Table]
    table_cells: Mapping[str, Mapping[str, Question]]
    table_asked: Mapping[str, frozenset[str]]
    asked: Mapping[str, Sequence[AskedPart]]
    columns: frozenset[str]
    headings: Mapping[str, frozenset[str]]
    ids: frozenset[str]
    follows: Mapping[str, Follows]

    def table_of(self, row_id: str) -> str:
        """The table that a row id such as `lop:3` belongs to; "" for any other."""
        found = _TABLE_ROW.fullmatch(row_id)
        return found["table"] if found and found["table"] in self.tables else ""

    def knows(self, row_id: str) -> bool:
        return row_id in self.rows or bool(self.table_of(row_id))

    def default_columns(self, agencies: tuple[Agency, ...]) -> Mapping[str, tuple[str, ...]]:
        """By block id the column keys from left to right, the id column left out, as the blank form had them."""
        blocks = lay_out(self.plan, agencies).blocks
        return {block.id: tuple(column.key for column in block.columns) for block in blocks}


def index_form(plan: Plan) -> FormIndex:
    """The index of all forms of the plan together: an id means the same in each."""
    layout = lay_out(plan, plan.agencies)
    blocks = {block.id: block for block in layout.blocks}
    tables = {block.table.id: block.table for block in blocks.values() if block.table}
    rows = {
        row.id: KnownRow(row.id, block.id, row.label, row.cells, row.unit)
        for block in layout.blocks
        if not block.table
        for row in block.rows
    }
    table_asked = {one.id: frozenset(agency.code for agency in plan.select(*one.asked)) for one in tables.values()}
    asked: dict[str, list[AskedPart]] = defaultdict(list)
    for question in (question for row in rows.values() for question in row.cells.values()):
        part = AskedPart(question.id, question.sheet, question.label)
        for agency in plan.asked.get(question.id, ()):
            asked[agency].append(part)
    for one in tables.values():
        part = AskedPart(one.id, one.sheet, one.title)
        for agency in table_asked[one.id]:
            asked[agency].append(part)
    return FormIndex(
        plan=plan,
        blocks=blocks,
        rows=rows,
        tables=tables,
        table_cells={t.id: {c.id: table_question(t, c) for c in t.columns} for t in tables.values()},
        table_asked=table_asked,
        asked=asked,
        columns=frozenset(column.key for block in blocks.values() for column in block.columns)
        | {REASON, *LABEL_COLUMNS},
        headings={
            block.id: frozenset(plain_label(column.label) for column in block.columns) for block in blocks.values()
        },
        ids=frozenset(MARKER + block for block in blocks) | {row.id for block in blocks.values() for row in block.rows},
        follows=find_follows(plan),
    )


def answer_keys(columns: Mapping[str, int]) -> tuple[str, ...]:
    """The columns that an agency writes in, the one for reasons left out."""
    return tuple(key for key in columns if key not in LABEL_COLUMNS and key != REASON)


@lru_cache(maxsize=8192)
def plain_label(text: str) -> str:
    """Letters and digits alone, in small letters: equal for two printings of one label."""
    return re.sub(r"[\W_]+", " ", clean(text).casefold()).strip()
