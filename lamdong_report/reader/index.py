"""What the reader looks for in a form, by the plan's layout: ids, column keys, labels; what blanks and gaps mean."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.codes import Code
from lamdong_report.layout import LABEL_COLUMNS, MARKER, Block, lay_out, table_question
from lamdong_report.model import Answer
from lamdong_report.plan import REASON, Agency, Plan, Question, Table
from lamdong_report.reader.identity import AgencyNames
from lamdong_report.reader.remarks import Remark
from lamdong_report.rules import Follows, find_follows
from lamdong_report.rules.formula import Formula
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
    """`headings` are the words over a block's columns, `some_headings` each of these sets once, `columns` the keys that
    a marker row may name.

    `asked` are the questions and tables of each agency, by its code; `askers` the agencies that have a row, or a table,
    in their forms, by its id. `ids` are all texts that can stand in a blank form's hidden column; `follows` says what a
    blank number comes to, `names` whose form one is.
    """

    plan: Plan
    blocks: Mapping[str, Block]
    rows: Mapping[str, KnownRow]
    tables: Mapping[str, Table]
    table_cells: Mapping[str, Mapping[str, Question]]
    table_asked: Mapping[str, frozenset[str]]
    asked: Mapping[str, Sequence[AskedPart]]
    askers: Mapping[str, frozenset[str]]
    columns: frozenset[str]
    headings: Mapping[str, frozenset[str]]
    some_headings: frozenset[frozenset[str]]
    ids: frozenset[str]
    follows: Mapping[str, Follows]
    names: AgencyNames

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
    headings = {block.id: frozenset(plain_label(column.label) for column in block.columns) for block in layout.blocks}
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
        askers=table_asked
        | {key: frozenset().union(*(plan.asked[q.id] for q in row.cells.values())) for key, row in rows.items()},
        columns=frozenset(column.key for block in blocks.values() for column in block.columns)
        | {REASON, *LABEL_COLUMNS},
        headings=headings,
        some_headings=frozenset(headings.values()),
        ids=frozenset(MARKER + block for block in blocks) | {row.id for block in blocks.values() for row in block.rows},
        follows=find_follows(plan),
        names=AgencyNames(plan),
    )


def answer_keys(columns: Mapping[str, int]) -> tuple[str, ...]:
    """The columns that an agency writes in, the one for reasons left out."""
    return tuple(key for key in columns if key not in LABEL_COLUMNS and key != REASON)


class Columns(dict[str, int]):
    """Column keys with the columns that they stand in, from left to right; `marker` is the row that names them."""

    marker: int | None = None

    @cached_property
    def answers(self) -> tuple[int, ...]:
        """The columns that an agency writes in."""
        return tuple(self[key] for key in answer_keys(self))

    @cached_property
    def places(self) -> frozenset[int]:
        """All of the columns."""
        return frozenset(self.values())

    @cached_property
    def first(self) -> int:
        return min(self.values())


@lru_cache(maxsize=8192)
def plain_label(text: str) -> str:
    """Letters and digits alone, in small letters: equal for two printings of one label."""
    return re.sub(r"[\W_]+", " ", clean(text).casefold()).strip()


def with_nothing(index: FormIndex, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers, with 0 in the blank cells of blocks that are said to be empty, and with blanks that follow.

    The source of such a number is where that is said. A cell with something in it, or with a reason beside it, is left
    as it is.
    """
    filled = dict(answers)

    def answer_of(key: str) -> Answer | None:
        answer = filled.get(key)
        if answer is None or answer.value is not None or answer.raw or answer.reason:
            return answer
        said = answers.get(index.plan.questions[key].unless)
        if said and said.value is True:
            filled[key] = replace(answer, value=Decimal(0), source=said.source)
        elif follows := index.follows.get(key):
            for holds, number, other in follows.cases(number_of):
                if holds.value:
                    filled[key] = replace(answer, value=number.value, source=filled[other].source)
                    break
        return filled[key]

    def number_of(key: str) -> Formula | None:
        answer = answer_of(key)
        return Formula("", answer.value) if answer and isinstance(answer.value, Decimal) else None

    for key in answers:
        answer_of(key)
    return filled


def absent_parts(index: FormIndex, agency: str, seen: frozenset[str]) -> frozenset[str]:
    """The ids of questions and tables that this agency is asked and has no cell for; `seen` are those found."""
    return frozenset(part.id for part in index.asked.get(agency, ())) - seen


def missing_parts(index: FormIndex, agency: str, absent: frozenset[str], is_older: bool) -> Iterator[Remark]:
    """What to say of these absent parts of a form, sheet by sheet.

    A form of an older version was issued without the newer questions: nobody has taken them out.
    """
    asked = index.asked.get(agency, ()) if absent else ()
    expected = Counter(part.sheet for part in asked)
    lost: dict[str, list[str]] = defaultdict(list)
    for part in asked:
        if part.id in absent:
            lost[part.sheet].append(part.label)
    titles = {sheet.id: sheet.title for sheet in index.plan.sheets}
    for sheet, count in expected.items():
        if len(lost[sheet]) == count:
            yield Remark("sheet-missing", name=titles[sheet]).at(titles[sheet])
        elif lost[sheet]:
            code: Code = "rows-new" if is_older else "rows-missing"
            remark = Remark(code, name=titles[sheet], count=str(len(lost[sheet])), label=lost[sheet][0])
            yield remark.at(titles[sheet])
