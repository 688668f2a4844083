"""Dies at any file operation, as when the power goes: from there on nothing is written, removed or renamed any more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

_CHANGES = {"os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "shutil.move"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Killed(BaseException):
    """The run is dead: no handler of it, not even a clean-up, gets anything done."""


class _Watch:
    """Counts what changes files while it is on, and refuses from the operation `at` onwards."""

    def __init__(self) -> None:
        self.is_on = False
        self.at = 0
        self.seen = 0

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.is_on or not (event in _CHANGES or (event == "open" and _is_writing(args))):
            return
        self.seen += 1
        if self.seen >= self.at:
            raise Killed


def _is_writing(args: tuple[Any, ...]) -> bool:
    path, mode, flags = args
    return not isinstance(path, int) and bool(set(mode or "") & set("wxa+") or (flags or 0) & _WRITES)


_watch = _Watch()
_hooks: list[_Watch] = []


def deaths(run: Callable[[], object]) -> Iterator[int]:
    """Let `run` die at its first file operation, at its second and so on, until one comes to its end.

    Yields after each death; whoever takes them puts the files back before going on.
    """
    if not _hooks:  # a hook cannot be taken away again
        sys.addaudithook(_watch.hook)
        _hooks.append(_watch)
    for at in range(1, 10_000):
        _watch.at, _watch.seen, _watch.is_on = at, 0, True
        try:
            run()
        except Killed:
            pass
        else:
            return
        finally:
            _watch.is_on = False
        yield at
