"""What changed between two drafts, or two sets of forms, or a draft and a set of forms; two drafts side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from lamdong_report import drafts
from lamdong_report.lock import only_run
from lamdong_report.pipeline.drafting import compose, write_changes
from lamdong_report.pipeline.draftlist import MOST_REMEMBERED, Draft, draft_record
from lamdong_report.pipeline.edited import open_edited
from lamdong_report.pipeline.reading import Progress, read_and_check, require_forms
from lamdong_report.plan import Plan

# A folder or an .xlsx is a set of forms; macros and templates are what officials save a draft as by mistake.
_DRAFTS = (".docx", ".docm", ".dotx", ".dotm")
# Spaces are tokens of their own, so that joined again they give the text as it was; "1.250,5" stays one number.
_TOKENS = re.compile(r"\s+|\w+(?:[.,]\w+)*|\W")


class Side(Struct, frozen=True):
    """One of the two: what it is called, what is known of its figures (None for a foreign document), its words."""

    name: str
    record: drafts.Record | None
    document: bytes


def open_side(
    plan: Plan, path: Path, out: Path, *, convert_legacy: bool = False, on_progress: Progress | None = None
) -> Side:
    """A draft (.docx) or a set of forms (any other file, or a folder); raises UsageError, NoFormsError."""
    if path.suffix.lower() in _DRAFTS:
        edited = open_edited(path, out, plan)
        record = edited.stored.record if edited.stored else None
        return Side(record.name if record else path.name, record, edited.document)
    reading = read_and_check(plan, [path], kept_in=out, convert_legacy=convert_legacy, on_progress=on_progress)
    require_forms(reading, (path,))
    composed = compose(reading)
    name = path.resolve().name
    return Side(name, composed.record(drafts.identity_for(name, composed.document)), composed.document)


def compare_sides(old: Side, new: Side) -> drafts.Comparison:
    """The differences; of a document without a record, only the words."""
    if old.record and new.record:
        return drafts.compare_drafts(old.record, new.record, (old.document, new.document))
    return drafts.compare_only_words(old.name, new.name, old.document, new.document)


def write_comparison(plan: Plan, old: Side, new: Side, comparison: drafts.Comparison, out: Path) -> Path:
    """The list of changes, under `out`."""
    example = any(side.record and side.record.example for side in (old, new))
    with only_run(out):
        return write_changes(comparison, plan, out, example=example)


def comparison_told(old: Side, new: Side, comparison: drafts.Comparison) -> Iterator[str]:
    """The lines for the terminal."""
    for side in (old, new):
        if side.record is None:
            yield f"{side.name}: trong lịch sử không còn số liệu của dự thảo này nên chỉ so sánh lời văn."
    yield from drafts.comparison_lines(comparison)


class Summary(Struct, frozen=True):
    """How many things changed between two drafts."""

    figures: int
    arrived: int
    resent: int
    withdrawn: int
    turned: int


class Piece(Struct, frozen=True):
    """A run of words: kept, gone, or new."""

    kind: str
    text: str


class WordLine(Struct, frozen=True):
    """A paragraph or row before and after, with what differs set off."""

    place: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


class DraftPair(Struct, frozen=True):
    """Two drafts side by side. `has_figures` is False where only the words could be compared."""

    comparison: drafts.Comparison
    words: tuple[WordLine, ...]
    has_figures: bool


def summarise_change(plan: Plan, out: Path, old: Draft, new: Draft) -> Summary | None:
    """What changed between two drafts of the history; None where only words could be compared."""
    return _summarise(plan.info.year, out, old.path, old.saved, new.path, new.saved)


@lru_cache(maxsize=MOST_REMEMBERED)
def _summarise(year: int, out: Path, old: Path, old_time: datetime, new: Path, new_time: datetime) -> Summary | None:
    before, after = (draft_record(path, out, path.stat().st_mtime_ns) for path in (old, new))
    if before is None or after is None or {before.year, after.year} != {year}:
        return None
    found = drafts.compare_drafts(before, after)
    counts = (found.figures, found.arrived, found.resent, found.withdrawn, found.turned)
    return Summary(*map(len, counts))


def compare_files(plan: Plan, out: Path, old: Path, new: Path) -> DraftPair:
    """Figures and words of two drafts side by side; raises UsageError for one of another year."""
    before, after = open_side(plan, old, out), open_side(plan, new, out)
    comparison = compare_sides(before, after)
    words = tuple(WordLine(word.place, *_set_off(word.before, word.after)) for word in comparison.words)
    return DraftPair(comparison, words, before.record is not None and after.record is not None)


def _set_off(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    # Without autojunk, which takes the words that a long paragraph repeats for noise.
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    left = tuple(_pieces((kind, old[a:b]) for kind, a, b, _, _ in steps))
    right = tuple(_pieces((kind, new[c:d]) for kind, _, _, c, d in steps))
    return left, right


def _pieces(runs: Iterator[tuple[str, list[str]]]) -> Iterator[Piece]:
    for kind, tokens in runs:
        if tokens:
            yield Piece("same" if kind == "equal" else "other", "".join(tokens))
