"""From one file to the forms in it, and everything there is to say about a file that is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.catalogue import make_finding
from lamdong_report.codes import Code
from lamdong_report.model import Finding, Provenance, Severity, Source
from lamdong_report.reader.forms import RECKONING, Found, Opened, read_form
from lamdong_report.reader.index import FormIndex
from lamdong_report.reader.kept import reading_key
from lamdong_report.reader.values import Rules
from lamdong_report.spreadsheet.arrivals import (
    Allowance,
    Arrival,
    Member,
    is_lock,
    read_arrival,
    unpack_archive,
    unpack_mail,
)
from lamdong_report.spreadsheet.kinds import FileKind, kind_of
from lamdong_report.spreadsheet.opening import EXTENSIONS, SPREADSHEETS, open_book
from lamdong_report.spreadsheet.package import Refused

_MAILS = frozenset({FileKind.MAIL, FileKind.OUTLOOK, FileKind.TNEF})
_NAMED: dict[FileKind, Code] = {
    FileKind.EMPTY: "file-empty",
    FileKind.LINK: "file-link",
    FileKind.RIGHTS: "file-rights",
    FileKind.OTHER: "file-other-document",
    FileKind.OTHER_ARCHIVE: "archive-kind",
}
# What a form may arrive as; a file without any ending may be one too.
_FORMS = frozenset({
    *(ending for kind in SPREADSHEETS for ending in EXTENSIONS[kind] if ending != ".xml"),
    ".zip", ".rar", ".7z", ".gz", ".tar", ".eml", ".msg", "",
})  # fmt: skip
_WITH_PASSWORD = "tài liệu có mật khẩu"
_MILD = {Severity.ERROR: Severity.WARNING}
_Each = Iterator[tuple[str, Opened]]


class _Place(Struct, frozen=True):
    """Where a file was found: how deep in archives and mails, what they may still unpack to, the nearest mail."""

    allowance: Allowance
    depth: int = 1
    mail: Provenance | None = None

    def inside(self, mail: Provenance | None = None) -> _Place:
        return replace(self, depth=self.depth + 1, mail=mail or self.mail)


class ToRead(Struct, frozen=True):
    """A file to be read, with what it holds if that is at hand."""

    arrival: Arrival
    data: bytes | None = None


class ReadFile(Struct, frozen=True):
    """What one file gave, and the key of the bytes that gave it; "" where there were none."""

    key: str
    found: Found


class FileReader(Struct, frozen=True):
    """What is at hand while one file after the other is read."""

    index: FormIndex
    rules: Rules

    def read(self, given: ToRead) -> ReadFile:
        """Every file in this one, itself first, with the form in it."""
        arrival, data = given.arrival, bytes_of(given.arrival) if given.data is None else given.data
        key = reading_key(data, arrival.name) if data and not isinstance(data, Refused) else ""
        return ReadFile(key, self._read_all(data, arrival.name))

    def _read_all(self, data: bytes | Refused, name: str) -> Found:
        found = []
        for inner, form in self._read_bytes(data, name, _Place(Allowance())):
            if not form.submission and not _may_be_form(inner):
                # A letter or picture that cannot be read is no form, and nothing has to wait for it.
                mild = (replace(one, severity=_MILD.get(one.severity, one.severity)) for one in form.findings)
                form = Opened(None, tuple(mild))
            found.append((inner, form))
        return tuple(found)

    def _read_bytes(self, data: bytes | Refused, name: str, place: _Place) -> _Each:
        """The file and, where it is an archive or a mail, every file in it."""
        if is_lock(name):
            yield name, only("file-lock", name)
        elif isinstance(data, Refused):
            yield name, _refused(data, name)
        else:
            try:
                yield from self._read_kind(data, name, place)
            except Refused as refused:
                yield name, _refused(refused, name)
            except Exception as unforeseen:
                # A fault of ours in one file must not cost the official the other 147.
                yield name, only("file-unforeseen", name, why=type(unforeseen).__name__)

    def _read_kind(self, data: bytes, name: str, place: _Place) -> _Each:
        kind, words = kind_of(data)
        if kind is FileKind.LOCKED:
            from lamdong_report.spreadsheet.encryption import unlocked
            from lamdong_report.spreadsheet.ole import Container

            if opened := unlocked(Container(data)):
                data, (kind, words) = opened, kind_of(opened)
        if kind is FileKind.ARCHIVE:
            yield from self._read_members(
                unpack_archive(data, name, place.allowance, place.depth), name, kind, place.inside()
            )
        elif kind in _MAILS:
            from lamdong_report.spreadsheet.mails import open_mail

            mail = open_mail(data, kind)
            inside = place.inside(Provenance(name, mail.sender, mail.sent))
            yield from self._read_members(unpack_mail(mail, name, place.allowance, place.depth), name, kind, inside)
        else:
            yield name, self._read_one(data, name, kind, words, place.mail)

    def _read_members(self, members: Iterable[Member], name: str, kind: FileKind, place: _Place) -> _Each:
        """The archive or mail itself, then what is in it; one with nothing in it is said to be empty."""
        found: list[tuple[str, Opened]] = []
        try:
            for member, data in members:
                found += self._read_bytes(data, member, place)
            about = tuple(_disguise(name, kind)) if found else (_about("archive-empty", name, kind=kind.value),)
        except Refused as limit:
            about = (_about(limit.code, name, **limit.fields),)
        yield name, Opened(None, about)
        yield from found

    def _read_one(self, data: bytes, name: str, kind: FileKind, words: str, mail: Provenance | None) -> Opened:
        if kind in _NAMED:
            return only(_NAMED[kind], name, kind=words)
        if kind not in SPREADSHEETS:  # what cannot be looked into is taken for what it is called
            if not _may_be_form(name):
                locked = kind is FileKind.LOCKED
                return only("file-other-document", name, kind=_WITH_PASSWORD if locked else kind.value)
            return only("file-password" if kind is FileKind.LOCKED else "file-damaged", name)
        book = open_book(data, kind, RECKONING)
        form = read_form(book, name, self.index, self.rules)
        sent = form.submission and replace(form.submission, provenance=mail)
        agency = sent.agency if sent else ""
        damaged = (
            make_finding("sheet-damaged", agency=agency, source=Source(name, sheet.name, ""))
            for sheet in book.sheets
            if sheet.damaged
        )
        about_file = (*_disguise(name, kind, agency), *damaged)
        claimed = tuple(
            replace(one, submission=one.submission and replace(one.submission, provenance=mail)) for one in form.claimed
        )
        return Opened(sent, (*about_file, *form.findings), claimed, form.absent)


def bytes_of(arrival: Arrival) -> bytes | Refused:
    """What the file holds; of one that Excel puts beside an open workbook nothing is read."""
    try:
        return b"" if is_lock(arrival.name) else read_arrival(arrival)
    except Refused as refused:
        return refused


def only(code: Code, name: str, **fields: Any) -> Opened:
    """No form, and the one finding that says why."""
    return Opened(None, (_about(code, name, **fields),))


def _about(code: Code, name: str, **fields: Any) -> Finding:
    return make_finding(code, source=Source(name, "", ""), **fields)


def _refused(refused: Refused, name: str) -> Opened:
    return only(refused.code, name, **refused.fields)


def _may_be_form(name: str) -> bool:
    return PurePosixPath(name).suffix.casefold() in _FORMS


def _disguise(name: str, kind: FileKind, agency: str = "") -> Iterator[Finding]:
    if not name.casefold().endswith(EXTENSIONS[kind]):
        yield make_finding("file-disguised", agency=agency, source=Source(name, "", ""), kind=kind.value)
