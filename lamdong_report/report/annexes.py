"""The annexes by agency: figures of the summed agencies, and who has sent what when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from lamdong_report.content import AgencyAnnex, AgencyRow, Printed, StatusRow
from lamdong_report.figures import reckon_expression
from lamdong_report.model import Figure, Severity, Submission
from lamdong_report.plan import Agency, Expression, Plan, parse_expression
from lamdong_report.report.ledger import Ledger
from lamdong_report.report.material import Material
from lamdong_report.report.prose import format_percent
from lamdong_report.status import AgencyStatus, State
from lamdong_report.text import format_date, format_number, upper_first

BLANK = "–"


def agency_annex(material: Material, ledger: Ledger) -> AgencyAnnex:
    """Every agency of the summed groups with the plan's annex columns, and the total of each column."""
    plan = material.plan
    expressions = [parse_expression(column.value) for column in plan.annex_columns]
    agencies = [agency for agency in plan.agencies if material.is_summed(agency)]
    rows = tuple(_agency_row(at, agency, expressions, material, ledger) for at, agency in enumerate(agencies, 1))
    codes = {agency.code for agency in agencies}
    forms = {code: form for code, form in material.forms.items() if code in codes}
    total = tuple(
        _cell(expression, plan, forms, ledger, f"Phụ lục II, dòng tổng, cột {column.label}")
        if column.total
        else Printed("")
        for column, expression in zip(plan.annex_columns, expressions, strict=True)
    )
    return AgencyAnnex(
        columns=tuple(column.label for column in plan.annex_columns),
        widths=tuple(column.width for column in plan.annex_columns),
        rows=rows,
        total=AgencyRow("", "Tổng cộng", total),
    )


def _agency_row(
    number: int, agency: Agency, expressions: list[Expression], material: Material, ledger: Ledger
) -> AgencyRow:
    forms = {agency.code: material.forms[agency.code]} if agency.code in material.forms else {}
    place = f"Phụ lục II, dòng {number} ({agency.name})"
    cells = tuple(
        _cell(expression, material.plan, forms, ledger, f"{place}, cột {column.label}")
        for column, expression in zip(material.plan.annex_columns, expressions, strict=True)
    )
    return AgencyRow(str(number), upper_first(agency.name), cells)


def _cell(expression: Expression, plan: Plan, forms: Mapping[str, Submission], ledger: Ledger, place: str) -> Printed:
    figure = reckon_expression(expression, plan, forms)
    if figure.value is None:
        return Printed(BLANK)
    if len(forms) == 1 and _could_identify(figure, expression, plan):
        return Printed(BLANK)
    return ledger.enter(place, _cell_text(figure.value, expression), figure)


def _could_identify(figure: Figure, expression: Expression, plan: Plan) -> bool:
    """Small counts about victims are not printed agency by agency; 0 may be."""
    terms = (*expression.numerator, *expression.denominator)
    sensitive = any(plan.questions[q].sensitive for term in terms for q in term.questions if q in plan.questions)
    return sensitive and figure.value is not None and 0 < figure.value < plan.thresholds.small_count


def _cell_text(value: Decimal, expression: Expression) -> str:
    return format_percent(value) if expression.format == "%" else format_number(value, 2)


def status_rows(material: Material) -> Iterator[StatusRow]:
    """Every agency, group by group: its document, the day it was sent, in time or late or not at all."""
    number, noun = 0, ""
    for status in material.statuses:
        group = material.plan.group_of(status.agency)
        if group.noun != noun:
            noun = group.noun
            yield StatusRow(name=upper_first(noun), heading=True)
        number += 1
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
    pieces = [f"Gửi lần {sending}" if sending > 1 else "", f"Còn {errors} lỗi" if errors and status.submission else ""]
    return "; ".join(piece for piece in pieces if piece)
