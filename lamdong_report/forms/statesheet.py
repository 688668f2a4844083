"""The hidden sheet of states: a row for each watched cell, and counts from the top by which the bad ones are found."""

from __future__ import annotations

from decimal import Decimal

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.placement import CellPlace
from lamdong_report.forms.states import DOUBTFUL, GOOD, MISSING
from lamdong_report.layout import STATES_SHEET
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula, Result
from lamdong_report.spreadsheet.refs import column_letters

# Line n of the form stands in row FIRST + n; above it the counts begin with 0.
FIRST = 1
# WRONG counts what is wrong down to its row, OPEN what is missing or doubtful: what is wrong is named first.
WRONG, SHEET, LABEL, ADDRESS, STATE, OWED, OPEN = range(1, 8)


def state_of(form: Form, key: str) -> Formula:
    """A reference to the state of a watched cell."""
    at = form.states.place[key]
    return Formula(CellPlace(STATES_SHEET, FIRST + at, STATE).outside, form.states.lines[at].state.value)


def address_cell(form: Form, key: str) -> Formula:
    """A reference to where a watched cell stands now."""
    at = form.states.place[key]
    return Formula(CellPlace(STATES_SHEET, FIRST + at, ADDRESS).outside, form.states.lines[at].address.value)


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
    return Formula(last.outside, Decimal(len(_found(form, column))))


def _found(form: Form, column: int) -> list[int]:
    """The lines that are not in order now and are counted in this column: open are those where nothing is wrong."""
    states = {at: form.states.lines[at].state.value for at in form.states.bad}
    is_open = {at: state == MISSING or str(state).startswith(DOUBTFUL) for at, state in states.items()}
    return [at for at, found in is_open.items() if found is (column == OPEN)]


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
    known = ",".join(f.text(state).text for state in (*GOOD, MISSING))
    found = {column: frozenset(_found(form, column)) for column in (WRONG, OPEN)}
    counts = {WRONG: 0, OPEN: 0}
    for column in counts:
        sheet.write_number(FIRST - 1, column, 0)
    for at, line in enumerate(form.states.lines, FIRST):
        state = Formula(CellPlace("", at, STATE).absolute, line.state.value)
        doubtful = f.begins_with(state, DOUBTFUL).text
        tests = {
            WRONG: f"ISERROR({state.text}),1,IF(OR(ISNUMBER(MATCH({state.text},{{{known}}},0)),{doubtful}),0,1)",
            OPEN: f'ISERROR({state.text}),0,IF(OR({state.text}="{MISSING}",{doubtful}),1,0)',
        }
        for column, test in tests.items():
            counts[column] += at - FIRST in found[column]
            above = CellPlace("", at - 1, column).absolute
            put_formula(sheet, at, column, Formula(f"{above}+IF({test})", Decimal(counts[column])), None)
        sheet.write_string(at, SHEET, line.sheet)
        sheet.write_string(at, LABEL, line.label)
        put_formula(sheet, at, ADDRESS, line.address, None)
        put_formula(sheet, at, STATE, line.state, None)
        put_formula(sheet, at, OWED, line.owed, None)


def nth_bad(form: Form, number: int) -> tuple[Formula, dict[int, Result]]:
    """The row of the n-th cell that is not in order, the wrong ones first, and what stands in that row now."""
    found = [*_found(form, WRONG), *_found(form, OPEN)]
    at = found[number - 1] if number <= len(found) else None
    wrong = _count(form, WRONG).text
    places = {column: f"MATCH({{}},{column_area(form, column)},0)" for column in (WRONG, OPEN)}
    row = Formula(
        f"IF({number}<={wrong},{places[WRONG].format(number)},{places[OPEN].format(f'{number}-{wrong}')})",
        None if at is None else Decimal(at + 1),
    )
    if at is None:
        return row, {}
    line = form.states.lines[at]
    return row, {SHEET: line.sheet, LABEL: line.label, ADDRESS: line.address.value, STATE: line.state.value}
