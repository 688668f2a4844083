"""What changes between two states of a plan, in words: what is added, removed and altered, sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lamdong_report.planbook.sheets import AGENCIES_FILE, words
from lamdong_report.planbook.toml_text import names_of
from lamdong_report.text import format_date

_CALLED = ("label", "title", "name", "subject", "text")
_LONGEST = 60  # a change is told in one line of the screen
Tables = Mapping[str, Any]


def tell_changes(
    old: Tables, new: Tables, old_agencies: Sequence[Tables] = (), new_agencies: Sequence[Tables] = ()
) -> Iterator[str]:
    """One line for each entry that came, went, moved or was altered, in the order of the plan."""
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if isinstance(before, list) or isinstance(after, list):
            yield from _list(words()["sheets"].get(name, name), before or [], after or [])
        else:
            yield from _entry(words()["tables"].get(name, name), before or {}, after or {})
    yield from _list(words()["sheets"][AGENCIES_FILE], old_agencies, new_agencies)


def _list(title: str, old: Sequence[Tables], new: Sequence[Tables]) -> Iterator[str]:
    names, wanted = names_of(old), names_of(new)
    before = dict(zip(names, old, strict=True))
    after = dict(zip(wanted, new, strict=True))
    for name in names:
        if name not in after:
            yield f"{title}: bỏ {_call(name, before[name])}"
    for name in wanted:
        if name not in before:
            yield f"{title}: thêm {_call(name, after[name])}"
        else:
            yield from _entry(f"{title} {_name(name)}", before[name], after[name])
    if [name for name in names if name in after] != [name for name in wanted if name in before]:
        yield f"{title}: đổi thứ tự"


def _entry(place: str, old: Tables, new: Tables) -> Iterator[str]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        heading = words()["headings"].get(key, key)
        if before == after or (before in (None, "", []) and after in (None, "", [])):
            continue
        if _is_tables(before) or _is_tables(after):
            yield from _list(f"{place}, {heading.lower()}", before or [], after or [])
        else:
            yield f"{place}: sửa {heading.lower()}: {_show(before)} → {_show(after)}"


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _call(name: tuple[str, int], entry: Tables) -> str:
    words_of = next((str(entry[key]) for key in _CALLED if entry.get(key)), "")
    return _name(name) + (f" ({_short(words_of)})" if words_of and words_of != name[0] else "")


def _name(name: tuple[str, int]) -> str:
    """What an entry is called; one without an id (a step, a target of some) by its place."""
    return f"«{_short(name[0])}»" if name[0] else f"thứ {name[1]}"


def _show(value: Any) -> str:
    match value:
        case None | "" | []:
            return "trống"
        case bool():
            return "có" if value else "không"
        case date():
            return format_date(value)
        case list():
            return f"«{_short('; '.join(map(str, value)))}»"
        case str():
            return f"«{_short(value)}»"
    return str(value).replace(".", ",")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
