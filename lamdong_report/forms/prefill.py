"""What a form may already hold when it is sent out: answers, reasons, table rows and marks on faulty cells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from lamdong_report.model import Value
from lamdong_report.plan import Agency, Plan

Typed = Value | str
Rows = Mapping[str, tuple[Mapping[str, Typed], ...]]


class Prefill(Struct, frozen=True):
    """What stands in the cells beforehand.

    `answers`: question id → typed value, or the text exactly as it was typed, even where a number is asked.
    `reasons`: question id → what stands in the reason column. `tables`: table id → rows of column id → value.
    `marks`: question id → what is wrong and what to do; a cell of a table is `<table>:<row from 1>.<column>`.
    """

    answers: Mapping[str, Typed] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    tables: Rows = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


NOTHING = Prefill()


def with_units(plan: Plan, agency: Agency, tables: Rows = MappingProxyType({})) -> Rows:
    """The rows of lists, with one for each unit of the agency that a list kept by unit does not name yet."""
    found = dict(tables)
    for table in plan.tables if agency.units else ():
        if table.units and agency in plan.select(*table.asked):
            rows = found.get(table.id, ())
            named = {str(row.get(table.units, "")).casefold() for row in rows}
            found[table.id] = (*rows, *({table.units: name} for name in agency.units if name.casefold() not in named))
    return found
