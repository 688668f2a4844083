"""A fault of a plan, or a remark on it: in which entry, under which key, what is wrong; told by line or by cell."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from lamdong_report.plan.language import LanguageError, select
from lamdong_report.plan.message import TOML, ListLine, Missing, PlanWords, Words, say, value_at
from lamdong_report.plan.schema import Agency
from lamdong_report.plan.toml_lines import Where, key_lines

_LIKE = 0.85  # one letter in six: below it other ids of the same family are named
Locate = Callable[[Where], str]


class Fault(Struct, frozen=True):
    """`where` leads from the table to the key: ("questions", 3, "kind"), entries counted from 0; () where unknown.

    `message` says what is wrong and what to do; `place` is how people call the entry, where that is not enough.
    `absent` is the question that it misses, "" for another fault.
    """

    where: Where
    message: Words
    place: Words = ""
    absent: str = ""


def suggest(name: str, known: Iterable[str]) -> str:
    """ " (có phải «…»?)" where one of the known names is so like this one that it was probably meant; else ""."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=_LIKE)
    return f" (có phải «{near[0]}»?)" if near else ""


def name_hint(name: str, free: Iterable[str], otherwise: str = "") -> str:
    """How a fault about a name that the schema does not have ends: with the one that was probably meant, else so."""
    # Few and unlike each other, so that a looser likeness than that of ids still hits the right one.
    near = difflib.get_close_matches(name, list(free), n=1)
    return f"; có phải «{near[0]}»?" if near else f"{otherwise}."


def text_locator(text: str) -> Locate:
    """How a fault's place is told of a TOML text: by its line, counted only when there is a fault to tell."""
    lines: dict[Where, int] = {}

    def locate(where: Where) -> str:
        if not lines:
            lines.update(key_lines(text))
        while where and where not in lines:  # a key that is missing has the line of its entry
            where = where[:-1]
        return f"dòng {lines[where]}" if where else ""

    return locate


def tell_fault(fault: Fault, data: Mapping[str, Any], locate: Locate, words: PlanWords = TOML) -> str:
    """The fault as one sentence: line or cell, entry and key, what is wrong, what to do."""
    message = words.tell(fault.message)
    about = fault.where[:-1] if isinstance(fault.message, Missing) else fault.where  # which key, that says itself
    place = words.tell(fault.place) or words.entry(about, data, message)
    return ": ".join(filter(None, (locate(fault.where), place, message)))


def selector_faults(
    selectors: Iterable[str], agencies: Sequence[Agency], where: Where, place: Words
) -> Iterator[Fault]:
    """A fault for each selector that names nobody."""
    for selector in selectors:
        try:
            select((selector,), agencies)
        except LanguageError as error:
            yield Fault(where, f"{error}; sửa thành mã nhóm hoặc mã cơ quan có trong kế hoạch.", place)


_ID = {"agencies": "code", "last_year": "question"}
_TOPICS = ("topics", "tasks", "sections")
_ASKING = ("asked", "of", "required")  # keys whose values are selectors of those who answer


class Places:
    """The places of all entries of a plan's tables, by table and id, and of all questions by theirs.

    `rows` says of the agencies (codes) in a list beside the plan in which line they stand.
    """

    def __init__(self, data: Mapping[str, Any], rows: Mapping[str, ListLine] | None = None) -> None:
        self._data = data
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

    def row(self, code: str) -> ListLine | None:
        """The line of an agency of a list beside the plan, None for others."""
        return self._rows.get(code)

    def agency(self, code: str) -> Words:
        """How people call an agency: "cơ quan «S102»", with the line of a list beside the plan."""
        row, name = self.row(code), f"cơ quan «{code}»"
        return say("{row_of}, {name}", row_of=row, name=name) if row else name

    def question(self, name: str, key: str = "") -> Where:
        """The place of whatever asks that question: a question, a topic, a row of an indicator, a grid's column."""
        where = self._questions.get(name) or self._questions.get(name.rpartition(".")[0], ())
        return (*where, key) if where and key else where

    def selector(self, question: str, selector: str) -> Where:
        """Where this selector is written of a question: in its entry, its row or what these stand in; else ()."""
        for where in (self._questions.get(question, ()), self._questions.get(question.rpartition(".")[0], ())):
            for length in range(len(where), 1, -1):
                entry = value_at(self._data, where[:length])
                for key in _ASKING if isinstance(entry, Mapping) else ():
                    if selector in (entry.get(key) if isinstance(entry.get(key), list) else ()):
                        return (*where[:length], key)
        return ()


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
