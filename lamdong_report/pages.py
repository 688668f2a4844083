"""Workbooks that people read: one filterable sheet for each page of rows, with heading, widths and print settings."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, count, islice
from typing import Any

import xlsxwriter
from msgspec import Struct, field
from msgspec.structs import replace
from xlsxwriter.utility import xl_rowcol_to_cell

from lamdong_report.forms.styles import line_points, row_points, text_points
from lamdong_report.model import Answer
from lamdong_report.packing import settle_system
from lamdong_report.plan import Plan
from lamdong_report.results import EXAMPLE_MARK
from lamdong_report.rowsheet import Cell, Link, Looks, row_sheet
from lamdong_report.text import clean, format_date

FONT = "Times New Roman"
SIZE = 11
ROW_LABEL = "STT"
HEAD_ROWS = 3
# Excel's last row is 1.048.576; three stand above the rows.
MOST_ROWS = 1_048_576 - 3
# A sheet's name has 31 letters; " (99)" follows.
_LONGEST_STEM = 26
_FORMAT = {"font_name": FONT, "font_size": SIZE, "valign": "top"}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_size": 14, "bold": True},
    "mark": {"bold": True, "font_color": "#C00000"},
    "header": {"bold": True, "border": 1, "bg_color": "#DDE8F3", "align": "center", "text_wrap": True},
    "text": {"border": 1, "text_wrap": True},
    "number": {"border": 1, "num_format": "#,##0.####"},
    "whole": {"border": 1, "num_format": "#,##0"},
    "link": {"border": 1, "text_wrap": True, "font_color": "#0563C1", "underline": 1},
    "row": {"border": 1, "num_format": "0", "align": "center"},
}


class Page(Struct, frozen=True):
    """One sheet to write: columns as (label, width), and rows of cells in that order.

    `shades` colours whole rows by what stands in one of their columns: label → text → colour.
    """

    title: str
    heading: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[Cell]]
    shades: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Rows:
    """Very many rows, which are made anew each time they are gone through; another process gets them ready-made."""

    def __init__(self, make: Callable[[], Iterable[Sequence[Cell]]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        return iter(self._make())

    def __reduce__(self) -> tuple[type, tuple[list[Sequence[Cell]]]]:
        return list, (list(self),)


class Workbook(Struct, frozen=True):
    """A workbook to write: one filterable sheet for each page."""

    pages: tuple[Page, ...]
    created: date
    author: str
    example: bool


def workbook_of(pages: Iterable[Page], plan: Plan, *, example: bool) -> Workbook:
    return Workbook(tuple(pages), plan.info.period_start, plan.document.author, example)


def write_pages(pages: Iterable[Page], plan: Plan, *, example: bool) -> bytes:
    return workbook_bytes(workbook_of(pages, plan, example=example))


def workbook_bytes(workbook: Workbook) -> bytes:
    """The file; the same input gives the same bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        created = datetime.combine(workbook.created, datetime.min.time())
        book.set_properties({"created": created, "author": workbook.author})
        formats = {name: book.add_format({**_FORMAT, **own}) for name, own in _FORMATS.items()}
        for page in workbook.pages:
            for part in _in_sheets(page):
                _write_page(book, part, formats, example=workbook.example)
        book.in_memory = not any(sheet.is_large for sheet in book.worksheets())
    return settle_system(buffer.getvalue())


def _in_sheets(page: Page) -> Iterator[Page]:
    """The page, its rows in as many sheets as are needed; those of one are asked for when the last is written."""
    rows = iter(page.rows)
    for number in count(1):
        first = list(islice(rows, 1))
        if not first and number > 1:
            return
        yield replace(page, title=_sheet_title(page.title, number), rows=chain(first, islice(rows, MOST_ROWS - 1)))


def _sheet_title(title: str, number: int) -> str:
    """What the sheet is called that holds the page's rows above so many times what one sheet can hold."""
    return title if number == 1 else f"{title[:_LONGEST_STEM]} ({number})"


def _write_page(book: Any, page: Page, formats: dict[str, Any], *, example: bool) -> None:
    sheet = book.add_worksheet(page.title, row_sheet())
    sheet.write_string(0, 0, page.heading, formats["title"])
    if example:
        sheet.write_string(1, 0, EXAMPLE_MARK, formats["mark"])
    for at, (label, width) in enumerate(page.columns):
        sheet.set_column(at, at, width)
        sheet.write_string(2, at, label, formats["header"])
    text, link = formats["text"], formats["link"]
    looks = [
        Looks(text, formats["number"], formats["row" if label == ROW_LABEL else "whole"], link)
        for label, _ in page.columns
    ]
    last = sheet.put_rows(3, _with_heights(page), looks)
    sheet.autofilter(2, 0, max(last, 3), len(page.columns) - 1)
    _shade(book, sheet, page, last)
    sheet.freeze_panes(3, 0)
    # On paper: A4 lying, as wide as the page, its heading on each.
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
    if example:
        sheet.set_header(f"&C&B{EXAMPLE_MARK}")
    sheet.set_footer("&C&P/&N")


def _shade(book: Any, sheet: Any, page: Page, last: int) -> None:
    labels = [label for label, _ in page.columns]
    for label, colours in page.shades.items():
        first_cell = xl_rowcol_to_cell(3, labels.index(label), col_abs=True)
        for text, colour in colours.items():
            look = book.add_format({"bg_color": colour})
            rule = {"type": "formula", "criteria": f'={first_cell}="{text}"', "format": look}
            sheet.conditional_format(3, 0, max(last, 3), len(labels) - 1, rule)


def _with_heights(page: Page) -> Iterator[tuple[float, Sequence[Cell]]]:
    """Every row, tall enough for its longest text; cells shorter than their column take one line."""
    # Widths are counted in digits; capitals are wider, but a text of four fifths as many letters fits all the same.
    columns = [(at, width, width * 0.8) for at, (_, width) in enumerate(page.columns)]
    one_line = line_points(SIZE)
    for row in page.rows:
        needs = []
        for at, width, short in columns:
            cell = row[at]
            text = cell.text if isinstance(cell, Link) else cell
            if isinstance(text, str) and len(text) > short:
                needs.append(text_points(text, width, SIZE))
        yield row_points(*needs, least=one_line), row


def place_in(title: str, row: int, column: str = "A") -> str:
    """Where a link leads that goes to the row with this number (from 1) below the heading of a page."""
    full, before = divmod(row - 1, MOST_ROWS)
    return f"#'{_sheet_title(title, full + 1)}'!{column}{before + 1 + HEAD_ROWS}"


def cell_of(answer: Answer) -> Cell:
    """What was understood; else the cell as it was typed, without anything invisible."""
    match answer.value:
        case Decimal() | str():
            return answer.value
        case date():
            return format_date(answer.value)
    return clean(answer.raw)
