"""A page under test, without a socket: its desk, and a browser that has been let in."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from lamdong_report.pipeline.journal import Journal
from lamdong_report.web.app import make_app
from lamdong_report.web.desk import Folders, PageDesk, Season
from lamdong_report.web.guard import Guard
from lamdong_report.web.jobs import Job, Worker

PORT = 54_321


class Compiled(BytecodeCache):
    """The templates of the screens, compiled once for all pages under test."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass(frozen=True)
class Page:
    desk: PageDesk
    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={"Host": self.desk.guard.host, **headers})

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-2000:])
        return answer.text

    def post(self, path: str, data: object = None, **headers: str) -> TestResponse:
        own = {"Host": self.desk.guard.host, "Origin": self.desk.guard.origin, **headers}
        return self.client.post(path, data=data, headers=own)

    def drop(self, files: dict[str, bytes]) -> TestResponse:
        return self.post("/nhan", {"tep": [(io.BytesIO(data), name) for name, data in files.items()]})

    def read(self) -> None:
        """What the watch does when the folder has changed."""
        self.desk.season.read(lambda done, total: None)

    def job(self, answer: TestResponse) -> Job:
        """The job that a change has begun, once it is over."""
        assert answer.status_code == 200, answer.text
        job = self.desk.worker.find(answer.json["job"])
        assert job is not None
        return wait_for(job)


def wait_for(job: Job) -> Job:
    end = time.monotonic() + 60
    while not job.is_over and time.monotonic() < end:
        time.sleep(0.005)
    return job


def open_page(templates: Path, inputs: Path, out: Path, *, let_in: bool = True) -> Page:
    guard, journal = Guard(PORT), Journal(out)
    worker = Worker(journal)
    season = Season(Folders(templates, inputs, out), worker)
    desk = PageDesk(season, worker, guard, interrupted=journal.interrupted())
    app = make_app(desk)
    app.jinja_env.bytecode_cache = COMPILED
    page = Page(desk, app.test_client())
    if let_in:
        parts = urlsplit(guard.entrance())
        assert page.get(f"{parts.path}?{parts.query}").status_code == 303
    return page
