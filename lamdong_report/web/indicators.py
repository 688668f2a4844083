"""Chỉ tiêu: the indicators down to agencies and cells; Dò số: from a printed number to its cells."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from lamdong_report.pipeline import draftlist, origins
from lamdong_report.web.desk import desk

screen = Blueprint("indicators", __name__)


@screen.get("/chi-tieu")
def indicators() -> str:
    lines = origins.measure_lines(desk().season.reading)
    good = sum(origins.is_good(line.judgement) for line in lines)
    return render_template("indicators.html", lines=lines, good=good, bar=origins.BAR)


@screen.get("/chi-tieu/<number>")
def indicator(number: str) -> str:
    reading = desk().season.reading
    lines = [line for line in origins.measure_lines(reading) if line.id == number]
    if not lines:
        abort(404)
    shares = origins.shares_of(reading, number)
    return render_template("indicator.html", line=lines[0], shares=shares, bar=origins.BAR)


@screen.get("/do-so")
def trace() -> str:
    """The places where a number stands in a draft (?so=…&ban=…), each with its cells."""
    out = desk().season.folders.out
    drafts = [draft for draft in draftlist.list_drafts(out) if draft.is_known]
    number, chosen = request.args.get("so", "").strip(), request.args.get("ban", "")
    draft = next((one for one in drafts if one.path.name == chosen), drafts[0] if drafts else None)
    found = origins.trace_number(out, draft.path, number) if draft and number else ()
    return render_template("trace.html", drafts=drafts, chosen=draft, number=number, found=found)
