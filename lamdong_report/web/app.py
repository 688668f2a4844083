"""The Flask app of the page: its screens, its guard, and how failures are said."""

from __future__ import annotations

from flask import Flask, Response, jsonify, render_template, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from lamdong_report import __version__
from lamdong_report.errors import PlanError, ReportError, TemplateError, UnfinishedYearError
from lamdong_report.pipeline import presenting, receiving
from lamdong_report.web import drafts, findings, letters, plan, status, summary, today
from lamdong_report.web.desk import NAME, PageDesk, desk

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
    for room in (today, findings, letters, drafts, summary, plan, status):
        app.register_blueprint(room.screen)
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
    return jsonify(message=" ".join((message, *faults)), remedy=remedy), code
