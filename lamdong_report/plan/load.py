"""Reads plan.toml and the agency lists beside it into a Plan, and tells every fault at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lamdong_report.plan import schema
from lamdong_report.plan.beside import read_agency_files, read_known
from lamdong_report.plan.convert import convert_entry
from lamdong_report.plan.fault import Fault, Places
from lamdong_report.plan.faults import find_faults
from lamdong_report.plan.formula_reader import read_formulas
from lamdong_report.plan.language.pieces import LanguageError
from lamdong_report.plan.language.selectors import select
from lamdong_report.plan.language.templates import fill_in
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.questions import Question, expand_grid, expand_indicator, expand_single, expand_topic
from lamdong_report.plan.schema import Agency
from lamdong_report.plan.settle import (
    extras_of,
    in_outline_order,
    settle_annexes,
    settle_indicator,
    settle_own_targets,
    settle_sections,
    settle_topic,
)
from lamdong_report.plan.source import PLAN_FILE, PlanSource, read_toml

SINGLE: Mapping[str, type[schema.Entry]] = {
    "plan": schema.PlanInfo,
    "contact": schema.Contact,
    "document": schema.Document,
    "letter": schema.Letter,
    "form": schema.FormWords,
    "roles": schema.Roles,
    "wording": schema.Wording,
    "thresholds": schema.Thresholds,
}
LISTS: Mapping[str, type[schema.Entry]] = {
    "groups": schema.Group,
    "agencies": Agency,
    "sections": schema.Section,
    "sheets": schema.Sheet,
    "questions": schema.QuestionEntry,
    "grids": schema.Grid,
    "tables": schema.Table,
    "topics": schema.Topic,
    "tasks": schema.Topic,
    "indicators": schema.Indicator,
    "targets": schema.Target,
    "indicator_extras": schema.IndicatorExtra,
    "sentences": schema.Sentence,
    "annexes": schema.Annex,
    "annex_columns": schema.AnnexColumn,
    "last_year": schema.LastYear,
}


def load_plan(folder: Path) -> Plan:
    """The plan in `folder`/plan.toml; raises PlanError with every fault that could be found."""
    return build_plan(folder, read_toml(folder / PLAN_FILE))


def build_plan(folder: Path, source: PlanSource) -> Plan:
    """The plan that the tables of `source` make, with what lies in `folder`; raises PlanError with every fault."""
    faults: list[Fault] = []
    parts = _convert_all(fill_in(source.data), faults)
    if faults:
        raise source.broken(faults)
    _settle(parts)
    parts["agencies"] = (*parts["agencies"], *read_agency_files(folder, parts["groups"], faults))
    found = {agency.group for agency in parts["agencies"]}
    if faults and any(group.agencies_file and group.id not in found for group in parts["groups"]):
        # A list that could not be read leaves every question to its group without anybody: the cause alone is told.
        raise source.broken(faults)
    places = Places(source.data)
    parts["indicators"] = settle_own_targets(parts["indicators"], parts["agencies"], places, faults)
    plan = _assemble(folder, parts, places, faults)
    faults += find_faults(plan, source.data)
    formulas = read_formulas(plan, places, faults)
    if faults:
        raise source.broken(faults)
    return replace(plan, formulas=formulas, known=read_known(folder, plan.questions))


def _convert_all(data: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    for key in data:
        if key not in {*SINGLE, *LISTS}:
            near = difflib.get_close_matches(key, [*SINGLE, *LISTS], n=1)
            hint = f"; có phải «{near[0]}»?" if near else "."
            faults.append(Fault((key,), f"không có bảng nào tên này; xóa hoặc sửa tên{hint}"))
    parts: dict[str, Any] = {}
    for key, kind in SINGLE.items():
        entry = data.get(key, {})
        if isinstance(entry, list):
            faults.append(Fault((key,), f"phải viết [{key}], chỉ một lần."))
        else:
            parts[key] = convert_entry(entry, kind, (key,), faults)
    for key, kind in LISTS.items():
        entries = data.get(key, [])
        if isinstance(entries, list):
            found = [convert_entry(entry, kind, (key, at), faults) for at, entry in enumerate(entries)]
            parts[key] = tuple(entry for entry in found if entry is not None)
        else:
            faults.append(Fault((key,), f"phải viết [[{key}]], mỗi mục một lần."))
    return parts


def _assemble(folder: Path, parts: dict[str, Any], places: Places, faults: list[Fault]) -> Plan:
    questions = _spell_out(parts)
    faults += _duplicate_ids(questions, places)

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


def _settle(parts: dict[str, Any]) -> None:
    """Fill in what the tables leave out; the tasks join the topics."""
    sections = parts["sections"] = tuple(settle_sections(parts["sections"], parts["wording"].section_empty))
    topics = (*in_outline_order(parts["topics"], sections), *parts["tasks"])
    parts["topics"] = tuple(settle_topic(topic, sections, parts["sheets"]) for topic in topics)
    parts["annexes"] = tuple(settle_annexes(parts["annexes"], parts["groups"], parts["tables"], parts["plan"]))
    parts["indicators"] = tuple(
        settle_indicator(one, parts["indicator_extras"], parts["plan"].period_end) for one in parts["indicators"]
    )


def _spell_out(parts: Mapping[str, Any]) -> list[Question]:
    questions = [expand_single(q) for q in parts["questions"]]
    for topic in parts["topics"]:
        questions += expand_topic(topic, parts["form"], parts["groups"])
    for grid in parts["grids"]:
        questions += expand_grid(grid)
    for indicator in parts["indicators"]:
        extras = extras_of(indicator, parts["indicator_extras"])
        questions += expand_indicator(indicator, extras, parts["sheets"], parts["form"])
    return questions


def _duplicate_ids(questions: Iterable[Question], places: Places) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for question in questions:
        if question.id in seen:
            words = "mã này đã dùng; đặt mã khác cho một trong hai."
            faults.append(Fault(places.question(question.id), words, f"câu hỏi «{question.id}»"))
        seen.add(question.id)
    return faults
