"""Which placeholders each fixed piece of wording may use, and whether a plan keeps to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from lamdong_report.plan.fault import Fault, Places
from lamdong_report.plan.language.excerpt import LanguageError
from lamdong_report.plan.language.templates import PLACEHOLDERS, template_parts
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.positions import Where

_RESULT = frozenset({"subject", "verb", "value", "counts", "difference", "target", "year", "change", "parts"})
WORDING: Mapping[str, frozenset[str]] = {
    "exceeded": _RESULT,
    "exceeded_lower": _RESULT,
    "reached": _RESULT,
    "reached_lower": _RESULT,
    "missed": _RESULT,
    "missed_lower": _RESULT,
    "missed_improved": _RESULT | {"moved"},
    "missed_lower_improved": _RESULT | {"moved"},
    "missed_equal": _RESULT,
    "missed_above": _RESULT,
    "exceeded_rank": _RESULT,
    "missed_rank": _RESULT,
    "exceeded_change": _RESULT,
    "missed_change": _RESULT,
    "not_comparable": frozenset({"subject", "now", "before", "who"}),
    "no_last_year": frozenset({"subject", "now", "who"}),
    "rank": frozenset({"value"}),
    "done": frozenset({"subject", "value", "target"}),
    "not_done": frozenset({"subject", "value", "target"}),
    "unsaid": frozenset({"who"}),
    "nothing_said": frozenset({"subject", "who"}),
    "no_day": frozenset({"subject", "who"}),
    "half_said": frozenset({"subject", "who"}),
    "each": frozenset({"reached", "all", "missed", "silent"}),
    "target_exceeded": frozenset({"subject", "reached", "all", "needed"}),
    "target_reached": frozenset({"subject", "reached", "all", "needed"}),
    "target_missed": frozenset({"subject", "reached", "all", "needed"}),
    "steps": frozenset({"text"}),
    "sum_increased": frozenset({"difference"}),
    "sum_decreased": frozenset({"difference"}),
    "now_and_before": frozenset({"now", "before"}),
    "part_missed": _RESULT,
    "none": frozenset({"subject"}),
    "no_data": frozenset({"subject", "who"}),
    "provisional": frozenset({"text"}),
    "increased": frozenset({"difference", "previous_year"}),
    "decreased": frozenset({"difference", "previous_year"}),
    "unchanged": frozenset({"previous_year"}),
    "cause": frozenset({"agency", "text"}),
    "coverage": frozenset({"reporters"}),
    "coverage_without": frozenset({"who"}),
    "incomplete": frozenset({"text"}),
    "period": frozenset({"text"}),
    "share_of": frozenset({"share", "whole"}),
    "not_sent_as_of": frozenset({"date"}),
    "more_outstanding": frozenset({"count"}),
    "more_opinions": frozenset({"count"}),
    "said_alike": frozenset({"words", "count", "noun", "agency"}),
    "said_by_several": frozenset({"words", "count", "noun"}),
    "said_by_one": frozenset({"words", "agency"}),
    "goal": frozenset({"reached", "measures", "exceeded", "missed", "none", "no_data"}),
    "tasks": frozenset({"all", "done", "doing", "not_begun", "doing_names", "not_begun_names"}),
    "goal_one": frozenset({"judged"}),
    "goal_exceeded": frozenset({"measures", "exceeded", "missed", "none", "no_data"}),
    "goal_all": frozenset({"measures", "exceeded"}),
    "goal_missed": frozenset({"measures", "no_data"}),
    "task_summary": frozenset({"label", "done", "doing", "not_begun", "reporters"}),
}
GUIDE = frozenset({"deadline", "contact", "agency", "year"})
_BRACES = re.compile(r"\{[^{}]*\}?")
LETTER = frozenset({"deadline", "year", "plan_title", "agency", "count", "reply"})
LETTER_HEAD = frozenset({"unit"})
_LETTER_HEAD_KEYS = frozenset({"issuer", "place", "symbol", "authority", "signer", "recipients"})


def unknown_fields(plan: Plan, places: Places) -> Iterator[Fault]:
    """Every placeholder that would not be filled, with its place."""
    wording = plan.wording
    for key in wording.__struct_fields__:
        yield from _bad(getattr(wording, key), WORDING.get(key, frozenset()), ("wording", key))
    for at, line in enumerate(plan.form.guide):
        yield from _bad(line, GUIDE, ("form", "guide", at))
    for key in plan.letter.__struct_fields__:
        value = getattr(plan.letter, key)
        allowed = LETTER_HEAD if key in _LETTER_HEAD_KEYS else LETTER
        for text in _texts(msgspec.to_builtins(value)):
            yield from _bad(text, allowed, ("letter", key))
    for group in plan.groups:
        yield from _bad(group.form_name, frozenset({"name"}), places.entry("groups", group.id, "form_name"))


def left_braces(plan: Plan, places: Places) -> Iterator[Fault]:
    """In words that are printed as they stand, what is still in braces is a misspelt name."""
    fixed: list[tuple[Where, object]] = [
        (("plan",), plan.info),
        (("contact",), plan.contact),
        (("document",), plan.document),
        *((places.entry("sections", section.id), section) for section in plan.sections),
        *((places.entry("sheets", sheet.id), sheet) for sheet in plan.sheets),
        *((places.question(topic.id), topic) for topic in plan.topics),
        *((places.entry("tables", table.id), table) for table in plan.tables),
        *((places.entry("grids", grid.id), grid) for grid in plan.grids),
        *((places.entry("indicators", indicator.id), indicator) for indicator in plan.indicators),
        *((places.entry("annexes", annex.id), annex) for annex in plan.annexes),
        *((places.entry("annex_columns", column.id), column) for column in plan.annex_columns),
        *((places.question(q.id), q) for q in plan.questions.values() if q.row == q.id and not q.block),
    ]
    for where, entry in fixed:
        for text in _texts(msgspec.to_builtins(entry)):
            if found := _BRACES.search(text):
                words = f"«{text[:50]}»: không có trường «{found[0]}»; các trường dùng được: {_known(PLACEHOLDERS)}."
                yield Fault(where, words)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _bad(text: str, allowed: frozenset[str], where: Where) -> Iterator[Fault]:
    try:
        parts = template_parts(text)
    except LanguageError as error:
        yield Fault(where, f"«{text[:40]}…»: {error}; sửa câu.")
        return
    for _, name in parts:
        if name is not None and name not in allowed:
            words = f"«{text[:40]}…»: không có trường «{{{name}}}»; các trường dùng được: {_known(allowed)}."
            yield Fault(where, words)


def _known(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "không có"
