"""Merges a new report onto a draft that officials have edited: three files in, one out, theirs never written to."""

from __future__ import annotations

from copy import deepcopy
from itertools import islice

from msgspec.structs import replace

from lamdong_report.docx.accepting import accept_all, empty_cell, revive
from lamdong_report.docx.comments import comment_text
from lamdong_report.docx.package import open_package
from lamdong_report.docx.revisions import Revisions
from lamdong_report.docx.wordml import (
    ID,
    REFERENCE,
    SECT,
    TC,
    TR,
    WHO,
    Element,
    P,
    close_last_section,
    paragraph_text,
    w,
)
from lamdong_report.merge.blocks import BlockKind, TextBlock
from lamdong_report.merge.changes import (
    Comment,
    Delete,
    Highlight,
    Insert,
    Merged,
    Reword,
    Step,
    TakeBack,
    Why,
    no_sources,
)
from lamdong_report.merge.decide import decide_merge
from lamdong_report.merge.editing import child_of, edit_paragraphs, runs_between
from lamdong_report.merge.notes import is_of_merge, of_copy
from lamdong_report.merge.parts import Importer, merge_charts, merge_margins
from lamdong_report.merge.story import Story
from lamdong_report.merge.words import bag_of, fold_text


def merge_drafts(
    base: bytes,
    mine: bytes,
    new: bytes,
    *,
    track: bool = True,
    why: Why = no_sources,
    date: str = "",
    final: bool = False,
    is_copy: bool = False,
) -> Merged:
    """What the officials made of the draft, with what the data have changed since.

    `base` is the draft as the tool wrote it, `mine` the same as the officials edited it, `new` what the tool writes
    today; all are .docx. With `track`, what is taken over are tracked changes of the tool's author; without, plain
    text (earlier revisions of the tool that are still open are then accepted). `why(text, words)` names the cells
    behind the changed words of a new paragraph or row. `date` (ISO 8601) is that of the revisions, by default the
    date that the new report bears. A `final` report keeps no comment of the tool that nobody has answered. `is_copy`
    says that `new` is what another official has made of the draft; comments then say so. Raises
    UsageError for a file that is no Word document.
    """
    former, theirs, fresh = (Story(open_package(data)) for data in (base, mine, new))
    decision = decide_merge(former.blocks, theirs.blocks, fresh.blocks, why)
    has_macros = theirs.package.become_document()
    revisions = Revisions(theirs.package, date or fresh.modified)
    applier = Applier(theirs, fresh, revisions)
    for step in decision.steps:
        applier.apply(replace(step, text=of_copy(step.text)) if is_copy and isinstance(step, Comment) else step)
    if is_copy:
        _bring_comments(fresh, theirs)
    revisions.tell_apart(theirs.root)
    margins = merge_margins(former.package, theirs.package, fresh.package, revisions, track=track)
    charts = tuple(merge_charts(former.package, theirs.package, fresh.package))
    if decision.steps or is_copy:
        theirs.package.changed.add(theirs.main)
    if not track:
        accept_all(theirs.root)
        close_last_section(theirs.body)
    theirs.comments.sweep()
    disputes = tuple(filter(is_of_merge, theirs.comments.tools.values()))
    if final:
        theirs.comments.take_all_back()
    return Merged(theirs.package.pack(), (*margins, *charts, *decision.changes), has_macros, disputes)


def document_text(document: bytes) -> str:
    """What the document says, a line a paragraph, with all revisions accepted; cells of a row parted by tabs."""
    return "\n".join(block.text for block in Story(open_package(document)).blocks)


def resemblance(one: bytes, other: bytes) -> float:
    """The part of their words that two documents share: 0 for none, 1 for all (Dice's measure)."""
    bags = [bag_of(document_text(document)) for document in (one, other)]
    total = bags[0].total() + bags[1].total()
    return 2 * (bags[0] & bags[1]).total() / total if total else 0.0


def has_open_revisions(document: bytes) -> bool:
    """Whether somebody's tracked changes are still open in the body."""
    root = Story(open_package(document)).root
    return next(root.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is not None


def _bring_comments(copy: Story, theirs: Story) -> None:
    """Write the comments of people in another official's copy beside the paragraph of theirs that says the same.

    Where none does, the paragraph before takes it: a remark in a wrong place is found, one that is gone is not.
    """
    known = {(one.get(WHO), comment_text(one)) for one in theirs.comments.people.values()}
    news = {key: one for key, one in copy.comments.people.items() if (one.get(WHO), comment_text(one)) not in known}
    if not news:
        return
    paragraphs = list(theirs.body.iter(P))
    places = {fold_text(paragraph_text(one)): one for one in reversed(paragraphs)}
    last = paragraphs[0] if paragraphs else None
    for paragraph in copy.body.iter(P):
        text = fold_text(paragraph_text(paragraph))
        last = places.get(text, last) if text else last
        for reference in paragraph.iter(REFERENCE):
            comment = news.pop(reference.get(ID, ""), None)
            if comment is not None and last is not None:
                theirs.comments.add_again(last, comment)


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
