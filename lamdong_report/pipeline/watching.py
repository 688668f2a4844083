"""Whether anything in a folder has changed since it was last looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

State = tuple[tuple[str, int, int], ...]


def folder_state(folders: Sequence[Path]) -> State:
    """Name, size and time of every file in these folders, hidden ones left out: equal while nothing has changed."""
    return tuple(sorted(entry for folder in folders for entry in _entries(folder)))


def _entries(folder: Path) -> Iterator[tuple[str, int, int]]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(root, name)
            try:
                status = path.stat()
            except OSError:  # gone again, or not for us to see
                continue
            if not name.startswith("."):
                yield str(path), status.st_size, status.st_mtime_ns
