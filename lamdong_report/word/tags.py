"""The names of WordprocessingML that the renderer works with."""

from __future__ import annotations

from docx.oxml.ns import qn as qn
from lxml import etree

Element = etree._Element

P, PPR, R, RPR, T = qn("w:p"), qn("w:pPr"), qn("w:r"), qn("w:rPr"), qn("w:t")
PSTYLE = qn("w:pStyle")
TBL, TR, TC, TCPR = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:tcPr")
GRID, GRID_COL, SPAN, TCW = qn("w:tblGrid"), qn("w:gridCol"), qn("w:gridSpan"), qn("w:tcW")
WIDTH, TYPE, VAL = qn("w:w"), qn("w:type"), qn("w:val")


def child(parent: Element, name: str, *, at: int | None = None) -> Element:
    """The child of that name, made if it is not there (at index `at`, else last)."""
    found = parent.find(name)
    if found is None:
        found = parent.makeelement(name)
        parent.insert(len(parent) if at is None else at, found)
    return found


def named(words: str) -> tuple[str, ...]:
    """The full names of the elements that the words name."""
    return tuple(qn(f"w:{word}") for word in words.split())


def property_before(properties: Element, name: str, followers: tuple[str, ...]) -> Element:
    """The property of that name, made if need be in front of those that the schema wants behind it."""
    at = next((n for n, one in enumerate(properties) if one.tag in followers), len(properties))
    return child(properties, name, at=at)


def ancestor(element: Element, name: str) -> Element | None:
    return next(element.iterancestors(name), None)


def text_of(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(T))


def value(element: Element | None, name: str = VAL) -> str:
    return "" if element is None else element.get(name, "")
