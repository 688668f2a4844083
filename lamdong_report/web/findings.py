"""Cần xử lý: all findings; one agency's forms with each finding in its row; what the office settles about them."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, render_template, request

from lamdong_report.errors import UsageError
from lamdong_report.pipeline import correspondence, dossier, handling, presenting, settling
from lamdong_report.pipeline.reading import Reading
from lamdong_report.web.desk import begun, desk
from lamdong_report.web.jobs import JobOutcome, Step

screen = Blueprint("findings", __name__)
BY_PHONE = "Xác nhận qua điện thoại: "


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


@screen.get("/co-quan/<code>")
def agency(code: str) -> str:
    """The agency; with ?loi=… one of its findings in its row, beside the cells that it contradicts."""
    reading = desk().season.reading
    if not reading.plan.knows(code):
        abort(404)
    status = presenting.status_of(reading, code)
    sheets = dossier.answer_sheets(reading, code)
    chosen = dossier.findings_by_id(reading).get(request.args.get("loi", ""))
    context = dossier.row_context(sheets, chosen) if chosen and chosen.agency == code else None
    folders = desk().season.folders
    files = {one.file: path for one in dossier.sendings_of(reading, code)
             if (path := dossier.file_of(folders.inputs, one.file))}  # fmt: skip
    due = [one for one in correspondence.recipients_of(reading, folders.out) if one.code == code]
    papers = [
        (words, path)
        for one in due
        for words, path in (("công văn", one.letter), ("phiếu đánh dấu", one.form), ("thư", one.mail))
    ]
    return render_template(
        "agency.html",
        code=code,
        name=presenting.agency_name(reading, code),
        status=status,
        standing=presenting.standing_of(status),
        contact=dossier.contact_of(reading, code),
        sendings=dossier.sendings_of(reading, code),
        items=tuple(handling.items_of(reading, presenting.gravest_first(status.findings))),
        sheets=sheets,
        context=context,
        files={file: desk().shelf.offer(path) for file, path in files.items()},
        decisions=settling.settled(reading, code),
        can_settle=context is not None and settling.can_settle(reading, context.finding),
        chosen_id=request.args.get("loi", ""),
        who=desk().last_who,
        due=due[0] if due else None,
        papers=[(words, desk().shelf.offer(path)) for words, path in papers if path],
        neighbours=presenting.neighbours_of(reading, code),
    )


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
    # The key is all that was typed: pressed twice, the button makes one decision.
    asked = f"decide {sorted(request.form.items(multi=True))}"

    def run(step: Step) -> JobOutcome:
        # Made for what stands in the files now, not for what the window has shown since this morning.
        told = work(season.up_to_date(step))
        season.read(step)
        return JobOutcome((told,), go=go)

    return begun(desk().worker.submit(asked, "Ghi quyết định", run))


def _agency() -> str:
    code = request.form.get("ma", "")
    if not desk().season.reading.plan.knows(code):
        raise UsageError("Không có cơ quan này trong kế hoạch.", "Tải lại trang rồi làm lại.")
    return code


def _back() -> str:
    """Where the browser goes afterwards: the agency that it came from, or nowhere."""
    code = request.form.get("ma", "")
    return f"/co-quan/{code}" if desk().season.reading.plan.knows(code) else ""
