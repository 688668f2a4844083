"""Kế hoạch: the facts that change during a season as a form, the plan as a workbook, the blank forms issued."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, render_template, request, send_file

from lamdong_report import pipeline
from lamdong_report.errors import PlanError, UsageError
from lamdong_report.pipeline import draftlist, issuing, planning, presenting, receiving
from lamdong_report.pipeline.yearly import begin_year, tell_new_year
from lamdong_report.web.desk import begun, desk, done, line_by_line
from lamdong_report.web.jobs import JobOutcome, Step

screen = Blueprint("plan", __name__)


@screen.get("/ke-hoach")
def plan() -> str:
    season = desk().season
    the_plan = season.reading.plan
    return render_template(
        "plan.html",
        plan=the_plan,
        deadline=presenting.deadline_of(the_plan),
        settings=planning.read_settings(season.folders.templates),
        remarks=issuing.review_plan(the_plan, planning.plan_in_workbook(the_plan.folder)),
        forms=issuing.issued_forms(season.folders.out),
        mails=[(path.stem, desk().shelf.offer(path)) for path in issuing.issued_mails(season.folders.out)],
        has_final=any(draft.is_final for draft in draftlist.list_drafts(season.folders.out)),
    )


@screen.post("/ke-hoach/luu")
def save() -> Response:
    """Put what was typed into plan.toml; the watch then reads everything again."""
    changes = planning.save_settings(desk().season.folders.templates, request.form)
    return done(message=line_by_line("Đã lưu:", changes) if changes else "Không có gì thay đổi.")


@screen.get("/ke-hoach/ke-hoach.xlsx")
def export() -> Response:
    """The plan as a workbook, made anew."""
    folders = desk().season.folders
    path = planning.export_plan(folders.templates, folders.out)
    # Flask looks for what is no full path in its own folder.
    return send_file(path.resolve(), as_attachment=True, download_name=path.name, max_age=0)


@screen.post("/ke-hoach/xem-truoc")
def preview() -> Response:
    """What an edited workbook would change; nothing is written."""
    return _with_workbook(
        lambda path: planning.preview_plan(desk().season.folders.templates, path).changes, "Sẽ thay đổi"
    )


@screen.post("/ke-hoach/nhan")
def take_over() -> Response:
    """Take an edited workbook over; the former files are kept."""
    return _with_workbook(
        lambda path: planning.import_plan(desk().season.folders.templates, path)[1].changes, "Đã thay đổi"
    )


def _with_workbook(use: Callable[[Path], tuple[str, ...]], lead: str) -> Response:
    upload = request.files.get("tep")
    if upload is None or not upload.filename:
        raise UsageError("Chưa chọn tệp kế hoạch (.xlsx).", "Chọn tệp đã tải về và sửa bằng Excel.")
    # In none of the season's folders: a workbook that is looked at only leaves no trace, and starts no reading.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / receiving.safe_name(upload.filename)
        path.write_bytes(upload.stream.read())
        try:
            changes = use(path)
        except PlanError as error:  # where it lies in between is nothing to the user
            raise PlanError(error.message.replace(str(path), path.name), error.faults, error.remedy) from error
    return done(message=line_by_line(f"{lead}:", changes) if changes else "Không có gì khác với kế hoạch hiện nay.")


@screen.post("/ke-hoach/lam-phieu")
def issue() -> Response:
    """Write the blank forms in the worker."""
    season = desk().season

    def work(step: Step) -> JobOutcome:
        plan = pipeline.open_plan(season.folders.templates)
        written = issuing.write_all_forms(plan, season.folders.out, step)
        mails = sum(path.suffix == ".eml" for path in written)
        beside = f" và {mails} thư kèm phiếu" if mails else ""
        told = f"Đã làm {len(written) - mails} phiếu{beside}; tải tệp nén ở mục Phát hành phiếu rồi gửi các cơ quan."
        return JobOutcome((told,))

    return begun(desk().worker.submit("forms", "Làm phiếu để phát hành", work))


@screen.get("/ke-hoach/phieu.zip")
def fetch_forms() -> Response:
    return _archive("phieu.zip", issuing.issued_forms(desk().season.folders.out))


@screen.get("/ke-hoach/thu.zip")
def fetch_mails() -> Response:
    """The mails with the blank forms: a mail program opens each as a draft."""
    return _archive("thu-gui-phieu.zip", issuing.issued_mails(desk().season.folders.out))


def _archive(name: str, paths: tuple[Path, ...]) -> Response:
    if not paths:
        raise UsageError("Chưa làm phiếu nào.", "Bấm «Làm phiếu để phát hành» ở trang Kế hoạch trước.")
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(issuing.archive_of(paths), mimetype="application/zip", headers=named)


@screen.post("/ke-hoach/nam-moi")
def next_year() -> Response:
    """Begin the next year in the worker, or go on where a killed run stopped; it puts this year's files away."""
    # A year's files move at once: a button alone is pressed too easily.
    if request.form.get("dong-y") != "co":
        raise UsageError("Chưa đánh dấu đồng ý mở năm mới.", "Đọc kỹ việc sẽ làm, đánh dấu vào ô rồi bấm lại.")
    season, year = desk().season, request.form.get("nam", "")
    # The year that the window showed: a second click, on the year that has begun, must not end that as well.
    if not year.isdecimal():
        raise UsageError("Yêu cầu này không nói rõ năm nào đã xong.", "Tải lại trang Kế hoạch rồi làm lại.")
    folders = season.folders

    def work(step: Step) -> JobOutcome:
        made = begin_year(folders.templates, folders.inputs, folders.out, step, ending=int(year))
        season.read(step)
        return JobOutcome(tuple(tell_new_year(made)), go="/ke-hoach")

    return begun(desk().worker.submit("next year", "Mở năm mới", work))
