"""Writes the body of the report, section by section in the plan's order: its sums and tables, then the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lamdong_report.content import AgencyAnnex, Paragraph, Style, Text
from lamdong_report.plan import AnnexFormulas, Plan, Section, level
from lamdong_report.report.annexes import has_sent, write_annex
from lamdong_report.report.counters import tells_completeness
from lamdong_report.report.goals import goal_table, target_charts, tell_measures
from lamdong_report.report.material import Material
from lamdong_report.report.opinions import gathered_words
from lamdong_report.report.prose import fill_sentence
from lamdong_report.report.wording import NO_DATA, NONE, NOT_ASKED, WITHHELD, joined
from lamdong_report.report.words import party_words, task_states, task_sums, topic_words

_SIGNS = frozenset({NONE, NO_DATA, NOT_ASKED})
HEADINGS = {1: Style.HEADING1, 2: Style.HEADING2, 3: Style.HEADING3}


def write_body(material: Material, *, draft: bool) -> Iterator[Paragraph]:
    """All paragraphs from the first section to the last; a section without any data says so in one sentence."""
    # Sections have three styles of headings; what lies deeper takes the last.
    for section, number in _printed(material.plan, draft=draft):
        yield Paragraph(HEADINGS[min(level(section), 3)], f"{number} {section.title}")
        yield from (Paragraph(Style.TEXT, text) for text in section.text)
        paragraphs = [*tell_measures(section, material), *_sums(section, material)]
        for write in (task_states, goal_table, target_charts, section_tables):
            paragraphs += write(section, material)
        if section.agencies:
            paragraphs += [*task_sums(section, material), *party_words(section, material)]
        else:
            paragraphs += (gathered_words if section.gathered else topic_words)(section, material)
        has_children = any(other.id.startswith(f"{section.id}.") for other in material.plan.sections)
        if not paragraphs and section.empty and not has_children:
            paragraphs = [Paragraph(Style.TEXT, section.empty)]
        yield from paragraphs


def _printed(plan: Plan, *, draft: bool) -> Iterator[tuple[Section, str]]:
    """The sections that this report has, each with its number: those behind one that is left out move up."""
    printed = [section for section in plan.sections if section.printed]
    numbers: dict[str, list[str]] = {}
    for section in printed:
        numbers.setdefault(section.id.rpartition(".")[0], []).append(section.number)
    moved: dict[str, str] = {}
    left_out: set[str] = set()
    for section in printed:
        parent = section.id.rpartition(".")[0]
        if parent in left_out or (section.completeness and not tells_completeness(plan, draft=draft)):
            left_out.add(section.id)
            continue
        old = plan.section(parent).number if parent else ""
        number = numbers[parent].pop(0)
        # "3.1." begins with the number of the section that it stands in, which may have moved itself.
        moved[section.id] = moved[parent] + number.removeprefix(old) if old and number.startswith(old) else number
        yield section, moved[section.id]


def _sums(section: Section, material: Material) -> list[Paragraph]:
    """The section's sums; a joined sentence continues the paragraph before it."""
    sums: list[Paragraph] = []
    for sentence in material.plan.formulas.sentences.get(section.id, ()):
        pieces = fill_sentence(sentence, material)
        if pieces is None:
            continue
        if sums and sentence.entry.joined:
            sums[-1] = replace(sums[-1], pieces=joined((*sums[-1].pieces, Text(" "), *pieces)))
        else:
            sums.append(Paragraph(Style.BULLET if sentence.entry.bullet else Style.TEXT, pieces))
    if section.slot:
        # What the officials are to write themselves: below the sums, but above a lead to what follows.
        at = len(sums) - (bool(sums) and sums[-1].text.endswith(":"))
        sums.insert(at, Paragraph(Style.TEXT, section.slot, doubtful=True))
    return sums


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
