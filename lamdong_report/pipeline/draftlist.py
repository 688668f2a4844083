"""The drafts in the folder of results: which is edited, what changed from one to the next, two side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from lamdong_report import drafts
from lamdong_report.errors import UsageError
from lamdong_report.model import Severity
from lamdong_report.pipeline.comparing import compare_sides, open_side
from lamdong_report.pipeline.handling import Item, items_of
from lamdong_report.pipeline.lacking import tell_lacks
from lamdong_report.pipeline.reading import Reading
from lamdong_report.plan import Plan
from lamdong_report.results import FINAL_STEM

_TOKENS = re.compile(r"\s+|\w+(?:[.,]\w+)*|\W")
# Each record is decoded once while the page is open: three megabytes of JSON for a season's figures.
_MOST_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """One Word file that bears the identity of a draft. `is_known` when the history holds what the tool wrote."""

    path: Path
    name: str
    saved: datetime
    is_final: bool
    is_known: bool
    is_edited: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """How many things changed between two drafts."""

    figures: int
    arrived: int
    resent: int
    withdrawn: int
    turned: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: kept, gone, or new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph or row before and after, with what differs set off."""

    place: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two drafts side by side. `has_figures` is False where only the words could be compared."""

    comparison: drafts.Comparison
    words: tuple[WordLine, ...]
    has_figures: bool


def list_drafts(out: Path) -> tuple[Draft, ...]:
    """Every draft and final report in the folder, the one saved last first."""
    found = [draft for path in _word_files(out) if (draft := _draft(path, out))]
    return tuple(sorted(found, key=lambda draft: (draft.saved, draft.name), reverse=True))


def find_draft(out: Path, file: str) -> Path:
    """The draft with that file name among those that are there; raises UsageError."""
    for draft in list_drafts(out):
        if draft.path.name == file:
            return draft.path
    raise UsageError(f"Không còn dự thảo {file}.", "Tải lại trang Dự thảo để xem các bản hiện có.")


def nameless(out: Path) -> tuple[Path, ...]:
    """The Word files in the folder that bear no identity: perhaps drafts that another program has saved."""
    known = {draft.path for draft in list_drafts(out)}
    return tuple(sorted(path for path in _word_files(out) if path not in known))


def _word_files(out: Path) -> list[Path]:
    return [path for path in out.glob("*.docx") if not path.name.startswith((".", "~$"))] if out.is_dir() else []


def copies_of_one(found: Sequence[Draft]) -> tuple[Draft, ...]:
    """The files that are edited copies of one and the same draft, where several officials have edited it."""
    edited = [draft for draft in found if draft.is_edited and draft.is_known and not draft.is_final]
    return tuple(draft for draft in edited if sum(draft.name == other.name for other in edited) > 1)


@dataclass(frozen=True, slots=True)
class Picked:
    """What the next draft is made from: `onto` (None for the forms alone), `also` further copies of the same draft.

    `draft` names the draft that a file without its identity was.
    """

    onto: Path | None
    also: tuple[Path, ...]
    draft: str


def pick_drafts(out: Path, file: str, more: Sequence[str], named: str) -> Picked:
    """The draft to go on from and the further copies of it that others edited; raises UsageError."""
    names = {draft.path.name: draft.name for draft in list_drafts(out)}
    onto = next((path for path in nameless(out) if path.name == file), None)
    if onto and not named:
        remedy = "Chọn ở ô «Tệp không còn dấu nhận dạng là bản sửa của» dự thảo mà tệp này được sửa từ đó rồi bấm lại."
        raise UsageError(f"{file} không còn dấu nhận dạng của dự thảo.", remedy)
    own = named if onto else names.get(file, "")
    onto = onto or (find_draft(out, file) if file else None)
    copies = tuple(find_draft(out, name) for name in more if name != file)
    if others := [path.name for path in copies if names[path.name] != own]:
        remedy = "Chọn ở ô «Bắt đầu từ» một bản sửa của cùng dự thảo đó, hoặc bỏ đánh dấu các bản này."
        raise UsageError(f"Chỉ ghép được các bản sửa của cùng một dự thảo: {', '.join(others)} thì không.", remedy)
    return Picked(onto, copies, own if onto and onto.name not in names else "")


def require_final(reading: Reading, approver: str) -> None:
    """Raise UsageError, in the page's words, while the plan does not allow a final report."""
    if count := len(blockers(reading)):
        remedy = "Sửa hoặc quyết định từng lỗi trong khung «Còn vướng để lập bản chính thức»."
        raise UsageError(f"Chưa lập được bản chính thức: các phiếu còn {count} lỗi.", remedy)
    if (told := tell_lacks(reading)) and not approver:
        remedy = (
            "Đôn đốc ở trang Công văn, thư, hoặc ghi tên người chịu trách nhiệm lập bản chính thức khi chưa đủ phiếu."
        )
        raise UsageError(f"Chưa lập được bản chính thức vì chưa đủ phiếu: {'; '.join(told)}.", remedy)


def _draft(path: Path, out: Path) -> Draft | None:
    try:
        status = path.stat()
        name, is_known, is_edited = _identify(path, out, status.st_mtime_ns, status.st_size)
    except (OSError, UsageError):  # held by Word, or no Word file
        return None
    if not name:
        return None
    is_open = any(path.with_name(f"~${path.name[cut:]}").exists() for cut in (2, 1, 0))
    saved = datetime.fromtimestamp(status.st_mtime).astimezone()
    return Draft(path, name, saved, name.startswith(FINAL_STEM), is_known, is_edited, is_open)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _identify(path: Path, out: Path, changed: int, size: int) -> tuple[str, bool, bool]:
    """The draft's name, whether the history knows it, whether somebody has edited it; `changed` and `size` renew it."""
    data = path.read_bytes()
    identity = drafts.identity_of(data)
    if identity is None:
        return "", False, False
    stored = drafts.load(out, identity)
    return identity.name, stored is not None, stored is None or data != drafts.stamp(stored.document, identity)


def summarise_change(plan: Plan, out: Path, old: Draft, new: Draft) -> Summary | None:
    """What changed between two drafts of the history; None where only words could be compared."""
    return _summarise(plan.info.year, out, old.path, old.saved, new.path, new.saved)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _summarise(year: int, out: Path, old: Path, old_time: datetime, new: Path, new_time: datetime) -> Summary | None:
    records = [_record(path, out) for path in (old, new)]
    before, after = records
    if before is None or after is None or {before.year, after.year} != {year}:
        return None
    found = drafts.compare_drafts(before, after)
    counts = (found.figures, found.arrived, found.resent, found.withdrawn, found.turned)
    return Summary(*map(len, counts))


def _record(path: Path, out: Path) -> drafts.Record | None:
    identity = drafts.identity_of(path.read_bytes())
    stored = drafts.load(out, identity) if identity else None
    return stored.record if stored else None


def compare_files(plan: Plan, out: Path, old: Path, new: Path) -> Pair:
    """Figures and words of two drafts side by side; raises UsageError for one of another year."""
    before, after = open_side(plan, old, out), open_side(plan, new, out)
    comparison = compare_sides(before, after)
    words = tuple(WordLine(word.place, *_set_off(word.before, word.after)) for word in comparison.words)
    return Pair(comparison, words, before.record is not None and after.record is not None)


def _set_off(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    left = tuple(_pieces((kind, old[a:b]) for kind, a, b, _, _ in steps))
    right = tuple(_pieces((kind, new[c:d]) for kind, _, _, c, d in steps))
    return left, right


def _pieces(runs: Iterator[tuple[str, list[str]]]) -> Iterator[Piece]:
    for kind, tokens in runs:
        if tokens:
            yield Piece("same" if kind == "equal" else "other", "".join(tokens))


def blockers(reading: Reading) -> tuple[Item, ...]:
    """What keeps the final report from being written: every error that remains."""
    errors = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
    return tuple(items_of(reading, errors))
