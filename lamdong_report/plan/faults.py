"""What can be wrong in a plan whose tables are each well formed: all checks; ids, and names that point nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from lamdong_report.plan.fault import Fault, Places, selector_faults, suggest
from lamdong_report.plan.language import EVERYBODY
from lamdong_report.plan.message import say, say_values
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.question_faults import (
    NO_CHOICES,
    block_faults,
    last_year_faults,
    lead_faults,
    left_out_faults,
    measure_faults,
    money_unit_faults,
    question_faults,
    question_references,
    role_faults,
    target_faults,
)
from lamdong_report.plan.schema import Kind
from lamdong_report.plan.word_faults import (
    answer_word_faults,
    date_faults,
    left_braces,
    length_faults,
    same_name_faults,
    unknown_fields,
)

# One writer of sheets each, in forms/.
PURPOSES = ("guide", "questions", "topics", "indicators", "tables", "grids", "check")
LONGEST_TITLE = 31  # Excel's limit for the name of a sheet
_ID = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")
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


def id_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    tables: dict[str, Iterable[str]] = {
        "groups": [group.id for group in plan.groups],
        "agencies": [agency.code for agency in plan.agencies],
        "sections": [section.id for section in plan.sections],
        "sheets": [sheet.id for sheet in plan.sheets],
        "tables": [table.id for table in plan.tables],
        "indicators": [indicator.id for indicator in plan.indicators],
        "annex_columns": [column.id for column in plan.annex_columns],
    }
    keys = {"agencies": "code"}
    ids = [
        (name, places.entry(table, name, keys.get(table, "id"))) for table, names in tables.items() for name in names
    ]
    ids += [(name, places.question(name, "id")) for name in plan.questions]
    ids += [(column.id, places.entry("tables", one.id, "columns")) for one in plan.tables for column in one.columns]
    ids += [(ask.id, places.question(ask.id, "id")) for indicator in plan.indicators for ask in indicator.asks]
    words = "mã chỉ gồm chữ không dấu, số, dấu gạch dưới, dấu chấm; đặt mã khác."
    for name, where in ids:
        if not _ID.fullmatch(name):
            yield Fault(where, words, places.agency(name) if places.row(name) else f"mã «{name[:60]}»")


def fragile_ids(plan: Plan, places: Places) -> Iterator[Fault]:
    """Ids that LibreOffice would take for an escaped character when a form is saved again."""
    ids = {q.row for q in plan.questions.values()} | {t.id for t in plan.tables} | {a.code for a in plan.agencies}
    for found in sorted(ids):
        if escape := _ESCAPE.search(found):
            words = f"mã «{found}»: đoạn «{escape[0]}» bị LibreOffice đổi khi lưu lại phiếu; đặt mã khác."
            yield Fault(places.question(found), words)


def ambiguous_groups(plan: Plan, places: Places) -> Iterator[Fault]:
    codes = {agency.code for agency in plan.agencies}
    for group in plan.groups:
        if group.id == EVERYBODY:
            yield Fault(places.entry("groups", group.id, "id"), "mã T là «tất cả»; đặt mã khác cho nhóm.")
        if group.id in codes:
            words = f"mã «{group.id}» vừa là nhóm vừa là cơ quan; đặt mã khác cho một trong hai."
            yield Fault(places.entry("groups", group.id, "id"), words)


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
                yield Fault(where, say("cột «{column}»: {missing}", column=column.id, missing=NO_CHOICES), place)
            for other in filter(None, (column.part_of, column.previous, *column.sum_of, *column.at_most)):
                if other not in known:
                    text = f"cột «{column.id}» nhắc đến cột «{other}» không có{suggest(other, known)}; sửa mã."
                    yield Fault(where, text, place)


def topic_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    for topic in plan.topics:
        if not topic.asked:
            words = say("chưa giao cho cơ quan nào; bổ sung {key:asked} hoặc {key:agencies} của mục.")
            yield Fault(places.question(topic.id), words, f"nội dung «{topic.id}»")


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
