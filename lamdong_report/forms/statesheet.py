"""The hidden sheet of states: a row for each watched cell, and counts from the top by which the bad ones are found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from decimal import Decimal

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.placement import CellPlace
from lamdong_report.forms.states import DOUBTFUL, GOOD, MISSING
from lamdong_report.layout import STATES_SHEET
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula, Result
from lamdong_report.spreadsheet.book import column_letters

# Line n of the form stands in row FIRST + n; above it the counts begin with 0.
FIRST = 1
# WRONG counts what is wrong down to its row, OPEN what is missing or doubtful: what is wrong is named first.
WRONG, SHEET, LABEL, ADDRESS, STATE, OWED, OPEN = range(1, 8)
_BAD = -1


def state_of(form: Form, key: str) -> Formula:
    """A reference to the state of a watched cell."""
    at = form.states.place[key]
    return Formula(CellPlace(STATES_SHEET, FIRST + at, STATE).outside, form.states.lines[at].state.held)


def address_cell(form: Form, key: str) -> Formula:
    """A reference to where a watched cell stands now."""
    at = form.states.place[key]
    return Formula(CellPlace(STATES_SHEET, FIRST + at, ADDRESS).outside, form.states.lines[at].address.held)


def column_area(form: Form, column: int) -> str:
    """The range of one column of the states, for formulas elsewhere."""
    last = FIRST + max(len(form.states.lines), 1)
    return f"{CellPlace(STATES_SHEET, FIRST, column).outside}:${column_letters(column)}${last}"


def count_wrong(form: Form) -> Formula:
    """How many cells are wrong; a state that nobody foresaw is."""
    return _count(form, WRONG)


def count_bad(form: Form) -> Formula:
    """How many cells are not in order."""
    return f.arithmetic(_count(form, WRONG), "+", _count(form, OPEN))


def _count(form: Form, column: int) -> Formula:
    last = CellPlace(STATES_SHEET, FIRST + max(len(form.states.lines), 1) - 1, column)
    return Formula(last.outside, lambda: Decimal(len(_found(form, column))))


def _found(form: Form, column: int) -> list[int]:
    """The lines that are not in order now and are counted in this column: open are those where nothing is wrong.

    By _BAD all of them, the wrong ones first.
    """
    worked = form.now.worked
    if column not in worked:
        states = {at: state for at, line in enumerate(form.states.lines) if (state := line.state.value) not in GOOD}
        worked[OPEN] = [at for at, state in states.items() if state == MISSING or str(state).startswith(DOUBTFUL)]
        worked[WRONG] = sorted(states.keys() - set(worked[OPEN]))
        worked[_BAD] = [*worked[WRONG], *worked[OPEN]]
    found: list[int] = worked[column]
    return found


def count_states(form: Form, beginning: str, sheet: str = "") -> Formula:
    """How many states that are not in order begin so, on one sheet or in all."""

    def count() -> Decimal:
        lines = (form.states.lines[at] for at in _found(form, _BAD))
        return Decimal(sum(str(line.state.value).startswith(beginning) for line in lines if sheet in ("", line.sheet)))

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
    sheet = form.add_hidden_sheet(STATES_SHEET)
    known = ",".join(f.text(state).text for state in (*GOOD, MISSING))
    for column in (WRONG, OPEN):
        sheet.write_number(FIRST - 1, column, 0)
    for at, line in enumerate(form.states.lines, FIRST):
        state = Formula(CellPlace("", at, STATE).absolute, line.state.held)
        doubtful = f.begins_with(state, DOUBTFUL).text
        tests = {
            WRONG: f"ISERROR({state.text}),1,IF(OR(ISNUMBER(MATCH({state.text},{{{known}}},0)),{doubtful}),0,1)",
            OPEN: f'ISERROR({state.text}),0,IF(OR({state.text}="{MISSING}",{doubtful}),1,0)',
        }
        for column, test in tests.items():
            above = CellPlace("", at - 1, column).absolute
            put_formula(sheet, at, column, Formula(f"{above}+IF({test})", _counted(form, column, at - FIRST)), None)
        sheet.write_string(at, SHEET, line.sheet)
        sheet.write_string(at, LABEL, line.label)
        put_formula(sheet, at, ADDRESS, line.address, None)
        put_formula(sheet, at, STATE, line.state, None)
        put_formula(sheet, at, OWED, line.owed, None)


def _counted(form: Form, column: int, at: int) -> Callable[[], Decimal]:
    """How many lines down to this one are counted in the column."""
    return lambda: Decimal(bisect_right(_found(form, column), at))


def nth_bad(form: Form, number: int) -> Formula:
    """The row of the n-th cell that is not in order, the wrong ones first; blank where there are fewer."""
    wrong = _count(form, WRONG).text
    places = {column: f"MATCH({{}},{column_area(form, column)},0)" for column in (WRONG, OPEN)}
    row = f"IF({number}<={wrong},{places[WRONG].format(number)},{places[OPEN].format(f'{number}-{wrong}')})"
    return Formula(row, lambda: None if (at := _bad_line(form, number)) is None else Decimal(at + 1))


def _bad_line(form: Form, number: int) -> int | None:
    found = _found(form, _BAD)
    return found[number - 1] if number <= len(found) else None


def told_of_bad(form: Form, number: int, column: int) -> Result:
    """What stands in that row now; "" where there are fewer."""
    at = _bad_line(form, number)
    if at is None:
        return ""
    line = form.states.lines[at]
    return {SHEET: line.sheet, LABEL: line.label, ADDRESS: line.address.value, STATE: line.state.value}[column]
