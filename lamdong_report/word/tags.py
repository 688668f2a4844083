"""The names of WordprocessingML that the renderer works with: those of `docx.wordml`, and what it adds to them."""

from __future__ import annotations

from docx.oxml.ns import qn as qn

from lamdong_report.docx.wordml import VAL, Element, T, named

GRID, GRID_COL, SPAN, TCW, WIDTH = named("tblGrid gridCol gridSpan tcW w")


def child(parent: Element, name: str, *, at: int | None = None) -> Element:
    """The child of that name, made if it is not there (at index `at`, else last)."""
    found = parent.find(name)
    if found is None:
        found = parent.makeelement(name)
        parent.insert(len(parent) if at is None else at, found)
    return found


def ancestor(element: Element, name: str) -> Element | None:
    return next(element.iterancestors(name), None)


def text_of(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(T))


def value(element: Element | None, name: str = VAL) -> str:
    return "" if element is None else element.get(name, "")
