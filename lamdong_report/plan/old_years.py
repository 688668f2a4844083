"""Where a plan still speaks of last year: dates, numbers and documents that were carried over and not looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lamdong_report.plan.fault import Fault, tell_fault
from lamdong_report.plan.positions import Where
from lamdong_report.plan.source import PlanSource

# Ids are never printed, and an id keeps its meaning over the years.
_IDS = frozenset({"id", "code", "part_of", "sum_of", "previous", "main", "value", "numerator", "denominator"})
_FORMULAS = frozenset({"main", "value", "numerator", "denominator"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORIGINS = frozenset({"source", "baseline_source"})  # these say where last year's numbers are from
# A period of years is the name of a programme; a norm has its year in its number and holds until it is replaced.
_LASTING = re.compile(r"\d{4}\s*[-–]\s*\d{4}|\d+/\d{4}/[\w&-]+(?: ngày \d+/\d+/\d{4})?")


def find_old_years(source: PlanSource, year: int) -> tuple[str, ...]:
    """Every text and date that names this year, each told with its line, for a person to look at."""
    found = []
    for where, text in _texts(source.data, ()):
        if re.search(rf"(?<!\d){year}(?!\d)", _LASTING.sub("", text)):
            words = f"còn ghi năm {year}: «{_around(text, year)}»; sửa theo văn bản mới, hoặc giữ nếu đúng."
            found.append(tell_fault(Fault(where, words), source.data, source.locate))
    return tuple(found)


def _around(text: str, year: int) -> str:
    at = text.index(str(year))
    start, end = max(at - 60, 0), at + 4
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _texts(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in _FORMULAS:
                yield from ((place, day) for place, text in _texts(inner, (*where, key)) for day in _DAY.findall(text))
            elif key not in _IDS | _ORIGINS:
                yield from _texts(inner, (*where, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*where, at))
    elif isinstance(value, str):
        yield where, value
    elif isinstance(value, date):
        yield where, value.isoformat()
