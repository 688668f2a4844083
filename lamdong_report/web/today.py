"""Hôm nay: how the season stands, what to do next, and the place to drop what has come."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.wrappers import Response

from lamdong_report.pipeline import handling, presenting, receiving, verdicts
from lamdong_report.web.desk import desk, done

screen = Blueprint("today", __name__)


@screen.get("/")
def today() -> str:
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
