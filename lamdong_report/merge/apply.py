"""Carries out what was decided, as tracked changes of the tool: blocks fitted in, words changed, comments written."""

from __future__ import annotations

from copy import deepcopy
from itertools import islice

from lamdong_report.docx.accepting import accept_all, empty_cell, revive
from lamdong_report.docx.revisions import Revisions
from lamdong_report.docx.wordml import (
    NUMPR,
    PSTYLE,
    RANGE_END,
    RANGE_START,
    REFERENCE,
    RSTYLE,
    SECT,
    TBLSTYLE,
    TC,
    TR,
    VAL,
    XML_SPACE,
    Element,
    P,
    W,
    named,
    take_out,
    w,
)
from lamdong_report.merge.blocks import BlockKind, TextBlock
from lamdong_report.merge.editing import child_of, edit_paragraphs, runs_between
from lamdong_report.merge.parts import NewCharts
from lamdong_report.merge.steps import Comment, Delete, Highlight, Insert, Reword, Step, TakeBack
from lamdong_report.merge.story import Story


class Applier:
    """Changes one document; new blocks come from `new`."""

    def __init__(self, mine: Story, new: Story, revisions: Revisions) -> None:
        self._mine, self._revisions = mine, revisions
        self._importer = Importer(new, mine)
        self._put: dict[TextBlock, Element] = {}

    def apply(self, step: Step) -> None:
        match step:
            case Insert():
                self._insert(step)
            case Delete():
                element = _element(step.block)
                if step.block.kind is BlockKind.PARAGRAPH:
                    parent = element.getparent()
                    ends_cell = parent is not None and parent.tag == TC and parent[-1] is element
                    self._revisions.delete_paragraph(element, keep_mark=ends_cell)
                for row in step.block.parts if step.block.kind is BlockKind.TABLE else [step.block]:
                    if row.kind is BlockKind.ROW:
                        self._revisions.delete_row(_element(row))
            case Reword():
                elements = [_element(block) for block in step.blocks]
                edit_paragraphs(elements, [block.text for block in step.blocks], step.edits, self._revisions)
            case Comment():
                paragraph, spot = _element(step.block), list[Element]()
                if step.start >= 0 and step.block.firm:
                    spot = [child_of(paragraph, run) for run in runs_between(paragraph, step.start, step.end)]
                if spot:
                    self._mine.comments.add(spot[0], spot[-1], step.text, self._revisions.date)
                else:
                    self._mine.comments.add_to(paragraph, step.text, self._revisions.date)
            case TakeBack():
                self._mine.comments.take_back(_element(step.block), step.text)
            case Highlight():
                for paragraph in _element(step.block).iter(P):
                    self._revisions.highlight(paragraph, step.colour)

    def _insert(self, step: Insert) -> None:
        """A copy of a new block as an insertion, with the tool's comments on it; what was struck there is revived."""
        place = None if step.anchor is None else self._put.get(step.anchor, step.anchor.element)
        revived = revive(place, step.block.text, in_front=step.in_front) if place is not None else None
        if revived is not None:
            self._put[step.block] = revived
            self._remark(revived, step.block)
            return
        element = self._importer.copy(_element(step.block))
        if step.order is not None:
            _reorder(element, step.order)
        if step.block.kind is BlockKind.PARAGRAPH:
            self._revisions.insert_paragraph(element)
        else:
            for row in [element] if step.block.kind is BlockKind.ROW else list(element.iterchildren(TR)):
                self._revisions.insert_row(row)
        self._remark(element, step.block)
        self._put[step.block] = element
        if place is not None and step.in_front:
            place.addprevious(element)
        elif place is not None:
            place.addnext(element)
        else:
            container = self._mine.body if step.container is None else _element(step.container)
            if len(container) and container[-1].tag == SECT:  # the body's own last element, behind all blocks
                container[-1].addprevious(element)
            else:
                container.append(element)

    def _remark(self, element: Element, block: TextBlock) -> None:
        for first in islice(element.iter(P), 1):
            for note in dict.fromkeys(block.notes):
                self._mine.comments.add_to(first, note, self._revisions.date)


def _element(block: TextBlock) -> Element:
    assert block.element is not None
    return block.element


def _reorder(row: Element, order: tuple[int | None, ...]) -> None:
    """Put the cells of a new row into the columns of theirs; a column that the data do not have stays empty."""
    cells = row.findall(TC)
    model = cells[-1]
    for cell in cells:
        row.remove(cell)
    for at in order:
        row.append(cells[at] if at is not None and at < len(cells) else empty_cell(deepcopy(model)))


# What refers to other parts or to places in the document that it comes from.
_FOREIGN = (
    *(RANGE_START, RANGE_END, REFERENCE, SECT),
    *named("bookmarkStart bookmarkEnd proofErr lastRenderedPageBreak"),
    *named("footnoteReference endnoteReference pict object"),
)
_DRAWING = w("drawing")
_STYLED = (PSTYLE, RSTYLE, TBLSTYLE)


class Importer:
    """Copies elements of `source` for `target`: styles by name, charts with their parts, nothing else from outside."""

    def __init__(self, source: Story, target: Story) -> None:
        self._source, self._target = source, target
        self._ids: dict[str, str] = {}
        self._same_lists = _numbering(source) == _numbering(target)
        self._charts = NewCharts(source.package, target.package)

    def copy(self, element: Element) -> Element:
        copied = deepcopy(element)
        copied.tail = None
        accept_all(copied, everybody=True)
        for one in list(copied.iter(*_FOREIGN)):
            take_out(one)
        for link in list(copied.iter(w("hyperlink"))):
            parent = link.getparent()
            if parent is not None:
                at = parent.index(link)
                parent[at : at + 1] = list(link)
        charts = {one: self._charts.bring(one) for one in copied.iter(_DRAWING)}
        for one in copied.iter():
            for name in map(str, one.attrib):
                # What only its own document can explain: editing sessions, extensions, relations.
                is_foreign = not name.startswith(f"{{{W}}}") or name.startswith(w("rsid"))
                if name.startswith("{") and name != XML_SPACE and is_foreign:
                    del one.attrib[name]
        for drawing, relation in charts.items():
            if relation:
                self._charts.refer(drawing, relation)
            else:
                take_out(drawing)
        for one in list(copied.iter(*_STYLED)):
            key = one.get(VAL, "")
            if key not in self._ids:
                self._ids[key] = self._target.styles.adopt(key, self._source.styles)
            if self._ids[key]:
                one.set(VAL, self._ids[key])
            else:
                take_out(one)
        if not self._same_lists:
            for one in list(copied.iter(NUMPR)):
                take_out(one)
        return copied


def _numbering(story: Story) -> bytes:
    return story.package.parts.get(story.package.related("numbering", story.main), b"")
