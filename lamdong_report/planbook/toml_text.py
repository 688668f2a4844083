"""Changes a plan.toml where its tables changed, and leaves every other line, comment and space as it is."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from lamdong_report.plan.toml_lines import Where, key_spans

Tables = Mapping[str, Any]
Names = Sequence[tuple[str, int]]  # see names_of
_WIDEST = 100  # a list that is longer than this stands one item a line
_COMMENT = re.compile(r"[ \t]+#[^\"\'\n]*\n?$")  # one with quotes may stand inside a text
_NAMES = ("id", "code", "question", "text", "label")


def write_toml(text: str, old: Tables, new: Tables) -> str:
    """The text of a plan whose tables were `old` and are to be `new`, entries matched by their ids."""
    document = _Document(text.splitlines(keepends=True), key_spans(text))
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if isinstance(before, list) or isinstance(after, list):
            document.change_list((name,), before or [], after or [], name)
        else:
            document.change_table((name,), before or {}, after or {}, f"[{name}]")
    return document.text()


class _Document(Struct):
    """The lines of a plan, changed in place: a line may become several or none, none changes its number."""

    lines: list[str]
    spans: Mapping[Where, tuple[int, int]]

    def text(self) -> str:
        return "".join(self.lines)

    def change_table(self, where: Where, old: Tables, new: Tables, header: str) -> None:
        if where not in self.spans:
            self.lines.append(f"\n{header}\n{''.join(_pairs(new))}")
            return
        last = self.spans[where][1]
        for key in dict.fromkeys((*old, *new)):
            before, after, span = old.get(key), new.get(key), self.spans.get((*where, key))
            if before == after:
                pass
            elif (*where, key, 0) in self.spans or (span is None and is_tables(after)):
                self.change_list((*where, key), before or [], after or [], f"{header.strip('[]')}.{key}")
            elif span is None:
                self._append(last, _pair(key, after))
            else:
                self._replace(span, _pair(key, after) if key in new else "")
            if span and (*where, key, 0) not in self.spans:
                last = span[1]

    def change_list(self, where: Where, old: Sequence[Any], new: Sequence[Any], header: str) -> None:
        """Bring the entries of a list of tables into their new order; what stays keeps its place and its comments."""
        names, wanted = names_of(old), names_of(new)
        for at, name in enumerate(names):
            if name in wanted:
                entry = new[wanted.index(name)]
                if entry != old[at]:
                    self.change_table((*where, at), old[at], entry, f"[[{header}]]")
        kept = [name for name in names if name in wanted]
        if kept == [name for name in wanted if name in names]:
            self._place(where, names, new, wanted, header)
        else:
            self._reorder(where, names, new, wanted, header)

    def _place(
        self, where: Where, names: Sequence[Any], new: Sequence[Any], wanted: Sequence[Any], header: str
    ) -> None:
        """Put new entries behind the one that they follow, and take out those that are gone."""
        for at, name in enumerate(names):
            if name not in wanted:
                self._blank(*self._unit(where, at))
        # Where the first entry goes: above those that are there; of a new list behind all that stands beside it.
        inside = [span[1] for path, span in self.spans.items() if path[: len(where) - 1] == where[:-1]]
        after = max(inside) if len(where) > 1 and inside else len(self.lines)
        if names:
            after = self._unit(where, 0)[0] - 1
        for name, entry in zip(wanted, new, strict=True):
            if name in names:
                after = self._unit(where, names.index(name))[1]
            else:
                self._append(after, "\n" + format_entry(entry, header))

    def _reorder(
        self, where: Where, names: Sequence[Any], new: Sequence[Any], wanted: Sequence[Any], header: str
    ) -> None:
        units = [self._unit(where, at) for at in range(len(names))]
        texts = ["".join(self.lines[first - 1 : last]) for first, last in units]
        blocks = [
            texts[names.index(name)] if name in names else format_entry(entry, header)
            for name, entry in zip(wanted, new, strict=True)
        ]
        for first, last in units:
            self._blank(first, last)
        first = units[0][0]
        self.lines[first - 1] = "\n".join(block.rstrip("\n") + "\n" for block in blocks)

    def _unit(self, where: Where, at: int) -> tuple[int, int]:
        """The first and the last line of an entry with all that belongs to it."""
        own = [span for path, span in self.spans.items() if path[: len(where) + 1] == (*where, at)]
        return min(first for first, _ in own), max(last for _, last in own)

    def _append(self, line: int, text: str) -> None:
        if line == 0:
            self.lines[0] = text + self.lines[0]
        else:
            own = self.lines[line - 1]
            self.lines[line - 1] = own + ("\n" if own and not own.endswith("\n") else "") + text

    def _replace(self, span: tuple[int, int], text: str) -> None:
        first, last = span
        comment = _COMMENT.search(self.lines[last - 1])
        if text and comment:
            text = text.removesuffix("\n") + comment[0]
        self.lines[first - 1 : last] = [text] + [""] * (last - first)

    def _blank(self, first: int, last: int) -> None:
        self.lines[first - 1 : last] = [""] * (last - first + 1)
        if last < len(self.lines) and not self.lines[last].strip():
            self.lines[last] = ""


def names_of(entries: Sequence[Tables]) -> list[tuple[str, int]]:
    """What each entry is known by: its id, else its words, and which of those of that name it is."""
    seen: Counter[str] = Counter()
    names = []
    for entry in entries:
        name = next((str(entry[key]) for key in _NAMES if key in entry), "")
        seen[name] += 1
        names.append((name, seen[name]))
    return names


def is_tables(value: Any) -> bool:
    """Whether the value is a list of tables, at least one."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _pair(key: str, value: Any) -> str:
    return f"{key} = {toml_value(value)}\n"


def _pairs(entry: Tables) -> Iterator[str]:
    return (_pair(key, value) for key, value in entry.items())


def format_entry(entry: Tables, header: str) -> str:
    """A new entry of a list; the tables in it stand below it, but for those that hold no others."""
    plain = {key: value for key, value in entry.items() if not _is_nested(value)}
    blocks = [f"[[{header}]]\n{''.join(_pairs(plain))}"]
    for key, value in entry.items():
        if _is_nested(value):
            blocks += [format_entry(one, f"{header}.{key}") for one in value]
    return "\n".join(blocks)


def _is_nested(value: Any) -> bool:
    """A list of tables that hold tables themselves (the asks of an indicator): too deep for one line each."""
    return is_tables(value) and any(is_tables(inner) for one in value for inner in one.values())


def toml_value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal() | int() | float():
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        case date():
            return value.isoformat()
        case list():
            items = [toml_value(one) for one in value]
            flat = f"[{', '.join(items)}]"
            if len(flat) <= _WIDEST and not is_tables(value):
                return flat
            return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
        case dict():
            return "{ " + ", ".join(f"{key} = {toml_value(one)}" for key, one in value.items()) + " }"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
