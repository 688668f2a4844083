"""The plan itself: as a workbook for an official to edit, and back into the folder that it came from."""

from __future__ import annotations

from pathlib import Path

from lamdong_report.lock import only_run
from lamdong_report.pipeline.reading import plan_folder
from lamdong_report.plan import PLAN_FILE, load_plan, read_toml
from lamdong_report.planbook import Update, prepare_update, read_agency_rows, read_workbook, write_workbook
from lamdong_report.storage import write_keeping

PLAN_BOOK_STEM = "ke-hoach"


def export_plan(templates: Path, out: Path) -> Path:
    """Write the plan as a workbook into `out`; its path."""
    folder = plan_folder(templates)
    plan, source = load_plan(folder), read_toml(folder / PLAN_FILE)
    data = write_workbook(plan, source.data, read_agency_rows(folder, source.data))
    with only_run(out):
        return write_keeping(out / f"{PLAN_BOOK_STEM}-{plan.info.year}.xlsx", data)


def preview_plan(templates: Path, workbook: Path) -> Update:
    """What an edited workbook would change; raises PlanError."""
    return prepare_update(read_workbook(workbook), workbook, plan_folder(templates))


def import_plan(templates: Path, workbook: Path) -> tuple[Path, Update, tuple[Path, ...]]:
    """Take an edited workbook over into the plan's folder, whose former files are kept.

    The folder, what changed, and the files that were written; raises PlanError, and then writes nothing.
    """
    folder, update = plan_folder(templates), preview_plan(templates, workbook)
    written = tuple(write_keeping(folder / name, data) for name, data in update.files.items())
    return folder, update, written
