"""What stands in the cells of a form: what it is sent out with, and what the answers come to as formulas see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct, field

from lamdong_report.forms.placement import CellPlace
from lamdong_report.layout import FormLayout, Row, answer_id
from lamdong_report.model import Value
from lamdong_report.plan import REASON, Agency, Plan
from lamdong_report.rules import Rulebook
from lamdong_report.rules import formula as f
from lamdong_report.rules.book import LISTED, ROWS
from lamdong_report.rules.formula import BLANK, Formula, Result, day_number

T = TypeVar("T")
Typed = Value | str
Rows = Mapping[str, tuple[Mapping[str, Typed], ...]]


class Prefill(Struct, frozen=True):
    """What stands in the cells beforehand.

    `answers`: question id → typed value, or the text exactly as it was typed, even where a number is asked.
    `reasons`: question id → what stands in the reason column. `tables`: table id → rows of column id → value.
    `marks`: question id → what is wrong and what to do; a cell of a table is `<table>:<row from 1>.<column>`.
    """

    answers: Mapping[str, Typed] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    tables: Rows = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


NOTHING = Prefill()


def with_units(plan: Plan, agency: Agency, tables: Rows = MappingProxyType({})) -> Rows:
    """The rows of lists, with one for each unit of the agency that a list kept by unit does not name yet."""
    found = dict(tables)
    for table in plan.tables if agency.units else ():
        if table.units and agency in plan.select(*table.asked):
            rows = found.get(table.id, ())
            named = {str(row.get(table.units, "")).casefold() for row in rows}
            found[table.id] = (*rows, *({table.units: name} for name in agency.units if name.casefold() not in named))
    return found


class Now(Struct):
    """What stands in the cells of a form now, and what was worked out of it: one form is filled in for many."""

    prefill: Prefill
    worked: dict[object, Any] = field(default_factory=dict)

    def fill(self, prefill: Prefill) -> None:
        self.prefill = prefill
        self.worked.clear()


class FormAnswers(Struct, frozen=True, kw_only=True):
    """The answers of a form being written, as far as it is filled in `now`, and what other cells see of them.

    `agency_name` says who fills it in: the group's name where the form is `shared` by several agencies. `mirror` has
    the cells in which formulas look answers up.
    """

    plan: Plan
    layout: FormLayout
    now: Now
    agency_name: str
    rules: Rulebook
    mirror: Mapping[str, CellPlace]
    # What the agency's form begins with, from last year.
    known: Mapping[str, Value]
    # What the lists come to, by the names under which rules look at them (see rules/book.py).
    listed: dict[str, Formula] = field(default_factory=dict)
    # What blank answers come to by others, once that has been worked out.
    follows: dict[str, Formula] = field(default_factory=dict)
    # What cells begin with that a list gives.
    reckonings: dict[str, Formula] = field(default_factory=dict)
    # The answers as other cells see them: rules, live lines and states look at each of them many times.
    seen: dict[str, Formula | None] = field(default_factory=dict)

    @property
    def shared(self) -> bool:
        return self.layout.shared

    @property
    def prefill(self) -> Prefill:
        return self.now.prefill

    def once(self, reckon: Callable[[], T]) -> Callable[[], T]:
        """The same, worked out once for what stands in the cells now."""
        worked, key = self.now.worked, object()

        def value() -> T:
            if key not in worked:
                worked[key] = reckon()
            found: T = worked[key]
            return found

        return value

    def reckoned_once(self, formula: Formula) -> Formula:
        return Formula(formula.text, self.once(formula.held)) if callable(formula.held) else formula

    def value(self, key: str) -> Typed | None:
        """What stands in an answer's cell beforehand; the only agency of a form has its name filled in."""
        if key == self.plan.roles.agency and not self.shared:
            return self.agency_name
        value = self.prefill.answers.get(key)
        if key == self.plan.roles.sending and value is None:
            return Decimal(1)
        if value is not None and not _is_empty(value):
            return value
        reckoned = self.reckoned(key).value if self.is_reckoned(key) else None
        return reckoned if isinstance(reckoned, Decimal) else None

    def is_reckoned(self, key: str) -> bool:
        """Whether the cell begins with what a list of the form comes to, until something else is typed there."""
        return LISTED + key in self.mirror and self.prefill.answers.get(key) in (None, "")

    def reckoned(self, key: str) -> Formula:
        """What such a cell begins with: the list's count once it has rows; until then whether it is 0 is to be said."""
        if key not in self.reckonings:
            term = self.plan.questions[key].from_list
            assert term is not None
            names = (ROWS + term.table, LISTED + key)
            rows, listed = (Formula(self.mirror[name].outside, self.listed[name].held) for name in names)
            self.reckonings[key] = f.when(f.compares(rows, ">", f.number(0)), listed, self.followed(key))
        return self.reckonings[key]

    def is_given(self, key: str) -> bool:
        """Whether the form itself begins with this answer: the first sending, or what is known from last year."""
        typed = self.prefill.answers.get(key)
        if key == self.plan.roles.sending:
            return typed is None
        return key in self.known and self.known[key] == typed

    def reason(self, row: Row) -> str | None:
        """What stands in the reason column of a row; the answers of a row share it."""
        found = (self.prefill.reasons.get(question.id) for question in row.cells.values())
        return next(filter(None, found), None)

    def reason_ref(self, row: Row) -> Formula | None:
        spot = self.mirror.get(answer_id(row.id, REASON))
        return Formula(spot.outside, lambda: self.reason(row) or "") if spot else None

    def value_in_table(self, row: str, column: str) -> Typed | None:
        """The same for a cell of a list that grows; `row` is `<table>:<number from 1>`."""
        table, _, number = row.partition(":")
        rows = self.prefill.tables.get(table, ())
        at = int(number) - 1
        value = rows[at].get(column) if at < len(rows) else None
        return None if value is None or _is_empty(value) else value

    def any_value(self, key: str) -> Typed | None:
        row, _, column = key.rpartition(".")
        return self.value_in_table(row, column) if ":" in row else self.value(key)

    def ref(self, key: str) -> Formula | None:
        """The answer as the hidden sheet reads it again by its id (see mirror.py); None when it is not asked here.

        What lists come to must be known by then.
        """
        if key in self.seen:
            return self.seen[key]
        spot = self.mirror.get(key)

        def value() -> Result:
            found = self.listed[key].value if key in self.listed else self.result(self.value(key), "")
            return self.followed(key).value if _is_empty(found) else found

        self.seen[key] = Formula(spot.outside, self.once(value)) if spot else None
        return self.seen[key]

    def followed(self, key: str) -> Formula:
        """What a blank answer comes to by others of the form; "" where it must be given."""
        if key not in self.rules.follows:
            return f.text("")
        if key not in self.follows:  # long formulas, asked for many times
            cases = [(holds, number) for holds, number, _ in self.rules.follows[key].cases(self.ref)]
            self.follows[key] = f.first_true(cases, f.text(""))
        return self.follows[key]

    def cell(self, key: str) -> Formula:
        """The same; a blank when it is not asked here."""
        return self.ref(key) or BLANK

    def reason_beside(self, key: str) -> Formula | None:
        """What stands in the reason column of another answer's row."""
        question = self.plan.questions.get(key)
        spot = self.mirror.get(answer_id(question.row, REASON)) if question else None
        if spot is None or question is None:
            return None
        row, rows = question.row, self.plan.questions

        def value() -> str:
            found = (words for other, words in self.prefill.reasons.items() if rows[other].row == row)
            return next(filter(None, found), "")

        return Formula(spot.outside, value)

    def result(self, value: Typed | None, blank: Result = None) -> Result:
        """A value as a formula sees it: yes and no are words, dates are numbers of days."""
        if value is None:
            return blank
        if isinstance(value, bool):
            return self.words_of(value)
        return day_number(value) if isinstance(value, date) else value

    def words_of(self, value: bool) -> str:
        yes, no = self.plan.form.yes_no
        return yes if value else no


def _is_empty(value: Result | Typed) -> bool:
    """Whether it is an empty text: not by ==, for a Decimal then looks up what kinds of numbers there are."""
    return isinstance(value, str) and not value
