"""What every screen has at hand: the season, the worker, the files that may be fetched, and how answers are given."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from threading import Event

from flask import current_app, jsonify
from flask.wrappers import Response
from msgspec import Struct, field

from lamdong_report.pipeline.journal import RunningJob
from lamdong_report.web.guard import Guard
from lamdong_report.web.jobs import Job, Worker
from lamdong_report.web.season import Season


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


NAME = "desk"


def desk() -> PageDesk:
    """The desk of the app that answers this request."""
    found: PageDesk = current_app.extensions[NAME]
    return found


def begun(job: Job) -> Response:
    """The answer to a change that is done by the worker: the browser waits for that job."""
    return jsonify(job=job.id)


def done(go: str = "", message: str = "") -> Response:
    """The answer to a change that is done: where the browser goes, what it says."""
    return jsonify(go=go, message=message)


def offered(paths: Iterable[Path]) -> list[dict[str, str]]:
    """The files as the browser may fetch them."""
    shelf = desk().shelf
    return [{"id": shelf.offer(path), "name": path.name} for path in paths]
