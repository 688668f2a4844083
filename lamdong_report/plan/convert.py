"""Turns the tables of a plan, as they were read, into the schema's entries, and tells every key that does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, get_args

import msgspec

from lamdong_report.plan import schema
from lamdong_report.plan.fault import Fault, name_hint
from lamdong_report.plan.message import Missing, Written, say
from lamdong_report.plan.positions import Where
from lamdong_report.plan.schema import PlanEntry

_E = TypeVar("_E", bound=PlanEntry)
# By these an entry is found and printed; a unit may be blank (yes or no has none).
_CALLED_BY = frozenset({"id", "code", "name", "noun", "label", "title", "text"})


SINGLE: Mapping[str, type[PlanEntry]] = {
    "plan": schema.PlanInfo,
    "contact": schema.OfficeContact,
    "document": schema.Document,
    "letter": schema.Letter,
    "form": schema.FormWords,
    "roles": schema.Roles,
    "wording": schema.Wording,
    "thresholds": schema.Thresholds,
}
LISTS: Mapping[str, type[PlanEntry]] = {
    "groups": schema.Group,
    "agencies": schema.Agency,
    "sections": schema.Section,
    "sheets": schema.PlanSheet,
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


def convert_tables(data: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """The entries of every table by its name, an empty tuple for a list that is left out; faults go to `faults`."""
    for key in data:
        if key not in {*SINGLE, *LISTS}:
            hint = name_hint(key, (*SINGLE, *LISTS))
            faults.append(Fault((key,), f"không có bảng nào tên này; xóa hoặc sửa tên{hint}"))
    parts: dict[str, Any] = {}
    for key, kind in SINGLE.items():
        entry = data.get(key, {})
        if isinstance(entry, list):
            faults.append(Fault((key,), say("phải viết {table:{name}}, chỉ một lần.", name=key)))
        else:
            parts[key] = convert_entry(entry, kind, (key,), faults)
    for key, kind in LISTS.items():
        entries = data.get(key, [])
        if isinstance(entries, list):
            found = [convert_entry(entry, kind, (key, at), faults) for at, entry in enumerate(entries)]
            parts[key] = tuple(entry for entry in found if entry is not None)
        else:
            faults.append(Fault((key,), say("phải viết {list:{name}}, mỗi mục một lần.", name=key)))
    return parts


def convert_entry(entry: object, kind: type[_E], where: Where, faults: list[Fault]) -> _E | None:
    """The entry as the schema has it; None, and what is wrong among `faults`, when it does not fit."""
    if not isinstance(entry, dict):
        faults.append(Fault(where, "phải là một bảng gồm các dòng khóa = giá trị; sửa lại."))
        return None
    before = len(faults)
    fields = fields_of(kind)
    for key in (key for key in entry if key not in fields):
        free = (name for name in fields if name not in entry)
        hint = name_hint(key, free, f"; các khóa dùng được: {', '.join(fields)}")
        words = say("{named:{name}} không có trong mẫu; xóa hoặc sửa tên{hint}", name=key, hint=hint)
        faults.append(Fault((*where, key), words))
    values = {}
    for name, info in fields.items():
        if name in entry:
            values[name] = _convert_value(entry[name], info.type, (*where, name), faults)
            if info.required and name in _CALLED_BY and not str(entry[name]).strip() and len(where) > 1:
                words = say("{named:{name}} để trống; ghi {kind}.", name=name, kind=Written(info.type))
                faults.append(Fault((*where, name), words))
        elif info.required:
            faults.append(Fault(where, Missing(name, info.type)))
    return kind(**values) if len(faults) == before else None


@cache
def fields_of(kind: type[PlanEntry]) -> Mapping[str, msgspec.structs.FieldInfo]:
    """The keys of a kind of table; working out their types takes most of the time that a plan needs to load."""
    return {field.name: field for field in msgspec.structs.fields(kind)}


def inner_entry(kind: Any) -> type[PlanEntry] | None:
    """The entry that a list of tables holds: AskRow for tuple[AskRow, ...]."""
    return next((a for a in get_args(kind) if isinstance(a, type) and issubclass(a, PlanEntry)), None)


def _convert_value(value: object, kind: Any, where: Where, faults: list[Fault]) -> Any:
    if inner := inner_entry(kind):
        if not isinstance(value, list):
            faults.append(Fault(where, "phải là danh sách các bảng; sửa lại."))
            return ()
        return tuple(convert_entry(one, inner, (*where, at), faults) for at, one in enumerate(value))
    try:
        found = msgspec.convert(value, kind, strict=False)
    except (msgspec.ValidationError, ValueError, OverflowError):
        found = None
        words = say("«{shown}» không dùng được; ghi {kind}.", shown=_shown(value), kind=Written(kind))
        faults.append(Fault(where, words))
    # TOML knows nan and inf, which no comparison would ever hold against anything.
    numbers = found if isinstance(found, tuple) else (found,)
    if any(isinstance(one, Decimal) and not one.is_finite() for one in numbers):
        words = say("«{shown}» không phải là một số; ghi {kind}.", shown=_shown(value), kind=Written(kind))
        faults.append(Fault(where, words))
    return found


def _shown(value: object) -> str:
    words = "true" if value is True else "false" if value is False else str(value)
    return words if len(words) <= 60 else words[:59] + "…"
