"""Changes the words of one paragraph and nothing else in it: runs are cut, struck and put in where the words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy

from lxml import etree

from lamdong_report.docx.accepting import drop_null_change, has_open_words, reject_in
from lamdong_report.docx.revisions import Revisions, make_run
from lamdong_report.docx.wordml import (
    DEL,
    INS,
    PPR,
    REFERENCE,
    RPR,
    XML_SPACE,
    Element,
    R,
    T,
    is_tools,
    paragraph_text,
    piece_text,
    run_text,
    runs_of,
    w,
)
from lamdong_report.merge.hunks import Edit, apply_edits, locate, starts_of
from lamdong_report.merge.sentences import edits_between

_MARK_ONLY = frozenset(map(w, ["ins", "del", "moveFrom", "moveTo", "rPrChange"]))
_REVISED = frozenset({w("rPrChange")})
# A run that says something, and where in its paragraph its words begin and end.
Span = tuple[Element, int, int]


def edit_paragraphs(paragraphs: Sequence[Element], texts: Sequence[str], edits: Iterable[Edit], to: Revisions) -> None:
    """Apply edits whose places count over all `texts`, parted by one sign each."""
    starts, shares = starts_of(texts), [list[Edit]() for _ in paragraphs]
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        for at, piece in _share_out(edit, starts, texts):
            shares[at].append(piece)
    for paragraph, text, own in zip(paragraphs, texts, shares, strict=True):
        if not own:
            continue
        share: Sequence[Edit] = own
        # Where earlier changes of the tool are still open, they are taken back first: what is then struck and put in is
        # the way from the officials' words to today's, not a change of a change.
        if has_open_words(paragraph):
            wanted = apply_edits(text, share)
            if reject_in(paragraph):
                share = edits_between(paragraph_text(paragraph), wanted)
        for edit in reversed(share):
            gone = runs_between(paragraph, edit.start, edit.end) if edit.end > edit.start else []
            if edit.text:
                _put(paragraph, edit, gone, to)
            for run in gone:
                to.strike(run)
        drop_null_change(paragraph)


def runs_between(paragraph: Element, start: int, end: int) -> list[Element]:
    """The runs that say the characters [start, end), cut off from their neighbours; the nearest run if none does."""
    spans = _spans(paragraph)
    if any([_cut(spans, end), _cut(spans, start)]):
        spans = _spans(paragraph)
    near = [run for run, left, _ in spans if left <= start][-1:]
    return [run for run, left, right in spans if start <= left and right <= end] or near


def _spans(paragraph: Element) -> list[Span]:
    """Every run that says something, with where its words begin and end."""
    spans, seen = [], 0
    for run in runs_of(paragraph):
        length = len(run_text(run))
        if length:
            spans.append((run, seen, seen + length))
        seen += length
    return spans


def child_of(paragraph: Element, run: Element) -> Element:
    """The child of the paragraph that holds the run."""
    while (parent := run.getparent()) is not None and parent is not paragraph:
        run = parent
    return run


def _share_out(edit: Edit, starts: Sequence[int], texts: Sequence[str]) -> Iterable[tuple[int, Edit]]:
    """The edit cut at the paragraphs' ends; its new words go to the first paragraph it touches."""
    new = edit.text.replace("\n", " ")
    if len(texts) == 1:
        yield 0, Edit(edit.start, edit.end, new)
        return
    first, last = locate(texts, edit.start)[0], locate(texts, edit.end)[0]
    for at in range(first, last + 1):
        start, end = max(edit.start - starts[at], 0), min(edit.end - starts[at], len(texts[at]))
        if start != end or (at == first and new):
            yield at, Edit(start, end, new if at == first else "")


def _put(paragraph: Element, edit: Edit, gone: list[Element], to: Revisions) -> None:
    """Put the new words behind what they replace, else behind the word before, in the same formatting."""
    before, after = (gone[-1] if gone else None), None
    if not gone:
        _cut(_spans(paragraph), edit.start)
        for one, left, _ in _spans(paragraph):  # the run that ends at the place, and the one that begins there
            if left < edit.start:
                before = one
            elif after is None:
                after = one
    model = gone[0] if gone else (before if before is not None else after)
    run = make_run(edit.text, _formatting(model, paragraph))
    if before is not None:
        parent = before.getparent()
        if parent is not None and parent.tag == INS and is_tools(parent):
            before.addnext(run)  # already part of an insertion of ours
        else:
            _split_after(before, to).addnext(to.wrap([run]))
    elif after is not None:
        parent = after.getparent()
        inside = parent if parent is not None and parent.tag in (INS, w("moveTo")) else after
        inside.addprevious(to.wrap([run]))
    else:
        paragraph.append(to.wrap([run]))


def _split_after(run: Element, to: Revisions) -> Element:
    """What the run stands in beside its neighbours; an official's insertion around it is cut behind the run."""
    parent = run.getparent()
    if parent is None or parent.tag not in (INS, DEL, w("moveTo")):
        return run
    rest = list(run.itersiblings())
    if rest:
        second = to.again(parent)
        second.extend(rest)
        parent.addnext(second)
    return parent


def _formatting(model: Element | None, paragraph: Element) -> Element | None:
    """The properties of the run, without its own revisions; the paragraph mark's where there is no run."""
    properties = model.find(RPR) if model is not None else paragraph.find(f"{PPR}/{RPR}")
    if properties is None:
        return None
    copied = deepcopy(properties)
    for one in [one for one in copied if one.tag in (_REVISED if model is not None else _MARK_ONLY)]:
        copied.remove(one)
    return copied


def _cut(spans: Sequence[Span], place: int) -> bool:
    """Whether a run had to be cut so that one run ends and another begins at the place."""
    around = next(((run, place - left) for run, left, right in spans if left < place < right), None)
    if around is None:
        return False
    (run, at), second, seen = around, etree.Element(R), 0
    properties = run.find(RPR)
    if properties is not None:
        second.append(deepcopy(properties))
    for piece in [piece for piece in run if piece.tag != RPR]:
        length = len(piece_text(piece))
        if seen >= at and (seen > at or length or piece.tag == REFERENCE):
            second.append(piece)
        elif seen + length > at:
            text, rest = piece.text or "", etree.SubElement(second, T)
            piece.text, rest.text = text[: at - seen], text[at - seen :]
            for one in (piece, rest):
                one.set(XML_SPACE, "preserve")  # else Word drops the space that the words are cut at
        seen += length
    run.addnext(second)
    return True
