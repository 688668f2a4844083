"""Turns the forms into everything that the Word template may print, with the origin of every number and quote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lamdong_report.content import ReportContent
from lamdong_report.model import Finding, Source
from lamdong_report.report.annexes import agency_annexes
from lamdong_report.report.body import planned_tables, write_body
from lamdong_report.report.counters import incomplete, status_rows, tells_completeness
from lamdong_report.report.indicator_annex import indicator_rows
from lamdong_report.report.ledger import (
    PrintedLine,
    PrintedNumber,
    Quotation,
    Unused,
    entries,
    lines,
    quotations,
    unused_numbers,
)
from lamdong_report.report.margin import for_readers
from lamdong_report.report.material import Arrangement, Material, gather
from lamdong_report.report.opinions import Opinion, OpinionGroup, chosen_groups, opinions_of, statements
from lamdong_report.report.wording import WITHHELD
from lamdong_report.report.words import words_annex
from lamdong_report.status import as_of_date
from lamdong_report.text import bind_open_date, roman

__all__ = [
    "Arrangement",
    "Material",
    "Opinion",
    "OpinionGroup",
    "PrintedLine",
    "PrintedNumber",
    "Quotation",
    "Unused",
    "chosen_groups",
    "entries",
    "gather",
    "lines",
    "opinions_of",
    "planned_tables",
    "quotations",
    "statements",
    "unused_numbers",
    "write_report",
]


def write_report(
    material: Material,
    findings: Iterable[Finding] = (),
    *,
    draft: bool,
    decided: Mapping[Source, str] | None = None,
) -> ReportContent:
    """The content of the report; in a draft with what `findings` and `decided` say of the cells under its numbers."""
    plan, document = material.plan, material.plan.document
    annexes = tuple(agency_annexes(material, first=2))
    withheld = any(cell.text == WITHHELD for annex in annexes for row in annex.rows for cell in row.cells)
    words = words_annex(material, roman(len(annexes) + 2))
    content = ReportContent(
        draft=draft,
        example=material.is_example,
        issuer=document.issuer,
        number=document.number,
        symbol=document.symbol,
        place=document.place,
        date=document.date,
        type_name=document.type_name,
        summary=document.summary,
        addressees=document.addressees,
        opening=document.opening,
        body=(*write_body(material, draft=draft), *(() if draft else incomplete(material))),
        words=words,
        newest=as_of_date(plan, material.forms.values()),
        closing=document.closing,
        authority=document.authority,
        signer=document.signer,
        recipients=document.recipients,
        annex_note=bind_open_date(document.annex_note),
        indicators=tuple(indicator_rows(material)),
        annexes=annexes,
        statuses_number=roman(len(annexes) + len(words) + 2),
        statuses=tuple(status_rows(material)) if tells_completeness(plan, draft=draft) else (),
        period=plan.period,
        previous_period=plan.previous_period,
        year=plan.info.year,
        title=f"{document.type_name} {document.summary}",
        author=document.author,
        signs=plan.wording.signs + (plan.wording.withheld if withheld else ""),
    )
    return for_readers(content, plan, findings, decided or {})
