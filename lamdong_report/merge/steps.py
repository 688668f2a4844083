"""What a merge decides to do to the officials' file, step by step, as values."""

from __future__ import annotations

from dataclasses import dataclass

from lamdong_report.merge.blocks import TextBlock
from lamdong_report.merge.hunks import Edit


@dataclass(frozen=True, slots=True)
class Insert:
    """Put a new block beside `anchor` (one of theirs, or a new one put in before), or last into `container`.

    `order` says which cell of a new row goes into each column of theirs; None leaves the row as it is.
    """

    block: TextBlock
    anchor: TextBlock | None
    container: TextBlock | None
    in_front: bool = False
    order: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Strike a block of theirs."""

    block: TextBlock
    in_cell: bool = False


@dataclass(frozen=True, slots=True)
class Reword:
    """Change the words of one paragraph, or of several that belong together (their texts are parted by one sign)."""

    blocks: tuple[TextBlock, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the tool on the characters [start, end) of a paragraph; on all of it where both are -1."""

    block: TextBlock
    text: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Remove the tool's comment of that text from a paragraph."""

    block: TextBlock
    text: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """Give a block this highlight, or none for ""."""

    block: TextBlock
    colour: str


Step = Insert | Delete | Reword | Comment | TakeBack | Highlight
