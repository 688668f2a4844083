"""Which table of a plan stands on which sheet of its workbook, with which columns, headings and drop-downs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

from lamdong_report.plan import Plan
from lamdong_report.plan.beside import COLUMNS
from lamdong_report.plan.schema import PlanEntry
from lamdong_report.plan.tables import LISTS, SINGLE, inner_entry

SEASON, INFORMATION, WORDING = "Mùa này", "Thông tin", "Lời văn"
AGENCIES_FILE = "agencies_file"
AGENCY_COLUMNS = ("file", *COLUMNS)
PARENT = "^"  # the key of the column that names the entry which a row belongs to
# What changes every season, in the order in which an official goes through it.
SEASON_KEYS = (
    *(("plan", key) for key in ("year", "form_version", "deadline", "period_start", "period_end")),
    *(("contact", key) for key in ("agency", "person", "phone", "email")),
    *(("document", key) for key in ("number", "date", "signer", "addressees", "opening")),
    ("letter", "signer"),
)
# … and, of every indicator, these.
SEASON_COLUMNS = ("target", "target_to", "target_text", "baseline", "baseline_source")
# The columns that come first, whatever the order of the keys; the first one is the id (drop-downs point there).
_FIRST = ("id", "code", "question", "section", "label", "title", "name", "text", "kind", "unit", "choices", "asked")
_INFORMATION = ("plan", "contact", "document", "letter", "roles", "thresholds")
_WORDING = ("form", "wording")
# Fixed sets of words that the schema takes as text because the fault is told elsewhere.
_FIXED = {
    "purpose": ("guide", "questions", "topics", "indicators", "tables", "grids", "check"),
    "role": ("previous", "published", "explanation"),
    "verb": ("đạt", "là"),
}
_REFERENCES = {"section": "sections", "sheet": "sheets", "group": "groups", "lead": "agencies"}
_CODES = frozenset({"asked", "required", "of", "agencies", "quoted", "responsible", "sum_of", "at_least_rows"})


class CellForm(StrEnum):
    """How a value is written in a cell."""

    TEXT = "text"
    TEXTS = "texts"  # one a line
    CODES = "codes"  # one behind the other, with commas
    FLAG = "flag"
    NUMBER = "number"
    WHOLE = "whole"
    NUMBERS = "numbers"  # two, with a semicolon
    DATE = "date"


class KeyColumn(msgspec.Struct, frozen=True):
    """A key of an entry as a column; `choices` are the values of its drop-down, `refers` the table whose ids are."""

    key: str
    heading: str
    meaning: str
    form: CellForm
    needed: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""


class ListSheet(msgspec.Struct, frozen=True):
    """A list of tables as a sheet: `path` leads to it, `parent` is the list whose entries hold it, "" for none."""

    path: tuple[str, ...]
    title: str
    columns: tuple[KeyColumn, ...]
    parent: str = ""

    @property
    def name(self) -> str:
        return ".".join(self.path)


class KeyRow(msgspec.Struct, frozen=True):
    """A key of a table that stands once, as a row of a sheet."""

    table: str
    column: KeyColumn

    @property
    def address(self) -> str:
        return f"{self.table}.{self.column.key}"


@cache
def words() -> Mapping[str, Any]:
    """The names of sheets and columns, and their meanings."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def list_sheets() -> tuple[ListSheet, ...]:
    return tuple(sheet for table, kind in LISTS.items() for sheet in _sheets_of((table,), kind, ""))


def _sheets_of(path: tuple[str, ...], kind: type[PlanEntry], parent: str) -> Iterator[ListSheet]:
    name = ".".join(path)
    fields = [field for field in msgspec.structs.fields(kind) if not inner_entry(field.type)]
    fields.sort(key=lambda field: _FIRST.index(field.name) if field.name in _FIRST else len(_FIRST))
    own = [_column(field, name) for field in fields if not (name == "indicators" and field.name in SEASON_COLUMNS)]
    belongs = (
        [KeyColumn(PARENT, "Thuộc", "Mã của mục mà dòng này thuộc về", CellForm.TEXT, True, (), parent)]
        if parent
        else []
    )
    yield ListSheet(path, words()["sheets"][name], (*belongs, *own), parent)
    for field in msgspec.structs.fields(kind):
        if inner := inner_entry(field.type):
            yield from _sheets_of((*path, field.name), inner, name)


def season_columns() -> tuple[KeyColumn, ...]:
    fields = {field.name: field for field in msgspec.structs.fields(LISTS["indicators"])}
    return tuple(_column(fields[key], "indicators") for key in SEASON_COLUMNS if key in fields)


def agency_columns() -> tuple[KeyColumn, ...]:
    """The columns of the lists beside plan.toml, those of AGENCY_COLUMNS."""
    meanings = {
        "file": "Tệp nêu ở trang Nhóm cơ quan",
        "name": "Tên như in trong báo cáo",
        "aliases": "Mỗi dòng một tên",
        "targets": "Mỗi dòng một chỉ tiêu: mã chỉ tiêu = mức giao cho nơi này",
    }
    headings = {**words()["headings"], "file": words()["headings"][AGENCIES_FILE]}
    return tuple(KeyColumn(key, headings.get(key, key), meanings.get(key, ""), CellForm.TEXT) for key in AGENCY_COLUMNS)


def season_rows() -> tuple[KeyRow, ...]:
    return tuple(row for row in _key_rows(tuple(SINGLE)) if (row.table, row.column.key) in SEASON_KEYS)


def information_rows() -> tuple[KeyRow, ...]:
    return tuple(row for row in _key_rows(_INFORMATION) if (row.table, row.column.key) not in SEASON_KEYS)


def wording_rows() -> tuple[KeyRow, ...]:
    return tuple(_key_rows(_WORDING))


def _key_rows(tables: tuple[str, ...]) -> Iterator[KeyRow]:
    for table in tables:
        for field in msgspec.structs.fields(SINGLE[table]):
            yield KeyRow(table, _column(field, table))


def _column(field: msgspec.structs.FieldInfo, table: str) -> KeyColumn:
    form, choices = _form_of(field.type, field.name)
    # Tables that are written alike are explained once, in one of them.
    meanings = words()["meanings"]
    alike = {"tasks": "topics", "tables.columns": "grids.columns"}
    meaning = str(meanings.get(table, meanings.get(alike.get(table, ""), {})).get(field.name, ""))
    choices = choices or (_FIXED.get(field.name, ()) if form is CellForm.TEXT else ())
    refers = _REFERENCES.get(field.name, "") if form is CellForm.TEXT else ""
    heading = words()["headings"][field.name]
    return KeyColumn(field.name, heading, meaning, form, field.required, choices, refers)


def _form_of(kind: Any, key: str) -> tuple[CellForm, tuple[str, ...]]:
    if get_origin(kind) in (Union, UnionType):
        kinds = [one for one in get_args(kind) if one is not type(None)]
        kind = next((one for one in kinds if one is not bool), bool)  # "Có" stands for true among codes as well
    if isinstance(kind, type) and issubclass(kind, Enum):
        return CellForm.TEXT, tuple(str(choice.value) for choice in kind)
    if get_origin(kind) is tuple:
        if get_args(kind)[0] is Decimal:
            return CellForm.NUMBERS, ()
        return (CellForm.CODES if key in _CODES else CellForm.TEXTS), ()
    return {bool: CellForm.FLAG, int: CellForm.WHOLE, Decimal: CellForm.NUMBER, date: CellForm.DATE}.get(
        kind, CellForm.TEXT
    ), ()


def _asked(plan: Plan, entry: Mapping[str, Any]) -> str:
    name = str(entry.get("id", ""))
    codes = plan.asked.get(name) or plan.asked.get(f"{name}.noi_dung") or frozenset()
    return plan.agency(next(iter(codes))).name if len(codes) == 1 else f"{len(codes)} cơ quan"


# Columns that are reckoned from the rest of the plan: heading and how.
DERIVED: Mapping[str, Mapping[str, Callable[[Plan, Mapping[str, Any]], str]]] = {
    "sections": {
        "Số in ra (tự tính)": lambda plan, entry: next(
            (plan.place_of(section) for section in plan.sections if section.id == entry.get("id")), ""
        )
    },
    "questions": {"Được hỏi (tự tính)": _asked},
    "topics": {"Được hỏi (tự tính)": _asked},
    "tasks": {"Được hỏi (tự tính)": _asked},
    "indicators": {
        "Được giao (tự tính)": lambda plan, entry: ", ".join(
            plan.agency(code).name for one in plan.indicators if one.id == entry.get("id") for code in one.responsible
        )
    },
}
