"""Closes revisions of the tool: accepts them as Word would, or takes back those that change nothing any more."""

from __future__ import annotations

from lamdong_report.docx.wordml import (
    DEL,
    DEL_INSTR,
    DEL_TEXT,
    INS,
    INSTR,
    PPR,
    RPR,
    RPR_CHANGE,
    SECT,
    TBL,
    TR,
    TRPR,
    Element,
    P,
    R,
    T,
    holds_text,
    is_tools,
    remove,
    unwrap,
    w,
)

_PLAIN = {DEL_TEXT: T, DEL_INSTR: INSTR}


def accept_all(root: Element) -> None:
    """Carry out every revision of the tool, as Word's "Accept" would; those of others stay open."""
    for row in [row for row in root.iter(TR) if _own_mark(row, TRPR, DEL) is not None]:
        _remove_row(row)
    gone = [one for one in root.iter(P) if _own_mark(one, f"{PPR}/{RPR}", DEL) is not None]
    for struck in [one for one in root.iter(DEL) if is_tools(one)]:
        remove(struck)
    for put in [one for one in root.iter(INS) if is_tools(one)]:
        unwrap(put)
    for change in [one for one in root.iter(RPR_CHANGE) if is_tools(one)]:
        remove(change)
    for paragraph in gone:
        if not holds_text(paragraph) and _may_go(paragraph):
            remove(paragraph)
    for properties in root.findall(f".//{PPR}/{RPR}"):
        if len(properties) == 0:
            remove(properties)


def _own_mark(element: Element, path: str, name: str) -> Element | None:
    mark = element.find(f"{path}/{name}")
    return mark if mark is not None and is_tools(mark) else None


def _may_go(paragraph: Element) -> bool:
    """Whether something is left behind the paragraph: a cell must end with one, a table must not end the body."""
    following = paragraph.getnext()
    return following is not None and following.tag in (P, TBL, w("sdt"), SECT)


def _remove_row(row: Element) -> None:
    table = row.getparent()
    remove(row)
    if table is not None and table.tag == TBL and next(table.iter(TR), None) is None:
        remove(table)


def tidy(paragraph: Element) -> None:
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
