"""From the bytes of a file to an opened workbook, each kind by its own way."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from lamdong_report.spreadsheet.biff import looks_of
from lamdong_report.spreadsheet.book import Book, Refused, Sheet
from lamdong_report.spreadsheet.kinds import Kind
from lamdong_report.spreadsheet.look import NO_LOOK, Look, parse_xml
from lamdong_report.spreadsheet.ods import tidy
from lamdong_report.spreadsheet.ole import Container
from lamdong_report.spreadsheet.package import MB, Package, packed
from lamdong_report.spreadsheet.trim import MAX_COLUMNS, MAX_ROWS
from lamdong_report.spreadsheet.worker import Table, Worker
from lamdong_report.spreadsheet.xlsx import open_xlsx

SPREADSHEETS = frozenset({Kind.XLSX, Kind.XLSB, Kind.XLS, Kind.ODS})
EXTENSIONS = {
    Kind.XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm"),
    Kind.XLSB: (".xlsb",),
    Kind.XLS: (".xls", ".xlt", ".et"),
    Kind.ODS: (".ods", ".ots"),
    Kind.ARCHIVE: (".zip",),
}
# The tree of a document takes ten times its size.
MAX_CONTENT = 20 * MB
_MANIFEST = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def open_book(data: bytes, kind: Kind, worker: Worker) -> Book:
    """The workbook; raises Refused."""
    match kind:
        case Kind.XLSX:
            book = open_xlsx(Package(data))
        case Kind.ODS:
            book = _open_ods(data, worker)
        case Kind.XLS:
            book = _open_xls(data, worker)
        case _:
            book = _open_xlsb(data, worker)
    if book.sheets and all(sheet.damaged for sheet in book.sheets):
        raise Refused("file-damaged")
    return replace(book, digest=hashlib.sha256(data).hexdigest())


def _open_ods(data: bytes, worker: Worker) -> Book:
    package = Package(data)
    package.check()
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused("file-password")
    if package.size("content.xml") > MAX_CONTENT:
        raise Refused("file-too-large", limit=f"{MAX_CONTENT // MB} MB sau khi giải nén")
    content, known = tidy(package.read_xml("content.xml"))
    plain = packed({"mimetype": package.read("mimetype"), "META-INF/manifest.xml": _MANIFEST, "content.xml": content})
    sheets = zip(worker.read(plain), known, strict=False)
    return Book(tuple(_sheet(table, one.look, one.far) for table, one in sheets), _saved(package))


def _saved(package: Package) -> datetime | None:
    root = parse_xml(package.read_xml("meta.xml"))
    dates = root.iter("{http://purl.org/dc/elements/1.1/}date") if root is not None else ()
    text = next((date.text or "" for date in dates), "")
    try:
        return datetime.fromisoformat(text[:19])
    except ValueError:
        return None


def _open_xls(data: bytes, worker: Worker) -> Book:
    container = Container(data)
    looks = looks_of(container.stream("Workbook") or container.stream("Book"))
    return Book(tuple(_sheet(table, looks.get(table[0], NO_LOOK)) for table in worker.read(data)), container.saved_at)


def _open_xlsb(data: bytes, worker: Worker) -> Book:
    return Book(tuple(_sheet(table, NO_LOOK) for table in worker.read(data)))


def _sheet(table: Table, look: Look, far: tuple[str, ...] = ()) -> Sheet:
    """A sheet as the second process reads it."""
    name, rows = table
    return Sheet(name, [row[:MAX_COLUMNS] for row in (rows or [])[:MAX_ROWS]], look, far, damaged=rows is None)
