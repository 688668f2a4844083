"""The next draft: written anew or merged onto an edited one, kept in the history, compared with the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report import drafts
from lamdong_report.content import ReportContent
from lamdong_report.errors import UsageError
from lamdong_report.executor import ALONE, Executor
from lamdong_report.lock import only_run
from lamdong_report.opinionbook import opinions_workbook
from lamdong_report.pages import Page, workbook_bytes, write_pages
from lamdong_report.pipeline.edited import (
    NEWEST,
    Edited,
    newest_draft,
    open_for_merge,
    passed_over,
    tell_edits,
)
from lamdong_report.pipeline.lacking import require_final, tell_lacks, unwritten
from lamdong_report.pipeline.reading import Reading
from lamdong_report.pipeline.unchanged import KnownGroups, known_workbook
from lamdong_report.plan import Plan
from lamdong_report.render import render_report
from lamdong_report.report import Material, entries, opinions_of, quotations, unused_numbers, write_report
from lamdong_report.results import (
    CHANGES_STEM,
    DRAFT_STEM,
    FINAL_STEM,
    OPINIONS_FILE,
    REPORT_TEMPLATE,
    TRACE_FILE,
)
from lamdong_report.storage import write_keeping, write_whole
from lamdong_report.text import slug
from lamdong_report.text.alike import Alike, group_alike
from lamdong_report.text.names import file_stem
from lamdong_report.workbooks import trace_workbook

# To be written in another process the rows of the trace must all be held and sent over: some hundred for each form.
_MOST_BESIDE = 1000


class WrittenDraft(Struct, frozen=True):
    """What a run wrote, the report first, and what is to be told of it (lines in Vietnamese)."""

    report: Path
    others: tuple[Path, ...]
    told: tuple[str, ...]


class Composed(Struct, frozen=True):
    """A report before it has a number: what it is made from, what it printed, and the document itself."""

    reading: Reading
    material: Material
    content: ReportContent
    document: bytes

    def record(self, identity: drafts.Identity, file: str = "") -> drafts.Record:
        return drafts.make_record(identity, file, self.material, self.content, self.reading.findings)


def write_draft(
    reading: Reading,
    out: Path,
    *,
    final: bool = False,
    onto: Path | None = None,
    also: Sequence[Path] = (),
    draft: str = "",
    track: bool = True,
    approver: str = "",
    executor: Executor = ALONE,
) -> WrittenDraft:
    """The next draft (or the final report) with its trace, opinions and list of changes.

    With `onto`, the officials' file (NEWEST for the last one saved in `out`) is what the draft starts from; what the
    data have changed since is taken over as tracked changes (plain text without `track`); `also` are further copies
    of the same draft, edited by others; `draft` names the draft that a file without its identity was. `approver` is
    who answers for a final report that lacks what the plan wants; the report then says itself what is missing. Raises
    NotFinalError, UsageError for a file that is no draft of this plan, OutputError. Nothing is numbered or written
    before the last refusal. `executor` writes the trace beside the rendering.
    """
    if len(reading.submissions) > _MOST_BESIDE:
        executor = ALONE
    if final:
        require_final(reading, approver)
    edited, copies = _open_all(reading.plan, out, onto, also, draft)
    executor.prepare(workbook_bytes, len(reading.submissions))
    known = KnownGroups(out)
    material, content = _write_content(reading, final=final, alike=known.of)
    known.save()
    printed, quoted = entries(content), quotations(content)
    unused, files = unused_numbers(material, printed), reading.files_beside(out)
    trace = trace_workbook(material, printed, unused, quoted, reading.decisions, files)
    writing = executor.begin(workbook_bytes, trace)
    opinions = known_workbook(opinions_workbook(material, opinions_of(material)), out / OPINIONS_FILE, out)
    composed = _render(reading, material, content)
    books = {TRACE_FILE: writing(), OPINIONS_FILE: opinions}
    return _write_all(composed, books, out, edited, copies, final=final, track=track, approver=approver)


def _write_all(
    composed: Composed,
    workbooks: Mapping[str, bytes],
    out: Path,
    edited: Edited | None,
    copies: Sequence[Edited],
    *,
    final: bool,
    track: bool,
    approver: str,
) -> WrittenDraft:
    """Merged, numbered, kept and compared, under the lock of the folder, with the workbooks of these names."""
    reading = composed.reading
    with only_run(out):
        drafts.recover(out)  # what a run that was killed between two files left half-done
        left = [] if copies and not edited else passed_over(out, edited)
        left = [one for one in left if not any(copy.contains(one) for copy in copies)]
        plan = reading.plan.info.id
        former = (drafts.latest(out, FINAL_STEM, plan) if final else None) or drafts.latest(out, DRAFT_STEM, plan)
        before = edited.stored if edited and edited.stored else former
        merged = _merge(composed, edited, copies, final=final, track=track)
        document = merged.document if merged else composed.document
        path, record = _number_and_write(composed, out, document, (edited, *copies), final=final)
        books = [write_keeping(out / name, data) for name, data in workbooks.items()]
        comparison = None
        if before:
            comparison = drafts.compare_drafts(before.record, record, (before.document, composed.document))
            books.append(write_changes(comparison, reading.plan, out, merged, example=reading.example))
    told = (*tell_edits(left, edited, merged, comparison, final=final), *unwritten(document, reading.plan))
    if final and approver.strip() and tell_lacks(reading):
        told = (f"Bản chính thức lập khi chưa đủ phiếu, người chịu trách nhiệm: {approver.strip()}.", *told)
    return WrittenDraft(path, tuple(books), told)


def compose(reading: Reading, *, final: bool = False) -> Composed:
    """The report that these forms give."""
    return _render(reading, *_write_content(reading, final=final))


def _write_content(reading: Reading, *, final: bool, alike: Alike = group_alike) -> tuple[Material, ReportContent]:
    material = reading.material(alike)
    return material, write_report(material, reading.findings, draft=not final, decided=reading.decided)


def _render(reading: Reading, material: Material, content: ReportContent) -> Composed:
    return Composed(reading, material, content, render_report(content, material.plan.folder / REPORT_TEMPLATE))


def write_changes(
    comparison: drafts.Comparison, plan: Plan, out: Path, merged: drafts.Merged | None = None, *, example: bool
) -> Path:
    """The list of changes as a workbook; after a merge its first sheet says what became of every change."""
    pages: tuple[Page, ...] = drafts.comparison_pages(comparison)
    if merged:
        pages = (drafts.merge_page(merged.changes), *pages)
    data = write_pages(pages, plan, example=example)
    names, prefix = (comparison.old, comparison.new), f"{DRAFT_STEM}-"
    if all(name.startswith(prefix) for name in names):  # "01-02" says enough of two drafts
        names = (comparison.old.removeprefix(prefix), comparison.new.removeprefix(prefix))
    stem = "-".join(slug(name.removesuffix(".docx")) for name in names)
    return write_keeping(out / f"{CHANGES_STEM}-{stem}.xlsx", data)


def _open_all(
    plan: Plan, out: Path, onto: Path | None, also: Sequence[Path], draft: str
) -> tuple[Edited | None, tuple[Edited, ...]]:
    """The officials' file and the further copies of its draft; raises UsageError."""
    if onto is None:
        if also or draft:
            raise UsageError("Thiếu --onto: --also và --draft chỉ dùng kèm --onto.", "Ghi tên tệp đã sửa sau --onto.")
        return None, ()
    edited = open_for_merge(newest_draft(out) if onto == NEWEST else onto, out, plan, draft)
    copies = tuple(open_for_merge(path, out, plan, draft) for path in also)
    for copy in copies:
        if edited.stored is None or copy.stored is None or copy.stored.record.digest != edited.stored.record.digest:
            remedy = "Ghép lần lượt từng tệp bằng --onto, hoặc chọn hai bản sửa của cùng một dự thảo."
            raise UsageError(f"{copy.path} không phải bản sửa của cùng dự thảo với {edited.path}.", remedy)
    return edited, copies


def _merge(
    composed: Composed, edited: Edited | None, copies: Sequence[Edited], *, final: bool, track: bool
) -> drafts.Merged | None:
    """The other officials' copies first, as if they were data, then what the data have changed."""
    if not edited or not edited.stored:
        return None
    base, mine = edited.stored.document, edited.document
    # Officials first: what the data then change is told of words that are already those of all of them.
    for copy in copies:
        mine = drafts.merge_drafts(base, mine, copy.document, track=track, is_copy=True).document
    why = drafts.why_from(composed.record(drafts.identity_for("", composed.document)), edited.stored.record)
    return drafts.merge_drafts(base, mine, composed.document, track=track, why=why, final=final)


def _number_and_write(
    composed: Composed, out: Path, document: bytes, merged: Sequence[Edited | None], *, final: bool
) -> tuple[Path, drafts.Record]:
    stem, file_name = FINAL_STEM if final else DRAFT_STEM, file_stem(composed.material.plan.document.file_name)
    name = drafts.next_name(out, stem, f"{file_name}-{stem}")
    identity, file = drafts.identity_for(name, composed.document), f"{file_name}-{name}.docx"
    # By these a later run knows whose hand edits are in this draft, and need not be warned about.
    origins = [digest for one in merged if one and one.stored for digest in (*one.stored.record.onto, one.digest)]
    record = replace(composed.record(identity, file), onto=tuple(dict.fromkeys(origins)))
    stamped = drafts.stamp(document, identity)
    return drafts.save_draft(out, record, composed.document, lambda: write_whole(out / file, stamped)), record
