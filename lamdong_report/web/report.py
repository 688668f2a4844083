"""What the forms come to: Chỉ tiêu, Ý kiến, as officials arrange them; Dự thảo, written and compared; Dò số."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from flask import Blueprint, Response, abort, render_template, request

from lamdong_report import pipeline
from lamdong_report.errors import UsageError, program
from lamdong_report.executor import second_process
from lamdong_report.pipeline import (
    Reading,
    arranging,
    comparing,
    draftlist,
    handling,
    lacking,
    opinionlist,
    origins,
    receiving,
)
from lamdong_report.pipeline.drafting import write_draft
from lamdong_report.web.desk import begun, desk, done
from lamdong_report.web.jobs import JobOutcome, Step

screen = Blueprint("report", __name__)
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


@screen.get("/du-thao")
def drafts_screen() -> str:
    """The drafts with what changed from one to the next, and what stands against the next one."""
    season = desk().season
    found = draftlist.list_drafts(season.folders.out)
    plan = season.reading.plan
    changes = {new.path: comparing.summarise_change(plan, season.folders.out, old, new)
               for new, old in pairwise(found)}  # fmt: skip
    return render_template(
        "drafts.html",
        drafts=found,
        changes=changes,
        files={draft.path: desk().shelf.offer(draft.path) for draft in found},
        others=[(path.name, desk().shelf.offer(path)) for path in draftlist.beside_the_report(season.folders.out)],
        blockers=handling.blockers(season.reading),
        lacks=lacking.gaps(season.reading),
        copies=draftlist.copies_of_one(found),
        nameless=[path.name for path in draftlist.nameless(season.folders.out)],
        who=desk().last_who,
        has_forms=bool(season.reading.submissions),
        most=receiving.MOST_OF_ONE,
    )


@screen.post("/du-thao/nhan")
def receive_edited() -> Response:
    """An edited draft that lay elsewhere: kept beside the others, over none of them."""
    upload = request.files.get("tep")
    if upload is None or not (upload.filename or "").casefold().endswith(".docx"):
        raise UsageError("Tệp này không phải dự thảo Word (.docx).", "Chọn tệp .docx đã lưu từ Word.")
    out = desk().season.folders.out
    kept = next(iter(receiving.keep(out, [receiving.Upload(upload.filename or "", upload.stream.read())])))
    if kept.path in draftlist.nameless(out):
        told = f"Đã nhận {kept.path.name}; tệp không còn dấu nhận dạng, cần chọn nó là bản sửa của dự thảo nào."
        return done(message=told)
    return done(go="/du-thao", message=f"Đã nhận {kept.path.name}.")


@screen.post("/du-thao/lap")
def write_posted() -> Response:
    """Write the next draft or the final report in the worker."""
    out = desk().season.folders.out
    form = request.form
    picked = draftlist.pick_drafts(out, form.get("tren", ""), form.getlist("them"), form.get("la-ban", ""))
    is_final = request.form.get("ban") == "chinh-thuc"
    approver = request.form.get("du-thieu", "").strip() if is_final else ""
    tracks = not is_final and request.form.get("theo-doi") == "co"
    season = desk().season

    def work(step: Step) -> JobOutcome:
        reading = season.up_to_date(step)
        pipeline.require_forms(reading, (season.folders.inputs,))
        if is_final:
            lacking.require_final(reading, approver, by_clicks=True)
        with second_process() as executor:
            draft = write_draft(
                reading, out, final=is_final, onto=picked.onto, also=picked.also, draft=picked.draft, track=tracks,
                approver=approver, executor=executor,
            )  # fmt: skip
        # Commands to type are for a terminal; the page has buttons for the same.
        told = tuple(line for line in draft.told if f"{program()} " not in line)
        return JobOutcome((f"Đã lập {draft.report.name}.", *told), (draft.report, *draft.others))

    asked = f"draft {sorted(request.form.items(multi=True))}"
    return begun(desk().worker.submit(asked, "Lập bản chính thức" if is_final else "Lập dự thảo tiếp theo", work))


@screen.get("/du-thao/so-sanh")
def comparison_screen() -> str:
    season = desk().season
    out, plan = season.folders.out, season.reading.plan
    old, new = (draftlist.find_draft(out, request.args.get(key, "")) for key in ("cu", "moi"))
    return render_template(
        "comparison.html",
        old=old.name,
        new=new.name,
        drafts=draftlist.list_drafts(out),
        pair=comparing.compare_files(plan, out, old, new),
        judged=draftlist.judged,
    )


@screen.get("/do-so")
def trace() -> str:
    """The places where a number stands in a draft (?so=…&ban=…), each with its cells."""
    out = desk().season.folders.out
    drafts = [draft for draft in draftlist.list_drafts(out) if draft.is_known]
    number, chosen = request.args.get("so", "").strip(), request.args.get("ban", "")
    draft = next((one for one in drafts if one.path.name == chosen), drafts[0] if drafts else None)
    found = origins.trace_number(out, draft.path, number) if draft and number else ()
    return render_template("trace.html", drafts=drafts, chosen=draft, number=number, found=found)
