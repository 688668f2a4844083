"""The drafts that officials have edited: found in a folder, opened, recognised, and none passed over in silence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from lamdong_report import drafts
from lamdong_report.errors import HeldError, UsageError, program, system_reason
from lamdong_report.plan import Plan

NEWEST = Path("moi-nhat")
# A report that officials have rewritten by half still shares more words with its draft than two years' reports do.
_RECOGNISED = 0.5
# Two plans of one province share most agencies; of another province or another round of the outline, few or none.
_SAME_PLAN = 0.5

# So many say what kind of thing happened; the list of changes has them all.
_MOST_LINES = 5


class Edited(Struct, frozen=True):
    """A draft as officials have edited it, and the same as the tool wrote it, if that is still in the history."""

    path: Path
    document: bytes
    stored: drafts.Stored | None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.document).hexdigest()

    @property
    def holds_hand_edits(self) -> bool:
        """Whether the file is another than the tool alone would have written from the forms."""
        return self.stored is None or not self.stored.is_unedited(self.document)

    def contains(self, other: Edited) -> bool:
        """Whether the words of the other file came into this one through an earlier merge."""
        return other.digest == self.digest or (self.stored is not None and other.digest in self.stored.record.onto)


def drafts_in(out: Path, *, only_edited: bool = False) -> list[Edited]:
    """Every Word file in the folder that bears the identity of a draft, the one saved last first.

    Raises HeldError for a file that cannot be read now. With `only_edited`, such a file is passed over, and so is what
    still is as the tool wrote it: of some forty drafts of a season all but a few, whose records need not be read.
    """
    # The owner files of Word ("~$…") and hidden files are nobody's drafts.
    files = [path for path in out.glob("*.do[ct][xm]") if not path.name.startswith((".", "~$"))]
    passed = (UsageError, HeldError) if only_edited else (UsageError,)
    found = []
    for path in sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        with suppress(*passed):
            document = saved(path)
            identity = drafts.identity_of(document)
            if identity and not (only_edited and drafts.is_unedited(out, document, identity)):
                found.append(Edited(path, document, drafts.load(out, identity)))
    return found


def newest_draft(out: Path) -> Path:
    """The file with hand edits that was saved last in `out`, else the draft that was; raises UsageError for none."""
    every = drafts_in(out)
    for edited in [one for one in every if one.holds_hand_edits] or every:
        return edited.path
    remedy = "Lập dự thảo đầu tiên bằng lệnh report rồi làm lại, hoặc ghi tên tệp Word đã sửa sau --onto."
    raise UsageError(f"Trong {out} chưa có dự thảo nào do công cụ lập.", remedy)


def passed_over(out: Path, chosen: Edited | None) -> list[Edited]:
    """The edited drafts in `out` whose hand edits are not in the chosen one."""
    alone = {one.digest: one for one in drafts_in(out, only_edited=True) if one.holds_hand_edits}
    edited = [one for one in alone.values() if chosen is None or not chosen.contains(one)]
    # What went into a later draft of these is told by that draft's name alone.
    return [one for one in edited if not any(other is not one and other.contains(one) for other in edited)]


def open_edited(path: Path, out: Path, plan: Plan) -> Edited:
    """The officials' file, and what the history (of `out`, or beside the file) knows of it; raises UsageError."""
    document = saved(path)
    identity = drafts.identity_of(document)
    found = (drafts.load(place, identity) for place in _places(out, path)) if identity else iter(())
    stored = next(filter(None, found), None)
    if stored:
        _refuse_another_plan(path, stored.record, plan)
    return Edited(path, document, stored)


def open_for_merge(path: Path, out: Path, plan: Plan, draft: str = "") -> Edited:
    """As `open_edited`, but a file whose draft the history does not know is refused, unless `draft` names that draft.

    A fresh draft in its place would be numbered above it and lack every word of theirs. Raises UsageError before
    anything is written.
    """
    edited = open_edited(path, out, plan)
    if edited.stored:
        return edited
    kept = [stored for place in _places(out, path) for stored in drafts.every(place)]
    named = [stored for stored in kept if stored.record.name == draft]
    if draft and not named:
        names = ", ".join(stored.record.name for stored in kept) or "chưa có dự thảo nào"
        raise UsageError(f"Trong lịch sử không có {draft}.", f"Chọn một trong các dự thảo: {names}.")
    if named:
        _refuse_another_plan(path, named[0].record, plan)
        return Edited(path, edited.document, named[0])
    raise _unknown(path, edited.document, kept, drafts.identity_of(edited.document))


def saved(path: Path) -> bytes:
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


def is_open_in_word(path: Path) -> bool:
    """Word keeps a small owner file beside a document while it is open."""
    # It puts "~$" in place of the first two letters, of one in short names, in front of very short ones.
    return any(path.with_name(f"~${path.name[cut:]}").exists() for cut in (2, 1, 0))


def _places(out: Path, path: Path) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((out, path.parent)))


def _refuse_another_plan(path: Path, record: drafts.Record, plan: Plan) -> None:
    remedy = "Chọn dự thảo của đúng kế hoạch, hoặc chọn kế hoạch đó bằng --templates."
    if record.plan not in ("", plan.info.id):
        raise UsageError(
            f"{path} là dự thảo của kế hoạch «{record.plan}»; kế hoạch đang dùng là «{plan.info.id}».", remedy
        )
    if record.year != plan.info.year:
        raise UsageError(f"{path} là dự thảo báo cáo năm {record.year}; kế hoạch là của năm {plan.info.year}.", remedy)
    agencies = {agency.code for agency in plan.agencies}
    known = agencies & set(record.names)
    if record.names and len(known) < _SAME_PLAN * len(agencies | set(record.names)):
        raise UsageError(f"{path} là dự thảo của một kế hoạch khác (khác danh sách cơ quan).", remedy)


def _unknown(
    path: Path, document: bytes, kept: Sequence[drafts.Stored], identity: drafts.Identity | None
) -> UsageError:
    """Asks whether the file is the draft in the history that it resembles most."""
    lost = f"{path} không còn dấu nhận dạng của dự thảo (mất khi xóa thuộc tính tệp hoặc lưu qua chương trình khác)."
    if identity:
        lost = f"{path} là {identity.name}, nhưng trong lịch sử không còn bản gốc của dự thảo này nên không ghép được."
    scored = [(drafts.resemblance(document, stored.document), stored.record.name) for stored in kept]
    score, name = max(scored, default=(0.0, ""))
    if identity and score < _RECOGNISED:
        remedy = (
            "Chép thư mục .lich-su (thư mục ẩn trong thư mục kết quả đã lập dự thảo, hoặc trong bản sao lưu) về cạnh "
            "tệp này rồi chạy lại. Không còn nữa thì lập dự thảo mới bằng lệnh report (không kèm --onto), rồi dùng "
            "lệnh compare với tệp này để chép phần sửa sang. Chưa có gì được ghi."
        )
        return UsageError(lost, remedy)
    if score < _RECOGNISED:
        remedy = "Chọn đúng tệp dự thảo do công cụ lập. Chưa có gì được ghi."
        return UsageError(f"{path} không phải dự thảo do công cụ lập nên không ghép được.", remedy)
    remedy = f'Nếu đúng là dự thảo đó, chạy lại với: --onto "{path}" --draft {name}. Chưa có gì được ghi.'
    return UsageError(f"{lost} Lời văn giống {name} nhất ({round(score * 100)}% số từ).", remedy)


def tell_edits(
    left: Sequence[Edited],
    edited: Edited | None,
    merged: drafts.Merged | None,
    comparison: drafts.Comparison | None,
    *,
    final: bool,
) -> Iterator[str]:
    """What a new draft has taken of the files that officials have edited, what it has not, and what has changed."""
    if edited and is_open_in_word(edited.path):
        yield f"Lưu ý: {edited.path.name} hình như đang mở trong Word; phần chưa lưu không có trong dự thảo mới."
    if merged and edited:
        yield f"Đưa số liệu mới vào {edited.path.name} (tệp này được giữ nguyên):"
        yield from (f"  {line}" for line in drafts.merge_lines(merged.changes))
        if merged.macros_dropped:
            yield "Tệp có macro; bản mới là .docx thường, không mang theo macro."
        if final and merged.disputes:
            yield f"Còn {len(merged.disputes)} chỗ chưa chốt giữa bản sửa tay và số liệu (bản này không in ghi chú):"
            yield from (f"  • {note.splitlines()[0]}" for note in merged.disputes[:_MOST_LINES])
        if final and drafts.has_open_revisions(merged.document):
            yield "Bản này còn thay đổi chưa duyệt (Track Changes): mở bằng Word, chấp nhận hoặc bỏ trước khi trình ký."
    for one in left:
        yield f"Lưu ý: {one.path.name} có phần sửa bằng tay; bản mới không có phần sửa đó."
    if left:
        yield _how_to_keep(left, edited, final=final)
    if comparison:
        yield from drafts.comparison_lines(comparison, _MOST_LINES)


def _how_to_keep(left: Sequence[Edited], edited: Edited | None, *, final: bool) -> str:
    """The command that keeps the hand edits of the first file that was passed over."""
    command = "report --final" if final else "report"
    is_copy = (
        edited and edited.stored and left[0].stored and edited.stored.record.digest == left[0].stored.record.digest
    )
    if edited and is_copy:
        return f'Muốn giữ cả hai: {program()} {command} --onto "{edited.path}" --also "{left[0].path}"'
    return f'Muốn giữ phần sửa: {program()} {command} --onto "{left[0].path}"'
