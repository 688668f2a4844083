"""Reads the body of a Word file as blocks, with the tool's comments on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from itertools import islice

from lamdong_report.docx.comments import Comments
from lamdong_report.docx.package import DocxPackage, not_word
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
    TR,
    TRPR,
    VAL,
    Element,
    P,
    R,
    T,
    paragraph_text,
    run_text,
    w,
)
from lamdong_report.merge.blocks import BlockKind, TextBlock, ToolComment

_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_MODIFIED = "{http://purl.org/dc/terms/}modified"
# Some date has to stand there, and today's would give other bytes each day.
_EPOCH = "2000-01-01T00:00:00Z"
_RUBY, _RUBY_BASE, _SPAN = w("ruby"), w("rubyBase"), w("gridSpan")
# Where one of these stands in a row, its words are more than its w:t in cell after cell.
_INTRICATE = (*NOT_PLAIN, DEL, _RUBY, TBL, *AROUND_BLOCKS)


Inside = tuple[TextBlock, ...] | Callable[[], tuple[TextBlock, ...]]


class Story:
    """The body of one document, read as blocks."""

    def __init__(self, package: DocxPackage) -> None:
        self.package = package
        self.main = package.main()
        self.root = package.tree(self.main)
        self.styles = StyleNames(package, self.main)
        self.comments = Comments(package, self.main)
        self._soft, self._intricate, self._yellow = set[Element](), set[Element](), set[Element]()
        self._spans: dict[Element, int] = {}
        self._remarks: defaultdict[Element, list[ToolComment]] = defaultdict(list)
        for one in self.root.iter(*_INTRICATE, HIGHLIGHT, REFERENCE, _SPAN):  # in one go: each takes as long as all
            self._note(one)
        self._noted = {up for paragraph in self._remarks for up in paragraph.iterancestors(TC, TR, TBL)}

    def _note(self, one: Element) -> None:
        """Something that is more than plain words: what it stands in is to be read otherwise."""
        if one.tag == HIGHLIGHT:
            self._yellow.update(one.iterancestors(P, TC, TR, TBL))
        elif one.tag == _SPAN:
            holder, columns = next(islice(one.iterancestors(), 1, None)), one.get(VAL, "")
            if holder.tag == TC and columns.isdecimal():  # not what a tracked change says of former times
                self._spans[holder] = int(columns)
        elif one.tag == REFERENCE:
            number = one.get(ID, "")
            note, up = self.comments.tools.get(number), next(one.iterancestors(P), None)
            if note is not None and up is not None:
                self._remarks[up].append(ToolComment(note, _quoted(up, number), self.comments.is_answered(number)))
        else:
            self._intricate.update(one.iterancestors(P, TR))
            # SplitText in which no run can be cut: phonetic guides, plain words inside a deletion.
            if one.tag == _RUBY or (one.tag == DEL and next(one.iter(T), None) is not None):
                self._soft.update(one.iterancestors(P))

    @property
    def modified(self) -> str:
        """When the document says that it was last changed (ISO 8601)."""
        part = self.package.related(_PROPERTIES)
        found = self.package.tree(part).find(_MODIFIED) if part in self.package.parts else None
        return (found.text if found is not None else None) or _EPOCH

    @cached_property
    def body(self) -> Element:
        found = self.root.find(w("body"))
        if found is None:
            raise not_word()  # as with the standard's strict form, whose elements have other names
        return found

    @cached_property
    def blocks(self) -> tuple[TextBlock, ...]:
        return tuple(self._blocks(self.body))

    def _blocks(self, parent: Element) -> Iterator[TextBlock]:
        for child in parent:
            if child.tag == P:
                text, mark = self._text(child), child.find(f"{PPR}/{RPR}")
                is_gone = mark is not None and (mark.find(DEL) is not None or mark.find(MOVE_FROM) is not None)
                if not text and is_gone:
                    continue
                style, tool_comments = self.styles.name_of(child), tuple(self._remarks.get(child, ()))
                yield TextBlock(
                    BlockKind.PARAGRAPH,
                    text,
                    style,
                    self.styles.is_heading(style),
                    tool_comments=tool_comments,
                    has_notes=bool(tool_comments),
                    is_highlighted=child in self._yellow,
                    firm=child not in self._soft,
                    element=child,
                )
            elif child.tag == TBL:
                rows = tuple(self._rows(child))
                yield self._holder(BlockKind.TABLE, child, "\n".join(row.text for row in rows), rows)
            elif child.tag in AROUND_BLOCKS:
                yield from self._blocks(child)

    def _holder(self, kind: BlockKind, element: Element, text: str, inside: Inside, span: int = 1) -> TextBlock:
        """A table, row or cell."""
        has_notes, is_highlighted = element in self._noted, element in self._yellow
        return TextBlock(kind, text, "", False, inside, (), has_notes, is_highlighted, span, element=element)

    def _rows(self, parent: Element) -> Iterator[TextBlock]:
        for child in parent:
            if child.tag in AROUND_BLOCKS:
                yield from self._rows(child)
            elif child.tag != TR:
                continue
            elif child in self._intricate or "\t" in "".join(texts := _plain_cells(child)):
                if child.find(f"{TRPR}/{DEL}") is None:
                    cells = tuple(self._cells(child))
                    yield self._holder(BlockKind.ROW, child, "\t".join(cell.text for cell in cells), cells)
            else:
                yield self._holder(BlockKind.ROW, child, "\t".join(texts), partial(self._read, self._cells, child))

    @staticmethod
    def _read(parts: Callable[[Element], Iterator[TextBlock]], holder: Element) -> tuple[TextBlock, ...]:
        return tuple(parts(holder))

    def _cells(self, row: Element) -> Iterator[TextBlock]:
        """The cells of a row, those inside content controls included."""
        for child in row:
            if child.tag == TC:
                text = "\n".join(map(self._text, child.iter(P)))
                read = partial(self._read, self._blocks, child)
                yield self._holder(BlockKind.CELL, child, text, read, self._spans.get(child, 1))
            elif child.tag in AROUND_BLOCKS:
                yield from self._cells(child)

    def _text(self, paragraph: Element) -> str:
        """What the paragraph says; where more than plain words stands in it, that is asked of its runs."""
        if paragraph in self._soft:
            holders = [(one.text or "", {up.tag for up in one.iterancestors()}) for one in paragraph.iter(T)]
            # What stands on paper: the readings above a phonetic guide do not.
            read = [words for words, tags in holders if DEL not in tags and (_RUBY not in tags or _RUBY_BASE in tags)]
            return "".join(read)
        if paragraph in self._intricate:
            return paragraph_text(paragraph)
        return "".join([text.text or "" for text in paragraph.iter(T)])


def _plain_cells(row: Element) -> list[str]:
    """The words of every cell, read in one go: asking each paragraph by itself takes ten times as long."""
    cells: list[str] = []
    is_first = True
    for one in row.iter(TC, P, T):
        if one.tag == TC:
            cells.append("")
            is_first = True
        elif one.tag == T:
            cells[-1] += one.text or ""
        elif is_first:
            is_first = False
        else:
            cells[-1] += "\n"
    return cells


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
