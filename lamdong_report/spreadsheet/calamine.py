"""The one place that calls python-calamine: bytes of a spreadsheet to rows of cells, sheet by sheet."""

from __future__ import annotations

import io
from typing import cast

import python_calamine

from lamdong_report.spreadsheet.book import Cell, Refused

Rows = list[list[Cell]]
# A sheet wider and longer than this is mostly blank: only what is filled in is kept.
_LARGE_AREA = 100_000


def read_sheets(data: bytes) -> list[Rows | None]:
    """The rows of every sheet, from A1 on; None for a sheet that cannot be read. Raises Refused."""
    return [rows for _, rows in read_named_sheets(data)]


def read_named_sheets(data: bytes) -> list[tuple[str, Rows | None]]:
    """Name and rows of every sheet; for what is in the rows see `read_sheets`."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as locked:
        raise Refused("file-password") from locked
    except BaseException as broken:
        raise _refusal(broken) from broken
    return [(name, _rows_of(book, at)) for at, name in enumerate(book.sheet_names)]


def _rows_of(book: python_calamine.CalamineWorkbook, at: int) -> Rows | None:
    try:
        sheet = book.get_sheet_by_index(at)
        if sheet.total_height * sheet.total_width <= _LARGE_AREA:
            return cast(Rows, sheet.to_python(skip_empty_area=False))
        return [_without_tail(row) for row in cast(Rows, sheet.iter_rows())]
    except BaseException as broken:
        _refusal(broken)
        return None


def _without_tail(row: list[Cell]) -> list[Cell]:
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    return row[:end]


def _refusal(broken: BaseException) -> Refused:
    """A panic of the library is no Exception; what the user or the system asks for is let through."""
    if isinstance(broken, KeyboardInterrupt | SystemExit | MemoryError | GeneratorExit):
        raise broken
    return Refused("file-damaged")
