"""The rules of the rows of a list that grows, true of one row for the check and of all rows at once for the form.

Their formulas hold for single cells and for whole columns inside SUMPRODUCT alike: products instead of AND, and no
function that takes only one value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct

from lamdong_report.codes import Code
from lamdong_report.layout import table_question
from lamdong_report.plan import Plan, Table
from lamdong_report.plan.schema.cells import Reads
from lamdong_report.rules import formula as f
from lamdong_report.rules.alone import bounds_of, date_window, written
from lamdong_report.rules.formula import Formula, Result

# A cell of the row by its column's id.
RowCells = Callable[[str], Formula]


class RowRule(Struct, frozen=True):
    """One rule about the cells of a row; `column` is the one to go to, `words` say what is wrong with it."""

    code: Code
    column: str
    words: str
    broken: Callable[[RowCells], Formula]


def row_rules(plan: Plan, table: Table) -> tuple[RowRule, ...]:
    """The rules of a list, gravest first."""
    choices = (
        RowRule("choice-unclear", column.id, "không có trong danh sách", _is_other(column.id, column.choices))
        for column in table.columns
        if column.kind.traits.reads is Reads.CHOICE
    )
    return (*_figures(plan, table), *choices, *_parts(table), *_dates(plan, table), *_complete(table))


def _figures(plan: Plan, table: Table) -> Iterator[RowRule]:
    for column in table.columns:
        question = table_question(table, column)
        if column.kind.traits.reads is Reads.DAY:
            yield RowRule(
                "date-unclear", column.id, "không phải là ngày, ghi theo ngày/tháng/năm", _is_words(column.id)
            )
        if not column.kind.is_number:
            continue
        yield RowRule("number-several", column.id, "không phải là số, chỉ ghi số", _is_words(column.id))
        low, high = bounds_of(plan, question)
        code: Code = "negative" if not low else "out-of-range"
        yield RowRule(code, column.id, f"nhỏ hơn {written(low)}", _is_beyond(column.id, "<", low))
        if high is not None:
            yield RowRule("out-of-range", column.id, f"lớn hơn {written(high)}", _is_beyond(column.id, ">", high))
        if column.kind.traits.is_whole:
            yield RowRule("not-whole", column.id, "không phải là số nguyên", _is_broken(column.id))
        if column.usual:
            least, most = column.usual
            words = f"ngoài khoảng thường gặp (từ {written(least)} đến {written(most)})"
            yield RowRule("unusual", column.id, words, _is_outside(column.id, least, most))


def _parts(table: Table) -> Iterator[RowRule]:
    columns = {column.id: column for column in table.columns}
    for column in table.columns:
        for name in (column.part_of, *column.at_most):
            if name in columns:
                code: Code = "part-exceeds-whole" if name == column.part_of else "exceeds-other"
                words = f"lớn hơn «{columns[name].label}» cùng dòng"
                yield RowRule(code, column.id, words, _is_above(column.id, name))


def _dates(plan: Plan, table: Table) -> Iterator[RowRule]:
    for column in table.columns:
        if column.kind.traits.reads is Reads.DAY:
            first, last = date_window(plan, table_question(table, column), in_list=True)
            words = f"ngoài khoảng từ {written(first)} đến {written(last)}"
            yield RowRule("date-out-of-period", column.id, words, _is_outside(column.id, first, last))


def _complete(table: Table) -> Iterator[RowRule]:
    owed = tuple(column.id for column in table.columns if column.kind.traits.is_owed)
    every = tuple(column.id for column in table.columns)
    for column in owed:
        yield RowRule("row-incomplete", column, "còn trống trong khi dòng đã ghi ô khác", _is_missed(column, every))


def _is_words(column: str) -> Callable[[RowCells], Formula]:
    return lambda cell: times(stands(cell(column)), is_not(counts(cell(column))))


def _is_beyond(column: str, sign: str, limit: Decimal) -> Callable[[RowCells], Formula]:
    return lambda cell: times(counts(cell(column)), f.compares(cell(column), sign, f.number(limit)))


def _is_outside(column: str, low: Decimal | date, high: Decimal | date) -> Callable[[RowCells], Formula]:
    first, last = (f.day(one) if isinstance(one, date) else f.number(one) for one in (low, high))

    def broken(cell: RowCells) -> Formula:
        here = cell(column)
        return times(counts(here), some(f.compares(here, "<", first), f.compares(here, ">", last)))

    return broken


def _is_broken(column: str) -> Callable[[RowCells], Formula]:
    return lambda cell: times(counts(cell(column)), has_decimals(cell(column)))


def _is_other(column: str, choices: tuple[str, ...]) -> Callable[[RowCells], Formula]:
    def broken(cell: RowCells) -> Formula:
        here = cell(column)
        known = some(*(f.compares(here, "=", f.text(choice)) for choice in choices))
        return times(stands(here), is_not(known))

    return broken


def _is_above(part: str, whole: str) -> Callable[[RowCells], Formula]:
    def broken(cell: RowCells) -> Formula:
        one, other = cell(part), cell(whole)
        return times(counts(one), counts(other), f.compares(one, ">", other))

    return broken


def _is_missed(column: str, every: tuple[str, ...]) -> Callable[[RowCells], Formula]:
    def broken(cell: RowCells) -> Formula:
        return times(is_not(stands(cell(column))), some(*(stands(cell(one)) for one in every)))

    return broken


def stands(cell: Formula) -> Formula:
    """Whether anything stands there; for single cells and for whole columns inside SUMPRODUCT."""
    return Formula(f'({cell.text}<>"")', lambda: cell.value not in (None, ""))


def counts(cell: Formula) -> Formula:
    """Whether a number stands there; for whole columns, too, over which some programs do not spread ISNUMBER.

    Texts are greater than any number, and a blank is neither text nor 0 here.
    """
    return Formula(f'(({cell.text}<1E+300)*({cell.text}<>""))', lambda: isinstance(cell.value, Decimal))


def has_decimals(cell: Formula) -> Formula:
    """Whether a number is written with decimals; for whole columns, too, where INT would stumble over words."""
    signs = "+".join(f'ISNUMBER(FIND("{sign}",{cell.text}))' for sign in ",.")

    def value() -> Result:
        typed = cell.value
        return isinstance(typed, Decimal) and typed != typed.to_integral_value()

    return Formula(f"(({signs})>0)", value)


def times(*tests: Formula) -> Formula:
    """Whether all hold; for whole columns, too, where AND would make one value of them."""
    return Formula("*".join(f"({test.text})" for test in tests), lambda: all(test.value for test in tests))


def some(*tests: Formula) -> Formula:
    """Whether one holds; for whole columns, too."""
    return Formula(
        "((" + "+".join(f"({test.text})" for test in tests) + ")>0)", lambda: any(test.value for test in tests)
    )


def is_not(test: Formula) -> Formula:
    """Whether it does not hold; for whole columns, too."""
    return Formula(f"(1-({test.text}))", lambda: not test.value)
