"""Adds rows to the workbook of decisions or takes one away; what people wrote there stays; two may write at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.decisions.book import HEADINGS, SHEET, WORDS, decision_texts, read_decisions
from lamdong_report.errors import OutputError, UsageError
from lamdong_report.lock import only_run
from lamdong_report.model import Decision, Verdict
from lamdong_report.plan import Plan
from lamdong_report.storage import replace_whole
from lamdong_report.text import slug

_NAMES = "Danh mục"
# So many rows have drop-downs, whether anything stands in them yet or not.
_LISTED_ROWS = 1_000
_WIDTHS = {
    "agency": 30, "about": 24, "file": 32, "sheet": 14, "cell": 8, "value": 30,
    "verdict": 22, "until": 16, "reason": 44, "who": 24, "when": 16,
}  # fmt: skip
_HELP = (
    "Mỗi dòng một quyết định của cơ quan chủ trì. Quyết định chỉ có hiệu lực khi giá trị ghi ở cột «Giá trị khi quyết "
    "định» vẫn còn như vậy; muốn bỏ quyết định thì xóa dòng. Nên ghi bằng lệnh accept (thêm --help để xem cách gõ)."
)
_REMEDY = "Lưu và đóng tệp trong Excel rồi chạy lại; nếu không ai mở, xóa tệp {lock} rồi chạy lại."


def record(path: Path, decisions: Sequence[Decision], plan: Plan) -> Path:
    """The workbook with these rows more, all of them or none; made anew where there is none.

    Raises OutputError where somebody has it open, or where it is no workbook: nothing of it is lost then.
    """
    with only_run(path.parent):
        _refuse_open(path)
        book = _load(path) if path.exists() else _blank(plan)
        sheet, head = _table(book, path)
        columns = {slug(str(cell.value or "")): at for at, cell in enumerate(sheet[head], 1)}
        last = max(cell.row for row in sheet.iter_rows(min_row=head) for cell in row if cell.value not in (None, ""))
        for at, decision in enumerate(decisions, last + 1):
            texts = decision_texts(decision, plan)
            for key, heading in ((key, heading) for key, heading in HEADINGS.items() if texts[key]):
                if slug(heading) not in columns:  # somebody has deleted it: once more, at the end
                    columns[slug(heading)] = max(columns.values()) + 1
                    sheet.cell(head, columns[slug(heading)], heading)
                cell = sheet.cell(at, columns[slug(heading)], texts[key])
                # Excel shall make no date of a text, nor a formula of one that begins with "=".
                cell.number_format, cell.data_type = "@", "s"
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        return _save(book, path)


def erase(path: Path, decision: Decision, plan: Plan) -> Path:
    """The workbook without the row of this decision, wherever it has moved to meanwhile.

    Raises UsageError for one that is not there any more, OutputError as `record` does.
    """
    with only_run(path.parent):
        _refuse_open(path)
        standing = read_decisions(path, plan)[0]
        row = next((one.row for one in standing if replace(one, row=0) == replace(decision, row=0)), 0)
        if not row:
            raise UsageError("Quyết định này không còn trong tệp.", "Tải lại trang để xem các quyết định hiện có.")
        book = _load(path)
        sheet, _ = _table(book, path)
        sheet.delete_rows(row)
        return _save(book, path)


def _refuse_open(path: Path) -> None:
    """Raise OutputError where Excel or LibreOffice keeps the small file beside the workbook that says it is open."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise OutputError(f"Tệp {path} đang mở ở chương trình khác.", _REMEDY.format(lock=lock.name))


def _save(book: Workbook, path: Path) -> Path:
    out = io.BytesIO()
    book.save(out)
    return replace_whole(path, out.getvalue())


def _load(path: Path) -> Workbook:
    try:
        return load_workbook(path)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, InvalidFileException) as broken:
        remedy = "Mở tệp bằng Excel rồi lưu lại dạng .xlsx; nếu không mở được, chuyển tệp đi nơi khác rồi chạy lại."
        raise OutputError(f"Không đọc được {path}.", remedy) from broken


def _table(book: Workbook, path: Path) -> tuple[Worksheet, int]:
    """The sheet with the headings, and their row."""
    wanted = slug(HEADINGS["verdict"])
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=20):
            if any(slug(str(cell.value or "")) == wanted for cell in row):
                return sheet, row[0].row or 1
    remedy = "Xóa tệp để lệnh làm lại tệp mới, hoặc ghi lại dòng tiêu đề các cột như hướng dẫn sử dụng."
    raise OutputError(f"Tệp {path} không còn dòng tiêu đề các cột.", remedy)


def _blank(plan: Plan) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    sheet["A1"] = "QUYẾT ĐỊNH CỦA CƠ QUAN CHỦ TRÌ VỀ PHIẾU ĐÃ NHẬN"
    sheet["A1"].font = Font(name="Times New Roman", size=14, bold=True)
    sheet["A2"] = _HELP
    for at, (key, heading) in enumerate(HEADINGS.items(), 1):
        cell = sheet.cell(3, at, heading)
        cell.font = Font(name="Times New Roman", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE8F3")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[key]
    sheet.freeze_panes = "A4"
    names = book.create_sheet(_NAMES)
    for at, agency in enumerate(plan.agencies, 1):
        names.cell(at, 1, plan.form_agency_name(agency))
    names.sheet_state = "hidden"
    _offer(sheet, "A", f"='{_NAMES}'!$A$1:$A${len(plan.agencies)}")
    _offer(sheet, "G", f'"{",".join(WORDS[verdict] for verdict in Verdict)}"')
    return book


def _offer(sheet: Worksheet, column: str, choices: str) -> None:
    """A drop-down that lets other words pass: what people type is read and, if need be, asked about."""
    offered = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=False)
    offered.add(f"{column}4:{column}{_LISTED_ROWS}")
    sheet.add_data_validation(offered)
