"""Where what a plan says stands in the workbook that is written of it: remarks are told by its sheets and cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from lamdong_report.plan import PlanSource
from lamdong_report.plan.fault import Locate
from lamdong_report.plan.toml_lines import Where
from lamdong_report.planbook.cells import SheetWords
from lamdong_report.planbook.sheets import (
    INFORMATION,
    PARENT,
    SEASON,
    WORDING,
    KeyRow,
    information_rows,
    list_sheets,
    season_columns,
    season_rows,
    wording_rows,
)

FIRST_ROW = 3  # title, keys (hidden), headings; rows are counted from 0
VALUE_COLUMN = 2  # of a key that stands once, behind its heading
BELOW_KEYS = 3  # a blank row, keys (hidden), headings: then the indicators of the first sheet, from FIRST_TARGET on
FIRST_TARGET = 2
Tables = Mapping[str, Any]


def told_by_workbook(source: PlanSource, agency_rows: Sequence[Tables]) -> PlanSource:
    """The tables of `source` as the author of their workbook sees them: what is said of them is told by its cells.

    `agency_rows` are the rows of the lists beside plan.toml, as `write_workbook` takes them.
    """
    lines: dict[str, list[int]] = {}
    for row, entry in enumerate(agency_rows, FIRST_ROW + 1):
        lines.setdefault(str(entry["file"]), []).append(row)
    return PlanSource(source.path, source.data, _locator(source.data), SheetWords(lines))


def _locator(data: Tables) -> Locate:
    """Where a value, else the entry that it stands in, is shown; worked out only when something is to be told."""
    cells: dict[Where, str] = {}

    def locate(where: Where) -> str:
        if not cells:
            for title, rows in ((SEASON, season_rows()), (INFORMATION, information_rows()), (WORDING, wording_rows())):
                for place, cell in _keys(title, rows):
                    cells.setdefault(place, cell)
            cells.update(_entries(data))
            cells.update(_targets(data))
        while where and where not in cells:
            where = where[:-1]
        return cells.get(where, "")

    return locate


def number_rows(rows: Sequence[KeyRow]) -> Iterator[tuple[int, KeyRow]]:
    """The row of each key that stands once; above the first of a table there is one with the table's name."""
    at, table = FIRST_ROW, ""
    for row in rows:
        if row.table != table:
            at, table = at + 1, row.table
        yield at, row
        at += 1


def entries_of(data: Tables, path: Sequence[str]) -> list[tuple[Where, str, Tables]]:
    """The entries of a list in the order of their rows: each with its place and the id of the one that holds it, ""
    for a list of the plan itself.
    """
    entries: list[tuple[Where, str, Tables]]
    entries = [((path[0], at), "", entry) for at, entry in enumerate(data.get(path[0], []))]
    for key in path[1:]:
        entries = [
            ((*where, key, at), str(one.get("id", "")), inner)
            for where, _, one in entries
            for at, inner in enumerate(one.get(key, []))
        ]
    return entries


def _keys(title: str, rows: Sequence[KeyRow]) -> Iterator[tuple[Where, str]]:
    for at, row in number_rows(rows):
        cell = _cell(title, at, VALUE_COLUMN)
        yield (row.table,), cell
        yield (row.table, row.column.key), cell


def _entries(data: Tables) -> Iterator[tuple[Where, str]]:
    for sheet in list_sheets():
        for row, (where, _, _) in enumerate(entries_of(data, sheet.path), FIRST_ROW):
            yield where, f"trang «{sheet.title}», dòng {row + 1}"
            for at, column in enumerate(sheet.columns, 1):
                if column.key != PARENT:
                    yield (*where, column.key), _cell(sheet.title, row, at)


def _targets(data: Tables) -> Iterator[tuple[Where, str]]:
    """The keys of indicators that stand on the first sheet."""
    *_, (last, _) = number_rows(season_rows())
    for row, (where, _, _) in enumerate(entries_of(data, ("indicators",)), last + 1 + BELOW_KEYS):
        for at, column in enumerate(season_columns(), FIRST_TARGET):
            yield (*where, column.key), _cell(SEASON, row, at)


def _cell(title: str, row: int, column: int) -> str:
    return f"trang «{title}», ô {xl_rowcol_to_cell(row, column)}"
