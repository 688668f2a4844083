"""Writes results whole or not at all, never over a file that somebody may have edited, and numbers the drafts."""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

from lamdong_report.errors import HeldError, OutputError, system_reason
from lamdong_report.packing import say_the_same
from lamdong_report.results import KEPT_FOLDER

_MOST_NAMES = 99
# What a file is called while it is being written.
HALF = ".dang-ghi-"
# Virus scanners, the search index and synchronised folders of Windows let a new file go within so many seconds.
_MOMENT = 0.3
T = TypeVar("T")


def make_folder(folder: Path) -> Path:
    """The folder, made if need be; raises OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(folder, error) from error
    return folder


def write_whole(path: Path, data: bytes) -> Path:
    """Write `data` beside and move it into place; the path that was really written.

    A file that another program holds open (Word, Excel on Windows) is left alone, and `name (2).ext` written.
    """
    make_folder(path.parent)
    for candidate in _names(path):
        taken = candidate.exists()
        try:
            patiently(partial(_write_beside, candidate, data), 2 if taken else 4)
        except OSError as error:
            if taken and isinstance(error, PermissionError):
                continue
            raise _not_writable(candidate, error) from error
        return candidate
    raise _not_writable(path, PermissionError(errno.EACCES, ""))


def replace_whole(path: Path, data: bytes) -> Path:
    """Write `data` in place of a file that is the user's own: never under another name; raises OutputError."""
    make_folder(path.parent)
    try:
        patiently(partial(_write_beside, path, data), 4)
    except OSError as error:
        raise _not_writable(path, error) from error
    return path


def replace_keeping(path: Path, data: bytes) -> Path:
    """As `replace_whole`, with a copy of what stood there among the former versions: the file is never absent."""
    former = read_if_there(path)
    if former and differs(path, data):
        kept = make_folder(path.parent / KEPT_FOLDER)
        last = _last_number(kept, path.stem)
        # The last one is the same where a run died after it had written it, or found the file held.
        if differs(kept / f"{path.stem}-{last:02}{path.suffix}", former):
            replace_whole(kept / f"{path.stem}-{last + 1:02}{path.suffix}", former)
    return replace_whole(path, data)


def write_spare(path: Path, data: bytes) -> bool:
    """Write what can be made anew at any time, whole; False, and nothing said, where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(path, data)
    except OSError:
        return False
    return True


def sweep(folder: Path) -> None:
    """Remove the half-written files that a killed run left in the folder; only for one who holds its lock."""
    for path in folder.glob(f"{HALF}*"):
        with suppress(OSError):
            path.unlink()


def write_keeping(path: Path, data: bytes) -> Path:
    """As `write_renewed`, but a different file of that name is first moved to the folder of former versions."""
    if path.exists() and differs(path, data):
        put_away(path)  # open in Excel: it stays where it is, and ours gets another name
    return write_renewed(path, data)


def write_renewed(path: Path, data: bytes) -> Path:
    """As `write_whole`, for what every run makes anew: a `name (2).ext` of an earlier run would now be out of date.

    A file that says the same already is left as it is, and its date says since when.
    """
    is_same = path.exists() and not differs(path, data)
    written = path if is_same else write_whole(path, data)
    if written == path:
        for stand_in in takewhile(Path.exists, _names(path)[1:]):
            put_away(stand_in)
    return written


def differs(path: Path, data: bytes) -> bool:
    """Whether the file says anything else than `data`; so taken of one that cannot be read."""
    try:
        found = path.read_bytes()
    except OSError:  # held by another program
        return True
    return not say_the_same(found, data)


def half_name(path: Path) -> Path:
    """What the file or folder is called while it is being written."""
    return path.with_name(f"{HALF}{secrets.token_hex(6)}{path.suffix}")


def put_away(path: Path) -> bool:
    """Move a result that is out of date to the folder of former versions; False when another program holds it."""
    kept = make_folder(path.parent / KEPT_FOLDER)
    stem = Path(given_name(path) or path.name).stem
    try:
        path.replace(kept / f"{stem}-{_last_number(kept, stem) + 1:02}{path.suffix}")
    except OSError:
        return False
    return True


def given_name(path: Path) -> str:
    """The name that was wanted, where a file was written as `name (2).ext`; "" where it has its own name."""
    found = re.fullmatch(r"(.+) \(\d+\)", path.stem)
    return f"{found[1]}{path.suffix}" if found else ""


def why_kept(path: Path) -> str:
    """Why the file, for which another name was written, could not be replaced."""
    read_only = path.exists() and not os.access(path, os.W_OK)
    return "được đặt chỉ đọc (Read-only)" if read_only else "đang mở ở chương trình khác"


def read_if_there(path: Path) -> bytes:
    """What the file holds, nothing where it is not there; raises HeldError for one that we may not read."""
    try:
        return patiently(path.read_bytes, 4)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise held(path, error) from error


def held(path: Path, error: OSError) -> HeldError:
    """That something is there and cannot be read: it must not count as absent."""
    remedy = (
        "Đóng chương trình đang mở tệp đó rồi chạy lại; nếu tệp hoặc thư mục do tài khoản khác lập, nhờ người đó hoặc "
        "cán bộ công nghệ thông tin cấp quyền đọc."
    )
    return HeldError(f"Không đọc được {path} ({system_reason(error)}).", remedy)


def patiently(act: Callable[[], T], tries: int = 2) -> T:
    """What `act` gives, tried again where somebody holds a file for a moment only: that is not yet Word or Excel."""
    for _ in range(tries - 1):
        try:
            return act()
        except PermissionError:
            time.sleep(_MOMENT)
    return act()


def _last_number(kept: Path, stem: str) -> int:
    """The highest number that a former version of this name has; 0 where there is none."""
    found = (re.fullmatch(re.escape(stem) + r"-(\d+)(?: \(\d+\))?", path.stem) for path in kept.iterdir())
    return max((int(one[1]) for one in found if one), default=0)


def _names(path: Path) -> list[Path]:
    return [path, *(path.with_name(f"{path.stem} ({n}){path.suffix}") for n in range(2, _MOST_NAMES))]


def _write_beside(path: Path, data: bytes) -> None:
    # Not by tempfile: on Windows it tries for ever in a folder that may not be written.
    half = half_name(path)
    try:
        with half.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:  # Ctrl+C as well must leave no half-written file
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise


def _not_writable(path: Path, error: OSError) -> OutputError:
    remedy = "Kiểm tra thư mục có tồn tại, còn dung lượng và cho phép ghi; đóng tệp nếu đang mở rồi chạy lại."
    return OutputError(f"Không ghi được {path} ({system_reason(error)}).", remedy)
