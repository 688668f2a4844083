"""What a plan says in words that cannot hold or be printed: dates out of order, names twice, lengths, placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import msgspec

from lamdong_report.plan.fault import Fault, Places
from lamdong_report.plan.language import LanguageError
from lamdong_report.plan.language.sentences import PLACEHOLDERS, template_parts
from lamdong_report.plan.message import ListLine, say
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.toml_lines import Where
from lamdong_report.text import fold, format_date

# What Word and Excel take: the properties of a document, a drop-down's entry, a validation's message.
LONGEST = 255
_STATUSES = 3  # done, doing, not begun: what [wording] task_summary counts
_BRACKETS = re.compile(r"[()\[\]{}]")
# A year typed with a digit too few or too many would move every date with it.
_YEARS = range(2000, 2200)
# A report is asked for within a year of its period; later is a date of another year.
_LATEST = timedelta(days=366)
# The placeholders that each fixed piece of wording may use.
_RESULT = frozenset({"subject", "verb", "value", "counts", "difference", "target", "year", "change", "parts"})
WORDING: Mapping[str, frozenset[str]] = {
    "exceeded": _RESULT,
    "exceeded_lower": _RESULT,
    "reached": _RESULT,
    "reached_lower": _RESULT,
    "missed": _RESULT,
    "missed_lower": _RESULT,
    "missed_improved": _RESULT | {"moved"},
    "missed_lower_improved": _RESULT | {"moved"},
    "missed_equal": _RESULT,
    "missed_above": _RESULT,
    "exceeded_rank": _RESULT,
    "missed_rank": _RESULT,
    "exceeded_change": _RESULT,
    "missed_change": _RESULT,
    "not_comparable": frozenset({"subject", "now", "before", "who"}),
    "no_last_year": frozenset({"subject", "now", "who"}),
    "rank": frozenset({"value"}),
    "done": frozenset({"subject", "value", "target"}),
    "not_done": frozenset({"subject", "value", "target"}),
    "unsaid": frozenset({"who"}),
    "nothing_said": frozenset({"subject", "who"}),
    "no_day": frozenset({"subject", "who"}),
    "half_said": frozenset({"subject", "who"}),
    "each": frozenset({"reached", "all", "missed", "silent"}),
    "target_exceeded": frozenset({"subject", "reached", "all", "needed"}),
    "target_reached": frozenset({"subject", "reached", "all", "needed"}),
    "target_missed": frozenset({"subject", "reached", "all", "needed"}),
    "steps": frozenset({"text"}),
    "sum_increased": frozenset({"difference"}),
    "sum_decreased": frozenset({"difference"}),
    "now_and_before": frozenset({"now", "before"}),
    "part_missed": _RESULT,
    "none": frozenset({"subject"}),
    "no_data": frozenset({"subject", "who"}),
    "provisional": frozenset({"text"}),
    "increased": frozenset({"difference", "previous_year"}),
    "decreased": frozenset({"difference", "previous_year"}),
    "unchanged": frozenset({"previous_year"}),
    "cause": frozenset({"agency", "text"}),
    "coverage": frozenset({"reporters"}),
    "coverage_without": frozenset({"who"}),
    "incomplete": frozenset({"text"}),
    "period": frozenset({"text"}),
    "share_of": frozenset({"share", "whole"}),
    "not_sent_as_of": frozenset({"date"}),
    "more_outstanding": frozenset({"count"}),
    "more_opinions": frozenset({"count"}),
    "said_alike": frozenset({"words", "count", "noun", "agency"}),
    "said_by_several": frozenset({"words", "count", "noun"}),
    "said_by_one": frozenset({"words", "agency"}),
    "goal": frozenset({"reached", "measures", "exceeded", "missed", "none", "no_data"}),
    "tasks": frozenset({"all", "done", "doing", "not_begun", "doing_names", "not_begun_names"}),
    "goal_one": frozenset({"judged"}),
    "goal_exceeded": frozenset({"measures", "exceeded", "missed", "none", "no_data"}),
    "goal_all": frozenset({"measures", "exceeded"}),
    "goal_missed": frozenset({"measures", "none", "no_data"}),
    "goal_open": frozenset({"none", "no_data"}),
    "task_summary": frozenset({"label", "done", "doing", "not_begun", "reporters"}),
}
GUIDE = frozenset({"deadline", "contact", "agency", "year"})
_BRACES = re.compile(r"\{[^{}]*\}?")
LETTER = frozenset({"deadline", "year", "plan_title", "agency", "count", "reply"})
LETTER_HEAD = frozenset({"unit"})
_LETTER_HEAD_KEYS = frozenset({"issuer", "place", "symbol", "authority", "signer", "recipients"})


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


def unknown_fields(plan: Plan, places: Places) -> Iterator[Fault]:
    """Every placeholder that would not be filled, with its place."""
    wording = plan.wording
    for key in wording.__struct_fields__:
        yield from _bad(getattr(wording, key), WORDING.get(key, frozenset()), ("wording", key))
    for at, line in enumerate(plan.form.guide):
        yield from _bad(line, GUIDE, ("form", "guide", at))
    for key in plan.letter.__struct_fields__:
        value = getattr(plan.letter, key)
        allowed = LETTER_HEAD if key in _LETTER_HEAD_KEYS else LETTER
        for text in _texts(msgspec.to_builtins(value)):
            yield from _bad(text, allowed, ("letter", key))
    for group in plan.groups:
        yield from _bad(group.form_name, frozenset({"name"}), places.entry("groups", group.id, "form_name"))


def left_braces(plan: Plan, places: Places) -> Iterator[Fault]:
    """In words that are printed as they stand, what is still in braces is a misspelt name."""
    fixed: list[tuple[Where, object]] = [
        (("plan",), plan.info),
        (("contact",), plan.contact),
        (("document",), plan.document),
        *((places.entry("sections", section.id), section) for section in plan.sections),
        *((places.entry("sheets", sheet.id), sheet) for sheet in plan.sheets),
        *((places.question(topic.id), topic) for topic in plan.topics),
        *((places.entry("tables", table.id), table) for table in plan.tables),
        *((places.entry("grids", grid.id), grid) for grid in plan.grids),
        *((places.entry("indicators", indicator.id), indicator) for indicator in plan.indicators),
        *((places.entry("annexes", annex.id), annex) for annex in plan.annexes),
        *((places.entry("annex_columns", column.id), column) for column in plan.annex_columns),
        *((places.question(q.id), q) for q in plan.questions.values() if q.row == q.id and not q.block),
    ]
    for where, entry in fixed:
        for text in _texts(msgspec.to_builtins(entry)):
            if found := _BRACES.search(text):
                words = f"«{text[:50]}»: không có trường «{found[0]}»; các trường dùng được: {_known(PLACEHOLDERS)}."
                yield Fault(where, words)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _bad(text: str, allowed: frozenset[str], where: Where) -> Iterator[Fault]:
    try:
        parts = template_parts(text)
    except LanguageError as error:
        yield Fault(where, f"«{text[:40]}…»: {error}; sửa câu.")
        return
    for _, name in parts:
        if name is not None and name not in allowed:
            words = f"«{text[:40]}…»: không có trường «{{{name}}}»; các trường dùng được: {_known(allowed)}."
            yield Fault(where, words)


def _known(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "không có"
