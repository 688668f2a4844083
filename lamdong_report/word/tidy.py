"""Sets right what the filled document has wrong: columns, hollow cells, empty tables, what the end of a page parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docx.document import Document

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
    w,
)
from lamdong_report.word.styles import DocumentStyles

# So many rows, and as many as make so many lines, stay with the last row of a table of data, be it its total, its
# legend or the mark that closes an annex: a lone one would look lost, and offices send back a page that holds less than
# five lines.
KEPT_ROWS, KEPT_LINES = 2, 5
TRPR, _HEADER = w("trPr"), w("tblHeader")
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_PARAGRAPH_IDS = (f"{{{_WORD_2010}}}paraId", f"{{{_WORD_2010}}}textId")


def tidy(document: Document) -> None:
    """Mend what Word would refuse to open; keep the last rows of tables of data and every "…:" with what follows.

    Comes when the columns have their widths: how many lines a row has depends on them.
    """
    body, styles = document.element.body, DocumentStyles(document)
    _drop_repeated_ids(body)
    close_last_section(body)
    for cell in body.iter(TC):
        if not len(cell) or cell[-1].tag != P:
            cell.append(cell.makeelement(P))
    for table in list(body.iter(TBL)):
        _drop_empty(table)
        rows = table.findall(TR)
        if rows and _is_header(rows[0]):
            lines = 0
            for kept, row in enumerate(reversed(rows[:-1])):
                if (kept >= KEPT_ROWS and lines >= KEPT_LINES) or _is_header(row):
                    break
                _keep_with_next(row)
                lines += 0 if _is_open(row) else _lines(row, styles)
    for paragraph in body.iterchildren(P):
        if letters_of(paragraph).rstrip().endswith(":"):
            _keep_with_next(paragraph)


def _is_header(row: Element) -> bool:
    return row.find(f"{TRPR}/{_HEADER}") is not None


def _lines(row: Element, styles: DocumentStyles) -> int:
    """How many lines the highest cell of a row takes, about: nobody but Word knows it to the letter."""
    return max(
        sum(len(styles.face(p).wrap(letters_of(p), styles.room(p))) or 1 for p in cell.iterchildren(P))
        for cell in row.iterchildren(TC)
    )


def _is_open(row: Element) -> bool:
    """Whether it is the legend under a table, which has no lines around it and is no row of the data."""
    return row.find(f"{TC}/{TCPR}/{w('tcBorders')}") is not None


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


def _drop_empty(table: Element) -> None:
    for row in table.findall(TR):
        if row.find(TC) is None:
            table.remove(row)
    holder = table.getparent()
    if table.find(TR) is None and holder is not None:
        holder.remove(table)


def _keep_with_next(holder: Element) -> None:
    for paragraph in holder.iter(P):
        properties = child(paragraph, PPR, at=0)
        child(properties, w("keepNext"), at=1 if properties.find(w("pStyle")) is not None else 0)


def settle_columns(body: Element, widths: Mapping[Element, Sequence[tuple[Element, int]]]) -> None:
    """Give each table a grid that fits its rows; `widths` are the marked header cells and their widths in mm."""
    for table in body.iter(TBL):
        rows = table.findall(TR)
        columns = max((_columns_of(row) for row in rows), default=0)
        grid = _grid(table)
        if table in widths:
            _apply(table, rows, _marked_grid(widths[table], sum(grid)))
        elif columns != len(grid) and columns:
            _apply(table, rows, [sum(grid) // columns] * columns)


def _grid(table: Element) -> list[int]:
    return [int(attribute(column, WIDTH) or 0) for column in table.iterfind(f"{GRID}/{GRID_COL}")]


def _columns_of(row: Element) -> int:
    """So many cells, and one more for each column that one of them spans beyond its own."""
    return len(row.findall(TC)) + sum(int(attribute(span) or 1) - 1 for span in row.iterfind(f"{TC}/{TCPR}/{SPAN}"))


def _span(cell: Element) -> int:
    return int(attribute(cell.find(f"{TCPR}/{SPAN}")) or 1)


def _marked_grid(marked: Sequence[tuple[Element, int]], total: int) -> list[int]:
    """The widths of a row's cells in twips: unmarked cells keep theirs, marked ones share the rest as asked."""
    asked = dict(marked)
    row = marked[0][0].getparent()
    assert row is not None
    cells = row.findall(TC)
    fixed = sum(_width(cell) for cell in cells if cell not in asked)
    rest, sum_asked = total - fixed, sum(asked[cell] for cell in cells if cell in asked)
    return [rest * asked[cell] // sum_asked if cell in asked else _width(cell) for cell in cells]


def _spread(row: Element, columns: int) -> None:
    """Let the only cell of a row (a title across the table, say) go on spanning it."""
    cells = row.findall(TC)
    if len(cells) == 1 and columns > 1:
        properties = child(cells[0], TCPR, at=0)
        at = 1 if properties.find(TCW) is not None else 0
        child(properties, SPAN, at=at).set(VAL, str(columns))


def _width(cell: Element) -> int:
    return int(attribute(cell.find(f"{TCPR}/{TCW}"), WIDTH) or 0)


def _apply(table: Element, rows: Sequence[Element], widths: Sequence[int]) -> None:
    grid = child(table, GRID)
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        grid.append(grid.makeelement(GRID_COL, {WIDTH: str(width)}))
    for row in rows:
        _spread(row, len(widths))
        at = 0
        for cell in row.iterfind(TC):
            span = _span(cell)
            size = child(child(cell, TCPR, at=0), TCW, at=0)
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
