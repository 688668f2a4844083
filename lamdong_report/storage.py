"""Writes results whole or not at all, never over a file that somebody may have edited, and numbers the drafts."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from lamdong_report.errors import OutputError

KEPT = "ban-truoc"
_MOST_NAMES = 99
_HALF = ".dang-ghi-"


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
            _write_beside(candidate, data)
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
    if path.exists() and path.read_bytes() != data:
        kept = make_folder(path.parent / KEPT)
        number = 1 + max((_number_of(old, path.stem) for old in kept.iterdir()), default=0)
        try:
            path.replace(kept / f"{path.stem}-{number:02}{path.suffix}")
        except OSError:
            return write_whole(path, data)  # open in Excel: it stays where it is, ours gets another name
    return write_whole(path, data)


def _number_of(path: Path, stem: str) -> int:
    found = re.fullmatch(re.escape(stem) + r"-(\d+)(?: \(\d+\))?", path.stem)
    return int(found[1]) if found else 0


def _names(path: Path) -> list[Path]:
    return [path, *(path.with_name(f"{path.stem} ({n}){path.suffix}") for n in range(2, _MOST_NAMES))]


def _write_beside(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_HALF, suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.name != "nt":
            Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _not_writable(path: Path, error: OSError) -> OutputError:
    remedy = "Kiểm tra thư mục có tồn tại, còn dung lượng và cho phép ghi; đóng tệp nếu đang mở rồi chạy lại."
    return OutputError(f"Không ghi được {path} ({error.strerror or error}).", remedy)
