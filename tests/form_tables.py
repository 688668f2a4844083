"""Forms under test, typed as a small table: question | cell | what was typed | reason, one line for each cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from lamdong_report.layout import table_question
from lamdong_report.model import Answer, Finding, Source, Submission, Value
from lamdong_report.plan import Kind, Plan, Question, load_plan

SMALL_PLAN = Path(__file__).parent / "plans" / "nho"


def form(plan: Plan, agency: str, table: str, **more: object) -> Submission:
    """The form of this agency. A row of a growing table is written `lop#1.ten`; "?" leads what cannot be read."""
    file = f"phieu-{agency}.xlsx"
    answers: dict[str, Answer] = {}
    rows: dict[str, dict[int, dict[str, Answer]]] = {}
    for name, cell, typed, reason in _lines(table):
        question = _question(plan, name)
        source = Source(file, next(sheet.title for sheet in plan.sheets if sheet.id == question.sheet), cell)
        found = Answer(question.id, _value(question, typed), source, typed.lstrip("?"), reason)
        if "#" in name:
            table_id, at, column = _table_cell(name)
            rows.setdefault(table_id, {}).setdefault(at, {})[column] = found
        else:
            answers[question.id] = found
    # The lists that the agency is asked stand in its form, filled in or not.
    lists = {one.id: () for one in plan.tables if plan.agency(agency) in plan.select(*one.asked)}
    tables = {**lists, **{key: tuple(found[at] for at in sorted(found)) for key, found in rows.items()}}
    return Submission(agency, file, answers, tables, **more)  # type: ignore[arg-type]


def _lines(table: str) -> Iterator[tuple[str, str, str, str]]:
    for line in filter(None, map(str.strip, table.splitlines())):
        parts = [part.strip() for part in line.split("|")]
        yield parts[0], parts[1], parts[2], parts[3] if len(parts) > 3 else ""


def _table_cell(name: str) -> tuple[str, int, str]:
    table, _, rest = name.partition("#")
    at, _, column = rest.partition(".")
    return table, int(at), column


def _question(plan: Plan, name: str) -> Question:
    if "#" not in name:
        return plan.questions[name]
    table_id, _, column_id = _table_cell(name)
    table = next(table for table in plan.tables if table.id == table_id)
    return table_question(table, next(column for column in table.columns if column.id == column_id))


def _value(question: Question, typed: str) -> Value | None:
    if not typed or typed.startswith("?"):
        return None
    if question.kind.is_number:
        return Decimal(typed.replace(".", "").replace(",", "."))
    if question.kind is Kind.YESNO:
        return typed == "Có"
    if question.kind is Kind.DATE:
        day, month, year = map(int, typed.split("/"))
        return date(year, month, day)
    return typed


def with_code(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


def only(findings: tuple[Finding, ...], code: str) -> Finding:
    """The one finding of this code."""
    found = with_code(findings, code)
    assert len(found) == 1, f"{code}: {found or sorted({finding.code for finding in findings})}"
    return found[0]


def codes_at(findings: tuple[Finding, ...], *questions: str) -> list[str]:
    """The codes of the findings on these questions, in order."""
    return [finding.code for finding in findings if finding.question in questions]


def many_communes(folder: Path, *, count: int = 14, changes: tuple[tuple[str, str], ...] = ()) -> Plan:
    """The small plan with so many communes C01, C02, …; `changes` are made to the text of its plan.toml."""
    text = (SMALL_PLAN / "plan.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"plan.toml has no {old!r}"
        text = text.replace(old, new)
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    lines = [f"C{at:02},xã Thử {at},xã," for at in range(1, count + 1)]
    (folder / "xa.csv").write_text("\n".join(["code,name,kind,aliases", *lines, ""]), encoding="utf-8")
    return load_plan(folder)
