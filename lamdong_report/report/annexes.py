"""The annexes by agency: figures of the summed agencies, and who has sent what when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lamdong_report.content import AgencyAnnex, AgencyRow, Printed, StatusRow
from lamdong_report.figures import common_decimals, reckon_each
from lamdong_report.model import Figure, Severity, Submission
from lamdong_report.plan import Agency, ColumnFormula, Expression, Plan
from lamdong_report.plan.schema import AnnexColumn
from lamdong_report.report.ledger import Ledger
from lamdong_report.report.material import Material
from lamdong_report.report.prose import format_percent
from lamdong_report.status import AgencyStatus, State
from lamdong_report.text import format_count, format_date, format_fixed, upper_first

BLANK = "–"
MOST_DECIMALS = 2
NO_FIGURE = Figure(None)


def agency_annex(material: Material, ledger: Ledger) -> AgencyAnnex:
    """Every agency of the summed groups with the plan's annex columns, and the total of each column."""
    agencies = [agency for agency in material.plan.agencies if material.is_summed(agency)]
    forms = {a.code: material.forms[a.code] for a in agencies if a.code in material.forms}
    columns = tuple(_column(column, material.plan, forms) for column in material.plan.formulas.columns)
    rows = tuple(_agency_row(at, agency, columns, material, ledger) for at, agency in enumerate(agencies, 1))
    total = tuple(_total_cell(column, ledger) for column in columns)
    return AgencyAnnex(
        columns=tuple(with_unit(column.entry) for column in columns),
        widths=tuple(column.entry.width for column in columns),
        rows=rows,
        total=AgencyRow("", "Tổng cộng", total),
    )


def with_unit(column: AnnexColumn) -> str:
    return f"{column.label} ({column.unit})" if column.unit else column.label


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with its total, with every agency's own figure by the agency's code, and how many decimals they take."""

    entry: AnnexColumn
    expression: Expression
    total: Figure
    figures: Mapping[str, Figure]
    decimals: int


def _column(column: ColumnFormula, plan: Plan, forms: Mapping[str, Submission]) -> _Column:
    total, figures = reckon_each(column.value, plan, forms)
    shown = (figure.value for figure in (total, *figures.values()))
    return _Column(column.entry, column.value, total, figures, common_decimals(shown, MOST_DECIMALS))


def _agency_row(
    number: int, agency: Agency, columns: tuple[_Column, ...], material: Material, ledger: Ledger
) -> AgencyRow:
    place = f"Phụ lục II, dòng {number} ({agency.name})"
    cells = tuple(_agency_cell(column, agency, material, ledger, place) for column in columns)
    return AgencyRow(str(number), upper_first(agency.name), cells)


def _agency_cell(column: _Column, agency: Agency, material: Material, ledger: Ledger, place: str) -> Printed:
    figure = column.figures.get(agency.code, NO_FIGURE)
    if figure.value is None or _could_identify(figure, column.expression, material.plan):
        return Printed(BLANK)
    text = _own_words(column, figure, material) or _cell_text(figure.value, column)
    return ledger.enter(f"{place}, cột {column.entry.label}", text, figure)


def _own_words(column: _Column, figure: Figure, material: Material) -> str:
    """What an agency's row says where the column counts an answer: the plan's word for it, or the answer itself."""
    if column.entry.yes_no:
        return column.entry.yes_no[0 if figure.value else 1]
    (term, *others), part = column.expression.numerator, figure.parts[0]
    if term.op != "is" or others or column.expression.denominator:
        return ""
    return material.words(material.plan.agency(part.agency), part.question)


def _total_cell(column: _Column, ledger: Ledger) -> Printed:
    figure = column.total
    if not column.entry.total or figure.value is None:
        return Printed("" if not column.entry.total else BLANK)
    text = _cell_text(figure.value, column)
    return ledger.enter(f"Phụ lục II, dòng tổng, cột {column.entry.label}", text, figure)


def _could_identify(figure: Figure, expression: Expression, plan: Plan) -> bool:
    """Small counts about victims are not printed agency by agency; 0 may be."""
    terms = (*expression.numerator, *expression.denominator)
    sensitive = any(plan.questions[q].sensitive for term in terms for q in term.questions if q in plan.questions)
    return sensitive and figure.value is not None and 0 < figure.value < plan.thresholds.small_count


def _cell_text(value: Decimal, column: _Column) -> str:
    return format_percent(value) if column.expression.format == "%" else format_fixed(value, column.decimals)


def status_rows(material: Material) -> Iterator[StatusRow]:
    """Every agency, group by group: its document, the day it was sent, in time or late or not at all."""
    noun = ""
    for number, status in enumerate(material.statuses, 1):
        group = material.plan.group_of(status.agency)
        if group.noun != noun:
            noun = group.noun
            yield StatusRow(name=upper_first(noun), heading=True)
        yield _status_row(number, status, material)


def _status_row(number: int, status: AgencyStatus, material: Material) -> StatusRow:
    return StatusRow(
        number=str(number),
        name=upper_first(status.agency.name),
        document=_document(status, material),
        sent=format_date(status.sent) if status.sent else BLANK,
        state=_state(status, material),
        note=_note(status),
    )


def _document(status: AgencyStatus, material: Material) -> str:
    return material.words(status.agency, material.plan.roles.letter_number) or BLANK


def _state(status: AgencyStatus, material: Material) -> str:
    texts = {State.IN_TIME: "Đúng hạn", State.LATE: "Gửi chậm", State.MISSING: "Chưa gửi"}
    return texts[status.state]


def _note(status: AgencyStatus) -> str:
    sending = status.submission.sending if status.submission else 1
    errors = status.count(Severity.ERROR)
    left = f"{format_count(Decimal(errors))} lỗi" if errors and status.submission else ""
    pieces = [f"gửi lần {sending}" if sending > 1 else "", left]
    return upper_first("; ".join(piece for piece in pieces if piece))
