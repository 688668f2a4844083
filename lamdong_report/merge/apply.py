"""Carries out what was decided: blocks put in, words changed, comments written, all as the tool's tracked changes."""

from __future__ import annotations

from copy import deepcopy
from itertools import islice

from lamdong_report.docx.accepting import empty_cell, revive
from lamdong_report.docx.revisions import Revisions
from lamdong_report.docx.wordml import SECT, TC, TR, Element, P
from lamdong_report.merge.blocks import BlockKind, TextBlock
from lamdong_report.merge.editing import child_of, edit_paragraphs, runs_between
from lamdong_report.merge.importing import Importer
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
                self._delete(step)
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
        place = None if step.anchor is None else self._put.get(step.anchor, step.anchor.element)
        revived = revive(place, step.block.text, in_front=step.in_front) if place is not None else None
        if revived is not None:
            self._put[step.block] = revived
            self._remark(revived, step.block)
            return
        element = self._take_over(step)
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

    def _take_over(self, step: Insert) -> Element:
        """A copy of a new block as an insertion, with the tool's comments on it."""
        block = step.block
        element = self._importer.copy(_element(block))
        if step.order is not None:
            _reorder(element, step.order)
        if block.kind is BlockKind.PARAGRAPH:
            self._revisions.insert_paragraph(element)
        else:
            for row in [element] if block.kind is BlockKind.ROW else list(element.iterchildren(TR)):
                self._revisions.insert_row(row)
        self._remark(element, block)
        return element

    def _remark(self, element: Element, block: TextBlock) -> None:
        for first in islice(element.iter(P), 1):
            for note in dict.fromkeys(block.notes):
                self._mine.comments.add_to(first, note, self._revisions.date)

    def _delete(self, step: Delete) -> None:
        element = _element(step.block)
        if step.block.kind is BlockKind.PARAGRAPH:
            parent = element.getparent()
            ends_cell = parent is not None and parent.tag == TC and parent[-1] is element
            self._revisions.delete_paragraph(element, keep_mark=ends_cell)
        for row in step.block.parts if step.block.kind is BlockKind.TABLE else [step.block]:
            if row.kind is BlockKind.ROW:
                self._revisions.delete_row(_element(row))


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
