"""Reads plan.toml and the agency lists beside it into a Plan, and tells every fault at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from lamdong_report.plan.beside import read_agency_files, read_known
from lamdong_report.plan.convert import LISTS, SINGLE, convert_tables
from lamdong_report.plan.fault import Fault, Places
from lamdong_report.plan.faults import find_faults
from lamdong_report.plan.formula_reader import read_formulas
from lamdong_report.plan.indicator_faults import step_faults
from lamdong_report.plan.language.excerpt import LanguageError
from lamdong_report.plan.language.selectors import select
from lamdong_report.plan.language.templates import fill_in
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
    parts = convert_tables(fill_in(source.data), faults, source.notation)
    if faults:
        raise source.broken(faults)
    written = parts["indicators"]
    settle_tables(parts)
    rows: dict[str, str] = {}
    parts["agencies"] = (*parts["agencies"], *read_agency_files(folder, parts["groups"], faults, rows))
    found = {agency.group for agency in parts["agencies"]}
    if faults and any(group.agencies_file and group.id not in found for group in parts["groups"]):
        # A list that could not be read leaves every question to its group without anybody: the cause alone is told.
        raise source.broken(faults)
    places = Places(source.data, rows)
    parts["indicators"] = settle_own_targets(parts["indicators"], parts["agencies"], places, faults)
    plan = _assemble(folder, parts, places, faults)
    faults += (*step_faults(written, places), *find_faults(plan, places))
    # Read although there may be faults already: an author wants to see all of them at once.
    formulas = read_formulas(plan, places, faults)
    if faults:
        raise source.broken(faults)
    return replace(plan, formulas=formulas, known=read_known(folder, plan.questions))


def _assemble(folder: Path, parts: dict[str, Any], places: Places, faults: list[Fault]) -> Plan:
    questions = spell_out(parts)
    for name, count in Counter(question.id for question in questions).items():
        words = "mã này đã dùng; đặt mã khác cho một trong hai."
        faults.extend([Fault(places.question(name), words, f"câu hỏi «{name}»")] * (count > 1))

    def chosen(question: Question, key: str) -> frozenset[str]:
        try:
            return select(getattr(question, key), parts["agencies"])
        except LanguageError as error:
            words = f"{error}; sửa thành mã nhóm hoặc mã cơ quan có trong kế hoạch."
            faults.append(Fault(places.question(question.id, key), words, f"câu hỏi «{question.id}», {key}"))
            return frozenset()

    asked = {q.id: chosen(q, "asked") for q in questions}
    questions = [q for q in questions if asked[q.id]]
    required = {q.id: chosen(q, "required") & asked[q.id] for q in questions}
    fields = {name: parts[name] for name in (*SINGLE, *LISTS) if name not in ("plan", "questions", "tasks")}
    return Plan(
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
