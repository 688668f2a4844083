"""The history of drafts under the output folder: written whole or not at all, read even after a crash.

A draft is first kept as pending, then written, then confirmed. A run that is killed in between leaves a pending
entry, which the next run confirms if the draft is there and drops if it is not; so no number is lost or used twice.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from lamdong_report.docx.identity import Identity, is_stamped
from lamdong_report.errors import HeldError, OutputError, system_reason
from lamdong_report.history.record import Record
from lamdong_report.history.recordfile import UnknownVersionError, read_record, write_record
from lamdong_report.results import HISTORY_FOLDER
from lamdong_report.storage import held, make_folder, patiently, read_if_there

# Until its draft is written an entry is called so; earlier versions began it under a hidden name.
_PENDING, _BEGUN = ".cho", ".tam-"
_DOCUMENT, _RECORD = "du-thao.docx", "so-lieu.json"
# A scanner or a synchronised folder holds a new entry for a second at most; what stays unconfirmed is so next time.
_TRIES = 4


class Stored(msgspec.Struct, frozen=True):
    """A draft from the history: its record and the report as the tool wrote it."""

    record: Record
    document: bytes

    def is_unedited(self, document: bytes) -> bool:
        """Whether a file of this draft is as the tool wrote it."""
        return is_stamped(document, self.document, self.record.identity)


def next_name(out: Path, stem: str, file_stem: str) -> str:
    """The next free name `stem-NN` (with the file `file_stem-NN…`), above all drafts in the folder and its history."""
    names = [entry.name.removesuffix(_PENDING) for entry in _entries(out)]
    used = [_number(name, stem) for name in names]
    used += [_number(path.stem, file_stem) for path in out.iterdir()] if out.is_dir() else []
    return f"{stem}-{max(used, default=0) + 1:02}"


def save_draft(out: Path, record: Record, document: bytes, write: Callable[[], Path]) -> Path:
    """Keep the draft, let `write` put the file for people into place, confirm; what `write` returns.

    Call it with the folder locked. Raises OutputError; then nothing of the draft is left in the history.
    """
    pending = _keep(out, record, document)
    try:
        path = write()
    except BaseException:  # Ctrl+C as well must leave no half-kept draft
        shutil.rmtree(pending, ignore_errors=True)
        raise
    _confirm(pending)
    return path


def recover(out: Path) -> None:
    """Tidy up after a run that was killed: confirm what was written, drop what was not. Call it with the lock held."""
    for entry in sorted((out / HISTORY_FOLDER).glob(f"{_BEGUN}*")):
        shutil.rmtree(entry, ignore_errors=True)
    for entry in [entry for entry in _entries(out) if entry.name.endswith(_PENDING)]:
        try:
            record = _read_record(entry)
        except HeldError:
            continue  # it may be whole: the next run looks again
        if record and any(out.glob(f"{glob.escape(Path(record.file).stem)}*")):
            _confirm(entry)
        else:
            shutil.rmtree(entry, ignore_errors=True)


def load(out: Path, identity: Identity) -> Stored | None:
    """The draft of that identity, wherever in the history it stands; None if it is not (or no longer) there.

    Raises HeldError where an entry that may be the one cannot be read.
    """
    unread = None
    entries = sorted(_entries(out), key=lambda entry: entry.name.removesuffix(_PENDING) != identity.name)
    for entry in entries:
        try:
            record = _read_record(entry)
            if record and record.digest == identity.digest and (stored := _read(entry, record)):
                return stored
        except HeldError as error:
            unread = unread or error
    if unread:
        raise unread
    return None


def is_unedited(out: Path, document: bytes, identity: Identity) -> bool:
    """Whether the file is as the tool wrote it, by the entry of its name alone; no record is read. Raises HeldError."""
    named = (entry for entry in _entries(out) if entry.name.removesuffix(_PENDING) == identity.name)
    return any(is_stamped(document, read_if_there(entry / _DOCUMENT), identity) for entry in named)


def every(out: Path) -> Iterator[Stored]:
    """All drafts that can be read, the highest number last."""
    for entry in _entries(out):
        record = _read_record(entry)
        if record and (stored := _read(entry, record)):
            yield stored


def latest(out: Path, stem: str, plan: str = "") -> Stored | None:
    """The draft of this plan (its id; "" for any) with the highest number that is not damaged, or None.

    Raises HeldError.
    """
    entries = [entry for entry in _entries(out) if _number(entry.name, stem)]
    for entry in sorted(entries, key=lambda entry: _number(entry.name, stem), reverse=True):
        record = _read_record(entry)
        if record and (not plan or record.plan in ("", plan)) and (stored := _read(entry, record)):
            return stored
    return None


def _keep(out: Path, record: Record, document: bytes) -> Path:
    """A pending entry; its record is written last, so an entry with a record is whole.

    It is made under its own name and by mkdir alone: Windows renames no folder in which a scanner has a file open,
    and folders of tempfile are closed there to everybody but the one who made them.
    """
    pending = make_folder(out / HISTORY_FOLDER) / f"{record.name}{_PENDING}"
    try:
        pending.mkdir()
        _write(pending / _DOCUMENT, document)
        _write(pending / _RECORD, write_record(record))
    except OSError as error:
        shutil.rmtree(pending, ignore_errors=True)
        remedy = "Kiểm tra thư mục còn dung lượng và cho phép ghi rồi chạy lại; chưa có gì bị ghi dở."
        reason = system_reason(error)
        raise OutputError(f"Không ghi được lịch sử dự thảo vào {pending.parent} ({reason}).", remedy) from error
    return pending


def _confirm(pending: Path) -> None:
    whole = pending.with_name(pending.name.removesuffix(_PENDING))
    with suppress(OSError):  # readable as it is; the next run confirms it
        patiently(lambda: pending.rename(whole), _TRIES)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _entries(out: Path) -> list[Path]:
    """The entries of the history, none where there is no history; raises HeldError where it cannot be looked into."""
    folder = out / HISTORY_FOLDER
    try:
        with os.scandir(folder) as found:
            names = sorted(entry.name for entry in found if entry.is_dir() and not entry.name.startswith(_BEGUN))
    except (FileNotFoundError, NotADirectoryError):
        return []  # before the first draft
    except OSError as error:
        raise held(folder, error) from error
    return [folder / name for name in names]


# A run asks for the former draft more than once: what it follows, and what was edited by hand. Megabytes each.
_known = lru_cache(maxsize=2)(read_record)


def _read_record(entry: Path) -> Record | None:
    """The record, None where there is none or a damaged one; raises HeldError."""
    try:
        return _known(read_if_there(entry / _RECORD))
    except (msgspec.DecodeError, TypeError, UnknownVersionError):
        return None  # cut off, changed by hand, or of a newer program: the other drafts are no worse for it


def _read(entry: Path, record: Record) -> Stored | None:
    document = read_if_there(entry / _DOCUMENT)
    return Stored(record, document) if document else None


def _number(name: str, stem: str) -> int:
    # With « (2)» behind it where another program held the file that it was to replace.
    found = re.fullmatch(re.escape(stem) + r"-(\d+)(?: \(\d+\))?", name.removesuffix(_PENDING))
    return int(found[1]) if found else 0
