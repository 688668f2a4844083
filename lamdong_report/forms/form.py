"""One form in the making: what all parts of the writer ask about its cells, values and looks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import Struct, field
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms.formsheet import FormSheet
from lamdong_report.forms.holes import Holes, formula_result
from lamdong_report.forms.placement import ID_COLUMN, Placement
from lamdong_report.forms.prefill import FormAnswers, Typed
from lamdong_report.forms.scopes import Codes, Scopes, tag
from lamdong_report.forms.styles import SIZE, FormStyles, count_lines, storable, text_points
from lamdong_report.plan import Question
from lamdong_report.rules.formula import Formula


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


class Form(FormAnswers, frozen=True, kw_only=True):
    """A form being written. `codes` are its agencies, `agency_code` that of the only one.

    Formulas, heights and page ends are made once; what they come to hangs on what stands in the cells `now`. In a form
    that is to be filled in again and again, that is left open (`holes`).
    """

    placement: Placement
    scopes: Scopes
    book: Workbook
    styles: FormStyles
    codes: Codes
    agency_code: str
    example: bool
    holes: Holes | None = None
    measured: list[Measured] = field(default_factory=list)
    # The state of each answer's cell, once it has been worked out: check sheet, notes and guide all show these.
    states: States = field(default_factory=States)

    def forget(self) -> None:
        """Let go of what knows the form itself, so that it is gone when it is no longer needed, without a search."""
        for known in (self.listed, self.follows, self.reckonings, self.seen, self.states.place, self.now.worked):
            known.clear()
        self.states.lines.clear()
        for sheet in self.book.worksheets():
            sheet.heights.clear()
            sheet.page_ends = tuple

    def add_sheet(self, title: str) -> FormSheet:
        sheet: FormSheet = self.book.add_worksheet(title)
        sheet.holes = self.holes
        return sheet

    def add_hidden_sheet(self, title: str) -> FormSheet:
        """A sheet that nobody is to look at, and that Excel's own menu does not bring back."""
        sheet = self.add_sheet(title)
        sheet.close(self.styles.get("plain"))
        sheet.very_hidden()
        sheet.protect("")
        return sheet

    def name_points(self, words: str, width: float, size: float = SIZE, *, bold: bool = False) -> float:
        """The height of a text that may name the agency; noted, for another name may take more lines."""
        self.measured.append(Measured(words, width, size, bold))
        return text_points(words, width, size, bold=bold)

    def list_sheet(self, table: str) -> str:
        """The sheet on which a list that grows stands."""
        return next(page.sheet.title for page in self.layout.sheets for one in page.blocks if one.id == table)

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


def put_id(form: Form, sheet: Worksheet, row: int, words: str) -> None:
    """Write a row's id into the hidden column."""
    sheet.write_string(row, ID_COLUMN, words, form.styles.get("id"))


def put_formula(sheet: FormSheet, row: int, column: int, formula: Formula, look: Any) -> None:
    """Write a formula with its result, so that it shows before anything has been calculated."""
    value = formula.held if sheet.holes and callable(formula.held) else formula_result(formula.value)
    sheet.write_formula(row, column, formula.text, look, value)
