"""The blank forms that are sent out: written, listed, packed into one archive."""

from __future__ import annotations

from pathlib import Path

from lamdong_report.packing import pack
from lamdong_report.pipeline.issuing import issue_forms, review_plan
from lamdong_report.pipeline.names import FORMS_FOLDER
from lamdong_report.pipeline.reading import Progress
from lamdong_report.plan import Plan

__all__ = ["forms_archive", "issued_forms", "review_plan", "write_all_forms"]


def write_all_forms(plan: Plan, out: Path, step: Progress) -> tuple[Path, ...]:
    """A form for each agency and one for each group, in their folder under the results."""
    return tuple(issue_forms(plan, out / FORMS_FOLDER, (), step))


def issued_forms(out: Path) -> tuple[Path, ...]:
    folder = out / FORMS_FOLDER
    return tuple(sorted(folder.glob("*.xlsx"))) if folder.is_dir() else ()


def forms_archive(out: Path) -> bytes:
    """All issued forms in one zip."""
    return pack({path.name: path.read_bytes() for path in issued_forms(out)})
