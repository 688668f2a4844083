"""What a merge decides, as values: what to do to the officials' file, step by step, and what to tell people of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from lamdong_report.merge.blocks import TextBlock
from lamdong_report.merge.hunks import Edit

Why = Callable[[str, Sequence[str]], str]


class Insert(Struct, frozen=True):
    """Put a new block beside `anchor` (one of theirs, or a new one put in before), or last into `container`.

    `order` says which cell of a new row goes into each column of theirs; None leaves the row as it is.
    """

    block: TextBlock
    anchor: TextBlock | None
    container: TextBlock | None
    in_front: bool = False
    order: tuple[int | None, ...] | None = None


class Delete(Struct, frozen=True):
    """Strike a block of theirs."""

    block: TextBlock
    in_cell: bool = False


class Reword(Struct, frozen=True):
    """Change the words of one paragraph, or of several that belong together (their texts are parted by one sign)."""

    blocks: tuple[TextBlock, ...]
    edits: tuple[Edit, ...]


class Comment(Struct, frozen=True):
    """A comment of the tool on the characters [start, end) of a paragraph; on all of it where both are -1."""

    block: TextBlock
    text: str
    start: int = -1
    end: int = -1


class TakeBack(Struct, frozen=True):
    """Remove the tool's comment of that text from a paragraph."""

    block: TextBlock
    text: str


class Highlight(Struct, frozen=True):
    """Give a block this highlight, or none for ""."""

    block: TextBlock
    colour: str


Step = Insert | Delete | Reword | Comment | TakeBack | Highlight


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


class MergePlan(Struct, frozen=True):
    """What to do to the officials' file, in this order, and what to tell people of every block."""

    steps: tuple[Step, ...]
    changes: tuple[Change, ...]


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
