"""The season as the page knows it: the plan, what has come in so far, and whether the folders have changed since."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from msgspec import Struct

from lamdong_report import pipeline
from lamdong_report.errors import ReportError
from lamdong_report.executor import second_process
from lamdong_report.pipeline import Reading
from lamdong_report.pipeline.reading import FolderState, folder_state
from lamdong_report.web.jobs import JobOutcome, Step, Worker

# The browser sends what was dropped in parts: the next one comes within this time (seconds).
REST = 1.5
READ, READING = "read", "Đọc phiếu trong thư mục"


class Folders(Struct, frozen=True):
    """Where the plan lies, where forms arrive, where results go."""

    templates: Path
    inputs: Path
    out: Path


class Season:
    """Plan and reading, replaced whole when they change; `revision` counts the changes."""

    def __init__(self, folders: Folders, worker: Worker) -> None:
        self.folders = folders
        self.revision = 0
        self.failure: ReportError | None = None
        self._worker = worker
        self._lock = Lock()
        self._reading: Reading | None = None
        self._blank: Reading | None = None
        self._arriving = 0
        self._last_arrival = -REST
        self._state: FolderState | None = None
        self._read_state: FolderState | None = None

    @property
    def reading(self) -> Reading:
        """What is known of the forms; raises ReportError while the plan cannot be used.

        Before the first look at the folder is done, nothing has come.
        """
        if self.failure:
            raise self.failure
        if self._reading is None:
            # Kept, for every screen asks for it until the first look is done.
            self._blank = self._blank or pipeline.read_and_check(pipeline.open_plan(self.folders.templates), [])
            return self._blank
        return self._reading

    @property
    def known(self) -> Reading | None:
        """The reading for what stands round a screen; None while the plan cannot be used."""
        try:
            return self.reading
        except ReportError:
            return None

    @property
    def is_read(self) -> bool:
        """Whether the folder has been read at least once, as it is now or as it was."""
        return self._reading is not None

    def begin(self) -> None:
        """Read what lies there already."""
        self._worker.submit(READ, READING, self.read)

    @contextmanager
    def receiving(self) -> Iterator[None]:
        """While files are being dropped, and a moment after, the folder is not read again for each of them."""
        self._arriving += 1
        try:
            yield
        finally:
            self._arriving -= 1
            self._last_arrival = time.monotonic()

    def look(self) -> None:
        """Read the folders again when they have changed and are at rest: a copy may still be under way."""
        if self._arriving or time.monotonic() - self._last_arrival < REST:
            return
        state = folder_state((self.folders.inputs, self.folders.templates))
        # Two looks that see the same: whoever copies a file into the folder has finished.
        is_at_rest, self._state = state == self._state, state
        if is_at_rest and state != self._read_state:
            self._worker.submit(READ, READING, self.read)

    def read(self, step: Step) -> JobOutcome:
        """Read plan and forms; what could not be used is kept in `failure`."""
        # Taken beforehand: what changes during the reading is seen as a change at the next look.
        state = folder_state((self.folders.inputs, self.folders.templates))
        try:
            plan = pipeline.open_plan(self.folders.templates)
            paths = [self.folders.inputs] if self.folders.inputs.is_dir() else []
            with second_process() as executor:
                reading = pipeline.read_and_check(
                    plan, paths, kept_in=self.folders.out, on_progress=step, executor=executor
                )
        except ReportError as failure:
            with self._lock:
                self.failure, self._read_state = failure, state
                self.revision += 1
            raise
        with self._lock:
            self._reading, self.failure, self._read_state = reading, None, state
            self.revision += 1
        return JobOutcome()

    def up_to_date(self, step: Step) -> Reading:
        """What the files say now: the reading at hand, or a new one when they have changed; raises ReportError."""
        state = folder_state((self.folders.inputs, self.folders.templates))
        if self._reading is None or state != self._read_state:
            self.read(step)
        return self.reading

    def adopt(self, reading: Reading, written: Path) -> None:
        """Take over what our own change of one file has changed, without reading all the others again."""
        now = folder_state((self.folders.inputs, self.folders.templates))
        with self._lock:
            self._reading = reading
            self.revision += 1
            # If something else has changed as well, the watch finds it.
            if _without(now, written) == _without(self._read_state or (), written):
                self._read_state = now


def _without(state: FolderState, path: Path) -> FolderState:
    return tuple(entry for entry in state if entry[0] != str(path))
