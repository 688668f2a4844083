"""What can be wrong in an example.toml that is well formed: names that point nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lamdong_report.example.desk import WILDCARDS, matches
from lamdong_report.example.settings import AREA, ExampleSettings, FigureRule, Names, Profile, TableRule, Words
from lamdong_report.example.words import BUILT_IN, places
from lamdong_report.plan import WORDS, Plan
from lamdong_report.plan.language import LanguageError, select

LOCAL = ("label", "file")


def find_example_faults(plan: Plan, settings: ExampleSettings) -> tuple[str, ...]:
    """Every fault as a sentence: where, what, what to do."""
    return tuple(dict.fromkeys(fault for check in CHECKS for fault in check(plan, settings)))


def unknown_agencies(plan: Plan, settings: ExampleSettings) -> Iterator[str]:
    lists: Mapping[str, Sequence[FigureRule | TableRule | Words | Profile | Names]] = {
        "figures": settings.figures,
        "rows": settings.rows,
        "words": settings.words,
        "profiles": settings.profiles,
        "files": settings.files,
    }
    named = [("silent", settings.silent), *((f"[areas] {name}", codes) for name, codes in settings.areas.items())]
    for key, entries in lists.items():
        named += ((f"[[{key}]] thứ {at}", entry.of) for at, entry in enumerate(entries, 1))
    for at, slip in enumerate(settings.slips, 1):
        named.append((f"[[slips]] thứ {at}", (slip.agency, *((slip.copy,) if slip.copy else ()))))
    for place, selectors in named:
        for selector in selectors:
            name = selector.removeprefix("-")
            if name.startswith(AREA):
                if name.removeprefix(AREA) not in settings.areas:
                    yield f"{place}: không có địa bàn «{name}» trong [areas]; sửa tên."
            elif WILDCARDS & set(name):
                if not any(matches(agency.code, (name,)) for agency in plan.agencies):
                    yield f"{place}: «{name}» không khớp mã cơ quan nào; sửa lại."
            else:
                try:
                    select((name,), plan.agencies)
                except LanguageError as error:
                    yield f"{place}: {error}; sửa lại."


def unknown_questions(plan: Plan, settings: ExampleSettings) -> Iterator[str]:
    columns = [f"{table.id}.{column.id}" for table in plan.tables for column in table.columns]
    for at, rule in enumerate(settings.figures, 1):
        for pattern in rule.match:
            if not any(matches(name, (pattern,)) for name in (*plan.questions, *columns)):
                yield f"[[figures]] thứ {at}: «{pattern}» không khớp câu hỏi nào; sửa hoặc xóa."
        for name in (rule.per, rule.whole, *rule.at_least, *rule.at_most):
            if name and name not in plan.questions:
                yield f"[[figures]] thứ {at}: không có câu hỏi «{name}»; sửa mã."
    topics = [topic.id for topic in plan.topics]
    for at, entry in enumerate(settings.words, 1):
        yield from (
            f"[[words]] thứ {at}: «{pattern}» không khớp nội dung nào; sửa hoặc xóa."
            for pattern in entry.at
            if not any(matches(topic, (pattern,)) for topic in topics)
        )
    for at, slip in enumerate(settings.slips, 1):
        if not plan.is_asked(slip.question, slip.agency):
            yield f"[[slips]] thứ {at}: cơ quan «{slip.agency}» không được hỏi «{slip.question}»; sửa lại."


def unknown_tables(plan: Plan, settings: ExampleSettings) -> Iterator[str]:
    known = {table.id: {column.id for column in table.columns} for table in plan.tables}
    for at, rule in enumerate(settings.rows, 1):
        if rule.table not in known:
            yield f"[[rows]] thứ {at}: không có bảng «{rule.table}»; sửa mã."
            continue
        named = {name for line in rule.lines for name in line} | ({rule.sort} if rule.sort else set())
        yield from (
            f"[[rows]] thứ {at}: bảng «{rule.table}» không có cột «{name}»; sửa mã."
            for name in sorted(named - known[rule.table])
        )


def unknown_indicators(plan: Plan, settings: ExampleSettings) -> Iterator[str]:
    known = {indicator.id for indicator in plan.indicators}
    for outcome in settings.outcomes:
        if outcome.indicator not in known:
            yield f"[[outcomes]]: không có chỉ tiêu «{outcome.indicator}»; sửa mã."
        for name in (name for pair in outcome.pairs for name in pair):
            if name not in plan.questions:
                yield f"[[outcomes]] «{outcome.indicator}»: không có câu hỏi «{name}»; sửa mã."


def unknown_places(plan: Plan, settings: ExampleSettings) -> Iterator[str]:
    """Places in texts that nothing stands for, and own words on topics that the agency is not asked about."""
    slots = {*settings.slots, *(name for profile in settings.profiles for name in profile.slots)}
    known = {*BUILT_IN, *LOCAL, *plan.questions, *slots}
    texts: list[tuple[str, Iterable[str], Mapping[str, object]]] = []
    texts += ((f"[slots] {name}", fillings, {}) for name, fillings in settings.slots.items())
    for at, rule in enumerate(settings.figures, 1):
        texts.append((f"[[figures]] thứ {at}", (*rule.texts, *rule.reasons), {}))
    for at, row in enumerate(settings.rows, 1):
        texts.append((f"[[rows]] thứ {at}", [text for line in row.lines for text in line.values()], {}))
    for at, entry in enumerate(settings.words, 1):
        pieces = (text for fillings in entry.pieces.values() for text in fillings)
        texts.append((f"[[words]] thứ {at}", (*entry.shapes, *pieces), entry.pieces))
    for at, profile in enumerate(settings.profiles, 1):
        own = (text for fillings in profile.slots.values() for text in fillings)
        texts.append((f"[[profiles]] thứ {at}", (*profile.words.values(), *own), {}))
    for at, names in enumerate(settings.files, 1):
        texts.append((f"[[files]] thứ {at}", names.names, {}))
    for where, said, local in texts:
        for name in sorted({name for text in said for name in places(text)} - known - set(local)):
            yield f"{where}: không có gì để thay cho {{{name}}}; sửa tên."
    topics = {topic.id for topic in plan.topics}
    for at, profile in enumerate(settings.profiles, 1):
        for topic in {*profile.words, *profile.status} - topics:
            yield f"[[profiles]] thứ {at}: không có nội dung «{topic}» ({topic}.{WORDS}); sửa mã."


CHECKS: tuple[Callable[[Plan, ExampleSettings], Iterator[str]], ...] = (
    unknown_agencies,
    unknown_questions,
    unknown_tables,
    unknown_indicators,
    unknown_places,
)
