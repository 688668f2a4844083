"""A worksheet with very many rows: XlsxWriter makes the workbook, the rows are written straight as XML.

Cell by cell XlsxWriter takes four times as long and holds every cell to the end. What is written is, to the byte, what
it would write. Where a release of it works otherwise inside, a sample tells, and the cells go the library's way.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from html import escape
from typing import Any, NamedTuple

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms.formsheet import sample, writes_alike
from lamdong_report.forms.styles import storable

# A formula of Excel holds no longer text than this.
_LONGEST_LITERAL = 255


class Link(NamedTuple):
    """A text that leads somewhere: to "#'sheet'!A1" of this workbook, or to "folder/file.xlsx#'sheet'!A1"."""

    text: str
    target: str

    @property
    def formula(self) -> str:
        """By Excel's function: a sheet has room for no more than 65.530 links of the other sort."""
        return f'HYPERLINK("{_doubled(self.target)}","{_doubled(self.text)}")'


def link(text: str, target: str) -> Cell:
    """The text leading to the target, where there is one and a formula can hold both."""
    return Link(text, target) if text and target and _is_short(text) and _is_short(target) else text


def _is_short(text: str) -> bool:
    return len(text) * 2 < _LONGEST_LITERAL or len(_doubled(text)) <= _LONGEST_LITERAL


def _doubled(text: str) -> str:
    return storable(text).replace('"', '""')


Cell = str | Decimal | int | Link | None
# Rows wait in memory up to this size, then on the disk.
SPOOLED = 32 * 1024 * 1024
# A file that may yet go to the disk looks at its size after every writing.
_AT_ONCE = 500
_USUAL_PIXELS = 20
# So many values of a column are remembered: of most there are few, of links as many as rows.
_MOST_KNOWN = 4096
# How the XML says of a cell that it holds a string: of no other part of a row.
_OF_STRING = ' t="s"'


class Looks(Struct, frozen=True):
    """The formats of the cells, by what is in them; without one of their own, links look like text."""

    text: Any
    number: Any
    whole: Any
    link: Any = None


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """Below the cells that are written as usual stands one block of rows, each with a cell in every column."""

    dim_rowmax: int

    def __init__(self) -> None:
        super().__init__()
        # Read again and closed when XlsxWriter asks for the rows.
        self._rows = tempfile.SpooledTemporaryFile(SPOOLED, "w+", encoding="utf-8", newline="")  # noqa: SIM115
        self._size = 0

    @property
    def is_large(self) -> bool:
        return self._size > SPOOLED

    def put_rows(self, first: int, rows: Iterable[tuple[float, Sequence[Cell]]], looks: Sequence[Looks]) -> int:
        """Write the rows (height in points, cells) from row `first` on, counted from 0; the last row.

        `looks` are those of the columns.
        """
        self._number_formats()
        last, waiting = first - 1, []
        columns = [(f'<c r="{xl_col_to_name(at)}', _Cells(self.str_table, look)) for at, look in enumerate(looks)]
        for last, (height, values) in enumerate(rows, first):
            number = f'{last + 1}" s="'
            cells = [start + number + known[v] for (start, known), v in zip(columns, values, strict=True)]
            waiting.append(f'<row r="{last + 1}" spans="1:{len(columns)}"{_height(height)}>{"".join(cells)}</row>')
            if len(waiting) == _AT_ONCE:
                self._put(waiting)
                waiting = []
        self._put(waiting)
        self.dim_rowmax = max(self.dim_rowmax, last)
        return last

    def _put(self, rows: Sequence[str]) -> None:
        text = "".join(rows)
        self.str_table.count += text.count(_OF_STRING)
        self._size += self._rows.write(text)

    def _number_formats(self) -> None:
        """XlsxWriter numbers the formats in the order in which cells use them: those above the rows come first."""
        for row in sorted(self.table):
            for column in sorted(self.table[row]):
                self.table[row][column].format._get_xf_index()

    def _write_rows(self) -> None:
        """What XlsxWriter calls for the middle of the sheet's XML."""
        last, self.dim_rowmax = self.dim_rowmax, max(self.table)
        super()._write_rows()
        self.dim_rowmax = last
        self._rows.seek(0)
        shutil.copyfileobj(self._rows, self.fh)
        self._rows.close()


class PlainRowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """The same by what XlsxWriter documents alone."""

    is_large = False

    def put_rows(self, first: int, rows: Iterable[tuple[float, Sequence[Cell]]], looks: Sequence[Looks]) -> int:
        last = first - 1
        for last, (height, values) in enumerate(rows, first):
            self.set_row(last, height)
            for column, (value, look) in enumerate(zip(values, looks, strict=True)):
                if value is None:
                    self.write_blank(last, column, None, look.text)
                elif isinstance(value, str):
                    self.write_string(last, column, storable(value), look.text)
                elif isinstance(value, Link):
                    self.write_formula(last, column, f"={value.formula}", look.link or look.text, storable(value.text))
                else:
                    self.write_number(
                        last, column, Decimal(_digits(value)), look.whole if value == int(value) else look.number
                    )
        return last


@cache
def row_sheet() -> type[RowSheet | PlainRowSheet]:
    """The quick class where it gives what the library gives, else the plain one."""

    def rows(sheet: Any, bold: Any, framed: Any) -> None:
        for column in range(4):  # as wide as the rows: XlsxWriter tells the width of 16 rows at once
            sheet.write_string(0, column, "a", bold)
        linked = (30.0, (Link("<a>", "#'b c'!A1"), None, None, None))
        sheet.put_rows(1, [(30.0, ("<a>", Decimal("0.5"), 7, None)), linked], [Looks(framed, framed, bold)] * 4)

    is_known = writes_alike(lambda: sample(RowSheet, rows), lambda: sample(PlainRowSheet, rows))
    return RowSheet if is_known else PlainRowSheet


class _Cells(dict[Cell, str]):
    """What stands behind `<c r="A1" s="` for a value of one column, looked up once for each."""

    def __init__(self, strings: Any, looks: Looks) -> None:
        self._strings = strings
        self._looks = looks

    def __missing__(self, value: Cell) -> str:
        looks = self._looks
        match value:
            case None:
                xml = f'{looks.text._get_xf_index()}"/>'
            case str():
                index = self._strings._get_shared_string_index(storable(value))
                self._strings.count -= 1  # strings are counted row by row
                xml = f'{looks.text._get_xf_index()}"{_OF_STRING}><v>{index}</v></c>'
            case Link():
                formula, text = escape(value.formula, quote=False), escape(storable(value.text), quote=False)
                xml = f'{(looks.link or looks.text)._get_xf_index()}" t="str"><f>{formula}</f><v>{text}</v></c>'
            case _:
                look = looks.whole if value == int(value) else looks.number
                xml = f'{look._get_xf_index()}"><v>{_digits(value)}</v></c>'
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[value] = xml
        return xml


def _digits(number: Decimal | int) -> str:
    """As XlsxWriter prints a number, without zeros behind the point: equal numbers look the same."""
    text = f"{number:.16G}"
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text


@lru_cache(maxsize=1024)
def _height(points: float) -> str:
    """The attributes of a row of this height, which Excel keeps in whole pixels."""
    pixels = int(points * 4.0 / 3.0 + 0.5)
    return "" if pixels == _USUAL_PIXELS else f' ht="{pixels * 0.75:.16g}" customHeight="1"'
