"""A document as blocks: tables, their rows and cells, and paragraphs, as values that can be compared and merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from lamdong_report.docx.wordml import Element
from lamdong_report.merge.words import bag_of, fold_case, fold_text, mask_numbers

# Cells with so many digits ("17", "4") are hardly those of another row too; "0" and "1" are those of many.
_TELLING_DIGITS = 3


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    CELL = "cell"
    ROW = "row"
    TABLE = "table"


class ToolComment(Struct, frozen=True):
    """A comment of the tool: what it says, the words that it stands on, whether somebody has answered it."""

    text: str
    quoted: str = ""
    answered: bool = False


@dataclass(eq=False)
class TextBlock:
    """One paragraph, cell, row or table: `text` is what it says with all revisions accepted.

    A row's cells are parted by tabs in `text`, a cell's paragraphs and a table's rows by newlines; `parts` are these.
    An annex has thousands of cells, of which a merge asks a few: `inside` are the parts, or what reads them when they
    are first asked for; `has_notes` is false where the tool's comments are known to stand elsewhere. `span` is how many
    columns a cell covers. A block that is not `firm` reads otherwise than it can be edited, as with phonetic guides.
    `element` is where it stands in its file; nothing that is decided depends on it.
    """

    kind: BlockKind
    text: str
    style: str = ""
    heading: bool = False
    inside: tuple[TextBlock, ...] | Callable[[], tuple[TextBlock, ...]] = field(default=(), repr=False)
    tool_comments: tuple[ToolComment, ...] = ()
    has_notes: bool = True
    is_highlighted: bool = False
    span: int = 1
    firm: bool = True
    element: Element | None = field(default=None, repr=False)
    exact: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.exact = (self.kind, self.style, self.text)

    @cached_property
    def parts(self) -> tuple[TextBlock, ...]:
        return self.inside() if callable(self.inside) else self.inside

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What the tool's comments on it say, those inside it included."""
        if not self.has_notes:
            return ()
        return (*(one.text for one in self.tool_comments), *(note for part in self.parts for note in part.notes))

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """What a row's cells say."""
        if callable(self.inside):
            return tuple(self.text.split("\t"))  # a row with a tab in a cell is read at once
        return tuple(cell.text for cell in self.parts)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return (self.kind, self.text if self.kind is BlockKind.TABLE else fold_text(self.text))

    @cached_property
    def weak(self) -> tuple[str, ...]:
        """What stays when only figures change: a row's label, a paragraph's words, a table's header, a heading."""
        if self.heading:
            return (self.kind, "heading", mask_numbers(fold_case(self.text)))
        return (self.kind, fold_text(self._head) if self.label else mask_numbers(self._head))

    @cached_property
    def label(self) -> str:
        """A row's first cell with a word in it."""
        if self.kind is not BlockKind.ROW:
            return ""
        # Numbers of rows ("1", "IV", "a)") and signs have no three letters; every name of an agency has.
        return next((text for text in self.cells if sum(map(str.isalpha, text)) > 2), "")

    @cached_property
    def besides(self) -> tuple[str, ...]:
        """What stands behind a row's label, that name taken out of it; () where too few figures tell it from others."""
        if not self.label:
            return ()
        behind = [fold_text(cell.replace(self.label, "")) for cell in self.cells[self.cells.index(self.label) + 1 :]]
        return tuple(behind) if sum(map(str.isdigit, "".join(behind))) >= _TELLING_DIGITS else ()

    @cached_property
    def words(self) -> Counter[str]:
        return bag_of(self._head)

    @property
    def _head(self) -> str:
        """What a block is known by: all that it says, but a row by its label and a table by its first row."""
        return self.parts[0].text if self.kind is BlockKind.TABLE and self.parts else self.label or self.text

    def is_identical(self, other: TextBlock) -> bool:
        """Whether both are the same to the letter, the tool's comments included."""
        return self.text == other.text and self.notes == other.notes

    def reads_like(self, other: TextBlock) -> bool:
        """Whether both say the same, whatever the spelling of tones, dashes and spaces."""
        return self.text == other.text or self.folded == other.folded

    def paragraphs(self) -> tuple[TextBlock, ...]:
        """The block itself, or all paragraphs inside it."""
        if self.kind is BlockKind.PARAGRAPH:
            return (self,)
        return tuple(found for part in self.parts for found in part.paragraphs())

    def known_paragraphs(self) -> Iterator[TextBlock]:
        """Those of its paragraphs that bear a comment of the tool or that the merge has asked for."""
        if self.kind is BlockKind.PARAGRAPH:
            yield self
        elif self.has_notes or not callable(self.inside) or "parts" in self.__dict__:
            for part in self.parts:
                yield from part.known_paragraphs()


# A sequence of them, as a body, a table or a cell holds it.
Blocks = Sequence[TextBlock]


def paragraph(text: str, *, heading: bool = False, tool_comments: Sequence[ToolComment] = ()) -> TextBlock:
    return TextBlock(
        BlockKind.PARAGRAPH, text, "heading 1" if heading else "normal", heading, tool_comments=tuple(tool_comments)
    )


def table(rows: Sequence[Sequence[str]]) -> TextBlock:
    """A table of plain cells, one paragraph in each."""
    built = []
    for row in rows:
        cells = tuple(TextBlock(BlockKind.CELL, text, inside=(paragraph(text),)) for text in row)
        built.append(TextBlock(BlockKind.ROW, "\t".join(row), inside=cells))
    return TextBlock(BlockKind.TABLE, "\n".join(row.text for row in built), inside=tuple(built))


def joined_text(blocks: Sequence[TextBlock]) -> str:
    return "\n".join(block.text for block in blocks)


def headings_above(blocks: Sequence[TextBlock]) -> list[int]:
    """For every block the number of the heading it stands under (a heading under itself); -1 above the first."""
    found, last = [], -1
    for n, block in enumerate(blocks):
        last = n if block.heading else last
        found.append(last)
    return found


def overlap(one: TextBlock, other: TextBlock) -> float:
    """0 for nothing in common, 1 for the same words (Dice's measure on bags of words); rows count by their labels."""
    if one.kind is not other.kind:
        return 0.0
    total = one.words.total() + other.words.total()
    small, big = (one.words, other.words) if len(one.words) <= len(other.words) else (other.words, one.words)
    shared = sum(min(count, big[word]) for word, count in small.items() if word in big)
    return 2 * shared / total if total else 0.0
