"""How complete the report is: who has sent and who has not, as an annex and in a final report's own words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.content import Cell, Number, Paragraph, Pieces, Quote, StatusRow, Style, Text
from lamdong_report.model import Figure, Part, Severity, Source
from lamdong_report.plan import Plan
from lamdong_report.plan.schema import Completeness
from lamdong_report.report.material import Material
from lamdong_report.report.wording import NO_DATA, count_of, fill, fraction_text, joined, separated
from lamdong_report.status import AgencyStatus, State, lacks, sending_answer
from lamdong_report.text import format_date, upper_first

_STATES = {State.IN_TIME: "Đúng hạn", State.LATE: "Gửi chậm", State.MISSING: "Chưa gửi"}


def tells_completeness(plan: Plan, *, draft: bool) -> bool:
    """Whether this report tells in sections and an annex of their own who has sent."""
    return draft or plan.document.completeness is Completeness.ALWAYS


def incomplete(material: Material) -> Iterator[Paragraph]:
    """What a final report that was wanted all the same says of its own gaps."""
    told: list[Pieces] = []
    for lack in lacks(material.plan, material.statuses):
        if lack.agency:
            told.append((Text(f"{lack.agency.name} chưa gửi báo cáo"),))
        if lack.group:
            sent = [(s.agency.code, s.submission.file) for s in lack.received if s.submission]
            parts = tuple(Part(code, "", Decimal(1), Source(file, "", "")) for code, file in sent)
            share = Number(
                fraction_text(len(sent), lack.expected),
                Figure(Decimal(len(sent)), "cơ quan", "đếm phiếu: đã gửi", parts),
            )
            told.append(joined((Text("mới có báo cáo của "), share, Text(f" {lack.group.noun}"))))
    if told:
        yield Paragraph(Style.TEXT, fill(material.plan.wording.incomplete, text=separated(told)))


def status_rows(material: Material) -> Iterator[StatusRow]:
    """Every agency, group by group: its document, the day it was sent, in time or late or not at all."""
    plan, noun = material.plan, ""
    for number, status in enumerate(material.statuses, 1):
        group = plan.group_of(status.agency)
        if group.noun != noun:
            noun = group.noun
            yield StatusRow(name=upper_first(noun), heading=True)
        letter = material.answer(status.agency, plan.roles.letter_number)
        dated = sending_answer(plan, status.submission) if status.submission else None
        yield StatusRow(
            number=str(number),
            name=upper_first(status.agency.name),
            document=Cell((Quote(letter.text, letter.source),) if letter and letter.text else NO_DATA),
            sent=Cell((Quote(format_date(status.sent), dated.source),) if dated and status.sent else NO_DATA),
            state=_STATES[status.state],
            note=Cell(_note(status, plan)),
        )


def _note(status: AgencyStatus, plan: Plan) -> Pieces:
    """Which sending this is, and how many errors are left in it."""
    form = status.submission
    if form is None:
        return ()
    answer = form.answers.get(plan.roles.sending)
    file = Source(form.file, "", "")
    source = answer.source if answer else file
    sending = Figure(Decimal(form.sending), "lần", parts=(Part(form.agency, "", Decimal(form.sending), source),))
    count = status.count(Severity.ERROR)
    errors = Figure(Decimal(count), "lỗi", "đếm lỗi của phiếu", (Part(form.agency, "", Decimal(count), file),))
    said = (Text("Gửi lần "), Number(str(form.sending), sending)) if form.sending > 1 else ()
    left = (count_of(errors), Text(" lỗi")) if count else ()
    return joined((*said, *((Text("; "),) if said and left else ()), *left))
