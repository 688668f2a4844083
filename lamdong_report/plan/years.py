"""Fills in the year and the deadline wherever the plan's words name them: next year they change in one place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from lamdong_report.text import format_date

PLACEHOLDERS = frozenset({"year", "previous_year", "deadline"})
_FOUND = re.compile(r"\{(" + "|".join(sorted(PLACEHOLDERS)) + r")\}")


def fill_years(data: Mapping[str, Any]) -> dict[str, Any]:
    """The plan file's tables with {year}, {previous_year} and {deadline} in all texts filled from its table [plan].

    What [plan] does not say is left as it stands: the check of that table tells the fault.
    """
    info = data.get("plan")
    year, deadline = (info.get("year"), info.get("deadline")) if isinstance(info, dict) else (None, None)
    values: dict[str, str] = {}
    if isinstance(year, int):
        values |= {"year": str(year), "previous_year": str(year - 1)}
    if isinstance(deadline, date):
        values["deadline"] = format_date(deadline)
    return {key: _filled(value, values) for key, value in data.items()}


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _FOUND.sub(lambda found: values.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [_filled(one, values) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, values) for key, one in value.items()}
    return value
