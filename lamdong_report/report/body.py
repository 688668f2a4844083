"""Writes the body of the report, section by section in the plan's order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lamdong_report.content import Paragraph, Style, Text
from lamdong_report.plan import Plan, Section, level
from lamdong_report.report.completeness import tells_completeness
from lamdong_report.report.goals import goal_table, target_charts, tell_measures
from lamdong_report.report.material import Material
from lamdong_report.report.opinions import gathered_words
from lamdong_report.report.prose import fill_sentence
from lamdong_report.report.section_tables import section_tables
from lamdong_report.report.tasks import party_words, task_states, task_sums
from lamdong_report.report.wording import joined
from lamdong_report.report.words import topic_words

HEADINGS = {1: Style.HEADING1, 2: Style.HEADING2, 3: Style.HEADING3}


def write_body(material: Material, *, draft: bool) -> Iterator[Paragraph]:
    """All paragraphs from the first section to the last; a section without any data says so in one sentence."""
    # Sections have three styles of headings; what lies deeper takes the last.
    for section, number in _printed(material.plan, draft=draft):
        yield Paragraph(HEADINGS[min(level(section), 3)], f"{number} {section.title}")
        yield from (Paragraph(Style.TEXT, text) for text in section.text)
        paragraphs = list(_section(section, material))
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


def _section(section: Section, material: Material) -> Iterator[Paragraph]:
    yield from tell_measures(section, material)
    sums = list(_sentences(section, material))
    if section.slot:
        # What the officials are to write themselves: below the sums, but above a lead to what follows.
        at = len(sums) - (bool(sums) and sums[-1].text.endswith(":"))
        sums.insert(at, Paragraph(Style.TEXT, section.slot, doubtful=True))
    yield from sums
    yield from task_states(section, material)
    yield from goal_table(section, material)
    yield from target_charts(section, material)
    yield from section_tables(section, material)
    if section.agencies:
        yield from task_sums(section, material)
        yield from party_words(section, material)
    elif section.gathered:
        yield from gathered_words(section, material)
    else:
        yield from topic_words(section, material)


def _sentences(section: Section, material: Material) -> Iterator[Paragraph]:
    """The section's sums; a joined sentence continues the paragraph before it."""
    paragraph: Paragraph | None = None
    for sentence in material.plan.formulas.sentences.get(section.id, ()):
        pieces = fill_sentence(sentence, material)
        if pieces is None:
            continue
        if paragraph and sentence.entry.joined:
            paragraph = replace(paragraph, pieces=joined((*paragraph.pieces, Text(" "), *pieces)))
            continue
        if paragraph:
            yield paragraph
        paragraph = Paragraph(Style.BULLET if sentence.entry.bullet else Style.TEXT, pieces)
    if paragraph:
        yield paragraph
