"""Who does the work: this process alone, or a second one beside it where the machine has a second core.

Whatever is asked is done: a second process that cannot be had, dies or stands still costs time and nothing else, for
its share is then done here. Work is a function of what it is given, so that it gives the same wherever it is done; it
writes no file.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")
# A process takes as long to begin and to import the program as some twenty forms take to be read.
WORTH = 40
# Seconds without a result. A form takes hundredths of one; the largest archive that is opened at all, some ten.
PATIENCE = 120.0
# So many items wait in the second process: one in hand, and some so that it need not wait for this one.
_AHEAD = 3


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


class Alone:
    """Everything in this process, one after the other."""

    def prepare(self, work: Callable[[Item], Any], count: int) -> None:
        pass

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        return map(work, items)

    def begin(self, work: Callable[[Item], Result], item: Item) -> Callable[[], Result]:
        return partial(work, item)


ALONE = Alone()


class WithSecond:
    """This process and a second one, which is begun when there is enough for both."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._processes: set[BaseProcess] = set()
        self._numbers = count(1)
        self._may_begin = True

    def prepare(self, work: Callable[[Item], Any], count: int) -> None:
        if count >= WORTH:
            self._learn(work)

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """This process takes the items from the front, the second one from the end, until they meet."""
        number = self._learn(work) if len(items) >= WORTH or (self._pool and len(items) > 1) else 0
        left, given, running = deque(range(len(items))), {}, list[Future[Any]]()
        for at, item in enumerate(items):
            running = [future for future in running if not future.done()]
            # Not all at once: what has been given away cannot be had back.
            while number and len(running) < _AHEAD and len(left) > 1:
                last = left.pop()
                given[last] = self._submit(_do, number, items[last])
                running.append(given[last])
            if at in given:
                yield self._result(given.pop(at), partial(work, item))
            else:
                left.popleft()
                yield work(item)

    def begin(self, work: Callable[[Item], Result], item: Item) -> Callable[[], Result]:
        here = partial(work, item)
        return partial(self._result, self._submit(work, item), here) if self._pool else here

    def close(self) -> None:
        """End the second process, whatever it does."""
        if self._pool:
            self._pool.shutdown(wait=False)
        for process in self._processes:
            process.kill()
        self._pool, self._processes, self._may_begin = None, set(), False

    def _learn(self, work: Callable[..., Any]) -> int:
        """Tell the second process of the work, which may know a whole plan; by this number. 0 where there is none."""
        if not self._pool and self._may_begin:
            self._start()
        number = next(self._numbers)
        if self._pool:
            self._submit(_learn, number, work)
        return number if self._pool else 0

    def _start(self) -> None:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import active_children, get_context

        self._may_begin, before = False, set(active_children())
        try:
            # Begun anew and not forked: so it is on Windows, and a fork of a program with threads may stand still.
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), _stand_by)
            self._pool.submit(os.getpid)  # begins it
        except (OSError, ImportError, NotImplementedError, RuntimeError):  # a system that has not what this takes
            self._pool = None
        self._processes = set(active_children()) - before

    def _submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        try:
            if self._pool:
                return self._pool.submit(work, *given)
        except RuntimeError:  # it has died
            self.close()
        nobody: Future[Any] = Future()
        nobody.set_exception(RuntimeError("no second process"))
        return nobody

    def _result(self, future: Future[Any], here: Callable[[], Any]) -> Any:
        try:
            return future.result(PATIENCE)
        except Exception:  # it has died or stands still; or the work fails, as it then will here
            self.close()
            return here()


@contextmanager
def second_process() -> Iterator[Executor]:
    """A second process for as long as this lasts, where the machine has a second core."""
    allowed = getattr(os, "sched_getaffinity", None)
    if (len(allowed(0)) if allowed else os.cpu_count() or 1) < 2:
        yield ALONE
        return
    both = WithSecond()
    try:
        yield both
    finally:
        both.close()


# In the second process


_known: tuple[int, Callable[[Any], Any]] | None = None


def _stand_by() -> None:
    """Leave Ctrl+C to the first process, and do not outlive it."""
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    def follow() -> None:
        if first := parent_process():
            first.join()
            os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=follow, daemon=True).start()


def _learn(number: int, work: Callable[[Any], Any]) -> None:
    global _known
    _known = number, work


def _do(number: int, item: Any) -> Any:
    if _known is None or _known[0] != number:  # what was to be learnt did not come over
        raise LookupError(number)
    return _known[1](item)
