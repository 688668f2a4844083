"""From one file to the forms in it, and everything there is to say about a file that is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lamdong_report.catalogue import make_finding
from lamdong_report.model import Finding, Source
from lamdong_report.reader.forms import Opened, read_form
from lamdong_report.reader.index import FormIndex
from lamdong_report.reader.values import Rules
from lamdong_report.spreadsheet.arrivals import Allowance, Arrival, is_lock, read_arrival, unpack
from lamdong_report.spreadsheet.book import Book, Refused
from lamdong_report.spreadsheet.kinds import Kind, kind_of
from lamdong_report.spreadsheet.opening import EXTENSIONS, SPREADSHEETS, open_book
from lamdong_report.spreadsheet.worker import Worker

_REFUSALS = {Kind.LOCKED: "file-password", Kind.EMPTY: "file-empty", Kind.DAMAGED: "file-damaged"}
_NAMED = {Kind.OTHER: "file-other-document", Kind.OTHER_ARCHIVE: "archive-kind"}
# What is in one file: the name of each file in it, itself first, with the form.
Found = tuple[tuple[str, Opened], ...]


@dataclass(frozen=True, slots=True)
class FileReader:
    """What is at hand while one file after the other is read."""

    index: FormIndex
    rules: Rules
    worker: Worker

    def read(self, arrival: Arrival) -> Found:
        """Every file in this one, itself first, with the form in it."""
        return tuple(self._read_file(arrival))

    def _read_file(self, arrival: Arrival) -> Iterator[tuple[str, Opened]]:
        if is_lock(arrival.name):
            yield arrival.name, only("file-lock", arrival.name)
            return
        try:
            data = read_arrival(arrival)
        except Refused as refused:
            yield arrival.name, _refused(refused, arrival.name)
            return
        yield from self._read_bytes(data, arrival.name, Allowance(), 1)

    def _read_bytes(
        self, data: bytes | Refused, name: str, allowance: Allowance, depth: int
    ) -> Iterator[tuple[str, Opened]]:
        if isinstance(data, Refused):
            yield name, _refused(data, name)
            return
        try:
            kind, words = kind_of(data)
            if kind is not Kind.ARCHIVE:
                yield name, self._read_one(data, name, kind, words)
                return
            yield name, Opened(None, tuple(_disguise(name, kind)))
            for member, content in unpack(data, name, allowance, depth):
                yield from self._read_member(content, member, allowance, depth + 1)
        except Refused as refused:
            yield name, _refused(refused, name)
        except Exception as unforeseen:
            # A fault of ours in one file must not cost the official the other 147.
            yield name, only("file-unforeseen", name, why=type(unforeseen).__name__)

    def _read_member(
        self, data: bytes | Refused, name: str, allowance: Allowance, depth: int
    ) -> Iterator[tuple[str, Opened]]:
        if is_lock(name):
            yield name, only("file-lock", name)
        else:
            yield from self._read_bytes(data, name, allowance, depth)

    def _read_one(self, data: bytes, name: str, kind: Kind, words: str) -> Opened:
        if kind in _REFUSALS:
            return only(_REFUSALS[kind], name)
        if kind not in SPREADSHEETS:
            return only(_NAMED[kind], name, kind=words)
        book = open_book(data, kind, self.worker)
        form = read_form(book, name, self.index, self.rules)
        agency = form.submission.agency if form.submission else ""
        about_file = (*_disguise(name, kind, agency), *_damaged_sheets(book, name, agency))
        return Opened(form.submission, (*about_file, *form.findings))


def only(code: str, name: str, **fields: Any) -> Opened:
    """No form, and the one finding that says why."""
    return Opened(None, (make_finding(code, source=Source(name, "", ""), **fields),))


def _refused(refused: Refused, name: str) -> Opened:
    return only(refused.code, name, **refused.fields)


def _disguise(name: str, kind: Kind, agency: str = "") -> Iterator[Finding]:
    if not name.casefold().endswith(EXTENSIONS[kind]):
        yield make_finding("file-disguised", agency=agency, source=Source(name, "", ""), kind=kind.value)


def _damaged_sheets(book: Book, name: str, agency: str) -> Iterator[Finding]:
    for sheet in book.sheets:
        if sheet.damaged:
            yield make_finding("sheet-damaged", agency=agency, source=Source(name, sheet.name, ""))
