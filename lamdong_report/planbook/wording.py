"""How the plan's workbook calls keys, tables and values, for whoever edits the plan there and knows no plan.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lamdong_report.plan.message import ListLine, PlanWords
from lamdong_report.plan.positions import Where
from lamdong_report.planbook.cells import CALLED, NO, YES
from lamdong_report.planbook.sheets import AGENCIES_FILE, words


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
        heading = self.key(key) if isinstance(key, str) else ""
        return "" if message.startswith(heading) else heading
