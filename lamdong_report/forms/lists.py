"""What a form reckons over the rows of a list that grows: how many there are, what they come to, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from lamdong_report.forms.form import Form, WatchedCell
from lamdong_report.forms.placement import PlacedBlock, quoted_sheet
from lamdong_report.plan.schema import Table
from lamdong_report.rules import formula as f
from lamdong_report.rules.alone import is_error
from lamdong_report.rules.book import LISTED, ROWS
from lamdong_report.rules.formula import BLANK, Formula, Result
from lamdong_report.rules.lists import RowRule
from lamdong_report.spreadsheet.book import column_letters

# Rows that clerks write below the last printed one count as well; more than this nobody has listed.
_BELOW = 150
_TOP = 100_000
AGREES = "Đã điền"


class _List(Struct, frozen=True, dict=True):
    """A placed list with its columns as ranges that begin at the header, which cannot be cut away."""

    form: Form
    block: PlacedBlock
    table: Table

    @property
    def sheet(self) -> str:
        return self.form.placement.spots[f"{self.block.rows[0][0].id}.{self.table.columns[0].id}"].sheet

    @property
    def header(self) -> int:
        return self.block.rows[0][1] - 1

    def column(self, key: str) -> str:
        at = column_letters(self.block.column_of(key) or 0)
        last = self.block.rows[-1][1] + 1 + _BELOW
        return f"{quoted_sheet(self.sheet)}!${at}${self.header + 1}:${at}${last}"

    @property
    def below_header(self) -> str:
        """Which rows of the ranges are below the header."""
        first = self.column(self.table.columns[0].id)
        return f"(ROW({first})>ROW({first.partition(':')[0]}))"

    @cached_property
    def rows(self) -> Callable[[], tuple[Mapping[str, Result], ...]]:
        """What stands in each row now."""
        form, keys = self.form, [column.id for column in self.table.columns]
        return form.once(
            lambda: tuple(
                {key: form.result(form.value_in_table(row.id, key), "") for key in keys} for row, _ in self.block.rows
            )
        )


def _list_of(form: Form, table: str) -> _List:
    blocks = (block for sheet in form.placement.sheets for block in sheet.blocks if block.block.table)
    return next(_List(form, one, one.block.table) for one in blocks if one.block.table and one.block.table.id == table)


def list_value(form: Form, name: str) -> Formula:
    """What a list comes to, by the name under which rules look at it."""
    if name.startswith(ROWS):
        return list_rows(form, name.removeprefix(ROWS))
    return list_total(form, name.removeprefix(LISTED))


def list_rows(form: Form, table: str) -> Formula:
    """How many rows of the list have anything in them."""
    here = _list_of(form, table)
    filled = "+".join(f'({here.column(column.id)}<>"")' for column in here.table.columns)
    return Formula(
        f"SUMPRODUCT({here.below_header}*(({filled})>0))",
        lambda: Decimal(sum(any(value != "" for value in row.values()) for row in here.rows())),
    )


def list_total(form: Form, question: str) -> Formula:
    """What the list of the question's `from_list` comes to."""
    term = form.plan.questions[question].from_list
    assert term is not None
    if not term.where and not term.column:
        return list_rows(form, term.table)
    here = _list_of(form, term.table)

    def rows() -> list[Mapping[str, Result]]:
        return [row for row in here.rows() if not term.where or row[term.where] == term.only]

    def added_up() -> Decimal:
        return sum((value for row in rows() if isinstance(value := row[term.column], Decimal)), Decimal(0))

    only = f"{here.column(term.where)},{f.text(term.only).text}" if term.where else ""
    if not term.column:
        return Formula(f"COUNTIF({only})", lambda: Decimal(len(rows())))
    added = here.column(term.column)
    return Formula(f"SUMIF({only},{added})" if only else f"SUM({added})", added_up)


def list_lines(form: Form, block: PlacedBlock, table: Table, wrong: str, doubtful: str) -> Iterator[WatchedCell]:
    """One line for each column that has rules; it leads to the first row in which one is broken."""
    here = _List(form, block, table)
    for column in table.columns:
        rules = [rule for rule in form.rules.rows[table.id] if rule.column == column.id]
        if not rules:
            continue
        heads = [f"{wrong if is_error(rule.code) else doubtful}: {rule.words}" for rule in rules]
        broken = [_broken(here, rule) for rule in rules]
        counts = [Formula(f"SUMPRODUCT({text})", lambda found=found: Decimal(sum(found()))) for text, found in broken]  # type: ignore[misc]
        tests = [f.compares(count, ">", f.number(0)) for count in counts]
        state = f.first_true([(test, f.text(words)) for test, words in zip(tests, heads, strict=True)], f.text(AGREES))
        first = f.text(form.placement.spots[f"{block.rows[0][0].id}.{column.id}"].address)
        places = []
        rows, letters = here.column(column.id), column_letters(block.column_of(column.id) or 0)
        for test, (text, found) in zip(tests, broken, strict=True):
            row = f"({_TOP}-SUMPRODUCT(MAX({text}*({_TOP}-ROW({rows})))))"
            there = f"ADDRESS({row},COLUMN({rows.partition(':')[0]}),4)"
            places.append((test, Formula(there, _first_broken(block, letters, found))))
        label = f"{table.title}: {column.label}"
        address = f.unless_error(f.first_true(places, first), first)
        yield WatchedCell(f"{table.id}.{column.id}", here.sheet, label, address, state, f.number(0))


def _first_broken(block: PlacedBlock, letters: str, found: Callable[[], list[bool]]) -> Callable[[], str]:
    """The address of the first cell that breaks the rule."""
    return lambda: (
        f"{letters}{next((block.rows[n][1] for n, wrong in enumerate(found()) if wrong), block.rows[0][1]) + 1}"
    )


def _broken(here: _List, rule: RowRule) -> tuple[str, Callable[[], list[bool]]]:
    """The test of the rule over whole columns, and what it says of each row now."""
    ranges = {column.id: Formula(here.column(column.id), "") for column in here.table.columns}
    text = rule.broken(lambda key: ranges.get(key, BLANK)).text
    row: dict[str, Result] = {}
    test = rule.broken(lambda key: Formula("", lambda: row.get(key, "")))
    told: dict[tuple[Result, ...], bool] = {}  # most rows of a list are alike: blank

    def found() -> list[bool]:
        for now in here.rows():
            if tuple(now.values()) not in told:
                row.update(now)
                told[tuple(now.values())] = bool(test.value)
        return [told[tuple(now.values())] for now in here.rows()]

    return f"{here.below_header}*{text}", here.form.once(found)
