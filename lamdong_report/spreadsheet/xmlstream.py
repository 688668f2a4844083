"""XML of a spreadsheet taken in piece by piece, never holding more than a row of it, without entities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from itertools import chain
from typing import TypeVar

from lxml import etree

from lamdong_report.spreadsheet.book import Refused
from lamdong_report.spreadsheet.package import MB, forbid_doctype

# A tree takes ten times the size of its XML. Between two rows there may be so much too: a list of rules for cells.
MOST_HELD = 20 * MB
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile("&#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")

# Styles and relations of a form are this large, and the same to the byte in a whole group of forms.
_COMMON, _MOST_KEPT = 64 * 1024, 32
_T = TypeVar("_T")

_FILLED = etree.XPath("*[position() < last()][*/*]")


def read_once(read: Callable[[bytes], _T]) -> Callable[[bytes], _T]:
    """The same reading of a part, which small parts that come again and again are not put through again."""
    known = lru_cache(maxsize=_MOST_KEPT)(read)
    return wraps(read)(lambda xml: known(xml) if len(xml) <= _COMMON else read(xml))


class BrokenXml(Exception):
    """The XML is not well-formed from some place on."""


def parse_xml(xml: bytes) -> etree._Element | None:
    """The root of the XML, entities unresolved; None where it is not well-formed even without illegal characters.

    Raises Refused for one that is too large to be held.
    """
    if len(xml) > MOST_HELD:
        raise Refused("file-too-large", limit=f"{MOST_HELD // MB} MB trong một phần")
    root = _parsed(xml) if xml else None
    return _parsed(_legal(xml)) if root is None and xml else root


def _parsed(xml: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _legal(xml: bytes) -> bytes:
    """The XML without what no XML may hold, as some programs write it all the same and most of them read it."""
    text = _CONTROLS.sub("", xml.decode("utf-8", "replace").replace("\x0b", "\n").replace("\x0c", "\n"))

    def legal(found: re.Match[str]) -> str:
        number = found[1]
        code = int(number[1:], 16) if number.startswith("x") else int(number)
        ranges = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
        return found[0] if code in (9, 10, 13) or any(code in one for one in ranges) else ""

    return _REFERENCE.sub(legal, text).encode()


@lru_cache(maxsize=4096)
def local_tag(tag: object) -> str:
    """The tag without its vocabulary; "" for that of what is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def local_name(element: etree._Element) -> str:
    """The element's tag without its vocabulary."""
    return local_tag(element.tag)


def rows_and_merges(pieces: Iterable[bytes]) -> Iterator[etree._Element]:
    """The columns, rows and merged areas of a sheet; where it comes in many pieces, forgotten piece by piece.

    Raises BrokenXml where the XML is not well-formed, Refused for what is too large to be held or has a document type.
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    second = next(pieces, None)
    if second is not None:
        yield from _streamed(chain((first, second), pieces))
        return
    root = parse_xml(first)
    if root is None:
        raise BrokenXml
    yield from root.iter("{*}col", "{*}row", "{*}mergeCell")


def _streamed(pieces: Iterable[bytes]) -> Iterator[etree._Element]:
    parser = etree.XMLPullParser(
        ("start", "end"), tag=("{*}col", "{*}sheetData", "{*}mergeCell"), resolve_entities=False, no_network=True,
        load_dtd=False, remove_comments=True,
    )  # fmt: skip
    cells: etree._Element | None = None
    held, tail = 0, b""
    try:
        for piece in pieces:
            forbid_doctype(tail + piece)
            tail, held = piece[-16:], held + len(piece)
            parser.feed(piece)
            for event, element in parser.read_events():
                if isinstance(element, etree._Element):
                    if event == "start" and local_name(element) == "sheetData":
                        cells = element
                    elif event == "end" and local_name(element) != "sheetData":
                        yield element
            if cells is not None and len(cells) > 1:
                # The last one may go on in the next piece. Of a million empty rows none needs to be looked at, unless
                # rows say by their order alone where they are.
                rows = _FILLED(cells) if cells[0].get("r") else list(cells)[:-1]
                yield from (row for row in rows if isinstance(row, etree._Element)) if isinstance(rows, list) else ()
                held = 0
                del cells[:-1]
            if held > MOST_HELD:
                raise Refused("file-too-large", limit=f"{MOST_HELD // MB} MB trong một dòng")
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise BrokenXml from broken
    yield from cells if cells is not None else ()
