"""Kế hoạch: what the plan says of the season, the blank forms issued and fetched."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from lamdong_report import pipeline
from lamdong_report.errors import UsageError
from lamdong_report.pipeline import formset
from lamdong_report.web.desk import begun, desk
from lamdong_report.web.jobs import Outcome, Step

screen = Blueprint("plan", __name__)


@screen.get("/ke-hoach")
def plan() -> str:
    season = desk().season
    the_plan = season.reading.plan
    return render_template(
        "plan.html",
        plan=the_plan,
        remarks=formset.review_plan(the_plan),
        forms=formset.issued_forms(season.folders.out),
    )


@screen.post("/ke-hoach/lam-phieu")
def issue() -> Response:
    """Write the blank forms in the worker."""
    season = desk().season

    def work(step: Step) -> Outcome:
        plan = pipeline.open_plan(season.folders.templates)
        written = formset.write_all_forms(plan, season.folders.out, step)
        return Outcome((f"Đã làm {len(written)} phiếu; tải cả tệp nén ở trang Kế hoạch rồi gửi các cơ quan.",))

    return begun(desk().worker.submit("forms", "Làm phiếu để phát hành", work))


@screen.get("/ke-hoach/phieu.zip")
def fetch_forms() -> Response:
    out = desk().season.folders.out
    if not formset.issued_forms(out):
        raise UsageError("Chưa làm phiếu nào.", "Bấm «Làm phiếu để phát hành» ở trang Kế hoạch trước.")
    named = {"Content-Disposition": 'attachment; filename="phieu.zip"'}
    return Response(formset.forms_archive(out), mimetype="application/zip", headers=named)
