"""What lies over a worksheet's cells: notes, threaded comments, text boxes, pictures."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.spreadsheet.book import Annotation, Beside
from lamdong_report.spreadsheet.refs import cell_ref
from lamdong_report.spreadsheet.xmlstream import local_name, parse_xml

# Beside a threaded comment programs keep a note for those that do not know threads; its author is the thread's number.
THREAD_AUTHOR = "tc="
_MOST = 1_000


def read_notes(xml: bytes) -> Iterator[Annotation]:
    """The notes of a comments part, those aside that only stand in for a threaded comment."""
    root = parse_xml(xml)
    if root is None:
        return
    authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
    for comment in list(root.iterfind("{*}commentList/{*}comment"))[:_MOST]:
        number = comment.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        if not author.startswith(THREAD_AUTHOR):
            text = "".join(t.text or "" for t in comment.iterfind("{*}text//{*}t"))
            yield Annotation(Beside.NOTE, comment.get("ref", ""), text.strip(), author)


def read_threads(xml: bytes) -> Iterator[Annotation]:
    """The threaded comments, each answer by itself."""
    root = parse_xml(xml)
    for comment in list(root.iterfind("{*}threadedComment"))[:_MOST] if root is not None else ():
        yield Annotation(Beside.NOTE, comment.get("ref", ""), (comment.findtext("{*}text") or "").strip())


def read_drawing(xml: bytes) -> Iterator[Annotation]:
    """Text boxes that hold words, and pictures, each with the cell at its upper left corner."""
    root = parse_xml(xml)
    for anchor in list(root)[:_MOST] if root is not None else ():
        row, column = (anchor.findtext(f"{{*}}from/{{*}}{name}", "").strip() for name in ("row", "col"))
        cell = cell_ref(int(row), int(column)) if row.isdecimal() and column.isdecimal() else ""
        lines = (
            "".join(t.text or "" for t in paragraph.iter("{*}t")).strip()
            for paragraph in anchor.iter("{*}p")
            # What is kept twice, for older programs, is read once.
            if not any(local_name(above) == "Fallback" for above in paragraph.iterancestors())
        )
        if text := " ".join(filter(None, lines)):
            yield Annotation(Beside.BOX, cell, text)
        if any(local_name(element) == "pic" for element in anchor.iter()):
            yield Annotation(Beside.PICTURE, cell)
