"""Writes a plan as a workbook that an official edits: one sheet a kind of table, one row an entry."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from msgspec import Struct
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms.styles import line_points, row_points, text_points
from lamdong_report.packing import settle_system
from lamdong_report.plan import Plan
from lamdong_report.planbook.cells import CALLED, NO, YES, to_cell
from lamdong_report.planbook.places import (
    BELOW_KEYS,
    FIRST_ROW,
    FIRST_TARGET,
    VALUE_COLUMN,
    entries_of,
    number_rows,
)
from lamdong_report.planbook.sheets import (
    AGENCIES_FILE,
    AGENCY_COLUMNS,
    DERIVED,
    INFORMATION,
    PARENT,
    SEASON,
    WORDING,
    CellForm,
    KeyColumn,
    KeyRow,
    ListSheet,
    agency_columns,
    information_rows,
    list_sheets,
    season_columns,
    season_rows,
    wording_rows,
    words,
)

ROOM = 400  # rows below the last one that have drop-downs
_CREATED = datetime(2000, 1, 1)
_WIDE, _NARROW = 60, 18
_SEASON_WIDTHS, _KEY_WIDTHS = (30, 48, 48, 20, 40, 70), (34, 80, 60)
_LONG = ("text", "label", "title", "name", "subject", "zero", "hint", "choices", "numerator", "note", "intro")
_HELP = (
    "Sửa ở tệp này, lưu lại, rồi chạy lệnh plan --from kèm tên tệp. Mỗi dòng một mục; thêm mục thì thêm dòng, "
    "bỏ mục thì xóa cả dòng. Tiêu đề cột có ghi chú. Cột xám là phần tự tính, không cần sửa. "
    "Trang này gồm những gì mùa nào cũng đổi."
)
Entries = Sequence[Mapping[str, Any]]


class Formats(Struct, frozen=True):
    title: Format
    help: Format
    heading: Format
    text: Format
    number: Format
    date: Format
    grey: Format
    group: Format

    @staticmethod
    def of(book: xlsxwriter.Workbook) -> Formats:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        cell = {**base, "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
        return Formats(
            title=book.add_format({**base, "bold": True, "font_size": 14}),
            help=book.add_format({**base, "italic": True, "text_wrap": True}),
            heading=book.add_format({**cell, "bold": True, "bg_color": "#DDEBF7", "valign": "vcenter"}),
            text=book.add_format({**cell, "num_format": "@"}),
            number=book.add_format({**cell, "num_format": "0.######"}),
            date=book.add_format({**cell, "num_format": "dd/mm/yyyy", "align": "left"}),
            grey=book.add_format({**cell, "font_color": "#7F7F7F", "bg_color": "#F2F2F2", "italic": True}),
            group=book.add_format({**cell, "bold": True, "bg_color": "#F2F2F2"}),
        )


def write_workbook(plan: Plan, data: Mapping[str, Any], agency_rows: Entries) -> bytes:
    """The workbook of the plan that `data` (the tables of plan.toml, nothing filled in) makes.

    `agency_rows` are the rows of the lists beside plan.toml, with the keys of AGENCY_COLUMNS.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": plan.info.title, "author": plan.document.author, "created": _CREATED})
    writer = _Writer(book, Formats.of(book), plan, data)
    writer.season()
    writer.keys(INFORMATION, information_rows())
    for sheet in list_sheets():
        writer.listing(sheet)
        if sheet.name == "agencies":
            writer.agency_files(agency_rows)
    writer.keys(WORDING, wording_rows())
    book.close()
    return settle_system(buffer.getvalue())


class _Writer(Struct, frozen=True):
    book: xlsxwriter.Workbook
    formats: Formats
    plan: Plan
    data: Mapping[str, Any]

    def season(self) -> None:
        page = self._page(SEASON, "Những gì mùa nào cũng đổi")
        for place, width in enumerate(_SEASON_WIDTHS, 1):
            page.set_column(place, place, width)
        page.merge_range(1, 1, 1, 4, _HELP, self.formats.help)
        page.set_row(1, 52)
        first = self._key_rows(page, season_rows()) + BELOW_KEYS
        columns = season_columns()
        page.write_row(first - 2, 0, ["#", "indicators.id", *(f"indicators.{column.key}" for column in columns), ""])
        page.set_row(first - 2, None, None, {"hidden": True})
        headings = (*columns, KeyColumn("", "Chỉ tiêu (tự tính)", "Lấy ở trang Chỉ tiêu", CellForm.TEXT))
        self._headings(page, first - 1, (KeyColumn("id", "Mã", "Mã chỉ số ở trang Chỉ tiêu", CellForm.TEXT), *headings))
        for row, (_, _, entry) in enumerate(entries_of(self.data, ("indicators",)), first):
            page.write(row, 0, "")
            page.write_string(row, 1, str(entry.get("id", "")), self.formats.group)
            for place, column in enumerate(columns, FIRST_TARGET):
                self._cell(page, row, place, entry.get(column.key), column)
            page.write_string(row, FIRST_TARGET + len(columns), str(entry.get("subject", "")), self.formats.grey)
            fit_row(page, row, [(str(entry.get("subject", "")), _SEASON_WIDTHS[-1])])

    def keys(self, title: str, rows: Iterable[KeyRow]) -> None:
        page = self._page(title, title)
        for place, width in enumerate(_KEY_WIDTHS, 1):
            page.set_column(place, place, width)
        self._key_rows(page, tuple(rows))

    def _key_rows(self, page: Worksheet, rows: Sequence[KeyRow]) -> int:
        """One key a row, below a line with the name of its table; the row behind the last one."""
        at, table = FIRST_ROW, ""
        for at, row in number_rows(rows):
            if row.table != table:
                table = row.table
                page.write_row(at - 1, 1, [words()["tables"][table], "", ""], self.formats.group)
                fit_row(page, at - 1, [(words()["tables"][table], _KEY_WIDTHS[0] - 6)])
            page.write_string(at, 0, row.address)
            page.write_string(at, 1, row.column.heading, self.formats.heading)
            self._cell(page, at, VALUE_COLUMN, self.data.get(table, {}).get(row.column.key), row.column)
            page.write_string(at, 3, row.column.meaning, self.formats.grey)
            self._drop_down(page, at, at, VALUE_COLUMN, row.column)
            shown = to_cell(self.data.get(table, {}).get(row.column.key), row.column)
            widths = _SEASON_WIDTHS if page.name == SEASON else _KEY_WIDTHS
            fit_row(page, at, [(str(shown or ""), widths[1]), (row.column.meaning, widths[2])])
        return at + 1

    def listing(self, sheet: ListSheet) -> None:
        derived = DERIVED.get(sheet.name, {})
        reckoned = (KeyColumn("", heading, "Tự tính, không cần sửa", CellForm.TEXT) for heading in derived)
        columns = (*sheet.columns, *reckoned)
        page = self._page(sheet.title, sheet.title)
        page.write_row(1, 1, [column.key for column in columns])
        page.set_row(1, None, None, {"hidden": True})
        self._headings(page, 2, columns)
        at = FIRST_ROW
        for _, parent, entry in entries_of(self.data, sheet.path):
            for place, column in enumerate(sheet.columns, 1):
                self._cell(page, at, place, parent if column.key == PARENT else entry.get(column.key), column)
            texts = ((str(to_cell(entry.get(column.key), column) or ""), _width(column)) for column in sheet.columns)
            fit_row(page, at, texts)
            for place, reckon in enumerate(derived.values(), 1 + len(sheet.columns)):
                page.write(at, place, reckon(self.plan, entry), self.formats.grey)
            at += 1
        for place, column in enumerate(columns, 1):
            page.set_column(place, place, _width(column))
            self._drop_down(page, FIRST_ROW, at + ROOM, place, column)
        page.freeze_panes(FIRST_ROW, 2)

    def agency_files(self, rows: Entries) -> None:
        columns = agency_columns()
        page = self._page(words()["sheets"][AGENCIES_FILE], "Các cơ quan ghi ở tệp danh sách")
        page.write_row(1, 1, AGENCY_COLUMNS)
        page.set_row(1, None, None, {"hidden": True})
        self._headings(page, 2, columns)
        for at, row in enumerate(rows, FIRST_ROW):
            for place, column in enumerate(columns, 1):
                self._cell(page, at, place, row.get(column.key), column)
        page.set_column(1, 2, _NARROW)
        page.set_column(3, 3, 36)
        page.set_column(5, 5, _WIDE)
        page.freeze_panes(FIRST_ROW, 4)

    def _page(self, name: str, title: str) -> Worksheet:
        page = self.book.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_column(0, 0, 2, None, {"hidden": True})
        page.write_string(0, 1, title, self.formats.title)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        return page

    def _headings(self, page: Worksheet, row: int, columns: Iterable[KeyColumn]) -> None:
        for place, column in enumerate(columns, 1):
            page.write_string(row, place, column.heading, self.formats.heading if column.key else self.formats.grey)
            if column.meaning:
                page.write_comment(row, place, column.meaning, {"author": "", "x_scale": 2})

    def _cell(self, page: Worksheet, row: int, place: int, value: Any, column: KeyColumn) -> None:
        cell = to_cell(value, column)
        if cell is None or cell == "":
            # Excel takes what is typed into a blank cell by the cell's format: a date, a number or a text.
            by_form = {
                CellForm.DATE: self.formats.date,
                CellForm.NUMBER: self.formats.number,
                CellForm.WHOLE: self.formats.number,
            }
            page.write_blank(row, place, None, by_form.get(column.form, self.formats.text))
        elif isinstance(cell, date):
            page.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), self.formats.date)
        elif isinstance(cell, int | float):
            page.write_number(row, place, cell, self.formats.number)
        else:
            page.write_string(row, place, cell, self.formats.text)

    def _drop_down(self, page: Worksheet, first: int, last: int, place: int, column: KeyColumn) -> None:
        """A list of what may be chosen; other words are let through, for the check to tell with its reason."""
        source: Any = None
        if column.choices:
            source = [CALLED.get(choice, choice) for choice in column.choices]
        elif column.form is CellForm.FLAG:
            source = [YES, NO]
        elif column.refers:
            other = next(sheet for sheet in list_sheets() if sheet.name == column.refers)
            letter = "C" if other.parent else "B"
            source = f"='{other.title}'!${letter}${FIRST_ROW + 1}:${letter}${FIRST_ROW + ROOM}"
        if source is not None:
            offer = {"validate": "list", "source": source, "error_type": "information"}
            page.data_validation(first, place, last, place, offer)


def _width(column: KeyColumn) -> int:
    return _WIDE if column.key in _LONG else _NARROW


def fit_row(page: Worksheet, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """Make a row tall enough for its texts, each with the width of its column: not every program does it by itself."""
    page.set_row(row, row_points(*(text_points(text, width) for text, width in texts), least=line_points()))
