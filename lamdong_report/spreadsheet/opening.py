"""From the bytes of a file to an opened workbook: its sheets, what they share, and what lies over their cells.

Nearly every form comes as .xlsx: how other kinds are read is imported when one of them comes.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from lxml import etree
from msgspec.structs import replace

from lamdong_report.spreadsheet.book import Annotation, Beside, Book, CellGrid, Room, Sheet, cell_ref
from lamdong_report.spreadsheet.kinds import FileKind, kind_of
from lamdong_report.spreadsheet.ole import SIGNATURE, Container
from lamdong_report.spreadsheet.package import Package, Refused, check_sheets, local_name, parse_xml, read_once
from lamdong_report.spreadsheet.sheetxml import BrokenXml, Shared, read_sheet
from lamdong_report.spreadsheet.styles import read_strings, read_styles

SPREADSHEETS = frozenset({FileKind.XLSX, FileKind.XLSB, FileKind.XLS, FileKind.ODS, FileKind.FODS})
EXTENSIONS = {
    FileKind.XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm"),
    FileKind.XLSB: (".xlsb",),
    FileKind.XLS: (".xls", ".xlt", ".et"),
    FileKind.ODS: (".ods", ".ots"),
    FileKind.FODS: (".fods", ".xml"),
    FileKind.ARCHIVE: (".zip",),
    FileKind.MAIL: (".eml", ".emlx", ".mbox", ".mht", ".mhtml", ".txt"),
    FileKind.OUTLOOK: (".msg", ".oft"),
    FileKind.TNEF: (".dat", ".tnef"),
}
_WORKBOOK = "xl/workbook.xml"
_WORKSHEETS = "xl/worksheets/"
_TRUE = frozenset({"1", "true", "on"})
# Beside a threaded comment programs keep a note for those that do not know threads; its author is the thread's number.
THREAD_AUTHOR = "tc="
# Of one kind over one sheet: a form has some dozens of notes, a file made to do harm may have millions.
_MOST_OVER_CELLS = 1_000
# A document of another program inside the workbook, old kinds in a container of their own.
_EMBEDDED = frozenset({"oleObject", "package"})


def open_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook of any kind, for what is no form; raises Refused for everything else."""
    kind, _ = kind_of(data)
    if kind not in SPREADSHEETS:
        raise Refused("file-damaged")
    return open_book(data, kind).sheets


def open_book(data: bytes, kind: FileKind, unread: Collection[str] = ()) -> Book:
    """The workbook; raises Refused. Hidden sheets of the names `unread` may be left empty: nobody will look at them."""
    match kind:
        case FileKind.XLSX:
            book = open_xlsx(Package(data), unread)
        case FileKind.ODS:
            from lamdong_report.spreadsheet.ods import open_ods

            book = open_ods(Package(data))
        case FileKind.FODS:
            from lamdong_report.spreadsheet.ods import open_fods

            book = open_fods(data)
        case FileKind.XLS:
            from lamdong_report.spreadsheet.biff import read_xls
            from lamdong_report.spreadsheet.encryption import unlocked_stream

            if data.startswith(SIGNATURE):
                container = Container(data)
                stream = container.stream("Workbook") or container.stream("Book")
                book = Book(read_xls(unlocked_stream(stream) or stream), container.saved_at)
            else:  # bare, without the container, as some programs write it
                book = Book(read_xls(data))
        case _:
            from lamdong_report.spreadsheet.xlsb import open_xlsb

            book = open_xlsb(Package(data))
    if book.sheets and all(sheet.damaged for sheet in book.sheets):
        raise Refused("file-damaged")
    return replace(book, digest=hashlib.sha256(data).hexdigest())


class Relation(NamedTuple):
    """What one part of a package says of another."""

    id: str
    kind: str
    target: str


def open_xlsx(package: Package, unread: Collection[str] = ()) -> Book:
    """The workbook with all its worksheets, macros left aside; raises Refused.

    Hidden sheets of the names `unread` are there and empty.
    """
    package.check()
    path = next((r.target for r in relations_of(package, "") if r.kind == "officeDocument"), _WORKBOOK)
    workbook = parse_xml(package.read_xml(path))
    if workbook is None:
        raise Refused("file-damaged")
    relations = tuple(relations_of(package, path))
    targets = {relation.kind: relation.target for relation in reversed(relations)}
    strings, styles = (package.read_xml(targets.get(kind, "")) for kind in ("sharedStrings", "styles"))
    properties = workbook.find("{*}workbookPr")
    uses_1904 = properties is not None and properties.get("date1904", "") in _TRUE
    shared = Shared(read_strings(strings), read_styles(styles), uses_1904=uses_1904)
    room = Room()
    listed = _listed(workbook, relations, package)
    sheets = tuple(_sheet(package, entry, part, shared, room, unread) for entry, part in listed)
    return Book(sheets, modified=modified(package))


def relations_of(package: Package, part: str) -> Iterator[Relation]:
    """What a part of the package refers to, as far as that can be read; the package itself is the part ""."""
    folder, _, name = part.rpartition("/")
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    for one in read_relations(package.read_xml(relations)) if relations in package else ():
        yield one._replace(target=posixpath.normpath(posixpath.join("/", folder, one.target)).lstrip("/"))


@read_once
def read_relations(xml: bytes) -> tuple[Relation, ...]:
    """The relations with their targets as the part names them."""
    root = parse_xml(xml)
    found = root.iter("{*}Relationship") if root is not None else ()
    attributes = ((one.get("Id", ""), one.get("Type", ""), one.get("Target", "")) for one in found)
    return tuple(Relation(id, kind.rpartition("/")[2], to.replace("\\", "/")) for id, kind, to in attributes)


def _listed(
    workbook: etree._Element, relations: tuple[Relation, ...], package: Package
) -> Iterator[tuple[etree._Element, str]]:
    """The worksheets as the workbook lists them, each with its part; charts and dialogs are none."""
    targets = {relation.id: relation.target for relation in relations if relation.kind == "worksheet"}
    listed = list(workbook.iterfind("{*}sheets/{*}sheet"))
    check_sheets(len(listed))
    if not targets:  # the list of parts is lost; their names have the order of the sheets
        parts = [name for name in package.names if name.startswith(_WORKSHEETS) and name.endswith(".xml")]
        yield from zip(listed, sorted(parts, key=lambda name: (len(name), name)), strict=False)
        return
    for entry in listed:
        ids = (str(value) for key, value in entry.attrib.items() if str(key).endswith("}id"))
        target = targets.get(next(ids, ""), "")
        if target in package:
            yield entry, target


def _sheet(
    package: Package, entry: etree._Element, part: str, shared: Shared, room: Room, unread: Collection[str]
) -> Sheet:
    name, hidden = entry.get("name", ""), entry.get("state", "visible") != "visible"
    if hidden and name in unread:
        return Sheet(name, [], hidden=True)
    grid = CellGrid(room)
    try:
        read_sheet(package.pieces(part), shared, grid)
    except BrokenXml:
        return Sheet(name, [], damaged=True, hidden=hidden)
    except Refused as refused:
        if refused.code != "file-damaged":
            raise
        return Sheet(name, [], damaged=True, hidden=hidden)
    return grid.sheet(name, hidden=hidden, annotations=annotations_of(package, part))


def annotations_of(package: Package, part: str) -> Iterator[Annotation]:
    """What lies over the cells of the sheet in this part."""
    for relation in relations_of(package, part):
        if relation.kind in _OVER_CELLS and relation.target in package:
            yield from _OVER_CELLS[relation.kind](package.read_spare(relation.target))
        elif relation.kind in _EMBEDDED:
            yield Annotation(Beside.OBJECT, "", posixpath.basename(relation.target))


def read_notes(xml: bytes) -> Iterator[Annotation]:
    """The notes of a comments part, those aside that only stand in for a threaded comment."""
    root = parse_xml(xml)
    if root is None:
        return
    authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
    for comment in list(root.iterfind("{*}commentList/{*}comment"))[:_MOST_OVER_CELLS]:
        number = comment.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        if not author.startswith(THREAD_AUTHOR):
            text = "".join(t.text or "" for t in comment.iterfind("{*}text//{*}t"))
            yield Annotation(Beside.NOTE, comment.get("ref", ""), text.strip(), author)


def read_threads(xml: bytes) -> Iterator[Annotation]:
    """The threaded comments, each answer by itself."""
    root = parse_xml(xml)
    for comment in list(root.iterfind("{*}threadedComment"))[:_MOST_OVER_CELLS] if root is not None else ():
        yield Annotation(Beside.NOTE, comment.get("ref", ""), (comment.findtext("{*}text") or "").strip())


def read_drawing(xml: bytes) -> Iterator[Annotation]:
    """Text boxes that hold words, and pictures, each with the cell at its upper left corner."""
    root = parse_xml(xml)
    for anchor in list(root)[:_MOST_OVER_CELLS] if root is not None else ():
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


_OVER_CELLS: dict[str, Callable[[bytes], Iterable[Annotation]]] = {
    "comments": read_notes,
    "threadedComment": read_threads,
    "drawing": read_drawing,
}


def modified(package: Package) -> datetime | None:
    """When the file says that it was last saved; None where it says nothing sensible."""
    root = parse_xml(package.read_spare("docProps/core.xml"))
    text = root.findtext("{*}modified", "") if root is not None else ""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
