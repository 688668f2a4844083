"""What comes in and what goes out: Hôm nay, where the season stands and forms are dropped; Công văn, thư."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template, request

from lamdong_report.errors import UsageError
from lamdong_report.pipeline import correspondence, handling, presenting, receiving, verdicts
from lamdong_report.web.desk import begun, desk, done
from lamdong_report.web.jobs import JobOutcome, Step

screen = Blueprint("exchange", __name__)


@screen.get("/")
def today() -> str:
    """How the season stands and what to do next."""
    season = desk().season
    reading = season.reading
    return render_template(
        "today.html",
        board=presenting.board_of(reading),
        todo=handling.todo_of(reading),
        as_of=reading.as_of,
        deadline=presenting.deadline_of(reading.plan),
        bar_width=presenting.BAR_WIDTH,
        standings=presenting.STANDINGS,
        states=presenting.STATES,
        bin=receiving.in_bin(season.folders.inputs),
        interrupted=desk().interrupted,
        limits=(receiving.MOST_OF_ONE, receiving.MOST_AT_ONCE, receiving.MB),
    )


@screen.post("/nhan")
def receive_dropped() -> str:
    """Keep the files that were dropped; what each of them is, as a piece of the page."""
    season = desk().season
    uploads = [receiving.Upload(one.filename or "", one.stream.read()) for one in request.files.getlist("tep")]
    with season.receiving():
        receipt = verdicts.receive_files(season.reading, season.folders.inputs, uploads, season.folders.out)
    names = {kept.path: kept.path.relative_to(season.folders.inputs).as_posix() for kept in receipt.kept}
    return render_template("receipt.html", receipt=receipt, names=names)


@screen.post("/bo")
def put_into_bin() -> Response:
    """Move a file that was dropped by mistake into the bin."""
    path = receiving.move_to_bin(desk().season.folders.inputs, request.form["ten"])
    return done(message=f"Đã chuyển {path.name} vào thùng bỏ; lấy lại được ở trang Hôm nay.")


@screen.post("/lay-lai")
def take_from_bin() -> Response:
    path = receiving.move_from_bin(desk().season.folders.inputs, request.form["ten"])
    return done(message=f"Đã lấy lại {path.name}.")


@screen.get("/cong-van")
def letters_screen() -> str:
    """Who would get what, and to whom it has been sent."""
    season, shelf = desk().season, desk().shelf
    recipients = correspondence.recipients_of(season.reading, season.folders.out)
    to_send = [one for one in recipients if not one.sent]
    # The reminder is one file for all to whom it goes.
    paths = dict.fromkeys(path for one in to_send for path in (one.letter, one.form, one.mail) if path)
    return render_template(
        "letters.html",
        kinds=(
            ("Đôn đốc: chưa gửi phiếu", [one for one in to_send if one.kind == correspondence.REMINDER]),
            ("Đề nghị chỉnh sửa: phiếu còn lỗi", [one for one in to_send if one.kind == correspondence.CORRECTION]),
        ),
        sent=[one for one in recipients if one.sent],
        reminder=correspondence.REMINDER,
        files={path: shelf.offer(path) for path in paths},
        signer=season.reading.plan.letter.signer,
    )


@screen.post("/cong-van/lam")
def make_posted() -> Response:
    """Write the letters to the chosen agencies, with the marked forms."""
    season, codes, form = desk().season, _chosen(), request.form
    number, day, signer = form.get("so", "").strip(), form.get("ngay", ""), form.get("nguoi-ky", "").strip()
    heading = correspondence.Heading(number, presenting.parse_day(day), signer)

    def work(step: Step) -> JobOutcome:
        written = correspondence.write_for(season.up_to_date(step), season.folders.out, codes, heading, step)
        return JobOutcome((f"Đã làm {len(written)} tệp; mở bằng Word, xem lại rồi trình ký.",), written)

    return begun(desk().worker.submit(f"letters {sorted(codes)}", "Làm công văn, phiếu đánh dấu", work))


@screen.post("/cong-van/da-gui")
def mark() -> Response:
    season = desk().season
    count = correspondence.mark_sent(
        season.reading,
        season.folders.out,
        _chosen(),
        presenting.parse_day(request.form.get("ngay-gui", "")) or date.today(),
    )
    return done(message=f"Đã đánh dấu gửi cho {count} cơ quan, địa phương; xem ở mục «Đã gửi, đang chờ trả lời».")


@screen.post("/cong-van/chua-gui")
def unmark() -> Response:
    correspondence.unmark_sent(desk().season.folders.out, _chosen())
    return done(message="Đã bỏ ghi nhận gửi; cơ quan trở lại danh sách cần gửi.")


@screen.get("/cong-van/tat-ca.zip")
def fetch_all() -> Response:
    """All letters and marked forms that are due, in one archive."""
    season = desk().season
    recipients = correspondence.recipients_of(season.reading, season.folders.out)
    paths = [path for one in recipients if not one.sent for path in (one.letter, one.form, one.mail) if path]
    if not paths:
        raise UsageError("Chưa có công văn nào để tải.", "Chọn cơ quan rồi bấm «Làm công văn» trước.")
    packed = correspondence.as_archive(paths)
    named = {"Content-Disposition": 'attachment; filename="cong-van.zip"'}
    return Response(packed, mimetype="application/zip", headers=named)


def _chosen() -> frozenset[str]:
    codes = frozenset(request.form.getlist("ma"))
    if not codes:
        raise UsageError("Chưa chọn cơ quan, địa phương nào.", "Đánh dấu vào ô đầu dòng rồi bấm lại.")
    return codes
