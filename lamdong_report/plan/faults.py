"""What can be wrong in a plan whose tables are each well formed: names that point nowhere, and contradictions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lamdong_report.plan.placeholders import misplaced
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.schema import Indicator, Kind
from lamdong_report.plan.selectors import SelectorError, select
from lamdong_report.plan.sentences import Field, parse_sentence
from lamdong_report.plan.terms import Expression, Term, TermError, parse_expression, parse_terms

PURPOSES = ("guide", "questions", "topics", "indicators", "tables", "grids", "check")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{1,4}_")
_TEXT_KINDS = (Kind.TEXT, Kind.WORDS, Kind.PHONE, Kind.EMAIL, Kind.DATE)


def find_faults(plan: Plan) -> list[str]:
    """Every fault as a sentence: where, what, what to do. An empty list means that the plan holds together."""
    checks = (
        _duplicates,
        _groups,
        _sections,
        _sheets,
        _questions,
        _topics,
        _indicators,
        _sentences,
        _annex,
        _roles,
        _fragile_ids,
        misplaced,
    )
    return [fault for check in checks for fault in check(plan)]


def _duplicates(plan: Plan) -> Iterator[str]:
    lists = {
        "groups": [g.id for g in plan.groups],
        "agencies": [a.code for a in plan.agencies],
        "sections": [s.id for s in plan.sections],
        "sheets": [s.id for s in plan.sheets],
        "sheets (title)": [s.title for s in plan.sheets],
        "topics/tasks": [t.id for t in plan.topics],
        "tables": [t.id for t in plan.tables],
        "grids": [g.id for g in plan.grids],
        "indicators": [i.id for i in plan.indicators],
        "asks": [a.id for i in plan.indicators for a in i.asks],
        "annex_columns": [c.id for c in plan.annex_columns],
    }
    for name, ids in lists.items():
        for found, count in Counter(ids).items():
            if count > 1:
                yield f"[[{name}]]: «{found}» có {count} lần; mỗi mã chỉ được dùng một lần."


def _groups(plan: Plan) -> Iterator[str]:
    known = {group.id for group in plan.groups}
    for agency in plan.agencies:
        if agency.group not in known:
            yield f"cơ quan «{agency.code}»: không có nhóm «{agency.group}»; sửa group hoặc thêm [[groups]]."


def _sections(plan: Plan) -> Iterator[str]:
    known: set[str] = set()
    for section in plan.sections:
        parent = section.id.rpartition(".")[0]
        if parent and parent not in known:
            yield f"mục «{section.id}»: chưa có mục cha «{parent}» đứng trước; thêm mục cha hoặc sửa mã."
        known.add(section.id)
        yield from _bad_selector(section.agencies, plan, f"mục «{section.id}», agencies")
    for name, section_id in _users_of_sections(plan):
        if section_id not in known:
            yield f"«{name}»: không có mục «{section_id}»; sửa section hoặc thêm [[sections]]."


def _users_of_sections(plan: Plan) -> Iterator[tuple[str, str]]:
    yield from ((t.id, t.section) for t in plan.topics)
    yield from ((q.id, q.section) for q in plan.questions.values())
    yield from ((t.id, t.section) for t in plan.tables)
    yield from ((g.id, g.section) for g in plan.grids)
    yield from ((i.id, i.section) for i in plan.indicators)
    yield from ((s.text[:40], s.section) for s in plan.sentences)


def _sheets(plan: Plan) -> Iterator[str]:
    known = {sheet.id for sheet in plan.sheets}
    for sheet in plan.sheets:
        if sheet.purpose not in PURPOSES:
            yield f"trang «{sheet.id}»: purpose «{sheet.purpose}» không có; chọn một trong {', '.join(PURPOSES)}."
        if len(sheet.title) > 31 or set(sheet.title) & set("[]:*?/\\"):
            yield f"trang «{sheet.id}»: tên «{sheet.title}» quá 31 ký tự hoặc có ký tự Excel không nhận; đặt tên khác."
    users = [(q.id, q.sheet) for q in plan.questions.values()] + [(t.id, t.sheet) for t in plan.tables]
    for name, sheet_id in users:
        if sheet_id not in known:
            yield f"«{name}»: không có trang «{sheet_id}»; sửa sheet hoặc thêm [[sheets]]."
    for table in plan.tables:
        yield from _bad_selector(table.asked, plan, f"bảng «{table.id}», asked")


def _questions(plan: Plan) -> Iterator[str]:
    for question in plan.questions.values():
        for other in (question.part_of, question.previous, *question.sum_of):
            if other and other not in plan.questions:
                yield f"câu hỏi «{question.id}»: nhắc đến câu hỏi «{other}» không có; sửa mã."
        if question.kind is Kind.CHOICE and not question.choices:
            yield f"câu hỏi «{question.id}»: kind là choice mà không có choices; ghi các câu trả lời."
        if question.kind in (Kind.COUNT, Kind.DECIMAL, Kind.MONEY) and not question.unit:
            yield f"câu hỏi «{question.id}»: chưa có đơn vị tính; bổ sung unit."


def _fragile_ids(plan: Plan) -> Iterator[str]:
    """Ids that LibreOffice would take for an escaped character when a form is saved again."""
    ids = {q.row for q in plan.questions.values()} | {t.id for t in plan.tables} | {a.code for a in plan.agencies}
    for found in sorted(ids):
        if escape := _ESCAPE.search(found):
            yield f"mã «{found}»: đoạn «{escape[0]}» bị LibreOffice đổi khi lưu lại phiếu; đặt mã khác."


def _topics(plan: Plan) -> Iterator[str]:
    for topic in plan.topics:
        if not topic.asked:
            yield f"nội dung «{topic.id}»: chưa giao cho cơ quan nào; bổ sung asked hoặc agencies của mục."


def _indicators(plan: Plan) -> Iterator[str]:
    for indicator in plan.indicators:
        place = f"chỉ tiêu «{indicator.id}»"
        if not indicator.unit:
            yield f"{place}: chỉ tiêu không có đơn vị tính; bổ sung unit."
        yield from _bad_selector((*indicator.responsible, indicator.lead), plan, f"{place}, responsible/lead")
        if indicator.lead not in indicator.responsible:
            yield f"{place}: lead «{indicator.lead}» không nằm trong responsible; sửa một trong hai."
        for name, texts in _indicator_terms(indicator):
            yield from _bad_terms(texts, plan, f"{place}, {name}")
        for ask in indicator.asks:
            own = {row.id for row in ask.rows}
            for row in (*ask.numerator, *ask.denominator, *ask.at_least_rows):
                if row not in own:
                    yield f"{place}, asks «{ask.id}»: không có dòng «{row}»; sửa mã hoặc thêm rows."
        for question in (indicator.previous, indicator.explanation):
            if question and question not in plan.questions:
                yield f"{place}: nhắc đến câu hỏi «{question}» không có; sửa mã."


def _indicator_terms(indicator: Indicator) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "numerator", indicator.numerator
    yield "denominator", indicator.denominator
    yield "reported_numerator", indicator.reported_numerator
    yield "reported_denominator", indicator.reported_denominator
    for part in indicator.parts:
        yield f"parts «{part.label}»", (*part.numerator, *part.denominator)


def _sentences(plan: Plan) -> Iterator[str]:
    for sentence in plan.sentences:
        place = f"câu của mục «{sentence.section}» («{sentence.text[:50]}…»)"
        for text in filter(None, (sentence.text, sentence.zero)):
            yield from _bad_sentence(text, plan, place)
        yield from _bad_terms((sentence.main,) if sentence.main else (), plan, f"{place}, main")


def _bad_sentence(text: str, plan: Plan, place: str) -> Iterator[str]:
    try:
        pieces = parse_sentence(text)
    except TermError as error:
        yield f"{place}: {error}; sửa câu."
        return
    for field in (field for piece in pieces for field in piece.fields):
        yield from _bad_field(field, plan, place)


def _bad_field(field: Field, plan: Plan, place: str) -> Iterator[str]:
    if field.scope:
        yield from _bad_selector((field.scope,), plan, place)
    if field.expression:
        yield from _bad_expression(field.expression, plan, place)


def _bad_expression(expression: Expression, plan: Plan, place: str) -> Iterator[str]:
    for term in (*expression.numerator, *expression.denominator):
        yield from _bad_term(term, plan, place)


def _bad_terms(texts: Iterable[str], plan: Plan, place: str) -> Iterator[str]:
    for text in texts:
        try:
            terms = parse_terms(text)
        except TermError as error:
            yield f"{place}: {error}; sửa biểu thức."
            continue
        for term in terms:
            yield from _bad_term(term, plan, place)


def _bad_term(term: Term, plan: Plan, place: str) -> Iterator[str]:
    if term.scope:
        yield from _bad_selector((term.scope,), plan, place)
    for question in term.questions:
        yield from _bad_reference(term, question, plan, place)


def _bad_reference(term: Term, question: str, plan: Plan, place: str) -> Iterator[str]:
    tables = {table.id: {column.id for column in table.columns} for table in plan.tables}
    if term.op in ("rows", "sum"):
        table, _, column = question.partition(".")
        if table not in tables or (term.op == "sum" and column not in tables[table]):
            yield f"{place}: không có bảng hay cột «{question}»; sửa mã."
    elif question not in plan.questions:
        yield f"{place}: nhắc đến câu hỏi «{question}» không có; sửa mã hoặc thêm câu hỏi."
    elif term.op == "total" and plan.questions[question].kind in _TEXT_KINDS:
        yield f"{place}: câu hỏi «{question}» không phải là số nên không cộng được; sửa biểu thức."


def _annex(plan: Plan) -> Iterator[str]:
    for column in plan.annex_columns:
        place = f"cột phụ lục «{column.id}»"
        try:
            expression = parse_expression(column.value)
        except TermError as error:
            yield f"{place}: {error}; sửa value."
            continue
        yield from _bad_expression(expression, plan, place)
        asked = plan.questions.get(expression.numerator[0].questions[0])
        if column.yes_no and asked and len(asked.choices) > 2:
            yield (
                f"{place}: câu hỏi «{asked.id}» có {len(asked.choices)} câu trả lời, yes_no chỉ có hai từ nên "
                "sẽ in sai ý của cơ quan; bỏ yes_no, cột tự in câu trả lời đã chọn."
            )


def _roles(plan: Plan) -> Iterator[str]:
    for role in plan.roles.__struct_fields__:
        question = getattr(plan.roles, role)
        if question and question not in plan.questions:
            yield f"[roles], {role}: không có câu hỏi «{question}»; sửa mã."


def _bad_selector(selectors: Iterable[str], plan: Plan, place: str) -> Iterator[str]:
    for selector in selectors:
        try:
            select((selector,), plan.agencies)
        except SelectorError as error:
            yield f"{place}: {error}; sửa thành mã nhóm hoặc mã cơ quan có trong kế hoạch."
