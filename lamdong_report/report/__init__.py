"""Turns the forms into everything that the Word template may print, with the origin of every number and quote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from lamdong_report.content import Cell, ReportContent
from lamdong_report.model import Finding, Source
from lamdong_report.report.annexes import agency_annexes, status_rows
from lamdong_report.report.body import incomplete, tells_completeness, write_body
from lamdong_report.report.indicator_annex import indicator_rows
from lamdong_report.report.ledger import Entry, Line, Quotation, entries, lines, quotations
from lamdong_report.report.listing import Opinion, Unused, opinions, unused_numbers
from lamdong_report.report.margin import doubtful_cells, with_comments
from lamdong_report.report.material import Arrangement, Material, gather
from lamdong_report.report.opinions import OpinionGroup, chosen_groups, statements
from lamdong_report.report.signs import WITHHELD
from lamdong_report.report.words_annex import words_annex
from lamdong_report.status import sending_answer
from lamdong_report.text import bind_open_date, roman, upper_first

__all__ = [
    "Arrangement",
    "Entry",
    "Line",
    "Material",
    "Opinion",
    "OpinionGroup",
    "Quotation",
    "Unused",
    "chosen_groups",
    "entries",
    "gather",
    "lines",
    "opinions",
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
    """The content of the report.

    What is meant for the officials' eyes only (comments, highlighting) stands in drafts alone: there the findings on
    single cells, and what the office has `decided` of them, are told beside the numbers that rest on them.
    """
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
        newest=_newest_day(material),
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
    if not draft:
        return _without_remarks(content, {section.slot for section in plan.sections})
    names = {agency.code: upper_first(agency.name) for agency in plan.agencies}
    return with_comments(content, doubtful_cells(findings), decided or {}, names)


def _newest_day(material: Material) -> date | None:
    """The latest day on which a form was sent, as the forms say it."""
    answers = (sending_answer(material.plan, form) for form in material.forms.values())
    return max((a.value for a in answers if a and isinstance(a.value, date)), default=None)


def _without_remarks(content: ReportContent, slots: Collection[str]) -> ReportContent:
    """The final report: no comment and no highlighting, but for what an official still has to write."""
    body = tuple(replace(p, comment="", doubtful=p.text in slots and p.doubtful) for p in content.body)
    words = tuple(
        replace(annex, rows=tuple(replace(row, cells=tuple(Cell(c.pieces) for c in row.cells)) for row in annex.rows))
        for annex in content.words
    )
    return replace(content, body=body, words=words)
