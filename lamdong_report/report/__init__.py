"""Turns the forms into everything that the Word template may print, with the figure behind every number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lamdong_report.content import ReportContent
from lamdong_report.model import Finding, Severity, Source
from lamdong_report.report.annexes import agency_annex, status_rows
from lamdong_report.report.body import write_body
from lamdong_report.report.indicators import annex_rows
from lamdong_report.report.ledger import Entry, Ledger
from lamdong_report.report.listing import Opinion, Unused, opinions, unused_numbers
from lamdong_report.report.material import Material, gather
from lamdong_report.text import bind_open_date, upper_first

__all__ = [
    "Entry",
    "Ledger",
    "Material",
    "Opinion",
    "Unused",
    "doubtful_cells",
    "gather",
    "opinions",
    "unused_numbers",
    "write_report",
]


def doubtful_cells(findings: Iterable[Finding]) -> dict[Source, Finding]:
    """The findings that cast doubt on a single cell: errors and warnings, the first one for each cell."""
    doubts: dict[Source, Finding] = {}
    for finding in findings:
        if finding.cell and finding.severity is not Severity.NOTE:
            doubts.setdefault(Source(finding.file, finding.sheet, finding.cell), finding)
    return doubts


def write_report(material: Material, ledger: Ledger, *, draft: bool) -> ReportContent:
    """The content of the report; every number that it prints is booked in the ledger.

    What is meant for the officials' eyes only (comments, highlighting) stands in drafts alone.
    """
    plan, document = material.plan, material.plan.document
    ledger.names.update({agency.code: upper_first(agency.name) for agency in plan.agencies})
    return ReportContent(
        draft=draft,
        example=any(form.example for form in material.forms.values()),
        issuer=document.issuer,
        number=document.number,
        symbol=document.symbol,
        place=document.place,
        date=document.date,
        type_name=document.type_name,
        summary=document.summary,
        addressees=document.addressees,
        opening=document.opening,
        body=tuple(p if draft else replace(p, comment="", doubtful=False) for p in write_body(material, ledger)),
        closing=document.closing,
        authority=document.authority,
        signer=document.signer,
        recipients=document.recipients,
        annex_note=bind_open_date(document.annex_note),
        indicators=tuple(annex_rows(material, ledger)),
        by_agency=agency_annex(material, ledger),
        statuses=tuple(status_rows(material)),
        year=plan.info.year,
        title=f"{document.type_name} {document.summary}",
        author=document.author,
    )
