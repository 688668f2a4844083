"""What kinds of values a template may name: texts, lists, records, and what may only be asked about, not printed."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from lamdong_report.content import AgencyAnnex, Cell, Paragraph, ReportContent, WordsAnnex


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is how messages call it; `item` the kind of a list's items; `fields` those of a record.

    `choices` are the only texts that can stand there, if they are known; `record` is the class of a record.
    """

    name: str
    item: Kind | None = None
    fields: Mapping[str, Kind] | None = None
    choices: tuple[str, ...] = ()
    record: str = ""

    @property
    def printable(self) -> bool:
        return self.name in (TEXT.name, ANY.name)


TEXT, FLAG, NUMBER, ANY = Kind("chữ"), Kind("điều kiện có/không"), Kind("số"), Kind("")
LOOP = Kind(
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
        ("Paragraph", "comment"),
        ("Paragraph", "doubtful"),
        ("LetterContent", "annex_note"),
    }
)


# What a report may have or not: a template made before it does without, and says so only when there is some to print.
OPTIONAL = frozenset({("Paragraph", "rows"), ("ReportContent", "words")})


def list_of(item: Kind) -> Kind:
    return Kind("danh sách", item=item)


def kinds_of(content: type) -> dict[str, Kind]:
    """The names that a template for such content may use; the same as `view.view_content` gives."""
    record = _record(content)
    return {**(record.fields or {}), "year": TEXT, "previous_year": TEXT}


def must_print(content: type) -> frozenset[tuple[str, str]]:
    """The fields (record, name) of such content that a template may not leave out, those of its rows included."""
    return frozenset(_needed(_record(content)))


def _needed(kind: Kind) -> Iterator[tuple[str, str]]:
    for name, inner in (kind.fields or {}).items():
        if (kind.record, name) in OPTIONAL:
            continue
        if (kind.record, name) not in NOT_PRINTED:
            yield kind.record, name
        yield from _needed(inner.item or inner)


def _kind(hint: Any) -> Kind:
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
        return Kind(TEXT.name, choices=tuple(one.value for one in hint))
    return _record(hint) if is_dataclass(hint) else NUMBER


def _record(content: Any) -> Kind:
    hints = typing.get_type_hints(content)
    known = {field.name: _kind(hints[field.name]) for field in fields(content)}
    if content is Paragraph:
        known["text"] = TEXT
        del known["pieces"], known["chart"]  # a chart rides in the text, as a mark
    if content is ReportContent:
        del known["newest"]
    if content in (AgencyAnnex, WordsAnnex):
        known["numbers"] = list_of(TEXT)
        del known["widths"]
    return Kind("nhóm trường", fields=known, record=content.__name__)
