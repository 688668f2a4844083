"""Dự thảo: the drafts with what changed, the next one, two side by side, the final report; Dò số: a number's cells."""

from __future__ import annotations

from itertools import pairwise

from flask import Blueprint, render_template, request
from flask.wrappers import Response

from lamdong_report import pipeline
from lamdong_report.errors import UsageError, program
from lamdong_report.executor import second_process
from lamdong_report.pipeline import comparing, draftlist, handling, lacking, origins, receiving
from lamdong_report.pipeline.drafting import write_draft
from lamdong_report.web.desk import begun, desk, done
from lamdong_report.web.jobs import JobOutcome, Step

screen = Blueprint("drafts", __name__)


@screen.get("/du-thao")
def drafts_screen() -> str:
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
