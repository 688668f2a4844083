"""Chỉ tiêu, Ý kiến: what the forms come to, in figures down to agencies and in words as officials arrange them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template, request

from lamdong_report.pipeline import Reading, arranging, opinionlist, origins
from lamdong_report.web.desk import begun, desk
from lamdong_report.web.jobs import JobOutcome, Step

screen = Blueprint("summary", __name__)
# The name of the field with the words to print for a group, before the group's id.
WORDS = "loi-"


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


@screen.get("/y-kien")
def opinions_screen() -> str:
    """One section (?muc=…), by default the first whose words are brought together: there is something to arrange."""
    reading = desk().season.reading
    sections = opinionlist.opinion_sections(reading)
    together = opinionlist.brought_together(reading.plan)
    wanted = request.args.get("muc", "")
    choices = (
        *(one for one in sections if one.place == wanted),
        *(one for one in sections if one.place in together),
        *sections,
    )
    chosen = next(iter(choices), None)
    return render_template(
        "opinions.html",
        sections=sections,
        chosen=chosen,
        grouped=opinionlist.grouped_topics(reading, chosen.place) if chosen else (),
        brought_together=together,
        words=WORDS,
    )


@screen.post("/y-kien/sap-xep")
def arrange() -> Response:
    """What the pressed button says is to be done with the groups and sentences that are ticked."""
    form, topic = request.form, request.form.get("noi-dung", "")
    groups, voices = form.getlist("nhom"), form.getlist("cau")
    words = {key.removeprefix(WORDS): text for key, text in form.items() if key.startswith(WORDS)}
    edits: dict[str, Callable[[], arranging.Edit]] = {
        "gop": lambda: arranging.merge(groups),
        "in": lambda: arranging.print_them(groups, printed=True),
        "bo": lambda: arranging.print_them(groups, printed=False),
        "chuyen": lambda: arranging.move(voices, form.get("den", "")),
        "loi": lambda: arranging.word_them(words),
    }
    inputs = desk().season.folders.inputs
    if form.get("viec") == "tu-dong":
        return _change("Bỏ sắp xếp", lambda reading: arranging.back_to_automatic(reading, inputs, topic))
    edit = edits.get(form.get("viec", ""), edits["loi"])()
    return _change("Sắp xếp ý kiến", lambda reading: arranging.rearrange(reading, inputs, topic, edit))


def _change(title: str, work: Callable[[Reading], Reading]) -> Response:
    season, asked = desk().season, sorted(request.form.items(multi=True))

    def run(step: Step) -> JobOutcome:
        # One file of ours has changed, no form: reading all of them again would take longer than the click.
        season.adopt(work(season.up_to_date(step)), season.folders.inputs / arranging.ARRANGED_FILE)
        return JobOutcome(("Đã lưu vào nhom-y-kien.xlsx; dự thảo lập sau sẽ theo cách sắp xếp này.",))

    return begun(desk().worker.submit(f"arrange {asked}", title, run))
