"""A table that prints the rows of a list, as an annex or in the body: what each agency wrote, and the sums."""

from __future__ import annotations

from collections.abc import Set
from decimal import Decimal
from typing import Any

from lamdong_report.content import AgencyAnnex, AgencyRow, Cell, Number, Pieces, Quote, as_pieces
from lamdong_report.figures import add_up, figure_of
from lamdong_report.model import Answer, Part
from lamdong_report.plan import AnnexFormulas
from lamdong_report.plan.schema import GridColumn
from lamdong_report.report.material import Material
from lamdong_report.report.withholding import hidden_in
from lamdong_report.report.wording import NO_DATA, WITHHELD
from lamdong_report.text import format_date, format_money, upper_first
from lamdong_report.text.personal import without_personal

Row = tuple[str, dict[str, Answer]]
# A column's width in the form is in characters; on paper so many of them need a millimetre.
_CHARACTERS = 2
# What stands for the row of sums where there is nothing to add up.
NO_TOTAL = AgencyRow("", "", ())
# A column of text that is at least so wide holds titles and sentences; a narrower one numbers of documents, days.
_SENTENCE = 30


def list_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """The rows of a list that read as the annex wants, in its order, then their total."""
    rows = _rows(annex, material)
    has_total = annex.entry.total and any(column.kind.traits.is_amount for column in annex.list_columns)
    withheld = {column.id: _withheld(column, rows, material, summed=has_total) for column in annex.list_columns}
    totals = (
        Cell(WITHHELD) if withheld[column.id][1] else _total(annex, column, rows, material)
        for column in annex.list_columns
    )
    return AgencyAnnex(
        number=number,
        title=annex.entry.title,
        head=annex.entry.head,
        columns=tuple(f"{c.label} ({c.unit})" if c.unit else c.label for c in annex.list_columns),
        widths=tuple(column.width * _CHARACTERS for column in annex.list_columns),
        rows=tuple(
            AgencyRow(
                str(at),
                upper_first(material.plan.agency(code).name),
                tuple(
                    Cell(WITHHELD) if at in withheld[column.id][0] else Cell(_said(column, code, row.get(column.id)))
                    for column in annex.list_columns
                ),
            )
            for at, (code, row) in enumerate(rows, 1)
        ),
        total=AgencyRow("", "Tổng cộng", tuple(totals)) if has_total else NO_TOTAL,
        texts=tuple(column.kind.traits.is_wide and column.width >= _SENTENCE for column in annex.list_columns),
    )


def _rows(annex: AnnexFormulas, material: Material) -> list[Row]:
    """Agency by agency as the plan has them, or by a column; rows that say nothing in it stand last."""
    assert annex.table is not None
    rows = [
        (agency.code, dict(row))
        for agency in material.plan.select(*annex.entry.of)
        if agency.code in material.forms
        for row in material.forms[agency.code].tables.get(annex.table.id, ())
        if row and (not annex.column or (annex.column in row and row[annex.column].text in annex.choices))
    ]
    name = annex.entry.order.removeprefix("-")
    if not name:
        return rows
    choices = next(column.choices for column in annex.table.columns if column.id == name)

    def rank(row: Row) -> Any:
        value = row[1][name].value
        return choices.index(value) if choices else value

    def says(row: Row) -> bool:
        return name in row[1] and row[1][name].value is not None

    said = sorted(filter(says, rows), key=rank, reverse=annex.entry.order.startswith("-"))
    return [*said, *(row for row in rows if not says(row))]


def _withheld(column: GridColumn, rows: list[Row], material: Material, *, summed: bool) -> tuple[Set[int], bool]:
    """The rows in which a count about victims is not printed, by their numbers; and whether its sum is not either."""
    given = {at: row[column.id].number for at, (_, row) in enumerate(rows, 1) if column.sensitive and column.id in row}
    counts = {at: number for at, number in given.items() if number is not None}
    limit = material.plan.thresholds.small_count
    if summed and column.kind.traits.is_amount:
        return hidden_in(counts, limit)
    return {at for at, number in counts.items() if 0 < number < limit}, False


def _said(column: GridColumn, code: str, answer: Answer | None) -> Pieces:
    """A number with its cell, or what was written, less what names a person."""
    if answer is None or answer.value is None:
        return as_pieces(NO_DATA)
    if answer.number is not None:
        part = Part(code, answer.question, answer.number, answer.source)
        found = add_up((part,), frozenset((code,)))
        return (Number(format_money(answer.number), figure_of(found, column.unit, answer.question)),)
    shown = answer.text or (format_date(answer.value) if not isinstance(answer.value, str | bool | Decimal) else "")
    return (Quote(" ".join(without_personal(shown).split()), answer.source),)


def _total(annex: AnnexFormulas, column: GridColumn, rows: list[Row], material: Material) -> Cell:
    if not column.kind.traits.is_amount:  # a percentage is a number and adds up to nothing
        return Cell()
    given = [(code, found) for code, row in rows if (found := row.get(column.id)) and found.number is not None]
    parts = tuple(Part(code, one.question, one.number, one.source) for code, one in given if one.number is not None)
    if not parts:
        return Cell(NO_DATA)
    asked = frozenset(agency.code for agency in material.plan.select(*annex.entry.of))
    total = figure_of(add_up(parts, asked), column.unit, f"{annex.entry.table}.{column.id}")
    return Cell((Number(format_money(total.value or Decimal(0)), total),))
