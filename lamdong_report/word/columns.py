"""Settles the columns of tables whose number of columns only the data knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lamdong_report.docx.wordml import TBL, TC, TCPR, TR, TYPE, VAL, Element
from lamdong_report.word.tags import GRID, GRID_COL, SPAN, TCW, WIDTH, child, value


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
    return [int(value(column, WIDTH) or 0) for column in table.iterfind(f"{GRID}/{GRID_COL}")]


def _columns_of(row: Element) -> int:
    """So many cells, and one more for each column that one of them spans beyond its own."""
    return len(row.findall(TC)) + sum(int(value(span) or 1) - 1 for span in row.iterfind(f"{TC}/{TCPR}/{SPAN}"))


def _span(cell: Element) -> int:
    return int(value(cell.find(f"{TCPR}/{SPAN}")) or 1)


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
    return int(value(cell.find(f"{TCPR}/{TCW}"), WIDTH) or 0)


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
