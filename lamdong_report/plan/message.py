"""What is said of a plan, with gaps for its keys, tables and values: each author reads them in words of his own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from msgspec import Struct

from lamdong_report.plan.schema import PlanEntry
from lamdong_report.plan.toml_lines import Where

# What an entry is called by when its fault is told, the first that it has.
_NAMES = ("id", "code", "label", "section")


class Message(Struct, frozen=True):
    """A text as `str.format` takes it, with `values` for its gaps; those of keys and tables are filled in by PlanWords.

    `{key:lead}`: how the key is called; `{named:lead}`: the same with «khóa» before it; `{list:tasks}`, `{table:plan}`:
    a list of tables, a table that stands once; `{row:tasks}`, `{row:indicators.asks}`: one more table of a list, also
    of one that stands in another; `{value:date}`: one of a fixed set of words. A number or a date among the values
    is written as the author writes it.
    """

    text: str
    values: tuple[tuple[str, object], ...] = ()


class Missing(Struct, frozen=True):
    """A key that has to be there, whose values are of the type `kind`."""

    key: str
    kind: Any


class Written(Struct, frozen=True):
    """How values of the type `kind` are written."""

    kind: Any


class ListLine(Struct, frozen=True):
    """A line (from 1) of a list of agencies beside plan.toml."""

    file: str
    line: int


Words = str | Message | Missing | Written | ListLine


def say(text: str, /, **values: object) -> Message:
    """The message with these values in its gaps, which may be messages themselves."""
    return Message(text, tuple(values.items()))


def say_values(values: tuple[str, ...], between: str) -> Message:
    """Words of a fixed set, as a list."""
    return Message(between.join(f"{{value:{value}}}" for value in values))


class _Gap(Struct, frozen=True):
    """Fills the gaps of one kind: what stands behind the colon is called so."""

    call: Callable[[str], str]

    def __format__(self, name: str) -> str:
        return self.call(name)


class PlanWords:
    """How the author of plan.toml calls its keys and tables and writes values; another author has words of his own."""

    types: Mapping[Any, str] = {
        str: 'chữ đặt trong dấu "…"',
        int: "số nguyên",
        Decimal: "số, phần lẻ sau dấu chấm",
        bool: "true hoặc false",
        date: "ngày dạng năm-tháng-ngày, ví dụ 2026-12-01, không đặt trong dấu ngoặc",
    }
    series = "danh sách trong dấu [ ]"
    missing = "thiếu {key} ({kind}); bổ sung khóa này."

    def tell(self, words: Words) -> str:
        match words:
            case Message(text, values):
                own = {name: self._told(value) for name, value in values}
                calls = {"key": self.key, "named": self.named, "list": self.listed, "row": self.row,
                         "table": self.table, "value": self.value}  # fmt: skip
                return text.format(**own, **{name: _Gap(call) for name, call in calls.items()})
            case Missing(key, kind):
                return self.missing.format(key=self.named(key), kind=self.describe(kind))
            case Written(kind):
                return self.describe(kind)
            case ListLine():
                return self.line(words)
            case str():
                return words

    def _told(self, value: object) -> object:
        if isinstance(value, Words):
            return self.tell(value)
        return self.amount(value) if isinstance(value, Decimal | date) else value

    def amount(self, value: Decimal | date) -> str:
        """A number or a date."""
        return str(value)

    def key(self, name: str) -> str:
        return name

    def named(self, name: str) -> str:
        return f"khóa «{name}»"

    def listed(self, name: str) -> str:
        return f"[[{name}]]"

    def row(self, name: str) -> str:
        inner = name.rpartition(".")[2]
        return inner if inner != name else self.listed(name)

    def table(self, name: str) -> str:
        return f"[{name}]"

    def value(self, word: str) -> str:
        return word

    def line(self, place: ListLine) -> str:
        return f"{place.file}, dòng {place.line}"

    def entry(self, where: Where, data: Mapping[str, Any], message: str) -> str:
        """What a fault that names no entry itself is about: "[[questions]] thứ 4 («tt_cuoc»), kind"."""
        words: list[str] = []
        value: Any = data
        for at, part in enumerate(where):
            value = value_at(value, (part,))
            if isinstance(part, int):
                name = next((str(value[key]) for key in _NAMES if key in value), "") if isinstance(value, dict) else ""
                words[-1] += f" thứ {part + 1}" + (f" («{name[:40]}»)" if name else "")
            elif at:
                words.append(part)
            else:
                words.append(self.listed(part) if isinstance(value, list) else self.table(part))
        return ", ".join(words)

    def describe(self, kind: Any) -> str:
        """How a value of this type is written, for people."""
        if isinstance(kind, type) and issubclass(kind, Enum):
            return "một trong: " + ", ".join(self.value(str(choice.value)) for choice in kind)
        if get_origin(kind) in (Union, UnionType):
            return " hoặc ".join(dict.fromkeys(self.describe(one) for one in get_args(kind) if one is not type(None)))
        if get_origin(kind) is tuple:
            first, *others = get_args(kind)
            if others != [Ellipsis]:
                return f"{self.series}, đúng {1 + len(others)} mục, mỗi mục là {self.describe(first)}"
            tables = isinstance(first, type) and issubclass(first, PlanEntry)
            return f"{self.series}, mỗi mục là {'một bảng' if tables else self.describe(first)}"
        return self.types.get(kind, "giá trị đúng kiểu")


def value_at(value: Any, where: Where) -> Any:
    """What stands at that place of the tables, None where nothing does."""
    for part in where:
        if isinstance(value, dict):
            value = value.get(part)
        else:
            value = value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None
    return value


TOML = PlanWords()
