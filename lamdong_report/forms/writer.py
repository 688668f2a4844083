"""Makes one form: an Excel workbook in which an agency finds only what it must answer, and hidden sheets about it."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import xlsxwriter
from msgspec.structs import replace

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.formsheet import form_sheet
from lamdong_report.forms.guide import write_guide
from lamdong_report.forms.holes import Holes
from lamdong_report.forms.mirror import place_mirror, write_mirror
from lamdong_report.forms.placement import place_form
from lamdong_report.forms.prefill import NOTHING, Now, Prefill
from lamdong_report.forms.scopes import FIRST_ROW, FIRST_SCOPE, find_scopes
from lamdong_report.forms.selfcheck import write_check_sheet
from lamdong_report.forms.sheets import write_sheet
from lamdong_report.forms.states import watch_cells
from lamdong_report.forms.statesheet import write_states
from lamdong_report.forms.styles import DEFAULTS, FormStyles, normal_style
from lamdong_report.layout import LISTS_SHEET, META_KEYS, META_SHEET, FormLayout, SheetLayout
from lamdong_report.packing import settle_system
from lamdong_report.plan import Plan
from lamdong_report.rules import make_rulebook

_OPTIONS = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
_SPARE_ROWS = 3


def form_bytes(plan: Plan, layout: FormLayout, prefill: Prefill = NOTHING, *, example: bool = False) -> bytes:
    """The workbook of this form as bytes: the same input gives the same bytes.

    `example` marks every sheet and every printed page as example figures.
    """
    return FormWriter(plan).form_bytes(layout, prefill, example=example)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """A form is a hundred thousand small objects, needed to its end: looking through them takes a third of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class FormWriter:
    """Writes the forms of one plan; what is the same for all of them it makes once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._rules = {plan.info.deadline: make_rulebook(plan)}

    @_no_search_for_garbage()
    def form_bytes(self, layout: FormLayout, prefill: Prefill = NOTHING, *, example: bool = False) -> bytes:
        """The workbook of this form; `example` marks every sheet and every printed page as example figures."""
        first = layout.agencies[0]
        if layout.shared:
            return self.write(layout, self.plan.group_of(first).name, "", prefill, example=example)[1]
        return self.write(layout, self.plan.form_agency_name(first), first.code, prefill, example=example)[1]

    @_no_search_for_garbage()
    def write(
        self, layout: FormLayout, name: str, code: str, prefill: Prefill, holes: Holes | None = None, *, example: bool
    ) -> tuple[Form, bytes]:
        """The form for who is called so, and its workbook; with `holes` where that hangs on the answers."""
        plan = self.plan.due_for(layout.agencies[0])  # a form is of one group
        if plan.info.deadline not in self._rules:
            self._rules[plan.info.deadline] = make_rulebook(plan)
        options = {**_OPTIONS, **DEFAULTS, "default_format_properties": normal_style()}
        buffer, grown = io.BytesIO(), _grown(layout, prefill)
        placement = place_form(grown, plan.period)
        with xlsxwriter.Workbook(buffer, options) as book:
            book.worksheet_class = form_sheet()
            if holes:
                book.str_table = holes.strings
            form = Form(
                plan=plan,
                layout=grown,
                now=Now(prefill),
                placement=placement,
                rules=self._rules[plan.info.deadline].knowing(plan, code),
                mirror=place_mirror(placement, plan),
                known=plan.known_answers(code),
                scopes=find_scopes(plan, grown, str(prefill.answers.get(plan.roles.agency, ""))),
                book=book,
                styles=FormStyles(book),
                codes=frozenset(agency.code for agency in layout.agencies),
                agency_name=name,
                agency_code=code,
                example=example,
                holes=holes,
            )
            watch_cells(form)
            _set_properties(form)
            _write_sheets(form)
        if not holes:
            form.forget()
        return form, settle_system(buffer.getvalue())


def _grown(layout: FormLayout, prefill: Prefill) -> FormLayout:
    """The layout with room for all rows that are to be filled in beforehand, and a few to spare."""
    if not prefill.tables:
        return layout
    sheets = []
    for sheet in layout.sheets:
        blocks = list(sheet.blocks)
        for at, block in enumerate(blocks):
            filled = len(prefill.tables.get(block.table.id, ())) if block.table else 0
            if filled > len(block.rows):
                numbers = range(len(block.rows) + 1, filled + _SPARE_ROWS + 1)
                more = (replace(block.rows[0], id=f"{block.id}:{number}", number=str(number)) for number in numbers)
                blocks[at] = replace(block, rows=(*block.rows, *more))
        sheets.append(SheetLayout(sheet.sheet, tuple(blocks)))
    return replace(layout, sheets=tuple(sheets))


def _set_properties(form: Form) -> None:
    """The clock stays out of the file: it is dated by the plan."""
    plan = form.plan
    form.book.set_properties(
        {
            "title": f"{plan.form.title} – {form.agency_name}",
            "subject": plan.info.title,
            "author": plan.contact.agency,
            "company": plan.contact.agency,
            "created": datetime.combine(plan.info.period_start, datetime.min.time()),
        }
    )


def _write_sheets(form: Form) -> None:
    placed = iter(form.placement.sheets)
    guide, verdict = None, None
    for page in form.layout.sheets:
        match page.sheet.purpose:
            case "guide":
                guide = write_guide(form, page.sheet)
            case "check":
                verdict = write_check_sheet(form, page.sheet)
            case _:
                write_sheet(form, next(placed))
    if guide and verdict:
        guide.show_verdict(verdict)
    write_meta(form)
    write_lists(form)
    write_mirror(form)
    write_states(form)


def write_meta(form: Form) -> None:
    """The sheet by which a returned form is recognised: keys in column A, values in B; no agency in a shared form."""
    sheet = form.add_hidden_sheet(META_SHEET)
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
    sheet = form.add_hidden_sheet(LISTS_SHEET)
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
