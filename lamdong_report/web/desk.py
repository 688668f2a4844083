"""What every screen has at hand: the season as the page knows it, the worker, files to fetch, how answers are given."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

from flask import current_app, jsonify
from flask.wrappers import Response
from msgspec import Struct, field

from lamdong_report import pipeline
from lamdong_report.errors import ReportError
from lamdong_report.executor import second_process
from lamdong_report.pipeline import Reading
from lamdong_report.pipeline.journal import RunningJob
from lamdong_report.pipeline.reading import FolderState, folder_state
from lamdong_report.web.guard import Guard
from lamdong_report.web.jobs import Job, JobOutcome, Step, Worker

NAME = "desk"
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


class Shelf:
    """The files that the page has offered for download, each under an id that says nothing of its path."""

    def __init__(self) -> None:
        # By chance, not by number: whoever knows one id has none of the others.
        self._ids: dict[Path, str] = {}
        self._paths: dict[str, Path] = {}

    def offer(self, path: Path) -> str:
        """The id under which the file may be fetched; the same for the same file."""
        if path not in self._ids:
            self._ids[path] = secrets.token_urlsafe(12)
            self._paths[self._ids[path]] = path
        return self._ids[path]

    def find(self, number: str) -> Path | None:
        return self._paths.get(number)


class PageDesk(Struct, frozen=True):
    """One running page. `stop` is set when it is to end; `interrupted` is the job that a crash cut off."""

    season: Season
    worker: Worker
    guard: Guard
    shelf: Shelf = field(default_factory=Shelf)
    stop: Event = field(default_factory=Event)
    interrupted: RunningJob | None = None
    _names: list[str] = field(default_factory=list)

    def remember(self, who: str) -> None:
        """Who decided last, so that nobody types his name forty times a day."""
        self._names[:] = [who] if who else self._names

    @property
    def last_who(self) -> str:
        """The name that was typed last, else the plan's contact."""
        reading = self.season.known
        return next(iter(self._names), reading.plan.contact.person if reading else "")


def desk() -> PageDesk:
    """The desk of the app that answers this request."""
    found: PageDesk = current_app.extensions[NAME]
    return found


def begun(job: Job) -> Response:
    """The answer to a change that is done by the worker: the browser waits for that job."""
    return jsonify(job=job.id)


def done(go: str = "", message: str | Sequence[str] = "") -> Response:
    """The answer to a change that is done: where the browser goes, what it says, several lines one below the other."""
    return jsonify(go=go, message=message)


def line_by_line(lead: str, lines: Iterable[str]) -> list[str]:
    """What is said in several lines: the lead, and each of the others as a point below it."""
    return [lead, *(f"• {line}" for line in lines)]


def offered(paths: Iterable[Path]) -> list[dict[str, str]]:
    """The files as the browser may fetch them."""
    shelf = desk().shelf
    return [{"id": shelf.offer(path), "name": path.name} for path in paths]
