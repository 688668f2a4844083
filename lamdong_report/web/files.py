"""Files to fetch: by the id that the page gave them, never by a path."""

from __future__ import annotations

from flask import Blueprint, Response, abort, send_file

from lamdong_report.pipeline import presenting
from lamdong_report.web.desk import desk

screen = Blueprint("files", __name__)


@screen.get("/tai/<number>")
def fetch(number: str) -> Response:
    path = desk().shelf.find(number)
    if path is None or not path.is_file():
        abort(404)
    return send_file(path, as_attachment=True, download_name=path.name, max_age=0)


@screen.get("/kieu.css")
def style() -> Response:
    """The board's own style sheet, which the page's builds on."""
    return Response(presenting.board_style(), mimetype="text/css")
