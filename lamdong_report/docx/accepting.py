"""Closes revisions of the tool: accepts them as Word would, or takes back those that change nothing any more."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from lamdong_report.docx.wordml import (
    BR,
    CR,
    DEL,
    DEL_INSTR,
    DEL_TEXT,
    INS,
    INSTR,
    MOVE_FROM,
    MOVE_TO,
    PPR,
    RANGE_END,
    RANGE_START,
    RPR,
    RPR_CHANGE,
    SECT,
    TAB,
    TBL,
    TC,
    TR,
    TRPR,
    Element,
    P,
    R,
    T,
    holds_text,
    is_tools,
    named,
    paragraph_text,
    remove,
    unwrap,
    w,
)

_BETWEEN = frozenset({RANGE_START, RANGE_END, *named("bookmarkStart bookmarkEnd proofErr")})
_PLAIN = {DEL_TEXT: T, DEL_INSTR: INSTR}
_WORDS = frozenset({RPR, T, DEL_TEXT, TAB, BR, CR, *named("noBreakHyphen softHyphen lastRenderedPageBreak")})


def accept_all(root: Element, *, everybody: bool = False) -> None:
    """Carry out every revision of the tool (or everybody's), as Word's "Accept" would; others stay open."""

    def concerns(one: Element) -> bool:
        return everybody or is_tools(one)

    for row in [row for row in root.iter(TR) if _has_mark(row, TRPR, DEL, concerns)]:
        table = row.getparent()
        remove(row)
        if table is not None and table.tag == TBL and next(table.iter(TR), None) is None:
            remove(table)
    gone = [one for one in root.iter(P) if _has_mark(one, f"{PPR}/{RPR}", DEL, concerns)]
    for struck in [one for one in root.iter(DEL, MOVE_FROM) if concerns(one)]:
        remove(struck)
    for put in [one for one in root.iter(INS, MOVE_TO) if concerns(one)]:
        unwrap(put)
    for change in [one for one in root.iter(RPR_CHANGE) if concerns(one)]:
        remove(change)
    for paragraph in gone:
        _join_to_next(paragraph)
    for properties in root.findall(f".//{PPR}/{RPR}"):
        if len(properties) == 0:
            remove(properties)


def _has_mark(element: Element, path: str, name: str, concerns: Callable[[Element], bool]) -> bool:
    mark = element.find(f"{path}/{name}")
    return mark is not None and concerns(mark)


def reject_in(paragraph: Element) -> bool:
    """Take back the tool's open changes of a paragraph's words; False (and nothing done) where more than words is new.

    What officials put into an insertion of the tool goes with it: the caller writes it again as words.
    """
    put = [one for one in paragraph.iter(INS) if is_tools(one) and one.getparent() is not None]
    put = [one for one in put if (up := one.getparent()) is not None and up.tag not in (RPR, TRPR)]
    if any(piece.tag not in _WORDS for one in put for run in one.iter(R) for piece in run):
        return False
    for one in put:
        anchors = [piece for piece in one if piece.tag in (RANGE_START, RANGE_END)]
        for anchor in anchors:
            one.addprevious(anchor)
        remove(one)
    for struck in [one for one in paragraph.iter(DEL) if is_tools(one)]:
        if (up := struck.getparent()) is not None and up.tag not in (RPR, TRPR):
            _restore(struck)
    return True


def has_open_words(paragraph: Element) -> bool:
    """Whether a change of words by the tool is open in a paragraph that is not itself an insertion of the tool."""
    mark = paragraph.find(f"{PPR}/{RPR}/{INS}")
    if mark is not None and is_tools(mark):
        return False
    found = (one for one in paragraph.iter(INS, DEL) if is_tools(one))
    return any((up := one.getparent()) is not None and up.tag not in (RPR, TRPR) for one in found)


def revive(place: Element, text: str, *, in_front: bool) -> Element | None:
    """A paragraph or row beside the place that the tool proposed to strike and that says the text: struck no more.

    None if there is none, or if somebody else changed it too.
    """
    step = place.getprevious if in_front else place.getnext
    near = step()
    while near is not None and _is_struck_whole(near):
        copied = deepcopy(near)
        _revive(copied)
        if next(copied.iter(INS, DEL), None) is None and _says(copied) == text:
            _revive(near)
            return near
        near = near.getprevious() if in_front else near.getnext()
    return None


def _is_struck_whole(element: Element) -> bool:
    path = TRPR if element.tag == TR else f"{PPR}/{RPR}"
    return element.tag in (P, TR) and _has_mark(element, path, DEL, is_tools)


def _revive(element: Element) -> None:
    for struck in [one for one in element.iter(DEL) if is_tools(one)]:
        if (up := struck.getparent()) is not None and up.tag in (RPR, TRPR):
            remove(struck)
        else:
            _restore(struck)


def _says(element: Element) -> str:
    if element.tag == P:
        return paragraph_text(element)
    return "\t".join("\n".join(map(paragraph_text, cell.iter(P))) for cell in element.iter(TC))


def empty_cell(cell: Element) -> Element:
    """The cell without its words."""
    for paragraph in cell.findall(P)[1:]:
        remove(paragraph)
    for paragraph in cell.findall(P):
        for child in [child for child in paragraph if child.tag != PPR]:
            paragraph.remove(child)
    return cell


def _join_to_next(paragraph: Element) -> None:
    """Take the mark of a paragraph out: what it still says begins the next one; without any it goes.

    It stays where nothing is left behind it: a cell must end with a paragraph, and a table must not end the body.
    """
    mark = paragraph.find(f"{PPR}/{RPR}/{DEL}")
    if mark is not None:
        remove(mark)
    following = paragraph.getnext()
    while following is not None and following.tag in _BETWEEN:
        following = following.getnext()
    if following is not None and following.tag == P:
        at = 1 if following.find(PPR) is not None else 0
        following[at:at] = [child for child in paragraph if child.tag != PPR]
        remove(paragraph)
    elif not holds_text(paragraph) and following is not None and following.tag in (TBL, w("sdt"), SECT):
        remove(paragraph)


def drop_null_change(paragraph: Element) -> None:
    """Undo a deletion of ours that is followed by the insertion of the same words: nothing has changed any more."""
    for struck in [one for one in paragraph.iter(DEL) if is_tools(one)]:
        put = struck.getnext()
        if put is None or put.tag != INS or not is_tools(put):
            continue
        if _spelt(struck) == _spelt(put):
            remove(put)
            _restore(struck)


def _spelt(holder: Element) -> str:
    """The letters under a revision; signs without letters by their names."""
    pieces = (piece for run in holder.iter(R) for piece in run if piece.tag != RPR)
    texts = [(piece.text or "") if piece.tag in (T, DEL_TEXT) else piece.tag for piece in pieces]
    return "".join(texts)


def _restore(struck: Element) -> None:
    """Put back what a deletion struck."""
    for piece in struck.iter(DEL_TEXT, DEL_INSTR):
        piece.tag = _PLAIN[piece.tag]
    unwrap(struck)
