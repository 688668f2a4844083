"""Writes the sheet with which the clerk checks the form before sending: a verdict, then every line that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms import formula as f
from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.formula import Formula
from lamdong_report.forms.measure import row_points, text_points
from lamdong_report.forms.page import hide_ids, set_up_print, write_intro, write_titles
from lamdong_report.forms.paper import Kept
from lamdong_report.forms.placement import FIRST_COLUMN, TITLE_ROWS, Spot, quoted
from lamdong_report.forms.selfcheck import (
    AGREES,
    DISAGREES,
    FILLED,
    MISSING,
    NOT_DATE,
    NOT_NUMBER,
    ODD_DATE,
    ODD_NUMBER,
    OTHERS,
    Line,
    contradictions,
    misfits,
    obligations,
)
from lamdong_report.plan.schema import Sheet

_NUMBER, _SHEET, _WHAT, _CELL, _STATE = range(FIRST_COLUMN, FIRST_COLUMN + 5)
_WIDTHS = (5, 19, 56, 9, 19)
_HEADINGS = ("STT", "Trang", "Nội dung", "Ô", "Tình trạng")
_VERDICT_ROWS = 4
_CLASHES = "Các số liệu phải khớp nhau, ghi đúng"
_FOUND = "Số chỗ mâu thuẫn, ghi chưa đúng: "
# An obligatory answer that is wrong by itself is counted by the line of its sheet.
_WRONG = (NOT_NUMBER, NOT_DATE, ODD_NUMBER, ODD_DATE)


def write_check_sheet(form: Form, about: Sheet) -> Formula:
    """Add the self-check to the workbook; it is locked whole, but may be filtered. A reference to its verdict."""
    sheet = form.book.add_worksheet(about.title)
    hide_ids(form, sheet)
    for at, width in enumerate(_WIDTHS, FIRST_COLUMN):
        sheet.set_column(at, at, width)
    write_titles(form, sheet, about, sum(_WIDTHS), _STATE)
    top = write_intro(form, sheet, TITLE_ROWS, about, sum(_WIDTHS), _STATE)
    first = top + _VERDICT_ROWS
    missing, clashes, odd = list(obligations(form)), list(contradictions(form)), list(misfits(form))
    at = _write_lines(form, sheet, first, "Câu trả lời bắt buộc", missing)
    last = _write_lines(form, sheet, at + 1, _CLASHES, [*clashes, *odd])
    wrong = _added([_count(sheet, at + 3, clashes, DISAGREES), *(line.count for line in odd if line.count)])
    verdict = _write_verdict(form, sheet, top, _Tally(sheet, first + 2, missing), wrong, at + 2)
    if missing:
        sheet.autofilter(first + 1, _SHEET, at - 1, _STATE)
    sheet.repeat_rows(first + 1)
    _colour(form, sheet, top, last)
    sheet.freeze_panes(top + _VERDICT_ROWS - 1, 0)
    sheet.together.append(Kept(range(at + 1, at + 4)))
    set_up_print(form, sheet, _WIDTHS, repeated=first + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    return verdict


@dataclass(frozen=True, slots=True)
class _Tally:
    """The states of a list of lines that begins in row `first`, to be counted by a formula."""

    sheet: Worksheet
    first: int
    lines: Sequence[Line]

    def count(self, state: str) -> Formula:
        return _count(self.sheet, self.first, self.lines, state)

    @property
    def concerned(self) -> Formula:
        return f.arithmetic(f.number(len(self.lines)), "-", self.count(OTHERS))


def _count(sheet: Worksheet, first: int, lines: Sequence[Line], state: str) -> Formula:
    if not lines:
        return f.number(0)
    top, bottom = (Spot(sheet.name, row, _STATE).absolute for row in (first, first + len(lines) - 1))
    return f.count_equal(f"{top}:{bottom}", [line.state.value for line in lines], state)


def _added(counts: Sequence[Formula]) -> Formula:
    return reduce(lambda total, count: f.arithmetic(total, "+", count), counts)


def _write_lines(form: Form, sheet: Worksheet, at: int, title: str, lines: Sequence[Line]) -> int:
    """A titled list with its header; returns the first free row."""
    sheet.merge_range(at, FIRST_COLUMN, at, _STATE, title, form.styles.get("section"))
    sheet.set_row(at, 20)
    for column, heading in enumerate(_HEADINGS, FIRST_COLUMN):
        sheet.write_string(at + 1, column, heading, form.styles.get("header"))
    for number, line in enumerate(lines, 1):
        _write_line(form, sheet, at + 1 + number, number, line)
    return at + 2 + len(lines)


def _write_line(form: Form, sheet: Worksheet, at: int, number: int, line: Line) -> None:
    target = f"internal:{quoted(line.spot.sheet)}!{line.spot.address}"
    sheet.write_number(at, _NUMBER, number, form.styles.get("number"))
    sheet.write_string(at, _SHEET, line.spot.sheet, form.styles.get("label"))
    sheet.write_string(at, _WHAT, line.what, form.styles.get("label"))
    sheet.write_url(at, _CELL, target, form.styles.get("link"), line.spot.address, "Bấm để đến ô này")
    put_formula(sheet, at, _STATE, line.state, form.styles.get("state"))
    sheet.set_row(at, row_points(text_points(line.what, _WIDTHS[2]), text_points(line.spot.sheet, _WIDTHS[1])))


def _write_verdict(form: Form, sheet: Worksheet, top: int, missing: _Tally, wrong: Formula, list_row: int) -> Formula:
    """Three lines that are always in sight: how much is filled in, how much is wrong, what to do; the last one."""
    unfilled = missing.count(MISSING)
    filled = f.concat(
        f.text("Đã điền "), missing.count(FILLED), f.text("/"), _bracketed(missing.concerned), f.text(" ô bắt buộc")
    )
    where = f.text(f" (xem mục «{_CLASHES}», từ dòng {list_row})")
    found = f.concat(f.text(_FOUND), _bracketed(wrong), f.when(f.compare(wrong, ">", f.number(0)), where, f.text("")))
    verdict = _verdict(unfilled, wrong)
    for at, line in enumerate((filled, found, verdict), top):
        sheet.merge_range(at, FIRST_COLUMN, at, _STATE, "", form.styles.get("verdict"))
        put_formula(sheet, at, FIRST_COLUMN, line, form.styles.get("verdict"))
        sheet.set_row(at, 24)
    return Formula(Spot(sheet.name, top + 2, FIRST_COLUMN).outside, verdict.value)


def _verdict(unfilled: Formula, wrong: Formula) -> Formula:
    none = f.number(0)
    blank = f.concat(f.text("Còn "), unfilled, f.text(" ô bắt buộc chưa điền"))
    doubtful = f.concat(_bracketed(wrong), f.text(" chỗ cần xem lại"))
    some_blank, some_wrong = f.compare(unfilled, ">", none), f.compare(wrong, ">", none)
    cases = (
        (f.both(some_blank, some_wrong), f.concat(blank, f.text(", "), doubtful)),
        (some_blank, blank),
        (some_wrong, f.concat(f.text("Còn "), doubtful)),
    )
    return f.choose(cases, f.text("Phiếu đã đủ, có thể gửi"))


def _bracketed(formula: Formula) -> Formula:
    return Formula(f"({formula.text})", formula.value)


def _colour(form: Form, sheet: Worksheet, top: int, last: int) -> None:
    """Red for what is to be mended, green for what is done."""
    lines = (top + _VERDICT_ROWS, _STATE, max(last - 1, top + _VERDICT_ROWS), _STATE)
    bad, good = (MISSING, *_WRONG, DISAGREES), (FILLED, AGREES)
    roles = {**dict.fromkeys(bad, "bad"), **dict.fromkeys(good, "good"), OTHERS: "other"}
    for state, role in roles.items():
        options = {"type": "cell", "criteria": "==", "value": f'"{state}"', "format": form.styles.get(role)}
        sheet.conditional_format(*lines, options)
    verdict = Spot(sheet.name, top + 2, FIRST_COLUMN).absolute
    options = {"type": "formula", "criteria": f'=LEFT({verdict},3)="Còn"', "format": form.styles.get("bad")}
    sheet.conditional_format(top + 2, FIRST_COLUMN, top + 2, _STATE, options)
    found = Spot(sheet.name, top + 1, FIRST_COLUMN).absolute
    options = {
        "type": "formula",
        "criteria": f"={found}<>{f.text(_FOUND + '0').text}",
        "format": form.styles.get("bad"),
    }
    sheet.conditional_format(top + 1, FIRST_COLUMN, top + 1, _STATE, options)
