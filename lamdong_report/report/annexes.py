"""The plan's tables, as annexes or in the body: which kind each is, the rows of a list, figures beside last year's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from lamdong_report.content import AgencyAnnex, AgencyRow, Cell, Number, Pieces, Quote, as_pieces
from lamdong_report.figures import add_up, figure_of, reckon_expression
from lamdong_report.model import Answer, Figure, Part
from lamdong_report.plan import Agency, AnnexFormulas, ColumnFormula, Plan, asked_of
from lamdong_report.plan.schema import GridColumn
from lamdong_report.report.figure_annex import NO_TOTAL, TOTAL, figure_annex, hidden_in
from lamdong_report.report.material import Material
from lamdong_report.report.prose import change_pieces, format_field
from lamdong_report.report.wording import NO_DATA, NONE, NOT_ASKED, WITHHELD, unpadded
from lamdong_report.text import format_date, format_money, roman, upper_first
from lamdong_report.text.personal import without_personal

UNIT = "Đơn vị tính"
# In mm: a unit's name, and words like «giảm 12,5%».
_WIDTHS = {UNIT: 24, "So với năm trước": 26, "So với kỳ trước": 26}
_USUAL_WIDTH = 28
# A column's width in the form is in characters; on paper so many of them need a millimetre.
_CHARACTERS = 2
# A column of text that is at least so wide holds titles and sentences; a narrower one numbers of documents, days.
_SENTENCE = 30
Row = tuple[str, dict[str, Answer]]


def agency_annexes(material: Material, first: int) -> Iterator[AgencyAnnex]:
    """The plan's annexes in their order, numbered from `first`."""
    behind = (annex for annex in material.plan.formulas.annexes if not annex.entry.section)
    for number, annex in enumerate(behind, first):
        written = write_annex(annex, roman(number), material)
        if not written.rows:
            # The annex of a list in which nobody wrote anything keeps its number, and says so instead of a bare head.
            name, sign = ("Không phát sinh", NONE) if has_sent(annex, material) else ("Chưa có số liệu", NO_DATA)
            said = AgencyRow("", name, (Cell(sign),) * len(written.columns))
            written = replace(written, rows=(said,), total=NO_TOTAL)
        yield written


def write_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """One annex, or a table of the body, which has no number."""
    write = list_annex if annex.table else comparison_annex if annex.entry.compare else figure_annex
    return write(annex, number, material)


def has_sent(annex: AnnexFormulas, material: Material) -> bool:
    """Whether anybody whom the table is about has sent a form: before, no row means nothing."""
    return any(agency.code in material.forms for agency in material.plan.select(*annex.entry.of))


def comparison_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """The columns of the plan as rows; last year's stand beside them as soon as one of its sums is known."""
    plan, agencies = material.plan, material.plan.select(*annex.entry.of)
    levels: dict[str, list[Agency]] = {}
    for agency in agencies:
        levels.setdefault(upper_first(plan.group_of(agency).noun), []).append(agency)
    sides = {**(levels if len(levels) > 1 else {}), TOTAL: list(agencies)}
    # What is known of last year is what everybody had.
    before = [plan.total_before(c.value) if len(agencies) == len(plan.agencies) else None for c in annex.columns]
    known = any(value is not None for value in before)
    change = f"So với {'kỳ' if plan.info.period else 'năm'} trước"
    columns = (UNIT, *sides, *((upper_first(plan.previous_period), change) if known else ()))
    rows = []
    for at, (column, then) in enumerate(zip(annex.columns, before, strict=True), 1):
        pieces = (as_pieces(column.entry.unit), *_compared(column, sides.values(), then, material))
        rows.append(AgencyRow(str(at), column.entry.label, tuple(map(Cell, pieces[: len(columns)]))))
    return AgencyAnnex(
        number=number,
        title=annex.entry.title,
        head=annex.entry.head,
        columns=columns,
        widths=tuple(_WIDTHS.get(column, _USUAL_WIDTH) for column in columns),
        rows=tuple(rows),
        total=NO_TOTAL,
    )


def _compared(
    column: ColumnFormula, sides: Iterable[Sequence[Agency]], before: Decimal | None, material: Material
) -> Iterator[Pieces]:
    """What the agencies of each side come to; then last year's sum as the plan has it, and how far it has moved."""
    plan, formula = material.plan, column.value
    asked = frozenset().union(*(asked_of(term, plan) for term in formula.numerator))
    for agencies in sides:
        codes = {agency.code for agency in agencies}
        total = reckon_expression(formula, plan, material.forms.only(codes))
        yield _shown(total, column, plan) or as_pieces(NO_DATA if codes & asked else NOT_ASKED)
    if before is None:
        yield from (as_pieces(NO_DATA), as_pieces(NO_DATA))
        return
    yield _shown(Figure(before, column.entry.unit, f"{formula.text}, tổng năm trước"), column, plan)
    total = reckon_expression(formula, plan, material.forms)
    yield change_pieces(msgspec.structs.replace(formula, format="change"), total, plan) or as_pieces(NO_DATA)


def _shown(figure: Figure, column: ColumnFormula, plan: Plan) -> Pieces:
    if figure.value is None:
        return ()
    # As in the other annexes: a sign for none, and no zero before a lone count, which belongs into running text.
    is_none = not figure.value and not column.value.denominator
    return (unpadded(Number(NONE if is_none else format_field(figure.value, column.value, plan), figure)),)


def list_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """The rows of a list that read as the annex wants, in its order, then their total."""
    rows = _rows(annex, material)
    has_total = annex.entry.total and any(column.kind.traits.is_amount for column in annex.list_columns)
    columns = [_list_column(column, annex, rows, material, summed=has_total) for column in annex.list_columns]
    return AgencyAnnex(
        number=number,
        title=annex.entry.title,
        head=annex.entry.head,
        columns=tuple(f"{c.label} ({c.unit})" if c.unit else c.label for c in annex.list_columns),
        widths=tuple(column.width * _CHARACTERS for column in annex.list_columns),
        rows=tuple(
            AgencyRow(
                str(at), upper_first(material.plan.agency(code).name), tuple(cells[at - 1] for cells, _ in columns)
            )
            for at, (code, _) in enumerate(rows, 1)
        ),
        total=AgencyRow("", TOTAL, tuple(total for _, total in columns)) if has_total else NO_TOTAL,
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


def _list_column(
    column: GridColumn, annex: AnnexFormulas, rows: list[Row], material: Material, *, summed: bool
) -> tuple[list[Cell], Cell]:
    """A column's cells row by row, and its total: numbers with their cells, words less what names a person.

    Of counts about victims the small ones are not printed.
    """
    given = [row.get(column.id) for _, row in rows]
    counts = {at: n for at, one in enumerate(given) if column.sensitive and one and (n := one.number) is not None}
    limit, adds_up = material.plan.thresholds.small_count, column.kind.traits.is_amount
    hidden, is_told = frozenset(at for at, count in counts.items() if 0 < count < limit), False
    if summed and adds_up:
        hidden, is_told = hidden_in(counts, limit)
    cells = []
    for at, ((code, _), answer) in enumerate(zip(rows, given, strict=True)):
        if at in hidden:
            said = as_pieces(WITHHELD)
        elif answer is None or answer.value is None:
            said = as_pieces(NO_DATA)
        elif answer.number is not None:
            said = _amount(column, [(code, answer)], frozenset((code,)), answer.question)
        else:
            text = format_date(answer.value) if isinstance(answer.value, date) else answer.text
            said = (Quote(" ".join(without_personal(text).split()), answer.source),)
        cells.append(Cell(said))
    if is_told or not adds_up:  # a percentage is a number and adds up to nothing
        return cells, Cell(WITHHELD if is_told else ())
    asked = frozenset(agency.code for agency in material.plan.select(*annex.entry.of))
    numbers = [(code, one) for (code, _), one in zip(rows, given, strict=True) if one]
    return cells, Cell(_amount(column, numbers, asked, f"{annex.entry.table}.{column.id}"))


def _amount(column: GridColumn, given: Iterable[tuple[str, Answer]], asked: frozenset[str], formula: str) -> Pieces:
    """What the cells of these agencies hold, added up."""
    parts = tuple(Part(code, one.question, one.number, one.source) for code, one in given if one.number is not None)
    found = figure_of(add_up(parts, asked), column.unit, formula)
    return (Number(format_money(found.value), found),) if found.value is not None else as_pieces(NO_DATA)
