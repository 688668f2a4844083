"""What a plan says that cannot hold together: dates out of order, two agencies of one name, units, ids, lengths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from lamdong_report.plan.fault import Fault, Places
from lamdong_report.plan.language.selectors import EVERYBODY
from lamdong_report.plan.message import ListLine, say
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.positions import Where
from lamdong_report.plan.schema import Kind
from lamdong_report.text import fold, format_date

# What Word and Excel take: the properties of a document, a drop-down's entry, a validation's message.
LONGEST = 255
_ID = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")
_STATUSES = 3  # done, doing, not begun: what [wording] task_summary counts
_BRACKETS = re.compile(r"[()\[\]{}]")
# A year typed with a digit too few or too many would move every date with it.
_YEARS = range(2000, 2200)
# A report is asked for within a year of its period; later is a date of another year.
_LATEST = timedelta(days=366)


def date_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    info = plan.info
    start, end = format_date(info.period_start), format_date(info.period_end)
    if info.year not in _YEARS:
        words = f"năm {info.year} không dùng được; ghi năm của kế hoạch bằng bốn chữ số."
        yield Fault(("plan", "year"), words)
    if info.period_end < info.period_start:
        yield Fault(("plan", "period_end"), f"ngày cuối kỳ {end} đứng trước ngày đầu kỳ {start}; sửa một trong hai.")
    own = [(places.entry("groups", group.id, "deadline"), group.deadline) for group in plan.groups if group.deadline]
    for where, day in ((("plan", "deadline"), info.deadline), *own):
        deadline = format_date(day)
        # A report may be due before its period is over (an estimate of the year), but not before it has begun.
        if day <= info.period_start:
            yield Fault(where, f"hạn gửi {deadline} không sau ngày đầu kỳ {start}; sửa một trong hai.")
        elif day - info.period_end > _LATEST:
            yield Fault(where, f"hạn gửi {deadline} sau ngày cuối kỳ {end} hơn một năm; sửa một trong hai.")
    if info.year not in (info.period_start.year, info.period_end.year):
        text = "kỳ báo cáo {start} – {end} không thuộc năm {year}; sửa {key:year} hoặc kỳ."
        yield Fault(("plan", "year"), say(text, start=start, end=end, year=info.year))


def same_name_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """A form that lost its hidden cells is recognised by its agency's name: no two may have one."""
    seen: dict[str, str] = {}
    for agency in plan.agencies:
        for name in dict.fromkeys(fold(one) for one in (agency.name, *agency.aliases)):
            other = seen.setdefault(name, agency.code)
            if other != agency.code:
                text = "trùng tên với cơ quan «{other}» (tên hoặc {key:aliases}); đặt tên khác cho một trong hai."
                words = say(text, other=other)
                yield Fault(places.entry("agencies", agency.code, "name"), words, places.agency(agency.code))


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


def ambiguous_groups(plan: Plan, places: Places) -> Iterator[Fault]:
    codes = {agency.code for agency in plan.agencies}
    for group in plan.groups:
        if group.id == EVERYBODY:
            yield Fault(places.entry("groups", group.id, "id"), "mã T là «tất cả»; đặt mã khác cho nhóm.")
        if group.id in codes:
            words = f"mã «{group.id}» vừa là nhóm vừa là cơ quan; đặt mã khác cho một trong hai."
            yield Fault(places.entry("groups", group.id, "id"), words)


def money_unit_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    money = plan.info.money_unit
    text = "đơn vị «{unit}» khác {key:money_unit} của {table:plan} («{money}»); mọi số tiền ghi một đơn vị, "
    text += "sửa một trong hai."
    for question in plan.questions.values():
        if question.kind is Kind.MONEY and question.unit != money:
            words = say(text, unit=question.unit, money=money)
            yield Fault(places.question(question.id, "unit"), words, f"câu hỏi «{question.id}»")
    for table in plan.tables:
        for column in table.columns:
            if column.kind is Kind.MONEY and column.unit != money:
                words = say("cột «{column}»: " + text, column=column.id, unit=column.unit, money=money)
                yield Fault((*places.entry("tables", table.id), "columns"), words, f"bảng «{table.id}»")


def answer_word_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    statuses = plan.form.statuses
    where = ("form", "statuses")
    if len(statuses) != _STATUSES or len(set(statuses)) != _STATUSES:
        words = f"có {len(statuses)} trạng thái; cần đúng ba trạng thái khác nhau: đã xong, đang làm, chưa làm."
        yield Fault(where, words)
    for status in statuses:
        if not status.strip() or _BRACKETS.search(status):
            yield Fault(
                where, f"trạng thái «{status}» để trống hoặc có dấu ngoặc; ghi lại không có ngoặc, báo cáo tự in."
            )
    if plan.form.yes_no[0] == plan.form.yes_no[1]:
        yield Fault(("form", "yes_no"), "hai câu trả lời giống nhau; sửa một trong hai.")


def length_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    texts: list[tuple[Where, str]] = [
        *((("plan", key), getattr(plan.info, key)) for key in ("id", "title", "province", "money_unit")),
        *((("document", key), getattr(plan.document, key)) for key in ("author", "file_name", "place", "symbol")),
        (("form", "title"), plan.form.title),
        *((("form", "statuses"), status) for status in plan.form.statuses),
        *((("form", "yes_no"), word) for word in plan.form.yes_no),
    ]
    rows: dict[str, ListLine | None] = {}
    for agency in plan.agencies:
        texts += [(places.entry("agencies", agency.code), text) for text in (agency.code, agency.name)]
        rows[agency.code] = rows[agency.name] = places.row(agency.code)
    for table in plan.tables:
        where = (*places.entry("tables", table.id), "columns")
        texts += [(where, text) for column in table.columns for text in (column.unit, *column.choices)]
    for group in plan.groups:
        texts += [(places.entry("groups", group.id), text) for text in (group.name, group.noun, group.file)]
    for question in plan.questions.values():
        where = places.question(question.id)
        texts += [(where, text) for text in (question.id, question.unit, *question.choices)]
    for where, text in dict.fromkeys(texts):
        if len(text) > LONGEST:
            words = f"«{text[:40]}…» dài {len(text)} ký tự; Word và Excel chỉ nhận {LONGEST}, ghi gọn lại."
            yield Fault(where, words, "" if where else rows.get(text) or "")
