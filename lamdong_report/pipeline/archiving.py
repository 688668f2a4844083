"""Puts a year's files away, move by move: what is to be moved is noted in the new year's folder till all of it is.

A run may die between any two moves. The next one finds the note and goes on: what it lists is moved, and nothing else,
so forms of the new year that have come meanwhile stay where they are.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec

from lamdong_report import lock
from lamdong_report.errors import OutputError, UnfinishedYearError, UsageError, system_reason
from lamdong_report.storage import HALF, half_name, make_folder, patiently, read_if_there

ARCHIVE = "luu-tru"
NOTE = ".dang-mo-nam.json"
REMEDY = "Kiểm tra thư mục còn dung lượng và cho phép ghi, đóng tệp đang mở rồi chạy lại; chưa có gì bị xóa."
_KEPT_IN_PLACE = frozenset({".gitkeep", ".gitignore", "README.md", lock.FILE, lock.HOLDER})
# What a page that runs now goes by; the year may be begun from it.
_PAGES_OWN = (".trang-", ".viec-dang-lam-")


class Moves(msgspec.Struct, frozen=True):
    """What is to be put away, and what the run that noted it had to tell of the new year.

    `archive` is the folder below `luu-tru`; `inputs` and `out` are the names of what lay in these two folders.
    """

    year: int
    archive: str
    inputs: tuple[str, ...]
    out: tuple[str, ...]
    source: str
    changes: tuple[str, ...]
    known: int
    baselines: int


def free_archive(out: Path, year: int) -> str:
    """A name below `luu-tru` that nothing has yet: what lies there from another time is never mixed with this year."""
    names = (str(year), *(f"{year} ({n})" for n in range(2, 1_000)))
    return next(name for name in names if not (_archives(out) / name).exists())


def contents(folder: Path) -> tuple[str, ...]:
    """All but what belongs to the folder itself: the keeper of an empty one, the lock, the word of a running page."""
    found = folder.iterdir() if folder.is_dir() else ()
    names = (path.name for path in found if not path.name.startswith((*_PAGES_OWN, HALF)))
    return tuple(sorted(name for name in names if name not in _KEPT_IN_PLACE))


def require_whole_year(folder: Path) -> None:
    """Raise UnfinishedYearError while old files wait to be put away: the forms of two years must not mix."""
    if moves := read_moves(folder):
        raise UnfinishedYearError(moves.year + 1)


def read_moves(folder: Path) -> Moves | None:
    """What is still to be put away since this plan's folder was made; raises HeldError, OutputError."""
    data = read_if_there(folder / NOTE)
    try:
        return msgspec.json.decode(data, type=Moves) if data else None
    except msgspec.DecodeError as error:
        remedy = f"Chuyển phiếu và kết quả năm cũ vào thư mục {ARCHIVE} rồi xóa tệp này."
        raise OutputError(f"Không hiểu được tệp {folder / NOTE}.", remedy) from error


def archive_files(moves: Moves, inputs: Path, out: Path) -> Iterator[Path]:
    """Move what is listed and not moved yet; the folders where it lies now. Raises OutputError, UsageError."""
    for folder, names in ((inputs, moves.inputs), (out, moves.out)):
        if not names:
            continue
        place = make_folder(_archives(out) / moves.archive / folder.name)
        # Other folders than those of the run that was cut off would leave the old year's files where they are.
        if not any((where / name).exists() for where in (folder, place) for name in names):
            remedy = "Chạy lại với đúng thư mục phiếu (--inputs) và thư mục kết quả (--out) của lần trước."
            raise UsageError(f"Trong {folder} không có tệp nào của năm cũ cần cất.", remedy)
        for left in place.glob(f"{HALF}*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
        for name in names:
            _move(folder / name, place / name)
        yield place


def _archives(out: Path) -> Path:
    return out.resolve().parent / ARCHIVE


def _move(path: Path, target: Path) -> None:
    """Move a file or folder, whole; what lies there already was copied by a run that died before it removed ours."""
    try:
        if path.exists() and not target.exists():
            try:
                patiently(partial(path.rename, target), 4)
            except OSError as error:
                if error.errno != errno.EXDEV:  # another drive
                    raise
                _copy(path, target)
        if path.exists():
            _drop_what_is_kept(path, target)
    except OSError as error:
        raise OutputError(f"Không chuyển được {path} ({system_reason(error)}).", REMEDY) from error


def _copy(path: Path, target: Path) -> None:
    half = half_name(target)
    if path.is_dir():
        shutil.copytree(path, half)
    else:
        shutil.copy2(path, half)
    half.rename(target)


def _drop_what_is_kept(path: Path, kept: Path) -> None:
    """Remove of `path` what the archive holds byte for byte; anything else of that name came later, and stays."""
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            _drop_what_is_kept(inner, kept / inner.name)
        if not any(path.iterdir()):
            path.rmdir()
    elif kept.is_file() and path.read_bytes() == kept.read_bytes():
        path.unlink()
