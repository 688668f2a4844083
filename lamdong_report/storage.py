"""Writes results whole or not at all, never over a file that somebody may have edited, and numbers the drafts."""

from __future__ import annotations

import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path

from lamdong_report.errors import OutputError

KEPT = "ban-truoc"
_MOST_NAMES = 99
_HALF = ".dang-ghi-"
_MOMENT = 0.3  # seconds


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
        try:
            _write_patiently(candidate, data)
        except PermissionError:
            continue
        except OSError as error:
            raise _not_writable(candidate, error) from error
        return candidate
    raise _not_writable(path, PermissionError("không có quyền ghi"))


def sweep(folder: Path) -> None:
    """Remove the half-written files that a killed run left in the folder; only for one who holds its lock."""
    for path in folder.glob(f"{_HALF}*"):
        with suppress(OSError):
            path.unlink()


def write_keeping(path: Path, data: bytes) -> Path:
    """As `write_whole`, but a different file of that name is first moved to the folder of former versions."""
    if path.exists() and _differs(path, data):
        put_away(path)  # open in Excel: it stays where it is, and ours gets another name
    return write_whole(path, data)


def _differs(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() != data
    except OSError:  # held by another program
        return True


def put_away(path: Path) -> bool:
    """Move a result that is out of date to the folder of former versions; False when another program holds it."""
    kept = make_folder(path.parent / KEPT)
    number = 1 + max((_number_of(old, path.stem) for old in kept.iterdir()), default=0)
    try:
        path.replace(kept / f"{path.stem}-{number:02}{path.suffix}")
    except OSError:
        return False
    return True


def given_name(path: Path) -> str:
    """The name that was wanted, where a file was written as `name (2).ext`; "" where it has its own name."""
    found = re.fullmatch(r"(.+) \(\d+\)", path.stem)
    return f"{found[1]}{path.suffix}" if found else ""


def _number_of(path: Path, stem: str) -> int:
    found = re.fullmatch(re.escape(stem) + r"-(\d+)(?: \(\d+\))?", path.stem)
    return int(found[1]) if found else 0


def _names(path: Path) -> list[Path]:
    return [path, *(path.with_name(f"{path.stem} ({n}){path.suffix}") for n in range(2, _MOST_NAMES))]


def _write_patiently(path: Path, data: bytes) -> None:
    """Virus scanners and the search index of Windows hold a new file for a moment: that is not yet Word or Excel."""
    try:
        _write_beside(path, data)
    except PermissionError:
        if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
            raise
        time.sleep(_MOMENT)
        _write_beside(path, data)


def _write_beside(path: Path, data: bytes) -> None:
    # Not by tempfile: on Windows it tries for ever in a folder that may not be written.
    half = path.with_name(f"{_HALF}{secrets.token_hex(6)}{path.suffix}")
    try:
        with half.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise


def _not_writable(path: Path, error: OSError) -> OutputError:
    remedy = "Kiểm tra thư mục có tồn tại, còn dung lượng và cho phép ghi; đóng tệp nếu đang mở rồi chạy lại."
    return OutputError(f"Không ghi được {path} ({error.strerror or error}).", remedy)
