"""One form in the making: what all parts of the writer ask about its cells, values and looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct, field
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms.holes import Holes, formula_result
from lamdong_report.forms.measure import count_lines, text_points
from lamdong_report.forms.paper import FormSheet
from lamdong_report.forms.placement import ID_COLUMN, CellPlace, Placement
from lamdong_report.forms.prefill import Prefill, Typed
from lamdong_report.forms.scopes import Codes, Scopes, tag
from lamdong_report.forms.styles import SIZE, FormStyles
from lamdong_report.forms.texts import storable
from lamdong_report.layout import FormLayout, Row, answer_id
from lamdong_report.model import Value
from lamdong_report.plan import REASON, Plan, Question
from lamdong_report.rules import Rulebook
from lamdong_report.rules import formula as f
from lamdong_report.rules.book import LISTED, ROWS
from lamdong_report.rules.formula import BLANK, Formula, Result, day_number

T = TypeVar("T")


class WatchedCell(Struct, frozen=True):
    """One cell (or one column of a list) that the form watches: its live state, and whether an answer is owed there.

    `address` is the cell to go to, by a formula where a list decides which of its rows it is.
    """

    key: str
    sheet: str
    label: str
    address: Formula
    state: Formula
    owed: Formula


class Measured(NamedTuple):
    """A text that was measured, and for which cell."""

    words: str
    width: float
    size: float
    bold: bool

    @property
    def lines(self) -> int:
        return count_lines(self.words, self.width, self.size, bold=self.bold)


class States(Struct):
    """The watched lines in the order of the form; line n stands in row FIRST + n of the hidden sheet of states."""

    lines: list[WatchedCell] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)

    def add(self, line: WatchedCell) -> None:
        self.place[line.key] = len(self.lines)
        self.lines.append(line)


class Now(Struct):
    """What stands in the cells of a form now, and what was worked out of it: one form is filled in for many."""

    prefill: Prefill
    worked: dict[object, Any] = field(default_factory=dict)

    def fill(self, prefill: Prefill) -> None:
        self.prefill = prefill
        self.worked.clear()


class Form(Struct, frozen=True):
    """A form being written. `codes` are its agencies; `shared` when one file serves several of them.

    `agency_name` and `agency_code` say who fills it in: the group's name and no code for a shared form.

    Formulas, heights and page ends are made once; what they come to hangs on what stands in the cells `now`. In a form
    that is to be filled in again and again, that is left open (`holes`).
    """

    plan: Plan
    layout: FormLayout
    now: Now
    placement: Placement
    scopes: Scopes
    book: Workbook
    styles: FormStyles
    codes: Codes
    agency_name: str
    agency_code: str
    example: bool
    rules: Rulebook
    mirror: Mapping[str, CellPlace]
    # What the agency's form begins with, from last year.
    known: Mapping[str, Value]
    holes: Holes | None = None
    # What the lists come to, by the names under which rules look at them (see rules/book.py).
    listed: dict[str, Formula] = field(default_factory=dict)
    # What blank answers come to by others, once that has been worked out.
    follows: dict[str, Formula] = field(default_factory=dict)
    # What cells begin with that a list gives.
    reckonings: dict[str, Formula] = field(default_factory=dict)
    measured: list[Measured] = field(default_factory=list)
    # The state of each answer's cell, once it has been worked out: check sheet, notes and guide all show these.
    states: States = field(default_factory=States)
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

    def forget(self) -> None:
        """Let go of what knows the form itself, so that it is gone when it is no longer needed, without a search."""
        for known in (self.listed, self.follows, self.reckonings, self.seen, self.states.place, self.now.worked):
            known.clear()
        self.states.lines.clear()
        for sheet in self.book.worksheets():
            sheet.heights.clear()
            sheet.page_ends = tuple

    def reckoned_once(self, formula: Formula) -> Formula:
        return Formula(formula.text, self.once(formula.held)) if callable(formula.held) else formula

    def add_sheet(self, title: str) -> FormSheet:
        sheet: FormSheet = self.book.add_worksheet(title)
        sheet.holes = self.holes
        return sheet

    def name_points(self, words: str, width: float, size: float = SIZE, *, bold: bool = False) -> float:
        """The height of a text that may name the agency; noted, for another name may take more lines."""
        self.measured.append(Measured(words, width, size, bold))
        return text_points(words, width, size, bold=bold)

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

    def list_sheet(self, table: str) -> str:
        """The sheet on which a list that grows stands."""
        return next(page.sheet.title for page in self.layout.sheets for one in page.blocks if one.id == table)

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

    def is_required(self, question: Question) -> bool:
        return bool(self.plan.required[question.id] & self.codes)

    def is_open(self, key: str) -> bool:
        """Whether the cell is to be filled in: the only agency of a form has its name given."""
        return self.shared or key != self.plan.roles.agency

    def tag_of(self, codes: Codes) -> str:
        """Whose a row or block is, where several agencies share the form."""
        return tag(codes, self.layout.agencies) if self.shared else ""

    def put(
        self, sheet: FormSheet, row: int, column: int, value: Callable[[], Typed | Formula | None], look: Any
    ) -> None:
        """Write a value as what it is; text is never taken for a formula, a number or a link."""
        if self.holes:
            sheet.write_open(row, column, self.holes.answer(lambda: _as_typed(self, value())), look)
            return
        typed = _as_typed(self, value())
        if isinstance(typed, Formula):
            put_formula(sheet, row, column, typed, look)
        elif isinstance(typed, float):
            sheet.write_number(row, column, typed, look)
        elif isinstance(typed, str):
            sheet.write_string(row, column, typed, look)
        else:
            sheet.write_blank(row, column, None, look)


def _as_typed(form: Form, value: Typed | Formula | None) -> float | str | Formula | None:
    """A value as a cell holds it; None is a blank."""
    if isinstance(value, Formula):
        return value
    typed = form.result(value)
    if isinstance(typed, Decimal):
        return float(typed)
    return storable(typed) if isinstance(typed, str) and typed else None


def _is_empty(value: Result | Typed) -> bool:
    """Whether it is an empty text: not by ==, for a Decimal then looks up what kinds of numbers there are."""
    return isinstance(value, str) and not value


def put_id(form: Form, sheet: Worksheet, row: int, words: str) -> None:
    """Write a row's id into the hidden column."""
    sheet.write_string(row, ID_COLUMN, words, form.styles.get("id"))


def put_formula(sheet: FormSheet, row: int, column: int, formula: Formula, look: Any) -> None:
    """Write a formula with its result, so that it shows before anything has been calculated."""
    value = formula.held if sheet.holes and callable(formula.held) else formula_result(formula.value)
    sheet.write_formula(row, column, formula.text, look, value)
