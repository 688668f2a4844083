"""Writes the hidden sheets: what the form is, for the reader, and the lists that its validations choose from."""

from __future__ import annotations

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.paper import FormSheet
from lamdong_report.forms.scopes import FIRST_ROW, FIRST_SCOPE
from lamdong_report.layout import LISTS_SHEET, META_KEYS, META_SHEET


def write_meta(form: Form) -> None:
    """The sheet by which a returned form is recognised: keys in column A, values in B; no agency in a shared form."""
    sheet = _hidden_sheet(form, META_SHEET)
    info, first = form.plan.info, form.layout.agencies[0]
    values: dict[str, str | int] = {
        "plan": info.id,
        "year": info.year,
        "form_version": info.form_version,
        "group": first.group,
        "agency": form.agency_code,
        "example": int(form.example),
    }
    for at, key in enumerate(META_KEYS):
        sheet.write_string(at, 0, key)
        value = values[key]
        if isinstance(value, int):
            sheet.write_number(at, 1, value)
        else:
            sheet.write_string(at, 1, value)


def write_lists(form: Form) -> None:
    """Names of the agencies, which of them each restricted row is meant for, and long lists of answers."""
    scopes = form.scopes
    if scopes.is_empty:
        return
    sheet = _hidden_sheet(form, LISTS_SHEET)
    for at, (name, code) in enumerate(zip(scopes.names, scopes.codes, strict=True), FIRST_ROW):
        sheet.write_string(at, 0, name)
        sheet.write_string(at, 1, code)
        for number, codes in enumerate(scopes.sets):
            sheet.write_number(at, FIRST_SCOPE + number, int(code in codes))
    for choices in scopes.choices:
        for at, choice in enumerate(choices, FIRST_ROW):
            sheet.write_string(at, scopes.choice_column(choices), choice)
    picked = form.ref(form.plan.roles.agency)
    if scopes.names and picked:
        for column, live in scopes.live_cells(picked):
            put_formula(sheet, 0, column, live, None)


def _hidden_sheet(form: Form, name: str) -> FormSheet:
    sheet = form.add_sheet(name)
    sheet.close(form.styles.get("plain"))
    sheet.very_hidden()
    sheet.protect("")
    return sheet
