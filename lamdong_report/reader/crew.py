"""Whether the files are read in one process or in two; the result is the same."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from enum import Enum

from lamdong_report.reader.files import FileReader, Found
from lamdong_report.spreadsheet.arrivals import Arrival


class Crew(Enum):
    """Who reads: this process alone, or with a helper that is started in one of two ways."""

    ALONE = "alone"
    FORKED = "fork"
    SPAWNED = "spawn"


# In the time in which a helper is started so many files are read: a hundredth of a second if forked, else half of one.
_ENOUGH = {Crew.FORKED: 16, Crew.SPAWNED: 100}


def crew_for(files: int) -> Crew:
    """Whether a helper pays for so many files on this machine."""
    crew = Crew.FORKED if sys.platform == "linux" and threading.active_count() == 1 else Crew.SPAWNED
    return crew if _cores() > 1 and files >= _ENOUGH[crew] else Crew.ALONE


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def read_all(arrivals: Sequence[Arrival], reader: FileReader, crew: Crew) -> Iterator[tuple[int, Found]]:
    """The place of each file and what is in it, as they are done."""
    if crew is Crew.ALONE:
        yield from enumerate(map(reader.read, arrivals))
    else:
        from lamdong_report.reader.helper import read_with_helper

        yield from read_with_helper(arrivals, reader, crew.value)
