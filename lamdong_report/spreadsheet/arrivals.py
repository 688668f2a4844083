"""Every file that was sent in: found in folders and, within bounds, in archives and mails, and named for people."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import unicodedata
import zipfile
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lamdong_report.errors import UsageError
from lamdong_report.packing import BROKEN_PACKAGE
from lamdong_report.results import ARRANGED_FILE, DECISIONS_FILE
from lamdong_report.spreadsheet.package import MB, SWELLS, Refused, is_too_tight

if TYPE_CHECKING:
    from lamdong_report.spreadsheet.mails import Mail

# A form has a tenth of one megabyte; with pictures pasted into it, a few.
MAX_FILE = 50 * MB
# An archive is held whole while its files are read one by one.
MAX_ARCHIVE = 200 * MB
# All forms of a season in one archive, with the letters and pictures sent beside them, stay well below these.
MAX_UNPACKED = 500 * MB
MAX_MEMBERS = 1_000
MAX_FILES = 5_000
# An archive in a mail that was forwarded; nobody packs deeper, but files made to do harm.
MAX_DEPTH = 3
_ENCRYPTED, _UTF8 = 0x1, 0x800
# What Excel and LibreOffice put beside a file that is open.
_LOCKS = ("~$", ".~lock.")
# What is no form and nobody sent: the system's own files, the office's, and the note that says what the folder is for.
_OFFICES = (DECISIONS_FILE, ARRANGED_FILE)
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx", "readme.md", *_OFFICES,
                     *(f"~${name}" for name in _OFFICES), *(f".~lock.{name}#" for name in _OFFICES)})  # fmt: skip


class Arrival(Struct, frozen=True):
    """A file on disk: `name` is relative, with "/" between folders, in composed letters (NFC)."""

    name: str
    path: Path


def find_arrivals(paths: Sequence[Path]) -> tuple[tuple[Arrival, ...], int]:
    """Every file in these places, sorted by name, each once, and how many were left out because they are too many.

    Raises UsageError for a place that does not exist.
    """
    files: list[tuple[Path, str]] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"Không có tệp hay thư mục «{path}».", "Kiểm tra lại đường dẫn rồi chạy lại.")
        if not path.is_dir():
            files.append((path, path.name))
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not _is_system(name))
            kept = (Path(folder, name) for name in sorted(names) if not _is_system(name))
            files += ((file, file.relative_to(path).as_posix()) for file in kept)
    found: dict[Path, str] = {}
    for file, name in files:
        key = file.resolve()
        found[key] = max(found.get(key, ""), readable_name(name), key=len)
    taken: dict[str, Path] = {}
    for file, name in sorted(found.items(), key=lambda item: (item[1], str(item[0]))):
        taken[_free_name(name, file, taken)] = file
    arrivals = [Arrival(name, taken[name]) for name in sorted(taken)]
    return tuple(arrivals[:MAX_FILES]), max(len(arrivals) - MAX_FILES, 0)


def _free_name(name: str, file: Path, taken: Collection[str]) -> str:
    """Two folders may hold files of one name: the folder then goes before it, or else a number behind."""
    longer = readable_name(f"{file.parent.name}/{name}")
    numbered = (f"{name} ({at})" for at in count(2))
    return next(free for free in chain((name, longer), numbered) if free not in taken)


def readable_name(name: str) -> str:
    """The name in composed letters, without what no terminal or file of ours can hold."""
    name = os.fsencode(name).decode("utf-8", "replace")
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", name)


def is_lock(name: str) -> bool:
    return name.rpartition("/")[2].startswith(_LOCKS)


def _is_system(name: str) -> bool:
    hidden = name.startswith(".") and not name.startswith(_LOCKS)
    return hidden or name.casefold() in _SYSTEM


def read_arrival(arrival: Arrival) -> bytes:
    """The bytes of the file; raises Refused for one that is too large or that the system does not let us read."""
    try:
        status = arrival.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("file-unreadable", why="không phải tệp thường")
        limit = MAX_ARCHIVE if arrival.name.casefold().endswith(".zip") else MAX_FILE
        if status.st_size > limit:
            raise Refused("file-too-large", limit=f"{limit // MB} MB")
        return arrival.path.read_bytes()
    except OSError as failure:
        denied = isinstance(failure, PermissionError)
        why = "không có quyền đọc" if denied else f"lỗi số {failure.errno} của hệ thống"
        raise Refused("file-unreadable", why=why) from failure


class Allowance(Struct):
    """What archives may still unpack to in this run of one file, nested ones included."""

    entries: int = field(default_factory=lambda: MAX_MEMBERS)
    size: int = field(default_factory=lambda: MAX_UNPACKED)


Member = tuple[str, bytes | Refused]


def unpack_archive(data: bytes, name: str, allowance: Allowance, depth: int) -> Iterator[Member]:
    """Name and bytes of every file in the archive; for one that cannot be read the refusal that says why."""
    if depth > MAX_DEPTH:
        raise Refused("archive-limit", why=f"nén lồng nhau quá {MAX_DEPTH} lớp")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_PACKAGE as broken:
        raise Refused("file-damaged") from broken
    entries = (
        entry
        for entry in archive.infolist()
        if not entry.filename.endswith("/") and not any(map(_is_system, _member_name(entry).split("/")))
    )
    for entry in sorted(entries, key=_member_name):
        allowance.entries -= 1
        if allowance.entries < 0:
            raise Refused("archive-limit", why=f"quá {MAX_MEMBERS} tệp")
        yield f"{name}/{_member_name(entry)}", _member(archive, entry, allowance)


def unpack_mail(mail: Mail, name: str, allowance: Allowance, depth: int) -> Iterator[Member]:
    """Name and bytes of every file attached to the mail, within the bounds of archives."""
    if depth > MAX_DEPTH:
        raise Refused("archive-limit", why=f"nén lồng nhau quá {MAX_DEPTH} lớp")
    taken: dict[str, Path] = {}
    for title, data in sorted(mail.attachments):
        allowance.entries -= 1
        allowance.size -= len(data)
        if allowance.entries < 0 or allowance.size < 0:
            raise Refused("archive-limit", why="có quá nhiều hoặc quá lớn tệp đính kèm")
        member = _free_name(_plain_path(title), Path(name, title), taken)
        taken[member] = Path(name, title)
        too_large = len(data) > MAX_FILE
        yield f"{name}/{member}", Refused("file-too-large", limit=f"{MAX_FILE // MB} MB") if too_large else data


def _member_name(entry: zipfile.ZipInfo) -> str:
    """The name in the archive; many programs write UTF-8 without saying so, and it then reads as code page 437."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return _plain_path(name)


def _plain_path(name: str) -> str:
    """The name with whatever would lead out of its folder left away."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return readable_name("/".join(parts)) or "?"


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance) -> bytes | Refused:
    if entry.flag_bits & _ENCRYPTED:
        return Refused("file-password")
    if entry.file_size > MAX_FILE:
        return Refused("file-too-large", limit=f"{MAX_FILE // MB} MB")
    if is_too_tight(entry):
        return Refused("file-unsafe", why=SWELLS)
    try:
        with archive.open(entry) as part:
            data = part.read(min(MAX_FILE, allowance.size) + 1)
    except BROKEN_PACKAGE:
        return Refused("file-damaged")
    if len(data) > MAX_FILE:
        return Refused("file-too-large", limit=f"{MAX_FILE // MB} MB")
    allowance.size -= len(data)
    if allowance.size < 0:
        raise Refused("archive-limit", why="giải nén ra quá lớn")
    return data
