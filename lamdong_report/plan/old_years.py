"""What a plan still says of last year, in its texts and dates: told, for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lamdong_report.plan.fault import Fault
from lamdong_report.plan.message import say
from lamdong_report.plan.toml_lines import Where

_AROUND = 60  # letters before a year that tell which sentence it is, and no more than a line of the screen
# Ids are never printed, and an id keeps its meaning over the years.
_IDS = frozenset({"id", "code", "part_of", "sum_of", "previous", "main", "value", "numerator", "denominator"})
_FORMULAS = frozenset({"main", "value", "numerator", "denominator"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORIGINS = frozenset({"source", "baseline_source"})  # these say where last year's numbers are from
# A period of years is the name of a programme; a norm has its year in its number and holds until it is replaced.
_LASTING = re.compile(r"\d{4}\s*[-–]\s*\d{4}|\d+/\d{4}/[\w&-]+(?: ngày \d+/\d+/\d{4})?")


def find_old_years(data: Mapping[str, Any], year: int) -> tuple[Fault, ...]:
    """Every text and date in the tables of a plan that names this year, with its place."""
    words = "còn ghi năm {year}: «{shown}»; sửa theo văn bản mới, hoặc giữ nếu đúng."
    found = []
    for where, value in _texts(data, ()):
        text = value if isinstance(value, str) else value.isoformat()
        if re.search(rf"(?<!\d){year}(?!\d)", _LASTING.sub("", text)):
            at = text.index(str(year))
            start, end = max(at - _AROUND, 0), at + 4
            shown = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
            found.append(Fault(where, say(words, year=year, shown=shown if isinstance(value, str) else value)))
    return tuple(found)


def _texts(value: Any, where: Where) -> Iterator[tuple[Where, str | date]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in _FORMULAS:
                yield from (
                    (place, day) for place, text in _texts(inner, (*where, key)) for day in _DAY.findall(str(text))
                )
            elif key not in _IDS | _ORIGINS:
                yield from _texts(inner, (*where, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*where, at))
    elif isinstance(value, str | date):
        yield where, value
