"""How a sheet's XML is cut down to the cells that hold something, in places where a form can have them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from lamdong_report.spreadsheet.book import Refused, cell_ref
from lamdong_report.spreadsheet.look import parse_ref, parse_xml
from lamdong_report.spreadsheet.package import MB

# A form has some hundred rows and ten columns; room for what clerks add, and little enough to allocate.
MAX_ROWS, MAX_COLUMNS = 10_000, 128
MAX_TRIMMED = 12 * MB

# A cell that does not say where it is, or is not in A1:DX10000; where tags have no prefixes it is found much faster.
_PLACE = rb'(?=[\s/>])(?!\s+r="(?:[A-Z]|[A-C][A-Z]|D[A-X])(?:[1-9][0-9]{0,3}|10000)")'
_ASTRAY, _PREFIXED_ASTRAY = re.compile(rb"<c" + _PLACE), re.compile(rb"<\w+:c" + _PLACE)
_EMPTY_CELL = re.compile(rb'<(?:\w+:)?c\s+r="[A-Z]{1,3}[0-9]{1,7}"[^<>]{0,300}(?:/>|></(?:\w+:)?c>)')
_EMPTY_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]{0,300}\br="[0-9]+"[^<>]{0,300}(?:/>|>\s*</(?:\w+:)?row>)')


def is_compact(xml: bytes) -> bool:
    """Whether every cell says where it is, and none is far away."""
    return not _ASTRAY.search(xml) and not (b":c" in xml and _PREFIXED_ASTRAY.search(xml))


def drop_empty(pieces: Iterable[bytes]) -> bytes:
    """The sheet without its empty cells and rows, never holding more than what stays; raises Refused."""
    kept, size = [], 0
    for piece in _in_whole_rows(pieces):
        piece = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece))
        size += len(piece)
        if size > MAX_TRIMMED:
            raise Refused("file-too-large", limit=f"{MAX_TRIMMED // MB} MB một trang tính")
        kept.append(piece)
    return b"".join(kept)


def _in_whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut before a row so that no empty row is cut in two."""
    rest = b""
    for piece in pieces:
        rest += piece
        cut = rest.rfind(b"<row ")
        if cut <= 0 and len(rest) > 2 * MB:
            cut = rest.rfind(b"<") if rest.rfind(b"<") > 0 else len(rest)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def drop_far(xml: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The sheet with a place written on every cell and none far away; beside it the cells that were left out."""
    root = parse_xml(xml)
    if root is None:
        raise Refused("file-damaged")
    far: list[str] = []
    row_at = -1
    for row in list(root.iter("{*}row")):
        row_at = int(text) - 1 if (text := row.get("r", "")).isdecimal() else row_at + 1
        row.set("r", str(row_at + 1))
        far.extend(_place_cells(row, row_at))
        if row_at >= MAX_ROWS:
            parent = row.getparent()
            if parent is not None:
                parent.remove(row)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True), tuple(far)


def _place_cells(row: etree._Element, row_at: int) -> Iterator[str]:
    """Write its place on each cell of a row; take out those too far away and yield where they were."""
    column = -1
    for cell in list(row.iterfind("{*}c")):
        position = parse_ref(cell.get("r", "").upper().replace("$", ""))
        column = position[1] if position else column + 1
        cell.set("r", cell_ref(row_at, column))
        if row_at < MAX_ROWS and column < MAX_COLUMNS:
            continue
        if len(cell):
            yield cell_ref(row_at, column)
        row.remove(cell)
