"""Một cơ quan: its sendings, its answers as in the form, and each finding in its row."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from lamdong_report.pipeline import correspondence, dossier, handling, presenting, settling
from lamdong_report.web.desk import desk

screen = Blueprint("agency", __name__)


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
