"""A fault of a plan: in which entry, under which key, what is wrong; its place by id, told by line or by cell."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lamdong_report.plan.language.excerpt import LanguageError
from lamdong_report.plan.language.selectors import select
from lamdong_report.plan.positions import Where, key_lines
from lamdong_report.plan.schema import Agency

# What an entry is called by when its fault is told, the first that it has.
_NAMES = ("id", "code", "label", "section")
_LIKE = 0.85  # one letter in six: below it other ids of the same family are named
Locate = Callable[[Where], str]


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` leads from the table to the key: ("questions", 3, "kind"), entries counted from 0; () where unknown.

    `message` says what is wrong and what to do; `place` is how people call the entry, where that is not enough.
    """

    where: Where
    message: str
    place: str = ""


def suggest(name: str, known: Iterable[str]) -> str:
    """ " (có phải «…»?)" where one of the known names is so like this one that it was probably meant; else ""."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=_LIKE)
    return f" (có phải «{near[0]}»?)" if near else ""


def name_hint(name: str, free: Iterable[str], otherwise: str = "") -> str:
    """How a fault about a name that the schema does not have ends: with the one that was probably meant, else so."""
    # Few and unlike each other, so that a looser likeness than that of ids still hits the right one.
    near = difflib.get_close_matches(name, list(free), n=1)
    return f"; có phải «{near[0]}»?" if near else f"{otherwise}."


def line_locator(lines: Mapping[Where, int]) -> Locate:
    """How a fault's place is told of a plan that was read from plan.toml: by its line."""

    def locate(where: Where) -> str:
        while where and where not in lines:  # a key that is missing has the line of its entry
            where = where[:-1]
        return f"dòng {lines[where]}" if where else ""

    return locate


def text_locator(text: str) -> Locate:
    """The same for a TOML text, whose lines are counted only when there is a fault to tell."""
    lines: dict[Where, int] = {}

    def locate(where: Where) -> str:
        if not lines:
            lines.update(key_lines(text))
        return line_locator(lines)(where)

    return locate


def tell_fault(fault: Fault, data: Mapping[str, Any], locate: Locate) -> str:
    """The fault as one sentence: line or cell, entry and key, what is wrong, what to do."""
    places = filter(None, (locate(fault.where), fault.place or name_place(fault.where, data)))
    return ": ".join((*places, fault.message))


def name_place(where: Where, data: Mapping[str, Any]) -> str:
    """ "[[questions]] thứ 4 («tt_cuoc»), kind": tables as they are written, entries by place and name."""
    words: list[str] = []
    value: Any = data
    for at, part in enumerate(where):
        value = _inside(value, part)
        if isinstance(part, int):
            name = next((str(value[key]) for key in _NAMES if key in value), "") if isinstance(value, dict) else ""
            words[-1] += f" thứ {part + 1}" + (f" («{name[:40]}»)" if name else "")
        else:
            listed = isinstance(value, list) and at == 0
            words.append(f"[[{part}]]" if listed else f"[{part}]" if at == 0 else str(part))
    return ", ".join(words)


def _inside(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(part))
    if isinstance(value, Sequence) and not isinstance(value, str) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def selector_faults(selectors: Iterable[str], agencies: Sequence[Agency], where: Where, place: str) -> Iterator[Fault]:
    """A fault for each selector that names nobody."""
    for selector in selectors:
        try:
            select((selector,), agencies)
        except LanguageError as error:
            yield Fault(where, f"{error}; sửa thành mã nhóm hoặc mã cơ quan có trong kế hoạch.", place)


_ID = {"agencies": "code", "last_year": "question"}
_TOPICS = ("topics", "tasks", "sections")


class Places:
    """The places of all entries of a plan's tables, by table and id, and of all questions by theirs.

    `rows` says of the agencies (codes) in a list beside the plan which file and line they stand in.
    """

    def __init__(self, data: Mapping[str, Any], rows: Mapping[str, str] | None = None) -> None:
        self._rows = rows or {}
        self._entries: dict[tuple[str, str], Where] = {}
        self._said: dict[tuple[str, str], frozenset[str]] = {}
        for table, entries in data.items():
            for where, entry in _listed(entries, (table,)):
                name = str(entry.get(_ID.get(table, "id"), ""))
                self._entries.setdefault((table, name), where)
                self._said.setdefault((table, name), frozenset(entry))
        self._questions = dict(_questions(data))

    def entry(self, table: str, name: str, key: str = "") -> Where:
        """The place of an entry, or of a key in it; () where no table has it (a CSV file, an entry made up)."""
        where = self._entries.get((table, name), ())
        return (*where, key) if where and key else where

    def says(self, table: str, name: str, key: str) -> bool:
        """Whether the entry was written with this key, whatever the schema fills in."""
        return key in self._said.get((table, name), ())

    def row(self, code: str) -> str:
        """ "xa.csv, dòng 3" for an agency of a list beside the plan, "" for others."""
        return self._rows.get(code, "")

    def agency(self, code: str) -> str:
        """How people call an agency: "cơ quan «S102»", with the file and the line of a list beside the plan."""
        return ", ".join(filter(None, (self.row(code), f"cơ quan «{code}»")))

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
