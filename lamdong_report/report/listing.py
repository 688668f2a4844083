"""What the report does not print: numbers that no place uses, with the reason, and the words of every agency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from lamdong_report.model import Answer
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Agency, Plan
from lamdong_report.report.ledger import PrintedNumber
from lamdong_report.report.material import Material

NOT_USED = "Không có câu hay cột nào của báo cáo dùng câu hỏi này"
ALONE = "Cơ quan chỉ ghi một trong hai số phải đi cùng nhau (số tổng và số thành phần) nên không cộng được"
LEFT_OUT = "Câu dùng số này không được in vì thiếu số liệu đi cùng, hoặc tổng bằng 0"
MANAGED = "Thông tin quản lý phiếu, không phải số liệu của báo cáo"
COMPARED = "Chỉ dùng để đối chiếu: báo cáo in kết quả theo công thức của chỉ tiêu, từ số của nơi khác"
NOT_LISTED = "Bảng kê này chỉ in của những cơ quan khác; của cơ quan này chỉ lấy tổng"


class Unused(Struct, frozen=True):
    """A number that was received but is printed nowhere."""

    agency: Agency
    answer: Answer
    label: str
    reason: str


class Opinion(Struct, frozen=True):
    """One agency's words under one section; `printed` says whether the report quotes them."""

    section: str
    section_title: str
    topic: str
    agency: Agency
    group: str
    status: str
    outstanding: bool
    answer: Answer


def unused_numbers(material: Material, printed: Sequence[PrintedNumber]) -> Iterator[Unused]:
    """Every number received whose cell stands behind no printed figure."""
    plan = material.plan
    used = {source for entry in printed for source in entry.figure.sources}
    alone = {part.source for entry in printed for part in entry.figure.left_out}
    reasons = _reasons(plan)
    for code, form in material.forms.items():
        asked = [(key, answer) for key, answer in form.answers.items() if key in plan.questions]
        numbers = [(plan.questions[key].label, answer) for key, answer in asked]
        for table in plan.tables:
            labels = {column.id: f"{table.title} – {column.label}" for column in table.columns}
            rows = form.tables.get(table.id, ())
            numbers += [(labels[key], answer) for row in rows for key, answer in row.items()]
        for label, answer in numbers:
            if answer.number is not None and answer.source not in used:
                reason = ALONE if answer.source in alone else reasons.get(answer.question, NOT_USED)
                yield Unused(plan.agency(code), answer, label, reason)


def _reasons(plan: Plan) -> dict[str, str]:
    """Why a number under a question may be printed nowhere, by the question; of several reasons the last holds."""
    found = {question.id: COMPARED for question in plan.questions.values() if question.indicator}
    for annex in plan.formulas.annexes:
        found |= {f"{annex.entry.table}.{column.id}": NOT_LISTED for column in annex.list_columns}
    sentences = [sentence for listed in plan.formulas.sentences.values() for sentence in listed]
    fields = [field for one in sentences for stretch in (*one.text, *one.zero) for field in stretch.fields]
    expressions = [field.expression for field in fields if field.expression]
    expressions += [column.value for annex in plan.formulas.annexes for column in annex.columns]
    terms = [term for one in expressions for term in (*one.numerator, *one.denominator)]
    found |= {question: LEFT_OUT for term in terms for question in term.questions if not term.column}
    return found | {getattr(plan.roles, role): MANAGED for role in plan.roles.__struct_fields__}


def opinions_of(material: Material) -> Iterator[Opinion]:
    """All words of all agencies, section by section in the plan's order."""
    for section in material.plan.sections:
        for topic in material.plan.topics_in(section.id):
            for agency in material.plan.agencies:
                answer = material.answer(agency, f"{topic.id}.{WORDS}")
                status = material.words(agency, f"{topic.id}.{STATUS}")
                if answer is None or not (answer.raw or answer.text or status):
                    continue
                mark = material.answer(agency, f"{topic.id}.{OUTSTANDING}")
                yield Opinion(
                    section=material.plan.place_of(section),
                    section_title=section.short or section.title,
                    topic=topic.label,
                    agency=agency,
                    group=material.plan.group_of(agency).name,
                    status=status,
                    outstanding=bool(mark and mark.value is True),
                    answer=answer,
                )
