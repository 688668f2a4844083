"""Writes the body of the report, section by section in the plan's order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lamdong_report.content import Paragraph, Style
from lamdong_report.model import Figure
from lamdong_report.plan import STATUS, Section, Topic, level, parse_term
from lamdong_report.reckon import Sum, reckon
from lamdong_report.report.indicators import tell
from lamdong_report.report.ledger import Ledger
from lamdong_report.report.material import Material
from lamdong_report.report.prose import Filled, fill_sentence, reporters_text
from lamdong_report.report.words import party_words, topic_words
from lamdong_report.text import format_count

HEADINGS = {1: Style.HEADING1, 2: Style.HEADING2, 3: Style.HEADING3}


def write_body(material: Material, ledger: Ledger) -> Iterator[Paragraph]:
    """All paragraphs from the first section to the last; a section without any data says so in one sentence."""
    for section in material.plan.sections:
        yield Paragraph(HEADINGS[min(level(section), 3)], f"{section.number} {section.title}")
        yield from (Paragraph(Style.TEXT, text) for text in section.text)
        paragraphs = list(_section(section, material, ledger))
        if not paragraphs and section.empty and not _has_children(section, material):
            paragraphs = [Paragraph(Style.TEXT, section.empty)]
        yield from paragraphs


def _has_children(section: Section, material: Material) -> bool:
    return any(other.id.startswith(f"{section.id}.") for other in material.plan.sections)


def _section(section: Section, material: Material, ledger: Ledger) -> Iterator[Paragraph]:
    place = f"Mục {section.id}"
    for found in material.measures:
        if found.indicator.section == section.id:
            yield tell(found, material, ledger, place)
    yield from _sentences(section, material, ledger, place)
    if section.agencies:
        yield from _task_sums(section, material, ledger, place)
        yield from party_words(section, material)
    else:
        yield from topic_words(section, material)


def _sentences(section: Section, material: Material, ledger: Ledger, place: str) -> Iterator[Paragraph]:
    """The section's sums; a joined sentence continues the paragraph before it."""
    paragraph: Paragraph | None = None
    figures: list[Figure] = []
    for sentence in material.plan.sentences:
        if sentence.section != section.id:
            continue
        filled = fill_sentence(sentence, material, ledger, place)
        if filled is None:
            continue
        if paragraph and sentence.joined:
            paragraph = replace(paragraph, text=f"{paragraph.text} {filled.text}")
            figures += filled.figures
            continue
        if paragraph:
            yield replace(paragraph, comment=ledger.doubt(figures))
        paragraph = Paragraph(Style.BULLET if sentence.bullet else Style.TEXT, filled.text)
        figures = list(filled.figures)
    if paragraph:
        yield replace(paragraph, comment=ledger.doubt(figures))


def _task_sums(section: Section, material: Material, ledger: Ledger, place: str) -> Iterator[Paragraph]:
    """For a party of summed agencies: how many have done each task."""
    agencies = material.plan.select(*section.agencies)
    if not any(material.is_summed(agency) for agency in agencies):
        return
    for topic in material.plan.topics_in(section.id):
        if filled := _task_sum(topic, material, ledger, place):
            yield Paragraph(Style.BULLET, filled.text, comment=ledger.doubt(filled.figures))


def _task_sum(topic: Topic, material: Material, ledger: Ledger, place: str) -> Filled | None:
    question = f"{topic.id}.{STATUS}"
    sums = [_count_status(question, status, material) for status in material.plan.form.statuses]
    if not sums or sums[0].value is None:
        return None
    figures = tuple(
        Figure(s.value, "cơ quan", f"{question} = {status}", s.parts, (), s.reporters, s.asked)
        for s, status in zip(sums, material.plan.form.statuses, strict=True)
    )
    texts = [format_count(figure.value or figure.value.__class__(0)) for figure in figures if figure.value is not None]
    for text, figure in zip(texts, figures, strict=True):
        ledger.enter(place, text, figure)
    everybody = frozenset(agency.code for agency in material.plan.agencies)
    filled = material.plan.wording.task_summary.format(
        label=topic.label,
        done=texts[0],
        doing=texts[1],
        not_begun=texts[2],
        reporters=reporters_text(figures[0], material.plan, everybody),
    )
    return Filled(filled, figures)


def _count_status(question: str, status: str, material: Material) -> Sum:
    return reckon([parse_term(f"is({question}, {status})")], material.plan, material.forms)
