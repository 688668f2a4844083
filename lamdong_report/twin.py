"""A second process for half of the work where there is a second core; with it or without, the same results.

The process is a fork of this one, so nothing has to be sent to it; it gives back values and touches no file. Whatever
goes wrong there, the work is done here instead. It is not the standard library's executor: that one's process waits
for more work, and for ever when this one is killed. Where forking is not safe there is no second process: on Windows
and macOS, and beside the threads of the page.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Forking a process that has read a season takes as long as reading two forms.
_LEAST = 12
# Results wait in the pipe while the other side is busy; the most that Linux gives to anybody.
_PIPE = 1024 * 1024  # bytes
# Above any number under which this program has a file open.
_LAST_HANDLE = 65_536


def has_second_core() -> bool:
    """Whether a second process would have a core of its own, and may be forked."""
    if sys.platform != "linux":
        return False
    return len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def spread(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """The results in the order of the items, which must give the same in either process; every second one beside."""
    if len(items) < _LEAST or not has_second_core():
        yield from map(work, items)
        return
    twin = _Twin(lambda: map(work, items[1::2]))
    try:
        for at, item in enumerate(items):
            yield twin.next_or(lambda: work(item)) if at % 2 else work(item)  # noqa: B023  # called at once
    finally:
        twin.end()


@contextmanager
def beside(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """The work is done beside what stands in the `with`; what that is given waits for the result, to be called once."""
    if not has_second_core():
        yield work
        return
    twin = _Twin(lambda: (work(),))
    try:
        yield lambda: twin.next_or(work)
    finally:
        twin.end()


class _Twin(Generic[Result]):
    """The forked process, which writes its results into a pipe one after the other."""

    def __init__(self, results: Callable[[], Iterable[Result]]) -> None:
        reading, writing = os.pipe()
        self._process = _fork()
        if self._process == 0:
            _serve(results, writing)
        os.close(writing)
        _widen(reading)
        self._results = os.fdopen(reading, "rb")

    def next_or(self, work: Callable[[], Result]) -> Result:
        """The next result; that of `work` when the process has failed, whose error then shows here."""
        try:
            result: Result = pickle.load(self._results)
        except (EOFError, OSError, pickle.UnpicklingError):
            return work()
        return result

    def end(self) -> None:
        self._results.close()
        if self._process:
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = None


def _fork() -> int | None:
    """The number of the new process, 0 in that one itself; None where there is none."""
    if sys.platform == "linux":
        with suppress(OSError):  # no memory or no place for another one
            return os.fork()
    return None


def _serve(results: Callable[[], Iterable[Result]], writing: int) -> None:
    """What the fork does until its end; it never returns."""
    try:
        # The other side's lock on the output folder must end with that side.
        os.closerange(3, writing)
        os.closerange(writing + 1, _LAST_HANDLE)
        # What was there before is looked through for waste by nobody: every page touched would have to be copied.
        gc.freeze()
        with os.fdopen(writing, "wb") as pipe:
            for result in results():
                pickle.dump(result, pipe, pickle.HIGHEST_PROTOCOL)
                pipe.flush()
    finally:
        os._exit(0)  # without what the other side has yet to print or to remove


def _widen(pipe: int) -> None:
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
