"""Words with fields in braces: the year, the deadline and the addressees filled in, each written in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from string import Formatter
from typing import Any

from lamdong_report.plan.language.excerpt import Excerpt, LanguageError
from lamdong_report.text import format_date, join_words

# What a document is cited by, with the blanks that stand for it until the clerk knows it.
_OPEN = {
    "report_number": ("number", "      "),
    "report_date": ("date", "ngày     tháng     năm {year}"),
    "plan_number": ("plan_number", "      "),
    "plan_date": ("plan_date", "ngày     tháng     năm {year}"),
}
PLACEHOLDERS = frozenset({"year", "previous_year", "next_year", "deadline", "addressees", "period", *_OPEN})
_PERIOD = "năm {year}"  # what {period} is where the plan names no other
# Words to agencies: each has the deadline of its group, filled in when the words are used.
_OF_EACH = {
    "form": ("guide",),
    "letter": ("reminder_subject", "reminder_text", "correction_subject", "correction_text", "correction_if_right",
               "correction_after"),
}  # fmt: skip
_FOUND = re.compile(r"\{(" + "|".join(sorted(PLACEHOLDERS)) + r")\}")
# Doubled braces are printed as one: no field begins there.
_FIELD, _BRACE = re.compile(r"\{\{|\}\}|\{\w*\}"), re.compile(r"[{}]")


@cache
def template_parts(text: str) -> tuple[tuple[str, str | None], ...]:
    """The words of a template, each with the name of the field behind them; None behind the last.

    Raises LanguageError for braces that are not closed, or that ask for what a text does not take.
    """
    try:
        parts = tuple((words, name) for words, name, _, _ in Formatter().parse(text))
        text.format_map(
            {name: "" for _, name in parts if name is not None}
        )  # a conversion or a format that text does not take
    except (ValueError, KeyError, IndexError, AttributeError):
        for piece in Excerpt(text).split(_FIELD):
            piece.refuse(_BRACE, "dấu ngoặc nhọn không khép hoặc ghi sai")
        raise LanguageError("dấu ngoặc nhọn không khép hoặc ghi sai") from None
    return parts


def fill_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """The plan file's tables with the placeholders above filled in, in all texts.

    The values come from the tables [plan] and [document]. What these do not say is left as it stands: the check of
    the table tells the fault.
    """
    values = dict(_known_values(_table(data, "plan"), _table(data, "document")))
    values = {name: _filled(value, {"year": values.get("year", "{year}")}) for name, value in values.items()}
    filled = {key: _filled(value, values) for key, value in data.items()}
    # Groups may have deadlines of their own: letters and forms fill it in for each agency.
    general = {name: value for name, value in values.items() if name != "deadline"}
    for table, keys in _OF_EACH.items():
        found = _table(data, table)
        if found:
            filled[table] |= {key: _filled(found[key], general) for key in keys if key in found}
    return filled


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = data.get(name)
    return table if isinstance(table, dict) else {}


def _known_values(info: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    year, deadline, names = info.get("year"), info.get("deadline"), document.get("addressees")
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        yield "addressees", join_words(names)
    for name, (key, blank) in _OPEN.items():
        said = document.get(key, "")
        if isinstance(said, str):
            yield name, said or blank
    if isinstance(year, int):
        yield from (("year", str(year)), ("previous_year", str(year - 1)), ("next_year", str(year + 1)))
        period = info.get("period") or _PERIOD
        if isinstance(period, str):
            yield "period", period.replace("{year}", str(year))
    if isinstance(deadline, date):
        yield "deadline", format_date(deadline)


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _FOUND.sub(lambda found: values.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [_filled(one, values) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, values) for key, one in value.items()}
    return value
