"""A second process that reads files too: it begins with the last one, this process with the first, until they meet.

The helper is given nothing that could harm it: files that need the guarded process of `worker` are left for this one,
and so is whatever it had when it was killed.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Any

from lamdong_report.reader.files import FileReader, Found
from lamdong_report.reader.index import FormIndex
from lamdong_report.reader.parcel import Parcel, Unpacker, pack
from lamdong_report.reader.values import Rules
from lamdong_report.spreadsheet.arrivals import Arrival
from lamdong_report.spreadsheet.worker import Table, Worker

# It has the next file at hand when it is done with one; more, and we would wait for it at the end.
_AT_HAND = 2
_PATIENCE = 5.0


def read_with_helper(arrivals: Sequence[Arrival], reader: FileReader, start: str) -> Iterator[tuple[int, Found]]:
    """Place and content of each file, as they are done; `start` is how the helper is started ("fork", "spawn")."""
    left = range(len(arrivals))
    returned: list[int] = []
    with _Helper(reader, start) as helper:
        while left or helper.has:
            while left and len(helper.has) < _AT_HAND and helper.give(left[-1], arrivals[left[-1]]):
                left = left[:-1]
            if left:
                yield left[0], reader.read(arrivals[left[0]])
                left = left[1:]
            for at, found in helper.take(wait=not left):
                if found is None:
                    returned.append(at)
                else:
                    yield at, found
    for at in returned:
        yield at, reader.read(arrivals[at])


class _Helper:
    """The second process; `has` are the places of the files that were given to it."""

    def __init__(self, reader: FileReader, start: str) -> None:
        self.has: list[int] = []
        self._unpacker = Unpacker()
        context: Any = multiprocessing.get_context(start)
        self._pipe, its_end = context.Pipe()
        # A forked process holds our end too, and would not notice that we are gone.
        ours = self._pipe if start == "fork" else None
        self._process = context.Process(target=_serve, args=(its_end, ours, reader.index, reader.rules), daemon=True)
        self._works = False
        with contextlib.suppress(OSError):
            self._process.start()
            self._works = True
        its_end.close()

    def __enter__(self) -> _Helper:
        return self

    def __exit__(self, failure: object, *_: object) -> None:
        self._pipe.close()
        if self._process.pid is None:
            return
        if failure is None:
            self._process.join(_PATIENCE)
        self._process.terminate()
        self._process.join()

    def give(self, at: int, arrival: Arrival) -> bool:
        """Whether the helper has taken the file."""
        if self._works:
            try:
                self._pipe.send(arrival)
            except OSError:
                self._works = False
            else:
                self.has.append(at)
        return self._works

    def take(self, *, wait: bool) -> Iterator[tuple[int, Found | None]]:
        """What the helper has read by now (with `wait`, at least one file); None for a file that it gives back."""
        try:
            while self.has and (self._pipe.poll() or wait):
                parcel = self._pipe.recv()
                yield self.has.pop(0), parcel and self._unpacker.unpack(parcel)
                wait = False
        except (EOFError, OSError):
            self._works = False
            while self.has:
                yield self.has.pop(0), None


class _NotHereError(BaseException):
    """No Exception, so that it passes by what turns failures into findings."""


class _NoGuard(Worker):
    """In the helper there is no guarded process for files that could hang or abort a library."""

    def read(self, data: bytes) -> list[Table]:
        raise _NotHereError


def _serve(pipe: Connection, other_end: Connection | None, index: FormIndex, rules: Rules) -> None:
    """The helper's life: one file after the other until the pipe is closed. Ctrl+C is not for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if other_end is not None:
        other_end.close()
    reader = FileReader(index, rules, _NoGuard())
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(_read(reader, pipe.recv()))


def _read(reader: FileReader, arrival: Arrival) -> Parcel | None:
    try:
        return pack(reader.read(arrival))
    except _NotHereError:
        return None
