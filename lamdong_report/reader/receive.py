"""From the places where forms arrive to one form for each agency and everything there is to say about the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lamdong_report.catalogue import make_finding
from lamdong_report.model import Finding, Severity, Source, Submission
from lamdong_report.plan import Plan
from lamdong_report.reader.arrivals import Allowance, Arrival, find_arrivals, is_lock, read_arrival, unpack
from lamdong_report.reader.book import Book, Refused
from lamdong_report.reader.duplicates import Settled, settle
from lamdong_report.reader.forms import Opened, read_form
from lamdong_report.reader.index import FormIndex, index_form
from lamdong_report.reader.kinds import Kind, kind_of
from lamdong_report.reader.opening import EXTENSIONS, SPREADSHEETS, open_book
from lamdong_report.reader.order import in_order
from lamdong_report.reader.values import Rules
from lamdong_report.reader.worker import Worker

Progress = Callable[[int, int], None]
_REFUSALS = {Kind.LOCKED: "file-password", Kind.EMPTY: "file-empty", Kind.DAMAGED: "file-damaged"}
_NAMED = {Kind.OTHER: "file-other-document", Kind.OTHER_ARCHIVE: "archive-kind"}


@dataclass(frozen=True, slots=True)
class Received:
    """What came in. `submissions`: one for each agency that sent, in the plan's order. `files`: all looked at."""

    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    files: tuple[str, ...]


def read_forms(
    paths: Sequence[Path], plan: Plan, *, convert_legacy: bool = False, on_progress: Progress | None = None
) -> Received:
    """Every form in these files and folders, zip archives included; the order of the files makes no difference.

    `on_progress` is told how many files are done, of how many. Raises UsageError for a path that does not exist;
    whatever is wrong with a file is a finding.
    """
    arrivals, left_out = find_arrivals(paths)
    opened = [_only("too-many-files", "", count=left_out + len(arrivals), limit=len(arrivals))] if left_out else []
    files: list[str] = []
    with Worker() as worker:
        reading = _Reading(index_form(plan), Rules(plan, convert_legacy), worker)
        for done, arrival in enumerate(arrivals, 1):
            for name, form in reading.read_file(arrival):
                files.append(name)
                opened.append(form)
            if on_progress:
                on_progress(done, len(arrivals))
    settled = tuple(settle(opened, plan))
    refused = (finding for form in opened if form.submission is None for finding in form.findings)
    findings = (*_outdone(refused, settled), *(finding for one in settled for finding in one.findings))
    return Received(tuple(one.submission for one in settled), in_order(findings, plan), tuple(sorted(files)))


def _outdone(refused: Iterable[Finding], settled: Iterable[Settled]) -> Iterator[Finding]:
    """What is wrong with files that gave no form; no more than a note of an agency whose right form has come too."""
    received = {one.submission.agency for one in settled}
    for finding in refused:
        yield replace(finding, severity=Severity.NOTE) if finding.agency in received else finding


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is at hand while one file after the other is read."""

    index: FormIndex
    rules: Rules
    worker: Worker

    def read_file(self, arrival: Arrival) -> Iterator[tuple[str, Opened]]:
        """Every file in this one, itself first, with the form in it."""
        if is_lock(arrival.name):
            yield arrival.name, _only("file-lock", arrival.name)
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
            yield name, _only("file-unforeseen", name, why=type(unforeseen).__name__)

    def _read_member(
        self, data: bytes | Refused, name: str, allowance: Allowance, depth: int
    ) -> Iterator[tuple[str, Opened]]:
        if is_lock(name):
            yield name, _only("file-lock", name)
        else:
            yield from self._read_bytes(data, name, allowance, depth)

    def _read_one(self, data: bytes, name: str, kind: Kind, words: str) -> Opened:
        if kind in _REFUSALS:
            return _only(_REFUSALS[kind], name)
        if kind not in SPREADSHEETS:
            return _only(_NAMED[kind], name, kind=words)
        book = open_book(data, kind, self.worker)
        form = read_form(book, name, self.index, self.rules)
        agency = form.submission.agency if form.submission else ""
        about_file = (*_disguise(name, kind, agency), *_damaged_sheets(book, name, agency))
        return Opened(form.submission, (*about_file, *form.findings))


def _only(code: str, name: str, **fields: Any) -> Opened:
    return Opened(None, (make_finding(code, source=Source(name, "", ""), **fields),))


def _refused(refused: Refused, name: str) -> Opened:
    return _only(refused.code, name, **refused.fields)


def _disguise(name: str, kind: Kind, agency: str = "") -> Iterator[Finding]:
    if not name.casefold().endswith(EXTENSIONS[kind]):
        yield make_finding("file-disguised", agency=agency, source=Source(name, "", ""), kind=kind.value)


def _damaged_sheets(book: Book, name: str, agency: str) -> Iterator[Finding]:
    for sheet in book.sheets:
        if sheet.damaged:
            yield make_finding("sheet-damaged", agency=agency, source=Source(name, sheet.name, ""))
