"""What a plan that holds together has probably forgotten: said by the command plan, never a reason to stop."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.plan.plan import Plan
from lamdong_report.plan.sentences import parse_sentence
from lamdong_report.plan.terms import parse_expression, parse_terms


def find_remarks(plan: Plan) -> tuple[str, ...]:
    """Every remark as a sentence: where, what, what to do."""
    checks = (_agencies, _sections, _leads, _unprinted)
    return tuple(remark for check in checks for remark in check(plan))


def _agencies(plan: Plan) -> Iterator[str]:
    """An agency's results are printed under the one section that lists it."""
    if not any(section.agencies for section in plan.sections):
        return
    for agency in plan.agencies:
        listed = plan.parties_of(agency)
        place = f"cơ quan «{agency.code}» ({agency.name})"
        if not listed:
            yield f"{place}: không có mục nào in kết quả của cơ quan này; thêm mã vào agencies của một mục."
        if len(listed) > 1:
            where = ", ".join(f"«{section.id}»" for section in listed)
            yield f'{place}: có ở agencies của các mục {where}; bỏ ra ở một mục bằng "-{agency.code}".'


def _sections(plan: Plan) -> Iterator[str]:
    used = {t.section for t in plan.topics} | {i.section for i in plan.indicators} | {s.section for s in plan.sentences}
    parents = {section.id.rpartition(".")[0] for section in plan.sections}
    for section in plan.sections:
        if section.id not in used | parents and not section.text and not section.agencies:
            yield (
                f"mục «{section.id}» ({section.title[:50]}): chưa có gì để in ngoài đề mục; thêm asked để hỏi "
                "phần lời, hoặc thêm [[topics]], [[sentences]], [[indicators]] của mục này."
            )


def _leads(plan: Plan) -> Iterator[str]:
    for indicator in plan.indicators:
        asked = {agency.code for ask in indicator.asks for agency in plan.select(*ask.of)}
        for code in indicator.responsible:
            if code not in asked:
                yield (
                    f"chỉ tiêu «{indicator.id}»: giao cho «{code}» nhưng không hỏi cơ quan này số nào; "
                    "sửa of của [[indicators.asks]], hoặc sửa lead, responsible."
                )


def _unprinted(plan: Plan) -> Iterator[str]:
    """Numbers that every agency asked has to count and that nobody will read."""
    printed = _printed(plan)
    idle = [q for q in plan.questions.values() if q.kind.is_number and not q.indicator and q.id not in printed]
    for section in plan.sections:
        if names := [question.id for question in idle if question.section == section.id]:
            yield (
                f"mục «{section.id}»: phiếu hỏi mà báo cáo không in {', '.join(names)}; "
                "thêm câu ở [[sentences]], cột ở [[annex_columns]], hoặc bỏ câu hỏi."
            )


def _printed(plan: Plan) -> set[str]:
    """The questions that a sentence, an annex or the program itself makes use of."""
    texts = [text for s in plan.sentences for text in (s.text, s.zero) if text]
    fields = [field for text in texts for piece in parse_sentence(text) for field in piece.fields]
    expressions = [field.expression for field in fields if field.expression]
    expressions += [parse_expression(column.value) for column in plan.annex_columns]
    terms = [term for one in expressions for term in (*one.numerator, *one.denominator)]
    terms += [term for text in _bare_terms(plan) for term in parse_terms(text)]
    roles = {getattr(plan.roles, role) for role in plan.roles.__struct_fields__}
    return roles | {question for term in terms for question in term.questions}


def _bare_terms(plan: Plan) -> Iterator[str]:
    yield from (sentence.main for sentence in plan.sentences if sentence.main)
    for indicator in plan.indicators:
        yield from (*indicator.numerator, *indicator.denominator)
        yield from (*indicator.reported_numerator, *indicator.reported_denominator)
