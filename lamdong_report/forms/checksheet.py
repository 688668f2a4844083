"""Writes the sheet with which the clerk checks the form before sending: a verdict, then every line that it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms import formula as f
from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.formula import Formula
from lamdong_report.forms.measure import row_points, text_points
from lamdong_report.forms.page import hide_ids, set_up_print, write_intro, write_titles
from lamdong_report.forms.placement import FIRST_COLUMN, TITLE_ROWS, Spot, quoted
from lamdong_report.forms.selfcheck import (
    AGREES,
    DISAGREES,
    FILLED,
    MISSING,
    NOT_DATE,
    NOT_NUMBER,
    OTHERS,
    Line,
    contradictions,
    obligations,
)
from lamdong_report.plan.schema import Sheet

_NUMBER, _SHEET, _WHAT, _CELL, _STATE = range(FIRST_COLUMN, FIRST_COLUMN + 5)
_WIDTHS = (5, 19, 56, 9, 19)
_HEADINGS = ("STT", "Trang", "Nội dung", "Ô", "Tình trạng")
_VERDICT_ROWS = 4


def write_check_sheet(form: Form, about: Sheet) -> Worksheet:
    """Add the self-check to the workbook; it is locked whole, but may be filtered."""
    sheet = form.book.add_worksheet(about.title)
    hide_ids(form, sheet)
    for at, width in enumerate(_WIDTHS, FIRST_COLUMN):
        sheet.set_column(at, at, width)
    write_titles(form, sheet, about, sum(_WIDTHS), _STATE)
    top = write_intro(form, sheet, TITLE_ROWS, about, sum(_WIDTHS), _STATE)
    missing, clashes = list(obligations(form)), list(contradictions(form))
    first = top + _VERDICT_ROWS
    states, at = _write_lines(form, sheet, first, "Câu trả lời bắt buộc", missing)
    clash_states, last = _write_lines(form, sheet, at + 1, "Các số liệu phải khớp nhau", clashes)
    _write_verdict(form, sheet, top, _Tally(states, missing), _Tally(clash_states, clashes))
    if missing:
        sheet.autofilter(first + 1, FIRST_COLUMN, at - 1, _STATE)
    sheet.repeat_rows(first + 1)
    _colour(form, sheet, top, last)
    sheet.freeze_panes(top + _VERDICT_ROWS - 1, 0)
    set_up_print(form, sheet, sum(_WIDTHS))
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    return sheet


class _Tally:
    """The states of a list of lines: where they stand and what they are, to be counted by a formula."""

    def __init__(self, area: str, lines: Sequence[Line]) -> None:
        self._area = area
        self._values = [line.state.value for line in lines]
        self.total = len(lines)

    def count(self, state: str) -> Formula:
        return f.count_equal(self._area, self._values, state) if self.total else f.number(0)

    @property
    def concerned(self) -> Formula:
        return f.arithmetic(f.number(self.total), "-", self.count(OTHERS))


def _write_lines(form: Form, sheet: Worksheet, at: int, title: str, lines: Sequence[Line]) -> tuple[str, int]:
    """A titled list; returns the range of its states and the first free row."""
    sheet.merge_range(at, FIRST_COLUMN, at, _STATE, title, form.styles.get("section"))
    sheet.set_row(at, 20)
    for column, heading in enumerate(_HEADINGS, FIRST_COLUMN):
        sheet.write_string(at + 1, column, heading, form.styles.get("header"))
    first = at + 2
    for number, line in enumerate(lines):
        _write_line(form, sheet, first + number, number + 1, line)
    last = first + len(lines)
    states = (Spot(sheet.name, row, _STATE).absolute for row in (first, last - 1))
    return ":".join(states), last


def _write_line(form: Form, sheet: Worksheet, at: int, number: int, line: Line) -> None:
    target = f"internal:{quoted(line.spot.sheet)}!{line.spot.address}"
    sheet.write_number(at, _NUMBER, number, form.styles.get("number"))
    sheet.write_string(at, _SHEET, line.spot.sheet, form.styles.get("label"))
    sheet.write_string(at, _WHAT, line.what, form.styles.get("label"))
    sheet.write_url(at, _CELL, target, form.styles.get("link"), line.spot.address, "Bấm để đến ô này")
    put_formula(sheet, at, _STATE, line.state, form.styles.get("state"))
    sheet.set_row(at, row_points(text_points(line.what, _WIDTHS[2]), text_points(line.spot.sheet, _WIDTHS[1])))


def _write_verdict(form: Form, sheet: Worksheet, top: int, missing: _Tally, clashes: _Tally) -> None:
    """Three lines that are always in sight: how much is filled in, how much contradicts, what to do."""
    unfilled = missing.count(MISSING)
    not_figures = f.arithmetic(missing.count(NOT_NUMBER), "+", missing.count(NOT_DATE))
    wrong = f.arithmetic(clashes.count(DISAGREES), "+", not_figures)
    filled = f.concat(
        f.text("Đã điền "), missing.count(FILLED), f.text("/"), _bracketed(missing.concerned), f.text(" ô bắt buộc")
    )
    found = f.concat(f.text("Số chỗ mâu thuẫn hoặc ghi chữ thay cho số: "), _bracketed(wrong))
    for at, line in enumerate((filled, found, _verdict(unfilled, wrong)), top):
        sheet.merge_range(at, FIRST_COLUMN, at, _STATE, "", form.styles.get("verdict"))
        put_formula(sheet, at, FIRST_COLUMN, line, form.styles.get("verdict"))
        sheet.set_row(at, 24)


def _verdict(unfilled: Formula, wrong: Formula) -> Formula:
    none = f.number(0)
    cases = (
        (
            f.compare(unfilled, ">", none),
            f.concat(f.text("Còn "), unfilled, f.text(" ô bắt buộc chưa điền")),
        ),
        (
            f.compare(wrong, ">", none),
            f.concat(f.text("Còn "), _bracketed(wrong), f.text(" chỗ cần xem lại số liệu")),
        ),
    )
    return f.choose(cases, f.text("Phiếu đã đủ, có thể gửi"))


def _bracketed(formula: Formula) -> Formula:
    return Formula(f"({formula.text})", formula.value)


def _colour(form: Form, sheet: Worksheet, top: int, last: int) -> None:
    """Red for what is to be mended, green for what is done."""
    lines = (top + _VERDICT_ROWS, _STATE, max(last - 1, top + _VERDICT_ROWS), _STATE)
    for state, role in ((MISSING, "bad"), (NOT_NUMBER, "bad"), (NOT_DATE, "bad"), (DISAGREES, "bad"),
                        (FILLED, "good"), (AGREES, "good"), (OTHERS, "other")):  # fmt: skip
        options = {"type": "cell", "criteria": "==", "value": f'"{state}"', "format": form.styles.get(role)}
        sheet.conditional_format(*lines, options)
    verdict = Spot(sheet.name, top + 2, FIRST_COLUMN).absolute
    options = {"type": "formula", "criteria": f'=LEFT({verdict},3)="Còn"', "format": form.styles.get("bad")}
    sheet.conditional_format(top + 2, FIRST_COLUMN, top + 2, _STATE, options)
