"""Forms under test, written as small tables of values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from lamdong_report.model import Answer, Source, Submission, Value

Given = int | float | str | bool | date | Decimal


def answer(question: str, given: Given, file: str = "a.xlsx", cell: str = "") -> Answer:
    value: Value = Decimal(str(given)) if isinstance(given, int | float) and not isinstance(given, bool) else given
    return Answer(question, value, Source(file, "Số liệu", cell or question), raw=str(given))


def submission(agency: str, answers: Mapping[str, Given], **more: object) -> Submission:
    """The form of an agency: each answer stands in a cell that is named like its question."""
    file = str(more.pop("file", f"{agency}.xlsx"))
    tables = {
        table: tuple({key: answer(f"{table}.{key}", value, file, f"{key}{at}") for key, value in row.items()}
                     for at, row in enumerate(rows, 1))
        for table, rows in dict(more.pop("tables", {})).items()  # type: ignore[call-overload]
    }  # fmt: skip
    found = {question: answer(question, value, file) for question, value in answers.items()}
    return Submission(agency=agency, file=file, answers=found, tables=tables, **more)  # type: ignore[arg-type]
