"""Which placeholders each fixed piece of wording may use, and whether a plan keeps to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

import msgspec

from lamdong_report.plan.fill import PLACEHOLDERS
from lamdong_report.plan.plan import Plan

_RESULT = frozenset({"subject", "verb", "value", "counts", "difference", "target", "year", "change", "parts"})
WORDING: Mapping[str, frozenset[str]] = {
    "exceeded": _RESULT,
    "exceeded_lower": _RESULT,
    "reached": _RESULT,
    "reached_lower": _RESULT,
    "missed": _RESULT,
    "missed_lower": _RESULT,
    "missed_equal": _RESULT,
    "part_missed": _RESULT,
    "none": frozenset({"subject"}),
    "no_data": frozenset({"subject", "who"}),
    "provisional": frozenset({"text"}),
    "increased": frozenset({"difference", "previous_year"}),
    "decreased": frozenset({"difference", "previous_year"}),
    "unchanged": frozenset({"previous_year"}),
    "cause": frozenset({"agency", "text"}),
    "share_of": frozenset({"share", "whole"}),
    "not_sent_as_of": frozenset({"date"}),
    "more_outstanding": frozenset({"count"}),
    "task_summary": frozenset({"label", "done", "doing", "not_begun", "reporters"}),
}
GUIDE = frozenset({"deadline", "contact", "agency", "year"})
_BRACES = re.compile(r"\{[^{}]*\}?")
LETTER = frozenset({"deadline", "year", "plan_title", "agency", "count", "reply"})
LETTER_HEAD = frozenset({"unit"})


def misplaced(plan: Plan) -> Iterator[str]:
    """Every placeholder that would not be filled, with its place."""
    wording = plan.wording
    for key in wording.__struct_fields__:
        yield from _bad(getattr(wording, key), WORDING.get(key, frozenset()), f"[wording], {key}")
    for line in plan.form.guide:
        yield from _bad(line, GUIDE, f"[form], guide («{line[:40]}…»)")
    letter = plan.letter
    reminder = (letter.reminder_subject, *letter.reminder_text)
    correction = (letter.correction_subject, *letter.correction_text, *letter.correction_after)
    texts = (*reminder, *correction, letter.correction_if_right)
    for text in texts:
        yield from _bad(text, LETTER, f"[letter] («{text[:40]}…»)")
    for text in (letter.symbol, *letter.recipients):
        yield from _bad(text, LETTER_HEAD, f"[letter] («{text[:40]}»)")
    for group in plan.groups:
        yield from _bad(group.form_name, frozenset({"name"}), f"nhóm «{group.id}», form_name")
    yield from _in_fixed_texts(plan)


def _in_fixed_texts(plan: Plan) -> Iterator[str]:
    """In words that are printed as they stand, what is still in braces is a misspelt name."""
    fixed = {
        "plan": (plan.info,),
        "contact": (plan.contact,),
        "document": (plan.document,),
        "sections": plan.sections,
        "sheets": plan.sheets,
        "topics/tasks": plan.topics,
        "tables": plan.tables,
        "grids": plan.grids,
        "indicators": plan.indicators,
        "annex_columns": plan.annex_columns,
        "questions": [q for q in plan.questions.values() if q.row == q.id and not q.block],
    }
    for name, entries in fixed.items():
        for entry in entries:
            for text in _texts(msgspec.to_builtins(entry)):
                if found := _BRACES.search(text):
                    place = f"[{name}], «{text[:50]}»"
                    yield f"{place}: không có trường «{found[0]}»; các trường dùng được: {_known(PLACEHOLDERS)}."


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _bad(text: str, allowed: frozenset[str], place: str) -> Iterator[str]:
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        yield f"{place}: dấu ngoặc nhọn không khép; sửa câu."
        return
    for name in names:
        if name not in allowed:
            yield f"{place}: không có trường «{{{name}}}»; các trường dùng được: {_known(allowed)}."


def _known(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "không có"
