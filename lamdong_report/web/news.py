"""Phiên bản: which edition of the program runs, what is new in it and in the templates that it brings."""

from __future__ import annotations

from flask import Blueprint, render_template

from lamdong_report.pipeline import edition
from lamdong_report.web.desk import desk

screen = Blueprint("news", __name__)


@screen.get("/phien-ban")
def news() -> str:
    """The newest version's changes; above them the originals that officials may want to look at."""
    lines = tuple(edition.describe_edition(desk().season.folders.templates))
    return render_template("news.html", lines=lines, changes=edition.newest_changes())
