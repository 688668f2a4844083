"""From an edited workbook to the files of a plan: checked, told what changes, and ready to be written."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from lamdong_report.plan import PLAN_FILE, Plan, PlanSource, read_toml
from lamdong_report.plan.beside import COLUMNS, LISTED, delimiter_of, split_cell
from lamdong_report.plan.load import build_plan
from lamdong_report.plan.schema import PlanEntry
from lamdong_report.plan.tables import LISTS, SINGLE, decode, inner_entry
from lamdong_report.planbook.reader import PlanBook
from lamdong_report.planbook.sheets import AGENCIES_FILE, words
from lamdong_report.planbook.toml_text import is_tables, names_of, write_toml
from lamdong_report.text import format_date

_CALLED = ("label", "title", "name", "subject", "text")
_LONGEST = 60  # a change is told in one line of the screen
Tables = Mapping[str, Any]
_WHERE_USED = frozenset({"email", "zone", "targets"})


class Update(msgspec.Struct, frozen=True):
    """What a workbook changes: the plan that it makes, the files to write (name → content), the changes in words.

    `source` tells what is said of that plan by the workbook's cells.
    """

    plan: Plan
    source: PlanSource
    files: Mapping[str, bytes]
    changes: tuple[str, ...]


def read_agency_rows(folder: Path, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of the lists beside plan.toml, each with the name of its file; the plan must hold together."""
    rows: list[dict[str, Any]] = []
    for name in _files(data):
        text = decode((folder / name).read_bytes())
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)):
            cells = {str(key).strip().casefold(): (value or "").strip() for key, value in row.items() if key}
            listed = {key: split_cell(cells.get(key, "")) for key in LISTED}
            rows.append({"file": name, **{key: cells.get(key, "") for key in COLUMNS}, **listed})
    return rows


def _files(data: Mapping[str, Any]) -> list[str]:
    return list(
        dict.fromkeys(str(group["agencies_file"]) for group in data.get("groups", []) if group.get("agencies_file"))
    )


def prepare_update(book: PlanBook, path: Path, folder: Path) -> Update:
    """What a workbook changes in the plan of `folder`; raises PlanError with every fault by sheet and cell."""
    old = read_toml(folder / PLAN_FILE)
    new = keep_blanks(old.data, book.data)
    source = book.source(path, new)
    if book.faults:
        raise source.broken(book.faults)
    lists = {name: agency_csv(book.agencies.get(name, [])) for name in _files(new)}
    # Checked as a whole before a line of the plan changes: half an update would be worse than none.
    with tempfile.TemporaryDirectory() as staged:
        for name, data in lists.items():
            if Path(name).name == name:  # anything else is told as a fault of the group
                (Path(staged) / name).write_bytes(data)
        plan = build_plan(Path(staged), source)
    before = read_agency_rows(folder, old.data)
    after = [{"file": name, **row} for name in lists for row in book.agencies.get(name, [])]
    changes = tuple(tell_changes(old.data, new, before, after))
    text = decode((folder / PLAN_FILE).read_bytes()).replace("\r\n", "\n")
    files = {PLAN_FILE: write_toml(text, old.data, new).encode("utf-8")}
    files |= {name: lists[name] for name in lists if _rows_of(name, before) != _rows_of(name, after)}
    return Update(plan, source, files if changes else {}, changes)


def _rows_of(name: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if value} for row in rows if row["file"] == name]


def agency_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """A list beside plan.toml, as `read_agency_rows` and the plan read it; columns that few need only where used."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = [key for key in COLUMNS if key not in _WHERE_USED or any(row.get(key) for row in rows)]
    writer.writerow(columns)
    for row in rows:
        writer.writerow([";".join(row.get(key, [])) if key in LISTED else row.get(key, "") for key in columns])
    return text.getvalue().encode("utf-8")


def keep_blanks(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of a workbook, spelt as those that stand: an empty cell is whatever blank value was there."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys((*old, *new)):
        if name in SINGLE:
            found[name] = _kept_entry(old.get(name, {}), new.get(name, {}), SINGLE[name])
        elif name in LISTS and (name in old or new.get(name)):
            found[name] = _kept_entries(old.get(name, []), new.get(name, []), LISTS[name])
    return {name: value for name, value in found.items() if value or name in old}


def _kept_entries(old: Sequence[Any], new: Sequence[Any], kind: type[PlanEntry]) -> list[dict[str, Any]]:
    known = dict(zip(names_of(old), old, strict=True))
    return [_kept_entry(known.get(name, {}), entry, kind) for name, entry in zip(names_of(new), new, strict=True)]


def _kept_entry(old: Mapping[str, Any], new: Mapping[str, Any], kind: type[PlanEntry]) -> dict[str, Any]:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    order = [key for key in old if key in fields] + [key for key in fields if key not in old]
    found: dict[str, Any] = {}
    for key in order:
        inner = inner_entry(fields[key].type)
        if inner and (key in old or key in new):
            value = _kept_entries(old.get(key, []), new.get(key, []), inner)
            if value or key in old:
                found[key] = value
        elif key in new:
            found[key] = old[key] if key in old and same(old[key], new[key]) else new[key]
            if not old and new[key] in ("", []) and not fields[key].required:
                del found[key]
        elif key in old:
            default = fields[key].default
            if old[key] in ("", [], list(default) if isinstance(default, tuple) else default):
                found[key] = old[key]
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two values are one, however their numbers were read."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if _is_number(one) and _is_number(other):
        return Decimal(str(one)) == Decimal(str(other))
    return type(one) is type(other) and bool(one == other) if isinstance(one, bool | date) else bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def tell_changes(
    old: Tables, new: Tables, old_agencies: Sequence[Tables] = (), new_agencies: Sequence[Tables] = ()
) -> Iterator[str]:
    """One line for each entry that came, went, moved or was altered, in the order of the plan."""
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if isinstance(before, list) or isinstance(after, list):
            yield from _list_changes(words()["sheets"].get(name, name), before or [], after or [])
        else:
            yield from _entry_changes(words()["tables"].get(name, name), before or {}, after or {})
    yield from _list_changes(words()["sheets"][AGENCIES_FILE], old_agencies, new_agencies)


def _list_changes(title: str, old: Sequence[Tables], new: Sequence[Tables]) -> Iterator[str]:
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
            yield from _entry_changes(f"{title} {_name(name)}", before[name], after[name])
    if [name for name in names if name in after] != [name for name in wanted if name in before]:
        yield f"{title}: đổi thứ tự"


def _entry_changes(place: str, old: Tables, new: Tables) -> Iterator[str]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        heading = words()["headings"].get(key, key)
        if before == after or (before in (None, "", []) and after in (None, "", [])):
            continue
        if is_tables(before) or is_tables(after):
            yield from _list_changes(f"{place}, {heading.lower()}", before or [], after or [])
        else:
            yield f"{place}: sửa {heading.lower()}: {_show(before)} → {_show(after)}"


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
