"""Short ways to write down an entry of the catalogue: its severity, and the fields that all of them may use."""

from __future__ import annotations

from lamdong_report.catalogue.entry import CatalogueEntry
from lamdong_report.codes import Code
from lamdong_report.model import Severity

# How entries about a cell begin that are made where the cell is read.
WHERE = "«{sheet}» ô {cell}: "
_COMMON = {"where": "«Số liệu» ô C9", "reason_column": "Ghi chú, lý do chưa có số liệu"}


def error(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> CatalogueEntry:
    """Something that must be mended before the report is final, or of which nobody can tell what it says."""
    return CatalogueEntry(code, Severity.ERROR, sentence, remedy, {**_COMMON, **example}, office)


def warning(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> CatalogueEntry:
    """Something that may be right but is unusual, or was left out: somebody should look at it."""
    return CatalogueEntry(code, Severity.WARNING, sentence, remedy, {**_COMMON, **example}, office)


def note(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> CatalogueEntry:
    """Something to know, with nothing to mend: nothing is taken in silence."""
    return CatalogueEntry(code, Severity.NOTE, sentence, remedy, {**_COMMON, **example}, office)
