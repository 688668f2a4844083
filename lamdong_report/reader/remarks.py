"""What the reading of one cell comes to: a value, the cell as it was typed, and remarks, which become findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from msgspec import Struct

from lamdong_report.catalogue import make_finding
from lamdong_report.codes import Code
from lamdong_report.model import Finding, Source, Value
from lamdong_report.spreadsheet.book import Cell
from lamdong_report.text.formats import format_date
from lamdong_report.text.numbers import to_decimal

# Two lines of a printed list; who wants the rest opens the cell.
_LONGEST_QUOTE = 80
# From this many cells of one sheet on, old letters are told together: a clerk mends the font of all of them at once.
_MANY = 6
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Remark:
    """A finding of a form that is still being read: whose form it is shows in the end.

    `fields` fill its sentences and are short enough to be quoted there. `cell` is "" for a whole sheet, `sheet` too for
    the whole file.

    Not a Finding yet, for two things that this carries are lost in one: what reads a value knows neither file nor
    cell (`at` says where, later), and until the form is read `fields` decide what is told together or under another
    code. A Finding has its sentence, in which agency, file and place are words.
    """

    __slots__ = ("cell", "code", "fields", "question", "sheet")

    def __init__(self, code: Code, **fields: str) -> None:
        self.code = code
        self.fields: dict[str, Any] = {key: quotable(text) for key, text in fields.items()}
        self.sheet = self.cell = self.question = ""

    def at(self, sheet: str, cell: str = "", question: str = "") -> Remark:
        """The same remark about this place."""
        placed = Remark(self.code)
        placed.fields = self.fields
        placed.sheet, placed.cell, placed.question = sheet, cell, question
        return placed


class CellReading(Struct, frozen=True):
    value: Value | None
    raw: str
    remarks: tuple[Remark, ...] = ()


def to_findings(remarks: Iterable[Remark], file: str, agency: str) -> tuple[Finding, ...]:
    """The findings of one form, for now it is known whose it is."""
    told: list[Remark] = []
    old_letters: dict[tuple[str, str], list[Remark]] = defaultdict(list)
    for one in remarks:
        if one.code == "text-legacy":
            old_letters[one.sheet, one.fields["encoding"]].append(one)
        else:
            told.append(one)
    for (sheet, encoding), group in old_letters.items():
        if len(group) < _MANY:
            told += group
        else:
            cells = ", ".join(one.cell for one in group[:3]) + ", …"
            told.append(Remark("text-legacy-many", encoding=encoding, count=str(len(group)), cells=cells).at(sheet))
    return tuple(
        make_finding(
            one.code, agency=agency, source=Source(file, one.sheet, one.cell), question=one.question, **one.fields
        )
        for one in told
    )


def quotable(text: str) -> str:
    """The text on one line and short enough for a sentence."""
    line = " ".join(without_controls(text).split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1].rstrip() + "…"


def without_controls(text: str) -> str:
    """The text as typed, without what no XML file may hold."""
    return text if text.isprintable() else _CONTROLS.sub("", _BREAKS.sub("\n", text))


def cell_text(cell: Cell) -> str:
    """The cell as a person sees it: 1234,5 with a comma, 05/01/2026 for a day."""
    if isinstance(cell, str):
        return without_controls(cell)
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            try:
                return typed_number(cell)[1]
            except ValueError:
                return str(cell)
        case datetime():
            return format_date(cell.date())
        case date():
            return format_date(cell)
    return str(cell)


@lru_cache(maxsize=8192, typed=True)
def typed_number(cell: float) -> tuple[Decimal, str]:
    """The number and how it reads: most numbers in forms are small, and need not be held a thousand times.

    Raises ValueError for what is none.
    """
    number = to_decimal(cell)
    return number, f"{number:f}".replace(".", ",")
