"""Ý kiến: the agencies' words by section and topic."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from lamdong_report.pipeline import opinionlist
from lamdong_report.web.desk import desk

screen = Blueprint("opinions", __name__)


@screen.get("/y-kien")
def opinions() -> str:
    """One section (?muc=…), the first by default."""
    sections = opinionlist.opinion_sections(desk().season.reading)
    wanted = request.args.get("muc", "")
    chosen = next((one for one in sections if one.place == wanted), sections[0] if sections else None)
    return render_template("opinions.html", sections=sections, chosen=chosen)
