"""Where the printed pages of a sheet end: never between a heading and its first row, seldom inside a block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from io import StringIO
from itertools import accumulate
from typing import Any

from msgspec import Struct

from lamdong_report.forms.cellsheet import CellSheet, library_methods, sample, write_sample, writes_alike

_POINTS = 72
_SHORT, _LONG = 595.3, 841.9  # A4 in points
_POINTS_PER_CHARACTER, _POINTS_BESIDE = 6.0, 3.75  # a column of Times New Roman 12
# Printers and other programs measure a little differently; a page must not spill over.
_CAUTION = 0.97
# Columns that a clerk may see beside a form; XlsxWriter keeps each of them by itself.
_LAST_COLUMN = 60
# How full a page must be, before a block is put on the next one to stay whole.
_FULL = 0.75


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


def scale_page(sheet: FormSheet, widths: Sequence[float], margin: float, *, landscape: bool) -> float:
    """Scale a sheet so that a page holds its whole width; how many points of rows a page then holds.

    The scale is a number: told to fit pages by itself, Excel passes over breaks that are set by hand. `widths` in
    characters, `margin` in inches.
    """
    across, down = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    room = across - 2 * margin * _POINTS
    needed = sum(w * _POINTS_PER_CHARACTER + _POINTS_BESIDE for w in widths)
    percent = min(100, int(100 * _CAUTION * room / needed))
    sheet.set_print_scale(percent)
    return (down - 2 * margin * _POINTS) / (percent / 100)


def break_pages(sheet: FormSheet, capacity: float, repeated: int | None) -> tuple[int, ...]:
    """The first row of every page but the first; `repeated` is the row that every page begins with."""
    rows = 1 + (sheet.dim_rowmax or 0)
    heights = [height_now(sheet.heights.get(row, sheet.usual_height)) for row in range(rows)]
    if sum(heights) <= capacity:
        return ()
    again = heights[repeated] if repeated is not None else 0.0
    return tuple(page_ends(heights.__getitem__, rows, sheet.together, capacity * _CAUTION, again))


def page_ends(
    height: Callable[[int], float], rows: int, together: Sequence[RowsTogether], capacity: float, again: float = 0.0
) -> Iterator[int]:
    """The first row of every page but the first; a page holds `capacity`, later ones begin with `again` of header."""
    begin, used = 0, 0.0
    for row in range(rows):
        if used + height(row) > capacity and row > begin:
            filled = list(accumulate(map(height, range(begin, row)), initial=0.0))
            fair = [begin + n for n, points in enumerate(filled) if points >= _FULL * capacity]
            begin = _page_end(row, begin, together, min(fair, default=row))
            used = again + sum(map(height, range(begin, row)))
            yield begin
        used += height(row)


def _page_end(row: int, begin: int, together: Sequence[RowsTogether], fair: int) -> int:
    """Where the page must end before `row`; blocks that need not be whole are moved only from row `fair` on."""
    starts = [kept.rows.start for kept in together if row in kept.rows and (kept.firm or kept.rows.start >= fair)]
    return min((start for start in starts if start > begin), default=row)
