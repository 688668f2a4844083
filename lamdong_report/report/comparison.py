"""The annex of activities: a row for each figure, with what each level of agencies gave, the sum, and last year's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from lamdong_report.content import AgencyAnnex, AgencyRow, Cell, Number, Pieces, as_pieces
from lamdong_report.figures import reckon_expression
from lamdong_report.model import Figure
from lamdong_report.plan import Agency, AnnexFormulas, Plan, asked_of
from lamdong_report.plan.formulas import ColumnFormula
from lamdong_report.report.list_annex import NO_TOTAL
from lamdong_report.report.material import Material
from lamdong_report.report.prose import format_value
from lamdong_report.report.signs import NO_DATA, NOT_ASKED
from lamdong_report.report.special import change_pieces
from lamdong_report.text import upper_first

UNIT, WHOLE, CHANGE = "Đơn vị tính", "Tổng cộng", "So với năm trước"
_WIDTHS = {UNIT: 24, CHANGE: 26}
_USUAL_WIDTH = 28


def comparison_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """The columns of the plan as rows; last year's stand beside them as soon as one of its sums is known."""
    plan, agencies = material.plan, material.plan.select(*annex.entry.of)
    levels: dict[str, list[Agency]] = {}
    for agency in agencies:
        levels.setdefault(upper_first(plan.group_of(agency).noun), []).append(agency)
    sides = {**(levels if len(levels) > 1 else {}), WHOLE: list(agencies)}
    # What is known of last year is what everybody had.
    before = [plan.total_before(c.value) if len(agencies) == len(plan.agencies) else None for c in annex.columns]
    known = any(value is not None for value in before)
    columns = (UNIT, *sides, *((f"Năm {plan.info.year - 1}", CHANGE) if known else ()))
    rows = (
        (*_sums(column, sides.values(), material), *(_last_year(column, value, material) if known else ()))
        for column, value in zip(annex.columns, before, strict=True)
    )
    return AgencyAnnex(
        number=number,
        title=annex.entry.title,
        head=annex.entry.head,
        columns=columns,
        widths=tuple(_WIDTHS.get(column, _USUAL_WIDTH) for column in columns),
        rows=tuple(
            AgencyRow(str(at), column.entry.label, (Cell(as_pieces(column.entry.unit)), *map(Cell, row)))
            for at, (column, row) in enumerate(zip(annex.columns, rows, strict=True), 1)
        ),
        total=NO_TOTAL,
    )


def _sums(column: ColumnFormula, sides: Iterable[Sequence[Agency]], material: Material) -> Iterator[Pieces]:
    """What the agencies of each side come to."""
    asked = frozenset().union(*(asked_of(term, material.plan) for term in column.value.numerator))
    for agencies in sides:
        codes = {agency.code for agency in agencies}
        forms = {code: form for code, form in material.forms.items() if code in codes}
        total = reckon_expression(column.value, material.plan, forms)
        yield _shown(total, column, material.plan) or as_pieces(NO_DATA if codes & asked else NOT_ASKED)


def _last_year(column: ColumnFormula, before: Decimal | None, material: Material) -> Iterator[Pieces]:
    """Last year's sum as the plan has it, and by how much the sum has moved since."""
    plan = material.plan
    if before is None:
        yield from (as_pieces(NO_DATA), as_pieces(NO_DATA))
        return
    total = reckon_expression(column.value, plan, material.forms)
    yield _shown(Figure(before, column.entry.unit, f"{column.value.text}, tổng năm trước"), column, plan)
    yield change_pieces(replace(column.value, format="change"), total, plan) or as_pieces(NO_DATA)


def _shown(figure: Figure, column: ColumnFormula, plan: Plan) -> Pieces:
    return (Number(format_value(figure.value, column.value, plan), figure),) if figure.value is not None else ()
