"""What can be wrong in a plan whose tables are each well formed: names that point nowhere, and contradictions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from lamdong_report.plan.contradictions import find_contradictions
from lamdong_report.plan.fault import Fault, Places, selector_faults, suggest
from lamdong_report.plan.indicator_faults import find_indicator_faults
from lamdong_report.plan.language.terms import ListTerm
from lamdong_report.plan.placeholders import misplaced
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.positions import Where
from lamdong_report.plan.schema import Kind

PURPOSES = ("guide", "questions", "topics", "indicators", "tables", "grids", "check")
LONGEST_TITLE = 31  # Excel's limit for the name of a sheet
# What the answers of these questions must be for the program to understand them.
ROLES: Mapping[str, tuple[Kind, ...]] = {
    "agency": (Kind.AGENCY,),
    "letter_date": (Kind.DATE,),
    "cutoff": (Kind.DATE,),
    "sending": (Kind.COUNT,),
    "population": (Kind.COUNT, Kind.DECIMAL),
}
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{1,4}_")


def find_faults(plan: Plan, data: Mapping[str, Any]) -> list[Fault]:
    """Every fault with its place in `data`, the tables as they were read. An empty list: the plan holds together."""
    places = Places(data)
    checks = (
        _duplicates,
        _groups,
        _sections,
        _sheets,
        _questions,
        _topics,
        _tables,
        _roles,
        _fragile_ids,
    )
    faults = [fault for check in checks for fault in check(plan, places)]
    faults += find_indicator_faults(plan, places, data)
    return [*faults, *find_contradictions(plan, places), *misplaced(plan, places)]


def _duplicates(plan: Plan, places: Places) -> Iterator[Fault]:
    lists = {
        "groups": [g.id for g in plan.groups],
        "agencies": [a.code for a in plan.agencies],
        "sections": [s.id for s in plan.sections],
        "sheets": [s.id for s in plan.sheets],
        "topics": [t.id for t in plan.topics],
        "tables": [t.id for t in plan.tables],
        "grids": [g.id for g in plan.grids],
        "indicators": [i.id for i in plan.indicators],
        "indicators, asks": [a.id for i in plan.indicators for a in i.asks],
        "targets": [t.id for t in plan.targets],
        "annexes": [a.id for a in plan.annexes],
        "annex_columns": [c.id for c in plan.annex_columns],
    }
    for name, ids in lists.items():
        for found, count in Counter(ids).items():
            if count > 1:
                where = places.entry(name, found) or places.question(found)
                yield Fault(where, f"«{found}» có {count} lần; mỗi mã chỉ được dùng một lần.", f"[[{name}]]")
    for title, count in Counter(sheet.title.casefold() for sheet in plan.sheets).items():
        if count > 1:
            yield Fault(("sheets",), f"tên trang «{title}» có {count} lần; đặt tên khác nhau.", "[[sheets]], title")


def _groups(plan: Plan, places: Places) -> Iterator[Fault]:
    known = ", ".join(group.id for group in plan.groups)
    for agency in plan.agencies:
        if agency.group not in {group.id for group in plan.groups}:
            words = f"không có nhóm «{agency.group}»; sửa group (các nhóm: {known}) hoặc thêm [[groups]]."
            yield Fault(places.entry("agencies", agency.code, "group"), words, f"cơ quan «{agency.code}»")


def _sections(plan: Plan, places: Places) -> Iterator[Fault]:
    known: set[str] = set()
    for section in plan.sections:
        parent, where = section.id.rpartition(".")[0], places.entry("sections", section.id)
        if parent and parent not in known:
            words = f"chưa có mục cha «{parent}» đứng trước; thêm mục cha hoặc sửa mã."
            yield Fault(where, words, f"mục «{section.id}»")
        known.add(section.id)
        yield from selector_faults(section.agencies, plan.agencies, where, f"mục «{section.id}», agencies")
        yield from selector_faults(section.quoted, plan.agencies, where, f"mục «{section.id}», quoted")
    for place, name, section_id in _users_of_sections(plan, places):
        if section_id not in known:
            near = suggest(section_id, known)
            yield Fault(place, f"không có mục «{section_id}»{near}; sửa section hoặc thêm [[sections]].", f"«{name}»")


def _users_of_sections(plan: Plan, places: Places) -> Iterator[tuple[Where, str, str]]:
    own = {section.id for section in plan.sections}
    yield from ((places.question(t.id, "section"), t.id, t.section) for t in plan.topics if t.id not in own)
    yield from ((places.question(q.id, "section"), q.id, q.section) for q in plan.questions.values())
    yield from ((places.entry("tables", t.id, "section"), t.id, t.section) for t in plan.tables)
    yield from ((places.entry("grids", g.id, "section"), g.id, g.section) for g in plan.grids)
    yield from ((places.entry("indicators", i.id, "section"), i.id, i.section) for i in plan.indicators)
    yield from ((places.entry("annexes", a.id, "section"), a.id, a.section) for a in plan.annexes if a.section)
    for at, sentence in enumerate(plan.sentences):
        yield ("sentences", at, "section"), sentence.text[:40], sentence.section


def _sheets(plan: Plan, places: Places) -> Iterator[Fault]:
    known = {sheet.id for sheet in plan.sheets}
    for sheet in plan.sheets:
        if sheet.purpose not in PURPOSES:
            words = f"purpose «{sheet.purpose}» không có; chọn một trong: {', '.join(PURPOSES)}."
            yield Fault(places.entry("sheets", sheet.id, "purpose"), words, f"trang «{sheet.id}»")
        if not sheet.title.strip() or len(sheet.title) > LONGEST_TITLE or set(sheet.title) & set("[]:*?/\\"):
            words = f"tên «{sheet.title}» để trống, quá 31 ký tự hoặc có ký tự Excel không nhận; đặt tên khác."
            yield Fault(places.entry("sheets", sheet.id, "title"), words, f"trang «{sheet.id}»")
    users = [(places.question(q.id, "sheet"), q.id, q.sheet) for q in plan.questions.values()]
    users += [(places.entry("tables", t.id, "sheet"), t.id, t.sheet) for t in plan.tables]
    for place, name, sheet_id in users:
        if sheet_id not in known:
            words = f"không có trang «{sheet_id}»{suggest(sheet_id, known)}; sửa sheet hoặc thêm [[sheets]]."
            yield Fault(place, words, f"«{name}»")


def _tables(plan: Plan, places: Places) -> Iterator[Fault]:
    for table in plan.tables:
        where, place = places.entry("tables", table.id), f"bảng «{table.id}»"
        yield from selector_faults(table.asked, plan.agencies, where, f"{place}, asked")
        known = {column.id for column in table.columns}
        if table.units and table.units not in {column.id for column in table.columns if column.kind is Kind.TEXT}:
            words = f"units «{table.units}» phải là một cột có kind là text{suggest(table.units, known)}; sửa mã."
            yield Fault((*where, "units"), words, place)
        for column in table.columns:
            if column.kind is Kind.CHOICE and not column.choices:
                words = f"cột «{column.id}»: kind là choice mà không có choices; ghi các câu trả lời."
                yield Fault(where, words, place)
            for other in filter(None, (column.part_of, column.previous, *column.sum_of, *column.at_most)):
                if other not in known:
                    words = f"cột «{column.id}» nhắc đến cột «{other}» không có{suggest(other, known)}; sửa mã."
                    yield Fault(where, words, place)


def _questions(plan: Plan, places: Places) -> Iterator[Fault]:
    tables = {table.id for table in plan.tables}
    for question in plan.questions.values():
        place = f"câu hỏi «{question.id}»"
        if question.from_list and not _fits(question.from_list, plan):
            words = (
                f"from_list «{question.from_list.text}» không có bảng hay cột này; "
                "ghi theo mẫu rows(bảng), sum(bảng.cột) hoặc rows(bảng, cột = câu trả lời)."
            )
            yield Fault(places.question(question.id, "from_list"), words, place)
        for key, names in (
            ("part_of", (question.part_of,)),
            ("previous", (question.previous,)),
            ("sum_of", question.sum_of),
            ("at_most", question.at_most),
            ("both_of", question.both_of),
            ("needs", tuple(one for one in question.needs if one not in tables)),
        ):
            for other in filter(None, names):
                if other not in plan.questions:
                    words = f"nhắc đến câu hỏi «{other}» không có{suggest(other, plan.questions)}; sửa mã."
                    yield Fault(places.question(question.id, key), words, place)
        if question.kind is Kind.CHOICE and not question.choices:
            words = "kind là choice mà không có choices; ghi các câu trả lời."
            yield Fault(places.question(question.id, "kind"), words, place)
        if question.kind.traits.is_amount and not question.unit:
            yield Fault(places.question(question.id, "unit"), "chưa có đơn vị tính; bổ sung unit.", place)
        if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
            words = f"minimum ({question.minimum}) lớn hơn maximum ({question.maximum}); sửa một trong hai."
            yield Fault(places.question(question.id, "minimum"), words, place)


def _fits(term: ListTerm, plan: Plan) -> bool:
    """Whether the list and the columns that a count is reckoned from are there."""
    columns = next((frozenset(c.id for c in table.columns) for table in plan.tables if table.id == term.table), None)
    return columns is not None and columns.issuperset(filter(None, (term.column, term.where)))


def _fragile_ids(plan: Plan, places: Places) -> Iterator[Fault]:
    """Ids that LibreOffice would take for an escaped character when a form is saved again."""
    ids = {q.row for q in plan.questions.values()} | {t.id for t in plan.tables} | {a.code for a in plan.agencies}
    for found in sorted(ids):
        if escape := _ESCAPE.search(found):
            words = f"mã «{found}»: đoạn «{escape[0]}» bị LibreOffice đổi khi lưu lại phiếu; đặt mã khác."
            yield Fault(places.question(found), words)


def _topics(plan: Plan, places: Places) -> Iterator[Fault]:
    for topic in plan.topics:
        if not topic.asked:
            words = "chưa giao cho cơ quan nào; bổ sung asked hoặc agencies của mục."
            yield Fault(places.question(topic.id), words, f"nội dung «{topic.id}»")


def _roles(plan: Plan, places: Places) -> Iterator[Fault]:
    for role in plan.roles.__struct_fields__:
        question = getattr(plan.roles, role)
        if question and question not in plan.questions:
            near = suggest(question, plan.questions)
            yield Fault(("roles", role), f"không có câu hỏi «{question}»{near}; sửa mã.")
        elif question and plan.questions[question].kind not in ROLES.get(role, (plan.questions[question].kind,)):
            kinds = " hoặc ".join(ROLES[role])
            yield Fault(("roles", role), f"câu hỏi «{question}» phải có kind là {kinds}; sửa kind hoặc mã.")
