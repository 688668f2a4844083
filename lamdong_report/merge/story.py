"""Reads the body of a Word file as blocks, with the tool's comments on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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
    RANGE_END,
    RANGE_START,
    REFERENCE,
    RPR,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    Element,
    P,
    R,
    T,
    paragraph_text,
    run_text,
    value,
    w,
)
from lamdong_report.merge.blocks import Block, Kind, Remark

_RUBY, _RUBY_BASE, _SPAN = w("ruby"), w("rubyBase"), w("gridSpan")


class Story:
    """The body of one document, read as blocks."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = package.main()
        self.root = package.tree(self.main)
        self.styles = StyleNames(package, self.main)
        self.comments = Comments(package, self.main)
        self._texts = _plain_texts(self.root)
        self._soft = set(_soft_paragraphs(self.root))
        for one in self.root.iter(*NOT_PLAIN, DEL):
            for up in one.iterancestors(P):
                self._texts.pop(up, None)
        self._yellow = {up for one in self.root.iter(HIGHLIGHT) for up in one.iterancestors(P, TC, TR, TBL)}
        self._remarks = self._read_remarks()

    @cached_property
    def body(self) -> Element:
        found = self.root.find(w("body"))
        if found is None:
            raise not_word()  # as with the standard's strict form, whose elements have other names
        return found

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._blocks(self.body))

    def _read_remarks(self) -> dict[Element, list[Remark]]:
        found: defaultdict[Element, list[Remark]] = defaultdict(list)
        for reference in self.root.iter(REFERENCE) if self.comments.tools else ():
            number = reference.get(ID, "")
            note = self.comments.tools.get(number)
            up = next(reference.iterancestors(P), None)
            if note is not None and up is not None:
                found[up].append(Remark(note, _quoted(up, number), self.comments.is_answered(number)))
        return found

    def _blocks(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == P:
                text = self._text(child)
                if text or not _is_deleted_mark(child):
                    yield self._paragraph(child, text)
            elif child.tag == TBL:
                rows = tuple(self._rows(child))
                text = "\n".join(row.text for row in rows)
                yield Block(Kind.TABLE, text, parts=rows, is_highlighted=child in self._yellow, element=child)
            elif child.tag in AROUND_BLOCKS:
                yield from self._blocks(child)

    def _paragraph(self, element: Element, text: str) -> Block:
        style = self.styles.name_of(element)
        return Block(
            Kind.PARAGRAPH,
            text,
            style,
            self.styles.is_heading(style),
            remarks=tuple(self._remarks.get(element, ())),
            is_highlighted=element in self._yellow,
            firm=element not in self._soft,
            element=element,
        )

    def _rows(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == TR:
                if child.find(f"{TRPR}/{DEL}") is None:
                    cells = tuple(self._cells(child))
                    text = "\t".join(cell.text for cell in cells)
                    yield Block(Kind.ROW, text, parts=cells, is_highlighted=child in self._yellow, element=child)
            elif child.tag in AROUND_BLOCKS:
                yield from self._rows(child)

    def _cells(self, row: Element) -> Iterator[Block]:
        """The cells of a row, those inside content controls included."""
        for child in row:
            if child.tag == TC:
                text = "\n".join(map(self._text, child.iter(P)))
                span = value(child, TCPR, _SPAN)
                yield Block(
                    Kind.CELL,
                    text,
                    parts=tuple(self._blocks(child)),
                    is_highlighted=child in self._yellow,
                    span=int(span) if span.isdecimal() else 1,
                    element=child,
                )
            elif child.tag in AROUND_BLOCKS:
                yield from self._cells(child)

    def _text(self, paragraph: Element) -> str:
        """What the paragraph says; where more than plain words stands in it, that is asked of its runs."""
        text = self._texts.get(paragraph)
        if text is None:
            text = _read_softly(paragraph) if paragraph in self._soft else paragraph_text(paragraph)
        return text


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


def _soft_paragraphs(root: Element) -> Iterator[Element]:
    """Paragraphs in which words stand where no run can be cut: phonetic guides, plain words inside a deletion."""
    for one in root.iter(_RUBY):
        yield from one.iterancestors(P)
    for struck in root.iter(DEL):
        if next(struck.iter(T), None) is not None:
            yield from struck.iterancestors(P)


def _read_softly(paragraph: Element) -> str:
    """What stands on paper, the readings above a phonetic guide left out."""
    pieces = []
    for one in paragraph.iter(T):
        holders = [up.tag for up in one.iterancestors()]
        if DEL not in holders and (_RUBY not in holders or _RUBY_BASE in holders):
            pieces.append(one.text or "")
    return "".join(pieces)


def _quoted(paragraph: Element, number: str) -> str:
    """The words between the two ends of a comment, as far as they stand in this paragraph."""
    words, inside = list[str](), False
    for one in paragraph.iter(RANGE_START, RANGE_END, R):
        if one.tag == R:
            if inside and next(one.iterancestors(DEL, MOVE_FROM), None) is None:
                words.append(run_text(one))
        elif one.get(ID, "") == number:
            inside = one.tag == RANGE_START
    return "".join(words)


def _is_deleted_mark(paragraph: Element) -> bool:
    mark = paragraph.find(f"{PPR}/{RPR}")
    return mark is not None and (mark.find(DEL) is not None or mark.find(MOVE_FROM) is not None)
