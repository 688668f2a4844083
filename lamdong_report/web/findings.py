"""Cần xử lý: all findings, filtered, grouped by kind."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from lamdong_report.pipeline import handling, presenting, settling
from lamdong_report.web.desk import desk

screen = Blueprint("findings", __name__)


@screen.get("/can-xu-ly")
def findings() -> str:
    reading = desk().season.reading
    args = request.args
    wanted = handling.Filter(args.get("muc", ""), args.get("loai", ""), args.get("co-quan", ""))
    kinds = handling.finding_kinds(reading, wanted)
    return render_template(
        "findings.html",
        kinds=kinds,
        every=handling.finding_kinds(reading, handling.Filter()),
        wanted=wanted,
        count=sum(len(kind.items) for kind in kinds),
        decisions=settling.settled(reading),
        can_settle=lambda finding: settling.can_settle(reading, finding),
        who=desk().last_who,
        agencies=presenting.agencies_of(reading),
    )
