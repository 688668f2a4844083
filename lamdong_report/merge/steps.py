"""What a merge decides to do to the officials' file, step by step, as values."""

from __future__ import annotations

from msgspec import Struct

from lamdong_report.merge.blocks import TextBlock
from lamdong_report.merge.hunks import Edit


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
