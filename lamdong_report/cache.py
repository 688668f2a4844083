"""What was worked out before and need not be again: results by the digest of what they came of, in a file of their own.

Whatever is wrong with that file, there is nothing in it: a cache costs nobody anything but time.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from lamdong_report import __version__
from lamdong_report.results import CACHE_FOLDER
from lamdong_report.storage import HALF, write_spare

_ENDING = ".bin"
_DAY = 24 * 60 * 60  # seconds
# A season lasts from the first form in October to the letters of spring.
_SEASON = 180  # days
# The day of use is renewed no more often than this, so that a run with nothing new writes nothing.
_WEEK = 7  # days
# Every change of the plan begins its files anew, four of them (plan, readings, checks, forms to correct); those of the
# last few plans serve whoever tries one and goes back to the other.
_MOST_FILES = 16
# Three times the files that one run reads at most: what was there before a form was mended, and before that.
_MOST_ENTRIES = 15_000
_HEAD = hashlib.sha256().digest_size
_Entries = dict[str, tuple[int, msgspec.Raw]]


class Cache(msgspec.Struct):
    """Results by key, from the file at `path`; `day` is today, in days since 1970."""

    path: Path
    day: int
    _entries: _Entries = msgspec.field(default_factory=dict)
    _new: _Entries = msgspec.field(default_factory=dict)

    def find(self, key: str) -> bytes | memoryview | None:
        """What was kept under the key, None where there is nothing."""
        used, found = self._new.get(key) or self._entries.get(key) or (0, None)
        if found is not None and self.day - used >= _WEEK:
            self._new[key] = self.day, found
        return None if found is None else memoryview(found)

    def keep(self, key: str, data: bytes) -> None:
        self._new[key] = self.day, msgspec.Raw(data)

    def save(self) -> None:
        """Write what is new, together with what another run may have written since; where that cannot be, leave it."""
        if not self._new:
            return
        entries = {**_read(self.path), **self._new}
        entries = {key: entry for key, entry in entries.items() if self.day - entry[0] <= _SEASON}
        if len(entries) > _MOST_ENTRIES:
            entries = dict(sorted(entries.items(), key=lambda item: -item[1][0])[:_MOST_ENTRIES])
        body = msgspec.msgpack.encode(entries)
        write_spare(self.path, _head(self.path, body) + body)
        self._entries, self._new = entries, {}
        _sweep(self.path.parent)


def open_cache(out: Path, about: str) -> Cache:
    """The cache under the output folder; `about` says what its results depend on, beside the program itself."""
    name = hashlib.sha256(f"{about}\n{program_digest()}".encode()).hexdigest()[:32]
    path = out / CACHE_FOLDER / f"{name}{_ENDING}"
    return Cache(path, int(time.time()) // _DAY, _read(path))


def forget(out: Path) -> None:
    """Remove the cache: what agencies wrote must not lie about where nobody sweeps."""
    for path in (out / CACHE_FOLDER).glob("*"):
        _remove(path)
    with suppress(OSError):
        (out / CACHE_FOLDER).rmdir()


@lru_cache(maxsize=1)
def program_digest() -> str:
    """The program as it is: another version, another place or one changed file makes it another one.

    Names, sizes and times of the files do: to read three hundred files takes longer than to read a form. Where all
    files have one time, as in the package for Windows, the folder has the digest of their content in its name.
    """
    home = Path(__file__).resolve().parent
    digest = hashlib.sha256(f"{__version__}\n{home}\n{sys.version}\n".encode())
    for folder, folders, _ in os.walk(home):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_file():
                    status = entry.stat()
                    digest.update(f"{entry.path}\n{status.st_size}\n{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _head(path: Path, body: bytes | memoryview) -> bytes:
    """What the file begins with: it belongs under this name, and no byte of it has been lost or changed."""
    digest = hashlib.sha256(path.name.encode())
    digest.update(body)
    return digest.digest()


def _read(path: Path) -> _Entries:
    """The entries of the file; none where there is no file, or not ours, or not whole."""
    try:
        data = path.read_bytes()
        head, body = data[:_HEAD], memoryview(data)[_HEAD:]
        return msgspec.msgpack.decode(body, type=_Entries) if head == _head(path, body) else {}
    except (OSError, msgspec.MsgspecError):
        return {}


def _sweep(folder: Path) -> None:
    """Remove the files that nobody has used for a season, those that are too many, and what killed runs left."""
    with suppress(OSError):
        aged = sorted((time.time() - path.stat().st_mtime, path) for path in folder.iterdir())
        halves = [path for age, path in aged if path.name.startswith(HALF) and age > _DAY]
        whole = [(age, path) for age, path in aged if path.suffix == _ENDING and not path.name.startswith(HALF)]
        for path in (*halves, *(path for at, (age, path) in enumerate(whole)
                                if at >= _MOST_FILES or age > _SEASON * _DAY)):  # fmt: skip
            _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
