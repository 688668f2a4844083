"""What kinds of values a template may name: texts, lists, records, and what may only be asked about, not printed."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.content import AgencyAnnex, Cell, Paragraph, ReportContent, WordsAnnex


class ValueKind(Struct, frozen=True):
    """`name` is how messages call it; `item` the kind of a list's items; `fields` those of a record.

    `choices` are the only texts that can stand there, if they are known; `record` is the class of a record.
    """

    name: str
    item: ValueKind | None = None
    fields: Mapping[str, ValueKind] | None = None
    choices: tuple[str, ...] = ()
    record: str = ""

    @property
    def printable(self) -> bool:
        return self.name in (TEXT.name, ANY.name)


TEXT, FLAG, NUMBER, ANY = ValueKind("chữ"), ValueKind("điều kiện có/không"), ValueKind("số"), ValueKind("")
LOOP = ValueKind(
    "vòng lặp",
    fields={
        "first": FLAG,
        "last": FLAG,
        "index": NUMBER,
        "index0": NUMBER,
        "length": NUMBER,
        "revindex": NUMBER,
    },
)


# What goes into the properties of the file, or beside the words as a comment or a colour.
NOT_PRINTED = frozenset(
    {
        *(("ReportContent", name) for name in ("period", "previous_period")),
        *((content, name) for content in ("ReportContent", "LetterContent") for name in ("year", "title", "author")),
        ("AgencyAnnex", "texts"),
        ("AgencyAnnex", "signs"),
        ("BodyTable", "texts"),
        ("Paragraph", "comment"),
        ("Paragraph", "doubtful"),
        ("LetterContent", "annex_note"),
    }
)


# What a report may have or not: a template made before it does without, and says so only when there is some to print.
# One that prints it prints all of it.
OPTIONAL = frozenset({("Paragraph", "rows"), ("Paragraph", "table"), ("ReportContent", "words")})


def list_of(item: ValueKind) -> ValueKind:
    return ValueKind("danh sách", item=item)


def kinds_of(content: type) -> dict[str, ValueKind]:
    """The names that a template for such content may use; the same as `view.view_content` gives."""
    record = _record(content)
    return {**(record.fields or {}), "year": TEXT, "previous_year": TEXT}


# The same records in the body: a template that prints them there has not printed them in an annex.
_IN_BODY = {"AgencyAnnex": "BodyTable", "AgencyRow": "BodyRow"}
_OF_AN_ANNEX = ("number", "title")


def must_print(content: type, used: Set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The fields (record, name) of such content that a template which uses these may not leave out."""
    return frozenset(_needed(_record(content), used))


def _needed(kind: ValueKind, used: Set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, inner in (kind.fields or {}).items():
        if (kind.record, name) in OPTIONAL - used:
            continue
        if (kind.record, name) not in NOT_PRINTED:
            yield kind.record, name
        yield from _needed(inner.item or inner, used)


def _kind(hint: Any) -> ValueKind:
    origin = typing.get_origin(hint)
    if origin is tuple:
        return list_of(_kind(typing.get_args(hint)[0]))
    if origin in (typing.Union, types.UnionType):
        return _kind(next(one for one in typing.get_args(hint) if one is not type(None)))
    if hint is bool:
        return FLAG
    if hint is str or hint is Cell:
        return TEXT
    if isinstance(hint, type) and issubclass(hint, Enum):
        return ValueKind(TEXT.name, choices=tuple(one.value for one in hint))
    is_record = is_dataclass(hint)
    return _record(hint) if is_record else NUMBER


@cache
def _record(content: Any) -> ValueKind:
    hints = typing.get_type_hints(content)
    known = {field.name: _kind(hints[field.name]) for field in fields(content)}
    if content is Paragraph:
        known["text"] = TEXT
        del known["pieces"], known["chart"]  # a chart rides in the text, as a mark
        known["table"] = _in_body(known["table"])
    if content is ReportContent:
        del known["newest"]
    if content in (AgencyAnnex, WordsAnnex):
        known["numbers"] = list_of(TEXT)
        del known["widths"]
    return ValueKind("nhóm trường", fields=known, record=content.__name__)


def _in_body(kind: ValueKind) -> ValueKind:
    record = _IN_BODY.get(kind.record, kind.record)
    kept = {name: _in_body(inner) for name, inner in (kind.fields or {}).items()}
    if record == "BodyTable":
        kept = {name: inner for name, inner in kept.items() if name not in _OF_AN_ANNEX}
    return replace(kind, item=kind.item and _in_body(kind.item), fields=kept or None, record=record)
