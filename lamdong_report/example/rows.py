"""Writes the rows of the growing tables, in lines whose texts, dates and numbers fit one another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lamdong_report.example.composer import Composer
from lamdong_report.example.desk import NOWHERE, ExampleDesk
from lamdong_report.example.settings import TableRule
from lamdong_report.layout import table_question
from lamdong_report.model import Answer, Value
from lamdong_report.plan import Kind, Question, Table

Row = dict[str, Value]
NEUTRAL = TableRule(table="*")


def write_tables(desk: ExampleDesk, composer: Composer) -> None:
    """The rows of every table that each agency is asked for."""
    for table in desk.plan.tables:
        asked = {agency.code for agency in desk.plan.select(*table.asked)}
        rules = [rule for rule in desk.settings.rows if rule.table == table.id]
        for agency in desk.agencies:
            if agency.code in asked:
                rule = next((rule for rule in rules if agency.code in desk.members(rule.of)), NEUTRAL)
                rows = _rows(desk, composer, table, agency.code, rule)
                desk.tables[agency.code][table.id] = tuple(
                    {column: Answer(f"{table.id}.{column}", value, NOWHERE) for column, value in row.items()}
                    for row in rows
                )


def _rows(desk: ExampleDesk, composer: Composer, table: Table, code: str, rule: TableRule) -> list[Row]:
    dice = desk.dice("rows", table.id, code)
    count = min(dice.randint(rule.least, rule.most), table.rows)
    lines = list(rule.lines) or [{}] * count
    dice.shuffle(lines)
    fitting = [line for line in lines if all(composer.fits(text, code, {}) for text in line.values())]
    rows: list[Row] = []
    for at, line in enumerate(fitting[:count]):
        row: Row = {}
        for column in table.columns:
            question = table_question(table, column)
            if column.id in line:
                text = composer.render(line[column.id], code, desk.dice("row", question.id, code, str(at)))
                row[column.id] = date.fromisoformat(text) if question.kind is Kind.DATE else text
            else:
                row[column.id] = _cell(desk, composer, question, code, at, row)
        rows.append(row)
    return sorted(rows, key=lambda row: str(row.get(rule.sort, ""))) if rule.sort else rows


def _cell(desk: ExampleDesk, composer: Composer, question: Question, code: str, at: int, row: Row) -> Value:
    rule = desk.rule_of(question.id, code)
    dice = desk.dice("cell", question.id, code, str(at))
    if question.kind.is_number:
        whole = row.get(question.part_of.rpartition(".")[2]) if question.part_of else None
        low, high = map(float, rule.share or ("0.4", "0.75"))
        scale = float(whole) if isinstance(whole, Decimal) else 1.0
        if whole is None:
            low, high = (
                float(rule.low if rule.low is not None else 1),
                float(rule.high if rule.high is not None else 20),
            )
        return Decimal(round((low + (high - low) * dice.random()) * scale))
    if question.kind is Kind.DATE:
        info = desk.plan.info
        first, last = rule.days_in(info.year) or (info.period_start, min(info.period_end, info.deadline))
        return date.fromordinal(dice.randint(first.toordinal(), last.toordinal()))
    if question.kind is Kind.CHOICE:
        return dice.choices(question.choices, [float(rule.weights.get(c, 1)) for c in question.choices])[0]
    texts = rule.texts or (f"{question.label} {at + 1}",)
    return composer.render(dice.choice(texts), code, dice)
