"""What changed between two drafts, or two sets of forms, or a draft and a set of forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lamdong_report import drafts
from lamdong_report.lock import only_run
from lamdong_report.pipeline.drafting import compose, write_changes
from lamdong_report.pipeline.edited import open_edited
from lamdong_report.pipeline.reading import Progress, read_and_check, require_forms
from lamdong_report.plan import Plan

_DRAFTS = (".docx", ".docm", ".dotx", ".dotm")


@dataclass(frozen=True, slots=True)
class Side:
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
