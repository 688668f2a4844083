"""What every screen asks for: has anything changed, how far is the work, files to fetch, the edition; and the end."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, render_template, send_file

from lamdong_report.pipeline import edition, presenting
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


@screen.get("/tai/<number>")
def fetch(number: str) -> Response:
    """A file by the id that the page gave it, never by a path."""
    path = desk().shelf.find(number)
    if path is None or not path.is_file():
        abort(404)
    return send_file(path, as_attachment=True, download_name=path.name, max_age=0)


@screen.get("/kieu.css")
def style() -> Response:
    """The board's own style sheet, which the page's builds on."""
    return Response(presenting.board_style(), mimetype="text/css")


@screen.get("/phien-ban")
def news() -> str:
    """Phiên bản: the newest version's changes; above them the originals that officials may want to look at."""
    lines = tuple(edition.describe_edition(desk().season.folders.templates))
    return render_template("news.html", lines=lines, changes=edition.newest_changes())


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
