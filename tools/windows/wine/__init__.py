"""The package held against Windows, as far as Wine can stand in for it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

WINE = "/usr/lib/wine/wine64"
# Seen once in some thousand starts on a busy machine: Wine's cmd cannot make the process of a program that is there.
_NOT_BEGUN = re.compile(r"Can't recognize '\"?([^'\"]+\.exe)\b")
_TRIES = 3


def start(folder: Path, words: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Call bat-dau.cmd of this folder with these words, as a double-click would; all it says is in `stdout`.

    Where Wine did not begin a program that lies in the folder, nothing of ours has run: it is asked again, and says so.
    """
    for left in reversed(range(_TRIES)):
        done = subprocess.run(
            [WINE, "cmd", "/c", "bat-dau.cmd", *words],
            cwd=folder,
            env=environment,
            timeout=300,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if not left or not not_begun(folder, done.stdout.decode("utf-8", "replace")):
            break
        print(f"Wine did not begin a program for {' '.join(words)!r}; asked again")
    return done


def not_begun(folder: Path, said: str) -> bool:
    """Whether Wine's cmd says that it does not know a program which lies in this folder."""
    return any((folder / name.replace("\\", "/")).is_file() for name in _NOT_BEGUN.findall(said))
