"""Sets right what the filled document has wrong: columns, hollow cells, empty tables, what the end of a page parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lamdong_report.docx.wordml import (
    GRID,
    GRID_COL,
    PPR,
    SPAN,
    TBL,
    TC,
    TCPR,
    TCW,
    TR,
    TYPE,
    VAL,
    WIDTH,
    Element,
    P,
    attribute,
    close_last_section,
    letters_of,
    remove,
    w,
)
from lamdong_report.word.styles import DocumentStyles

# So many rows, and as many as make so many lines, stay with the last row of a table of data, be it its total, its
# legend or the mark that closes an annex: a lone one would look lost, and offices send back a page that holds less than
# five lines.
KEPT_ROWS, KEPT_LINES = 2, 5
TRPR, _HEADER = w("trPr"), w("tblHeader")
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
# By the table: its header cells that are marked, and how wide they are to be, in mm.
Widths = Mapping[Element, Sequence[tuple[Element, int]]]
_PARAGRAPH_IDS = (f"{{{_WORD_2010}}}paraId", f"{{{_WORD_2010}}}textId")


def tidy(body: Element, styles: DocumentStyles) -> None:
    """Mend what Word would refuse to open; keep the last rows of tables of data and every "…:" with what follows.

    Comes when the columns have their widths: how many lines a row has depends on them.
    """
    _drop_repeated_ids(body)
    close_last_section(body)
    for cell in body.iter(TC):
        if not len(cell) or cell[-1].tag != P:
            cell.append(cell.makeelement(P))
    for table in list(body.iter(TBL)):
        for row in table.findall(TR):
            if row.find(TC) is None:
                table.remove(row)
        rows = table.findall(TR)
        if not rows:
            remove(table)
        elif _is_header(rows[0]):
            _keep_last(rows[:-1], styles)
    for paragraph in body.iterchildren(P):
        if letters_of(paragraph).rstrip().endswith(":"):
            _keep_with_next(paragraph)


def _is_header(row: Element) -> bool:
    return row.find(f"{TRPR}/{_HEADER}") is not None


def _keep_last(rows: Sequence[Element], styles: DocumentStyles) -> None:
    """Keep the last of these rows with what closes their table."""
    lines = 0
    for kept, row in enumerate(reversed(rows)):
        if (kept >= KEPT_ROWS and lines >= KEPT_LINES) or _is_header(row):
            break
        _keep_with_next(row)
        # The legend under a table, with no lines around it, is no row of the data.
        if row.find(f"{TC}/{TCPR}/{w('tcBorders')}") is None:
            # As many lines as the highest cell takes, about: nobody but Word knows it to the letter.
            lines += max(
                sum(len(styles.face(p).wrap(letters_of(p), styles.room(p))) or 1 for p in cell.iterchildren(P))
                for cell in row.iterchildren(TC)
            )


def _drop_repeated_ids(body: Element) -> None:
    """What a loop has repeated though it may stand only once: Word's paragraph ids, and bookmarks."""
    for holder in body.iter(P, TR):
        for key in _PARAGRAPH_IDS:
            holder.attrib.pop(key, "")
    for name in (w("bookmarkStart"), w("bookmarkEnd")):
        seen = set[str]()
        for mark in list(body.iter(name)):
            number, parent = attribute(mark, w("id")), mark.getparent()
            if number in seen and parent is not None:
                parent.remove(mark)
            seen.add(number)


def _keep_with_next(holder: Element) -> None:
    for paragraph in holder.iter(P):
        properties = child(paragraph, PPR, at=0)
        child(properties, w("keepNext"), at=1 if properties.find(w("pStyle")) is not None else 0)


def settle_columns(body: Element, widths: Widths) -> None:
    """Give each table a grid that fits its rows."""
    for table in body.iter(TBL):
        if grid := new_grid(table, widths):
            apply_grid(table, grid)


def new_grid(table: Element, widths: Widths) -> Sequence[int]:
    """The columns' widths in twips as marked header cells or the widest row ask for them; none where they are so."""
    grid = [int(attribute(column, WIDTH) or 0) for column in table.iterfind(f"{GRID}/{GRID_COL}")]
    if table in widths:
        return _marked_grid(widths[table], sum(grid))
    spans = ([attribute(cell.find(f"{TCPR}/{SPAN}")) for cell in row.iterfind(TC)] for row in table.iterfind(TR))
    columns = max((sum(int(span or 1) for span in row) for row in spans), default=0)
    return [sum(grid) // columns] * columns if columns != len(grid) and columns else ()


def _marked_grid(marked: Sequence[tuple[Element, int]], total: int) -> list[int]:
    """The widths of a row's cells in twips: unmarked cells keep theirs, marked ones share the rest as asked."""
    asked = dict(marked)
    row = marked[0][0].getparent()
    assert row is not None
    cells = row.findall(TC)
    fixed = sum(_width(cell) for cell in cells if cell not in asked)
    rest, sum_asked = total - fixed, sum(asked[cell] for cell in cells if cell in asked)
    return [rest * asked[cell] // sum_asked if cell in asked else _width(cell) for cell in cells]


def _width(cell: Element) -> int:
    return int(attribute(cell.find(f"{TCPR}/{TCW}"), WIDTH) or 0)


def apply_grid(table: Element, widths: Sequence[int]) -> None:
    """Let the columns of the table, and the cells of its rows, be so wide."""
    grid = child(table, GRID)
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        grid.append(grid.makeelement(GRID_COL, {WIDTH: str(width)}))
    for row in table.findall(TR):
        cells = row.findall(TC)
        if len(cells) == 1 and len(widths) > 1:  # a title across the table, say, goes on spanning it
            properties = child(cells[0], TCPR, at=0)
            child(properties, SPAN, at=int(properties.find(TCW) is not None)).set(VAL, str(len(widths)))
        at = 0
        for cell in cells:
            properties = child(cell, TCPR, at=0)
            span = int(attribute(properties.find(SPAN)) or 1)
            size = child(properties, TCW, at=0)
            size.set(WIDTH, str(sum(widths[at : at + span])))
            size.set(TYPE, "dxa")
            at += span


def child(parent: Element, name: str, *, at: int | None = None) -> Element:
    """The child of that name, made if it is not there (at index `at`, else last)."""
    found = parent.find(name)
    if found is None:
        found = parent.makeelement(name)
        parent.insert(len(parent) if at is None else at, found)
    return found
