"""The history of drafts under the output folder: written whole or not at all, read even after a crash.

A draft is first kept as pending, then written, then confirmed. A run that is killed in between leaves a pending
entry, which the next run confirms if the draft is there and drops if it is not; so no number is lost or used twice.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lamdong_report.docx.identity import Identity
from lamdong_report.errors import OutputError
from lamdong_report.history.record import VERSION, Record
from lamdong_report.storage import make_folder

FOLDER = ".lich-su"
_PENDING, _BEGUN = ".cho", ".tam-"
_DOCUMENT, _RECORD = "du-thao.docx", "so-lieu.json"


@dataclass(frozen=True, slots=True)
class Stored:
    """A draft from the history: its record and the report as the tool wrote it."""

    record: Record
    document: bytes


def next_name(out: Path, stem: str, file_stem: str) -> str:
    """The next free name `stem-NN` (with the file `file_stem-NN…`), above all drafts in the folder and its history."""
    names = [entry.name.removesuffix(_PENDING) for entry in _entries(out)]
    used = [_number(name, stem) for name in names]
    used += [_number(path.stem, file_stem) for path in out.iterdir()] if out.is_dir() else []
    return f"{stem}-{max(used, default=0) + 1:02}"


def save(out: Path, record: Record, document: bytes, write: Callable[[], Path]) -> Path:
    """Keep the draft, let `write` put the file for people into place, confirm; what `write` returns.

    Call it with the folder locked. Raises OutputError; then nothing of the draft is left in the history.
    """
    pending = _keep(out, record, document)
    try:
        path = write()
    except BaseException:
        shutil.rmtree(pending, ignore_errors=True)
        raise
    _confirm(pending)
    return path


def recover(out: Path) -> None:
    """Tidy up after a run that was killed: confirm what was written, drop what was not. Call it with the lock held."""
    for entry in sorted((out / FOLDER).glob(f"{_BEGUN}*")):
        shutil.rmtree(entry, ignore_errors=True)
    for entry in [entry for entry in _entries(out) if entry.name.endswith(_PENDING)]:
        record = _read_record(entry)
        if record and any(out.glob(f"{_escape(Path(record.file).stem)}*")):
            _confirm(entry)
        else:
            shutil.rmtree(entry, ignore_errors=True)


def load(out: Path, identity: Identity) -> Stored | None:
    """The draft of that identity, wherever in the history it stands; None if it is not (or no longer) there."""
    entries = sorted(_entries(out), key=lambda entry: entry.name.removesuffix(_PENDING) != identity.name)
    for entry in entries:
        record = _read_record(entry)
        if record and record.digest == identity.digest and (stored := _read(entry, record)):
            return stored
    return None


def latest(out: Path, stem: str) -> Stored | None:
    """The draft with the highest number that can be read; None when there is none."""
    entries = [entry for entry in _entries(out) if _number(entry.name, stem)]
    for entry in sorted(entries, key=lambda entry: _number(entry.name, stem), reverse=True):
        record = _read_record(entry)
        if record and (stored := _read(entry, record)):
            return stored
    return None


def _keep(out: Path, record: Record, document: bytes) -> Path:
    folder = make_folder(out / FOLDER)
    begun = ""
    try:
        begun = tempfile.mkdtemp(prefix=_BEGUN, dir=folder)
        _write(Path(begun) / _DOCUMENT, document)
        _write(Path(begun) / _RECORD, msgspec.json.encode(record))
        if os.name != "nt":
            Path(begun).chmod(0o755)  # readable to colleagues, as the other results are
        pending = folder / f"{record.name}{_PENDING}"
        Path(begun).rename(pending)
    except OSError as error:
        shutil.rmtree(begun, ignore_errors=True)
        remedy = "Kiểm tra thư mục còn dung lượng và cho phép ghi rồi chạy lại; chưa có gì bị ghi dở."
        raise OutputError(
            f"Không ghi được lịch sử dự thảo vào {folder} ({error.strerror or error}).", remedy
        ) from error
    return pending


def _confirm(pending: Path) -> None:
    try:
        pending.rename(pending.with_name(pending.name.removesuffix(_PENDING)))
    except OSError:
        return  # readable as it is; the next run confirms it


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _entries(out: Path) -> list[Path]:
    folder = out / FOLDER
    if not folder.is_dir():
        return []
    return sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith(_BEGUN))


def _read_record(entry: Path) -> Record | None:
    try:
        record = msgspec.json.decode((entry / _RECORD).read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return None
    return record if record.version == VERSION else None


def _read(entry: Path, record: Record) -> Stored | None:
    try:
        return Stored(record, (entry / _DOCUMENT).read_bytes())
    except OSError:
        return None


def _number(name: str, stem: str) -> int:
    found = re.fullmatch(re.escape(stem) + r"-(\d+)(?: \(\d+\))?", name.removesuffix(_PENDING))
    return int(found[1]) if found else 0


def _escape(text: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", text)
