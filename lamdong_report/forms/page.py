"""What every sheet of a form shares: hidden ids, titles on top, what stays in sight, and where its A4 pages end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.formsheet import FormSheet, RowsTogether, height_now
from lamdong_report.forms.placement import FIRST_COLUMN, ID_COLUMN, PlacedSheet
from lamdong_report.forms.styles import FONT, row_points, text_points
from lamdong_report.plan.schema import PlanSheet
from lamdong_report.results import EXAMPLE_MARK
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula

A4 = 9
_MARGIN = 0.5
_POINTS = 72
_SHORT, _LONG = 595.3, 841.9  # A4 in points
_POINTS_PER_CHARACTER, _POINTS_BESIDE = 6.0, 3.75  # a column of Times New Roman 12
# Printers and other programs measure a little differently; a page must not spill over.
_CAUTION = 0.97
# How full a page must be, before a block is put on the next one to stay whole.
_FULL = 0.75
_WHOLE_FORM = "A1:Z5000"
# Above this many characters a portrait page would print the text too small to read.
_PORTRAIT_WIDTH = 112
_LONGEST_FOOTER = 120


def hide_ids(form: Form, sheet: FormSheet) -> None:
    sheet.close(form.styles.get("plain"))
    sheet.set_column(ID_COLUMN, ID_COLUMN, 14, None, {"hidden": True})
    sheet.hide_gridlines(2)
    sheet.ignore_errors({"number_stored_as_text": _WHOLE_FORM})


def write_titles(form: Form, sheet: FormSheet, about: PlanSheet, width: float, last: int) -> None:
    """Three lines on top: the form's title, whose it is, the sheet's heading."""
    title = f"{EXAMPLE_MARK} – {form.plan.form.title}" if form.example else form.plan.form.title
    lines = [
        (title, "example" if form.example else "title", 13),
        (form.agency_name if form.shared else f"{form.agency_name} (mã {form.agency_code})", "agency", 12),
        (about.heading or about.title, "heading", 12),
    ]
    for at, (words, role, size) in enumerate(lines):
        sheet.merge_range(at, FIRST_COLUMN, at, last, words, form.styles.get(role))
        sheet.set_row(at, row_points(form.name_points(words, width, size, bold=True)))
    if form.shared:
        put_formula(sheet, 1, FIRST_COLUMN, picked_agency(form), form.styles.get("agency"))


def write_intro(form: Form, sheet: FormSheet, at: int, about: PlanSheet, width: float, last: int) -> int:
    """The introduction across the sheet, if it has one; the next free row."""
    if not about.intro:
        return at
    sheet.merge_range(at, FIRST_COLUMN, at, last, about.intro, form.styles.get("intro"))
    sheet.set_row(at, row_points(text_points(about.intro, width), least=20))
    return at + 1


def picked_agency(form: Form) -> Formula:
    """The name that was picked in a shared form, the group's while there is none."""
    name = form.ref(form.plan.roles.agency)
    if name is None:
        return f.text(form.agency_name)
    return f.when(f.is_filled(name), name, f.text(form.agency_name))


def set_up_page(form: Form, sheet: FormSheet, placed: PlacedSheet) -> None:
    """Keep titles and the shared header in sight, and repeat the header on each printed page."""
    sheet.freeze_panes(placed.top, 0)
    if placed.header is not None:
        sheet.repeat_rows(placed.header)
    # The first cell that is to be filled in; the name of the only agency of a form is not.
    spots = [spot for key, spot in form.placement.spots.items() if spot.sheet == placed.title and form.is_open(key)]
    spot = min(spots, key=lambda spot: (spot.row, spot.column))
    sheet.set_selection(spot.row, spot.column, spot.row, spot.column)
    growing = any(block.block.table for block in placed.blocks)
    if not growing:
        last = max(at for block in placed.blocks for at in (*(row for _, row in block.rows), *block.live))
        sheet.print_area(0, FIRST_COLUMN, last, placed.last_column)
    for block in placed.blocks if not growing else ():
        # A heading with its first row, a reckoned line with the row above; a block as a whole, if that is cheap.
        rows = [at for _, at in block.rows]
        sheet.together.append(RowsTogether(range(block.marker, rows[0] + 1)))
        if block.live:
            sheet.together.append(RowsTogether(range(block.live[0] - 1, block.live[-1] + 1)))
        sheet.together.append(RowsTogether(range(block.marker, max([*rows, *block.live]) + 1), firm=False))
    set_up_print(form, sheet, placed.widths, repeated=placed.header)


def set_up_print(
    form: Form, sheet: FormSheet, widths: Sequence[float], *, repeated: int | None = None
) -> Callable[[], int]:
    """A4, as wide as one page; the agency and the page number below, the mark of example figures above.

    Returns how many rows the first page holds.
    """
    landscape = sum(widths) > _PORTRAIT_WIDTH
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=_MARGIN)
    sheet.center_horizontally()
    capacity = scale_page(sheet, widths, _MARGIN, landscape=landscape)
    sheet.page_ends = form.once(lambda: break_pages(sheet, capacity, repeated))
    sheet.set_h_pagebreaks(list(sheet.page_ends()))
    font = f'&"{FONT},Regular"&10 '
    name = form.agency_name[:_LONGEST_FOOTER].replace("&", "&&")
    sheet.set_footer(f"&L{font}{name}&R{font}&A – trang &P/&N")
    if form.example:
        sheet.set_header(f'&C&"{FONT},Bold"&12 {EXAMPLE_MARK}')
    return lambda: next(iter(sheet.page_ends()), 1 + (sheet.dim_rowmax or 0))


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
            # Blocks that need not be whole are moved only from this row on.
            movable = min(fair, default=row)
            starts = [one.rows.start for one in together if row in one.rows and (one.firm or one.rows.start >= movable)]
            begin = min((start for start in starts if start > begin), default=row)
            used = again + sum(map(height, range(begin, row)))
            yield begin
        used += height(row)
