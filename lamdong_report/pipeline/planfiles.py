"""Writes the files of a plan, all of them or none, and keeps the former ones; a run that is killed loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from lamdong_report.errors import OutputError
from lamdong_report.storage import read_if_there, replace_keeping, replace_whole

# What several files are to hold, till all of them do: half of a change might be a plan that nobody can use.
_NOTE = ".dang-nhan.json"


def write_plan_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Put these files (name → content) in place of those in the folder; the paths. Raises OutputError."""
    if len(files) == 1:
        return tuple(replace_keeping(folder / name, data) for name, data in files.items())
    replace_whole(folder / _NOTE, msgspec.json.encode(files))
    try:
        return end_writing(folder)
    except OutputError:
        if not any((folder / name).is_file() and (folder / name).read_bytes() == data for name, data in files.items()):
            (folder / _NOTE).unlink(missing_ok=True)  # nothing of it was written, so nothing of it is to come
        raise


def end_writing(folder: Path) -> tuple[Path, ...]:
    """Write what a run has noted and not written, because it was killed or a file was held; raises OutputError."""
    noted = read_if_there(folder / _NOTE)
    try:
        files = msgspec.json.decode(noted, type=dict[str, bytes]) if noted else {}
    except msgspec.DecodeError:
        files = {}
    written = tuple(replace_keeping(folder / name, data) for name, data in files.items())
    if noted:
        with suppress(FileNotFoundError):  # another run has ended it meanwhile
            (folder / _NOTE).unlink()
    return written
