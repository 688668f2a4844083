"""Who does the work: this process alone, or a second one beside it where the machine has a second core.

Whatever is asked is done: a second process that cannot be had, dies or stands still costs time and nothing else, for
its share is then done here. Work is a function of what it is given, so that it gives the same wherever it is done; it
writes no file.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future
    from subprocess import Popen

Item = TypeVar("Item")
Result = TypeVar("Result")
# A process takes as long to begin and to import the program as some twenty forms take to be read.
WORTH = 40
# Seconds without a result. A form takes hundredths of one; the largest archive that is opened at all, some ten.
PATIENCE = 120.0
# The second process gets such a part of what is left, large ones first: at the end nobody waits for long. No part is
# larger than that, for its results are held twice while they are sent.
_PARTS, _MOST_AT_ONCE = 6, 24
_LET_GO = 10  # seconds for the system to end what it was told to end
# It finds what this process finds, and nothing that happens to lie in the current folder.
_SECOND = (
    "import sys; sys.path[:] = sys.argv[2:]; from lamdong_report import executor; executor.do_parts(int(sys.argv[1]))"
)
_NO_WINDOW = 0x08000000 if os.name == "nt" else 0  # CREATE_NO_WINDOW: nor does Ctrl+C come there


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

    They speak through two pipes; a thread waits at them, and this process for it, with a bound. (The standard
    library's pool of processes waits without one when it is shut down, and under Wine misses results and deaths.)
    """

    def __init__(self) -> None:
        self._process: Popen[bytes] | None = None
        self._asking: Thread | None = None
        self._last: Future[Any] | None = None
        self._may_begin = True

    def prepare(self, work: Callable[[Item], Any], count: int) -> None:
        if count >= WORTH:
            self._start(_packed(work))

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """This process takes the items from the front, the second one parts from the end, until they meet."""
        packed = _packed(work) if len(items) >= WORTH or (self._process and len(items) > 1) else b""
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
        process, asking = self._process, self._asking
        self._process, self._asking, self._last, self._may_begin = None, None, None, False
        if process is None:
            return
        from subprocess import TimeoutExpired

        process.kill()
        with suppress(TimeoutExpired):
            process.wait(_LET_GO)
        if asking:
            asking.join(_LET_GO)
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what was still to be sent
                pipe and pipe.close()

    @property
    def _is_free(self) -> bool:
        return self._last is not None and self._last.done()

    def _start(self, packed: bytes) -> None:
        """Begin the process, which then learns this work at once."""
        if not packed or not self._may_begin:
            return
        from subprocess import DEVNULL, PIPE, Popen

        self._may_begin = False
        command = [sys.executable or "", "-P", "-c", _SECOND, str(gc.get_threshold()[0]), *sys.path]
        # Ctrl+C is for the first process alone. What the second one fails in is done here once more, and told here.
        with suppress(OSError, ValueError):  # a system without what this takes, or a folder whose name cannot be given
            self._process = Popen(
                command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True, creationflags=_NO_WINDOW
            )
            self._ask(packed, ())

    def _give(
        self, packed: bytes, work: Callable[[Item], Result], part: Sequence[Item]
    ) -> Callable[[], Sequence[Result]]:
        """Let the second process do this part; what is returned waits for the results."""
        return partial(self._results, self._ask(packed, part), work, part)

    def _ask(self, packed: bytes, part: Sequence[Any]) -> Future[Any]:
        from concurrent.futures import Future

        self._last = answer = Future[Any]()
        asking = Thread(target=_converse, args=(self._process, (packed, part), answer), daemon=True)
        asking.start()
        self._asking = asking  # Ctrl+C may come at any moment, and what has not begun cannot be waited for
        return answer

    def _results(self, answer: Future[Any], work: Callable[[Item], Result], part: Sequence[Item]) -> Sequence[Result]:
        try:
            results: Sequence[Result] | None = answer.result(PATIENCE)
        except Exception:  # it has died or stands still
            self.close()
            results = None
        return [work(item) for item in part] if results is None else results


def _converse(process: Popen[bytes] | None, task: tuple[bytes, Sequence[Any]], answer: Future[Any]) -> None:
    """In a thread: what the second process answers; None if it cannot do it."""
    try:
        assert process and process.stdin and process.stdout
        process.stdin.write(pickle.dumps(task))
        process.stdin.flush()
        answer.set_result(pickle.load(process.stdout))
    except BaseException as fault:  # whatever it is: somebody waits for the answer
        answer.set_exception(fault)


def _packed(work: Callable[..., Any]) -> bytes:
    """The work, which may know a whole plan, for another process; b"" where it cannot be sent."""
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


def do_parts(threshold: int) -> None:
    """Work as it comes, searching for garbage as rarely as the first process does, until that has gone."""
    from queue import SimpleQueue

    gc.set_threshold(threshold)
    tasks = SimpleQueue[tuple[bytes, Sequence[Any]]]()
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing else speaks there

    def listen() -> None:
        with suppress(Exception):
            while True:
                tasks.put(pickle.load(sys.stdin.buffer))
        os._exit(1)

    Thread(target=listen, daemon=True).start()
    while True:
        answers.write(_answer(*tasks.get()))
        answers.flush()


def _answer(packed: bytes, part: Sequence[Any]) -> bytes:
    try:
        work = _unpacked(packed)
        return pickle.dumps([work(item) for item in part])
    except Exception:  # it will fail in the first process as well, and be told there
        return pickle.dumps(None)


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Callable[[Any], Any]:
    work: Callable[[Any], Any] = pickle.loads(packed)
    return work
