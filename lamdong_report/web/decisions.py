"""What the office settles: findings accepted, figures confirmed, a form chosen, a deadline extended; reopened."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request

from lamdong_report.errors import UsageError
from lamdong_report.pipeline import presenting, settling
from lamdong_report.pipeline.reading import Reading
from lamdong_report.web.desk import begun, desk
from lamdong_report.web.jobs import JobOutcome, Step

screen = Blueprint("decisions", __name__)
BY_PHONE = "Xác nhận qua điện thoại: "


def signature() -> settling.Signed:
    """Why and by whom, as typed; remembered for the next decision."""
    reason, who = (request.form.get(key, "").strip() for key in ("ly-do", "nguoi"))
    if request.form.get("cach") == "dien-thoai" and reason:
        reason = BY_PHONE + reason
    desk().remember(who)
    return settling.Signed(reason, who, date.today())


@screen.post("/quyet-dinh/chap-nhan")
def accept_posted() -> Response:
    """Accept or confirm the chosen findings with one reason."""
    ids, signed, go = request.form.getlist("noi-dung"), signature(), _back()
    if not ids:
        raise UsageError("Chưa chọn nội dung nào.", "Đánh dấu vào ô đầu dòng rồi bấm lại.")
    inputs = desk().season.folders.inputs
    return _decide(lambda reading: f"Đã ghi {settling.accept_findings(reading, inputs, ids, signed)} quyết định.", go)


@screen.post("/quyet-dinh/lay-phieu")
def choose_posted() -> Response:
    """That one of an agency's files is the form that counts."""
    code, file, signed, inputs = _agency(), request.form["tep"], signature(), desk().season.folders.inputs

    def work(reading: Reading) -> str:
        settling.choose_form(reading, inputs, code, file, signed)
        return f"Đã ghi quyết định lấy phiếu {file}."

    return _decide(work, f"/co-quan/{code}")


@screen.post("/quyet-dinh/gia-han")
def extend_posted() -> Response:
    code, signed, inputs = _agency(), signature(), desk().season.folders.inputs
    until = presenting.parse_day(request.form.get("den-ngay", ""))

    def work(reading: Reading) -> str:
        settling.extend_deadline(reading, inputs, code, until, signed)
        return "Đã ghi quyết định gia hạn."

    return _decide(work, f"/co-quan/{code}")


@screen.post("/quyet-dinh/mo-lai")
def reopen_posted() -> Response:
    """Take a decision back: what it settled is open again."""
    number, inputs, go = request.form["quyet-dinh"], desk().season.folders.inputs, _back()

    def work(reading: Reading) -> str:
        settling.withdraw_decision(reading, inputs, number)
        return "Đã mở lại nội dung này."

    return _decide(work, go)


def _decide(work: settling.Work, go: str) -> Response:
    """Write the decision in the worker, then read again what it changes."""
    season = desk().season

    def run(step: Step) -> JobOutcome:
        told = work(season.up_to_date(step))
        season.read(step)
        return JobOutcome((told,), go=go)

    return begun(desk().worker.submit(f"decide {sorted(request.form.items(multi=True))}", "Ghi quyết định", run))


def _agency() -> str:
    code = request.form.get("ma", "")
    if not desk().season.reading.plan.knows(code):
        raise UsageError("Không có cơ quan này trong kế hoạch.", "Tải lại trang rồi làm lại.")
    return code


def _back() -> str:
    """Where the browser goes afterwards: the agency that it came from, or nowhere."""
    code = request.form.get("ma", "")
    return f"/co-quan/{code}" if desk().season.reading.plan.knows(code) else ""
