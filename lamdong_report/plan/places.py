"""Where in a plan's tables the entry with an id stands, so that a check which knows ids can name the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lamdong_report.plan.positions import Where

_ID = {"agencies": "code"}
_TOPICS = ("topics", "tasks", "sections")


class Places:
    """The places of all entries of a plan's tables, by table and id, and of all questions by theirs."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._entries: dict[tuple[str, str], Where] = {}
        for table, entries in data.items():
            for where, entry in _listed(entries, (table,)):
                self._entries.setdefault((table, str(entry.get(_ID.get(table, "id"), ""))), where)
        self._questions = dict(_questions(data))

    def entry(self, table: str, name: str, key: str = "") -> Where:
        """The place of an entry, or of a key in it; () where no table has it (a CSV file, an entry made up)."""
        where = self._entries.get((table, name), ())
        return (*where, key) if where and key else where

    def question(self, name: str, key: str = "") -> Where:
        """The place of whatever asks that question: a question, a topic, a row of an indicator, a grid's column."""
        where = self._questions.get(name) or self._questions.get(name.rpartition(".")[0], ())
        return (*where, key) if where and key else where


def _listed(entries: object, where: Where) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    for at, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield (*where, at), entry


def _questions(data: Mapping[str, Any]) -> Iterator[tuple[str, Where]]:
    for where, entry in _listed(data.get("questions"), ("questions",)):
        yield str(entry.get("id")), where
    for table in _TOPICS:
        for where, entry in _listed(data.get(table), (table,)):
            yield str(entry.get("id")), where
    for where, grid in _listed(data.get("grids"), ("grids",)):
        for row_at, row in _listed(grid.get("rows"), (*where, "rows")):
            yield f"{grid.get('id')}_{row.get('id')}", row_at
            for column_at, column in _listed(grid.get("columns"), (*where, "columns")):
                yield f"{grid.get('id')}_{row.get('id')}.{column.get('id')}", column_at
    for where, indicator in _listed(data.get("indicators"), ("indicators",)):
        for ask_at, ask in _listed(indicator.get("asks"), (*where, "asks")):
            yield str(ask.get("id")), ask_at
            for row_at, row in _listed(ask.get("rows"), (*ask_at, "rows")):
                yield str(row.get("id")), row_at
