"""The files in the folder of results that people open, apart from drafts and letters; a draft as PDF."""

from __future__ import annotations

from pathlib import Path

from lamdong_report.history.present import judged
from lamdong_report.pdf import as_pdf
from lamdong_report.results import BOARD_FILE, CHANGES_STEM, FIXES_FILE, OPINIONS_FILE, TRACE_FILE
from lamdong_report.storage import write_keeping

__all__ = ["beside_the_report", "judged", "write_pdf"]


def beside_the_report(out: Path) -> tuple[Path, ...]:
    """Trace, opinions, corrections, board, then the lists of changes, the latest first; those that are there."""
    named = [out / name for name in (TRACE_FILE, OPINIONS_FILE, FIXES_FILE, BOARD_FILE)]
    changes = sorted(out.glob(f"{CHANGES_STEM}-*.xlsx"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return tuple(path for path in (*named, *changes) if path.is_file())


def write_pdf(report: Path) -> Path:
    """The report as PDF beside it; a PDF that was there is kept. Raises OutputError."""
    return write_keeping(report.with_suffix(".pdf"), as_pdf(report))
