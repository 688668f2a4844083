"""Reads plan.toml and what lies beside it, agencies and last year's answers, into a Plan; tells every fault at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import GenericAlias
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from lamdong_report.plan.beside import read_agency_files, read_known
from lamdong_report.plan.fault import Fault, Places, selector_faults
from lamdong_report.plan.faults import find_faults
from lamdong_report.plan.formula_reader import read_formulas
from lamdong_report.plan.language import LanguageError, select
from lamdong_report.plan.language.sentences import fill_in
from lamdong_report.plan.message import ListLine, say
from lamdong_report.plan.plan import Formulas, Plan
from lamdong_report.plan.question_faults import step_faults
from lamdong_report.plan.questions import Question, spell_out
from lamdong_report.plan.schema import Group
from lamdong_report.plan.settle import settle_own_targets, settle_tables
from lamdong_report.plan.tables import (
    LISTS,
    PLAN_FILE,
    SINGLE,
    PlanSource,
    convert_tables,
    read_toml,
)


class Memory(Protocol):
    """Remembers from one run to the next what came of what has this digest."""

    def find(self, key: str) -> bytes | memoryview | None: ...

    def keep(self, key: str, data: bytes) -> None: ...


def load_plan(folder: Path, memory: Memory | None = None) -> Plan:
    """The plan in `folder`/plan.toml; raises PlanError with every fault that could be found.

    What `memory` holds of the same files is neither read nor searched for faults again.
    """
    path = folder / PLAN_FILE
    if memory is None:
        return build_plan(folder, read_toml(path))
    key = _digest([path])
    if plan := _as_before(folder, memory.find(key)):
        return plan
    plan, parts = _build(folder, read_toml(path))
    lists = _digest(_lists(folder, plan.groups))
    if key and lists and _digest([path]) == key:  # nobody has saved it in between
        memory.keep(key, msgspec.msgpack.encode(_Faultless(**parts, formulas=plan.formulas, lists=lists)))
    return plan


# The tables of a plan without faults, settled, its formulas, and the digest of the lists of agencies that it holds.
_Faultless: Any = msgspec.defstruct(
    "_Faultless",
    [
        *SINGLE.items(),
        *((name, GenericAlias(tuple, (kind, ...))) for name, kind in LISTS.items()),
        ("formulas", Formulas),
        ("lists", str),
    ],
    array_like=True,
)


def _as_before(folder: Path, data: bytes | memoryview | None) -> Plan | None:
    """The plan from its tables as they were kept, if the lists of agencies are the same as well."""
    if data is None:
        return None
    try:
        before = msgspec.msgpack.decode(data, type=_Faultless)
    except msgspec.MsgspecError:
        return None
    if not before.lists or _digest(_lists(folder, before.groups)) != before.lists:
        return None
    plan, _ = _assemble(folder, {name: getattr(before, name) for name in (*SINGLE, *LISTS)}, Places({}, {}), [])
    return replace(plan, formulas=before.formulas, known=read_known(folder, plan.questions))


def _lists(folder: Path, groups: Iterable[Group]) -> list[Path]:
    return [folder / group.agencies_file for group in groups if group.agencies_file]


def _digest(paths: Iterable[Path]) -> str:
    """SHA-256 of what each of these files holds; "" where one cannot be read."""
    try:
        return sha256(b"".join(sha256(path.read_bytes()).digest() for path in paths)).hexdigest()
    except (OSError, ValueError):
        return ""


def build_plan(folder: Path, source: PlanSource) -> Plan:
    """The plan that the tables of `source` make, with what lies in `folder`; raises PlanError with every fault."""
    return _build(folder, source)[0]


def _build(folder: Path, source: PlanSource) -> tuple[Plan, dict[str, Any]]:
    """The plan, and the settled tables that it is made of."""
    faults: list[Fault] = []
    # Later steps take well-formed tables for granted: what does not fit is told alone, before they begin.
    parts = convert_tables(fill_in(source.data), faults)
    if faults:
        raise source.broken(faults)
    written = parts["indicators"]
    settle_tables(parts)
    rows: dict[str, ListLine] = {}
    parts["agencies"] = (*parts["agencies"], *read_agency_files(folder, parts["groups"], faults, rows))
    found = {agency.group for agency in parts["agencies"]}
    if faults and any(group.agencies_file and group.id not in found for group in parts["groups"]):
        # A list that could not be read leaves every question to its group without anybody: the cause alone is told.
        raise source.broken(faults)
    places = Places(source.data, rows)
    parts["indicators"] = settle_own_targets(parts["indicators"], parts["agencies"], places, faults)
    plan, unclear = _assemble(folder, parts, places, faults)
    faults += (*step_faults(written, places), *find_faults(plan, places))
    # A list whose selectors name nobody is everybody's for what is read after its own fault has been told.
    tables = tuple(
        replace(one, asked=()) if any(selector_faults(one.asked, plan.agencies, (), "")) else one for one in plan.tables
    )
    # Read although there may be faults already: an author wants to see all of them at once.
    formulas = read_formulas(replace(plan, tables=tables), places, faults)
    if faults:
        # Whatever names a question that nobody knows whom to ask is right again when the question is.
        raise source.broken([fault for fault in faults if fault.absent not in unclear])
    return replace(plan, formulas=formulas, known=read_known(folder, plan.questions)), parts


def _assemble(folder: Path, parts: dict[str, Any], places: Places, faults: list[Fault]) -> tuple[Plan, set[str]]:
    """The plan, and the questions that it leaves out because a selector of those who are asked names nobody."""
    questions = spell_out(parts)
    for name, count in Counter(question.id for question in questions).items():
        words = "mã này đã dùng; đặt mã khác cho một trong hai."
        faults.extend([Fault(places.question(name), words, f"câu hỏi «{name}»")] * (count > 1))

    unclear: set[str] = set()

    # Hundreds of questions ask the same agencies, and those may be thousands: they share one set.
    sets: dict[frozenset[str], frozenset[str]] = {}

    def shared(codes: frozenset[str]) -> frozenset[str]:
        return sets.setdefault(codes, codes)

    @cache
    def meant(selectors: tuple[str, ...]) -> frozenset[str]:
        return shared(select(selectors, parts["agencies"]))

    def chosen(question: Question, key: str) -> frozenset[str]:
        try:
            return meant(getattr(question, key))
        except LanguageError:
            faults.extend(_unclear_selectors(question, key, parts, places))
            unclear.add(question.id)
            return frozenset()

    asked = {q.id: chosen(q, "asked") for q in questions}
    questions = [q for q in questions if asked[q.id]]
    required = {q.id: shared(chosen(q, "required") & asked[q.id]) for q in questions}
    fields = {name: parts[name] for name in (*SINGLE, *LISTS) if name not in ("plan", "questions", "tasks")}
    plan = Plan(
        folder=folder,
        info=parts["plan"],
        asked=asked,
        required=required,
        questions={q.id: q for q in questions},
        _agencies={a.code: a for a in parts["agencies"]},
        _groups={g.id: g for g in parts["groups"]},
        _sections={s.id: s for s in parts["sections"]},
        **fields,
    )
    return plan, unclear


def _unclear_selectors(question: Question, key: str, parts: Mapping[str, Any], places: Places) -> Iterator[Fault]:
    """The selectors of a question that name nobody, each at the place where it is written.

    What comes of the lead of an indicator or of the agencies of a section is told with these; what is written nowhere
    takes a group that has nobody out again.
    """
    told = {one.lead for one in parts["indicators"]} | {code for one in parts["sections"] for code in one.agencies}
    for selector in getattr(question, key):
        where, own = places.selector(question.id, selector), places.question(question.id, key)
        if where or selector not in told:
            where = where or places.entry("groups", selector.removeprefix("-"), "id") or own
            alone = where == own and question.id == question.row
            place = say("câu hỏi «{question}», {key:{name}}", question=question.id, name=key) if alone else ""
            yield from selector_faults((selector,), parts["agencies"], where, place)
