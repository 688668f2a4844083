"""The files in the folder of results that people open, apart from drafts and letters."""

from __future__ import annotations

from pathlib import Path

from lamdong_report.history.present import judged
from lamdong_report.pipeline.names import BOARD_FILE, CHANGES_STEM, FIXES_FILE, OPINIONS_FILE, TRACE_FILE

__all__ = ["beside_the_report", "judged"]


def beside_the_report(out: Path) -> tuple[Path, ...]:
    """Trace, opinions, corrections, board, then the lists of changes, the latest first; those that are there."""
    named = [out / name for name in (TRACE_FILE, OPINIONS_FILE, FIXES_FILE, BOARD_FILE)]
    changes = sorted(out.glob(f"{CHANGES_STEM}-*.xlsx"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return tuple(path for path in (*named, *changes) if path.is_file())
