"""Reads plan.toml and the agency lists beside it into a Plan, and tells every fault at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from lamdong_report.plan.beside import read_agency_files, read_known
from lamdong_report.plan.convert import LISTS, SINGLE, convert_tables
from lamdong_report.plan.fault import Fault, Places, selector_faults
from lamdong_report.plan.faults import find_faults
from lamdong_report.plan.formula_reader import read_formulas
from lamdong_report.plan.indicator_faults import step_faults
from lamdong_report.plan.language.excerpt import LanguageError
from lamdong_report.plan.language.selectors import select
from lamdong_report.plan.language.templates import fill_in
from lamdong_report.plan.message import ListLine, say
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.questions import Question, spell_out
from lamdong_report.plan.settle import settle_own_targets, settle_tables
from lamdong_report.plan.source import PLAN_FILE, PlanSource, read_toml


def load_plan(folder: Path) -> Plan:
    """The plan in `folder`/plan.toml; raises PlanError with every fault that could be found."""
    return build_plan(folder, read_toml(folder / PLAN_FILE))


def build_plan(folder: Path, source: PlanSource) -> Plan:
    """The plan that the tables of `source` make, with what lies in `folder`; raises PlanError with every fault."""
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
    # Read although there may be faults already: an author wants to see all of them at once.
    formulas = read_formulas(_with_clear_lists(plan), places, faults)
    if faults:
        # Whatever names a question that nobody knows whom to ask is right again when the question is.
        raise source.broken([fault for fault in faults if fault.absent not in unclear])
    return replace(plan, formulas=formulas, known=read_known(folder, plan.questions))


def _with_clear_lists(plan: Plan) -> Plan:
    """A list whose selectors name nobody is everybody's for what is read after its own fault has been told."""

    def is_clear(selectors: tuple[str, ...]) -> bool:
        return not any(selector_faults(selectors, plan.agencies, (), ""))

    tables = tuple(one if is_clear(one.asked) else replace(one, asked=()) for one in plan.tables)
    return replace(plan, tables=tables)


def _assemble(folder: Path, parts: dict[str, Any], places: Places, faults: list[Fault]) -> tuple[Plan, set[str]]:
    """The plan, and the questions that it leaves out because a selector of those who are asked names nobody."""
    questions = spell_out(parts)
    for name, count in Counter(question.id for question in questions).items():
        words = "mã này đã dùng; đặt mã khác cho một trong hai."
        faults.extend([Fault(places.question(name), words, f"câu hỏi «{name}»")] * (count > 1))

    unclear: set[str] = set()

    def chosen(question: Question, key: str) -> frozenset[str]:
        try:
            return select(getattr(question, key), parts["agencies"])
        except LanguageError:
            faults.extend(_unclear_selectors(question, key, parts, places))
            unclear.add(question.id)
            return frozenset()

    asked = {q.id: chosen(q, "asked") for q in questions}
    questions = [q for q in questions if asked[q.id]]
    required = {q.id: chosen(q, "required") & asked[q.id] for q in questions}
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
