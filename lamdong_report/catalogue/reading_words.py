"""Short ways to write down an entry about reading: its severity, and its sentences."""

from __future__ import annotations

from lamdong_report.catalogue.entry import Entry
from lamdong_report.codes import Code
from lamdong_report.model import Severity

WHERE = "«{sheet}» ô {cell}: "


def error(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> Entry:
    """Something that is not read, or of which nobody can tell what it says."""
    return Entry(code, Severity.ERROR, sentence, remedy, example, office)


def warning(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> Entry:
    """Something that is read or left out, and that somebody should look at."""
    return Entry(code, Severity.WARNING, sentence, remedy, example, office)


def note(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> Entry:
    """Something that was understood; said so that nothing is taken in silence."""
    return Entry(code, Severity.NOTE, sentence, remedy, example, office)
