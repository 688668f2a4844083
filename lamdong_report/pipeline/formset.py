"""The blank forms that are sent out, and the mails that take them along: written, listed, packed into one archive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lamdong_report.packing import pack
from lamdong_report.pipeline.issuing import issue_forms, review_plan
from lamdong_report.pipeline.reading import Progress
from lamdong_report.plan import Plan
from lamdong_report.results import FORMS_FOLDER, MAILS_FOLDER

__all__ = ["archive_of", "issued_forms", "issued_mails", "review_plan", "write_all_forms"]


def write_all_forms(plan: Plan, out: Path, step: Progress) -> tuple[Path, ...]:
    """A form for each agency and one for each group, in their folder under the results."""
    return tuple(issue_forms(plan, out / FORMS_FOLDER, (), step))


def issued_forms(out: Path) -> tuple[Path, ...]:
    folder = out / FORMS_FOLDER
    return tuple(sorted(folder.glob("*.xlsx"))) if folder.is_dir() else ()


def issued_mails(out: Path) -> tuple[Path, ...]:
    """The mails with the issued forms: for those agencies whose address stands in the plan."""
    mails = (out / MAILS_FOLDER / f"{form.stem}.eml" for form in issued_forms(out))
    return tuple(mail for mail in mails if mail.is_file())


def archive_of(paths: Sequence[Path]) -> bytes:
    """All these files in one zip."""
    return pack({path.name: path.read_bytes() for path in paths})
