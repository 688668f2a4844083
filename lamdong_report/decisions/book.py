"""The workbook of decisions as people and the command write it, read whatever has become of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.names import code_of, name_of
from lamdong_report.model import Decision, Finding, Source, Verdict
from lamdong_report.plan import Plan
from lamdong_report.reader.identity import find_agency
from lamdong_report.reader.remarks import cell_text
from lamdong_report.results import DECISIONS_FILE
from lamdong_report.spreadsheet.book import Cell, Sheet, cell_ref
from lamdong_report.spreadsheet.opening import open_sheets
from lamdong_report.spreadsheet.package import Refused
from lamdong_report.text import NumberKind, clean, format_date, parse_date, parse_number, slug

FILE = DECISIONS_FILE
SHEET = "Quyết định"
HEADINGS = {
    "agency": "Cơ quan, địa phương",
    "about": "Câu hỏi hoặc mã nội dung",
    "file": "Tệp",
    "sheet": "Trang",
    "cell": "Ô",
    "value": "Giá trị khi quyết định",
    "verdict": "Quyết định",
    "until": "Gia hạn đến ngày",
    "reason": "Lý do",
    "who": "Người quyết định",
    "when": "Ngày quyết định",
}
WORDS = {
    Verdict.FORM: "Lấy phiếu này",
    Verdict.FIGURE: "Xác nhận số liệu",
    Verdict.WARNING: "Chấp nhận cảnh báo",
    Verdict.DEADLINE: "Gia hạn",
    Verdict.JOINED: "Ghép hai phiếu",
}
# The headings stand in one of the first rows; people put a title of their own above them.
_SEARCHED_ROWS = 20
# Some may have been deleted or renamed; a row of fewer is a title or somebody's note.
_FEWEST_HEADINGS = 4


def decisions_path(paths: Sequence[Path]) -> Path:
    """Where the decisions about the forms in these places are kept: beside the first of them."""
    first = paths[0]
    return (first if first.is_dir() else first.parent) / FILE


def read_decisions(path: Path, plan: Plan) -> tuple[tuple[Decision, ...], tuple[Finding, ...]]:
    """Every decision in the workbook, and a finding for each row that cannot be understood."""
    if not path.is_file():
        return (), ()
    try:
        sheets = open_sheets(path.read_bytes())
    except (Refused, OSError):
        return (), (make_finding("decisions-unreadable", source=Source(path.name, "", "")),)
    keys = {slug(heading): key for key, heading in HEADINGS.items()}
    for sheet in sheets:
        for at in range(min(len(sheet.rows), _SEARCHED_ROWS)):
            named = ((slug(cell_text(cell)), place) for place, cell in enumerate(sheet.rows[at]))
            columns = {keys[name]: place for name, place in named if name in keys}  # wherever they have moved
            if len(columns) >= _FEWEST_HEADINGS:
                return _read_rows(_Table(path.name, sheet, at + 1, columns), plan)
    return (), (make_finding("decisions-unreadable", source=Source(path.name, "", "")),)


class _Table(Struct, frozen=True):
    file: str
    sheet: Sheet
    first: int
    columns: Mapping[str, int]

    def cell(self, row: int, key: str) -> Cell:
        column = self.columns.get(key)
        return None if column is None else self.sheet.spot(row, column).value

    def text(self, row: int, key: str) -> str:
        return " ".join(clean(cell_text(self.cell(row, key))).split())

    def day(self, row: int, key: str, year: int) -> date | None:
        cell = self.cell(row, key)
        if isinstance(cell, date):
            return cell.date() if isinstance(cell, datetime) else cell
        return parse_date(self.text(row, key), year).value

    def source(self, row: int, key: str) -> Source:
        return Source(self.file, self.sheet.name, cell_ref(row, self.columns.get(key, 0)))


class RowError(Exception):
    """A row that says too little; `key` is the column, `why` the sentence."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(why)
        self.key = key
        self.why = why


def _read_rows(table: _Table, plan: Plan) -> tuple[tuple[Decision, ...], tuple[Finding, ...]]:
    decisions: list[Decision] = []
    findings: list[Finding] = []
    for row in range(table.first, len(table.sheet.rows)):
        if not any(table.text(row, key) for key in HEADINGS):
            continue
        try:
            decisions.append(_read_row(table, row, plan))
        except RowError as fault:
            source = table.source(row, fault.key)
            findings.append(make_finding("decision-unclear", source=source, row=row + 1, why=fault.why))
    return tuple(decisions), tuple(findings)


# What a decision must say, by the column, and what is said where it does not. Without the value that it was made for it
# would hold for ever, whatever the cell becomes.
_REQUIRED: tuple[tuple[str, str, Callable[[Decision], bool]], ...] = (
    ("file", "chưa ghi tên tệp được lấy", lambda one: one.verdict is not Verdict.FORM or bool(one.file)),
    (
        "cell",
        "chưa ghi câu hỏi, mã nội dung hoặc ô",
        lambda one: one.verdict not in (Verdict.FIGURE, Verdict.WARNING) or bool(one.about or one.cell),
    ),
    ("value", "chưa ghi giá trị khi quyết định", lambda one: one.verdict is Verdict.DEADLINE or bool(one.value)),
    ("reason", "chưa ghi lý do", lambda one: bool(one.reason)),
    ("who", "chưa ghi người quyết định", lambda one: bool(one.who)),
)


def _read_row(table: _Table, row: int, plan: Plan) -> Decision:
    verdict, name, year = verdict_of(table.text(row, "verdict")), table.text(row, "agency"), plan.info.year
    agency = plan.agency(name) if plan.knows(name) else find_agency(name, "", plan)
    if agency is None:
        raise RowError("agency", f"cơ quan «{name}» không có trong danh sách" if name else "chưa ghi cơ quan")
    until = None
    if verdict is Verdict.DEADLINE:
        # The day of its own column, else the one written behind the decision.
        behind = re.sub(r"^\D+", "", table.text(row, "verdict"))
        until = table.day(row, "until", year) or parse_date(behind, year).value
        if until is None:
            raise RowError("until", "chưa ghi gia hạn đến ngày nào")
    decision = Decision(
        agency=agency.code,
        verdict=verdict,
        value=table.text(row, "value"),
        about=subject_of(table.text(row, "about"), plan),
        file=table.text(row, "file"),
        sheet=table.text(row, "sheet").strip("«»"),
        cell=table.text(row, "cell").replace("$", "").upper(),
        until=until,
        reason=table.text(row, "reason"),
        who=table.text(row, "who"),
        when=table.day(row, "when", year),
        row=row + 1,
    )
    for key, why, is_said in _REQUIRED:
        if not is_said(decision):
            raise RowError(key, why)
    return decision


def verdict_of(text: str) -> Verdict:
    """The decision that the words mean; they may say more ("Gia hạn đến 05/12"). Raises RowError."""
    said = slug(text)
    found = [verdict for verdict, words in WORDS.items() if said.startswith(slug(words))]
    if not found:
        choices = ", ".join(f"«{words}»" for words in WORDS.values())
        raise RowError("verdict", f"quyết định «{text}» không thuộc các lựa chọn ({choices})")
    return found[0]


def subject_of(text: str, plan: Plan) -> str:
    """A question's id or the code of a finding, either by its words too, if one alone has them. Raises RowError."""
    if not text or text in plan.questions:
        return text
    if code := code_of(text):
        return code
    named = [question.id for question in plan.questions.values() if slug(question.label) == slug(text)]
    if len(named) != 1:
        raise RowError("about", f"«{text}» không phải một câu hỏi của phiếu hay một loại nội dung")
    return named[0]


def decision_texts(decision: Decision, plan: Plan) -> dict[str, str]:
    """The decision as the texts of its row."""
    return {
        "agency": plan.form_agency_name(plan.agency(decision.agency)),
        "about": name_of(decision.about),
        "file": decision.file,
        "sheet": decision.sheet,
        "cell": decision.cell,
        "value": decision.value,
        "verdict": WORDS[decision.verdict],
        "until": format_date(decision.until) if decision.until else "",
        "reason": decision.reason,
        "who": decision.who,
        "when": format_date(decision.when) if decision.when else "",
    }


def same_value(one: str, other: str) -> bool:
    """Whether two texts say the same: 239 typed by hand is the cell's "239", 1.234,5 the number 1234,5."""
    return _letters(one) == _letters(other) or not _numbers(one).isdisjoint(_numbers(other))


def _letters(text: str) -> str:
    return " ".join(clean(text).casefold().split())


def _numbers(text: str) -> frozenset[Decimal]:
    """What the text can mean as a number; it was typed twice by people who write dots and commas differently."""
    parsed = [parse_number(text, kind) for kind in (NumberKind.COUNT, NumberKind.DECIMAL)] if text else []
    values = (value for one in parsed for value in (one.value, *one.readings))
    return frozenset(value for value in values if value is not None)
