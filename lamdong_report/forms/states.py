"""The live state of every cell that is filled in: owed, wrong, doubtful or in order. Only good ones may be sent."""

from __future__ import annotations

from dataclasses import replace

from lamdong_report.forms.form import Form, WatchedCell
from lamdong_report.forms.lists import AGREES, list_lines, list_value
from lamdong_report.forms.mirror import WORDS_COLUMN
from lamdong_report.forms.placement import CellPlace, column_letters
from lamdong_report.layout import MIRROR_SHEET, Row, answer_id
from lamdong_report.plan import Kind, Question
from lamdong_report.rules import formula as f
from lamdong_report.rules import is_error
from lamdong_report.rules.book import LISTED, ROWS
from lamdong_report.rules.formula import Formula
from lamdong_report.rules.rule import Rule

FILLED, BLANK_STATE, OTHERS = AGREES, "–", "Không áp dụng"
GOOD = (FILLED, BLANK_STATE, OTHERS)
MISSING, WRONG, DOUBTFUL = "Chưa điền", "Chưa đúng", "Xem lại"
_FAILED = f"{WRONG}: ô này hoặc ô liên quan báo lỗi"
_NO = Formula("FALSE", False)


def watch_cells(form: Form) -> None:
    """Note the line of every answer's cell and of every column of a list, in the order of the form."""
    for name in form.mirror:
        if name.startswith((ROWS, LISTED)):
            form.listed[name] = list_value(form, name).value
    for sheet in form.placement.sheets:
        for block in sheet.blocks:
            for row, _ in block.rows if not block.block.table else ():
                for question in row.cells.values():
                    _watch(form, _line(form, row, question))
            for line in list_lines(form, block, block.block.table, WRONG, DOUBTFUL) if block.block.table else ():
                _watch(form, line)


def _watch(form: Form, line: WatchedCell) -> None:
    safe = replace(line, state=f.unless_error(line.state, f.text(_FAILED)))
    form.states.add(safe, good=safe.state.value in GOOD)


def _line(form: Form, row: Row, question: Question) -> WatchedCell:
    spot = form.placement.spots[answer_id(row.id, question.column)]
    state = _state(form, row, question)
    return WatchedCell(question.id, spot.sheet, question.label, f.text(spot.address), state, _owed(form, question))


def _owed(form: Form, question: Question) -> Formula:
    """1 where the agency that fills in the form must answer, else 0; its name, where that is given, it need not."""
    if not form.is_required(question) or not form.is_open(question.id):
        return f.number(0)
    return form.scopes.applies(form.plan.required[question.id] & form.codes) or f.number(1)


def _state(form: Form, row: Row, question: Question) -> Formula:
    """Errors first; then what is owed, where a reason counts as an answer; then doubts that no reason explains."""
    cell, reason = form.cell(question.id), form.reason_ref(row)
    explained = f.is_filled(reason) if reason else _NO
    cases: list[tuple[Formula, Formula]] = []
    if applies := form.scopes.applies(form.plan.asked[question.id] & form.codes):
        cases.append((f.compare(applies, "=", f.number(0)), f.text(OTHERS)))
    if question.kind is Kind.AGENCY and form.shared:
        unknown = f.both(f.is_filled(cell), f.compare(form.scopes.position, "=", f.number(0)))
        cases.append((unknown, f.text(f"{WRONG}: không có trong danh sách, bấm mũi tên bên phải ô để chọn")))
    rules = [rule for rule in form.rules.of(question.id) if _is_told(form, rule)]
    for rule in rules:
        if is_error(rule.code):
            cases.append((rule.broken(form.cell), _said(form, WRONG, rule, _sheet_of(form, question))))
    if question.unless:
        nothing = f.compare(form.cell(question.unless), "=", f.text(form.words_of(True)))
        cases.append((f.both(nothing, f.is_empty(cell)), f.text(FILLED)))
    if form.is_required(question):
        owed = f.compare(_owed(form, question), "=", f.number(1))
        unanswered = [f.is_empty(cell), *([f.is_empty(reason)] if reason else [])]
        cases.append((f.both(owed, *unanswered), f.text(MISSING)))
    for rule in rules:
        if not is_error(rule.code):
            cases.append((_unexplained(form, row, rule), _said(form, DOUBTFUL, rule, _sheet_of(form, question))))
    if question.kind.traits.is_long:
        cases.append((_repeats(form, question), f.text(f"{DOUBTFUL}: lặp lại nguyên văn một ô khác")))
    return f.choose([*cases, (f.either(f.is_filled(cell), explained), f.text(FILLED))], f.text(BLANK_STATE))


def _sheet_of(form: Form, question: Question) -> str:
    return form.placement.spots[question.id].sheet


def _is_told(form: Form, rule: Rule) -> bool:
    """Whether the form asks for all that the rule looks at."""
    wanted = (*rule.others, *getattr(rule, "tops", ()), *getattr(rule, "more", ()))
    return all(other in form.mirror for other in wanted)


def _said(form: Form, mark: str, rule: Rule, sheet: str) -> Formula:
    def place_of(other: str) -> str:
        if other.startswith((ROWS, LISTED)):
            table = other.removeprefix(ROWS)
            return f"trang «{form.list_sheet(table)}»"
        spot = form.placement.spots[other]
        return f"ô {spot.address}" + ("" if spot.sheet == sheet else f" trang «{spot.sheet}»")

    return f.text(f"{mark}: {rule.words(place_of)}")


def _unexplained(form: Form, row: Row, rule: Rule) -> Formula:
    """Broken, and no reason beside the cell nor beside the others that the rule looks at."""
    reasons = [form.reason_ref(row), *(form.reason_beside(other) for other in rule.others)]
    given = {str(reason): reason for reason in reasons if reason}
    return f.both(rule.broken(form.cell), *(f.is_empty(reason) for reason in given.values()))


def _repeats(form: Form, question: Question) -> Formula:
    """Whether a long answer stands word for word in another cell for words."""
    here = form.cell(question.id)
    column = column_letters(WORDS_COLUMN)
    others = [q.id for q in form.plan.questions.values() if q.kind.traits.is_long and q.id in form.mirror]
    in_column = [other for other in others if form.mirror[other].column == WORDS_COLUMN]
    if form.mirror[question.id].column != WORDS_COLUMN or len(in_column) < 2:
        return _NO
    rows = [form.mirror[other].row for other in in_column]
    area = f"{CellPlace(MIRROR_SHEET, min(rows), WORDS_COLUMN).outside}:${column}${max(rows) + 1}"
    same = sum(form.cell(other).value == here.value for other in in_column)
    count = Formula(f"SUMPRODUCT(--({area}={here.text}))", f.number(same).value)
    long = f.compare(f.count_words(f.plain(here)), ">=", f.number(form.plan.thresholds.copied_words))
    return f.both(long, f.compare(count, ">", f.number(1)))
