"""A sheet of a form: how tall its rows are, which of them grow with their text, and what is left open in it.

Whether XlsxWriter is the one that is known inside (see cellsheet.py) is found out here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from inspect import getattr_static
from io import BytesIO, StringIO
from typing import Any

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms.cellsheet import CellSheet
from lamdong_report.packing import settle_system

# Columns that a clerk may see beside a form; XlsxWriter keeps each of them by itself.
_LAST_COLUMN = 60
# What is done here in the library's place; `_xml_start_tag_unencoded` by `FormSheet`, for rows that grow.
_REPLACED = (
    "write_string", "write_number", "write_formula", "write_blank", "write_rich_string", "_prepare_formula",
    "_write_rows", "_write_data_validation", "_escape_control_characters", "_xml_start_tag_unencoded",
)  # fmt: skip


class RowsTogether(Struct, frozen=True):
    """Rows that belong on one page: always when `firm`, else unless much of the page before would stay empty."""

    rows: range
    firm: bool = True


Height = float | Callable[[], float]


def height_now(height: Height) -> float:
    """A height in points, which may hang on what stands in the row."""
    return height() if callable(height) else height


class FormSheet(CellSheet):
    """A sheet that remembers how tall its rows are, in points, and which of them belong on one page."""

    col_info: dict[int, Any]
    print_area_range: str

    def __init__(self) -> None:
        super().__init__()
        self.heights: dict[int, Height] = {}
        self.usual_height = 15.75
        self.together: list[RowsTogether] = []
        self.growing: set[int] = set()
        self.closed_look: Any = None
        self.page_ends: Callable[[], Sequence[int]] = tuple
        self._tags: dict[tuple[float, bool], str] = {}

    def set_row(self, row: int, height: Height | None = None, *rest: Any) -> Any:
        hidden = any(isinstance(one, dict) and one.get("hidden") for one in rest)
        self.heights[row] = 0.0 if hidden else height or self.usual_height
        return super().set_row(row, height_now(height) if height else None, *rest)

    def close(self, look: Any) -> None:
        """Lock what nobody writes to, column by column: the style of untouched cells is open."""
        self.closed_look = look
        for at in (0, _LAST_COLUMN):
            super().set_column(at, at, None, look)
        self.col_info = dict.fromkeys(range(_LAST_COLUMN + 1), self.col_info[0])

    def set_column(self, first: int, last: int, width: float | None = None, look: Any = None, *rest: Any) -> Any:
        return super().set_column(first, last, width, look or self.closed_look, *rest)

    def set_growing_row(self, row: int, height: Height) -> None:
        """A row of this height that Excel and LibreOffice fit to its text while one types.

        XlsxWriter fixes the height of every row that is given one, and fixed rows cut what is typed.
        """
        self.set_row(row, height)
        self.growing.add(row)

    def set_default_row(self, height: float | None = None, hide_unused_rows: bool = False) -> None:
        self.usual_height = height or self.usual_height
        super().set_default_row(height, hide_unused_rows)

    def print_page(self, first: int, fitting: Callable[[], int], last: int) -> None:
        """Print these columns of so many rows."""
        self.print_area(0, first, fitting() - 1, last)
        if self.holes:
            left_open = self.holes.leave(lambda: str(fitting()))
            self.print_area_range = self.print_area_range.removesuffix(str(fitting())) + left_open

    def _write_row(self, row: int, spans: str | None, info: Any = None, empty_row: bool = False) -> None:
        """The beginning of a row; its height is left open where it hangs on what stands there."""
        height = self.heights.get(row)
        if self.holes and callable(height):
            self.fh.write(self.holes.leave(lambda: self._row_tag(row, spans, info, height())))
        else:
            super()._write_row(row, spans, info, empty_row)

    def _row_tag(self, row: int, spans: str | None, info: Any, height: float) -> str:
        """The library is asked once for each height."""
        start, key = f'<row r="{row + 1}" spans="{spans}"', (height, row in self.growing)
        if key not in self._tags:
            super().set_row(row, height)
            self.fh = StringIO()
            super()._write_row(row, spans, self.row_info[row])
            self._tags[key] = self.fh.getvalue().removeprefix(start)
        return start + self._tags[key]

    def _write_row_breaks(self) -> None:
        if not self.holes:
            super()._write_row_breaks()
            return

        def breaks() -> str:
            """As XlsxWriter writes them."""
            count = len(self.page_ends())
            written = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in self.page_ends())
            return f'<rowBreaks count="{count}" manualBreakCount="{count}">{written}</rowBreaks>' if count else ""

        self.fh.write(self.holes.leave(breaks))

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
        if tag == "row" and attributes[0][1] - 1 in self.growing:
            attributes = [one for one in attributes if one[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


@cache
def form_sheet() -> type[FormSheet]:
    """The class of a form's sheets: quick, or where XlsxWriter works otherwise inside, as the library does it."""
    plain = type("PlainFormSheet", (FormSheet,), library_methods(FormSheet))

    def quickly() -> bytes:
        # The library has no rows that grow: there is nothing to compare them with.
        sample(FormSheet, lambda sheet, *_: sheet.set_growing_row(1, 40))
        return sample(FormSheet, write_sample)

    return FormSheet if writes_alike(quickly, lambda: sample(plain, write_sample)) else plain


def library_methods(quick: type[CellSheet]) -> dict[str, Any]:
    """What puts the library's own methods back into a class of sheets that is made of `quick`."""

    def merge_range(sheet: Any, row: int, first: int, last_row: int, last: int, words: str, look: Any = None) -> None:
        """The library writes nothing where a single cell is to be merged."""
        if first < last:
            Worksheet.merge_range(sheet, row, first, last_row, last, words, look)
        else:
            quick.merge_range(sheet, row, first, last_row, last, words, look)

    own = {name: getattr_static(Worksheet, name) for name in _REPLACED if hasattr(Worksheet, name)}
    return {**own, "merge_range": merge_range}


def writes_alike(quickly: Callable[[], bytes], plainly: Callable[[], bytes]) -> bool:
    """Whether the quick way gives what the library's own way gives."""
    try:
        return quickly() == plainly()
    except Exception:  # whatever has changed inside the library, and however that shows
        return False


def sample(kind: type[Worksheet], write: Callable[[Any, Any, Any], object]) -> bytes:
    """A workbook with one sheet of this class; `write` gets the sheet and two formats."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        write(book.add_worksheet("A", kind), book.add_format({"bold": True}), book.add_format({"border": 1}))
    return settle_system(buffer.getvalue())


def write_sample(sheet: Any, bold: Any, framed: Any) -> None:
    """A little of all that stands in the cells of forms."""
    sheet.set_column(0, 3, 12, framed)
    sheet.set_row(1, 30)
    sheet.set_row(20, 15, bold)
    sheet.merge_range(0, 0, 0, 2, " a & <b> ", bold)
    sheet.merge_range(0, 3, 0, 3, "a", bold)
    sheet.write_rich_string(1, 0, bold, "a ", framed, "b", framed)
    sheet.write_number(1, 1, 0.5, framed)
    sheet.write_formula(1, 2, '=IF(A1>0,"<","")', framed, "<")
    sheet.write_formula(20, 0, "=1=1", None, True)
    sheet.write_blank(20, 1, None, bold)
    told = {"error_title": "_x0041_", "error_message": 'a "b"\n<c> & d', "input_title": "a", "input_message": "\x01"}
    between = {"criteria": "between", "minimum": 0, "maximum": 0.5}
    sheet.data_validation(1, 0, 1, 0, {"validate": "decimal", **between, **told, "error_type": "warning"})
    sheet.data_validation(1, 1, 9, 2, {"validate": "integer", "criteria": ">=", "value": 1, "ignore_blank": True})
    sheet.data_validation(1, 2, 1, 2, {"validate": "list", "source": ["<a>", "_x0041_"]})
    sheet.data_validation(1, 3, 1, 3, {"validate": "list", "source": "=$A$1:$A$2"})
