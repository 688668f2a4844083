"""Every finding that the program can make: code, severity, sentence and remedy, in one place."""

from __future__ import annotations

from collections.abc import Mapping

from lamdong_report.catalogue.answers import ANSWERS
from lamdong_report.catalogue.decided import DECIDED
from lamdong_report.catalogue.entry import CatalogueEntry
from lamdong_report.catalogue.reading import READING
from lamdong_report.codes import Code
from lamdong_report.model import Finding, Severity, Source
from lamdong_report.text.personal import without_personal

CATALOGUE: dict[Code, CatalogueEntry] = {entry.code: entry for entry in (*READING, *ANSWERS, *DECIDED)}

# Fields that quote what somebody typed; findings go into letters and onto a screen on the wall.
_TYPED = frozenset({"text", "texts", "value", "other_text"})
# These are for calling the writer of a form: a number or an address left out would leave nothing to say.
_ABOUT_WRITERS = ("phone-", "mail-", "sender-")

__all__ = ["CATALOGUE", "CatalogueEntry", "make_finding"]


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
    where = source or Source("", "", "")
    # A place may come as a Source or, of what has no file, not at all.
    filled = {"file": where.file, "sheet": where.sheet, "cell": where.cell, **_discreet(code, fields)}
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


def _discreet(code: Code, fields: Mapping[str, object]) -> dict[str, object]:
    """The fields without what names a person in what was typed; whom to call about the form stays."""
    if code.startswith(_ABOUT_WRITERS):
        return dict(fields)
    return {
        key: without_personal(field) if key in _TYPED and isinstance(field, str) else field
        for key, field in fields.items()
    }
