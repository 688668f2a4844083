"""Leaves no cell hollow and no table empty, and keeps together what must not be parted by the end of a page."""

from __future__ import annotations

from docx.document import Document

from lamdong_report.docx.wordml import PPR, TBL, TC, TCPR, TR, Element, P, close_last_section
from lamdong_report.word.styles import Styles, style_of
from lamdong_report.word.tags import child, qn, text_of, value

END_STYLE = "Hết phụ lục"
# So many rows, and as many as make so many lines, stay with the mark that closes an annex: a lone last row would look
# lost, and offices send back a page that holds less than five lines.
KEPT_ROWS, KEPT_LINES = 2, 5
TRPR, _HEADER = qn("w:trPr"), qn("w:tblHeader")
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_PARAGRAPH_IDS = (f"{{{_WORD_2010}}}paraId", f"{{{_WORD_2010}}}textId")


def tidy(document: Document) -> None:
    """Mend what Word would refuse to open; keep an annex's last rows and every "…:" with what follows.

    Comes when the columns have their widths: how many lines a row has depends on them.
    """
    body, styles = document.element.body, Styles(document)
    end = styles.id_of(END_STYLE)
    _drop_repeated_ids(body)
    close_last_section(body)
    for cell in body.iter(TC):
        if not len(cell) or cell[-1].tag != P:
            cell.append(cell.makeelement(P))
    for table in list(body.iter(TBL)):
        _drop_empty(table)
        rows = table.findall(TR)
        if rows and any(style_of(paragraph) == end for paragraph in rows[-1].iter(P)):
            lines = 0
            for kept, row in enumerate(reversed(rows[:-1])):
                if (kept >= KEPT_ROWS and lines >= KEPT_LINES) or row.find(f"{TRPR}/{_HEADER}") is not None:
                    break
                _keep_with_next(row)
                lines += 0 if _is_open(row) else _lines(row, styles)
    for paragraph in body.iterchildren(P):
        if text_of(paragraph).rstrip().endswith(":"):
            _keep_with_next(paragraph)


def _lines(row: Element, styles: Styles) -> int:
    """How many lines the highest cell of a row takes, about: nobody but Word knows it to the letter."""
    return max(
        sum(len(styles.face(p).wrap(text_of(p), styles.room(p))) or 1 for p in cell.iterchildren(P))
        for cell in row.iterchildren(TC)
    )


def _is_open(row: Element) -> bool:
    """Whether it is the legend under a table, which has no lines around it and is no row of the data."""
    return row.find(f"{TC}/{TCPR}/{qn('w:tcBorders')}") is not None


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
