"""From the bytes of a file to an opened workbook, each kind by its own way.

Nearly every form comes as .xlsx: how the others are read is imported when one of them comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from msgspec.structs import replace

from lamdong_report.spreadsheet.book import Book, Refused, Sheet
from lamdong_report.spreadsheet.kinds import FileKind, kind_of
from lamdong_report.spreadsheet.package import Package
from lamdong_report.spreadsheet.xlsx import open_xlsx

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


def open_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook of any kind, for what is no form; raises Refused for everything else."""
    kind, _ = kind_of(data)
    if kind not in SPREADSHEETS:
        raise Refused("file-damaged")
    return open_book(data, kind).sheets


def open_book(data: bytes, kind: FileKind, unread: Collection[str] = ()) -> Book:
    """The workbook; raises Refused. Hidden sheets of the names `unread` may be left empty: nobody will look at them."""
    book = open_xlsx(Package(data), unread) if kind is FileKind.XLSX else _open_other(data, kind)
    if book.sheets and all(sheet.damaged for sheet in book.sheets):
        raise Refused("file-damaged")
    return replace(book, digest=hashlib.sha256(data).hexdigest())


def _open_other(data: bytes, kind: FileKind) -> Book:
    match kind:
        case FileKind.ODS:
            from lamdong_report.spreadsheet.ods import open_ods

            return open_ods(Package(data))
        case FileKind.FODS:
            from lamdong_report.spreadsheet.ods import open_fods

            return open_fods(data)
        case FileKind.XLS:
            from lamdong_report.spreadsheet.biff import read_xls
            from lamdong_report.spreadsheet.encryption import unlocked_stream
            from lamdong_report.spreadsheet.ole import SIGNATURE, Container

            if not data.startswith(SIGNATURE):  # bare, without the container, as some programs write it
                return Book(read_xls(data))
            container = Container(data)
            stream = container.stream("Workbook") or container.stream("Book")
            return Book(read_xls(unlocked_stream(stream) or stream), container.saved_at)
    from lamdong_report.spreadsheet.xlsb import open_xlsb

    return open_xlsb(Package(data))
