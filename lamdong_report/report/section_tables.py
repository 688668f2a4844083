"""The tables that a plan puts into a section of the body: rows of a list, or figures by agency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lamdong_report.content import AgencyAnnex, Paragraph, Style
from lamdong_report.plan import AnnexFormulas, Section
from lamdong_report.report.annexes import has_sent, write_annex
from lamdong_report.report.material import Material
from lamdong_report.report.wording import NO_DATA, NONE, NOT_ASKED, WITHHELD

_SIGNS = frozenset({NONE, NO_DATA, NOT_ASKED})


def section_tables(section: Section, material: Material) -> Iterator[Paragraph]:
    """The tables of a section in the plan's order; of an empty list its sentence, of agencies yet silent nothing."""
    for annex in material.plan.formulas.annexes:
        if annex.entry.section != section.id or not has_sent(annex, material):
            continue
        table = _body_table(annex, material)
        if table.rows:
            yield Paragraph(Style.LIST, annex.entry.title, table=table)
        elif annex.entry.empty:
            yield Paragraph(Style.TEXT, annex.entry.empty)


def planned_tables(material: Material) -> Iterator[Paragraph]:
    """Every table that the body may have, with or without rows, for the template to be tried on."""
    for annex in material.plan.formulas.annexes:
        if annex.entry.section:
            yield Paragraph(Style.LIST, annex.entry.title, table=_body_table(annex, material))


def _body_table(annex: AnnexFormulas, material: Material) -> AgencyAnnex:
    """The table without a number, and under it what those signs mean that stand in it."""
    table, wording = write_annex(annex, "", material), material.plan.wording
    found = {cell.text for row in (*table.rows, table.total) for cell in row.cells}
    signs = wording.signs if found & _SIGNS else ""
    return replace(table, signs=(signs + (wording.withheld if WITHHELD in found else "")).strip())
