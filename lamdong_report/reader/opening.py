"""From the bytes of a file to an opened workbook, each kind by its own way."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from lamdong_report.reader import biff, ods
from lamdong_report.reader.book import Book, Refused, Sheet
from lamdong_report.reader.kinds import Kind
from lamdong_report.reader.look import NO_LOOK, Look, parse_xml
from lamdong_report.reader.ole import Container
from lamdong_report.reader.package import Package
from lamdong_report.reader.trim import MAX_COLUMNS, MAX_ROWS
from lamdong_report.reader.worker import Worker
from lamdong_report.reader.xlsx import open_xlsx

SPREADSHEETS = frozenset({Kind.XLSX, Kind.XLSB, Kind.XLS, Kind.ODS})
EXTENSIONS = {
    Kind.XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm"),
    Kind.XLSB: (".xlsb",),
    Kind.XLS: (".xls", ".xlt", ".et"),
    Kind.ODS: (".ods", ".ots"),
    Kind.ARCHIVE: (".zip",),
}


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
            book = Book(_sheets(data, worker, {}))
    if book.sheets and all(sheet.damaged for sheet in book.sheets):
        raise Refused("file-damaged")
    return replace(book, digest=hashlib.sha256(data).hexdigest())


def _open_ods(data: bytes, worker: Worker) -> Book:
    package = Package(data)
    package.check()
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused("file-password")
    content = package.read_xml("content.xml")
    if not content:
        raise Refused("file-damaged")
    return Book(_sheets(data, worker, dict(enumerate(ods.looks_of(content)))), _saved(package))


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
    looks = biff.looks_of(container.stream("Workbook") or container.stream("Book"))
    return Book(_sheets(data, worker, looks), container.saved_at)


def _sheets(data: bytes, worker: Worker, looks: Mapping[int, Look] | Mapping[str, Look]) -> tuple[Sheet, ...]:
    """The sheets as the second process reads them; `looks` by the sheet's number or name."""
    known: dict[int | str, Look] = {**looks}
    return tuple(
        Sheet(
            name,
            [row[:MAX_COLUMNS] for row in (rows or [])[:MAX_ROWS]],
            known.get(at) or known.get(name) or NO_LOOK,
            damaged=rows is None,
        )
        for at, (name, rows) in enumerate(worker.read(data))
    )
