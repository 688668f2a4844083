"""Every finding that the program can make: code, severity, sentence and remedy, in one place."""

from __future__ import annotations

from lamdong_report.catalogue.answers import ANSWERS
from lamdong_report.catalogue.decided import DECIDED, RIVALS
from lamdong_report.catalogue.phrases import CatalogueEntry
from lamdong_report.catalogue.reading_cells import CELLS
from lamdong_report.catalogue.reading_files import FILES, LOOKS
from lamdong_report.catalogue.reading_forms import FORMS, WHOSE
from lamdong_report.codes import Code
from lamdong_report.model import Finding, Severity, Source
from lamdong_report.text.personal import without_personal

READING: tuple[CatalogueEntry, ...] = (*FILES, *WHOSE, *RIVALS, *FORMS, *CELLS, *LOOKS)
CATALOGUE: dict[Code, CatalogueEntry] = {entry.code: entry for entry in (*READING, *ANSWERS, *DECIDED)}

# Fields that quote what somebody typed: nothing in them names a person, for findings go into letters and onto a screen
# on the wall.
_TYPED = frozenset({"text", "texts", "value", "other_text"})
# These are for calling the writer of a form: a number or an address left out would leave nothing to say.
_ABOUT_WRITERS = ("phone-", "mail-", "sender-")

__all__ = ["ANSWERS", "CATALOGUE", "DECIDED", "READING", "CatalogueEntry", "make_finding"]


def make_finding(
    code: Code,
    *,
    agency: str = "",
    source: Source | None = None,
    question: str = "",
    severity: Severity | None = None,
    **fields: object,
) -> Finding:
    """The finding of this code with its sentences filled in; `fields` are what the entry's sentences name."""
    entry = CATALOGUE[code]
    # A place may come as a Source or, of what has no file, not at all.
    where = source or Source("", "", "")
    if not code.startswith(_ABOUT_WRITERS):
        quoted = {key: field for key, field in fields.items() if key in _TYPED and isinstance(field, str)}
        fields = {**fields, **{key: without_personal(field) for key, field in quoted.items()}}
    filled = {"file": where.file, "sheet": where.sheet, "cell": where.cell, **fields}
    return Finding(
        code=code,
        severity=severity or entry.severity,
        text=entry.text.format(**filled),
        remedy=entry.remedy.format(**filled),
        agency=agency,
        file=where.file,
        sheet=where.sheet,
        cell=where.cell,
        question=question,
        office=entry.office.format(**filled),
        lead=entry.lead.format(**filled),
    )
