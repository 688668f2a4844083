"""What a merge tells people: every block that was taken over, kept, merged, disputed or removed by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

Why = Callable[[str, Sequence[str]], str]


class Act(StrEnum):
    """What became of a block; the value is what people read."""

    TAKEN = "cập nhật theo số liệu"
    ADDED = "thêm theo số liệu"
    DROPPED = "bỏ theo số liệu"
    MERGED = "ghép cả hai"
    CONFLICT = "giữ bản sửa tay, có ghi chú"
    KEPT = "giữ bản sửa tay"
    REMOVED = "đã xóa tay, không đưa lại"


class Change(Struct, frozen=True):
    """One block: `before` in the former draft, `theirs` in the officials' file, `now` by today's forms.

    `place` names the heading above it (and the row, in a table); `sources` the cells behind what the data now says;
    `disputed` the words that both changed.
    """

    act: Act
    place: str
    before: str = ""
    theirs: str = ""
    now: str = ""
    sources: str = ""
    disputed: str = ""


class Merged(Struct, frozen=True):
    """The merged document and what happened to it, in the order of the document.

    `macros_dropped` says that the officials' file held macros, which a .docx file cannot;
    `disputes` are the comments of merges that are still open, also those that a final report no longer shows.
    """

    document: bytes
    changes: tuple[Change, ...]
    macros_dropped: bool = False
    disputes: tuple[str, ...] = ()

    def count(self, act: Act) -> int:
        return sum(change.act is act for change in self.changes)


def count_acts(changes: Iterable[Change]) -> tuple[str, ...]:
    """One line for each act that happened: what, and how many blocks."""
    counts = Counter(change.act for change in changes)
    return tuple(f"{act.value}: {counts[act]} đoạn, dòng" for act in Act if counts[act])


def no_sources(text: str, words: Sequence[str]) -> str:
    """The `why` of one who knows no sources."""
    del text, words
    return ""
