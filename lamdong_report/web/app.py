"""The Flask app: its screens and guard, what every screen asks for (changes, jobs, files, the end), and failures."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, jsonify, render_template, request, send_file
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from lamdong_report import __version__
from lamdong_report.errors import PlanError, ReportError, TemplateError, UnfinishedYearError
from lamdong_report.pipeline import edition, presenting, receiving
from lamdong_report.web import exchange, findings, plan, report
from lamdong_report.web.desk import NAME, PageDesk, desk, done, line_by_line, offered
from lamdong_report.web.guard import REOPEN
from lamdong_report.web.jobs import Job

screen = Blueprint("status", __name__)
# The address of each screen and what it is called, in the order of a season.
SCREENS = (
    ("/", "Hôm nay"),
    ("/can-xu-ly", "Cần xử lý"),
    ("/cong-van", "Công văn, thư"),
    ("/du-thao", "Dự thảo"),
    ("/chi-tieu", "Chỉ tiêu"),
    ("/y-kien", "Ý kiến"),
    ("/ke-hoach", "Kế hoạch"),
)
# A form of the page holds words, never a file: files come one by one, as streams.
MOST_WORDS = receiving.MB
_SENTENCES = {
    404: "Không có trang này.",
    405: "Trang này không làm được việc đó.",
    413: f"Mỗi lần chỉ nhận tối đa {receiving.MOST_AT_ONCE // receiving.MB} MB. Chia nhỏ các tệp rồi thả lại.",
}


def make_app(the_desk: PageDesk) -> Flask:
    """The app of one running page."""
    app = Flask(__name__, static_folder="assets", static_url_path="/tinh")
    app.extensions[NAME] = the_desk
    app.config.update(MAX_CONTENT_LENGTH=receiving.MOST_AT_ONCE, MAX_FORM_MEMORY_SIZE=MOST_WORDS)
    # A name that is misspelt in a template stops the page; left blank, it would pass for "nothing".
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(n=presenting.number_text, day=presenting.day_text, moment=presenting.moment_text)
    the_desk.guard.watch(app)
    app.context_processor(_of_every_page)
    app.register_error_handler(ReportError, _tell_failure)
    app.register_error_handler(HTTPException, _tell_refusal)
    for one in (exchange.screen, findings.screen, report.screen, plan.screen, screen):
        app.register_blueprint(one)
    return app


def _of_every_page() -> dict[str, object]:
    season = desk().season
    reading = season.known
    return {
        "screens": SCREENS,
        "severity_words": dict(presenting.SEVERITIES),
        "revision": season.revision,
        "is_read": season.is_read or season.failure is not None,
        "example": bool(reading and reading.example),
        "plan_title": reading.plan.info.title if reading else "",
        "office": reading.plan.contact.agency if reading else "",
        "folders": season.folders,
        "version": __version__,
        "here": "",
    }


def _tell_failure(failure: ReportError) -> tuple[Response | str, int]:
    """What stopped a request, where, and what to do: as a page, or as words for the script that asked."""
    faults = failure.faults if isinstance(failure, PlanError | TemplateError) else ()
    unfinished = failure.year if isinstance(failure, UnfinishedYearError) else 0
    return _say(failure.message, failure.remedy, 409, faults, unfinished)


def _tell_refusal(refusal: HTTPException) -> tuple[Response | str, int]:
    code = refusal.code or 500
    message = _SENTENCES.get(code, "Chương trình không làm được việc này.")
    return _say(message, "Mở trang Hôm nay rồi làm lại từ đó." if code in (404, 405) else "", code)


def _say(
    message: str, remedy: str, code: int, faults: tuple[str, ...] = (), unfinished: int = 0
) -> tuple[Response | str, int]:
    # A window that goes to an address wants a page; the script, which sent a form, wants words to show beside it.
    if request.method == "GET" and request.accept_mimetypes.accept_html:
        words = {"message": message, "remedy": remedy, "faults": faults, "unfinished": unfinished}
        return render_template("failed.html", **words), code
    return jsonify(message=line_by_line(message, faults) if faults else message, remedy=remedy), code


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
