"""Reads the workbook of a plan back into the tables of plan.toml, with the cell of every value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from msgspec import Struct, field
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.errors import PlanError
from lamdong_report.plan import PlanSource
from lamdong_report.plan.beside import LISTED
from lamdong_report.plan.fault import Fault
from lamdong_report.plan.toml_lines import Where
from lamdong_report.planbook.cells import SheetWords, from_cell
from lamdong_report.planbook.sheets import (
    AGENCIES_FILE,
    AGENCY_COLUMNS,
    INFORMATION,
    PARENT,
    SEASON,
    WORDING,
    CellForm,
    KeyColumn,
    ListSheet,
    information_rows,
    list_sheets,
    season_columns,
    season_rows,
    wording_rows,
    words,
)

_KEYS_ROW = 2
_REMEDY = "Làm lại tệp bằng lệnh plan --excel rồi chép phần đã sửa sang, hoặc đóng tệp đang mở và chạy lại."


class PlanBook(Struct):
    """What a workbook says: the tables, the lists beside plan.toml by file name, and where each value stands."""

    data: dict[str, Any] = field(default_factory=dict)
    agencies: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    cells: dict[Where, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    agency_rows: dict[str, list[int]] = field(default_factory=dict)

    def source(self, path: Path, data: Mapping[str, Any]) -> PlanSource:
        """The tables `data` that came of this workbook, whose faults are told in its words."""
        return PlanSource(path, data, self.locate, SheetWords(self.agency_rows))

    def locate(self, where: Where) -> str:
        while where and where not in self.cells:
            where = where[:-1]
        return self.cells.get(where, "")


def read_workbook(path: Path) -> PlanBook:
    """The tables that the workbook holds; raises PlanError for a file that is no workbook of a plan."""
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    # openpyxl fails in all these ways at files that are no workbook.
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise PlanError(f"Không đọc được {path}: không phải tệp Excel (.xlsx) mở được.", remedy=_REMEDY) from error
    missing = [title for title in (SEASON, *(sheet.title for sheet in list_sheets())) if title not in book.sheetnames]
    if missing:
        told = ", ".join(f"«{title}»" for title in missing[:5])
        raise PlanError(f"{path} không phải tệp kế hoạch đủ trang: thiếu trang {told}.", remedy=_REMEDY)
    found = PlanBook()
    _read_keys(book[SEASON], found)
    for title in (INFORMATION, WORDING):
        if title in book.sheetnames:
            _read_keys(book[title], found)
    entries: dict[str, dict[str, Where]] = {}
    for sheet in list_sheets():
        entries[sheet.name] = _read_list(book[sheet.title], sheet, entries, found)
    _read_season_columns(book[SEASON], entries["indicators"], found)
    _read_agencies(book, found)
    return found


def _read_keys(page: Worksheet, found: PlanBook) -> None:
    """The rows whose hidden first cell is the address of a key."""
    known = {row.address: row for row in (*season_rows(), *information_rows(), *wording_rows())}
    for row in page.iter_rows():
        key = known.get(str(row[0].value or ""))
        if key and len(row) > 2:
            table = found.data.setdefault(key.table, {})
            found.cells.setdefault((key.table,), f"trang «{page.title}», ô {row[2].coordinate}")
            _take(row[2], key.column, table, (key.table, key.column.key), found)


def _take(cell: Cell | MergedCell, column: KeyColumn, entry: dict[str, Any], where: Where, found: PlanBook) -> None:
    """Put the value of a cell into its entry; an empty one is no value, but for words that must be there."""
    found.cells[where] = f"trang «{cell.parent.title}», ô {cell.coordinate}"
    value = cell.value
    if value is None or value == "":
        if column.needed and column.form in (CellForm.TEXT, CellForm.TEXTS, CellForm.CODES):
            entry[column.key] = "" if column.form is CellForm.TEXT else []
        return
    entry[column.key] = from_cell(value, column, percent="%" in str(cell.number_format))


def _read_list(
    page: Worksheet, sheet: ListSheet, entries: Mapping[str, Mapping[str, Where]], found: PlanBook
) -> dict[str, Where]:
    """Put the rows of a sheet where they belong; the places of its entries by their ids."""
    known = {column.key: column for column in sheet.columns}
    # By the hidden row of keys, wherever people have moved the columns.
    keys = [str(cell.value or "") for cell in page[_KEYS_ROW]]
    columns = {at: known[key] for at, key in enumerate(keys) if key in known}
    if lost := [column.heading for column in sheet.columns if column.key not in keys]:
        words_lost = f"trang «{page.title}» thiếu cột {', '.join(lost)} (dòng ẩn số 2); làm lại tệp bằng plan --excel."
        found.faults.append(Fault((sheet.path[0],), words_lost))
    places: dict[str, Where] = {}
    if not sheet.parent:
        found.data.setdefault(sheet.path[0], [])
    for row in page.iter_rows(min_row=_KEYS_ROW + 2):
        if all(row[at].value in (None, "") for at in columns):
            continue
        holder = _holder(row, columns, sheet, entries, found)
        if holder is None:
            continue
        where, entry = (*holder[0], len(holder[1])), dict[str, Any]()
        holder[1].append(entry)
        found.cells[where] = f"trang «{page.title}», dòng {row[0].row}"
        for at, column in columns.items():
            if column.key != PARENT:
                _take(row[at], column, entry, (*where, column.key), found)
        places.setdefault(str(entry.get("id", entry.get("code", ""))), where)
    return places


def _holder(
    row: tuple[Cell | MergedCell, ...],
    columns: Mapping[int, KeyColumn],
    sheet: ListSheet,
    entries: Mapping[str, Mapping[str, Where]],
    found: PlanBook,
) -> tuple[Where, list[Any]] | None:
    """The list that a row is to be put into, and the way there."""
    if not sheet.parent:
        return sheet.path, found.data[sheet.path[0]]
    at = next((at for at, column in columns.items() if column.key == PARENT), 0)
    name = str(from_cell(row[at].value, columns[at])) if at and row[at].value is not None else ""
    where = entries[sheet.parent].get(name)
    if where is None:
        place = f"trang «{row[0].parent.title}», ô {row[at].coordinate}"
        words_lost = f"cột Thuộc ghi «{name}», không có mã này ở trang «{words()['sheets'][sheet.parent]}»; sửa mã."
        found.faults.append(Fault((), words_lost, place))
        return None
    value: Any = found.data
    for part in where:
        value = value[part]
    return (*where, sheet.path[-1]), value.setdefault(sheet.path[-1], [])


def _read_season_columns(page: Worksheet, indicators: Mapping[str, Where], found: PlanBook) -> None:
    """The targets and baselines on the first sheet, which go to their indicators by id."""
    known = {f"indicators.{column.key}": column for column in season_columns()}
    id_column = KeyColumn("id", "", "", CellForm.TEXT)
    columns: dict[int, KeyColumn] = {}
    for row in page.iter_rows():
        if str(row[0].value or "") == "#":
            columns = {at: known[str(cell.value)] for at, cell in enumerate(row) if str(cell.value) in known}
        elif columns and row[1].value is not None and (name := str(from_cell(row[1].value, id_column))) in indicators:
            where = indicators[name]
            entry = found.data["indicators"][where[1]]
            for at, column in columns.items():
                _take(row[at], column, entry, (*where, column.key), found)


def _read_agencies(book: openpyxl.Workbook, found: PlanBook) -> None:
    """The rows of the lists beside plan.toml, by the file that each row names."""
    title = words()["sheets"][AGENCIES_FILE]
    if title not in book.sheetnames:
        return
    page = book[title]
    keys = [str(cell.value or "") for cell in page[_KEYS_ROW]]
    text, texts = (KeyColumn("", "", "", form) for form in (CellForm.TEXT, CellForm.TEXTS))
    for row in page.iter_rows(min_row=_KEYS_ROW + 2):
        cells = {key: row[at].value for at, key in enumerate(keys) if key in AGENCY_COLUMNS}
        filled = {key: value for key, value in cells.items() if value not in (None, "")}
        entry = {key: from_cell(value, texts if key in LISTED else text) for key, value in filled.items()}
        if entry:
            name = str(entry.pop("file", ""))
            found.agencies.setdefault(name, []).append(entry)
            found.agency_rows.setdefault(name, []).append(int(row[0].row or 0))
