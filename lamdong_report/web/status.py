"""What the page asks for while it is open: has anything changed, how far is the work; and how it ends."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify

from lamdong_report.pipeline import presenting
from lamdong_report.web.desk import desk, done, offered
from lamdong_report.web.guard import REOPEN
from lamdong_report.web.jobs import Job

screen = Blueprint("status", __name__)


@screen.get("/tinh-trang")
def state() -> Response:
    """The season's revision and the jobs that run or wait."""
    season = desk().season
    return jsonify(revision=season.revision, jobs=[_job(job) for job in desk().worker.open_jobs])


@screen.get("/viec/<int:number>")
def job(number: int) -> Response:
    found = desk().worker.find(number)
    return jsonify(_job(found) if found else abort(404))


@screen.post("/viec/<int:number>/dung")
def call_off(number: int) -> Response:
    desk().worker.call_off(number)
    return done(message="Việc sẽ dừng ở tệp kế tiếp.")


@screen.post("/thoat")
def leave() -> Response:
    """End the program; a job that runs comes to its end first."""
    waiting = desk().worker.open_jobs
    desk().stop.set()
    last = f" sau khi xong việc «{waiting[0].title}»" if waiting else ""
    return done(message=f"Chương trình đã thoát{last}. Có thể đóng cửa sổ này.")


@screen.post(REOPEN)
def open_again() -> Response:
    """A new entrance for whoever starts the program a second time on this machine."""
    return jsonify(url=desk().guard.entrance())


def _job(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "title": job.title,
        "state": job.state.value,
        "over": job.is_over,
        "done": job.done,
        "total": job.total,
        "count": f"{presenting.number_text(job.done)}/{presenting.number_text(job.total)}" if job.total else "",
        "told": job.outcome.told,
        "files": offered(job.outcome.files),
        "go": job.outcome.go,
        "message": job.message,
        "remedy": job.remedy,
    }
