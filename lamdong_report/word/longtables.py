"""Long tables in stretches of rows: what is printed of them is worked on piece by piece, for a tree takes much room.

An annex over thousands of agencies would stand in memory a dozen times its size. Its inner rows are cut out of the
printed body before that becomes a tree, are finished so many at a time, and put back into the written document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from msgspec import Struct

from lamdong_report.docx.wordml import TR, Element
from lamdong_report.word.tidy import KEPT_LINES, KEPT_ROWS

# So many rows are in one tree at once, beside those that stay with their table.
ROWS_AT_ONCE = 100
# Rows at each end of a table that are never cut out: its head, and those that are kept together with its end.
STAYING = 12
_TABLE, _TABLE_END, _ROW_END = b"<w:tbl>", b"</w:tbl>", b"</w:tr>"
_TABLES = re.compile(_TABLE + b"|" + _TABLE_END)
_ROW = re.compile(rb"<w:tr[ >]")
# A row with one of these is understood only together with others: repeated heads, what is numbered throughout the
# document, names of its own.
_NOT_ALONE = re.compile(rb"<w:tblHeader|<w:bookmark|docPr| xmlns")
# What the columns of a table are counted by.
_CELLS = re.compile(rb"<w:tc[ >]|<w:gridSpan[^>]*>")
# The legend under a table has it, and is no row of its data (`tidy`).
_NO_LINES = b"<w:tcBorders"
# Instructions stand where rows were cut out; where a template has its own, or comments, all tables stay whole.
_PLACE = re.compile(rb"<\?rows ([0-9]+)\?>")
_FOREIGN = re.compile(rb"<[?!]")


class RowStretch(Struct):
    """Rows cut out of a table, as XML; `head` opens the body and that table, and ends with its grid."""

    head: bytes
    rows: bytes

    def table(self) -> Element:
        """A table of these rows, in a body of its own. Raises XMLSyntaxError."""
        (table,) = parsed(self.head + self.rows + _TABLE_END + b"</w:body>")
        return table

    def keep(self, table: Element) -> None:
        """Take the rows as they are now in that table, which is of no use afterwards."""
        for other in [one for one in table if one.tag != TR]:
            table.remove(other)
        self.rows = etree.tostring(table, encoding="UTF-8").partition(b">")[2].removesuffix(_TABLE_END)


def parsed(xml: bytes) -> Element:
    return etree.fromstring(xml, etree.XMLParser(huge_tree=True, resolve_entities=False))


def cut_rows(body: bytearray) -> tuple[bytes, tuple[RowStretch, ...]]:
    """The printed body with an instruction for each stretch of rows that is cut out of a long table, and these."""
    left: list[bytes | bytearray] = []
    stretches: list[RowStretch] = []
    begin, behind = bytes(body[: body.find(b">") + 1]), 0
    for start, end in () if _FOREIGN.search(body) else _tables(body):
        if body.count(_ROW_END, start, end) > ROWS_AT_ONCE + 2 * STAYING:
            left.append(body[behind:start])
            left += _cut(bytes(body[start:end]).split(_ROW_END), begin, stretches)
            behind = end
    left.append(body[behind:])
    return b"".join(left), tuple(stretches)


def _tables(body: bytearray) -> Iterator[tuple[int, int]]:
    """Where each table begins and ends that has no other one around or within it."""
    depth, start, count = 0, 0, 0
    for found in _TABLES.finditer(body):
        if found[0] == _TABLE:
            start, count = (start, count + 1) if depth else (found.start(), 1)
            depth += 1
        else:
            depth -= 1
            if count == 1:
                yield start, found.start()


def _cut(pieces: Sequence[bytes], begin: bytes, stretches: list[RowStretch]) -> Iterator[bytes]:
    """What stays of a table's rows, with instructions in the place of those that can be worked on apart from them.

    Each piece but the last lacks its row's end; the first begins with what stands before the rows.
    """
    rows, last = [piece + _ROW_END for piece in pieces[:-1]], pieces[-1]
    first = _ROW.search(rows[0])
    inner, end = rows[STAYING:-STAYING], rows[-STAYING:]
    shapes = [{b"".join(_CELLS.findall(row)) for row in some} for some in (inner, (*rows[:STAYING], *end))]
    if (
        first is None
        or not all(_ROW.match(row) and not _NOT_ALONE.search(row) for row in inner)
        # The columns are those of the widest row, and how many of the last rows keep together is known from these.
        or not shapes[0] <= shapes[1]
        or sum(_NO_LINES not in row for row in end[:-1]) < max(KEPT_ROWS, KEPT_LINES)
    ):
        yield from (*rows, last)
        return
    head = begin + rows[0][: first.start()]
    yield from rows[:STAYING]
    for at in range(0, len(inner), ROWS_AT_ONCE):
        yield b"<?rows %d?>" % len(stretches)
        stretches.append(RowStretch(head, b"".join(inner[at : at + ROWS_AT_ONCE])))
    yield from (*end, last)


def put_back(document: bytes, stretches: Sequence[RowStretch]) -> bytes:
    """The written document with the rows in the places of their instructions."""
    return _PLACE.sub(lambda found: stretches[int(found[1])].rows, document) if stretches else document
