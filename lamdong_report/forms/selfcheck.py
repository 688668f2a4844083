"""Writes what the form itself checks: beside each row what is wrong there, and the sheet of what is to be done."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.formsheet import FormSheet
from lamdong_report.forms.page import hide_ids, set_up_print, write_intro, write_titles
from lamdong_report.forms.placement import FIRST_COLUMN, TITLE_ROWS, CellPlace, PlacedBlock, PlacedSheet
from lamdong_report.forms.states import BLANK_STATE, DOUBTFUL, MISSING, OTHERS, WRONG
from lamdong_report.forms.statesheet import (
    ADDRESS,
    FIRST,
    LABEL,
    SHEET,
    STATE,
    address_cell,
    column_area,
    count_bad,
    count_owed,
    count_states,
    count_wrong,
    nth_bad,
    state_of,
    told_of_bad,
)
from lamdong_report.forms.styles import LINE
from lamdong_report.layout import NOTES_HEADING, STATES_SHEET, Row
from lamdong_report.plan.schema import PlanSheet
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula, Result
from lamdong_report.spreadsheet.book import column_letters

_WIDTH = 34


def write_notes(form: Form, sheet: FormSheet, placed: PlacedSheet) -> None:
    """The column of notes of a sheet; lists that grow have none, since their rows are moved about."""
    blocks = [block for block in placed.blocks if not block.block.table]
    column = placed.note_column
    for block in blocks:
        for row, at in block.rows:
            put_formula(sheet, at, column, note_of(form, block, row), form.styles.get("note_beside"))
    if blocks:
        sheet.set_column(column, column, _WIDTH)
        top = placed.header if placed.header is not None else blocks[0].header
        if top is not None:
            sheet.write_string(top, column, NOTES_HEADING, form.styles.get("note_title"))


def note_of(form: Form, block: PlacedBlock, row: Row) -> Formula:
    """The first thing to be said of a row, naming the cell: «Ô D17 – Chưa đúng: …»; "" when all is well."""
    cases: list[tuple[Formula, Formula]] = []
    for question in row.cells.values():
        state = state_of(form, question.id)
        said = f.concat(f.text("Ô "), address_cell(form, question.id), f.text(" – "), state)
        for mark in (WRONG, DOUBTFUL):
            cases.append((f.begins_with(state, mark), said))
        if form.is_required(question):
            skipped = f.compares(state, "=", f.text(MISSING))
            cases.append((f.both(skipped, _went_on(form, block, question.id)), said))
    return f.first_true(cases, f.text(""))


def _went_on(form: Form, block: PlacedBlock, question: str) -> Formula:
    """Whether a cell further down in the block has been filled in: this one was passed over, not yet to come.

    What stood there from the beginning was not filled in by the clerk.
    """
    last = max(form.states.place[q.id] for row, _ in block.rows for q in row.cells.values())
    first = form.states.place[question]
    area = f"{CellPlace(STATES_SHEET, FIRST + first, STATE).outside}:${column_letters(STATE)}${FIRST + last + 1}"
    lines = form.states.lines[first : last + 1]
    states = [line.state for line in lines]
    open_ = [f.count_equal(area, states, state) for state in (MISSING, BLANK_STATE, OTHERS)]
    told = sum(form.is_given(line.key) for line in lines)
    done = reduce(lambda left, count: f.arithmetic(left, "-", count), open_, f.number(len(states)))
    return f.compares(done, ">", f.number(told))


_NUMBER, _SHEET, _WHAT, _CELL, _STATE, _PLACE = range(FIRST_COLUMN, FIRST_COLUMN + 6)
_WIDTHS = (5, 18, 42, 8, 38)
_HEADINGS = ("STT", "Trang", "Câu hỏi", "Tới ô", "Điều cần sửa, cần xem lại")
_VERDICT_ROWS = 4
READY = "Phiếu đã đủ, có thể gửi"
# A clerk mends from the top; whoever has more to do sees the next ones when these are done.
_MOST_SHOWN = 60
# In points. A formula does not make its row grow: what may come to stand there must fit.
_TWO_LINES, _THREE_LINES = 36.0, 50.0


def write_check_sheet(form: Form, about: PlanSheet) -> Formula:
    """Add the self-check to the workbook; it is locked whole, but may be filtered. A reference to its verdict."""
    sheet = form.add_sheet(about.title)
    hide_ids(form, sheet)
    for at, width in enumerate(_WIDTHS, FIRST_COLUMN):
        sheet.set_column(at, at, width)
    sheet.set_column(_PLACE, _PLACE, 5, None, {"hidden": True})
    write_titles(form, sheet, about, sum(_WIDTHS), _STATE)
    top = write_intro(form, sheet, TITLE_ROWS, about, sum(_WIDTHS), _STATE)
    header = top + _VERDICT_ROWS
    summary = _summary(form, sheet.name)
    for at, line in enumerate(summary, top):
        sheet.merge_range(at, FIRST_COLUMN, at, _STATE, "", form.styles.get("verdict"))
        put_formula(sheet, at, FIRST_COLUMN, line, form.styles.get("verdict"))
        sheet.set_row(at, 24)
    for column, heading in enumerate(_HEADINGS, FIRST_COLUMN):
        sheet.write_string(header, column, heading, form.styles.get("header"))
    lines = min(len(form.states.lines), _MOST_SHOWN)
    for number in range(1, lines + 1):
        _write_line(form, sheet, header + number, number)
    sheet.autofilter(header, _SHEET, header + max(lines, 1), _STATE)
    sheet.repeat_rows(header)
    verdict = CellPlace(sheet.name, top + 2, FIRST_COLUMN)
    _colour(form, sheet, verdict, range(header + 1, header + 1 + lines))
    sheet.freeze_panes(header + 1, 0)
    # The lines of one page: a print area cannot follow how many there are, and pages of blank lines help nobody.
    fitting = set_up_print(form, sheet, _WIDTHS, repeated=header)
    sheet.print_page(FIRST_COLUMN, fitting, _STATE)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    return Formula(verdict.outside, summary[-1].held)


def _summary(form: Form, check: str) -> tuple[Formula, Formula, Formula]:
    """Three lines that are always in sight: what is filled in, what is wrong, whether the form may be sent.

    It may only when every watched cell is in a good state; whoever shares the form says first who it is.
    """
    owed, missing, wrong = count_owed(form), count_owed(form, missing=True), count_wrong(form)
    doubts, done = count_states(form, DOUBTFUL), f.arithmetic(owed, "-", missing)
    filled = f.concat(f.text("Đã điền "), _bracketed(done), f.text("/"), owed, f.text(" ô bắt buộc"))
    found = f.concat(
        f.text("Chưa đúng, chưa khớp: "), _bracketed(wrong), f.text(" chỗ; nên xem lại: "), doubts, f.text(" chỗ")
    )
    counts = (
        (missing, " ô bắt buộc chưa điền; "),
        (wrong, " chỗ chưa đúng; "),
        (doubts, " chỗ nên xem lại (sửa, hoặc ghi lý do ở cột ghi chú); "),
    )
    pieces = [
        f.when(f.compares(count, ">", f.number(0)), f.concat(_bracketed(count), f.text(words)), f.text(""))
        for count, words in counts
    ]
    cases = [(f.compares(count_bad(form), "=", f.number(0)), f.text(READY))]
    if form.shared and (name := form.ref(form.plan.roles.agency)):
        sheet = form.placement.spots[form.plan.roles.agency].sheet
        cases.insert(0, (f.is_empty(name), f.text(f"Đề nghị chọn tên cơ quan, địa phương ở trang «{sheet}» trước")))
    parts = f.concat(f.text("Còn "), *pieces, f.text(f"xem trang «{check}»"))
    return filled, found, f.first_true(cases, parts)


def _bracketed(formula: Formula) -> Formula:
    return Formula(f"({formula.text})", formula.held)


def _write_line(form: Form, sheet: FormSheet, at: int, number: int) -> None:
    """One line: the hidden last column finds the row of the states, the others show what stands there."""
    row = nth_bad(form, number)
    place = CellPlace(sheet.name, at, _PLACE).absolute

    def told(source: int) -> Result:
        return told_of_bad(form, number, source)

    def shown(source: int) -> Formula:
        return Formula(f'IF({place}=0,"",INDEX({column_area(form, source)},{place}))', lambda: told(source))

    def height() -> float:
        long = len(str(told(STATE))) > 2 * _WIDTHS[4] or len(str(told(LABEL))) > 2 * _WIDTHS[2]
        return _THREE_LINES if long else _TWO_LINES

    there = f"IF({_bracketed(count_bad(form)).text}>={number},{row.text},0)"
    put_formula(sheet, at, _PLACE, Formula(there, lambda: row.value or Decimal(0)), form.styles.get("id"))
    count = Formula(f'IF({place}=0,"",{number})', lambda: "" if row.value is None else Decimal(number))
    put_formula(sheet, at, _NUMBER, count, form.styles.get("number", border=0))
    for column, source in ((_SHEET, SHEET), (_WHAT, LABEL), (_STATE, STATE)):
        put_formula(sheet, at, column, shown(source), form.styles.get("label", border=0))
    address = shown(ADDRESS)
    target = f'"#\'"&{shown(SHEET).text}&"\'!"&{address.text}'
    link = Formula(f'IF({place}=0,"",HYPERLINK({target},{address.text}))', address.held)
    put_formula(sheet, at, _CELL, link, form.styles.get("link", border=0))
    sheet.set_row(at, form.once(height))


def _colour(form: Form, sheet: FormSheet, verdict: CellPlace, lines: range) -> None:
    """Red for what is to be mended, yellow for what is to be looked at, green for a form that may be sent.

    Lines that say nothing show no frame. LibreOffice applies one condition to a cell: the frame is part of each.
    """
    first, number = (CellPlace(sheet.name, lines.start, column) for column in (_STATE, _NUMBER))
    last, frame = max(lines.stop - 1, first.row), {"border": 1, "border_color": LINE}
    for mark, role in ((WRONG, "bad"), (MISSING, "owed"), (DOUBTFUL, "doubtful")):
        test = f'=LEFT(${first.address[0]}{first.row + 1},{len(mark)})="{mark}"'
        options = {"type": "formula", "criteria": test, "format": form.styles.get(role, **frame)}
        sheet.conditional_format(first.row, _STATE, last, _STATE, options)
    said = {"type": "formula", "criteria": f"=LEN(${number.address})>0", "format": form.styles.get("framed")}
    for column, end in ((_STATE, _STATE), (_NUMBER, _CELL)):
        sheet.conditional_format(first.row, column, last, end, said)
    for sign, role in (("=", "good"), ("<>", "bad")):
        test = f'={verdict.absolute}{sign}"{READY}"'
        options = {"type": "formula", "criteria": test, "format": form.styles.get(role)}
        sheet.conditional_format(verdict.row, FIRST_COLUMN, verdict.row, _STATE, options)
