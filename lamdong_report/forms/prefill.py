"""What a form may already hold when it is sent out: answers, reasons, table rows and marks on faulty cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lamdong_report.model import Value

Typed = Value | str


@dataclass(frozen=True, slots=True)
class Prefill:
    """What stands in the cells beforehand.

    `answers`: question id → typed value, or the text exactly as it was typed, even where a number is asked.
    `reasons`: question id → what stands in the reason column. `tables`: table id → rows of column id → value.
    `marks`: question id → what is wrong and what to do; a cell of a table is `<table>:<row from 1>.<column>`.
    """

    answers: Mapping[str, Typed] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, tuple[Mapping[str, Typed], ...]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


NOTHING = Prefill()
