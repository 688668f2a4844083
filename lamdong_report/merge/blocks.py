"""A document as blocks: paragraphs, tables and their rows, with what they say and the tool's notes on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from lamdong_report.docx.comments import Comments
from lamdong_report.docx.package import Package, not_word
from lamdong_report.docx.styles import StyleNames
from lamdong_report.docx.wordml import (
    AROUND_BLOCKS,
    DEL,
    HIGHLIGHT,
    ID,
    MOVE_FROM,
    NOT_PLAIN,
    PPR,
    REFERENCE,
    RPR,
    TBL,
    TC,
    TR,
    TRPR,
    Element,
    P,
    T,
    paragraph_text,
    w,
)
from lamdong_report.merge.words import bag_of, fold_text, mask_numbers


class Kind(StrEnum):
    PARAGRAPH = "paragraph"
    ROW = "row"
    TABLE = "table"


@dataclass(eq=False)
class Block:
    """One paragraph, row or table: `text` is what it says with all revisions accepted, `notes` the tool's comments.

    A row's cells are parted by tabs in `text`, their paragraphs and a table's rows by newlines. `parts` are a
    table's rows, `cells` what a row's cells say.
    """

    kind: Kind
    element: Element
    text: str
    story: Story = field(repr=False)
    style: str = ""
    heading: bool = False
    parts: tuple[Block, ...] = field(default=(), repr=False)
    cells: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        return self.story.notes_on(self.element)

    @cached_property
    def exact(self) -> tuple[str, ...]:
        return (self.kind, self.style, self.text)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return (self.kind, self.text if self.kind is Kind.TABLE else fold_text(self.text))

    @cached_property
    def weak(self) -> tuple[str, ...]:
        """What stays when only figures change: a row's label, a paragraph's words, a table's header."""
        return (self.kind, fold_text(self._head) if self.label else mask_numbers(self._head))

    @cached_property
    def label(self) -> str:
        """A row's first cell with a word in it."""
        return next((text for text in self.cells if sum(map(str.isalpha, text)) > 2), "")

    @cached_property
    def words(self) -> Counter[str]:
        return bag_of(self._head)

    @property
    def _head(self) -> str:
        """What a block is known by: all that it says, but a row by its label and a table by its first row."""
        return self.parts[0].text if self.parts else self.label or self.text

    @cached_property
    def is_highlighted(self) -> bool:
        return is_highlighted(self.element)

    def is_identical(self, other: Block) -> bool:
        """Whether both are the same to the letter, the tool's comments included."""
        return self.text == other.text and self.notes == other.notes

    def reads_like(self, other: Block) -> bool:
        """Whether both say the same, whatever the spelling of tones and spaces."""
        return self.text == other.text or self.folded == other.folded


class Story:
    """The body of one document, read as blocks."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = package.main()
        self.root = package.tree(self.main)
        self.styles = StyleNames(package, self.main)
        self.comments = Comments(package, self.main)
        self._texts = _plain_texts(self.root)
        for one in self.root.iter(*NOT_PLAIN):
            for up in one.iterancestors(P):
                self._texts.pop(up, None)
        self._notes: defaultdict[Element, list[str]] = defaultdict(list)
        for reference in self.root.iter(REFERENCE) if self.comments.tools else ():
            note = self.comments.tools.get(reference.get(ID, ""))
            for up in reference.iterancestors(P, TC, TR, TBL) if note is not None else ():
                self._notes[up].append(note or "")

    @cached_property
    def body(self) -> Element:
        found = self.root.find(w("body"))
        if found is None:
            raise not_word()  # as with the standard's strict form, whose elements have other names
        return found

    def notes_on(self, element: Element) -> tuple[str, ...]:
        """The tool's comments inside a paragraph, cell, row or table, as the file came."""
        return tuple(self._notes.get(element, ()))

    def blocks(self) -> tuple[Block, ...]:
        return self.blocks_of(self.body)

    def blocks_of(self, parent: Element) -> tuple[Block, ...]:
        return tuple(self._blocks(parent))

    def _blocks(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == P:
                text = self._text(child)
                if text or not _is_deleted_mark(child):
                    style = self.styles.name_of(child)
                    yield Block(Kind.PARAGRAPH, child, text, self, style, self.styles.is_heading(style))
            elif child.tag == TBL:
                rows = tuple(self._rows(child))
                yield Block(Kind.TABLE, child, "\n".join(row.text for row in rows), self, parts=rows)
            elif child.tag in AROUND_BLOCKS:
                yield from self._blocks(child)

    def _rows(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == TR:
                if child.find(f"{TRPR}/{DEL}") is None:
                    cells = tuple(map(self._cell_text, cells_of(child)))
                    yield Block(Kind.ROW, child, "\t".join(cells), self, cells=cells)
            elif child.tag in AROUND_BLOCKS:
                yield from self._rows(child)

    def _cell_text(self, cell: Element) -> str:
        """What a cell says, its paragraphs parted by newlines."""
        return "\n".join(map(self._text, cell.iter(P)))

    def _text(self, paragraph: Element) -> str:
        """What the paragraph said when the file was opened, or says, where more than plain words stands in it."""
        text = self._texts.get(paragraph)
        return paragraph_text(paragraph) if text is None else text


def _plain_texts(root: Element) -> dict[Element, str]:
    """The words of every paragraph, read in one go: asking each paragraph by itself takes ten times as long."""
    texts: dict[Element, str] = {}
    paragraph = root
    for one in root.iter(P, T):
        if one.tag == P:
            texts[one] = ""
            paragraph = one
        elif one.text:
            texts[paragraph] = texts.get(paragraph, "") + one.text
    return texts


def is_highlighted(element: Element) -> bool:
    return next(element.iter(HIGHLIGHT), None) is not None


def cells_of(row: Element) -> list[Element]:
    """The cells of a row, those inside content controls included."""
    cells: list[Element] = []
    for child in row:
        if child.tag == TC:
            cells.append(child)
        elif child.tag in AROUND_BLOCKS:
            cells += cells_of(child)
    return cells


def _is_deleted_mark(paragraph: Element) -> bool:
    mark = paragraph.find(f"{PPR}/{RPR}")
    return mark is not None and (mark.find(DEL) is not None or mark.find(MOVE_FROM) is not None)
