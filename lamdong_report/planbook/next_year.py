"""Next year's plan from this year's: years and dates moved on, results of this year as what is known of last year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from lamdong_report.figures import decimals_of, round_to
from lamdong_report.plan import Plan

# What a clerk fills in anew for every document, and the office for every season.
_CLEARED = (
    *(("document", key) for key in ("number", "date", "plan_number", "plan_date")),
    ("letter", "reply_by"),
)
_DATES = ("deadline", "period_start", "period_end")
NOT_RENEWED = "số của kỳ cũ, chưa có số mới; sửa lại"
# Words that are looked up by others, or that no year is printed in.
_NOT_WORDS = frozenset({"id", "code", "part_of", "sum_of", "previous", "main", "value", "numerator", "denominator"})


class Results(Struct, frozen=True):
    """What this year's report gave. `source` is the report; `measures` are results by indicator; `totals` the sums of
    questions over all agencies; `answers` what each agency wrote, by question.
    """

    source: str = ""
    measures: Mapping[str, Decimal] = field(default_factory=dict)
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def next_years_tables(data: Mapping[str, Any], plan: Plan, results: Results) -> dict[str, Any]:
    """The tables of plan.toml for the year after `plan`."""
    year = plan.info.year
    tables: dict[str, Any] = {name: _move_words(table, year) for name, table in data.items()}
    info = tables["plan"]
    info |= {"year": year + 1, "form_version": 1}
    info |= {key: _a_year_later(getattr(plan.info, key)) for key in _DATES}
    if "{year}" not in (name := str(data["plan"]["id"])):
        # Forms and drafts of the old plan must not pass for the new one's.
        info["id"] = f"{name.replace(str(year), '').rstrip('-_. ')}-{{year}}"
    for table, key in _CLEARED:
        if tables.get(table, {}).get(key):
            tables[table][key] = ""
    if not tables.get("letter", {}).get("reply_by", "x"):
        del tables["letter"]["reply_by"]
    for group in tables.get("groups", []):
        if isinstance(own := group.get("deadline"), date):
            group["deadline"] = _a_year_later(own)
    printed = replace(results, measures=dict(_as_printed(plan, results.measures)))
    tables["indicators"] = [_with_baseline(entry, printed) for entry in tables.get("indicators", [])]
    older = {question.previous for question in plan.questions.values()}  # what was last year's already
    totals = [
        {"question": name, "value": value, "source": results.source}
        for name, value in sorted(results.totals.items())
        if name not in older
    ]
    if totals:
        tables["last_year"] = totals
    else:
        tables.pop("last_year", None)
    return tables


def _a_year_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _as_printed(plan: Plan, measures: Mapping[str, Decimal]) -> Iterator[tuple[str, Decimal]]:
    """The results with the decimals that the report gave them: next year's report must not know another number."""
    for indicator in plan.indicators:
        if (value := measures.get(indicator.id)) is not None:
            yield indicator.id, round_to(value, decimals_of(indicator, value))


def _with_baseline(entry: Mapping[str, Any], results: Results) -> dict[str, Any]:
    """The indicator with its result as the baseline, its steps a year later.

    An old baseline that nobody renewed would be of another year; a change that needs one keeps it, marked so.
    """
    moved = {key: value for key, value in entry.items() if key not in ("baseline", "baseline_source")}
    if steps := entry.get("steps"):
        moved["steps"] = [{**step, "by": _a_year_later(step["by"])} for step in steps]
    found = results.measures.get(str(entry.get("id")))
    if found is None and entry.get("against_last_year") and "baseline" in entry:  # without one the plan says nothing
        return {**moved, "baseline": entry["baseline"], "baseline_source": NOT_RENEWED}
    return moved if found is None else {**moved, "baseline": found, "baseline_source": results.source}


def _move_words(value: Any, year: int) -> Any:
    """ "năm 2026" as "năm {year}" wherever it is not the date of a document; "năm 2025" as {previous_year}."""
    if isinstance(value, str):
        for number, name in ((year, "{year}"), (year - 1, "{previous_year}")):
            # Not "đến năm 2026" and "2026-2030", where a period ends or begins; not "ngày 5 tháng 3 năm 2026".
            of_year = rf"(?<!\d )(?<!đến )(?<!từ )(?<!Đến )(?<!Từ )\b([Nn]ăm |NĂM ){number}(?!\d|\s*[-–]\s*\d)"
            value = re.sub(of_year, rf"\1{name}", value)
        return re.sub(rf"(?<=[a-z]-){year}$", "{year}", value)  # a file's name
    if isinstance(value, list):
        return [_move_words(one, year) for one in value]
    if isinstance(value, Mapping):
        return {key: one if key in _NOT_WORDS else _move_words(one, year) for key, one in value.items()}
    return value


def known_answers(plan: Plan, results: Results) -> dict[str, dict[str, Any]]:
    """What the new forms know already: {agency: {question: value}}.

    Whom to ask, who approves and how many live there, to be confirmed; this year's results where the form asks for
    last year's; and this year's numbers, which the form shows beside the cell for the new one. A count of victims is
    not kept: a small one tells who they are, and this file lies beside the plan.
    """
    own = {getattr(plan.roles, role) for role in plan.roles.__struct_fields__}
    numbers = {
        one.id
        for one in plan.questions.values()
        if one.kind.traits.is_amount and not (one.sensitive or one.previous or one.id in own)
    }
    kept = plan.carried | numbers
    before = {question.previous: question.id for question in plan.questions.values() if question.previous}
    known: dict[str, dict[str, Any]] = {}
    for agency in plan.agencies:
        answers = results.answers.get(agency.code, {})
        found = {name: answers[name] for name in sorted(kept) if name in answers}
        found |= {old: answers[new] for old, new in sorted(before.items()) if new in answers}
        if found:
            known[agency.code] = found
    printed = dict(_as_printed(plan, results.measures))
    for indicator in plan.indicators:
        if indicator.previous and indicator.id in printed:
            known.setdefault(indicator.lead, {})[indicator.previous] = printed[indicator.id]
    return known
