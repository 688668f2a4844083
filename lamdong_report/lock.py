"""Lets one run at a time write to an output folder, and says who does; a killed run leaves no lock behind."""

from __future__ import annotations

import errno
import getpass
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lamdong_report.errors import OutputError, system_reason
from lamdong_report.storage import make_folder, sweep

FILE = ".dang-ghi"
HOLDER = ".ai-dang-ghi"
PATIENCE = 20.0  # seconds: a run holds the folder while it writes, not while it reads
_PAUSE = 0.1  # of a second, so that nobody notices the wait and the drive is not asked without a break
# What a drive says that knows no locks; for the lock of another run every system has a number of its own.
_NO_LOCKS = {errno.EINVAL, errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP}


@contextmanager
def only_run(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the folder for this run; waits up to `patience` seconds for another run, then raises OutputError.

    What a killed run left half-written there is swept away first.

    The system's own file lock is taken, so it ends with the process. On a network drive that knows no locks,
    there is none.
    """
    path = make_folder(folder) / FILE
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(f"Không ghi được vào thư mục {folder} ({system_reason(error)}).", _REMEDY) from error
    try:
        _wait(handle, folder, time.monotonic() + patience)
        sweep(folder)
        with _signed(folder):
            yield
    finally:
        os.close(handle)  # the lock goes with it


@contextmanager
def _signed(folder: Path) -> Iterator[None]:
    """Leave word of who writes, for a colleague who waits; a word that cannot be left holds nobody up."""
    note = folder / HOLDER
    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):  # a system that knows no name for this user
        user = "không rõ tên"
    with suppress(OSError):
        note.write_text(f"{user}, máy {socket.gethostname()}", encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)


_REMEDY = "Kiểm tra quyền ghi của thư mục, hoặc chọn thư mục khác bằng --out."


def _wait(handle: int, folder: Path, end: float) -> None:
    while not _take(handle):
        if time.monotonic() >= end:
            remedy = "Đợi lệnh đang chạy xong (xem cửa sổ dòng lệnh khác) rồi chạy lại."
            by = ""
            with suppress(OSError):
                who = (folder / HOLDER).read_text(encoding="utf-8", errors="replace")
                by = f" (người chạy: {who})" if who else ""
            raise OutputError(f"Một lệnh khác đang ghi vào thư mục {folder}{by}.", remedy)
        time.sleep(_PAUSE)


def _take(handle: int) -> bool:
    """Whether the lock is ours now; so taken on a drive without locks, where nothing can be waited for."""
    try:
        _lock(handle)
    except OSError as error:
        return error.errno in _NO_LOCKS
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
