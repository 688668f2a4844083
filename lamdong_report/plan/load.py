"""Reads plan.toml and the agency lists beside it into a Plan, and tells every fault at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from lamdong_report.errors import PlanError
from lamdong_report.plan import schema
from lamdong_report.plan.agency_files import read_agency_files, unreadable
from lamdong_report.plan.expand import expand_grid, expand_indicator, expand_single, expand_topic
from lamdong_report.plan.faults import find_faults
from lamdong_report.plan.fill import fill_in
from lamdong_report.plan.formulas import parse_formulas
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.question import Question
from lamdong_report.plan.schema import Agency
from lamdong_report.plan.selectors import SelectorError, select
from lamdong_report.plan.settle import in_outline_order, settle_indicator, settle_sections, settle_topic

PLAN_FILE = "plan.toml"
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
    "indicator_extras": schema.IndicatorExtra,
    "sentences": schema.Sentence,
    "annex_columns": schema.AnnexColumn,
}
REMEDY = "Sửa plan.toml ở những chỗ nêu trên rồi chạy lại lệnh plan."
_E = TypeVar("_E", bound=schema.Entry)


def load_plan(folder: Path) -> Plan:
    """The plan in `folder`/plan.toml; raises PlanError with every fault that could be found."""
    data = fill_in(_read_toml(folder / PLAN_FILE))
    faults: list[str] = []
    parts = _convert_all(data, faults)
    if faults:
        raise _broken(folder, faults)
    _settle(parts)
    parts["agencies"] = (*parts["agencies"], *read_agency_files(folder, parts["groups"], faults))
    plan = _assemble(folder, parts, faults)
    faults += find_faults(plan)
    if faults:
        raise _broken(folder, faults)
    return replace(plan, formulas=parse_formulas(plan.indicators, plan.sentences, plan.annex_columns))


def newest_plan_folder(templates: Path) -> Path:
    """The folder of the newest year that has a plan; raises PlanError when there is none."""
    folders = sorted(f.parent for f in templates.glob(f"*/{PLAN_FILE}"))
    if not folders:
        raise PlanError(
            f"Không thấy kế hoạch nào trong thư mục «{templates}».",
            remedy=f"Đặt {PLAN_FILE} vào một thư mục con theo năm, hoặc chỉ thư mục kế hoạch bằng --templates.",
        )
    return folders[-1]


def _broken(folder: Path, faults: Iterable[str]) -> PlanError:
    unique = tuple(dict.fromkeys(faults))
    return PlanError(f"Tệp kế hoạch {folder / PLAN_FILE} có {len(unique)} chỗ sai.", unique, REMEDY)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise PlanError(f"Không thấy tệp kế hoạch {path}.", remedy="Chỉ thư mục kế hoạch bằng --templates.") from None
    except OSError as error:
        raise unreadable(path, error) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        remedy = "Sửa dòng nêu trên; tệp phải lưu bằng mã UTF-8."
        raise PlanError(f"Không đọc được {path}: {error}", (str(error),), remedy) from None


def _convert_all(data: Mapping[str, Any], faults: list[str]) -> dict[str, Any]:
    faults += [f"[{key}]: không có bảng nào tên này; xóa hoặc sửa tên." for key in data if key not in {*SINGLE, *LISTS}]
    parts: dict[str, Any] = {}
    for key, kind in SINGLE.items():
        parts[key] = _convert(data.get(key, {}), kind, f"[{key}]", faults)
    for key, kind in LISTS.items():
        entries = data.get(key, [])
        if not isinstance(entries, list):
            faults.append(f"[{key}]: phải viết [[{key}]], mỗi mục một lần.")
            continue
        found = (_convert(e, kind, _place(key, at, e), faults) for at, e in enumerate(entries, 1))
        parts[key] = tuple(entry for entry in found if entry is not None)
    return parts


def _place(key: str, at: int, entry: object) -> str:
    names = [str(entry[k]) for k in ("id", "code", "section") if k in entry][:1] if isinstance(entry, dict) else []
    return f"[[{key}]] thứ {at}" + (f" («{names[0]}»)" if names else "")


def _convert(entry: object, kind: type[_E], place: str, faults: list[str]) -> _E | None:
    unknown = set(entry) - set(kind.__struct_fields__) if isinstance(entry, dict) else set()
    faults += [f"{place}: khóa «{key}» không có trong mẫu; xóa hoặc sửa tên." for key in sorted(unknown)]
    known = {k: v for k, v in entry.items() if k not in unknown} if isinstance(entry, dict) else entry
    try:
        return msgspec.convert(known, kind, strict=False)
    except msgspec.ValidationError as error:
        faults.append(f"{place}: {_translate(str(error))}")
        return None


def _translate(message: str) -> str:
    if "missing required field" in message:
        return f"thiếu khóa «{message.split('`')[1]}»; bổ sung khóa này."
    what, _, where = message.partition(" - at ")
    key = where.strip("`").removeprefix("$.")
    return f"giá trị của «{key}» không đúng kiểu ({what}); sửa lại." if key else f"{what}; sửa lại."


def _assemble(folder: Path, parts: dict[str, Any], faults: list[str]) -> Plan:
    questions = _spell_out(parts)
    faults += _duplicate_ids(questions)
    asked = {q.id: _select(q.asked, parts["agencies"], f"câu hỏi «{q.id}», asked", faults) for q in questions}
    questions = [q for q in questions if asked[q.id]]
    required = {
        q.id: _select(q.required, parts["agencies"], f"câu hỏi «{q.id}», required", faults) & asked[q.id]
        for q in questions
    }
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
    parts["indicators"] = tuple(settle_indicator(one, parts["indicator_extras"]) for one in parts["indicators"])


def _spell_out(parts: Mapping[str, Any]) -> list[Question]:
    questions = [expand_single(q) for q in parts["questions"]]
    for topic in parts["topics"]:
        questions += expand_topic(topic, parts["form"], parts["groups"])
    for grid in parts["grids"]:
        questions += expand_grid(grid)
    for indicator in parts["indicators"]:
        questions += expand_indicator(indicator, parts["indicator_extras"], parts["sheets"])
    return questions


def _duplicate_ids(questions: Iterable[Question]) -> list[str]:
    seen: set[str] = set()
    faults = []
    for question in questions:
        if question.id in seen:
            faults.append(f"câu hỏi «{question.id}»: mã này đã dùng; đặt mã khác cho một trong hai.")
        seen.add(question.id)
    return faults


def _select(selectors: tuple[str, ...], agencies: tuple[Agency, ...], place: str, faults: list[str]) -> frozenset[str]:
    try:
        return select(selectors, agencies)
    except SelectorError as error:
        faults.append(f"{place}: {error}; sửa thành mã nhóm hoặc mã cơ quan có trong kế hoạch.")
        return frozenset()
