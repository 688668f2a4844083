"""Who does the work: this process alone, or a second one beside it where the machine has a second core.

Whatever is asked is done: a second process that cannot be had, dies or stands still costs time and nothing else, for
its share is then done here. Work is a function of what it is given, so that it gives the same wherever it is done; it
writes no file.
"""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")
# A process takes as long to begin and to import the program as some twenty forms take to be read.
WORTH = 40
# Seconds without a result. A form takes hundredths of one; the largest archive that is opened at all, some ten.
PATIENCE = 120.0
# The second process gets such a part of what is left, large ones first: at the end nobody waits for long. No part is
# larger than that, for its results are held twice while they are sent.
_PARTS, _MOST_AT_ONCE = 6, 24


class Executor(Protocol):
    """Has work done, wherever that is."""

    def prepare(self, work: Callable[[Item], Any], count: int) -> None:
        """Be ready for this work, if so many forms make it worth while."""
        ...

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """The results, in the order of the items."""
        ...

    def begin(self, work: Callable[[Item], Result], item: Item) -> Callable[[], Result]:
        """Let the work begin; what is returned waits for its result."""
        ...


class OneProcess:
    """Everything in this process, one after the other."""

    def prepare(self, work: Callable[[Item], Any], count: int) -> None:
        pass

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        return map(work, items)

    def begin(self, work: Callable[[Item], Result], item: Item) -> Callable[[], Result]:
        return partial(work, item)


ALONE = OneProcess()


class TwoProcesses:
    """This process and a second one, which is begun when there is enough for both and has one part at a time in hand.

    One: under Wine the news of a second result may be lost until a third is there.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._processes: set[BaseProcess] = set()
        self._last: Future[list[Any]] | None = None
        self._may_begin = True

    def prepare(self, work: Callable[[Item], Any], count: int) -> None:
        if count >= WORTH:
            self._start(_packed(work))

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """This process takes the items from the front, the second one parts from the end, until they meet."""
        packed = _packed(work) if len(items) >= WORTH or (self._pool and len(items) > 1) else b""
        self._start(packed)
        at, end, done = 0, len(items), deque[Result]()
        begun: Callable[[], Sequence[Result]] = list
        while at < end:
            if packed and self._is_free:
                done.extendleft(reversed(begun()))
                size = min(max((end - at) // _PARTS, 1), end - at - 1, _MOST_AT_ONCE)
                begun = self._give(packed, work, items[end - size : end]) if size else list
                end -= size
            yield work(items[at])
            at += 1
        done.extendleft(reversed(begun()))
        yield from done

    def begin(self, work: Callable[[Item], Result], item: Item) -> Callable[[], Result]:
        packed = _packed(work) if self._is_free else b""
        if not packed:  # nor is it waited for: while it begins, this process has done it
            return partial(work, item)
        begun = self._give(packed, work, (item,))
        return lambda: begun()[0]

    def close(self) -> None:
        """End the second process, whatever it does."""
        for process in self._processes:
            process.kill()
        if self._pool:
            self._pool.shutdown()  # waits for what now ends: else it would end together with Python, and complain
        self._pool, self._last, self._processes, self._may_begin = None, None, set(), False

    @property
    def _is_free(self) -> bool:
        return self._last is not None and self._last.done()

    def _start(self, packed: bytes) -> None:
        """Begin the process, which then learns this work at once."""
        if not packed or not self._may_begin:
            return
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import active_children, get_context

        self._may_begin, before = False, set(active_children())
        try:
            # Begun anew and not forked: so it is on Windows, and a fork of a program with threads may stand still.
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), _stand_by, (gc.get_threshold(),))
            self._last = self._pool.submit(_do, packed, ())
        except (OSError, ImportError, NotImplementedError, RuntimeError):  # a system that has not what this takes
            self._pool = None
        self._processes = set(active_children()) - before

    def _give(
        self, packed: bytes, work: Callable[[Item], Result], part: Sequence[Item]
    ) -> Callable[[], Sequence[Result]]:
        """Let the second process do this part; what is returned waits for the results."""
        try:
            if self._pool:
                self._last = self._pool.submit(_do, packed, part)
        except RuntimeError:  # it has died
            self.close()
        return partial(self._results, self._last, work, part)

    def _results(
        self, begun: Future[list[Any]] | None, work: Callable[[Item], Result], part: Sequence[Item]
    ) -> Sequence[Result]:
        try:
            if self._pool and begun:
                return begun.result(PATIENCE)
        except Exception:  # it has died or stands still; or the work fails, as it then will here
            self.close()
        return [work(item) for item in part]


def _packed(work: Callable[..., Any]) -> bytes:
    """The work, which may know a whole plan, for another process; b"" where it cannot be sent."""
    import pickle

    try:
        return pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError):
        return b""


@contextmanager
def second_process() -> Iterator[Executor]:
    """A second process for as long as this lasts, where the machine has a second core."""
    allowed = getattr(os, "sched_getaffinity", None)
    if (len(allowed(0)) if allowed else os.cpu_count() or 1) < 2:
        yield ALONE
        return
    both = TwoProcesses()
    try:
        yield both
    finally:
        both.close()


# In the second process


def _stand_by(threshold: tuple[int, int, int]) -> None:
    """Search for garbage as the first process does, leave Ctrl+C to it, and do not outlive it."""
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    def follow() -> None:
        if first := parent_process():
            first.join()
            os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*threshold)
    Thread(target=follow, daemon=True).start()


def _do(packed: bytes, part: Sequence[Any]) -> list[Any]:
    work = _unpacked(packed)
    return [work(item) for item in part]


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Callable[[Any], Any]:
    import pickle

    work: Callable[[Any], Any] = pickle.loads(packed)
    return work
