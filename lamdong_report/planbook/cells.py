"""A value of a plan as the cell of a workbook, and back; what the workbook calls keys, tables and values in faults."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lamdong_report.plan.message import ListLine, PlanWords, value_at
from lamdong_report.plan.schema import TRAITS
from lamdong_report.plan.toml_lines import Where
from lamdong_report.planbook.sheets import AGENCIES_FILE, CellForm, KeyColumn, words
from lamdong_report.text import format_date

YES, NO = "Có", "Không"
_FLAGS = {"có": True, "x": True, "true": True, "đúng": True, "không": False, "false": False, "sai": False}
# How the values of drop-downs are called; what is not here is called as it is written.
CALLED = {
    **{kind.value: traits.called for kind, traits in TRAITS.items()},
    "guide": "hướng dẫn",
    "questions": "câu hỏi",
    "topics": "phần lời",
    "indicators": "chỉ tiêu",
    "tables": "bảng kê",
    "grids": "bảng ô",
    "check": "tự kiểm tra",
    "zone": "vùng",
    "kind": "loại",
    "number": "số",
    "rank": "thứ hạng",
    "done": "việc phải xong",
    "previous": "kết quả năm trước",
    "published": "tỷ lệ đã công bố",
    "explanation": "nguyên nhân",
}
_MEANT = {called: value for value, called in CALLED.items()}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
Cell = str | int | float | date | None


def to_cell(value: Any, column: KeyColumn) -> Cell:
    match value:
        case None:
            return None
        case bool():
            return YES if value else NO
        case list() if column.form is CellForm.CODES:
            return ", ".join(map(str, value))
        case list() if column.form is CellForm.NUMBERS:
            return "; ".join(str(one).replace(".", ",") for one in value)
        case list():
            return "\n".join(map(str, value))
        case str() if column.choices:
            return CALLED.get(value, value)
        case Decimal():
            return float(value)
        case str() | int() | float() | date():
            return value
    return str(value)


def from_cell(cell: Any, column: KeyColumn, *, percent: bool = False) -> Any:
    """The value that the cell means; what cannot be understood stays as it is, for the check to tell.

    `percent` says that Excel has taken a typed 95 % for 0,95.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        # By way of its text: 0,1 read as a float is 0,1000000000000000055.
        exact = (Decimal(str(cell)) * (100 if percent else 1)).normalize()
        number: int | Decimal = int(exact) if exact == exact.to_integral_value() else exact
        plain = str(number) if isinstance(number, int) else f"{number:f}"
        match column.form:
            case CellForm.NUMBER | CellForm.WHOLE:
                return number
            case CellForm.NUMBERS:
                return [number]
            case CellForm.TEXTS | CellForm.CODES:
                return [plain]
        return plain
    return _from_text(str(cell), column)


def _from_text(text: str, column: KeyColumn) -> Any:
    match column.form:
        case CellForm.TEXTS:
            return [line for line in text.replace("\r", "").split("\n") if line.strip()]
        case CellForm.CODES:
            flag = {YES: True, NO: False}.get(text.strip()) if column.key == "required" else None
            return flag if flag is not None else [code.strip() for code in re.split(r"[,;\n]", text) if code.strip()]
        case CellForm.FLAG:
            return _FLAGS.get(text.strip().casefold(), text)
        case CellForm.NUMBER | CellForm.WHOLE:
            return _number(text)
        case CellForm.NUMBERS:
            return [_number(part) for part in re.split(r"[;\n]", text) if part.strip()]
        case CellForm.DATE if found := _DAY.fullmatch(text.strip()):
            try:
                return date(int(found[3]), int(found[2]), int(found[1]))
            except ValueError:
                return text
    return _MEANT.get(text.strip(), text) if column.choices else text


def _number(text: str) -> Any:
    """85,5 and 95 % as they are meant; other words as they stand."""
    plain = text.strip().removesuffix("%").strip()
    try:
        number = Decimal(plain.replace(".", "").replace(",", ".") if "," in plain else plain)
    except InvalidOperation:
        return text
    return int(number) if number.is_finite() and number == number.to_integral_value() else number


class SheetWords(PlanWords):
    """Headings for keys, sheets for tables, Excel's notation; `agency_rows` are the rows that each list was made of."""

    types: Mapping[Any, str] = {
        str: "chữ",
        int: "số nguyên",
        Decimal: "số, ví dụ 85,5",
        bool: f"{YES} hoặc {NO}",
        date: "ngày, ví dụ 01/12/2026",
    }
    series = "danh sách"
    missing = "{key} còn trống; ghi {kind}."

    def __init__(self, agency_rows: Mapping[str, Sequence[int]]) -> None:
        self._agency_rows = agency_rows

    def amount(self, value: Decimal | date) -> str:
        return format_date(value) if isinstance(value, date) else str(value).replace(".", ",")

    def key(self, name: str) -> str:
        """The heading of the key's column; the sheet of a list that stands in another, which has no column."""
        inner = next((sheet for sheet in words()["sheets"] if sheet.endswith(f".{name}")), "")
        heading = words()["headings"].get(name)
        return f"«{heading or name}»" if heading or not inner else self.listed(inner)

    def named(self, name: str) -> str:
        return self.key(name)

    def listed(self, name: str) -> str:
        return f"trang «{words()['sheets'][name]}»"

    def row(self, name: str) -> str:
        return f"dòng ở {self.listed(name)}"

    def table(self, name: str) -> str:
        return f"phần «{words()['tables'][name]}»"

    def value(self, word: str) -> str:
        return {**CALLED, "false": NO}.get(word, word)

    def line(self, place: ListLine) -> str:
        rows, at = self._agency_rows.get(place.file, ()), place.line - 2  # the first line of a list has its headings
        return f"{self.listed(AGENCIES_FILE)}, dòng {rows[at]}" if 0 <= at < len(rows) else super().line(place)

    def entry(self, where: Where, data: Mapping[str, Any], message: str) -> str:
        """The heading: which entry it is says the cell. None where the message begins with it."""
        key = where[-1] if len(where) > 1 else None
        if isinstance(key, int) and isinstance(value_at(data, where), str):  # one of several texts in a cell
            key = where[-2]
        heading = self.key(key) if isinstance(key, str) else ""
        return "" if message.startswith(heading) else heading
