"""What can be wrong in a plan whose tables are each well formed: names that point nowhere, and contradictions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from lamdong_report.plan.contradictions import (
    ambiguous_groups,
    answer_word_faults,
    date_faults,
    id_faults,
    length_faults,
    money_unit_faults,
    same_name_faults,
)
from lamdong_report.plan.fault import Fault, Places, selector_faults, suggest
from lamdong_report.plan.indicator_faults import (
    block_faults,
    lead_faults,
    left_out_faults,
    measure_faults,
    target_faults,
)
from lamdong_report.plan.message import say, say_values
from lamdong_report.plan.placeholders import left_braces, unknown_fields
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.schema import Kind

# One writer of sheets each, in forms/.
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
_NO_CHOICES = say("{key:kind} là {value:choice} mà không có {key:choices}; ghi các câu trả lời.")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{1,4}_")


def duplicate_ids(plan: Plan, places: Places) -> Iterator[Fault]:
    lists = {
        "groups": [g.id for g in plan.groups],
        "agencies": [a.code for a in plan.agencies],
        "sections": [s.id for s in plan.sections],
        "sheets": [s.id for s in plan.sheets],
        "topics": [t.id for t in plan.topics],
        "tables": [t.id for t in plan.tables],
        "grids": [g.id for g in plan.grids],
        "indicators": [i.id for i in plan.indicators],
        "indicators.asks": [a.id for i in plan.indicators for a in i.asks],
        "targets": [t.id for t in plan.targets],
        "annexes": [a.id for a in plan.annexes],
        "annex_columns": [c.id for c in plan.annex_columns],
    }
    for name, ids in lists.items():
        for found, count in Counter(ids).items():
            if count > 1:
                where = places.entry(name, found) or places.question(found)
                place = places.agency(found) if name == "agencies" and not where else say("{list:{name}}", name=name)
                yield Fault(where, f"«{found}» có {count} lần; mỗi mã chỉ được dùng một lần.", place)
    for title, count in Counter(sheet.title.casefold() for sheet in plan.sheets).items():
        if count > 1:
            place = say("{list:sheets}, {key:title}")
            yield Fault(("sheets",), f"tên trang «{title}» có {count} lần; đặt tên khác nhau.", place)


def group_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    known = ", ".join(group.id for group in plan.groups)
    for agency in plan.agencies:
        if agency.group not in {group.id for group in plan.groups}:
            text = "không có nhóm «{group}»; sửa {key:group} (các nhóm: {known}) hoặc thêm {row:groups}."
            words = say(text, group=agency.group, known=known)
            yield Fault(places.entry("agencies", agency.code, "group"), words, f"cơ quan «{agency.code}»")


def section_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    known: set[str] = set()
    for section in plan.sections:
        parent, where = section.id.rpartition(".")[0], places.entry("sections", section.id)
        if parent and parent not in known:
            words = f"chưa có mục cha «{parent}» đứng trước; thêm mục cha hoặc sửa mã."
            yield Fault(where, words, f"mục «{section.id}»")
        known.add(section.id)
        for key, selectors in (("agencies", section.agencies), ("quoted", section.quoted)):
            place = say("mục «{section}», {key:{name}}", section=section.id, name=key)
            yield from selector_faults(selectors, plan.agencies, where, place)


def section_references(plan: Plan, places: Places) -> Iterator[Fault]:
    """Whatever stands under a section that the outline does not have."""
    known = {section.id for section in plan.sections}
    users = [(places.question(t.id, "section"), t.id, t.section) for t in plan.topics if t.id not in known]
    users += [(places.question(q.id, "section"), q.id, q.section) for q in plan.questions.values()]
    users += [(places.entry("tables", t.id, "section"), t.id, t.section) for t in plan.tables]
    users += [(places.entry("grids", g.id, "section"), g.id, g.section) for g in plan.grids]
    users += [(places.entry("indicators", i.id, "section"), i.id, i.section) for i in plan.indicators]
    users += [(places.entry("annexes", a.id, "section"), a.id, a.section) for a in plan.annexes if a.section]
    users += [(("sentences", at, "section"), one.text[:40], one.section) for at, one in enumerate(plan.sentences)]
    for where, name, section in users:
        if section not in known:
            text = "không có mục «{section}»{near}; sửa {key:section} hoặc thêm {row:sections}."
            words = say(text, section=section, near=suggest(section, known))
            yield Fault(where, words, f"«{name}»")


def sheet_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    known = {sheet.id for sheet in plan.sheets}
    for sheet in plan.sheets:
        if sheet.purpose not in PURPOSES:
            text = "{key:purpose} «{purpose}» không có; chọn một trong: {known}."
            words = say(text, purpose=sheet.purpose, known=say_values(PURPOSES, ", "))
            yield Fault(places.entry("sheets", sheet.id, "purpose"), words, f"trang «{sheet.id}»")
        if len(sheet.title) > LONGEST_TITLE or set(sheet.title) & set("[]:*?/\\"):
            text = f"tên «{sheet.title}» quá 31 ký tự hoặc có ký tự Excel không nhận; đặt tên khác."
            yield Fault(places.entry("sheets", sheet.id, "title"), text, f"trang «{sheet.id}»")
    users = [(places.question(q.id, "sheet"), q.id, q.sheet) for q in plan.questions.values()]
    users += [(places.entry("tables", t.id, "sheet"), t.id, t.sheet) for t in plan.tables]
    for place, name, sheet_id in users:
        if sheet_id not in known:
            text = "không có trang «{sheet}»{near}; sửa {key:sheet} hoặc thêm {row:sheets}."
            words = say(text, sheet=sheet_id, near=suggest(sheet_id, known))
            yield Fault(place, words, f"«{name}»")


def table_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    for table in plan.tables:
        where, place = places.entry("tables", table.id), f"bảng «{table.id}»"
        asked = say("{table_of}, {key:asked}", table_of=place)
        yield from selector_faults(table.asked, plan.agencies, where, asked)
        known = {column.id for column in table.columns}
        if table.units and table.units not in {column.id for column in table.columns if column.kind is Kind.TEXT}:
            text = "{key:units} «{column}» phải là một cột có {key:kind} là {value:text}{near}; sửa mã."
            words = say(text, column=table.units, near=suggest(table.units, known))
            yield Fault((*where, "units"), words, place)
        for column in table.columns:
            if column.kind is Kind.CHOICE and not column.choices:
                yield Fault(where, say("cột «{column}»: {missing}", column=column.id, missing=_NO_CHOICES), place)
            for other in filter(None, (column.part_of, column.previous, *column.sum_of, *column.at_most)):
                if other not in known:
                    text = f"cột «{column.id}» nhắc đến cột «{other}» không có{suggest(other, known)}; sửa mã."
                    yield Fault(where, text, place)


def question_references(plan: Plan, places: Places) -> Iterator[Fault]:
    """Other questions and lists that a question names."""
    tables = {table.id: frozenset(column.id for column in table.columns) for table in plan.tables}
    for question in plan.questions.values():
        place, listed = f"câu hỏi «{question.id}»", question.from_list
        if listed and (listed.table not in tables or {listed.column, listed.where} - {""} - tables[listed.table]):
            text = "{key:from_list} «{written}» không có bảng hay cột này; ghi theo mẫu rows(bảng), sum(bảng.cột) hoặc "
            words = say(f"{text}rows(bảng, cột = câu trả lời).", written=listed.text)
            yield Fault(places.question(question.id, "from_list"), words, place)
        for key, names in (
            ("part_of", (question.part_of,)),
            ("previous", (question.previous,)),
            ("sum_of", question.sum_of),
            ("at_most", question.at_most),
            ("both_of", question.both_of),
            ("needs", tuple(one for one in question.needs if one not in tables)),
        ):
            for other in (one for one in names if one and one not in plan.questions):
                text = f"nhắc đến câu hỏi «{other}» không có{suggest(other, plan.questions)}; sửa mã."
                yield Fault(places.question(question.id, key), text, place, absent=other)


def question_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """What a question lacks or contradicts."""
    for question in plan.questions.values():
        place = f"câu hỏi «{question.id}»"
        if question.kind is Kind.CHOICE and not question.choices:
            yield Fault(places.question(question.id, "kind"), _NO_CHOICES, place)
        if question.kind.traits.is_amount and not question.unit:
            words = say("chưa có đơn vị tính; bổ sung {key:unit}.")
            yield Fault(places.question(question.id, "unit"), words, place)
        if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
            text = "{key:minimum} ({low}) lớn hơn {key:maximum} ({high}); sửa một trong hai."
            words = say(text, low=question.minimum, high=question.maximum)
            yield Fault(places.question(question.id, "minimum"), words, place)


def fragile_ids(plan: Plan, places: Places) -> Iterator[Fault]:
    """Ids that LibreOffice would take for an escaped character when a form is saved again."""
    ids = {q.row for q in plan.questions.values()} | {t.id for t in plan.tables} | {a.code for a in plan.agencies}
    for found in sorted(ids):
        if escape := _ESCAPE.search(found):
            words = f"mã «{found}»: đoạn «{escape[0]}» bị LibreOffice đổi khi lưu lại phiếu; đặt mã khác."
            yield Fault(places.question(found), words)


def topic_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    for topic in plan.topics:
        if not topic.asked:
            words = say("chưa giao cho cơ quan nào; bổ sung {key:asked} hoặc {key:agencies} của mục.")
            yield Fault(places.question(topic.id), words, f"nội dung «{topic.id}»")


def role_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    for role in plan.roles.__struct_fields__:
        question = getattr(plan.roles, role)
        if question and question not in plan.questions:
            near = suggest(question, plan.questions)
            yield Fault(("roles", role), f"không có câu hỏi «{question}»{near}; sửa mã.", absent=question)
        elif question and plan.questions[question].kind not in ROLES.get(role, (plan.questions[question].kind,)):
            text = "câu hỏi «{question}» phải có {key:kind} là {kinds}; sửa {key:kind} hoặc mã."
            yield Fault(("roles", role), say(text, question=question, kinds=say_values(ROLES[role], " hoặc ")))


def last_year_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """A total of last year of what is not asked this year would stand beside nothing."""
    columns = {f"{table.id}.{column.id}": column.kind for table in plan.tables for column in table.columns}
    kinds = columns | {name: question.kind for name, question in plan.questions.items()}
    known = {*kinds, *(table.id for table in plan.tables)}
    for entry in plan.last_year:
        where = places.entry("last_year", entry.question, "question")
        place = say("{list:last_year} «{question}»", question=entry.question)
        if entry.question not in known:
            text = "không có câu hỏi, bảng kê hay cột này{near}; sửa {key:question} hoặc bỏ mục này."
            yield Fault(where, say(text, near=suggest(entry.question, known)), place, absent=entry.question)
        elif kinds.get(entry.question) is Kind.PERCENT:
            text = (
                "là tỷ lệ, không có tổng của mọi cơ quan; bỏ mục này, ghi số năm trước ở {key:baseline} của chỉ tiêu."
            )
            yield Fault(where, say(text), place)


# In the order in which they are told.
CHECKS: tuple[Callable[[Plan, Places], Iterator[Fault]], ...] = (
    duplicate_ids,
    group_faults,
    section_faults,
    section_references,
    sheet_faults,
    question_references,
    question_faults,
    topic_faults,
    table_faults,
    last_year_faults,
    role_faults,
    fragile_ids,
    lead_faults,
    measure_faults,
    block_faults,
    left_out_faults,
    target_faults,
    date_faults,
    same_name_faults,
    id_faults,
    ambiguous_groups,
    money_unit_faults,
    answer_word_faults,
    length_faults,
    unknown_fields,
    left_braces,
)


def find_faults(plan: Plan, places: Places) -> list[Fault]:
    """Every fault of the tables; those of terms and sentences are told where these are read (formula_reader)."""
    return [fault for check in CHECKS for fault in check(plan, places)]
