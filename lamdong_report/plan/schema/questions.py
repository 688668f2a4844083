"""What a form asks: its sheets, single questions, grids, growing lists and places for words."""

from __future__ import annotations

from lamdong_report.plan.schema.cells import CellEntry, PlanEntry


class PlanSheet(PlanEntry, frozen=True, kw_only=True):
    """[[sheets]]: the sheets of a form, in order; `purpose` is one of the writer's kinds of sheet."""

    id: str
    title: str
    purpose: str
    heading: str = ""
    intro: str = ""


class QuestionEntry(CellEntry, frozen=True, kw_only=True):
    """[[questions]]: one cell to fill in, in a row of its own. `asked` are selectors of agencies."""

    id: str
    section: str
    sheet: str
    asked: tuple[str, ...]


class GridColumn(CellEntry, frozen=True, kw_only=True):
    """[[grids.columns]], [[tables.columns]]: a column; who must fill in a grid is said by its rows or the grid."""

    id: str
    width: int = 14


class GridRow(PlanEntry, frozen=True, kw_only=True):
    id: str
    label: str
    asked: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


class Grid(PlanEntry, frozen=True, kw_only=True):
    """[[grids]]: rows × columns of cells (the budget by source). Its questions are `<grid>_<row>.<column>`."""

    id: str
    section: str
    sheet: str
    title: str
    asked: tuple[str, ...]
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    required: tuple[str, ...] = ()


class Table(PlanEntry, frozen=True, kw_only=True):
    """[[tables]]: a list that grows (documents, training classes): `rows` blank rows are offered.

    `units` is the column that names the unit of the agency a row is about: its rows stand in the form from the start.
    """

    id: str
    section: str
    sheet: str
    title: str
    asked: tuple[str, ...]
    columns: tuple[GridColumn, ...]
    rows: int = 12
    hint: str = ""
    units: str = ""


class Topic(PlanEntry, frozen=True, kw_only=True):
    """[[topics]] and [[tasks]]: a place for words, with a status, under a section of the report.

    A task carries the plan's own `text` word for word and is asked of the agencies of its section; `label` is the
    short name that leads its result in the report. Its questions are `<id>.trang_thai`, `<id>.noi_dung` and, for
    summed groups, `<id>.noi_bat`. With `empty_words`, "không có" is a full answer that the report need not print.
    """

    id: str
    section: str
    label: str
    text: str = ""
    sheet: str = ""
    asked: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    status: bool = True
    hint: str = ""
    empty_words: bool = False
