"""The hidden sheet of states: a row for each watched cell, and a count from the top by which the bad ones are found."""

from __future__ import annotations

from decimal import Decimal

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.placement import Spot, letters
from lamdong_report.forms.states import GOOD, MISSING
from lamdong_report.layout import STATES_SHEET
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula, Result

# Line n of the form stands in row FIRST + n; above it the count begins with 0.
FIRST = 1
COUNT, SHEET, LABEL, ADDRESS, STATE, OWED = range(1, 7)


def state_of(form: Form, key: str) -> Formula:
    """A reference to the state of a watched cell."""
    at = form.states.place[key]
    return Formula(Spot(STATES_SHEET, FIRST + at, STATE).outside, form.states.lines[at].state.value)


def column_area(form: Form, column: int) -> str:
    """The range of one column of the states, for formulas elsewhere."""
    last = FIRST + max(len(form.states.lines), 1)
    return f"{Spot(STATES_SHEET, FIRST, column).outside}:${letters(column)}${last}"


def count_bad(form: Form) -> Formula:
    """How many cells are not in order; a state that nobody foresaw is not in order."""
    last = Spot(STATES_SHEET, FIRST + max(len(form.states.lines), 1) - 1, COUNT)
    return Formula(last.outside, Decimal(len(form.states.bad)))


def count_states(form: Form, beginning: str, sheet: str = "") -> Formula:
    """How many states begin so, on one sheet or in all."""
    lines = [line for line in form.states.lines if not sheet or line.sheet == sheet]
    count = Decimal(sum(str(line.state.value).startswith(beginning) for line in lines))
    wanted = f"{column_area(form, STATE)},{f.text(beginning + '*').text}"
    if not sheet:
        return Formula(f"COUNTIF({wanted})", count)
    return Formula(f"COUNTIFS({column_area(form, SHEET)},{f.text(sheet).text},{wanted})", count)


def count_owed(form: Form, sheet: str = "", *, missing: bool = False) -> Formula:
    """How many answers must be given, on one sheet or in all; or how many of them are still missing."""
    if missing:
        return count_states(form, MISSING, sheet)
    lines = [line for line in form.states.lines if line.owed.value == 1 and (not sheet or line.sheet == sheet)]
    owed = f"{column_area(form, OWED)},1"
    if not sheet:
        return Formula(f"COUNTIF({owed})", Decimal(len(lines)))
    return Formula(f"COUNTIFS({column_area(form, SHEET)},{f.text(sheet).text},{owed})", Decimal(len(lines)))


def write_states(form: Form) -> None:
    sheet = form.book.add_worksheet(STATES_SHEET)
    sheet.close(form.styles.get("plain"))
    sheet.very_hidden()
    sheet.protect("")
    sheet.write_number(FIRST - 1, COUNT, 0)
    known = ",".join(f.text(state).text for state in GOOD)
    bad = 0
    for at, line in enumerate(form.states.lines, FIRST):
        state, above = Spot("", at, STATE).absolute, Spot("", at - 1, COUNT).absolute
        bad += line.state.value not in GOOD
        count = Formula(f"{above}+IF(ISERROR({state}),1,IF(ISNUMBER(MATCH({state},{{{known}}},0)),0,1))", Decimal(bad))
        put_formula(sheet, at, COUNT, count, None)
        sheet.write_string(at, SHEET, line.sheet)
        sheet.write_string(at, LABEL, line.label)
        put_formula(sheet, at, ADDRESS, line.address, None)
        put_formula(sheet, at, STATE, line.state, None)
        put_formula(sheet, at, OWED, line.owed, None)


def nth_bad(form: Form, number: int) -> tuple[Formula, dict[int, Result]]:
    """The row of the n-th cell that is not in order, and what stands in that row now."""
    found = form.states.bad
    at = found[number - 1] if number <= len(found) else None
    counts = f"{Spot(STATES_SHEET, FIRST, COUNT).outside}:{count_bad(form).text.partition('!')[2]}"
    row = Formula(f"MATCH({number},{counts},0)", None if at is None else Decimal(at + 1))
    if at is None:
        return row, {}
    line = form.states.lines[at]
    return row, {SHEET: line.sheet, LABEL: line.label, ADDRESS: line.address.value, STATE: line.state.value}
