"""What a plan that holds together has probably forgotten, or kept from last year: told, never a reason to stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lamdong_report.plan.fault import Fault, tell_fault
from lamdong_report.plan.language.terms import Term
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.schema import Kind, ResultKind
from lamdong_report.plan.tables import PlanSource
from lamdong_report.plan.toml_lines import Where


def find_remarks(plan: Plan) -> tuple[str, ...]:
    """Every remark as a sentence: where, what, what to do."""
    return tuple(remark for check in CHECKS for remark in check(plan))


def find_gaps(plan: Plan) -> tuple[str, ...]:
    """What is to be filled in before forms go out, since they print dots there."""
    names = {"person": "người liên hệ", "phone": "điện thoại", "email": "thư điện tử"}
    blank = [words for key, words in names.items() if not getattr(plan.contact, key)]
    if not blank:
        return ()
    return (f"Chưa ghi {', '.join(blank)} ở phần liên hệ ([contact] của plan.toml); mọi phiếu in dấu chấm ở chỗ này.",)


def unlisted_agencies(plan: Plan) -> Iterator[str]:
    """An agency's results are printed under the one section that lists it."""
    # A plan without parties prints all tasks by topic.
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


def empty_sections(plan: Plan) -> Iterator[str]:
    used = {t.section for t in plan.topics} | {i.section for i in plan.indicators} | {s.section for s in plan.sentences}
    used |= {annex.section for annex in plan.annexes}
    parents = {section.id.rpartition(".")[0] for section in plan.sections}
    for section in plan.sections:
        if section.id not in used | parents and not section.text and not section.agencies:
            yield (
                f"mục «{section.id}» ({section.title[:50]}): chưa có gì để in ngoài đề mục; thêm asked để hỏi "
                "phần lời, hoặc thêm [[topics]], [[sentences]], [[indicators]] của mục này."
            )


def unasked_leads(plan: Plan) -> Iterator[str]:
    for indicator in (one for one in plan.indicators if one.asks):  # without any, others are asked on purpose
        asked = {agency.code for ask in indicator.asks for agency in plan.select(*ask.of)}
        for code in indicator.responsible:
            if code not in asked:
                yield (
                    f"chỉ tiêu «{indicator.id}»: giao cho «{code}» nhưng không hỏi cơ quan này số nào; "
                    "sửa of của [[indicators.asks]], hoặc sửa lead, responsible."
                )


def unprinted_questions(plan: Plan) -> Iterator[str]:
    """What every agency asked has to count or to choose, and nobody will read."""
    printed = _printed(plan)
    idle = [
        question
        for question in plan.questions.values()
        if (question.kind.is_number or (question.kind in (Kind.YESNO, Kind.CHOICE) and question.id == question.row))
        # Rows of indicators have a remark of their own.
        and not question.indicator
        and question.id not in printed
    ]
    for section in plan.sections:
        if names := [question.id for question in idle if question.section == section.id]:
            yield (
                f"mục «{section.id}»: phiếu hỏi mà báo cáo không in {', '.join(names)}; "
                "thêm câu ở [[sentences]], cột ở [[annex_columns]], hoặc bỏ câu hỏi."
            )


def uncounted_answers(plan: Plan) -> Iterator[str]:
    """Answers that may be chosen and that no figure counts: they fall out of every sum without a word."""
    terms = _terms(plan)
    deeds = {indicator.id for indicator in plan.indicators if indicator.kind is ResultKind.DONE}  # told by the answer
    for question in (one for one in plan.questions.values() if one.indicator not in deeds):
        counted = {
            one for term in terms if term.op in ("is", "by") and question.id in term.questions for one in term.choices
        }
        asked = any(question.id in term.questions for term in terms)  # of answered(…) alone no answer is told
        if left := [choice for choice in question.choices if asked and choice not in counted]:
            told = ", ".join(f"«{choice}»" for choice in left)
            name = question.id
            yield f"câu hỏi «{name}»: không câu nào đếm câu trả lời {told}; thêm is({name}, …) vào câu in."


def uncounted_rows(plan: Plan) -> Iterator[str]:
    """Rows of a list that no figure counts and no table prints, because each asks for those with another answer."""
    terms = [term for term in _terms(plan) if term.op == "rows"]
    for table in plan.tables:
        own = [(term.column, term.choices) for term in terms if table.id in term.questions]
        own += [(annex.column, annex.choices) for annex in plan.formulas.annexes if annex.table == table]
        for column in table.columns:
            told = {choice for name, choices in own if name == column.id for choice in choices}
            left = [f"«{choice}»" for choice in column.choices if choice not in told]
            if told and left and all(name == column.id for name, _ in own):
                words = f"không câu nào đếm những dòng ghi {', '.join(left)} ở cột «{column.id}»"
                yield f"bảng «{table.id}»: {words}; thêm rows({table.id}, {column.id} = …) vào câu in."


def unlikely_targets(plan: Plan) -> Iterator[str]:
    """Targets and last year's results that cannot well be: often a decimal point that was lost."""
    for indicator in (one for one in plan.indicators if one.kind is ResultKind.NUMBER and not one.against_last_year):
        share = indicator.unit == "%" and indicator.denominator
        limits = indicator.plausible or ((Decimal(0), Decimal(100)) if share else None)
        for key, value in (("target", indicator.target), ("baseline", indicator.baseline)):
            if limits and value is not None and not limits[0] <= value <= limits[1]:
                words = f"{key} {value} nằm ngoài khoảng {limits[0]}–{limits[1]}"
                yield f"chỉ tiêu «{indicator.id}»: {words}; kiểm tra dấu chấm, hoặc sửa plausible nếu đúng."


def idle_units(plan: Plan) -> Iterator[str]:
    asked = {agency.code for table in plan.tables if table.units for agency in plan.select(*table.asked)}
    for agency in plan.agencies:
        if agency.units and agency.code not in asked:
            yield f"cơ quan «{agency.code}»: có units mà không bảng kê nào hỏi theo đơn vị; thêm units ở [[tables]]."


def idle_columns(plan: Plan) -> Iterator[str]:
    shown = {column.entry.id for annex in plan.formulas.annexes for column in annex.columns}
    for column in plan.annex_columns:
        if column.id not in shown:
            yield f"cột phụ lục «{column.id}»: không phụ lục nào in cột này; thêm vào columns của một [[annexes]]."


def unprinted_rows(plan: Plan) -> Iterator[str]:
    """Rows of an indicator that must be filled in and go into no result, no part of one and no total."""
    printed = _printed(plan) | {q for question in plan.questions.values() for q in question.sum_of}
    for indicator in plan.indicators:
        for ask in indicator.asks:
            used = printed | {*ask.numerator, *ask.denominator, *ask.at_least_rows}
            if idle := [row.id for row in ask.rows if row.required and row.kind.is_number and row.id not in used]:
                yield (
                    f"chỉ tiêu «{indicator.id}»: phiếu bắt buộc ghi mà báo cáo không dùng đến {', '.join(idle)}; "
                    "thêm câu ở [[sentences]], hoặc bỏ dòng này, hoặc đặt required = false."
                )


CHECKS: tuple[Callable[[Plan], Iterator[str]], ...] = (
    unlisted_agencies,
    empty_sections,
    unasked_leads,
    unprinted_questions,
    unprinted_rows,
    uncounted_answers,
    uncounted_rows,
    unlikely_targets,
    idle_columns,
    idle_units,
)


def _printed(plan: Plan) -> set[str]:
    """The questions that a sentence, an annex or the program itself makes use of."""
    roles = {getattr(plan.roles, role) for role in plan.roles.__struct_fields__}
    return roles | {question for term in _terms(plan) for question in term.questions}


def _terms(plan: Plan) -> list[Term]:
    """Every term of a sentence, a column of the annex, an indicator."""
    formulas = plan.formulas
    sentences = [sentence for listed in formulas.sentences.values() for sentence in listed]
    fields = [field for one in sentences for piece in (*one.text, *one.zero) for field in piece.fields]
    fields += [one.main for one in sentences if one.main]
    expressions = [field.expression for field in fields if field.expression]
    expressions += [column.value for annex in formulas.annexes for column in annex.columns]
    for indicator in formulas.indicators.values():
        expressions += [indicator.printed, *indicator.parts, *([indicator.reported] if indicator.reported else [])]
    return [term for one in expressions for term in (*one.numerator, *one.denominator)]


_AROUND = 60  # letters before a year that tell which sentence it is, and no more than a line of the screen
# Ids are never printed, and an id keeps its meaning over the years.
_IDS = frozenset({"id", "code", "part_of", "sum_of", "previous", "main", "value", "numerator", "denominator"})
_FORMULAS = frozenset({"main", "value", "numerator", "denominator"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORIGINS = frozenset({"source", "baseline_source"})  # these say where last year's numbers are from
# A period of years is the name of a programme; a norm has its year in its number and holds until it is replaced.
_LASTING = re.compile(r"\d{4}\s*[-–]\s*\d{4}|\d+/\d{4}/[\w&-]+(?: ngày \d+/\d+/\d{4})?")


def find_old_years(source: PlanSource, year: int) -> tuple[str, ...]:
    """Every text and date that names this year, each told with its line, for a person to look at."""
    found = []
    for where, text in _texts(source.data, ()):
        if re.search(rf"(?<!\d){year}(?!\d)", _LASTING.sub("", text)):
            at = text.index(str(year))
            start, end = max(at - _AROUND, 0), at + 4
            shown = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
            words = f"còn ghi năm {year}: «{shown}»; sửa theo văn bản mới, hoặc giữ nếu đúng."
            found.append(tell_fault(Fault(where, words), source.data, source.locate))
    return tuple(found)


def _texts(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in _FORMULAS:
                yield from ((place, day) for place, text in _texts(inner, (*where, key)) for day in _DAY.findall(text))
            elif key not in _IDS | _ORIGINS:
                yield from _texts(inner, (*where, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*where, at))
    elif isinstance(value, str):
        yield where, value
    elif isinstance(value, date):
        yield where, value.isoformat()
