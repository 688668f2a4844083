"""The next draft: written anew or merged onto an edited one, kept in the history, compared with the one before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lamdong_report import drafts
from lamdong_report.errors import HeldError, ReportError, UsageError, program, system_reason
from lamdong_report.lock import only_run
from lamdong_report.model import Severity
from lamdong_report.pages import Page, write_pages
from lamdong_report.pipeline.names import (
    CHANGES_STEM,
    DRAFT_STEM,
    FINAL_STEM,
    OPINIONS_FILE,
    REPORT_TEMPLATE,
    TRACE_FILE,
)
from lamdong_report.pipeline.reading import Reading
from lamdong_report.plan import Plan
from lamdong_report.render import render_report
from lamdong_report.report import Ledger, Material, doubtful_cells, gather, opinions, unused_numbers, write_report
from lamdong_report.storage import differs, write_keeping, write_whole
from lamdong_report.text import slug
from lamdong_report.text.files import file_stem
from lamdong_report.workbooks import opinions_workbook, trace_workbook

_MOST_LINES = 5
NEWEST = Path("moi-nhat")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a run wrote, the report first, and what is to be told of it (lines in Vietnamese)."""

    report: Path
    others: tuple[Path, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """A report before it has a number: what it is made from, what it printed, and the document itself."""

    reading: Reading
    material: Material
    ledger: Ledger
    document: bytes

    def record(self, identity: drafts.Identity, file: str = "") -> drafts.Record:
        return drafts.make_record(identity, file, self.material, self.ledger.entries, self.reading.findings)


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft as officials have edited it, and the same as the tool wrote it, if that is still in the history."""

    path: Path
    document: bytes
    stored: drafts.Stored | None


class NotFinalError(ReportError):
    """A final report was asked for while errors remain."""

    exit_code = 1


def write_draft(
    reading: Reading, out: Path, *, final: bool = False, onto: Path | None = None, track: bool = True
) -> Draft:
    """The next draft (or the final report) with its trace, opinions and list of changes.

    With `onto`, the officials' file (NEWEST for the last one saved in `out`) is what the draft starts from; what the
    data have changed since is taken over as tracked changes (plain text without `track`). Raises NotFinalError,
    UsageError for a file that is no draft of this plan, OutputError.
    """
    if final:
        _refuse_errors(reading)
    edited = open_edited(newest_draft(out) if onto == NEWEST else onto, out, reading.plan) if onto else None
    composed = compose(reading, final=final)
    with only_run(out):
        drafts.recover(out)
        draft = drafts.latest(out, DRAFT_STEM, reading.plan.info.id)
        before = (
            edited.stored
            if edited and edited.stored
            else _former_final(out, reading.plan.info.id, final=final) or draft
        )
        merged = _merge(composed, edited, track=track)
        path, record = _number_and_write(composed, out, merged.document if merged else composed.document, final=final)
        comparison = _compare(before, record, composed.document, edited)
        books = list(_write_books(composed, out))
        if comparison:
            books.append(write_changes(comparison, reading.plan, out, merged, example=reading.example))
    return Draft(path, tuple(books), tuple(_tell(out, draft, edited, merged, comparison, final=final)))


def compose(reading: Reading, *, final: bool = False) -> Composed:
    """The report that these forms give."""
    material = gather(reading.plan, reading.submissions, reading.findings)
    ledger = Ledger({} if final else doubtful_cells(reading.findings))
    content = write_report(material, ledger, draft=not final)
    return Composed(reading, material, ledger, render_report(content, material.plan.folder / REPORT_TEMPLATE))


def newest_draft(out: Path) -> Path:
    """The file in `out` that was saved last among those that bear the identity of a draft; raises UsageError."""
    files = [path for path in out.glob("*.docx") if not path.name.startswith((".", "~$"))]
    for path in sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        with suppress(UsageError):
            if drafts.identity_of(_saved(path)):
                return path
    remedy = "Lập dự thảo đầu tiên bằng lệnh report rồi làm lại, hoặc ghi tên tệp Word đã sửa sau --onto."
    raise UsageError(f"Trong {out} chưa có dự thảo nào do công cụ lập.", remedy)


def open_edited(path: Path, out: Path, plan: Plan) -> Edited:
    """The officials' file, and what the history (of `out`, or beside the file) knows of it; raises UsageError."""
    document = _saved(path)
    identity = drafts.identity_of(document)
    places = dict.fromkeys((out, path.parent))
    found = (drafts.load(place, identity) for place in places) if identity else iter(())
    stored = next(filter(None, found), None)
    if stored and stored.record.plan not in ("", plan.info.id):
        remedy = "Chọn dự thảo của đúng kế hoạch, hoặc chọn kế hoạch đó bằng --templates."
        raise UsageError(
            f"{path} là dự thảo của kế hoạch «{stored.record.plan}»; kế hoạch đang dùng là «{plan.info.id}».", remedy
        )
    if stored and stored.record.year != plan.info.year:
        remedy = "Chọn dự thảo của đúng năm, hoặc chọn kế hoạch của năm đó bằng --templates."
        raise UsageError(
            f"{path} là dự thảo báo cáo năm {stored.record.year}; kế hoạch là của năm {plan.info.year}.", remedy
        )
    return Edited(path, document, stored)


def _saved(path: Path) -> bytes:
    """What was last saved of a Word file; raises HeldError for one that the system does not let us read.

    An older draft is never taken in its place without a word.
    """
    if path.is_dir():
        remedy = "Ghi tên tệp .docx sau --onto; thư mục phiếu thì ghi ngay sau chữ report."
        raise HeldError(f"{path} là thư mục, không phải dự thảo Word.", remedy)
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = "Kiểm tra lại tên tệp; nếu Word đang mở tệp thì lưu, đóng lại rồi chạy lại."
        raise HeldError(f"Không mở được {path} ({system_reason(error)}).", remedy) from error


def _is_open_in_word(path: Path) -> bool:
    """Word keeps a small owner file beside a document while it is open."""
    return any(path.with_name(f"~${path.name[cut:]}").exists() for cut in (2, 1, 0))


def write_changes(
    comparison: drafts.Comparison, plan: Plan, out: Path, merged: drafts.Merged | None = None, *, example: bool
) -> Path:
    """The list of changes as a workbook; after a merge its first sheet says what became of every change."""
    pages: tuple[Page, ...] = drafts.comparison_pages(comparison)
    if merged:
        pages = (drafts.merge_page(merged.changes), *pages)
    data = write_pages(pages, plan, example=example)
    return write_keeping(out / f"{CHANGES_STEM}-{_short(comparison.old, comparison.new)}.xlsx", data)


def _refuse_errors(reading: Reading) -> None:
    """Raises NotFinalError, naming the first agencies whose forms have errors."""
    errors = reading.count(Severity.ERROR)
    if errors:
        names = [status.agency.name for status in reading.statuses if status.count(Severity.ERROR)]
        more = len(names) - _MOST_LINES
        where = f" ({', '.join(names[:_MOST_LINES])}{f' và {more} cơ quan khác' if more > 0 else ''})" if names else ""
        remedy = "Sửa hết các lỗi (lệnh check cho biết ô nào), hoặc bỏ --final để lập dự thảo."
        raise NotFinalError(f"Chưa lập được bản chính thức: các phiếu còn {errors} lỗi{where}.", remedy)


def _former_final(out: Path, plan: str, *, final: bool) -> drafts.Stored | None:
    return drafts.latest(out, FINAL_STEM, plan) if final else None


def _merge(composed: Composed, edited: Edited | None, *, track: bool) -> drafts.Merged | None:
    if not edited or not edited.stored:
        return None
    why = drafts.why_from(composed.record(drafts.identity_for("", composed.document)), edited.stored.record)
    return drafts.merge_drafts(edited.stored.document, edited.document, composed.document, track=track, why=why)


def _number_and_write(composed: Composed, out: Path, document: bytes, *, final: bool) -> tuple[Path, drafts.Record]:
    stem, file_name = FINAL_STEM if final else DRAFT_STEM, file_stem(composed.material.plan.document.file_name)
    name = drafts.next_name(out, stem, f"{file_name}-{stem}")
    identity, file = drafts.identity_for(name, composed.document), f"{file_name}-{name}.docx"
    record, stamped = composed.record(identity, file), drafts.stamp(document, identity)
    return drafts.save(out, record, composed.document, lambda: write_whole(out / file, stamped)), record


def _compare(
    before: drafts.Stored | None, record: drafts.Record, fresh: bytes, edited: Edited | None
) -> drafts.Comparison | None:
    if edited and not edited.stored:
        return drafts.compare_only_words(edited.path.name, record.name, edited.document, fresh)
    return drafts.compare(before.record, record, (before.document, fresh)) if before else None


def _write_books(composed: Composed, out: Path) -> Iterator[Path]:
    material, ledger = composed.material, composed.ledger
    trace = trace_workbook(material, ledger.entries, unused_numbers(material, ledger))
    yield write_keeping(out / TRACE_FILE, trace)
    yield write_keeping(out / OPINIONS_FILE, opinions_workbook(material, opinions(material)))


def _tell(
    out: Path,
    draft: drafts.Stored | None,
    edited: Edited | None,
    merged: drafts.Merged | None,
    comparison: drafts.Comparison | None,
    *,
    final: bool,
) -> Iterator[str]:
    if edited and _is_open_in_word(edited.path):
        yield f"Lưu ý: {edited.path.name} hình như đang mở trong Word; phần chưa lưu không có trong dự thảo mới."
    if merged and edited:
        yield f"Đưa số liệu mới vào {edited.path.name} (tệp này được giữ nguyên):"
        yield from (f"  {line}" for line in drafts.merge_lines(merged.changes))
        if final and drafts.has_open_revisions(merged.document):
            yield "Bản này còn thay đổi chưa duyệt (Track Changes): mở bằng Word, chấp nhận hoặc bỏ trước khi trình ký."
    elif edited:
        yield f"{edited.path.name} không ghép được: trong lịch sử không còn bản gốc của dự thảo này."
        yield "Đã lập dự thảo mới từ phiếu; chỗ khác nhau của hai bản có trong danh sách thay đổi để chép lại."
    elif draft and _was_edited(out, draft):
        command = "report --final" if final else "report"
        yield f"Lưu ý: {draft.record.file} có phần sửa bằng tay; bản mới lập từ phiếu, không có phần sửa đó."
        yield f'Muốn giữ phần sửa: {program()} {command} --onto "{out / draft.record.file}"'
    if comparison:
        yield from drafts.comparison_lines(comparison, _MOST_LINES)


def _was_edited(out: Path, before: drafts.Stored) -> bool:
    """Whether the file for people is another than the tool alone would have written."""
    path = out / before.record.file
    return path.exists() and differs(path, drafts.stamp(before.document, before.record.identity))


def _short(old: str, new: str) -> str:
    """ "01-02" for two drafts, else both names."""
    prefix = f"{DRAFT_STEM}-"
    if old.startswith(prefix) and new.startswith(prefix):
        old, new = old.removeprefix(prefix), new.removeprefix(prefix)
    return f"{_plain(old)}-{_plain(new)}"


def _plain(name: str) -> str:
    return slug(name.removesuffix(".docx"))
