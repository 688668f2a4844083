"""Leaves no cell hollow and no table empty, and keeps together what must not be parted by the end of a page."""

from __future__ import annotations

from docx.document import Document

from lamdong_report.docx.wordml import PPR, TBL, TC, TR, Element, P
from lamdong_report.word.styles import Styles, style_of
from lamdong_report.word.tags import child, qn, text_of, value

END_STYLE = "Hết phụ lục"
# So many rows stay with the mark that closes an annex: a lone last row would look lost.
KEPT_ROWS = 2
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_PARAGRAPH_IDS = (f"{{{_WORD_2010}}}paraId", f"{{{_WORD_2010}}}textId")


def tidy(document: Document) -> None:
    """Mend what Word would refuse to open; keep an annex's last rows and every "…:" with what follows."""
    body, end = document.element.body, Styles(document).id_of(END_STYLE)
    _drop_repeated_ids(body)
    for cell in body.iter(TC):
        if not len(cell) or cell[-1].tag != P:
            cell.append(cell.makeelement(P))
    for table in list(body.iter(TBL)):
        _drop_empty(table)
        rows = table.findall(TR)
        if rows and any(style_of(paragraph) == end for paragraph in rows[-1].iter(P)):
            for row in rows[-1 - KEPT_ROWS : -1]:
                _keep_with_next(row)
    for paragraph in body.iterchildren(P):
        if text_of(paragraph).rstrip().endswith(":"):
            _keep_with_next(paragraph)


def _drop_repeated_ids(body: Element) -> None:
    """What a loop has repeated though it may stand only once: Word's paragraph ids, and bookmarks."""
    for holder in body.iter(P, TR):
        for key in _PARAGRAPH_IDS:
            holder.attrib.pop(key, "")
    for name in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        seen = set[str]()
        for mark in list(body.iter(name)):
            number, parent = value(mark, qn("w:id")), mark.getparent()
            if number in seen and parent is not None:
                parent.remove(mark)
            seen.add(number)


def _drop_empty(table: Element) -> None:
    for row in table.findall(TR):
        if row.find(TC) is None:
            table.remove(row)
    holder = table.getparent()
    if table.find(TR) is None and holder is not None:
        holder.remove(table)


def _keep_with_next(holder: Element) -> None:
    for paragraph in holder.iter(P):
        properties = child(paragraph, PPR, at=0)
        child(properties, qn("w:keepNext"), at=1 if properties.find(qn("w:pStyle")) is not None else 0)
