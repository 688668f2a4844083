"""Writes the body of the report, section by section in the plan's order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from lamdong_report.content import Paragraph, Style
from lamdong_report.figures import Sum, figure_of
from lamdong_report.model import Figure
from lamdong_report.plan import STATUS, Section, Term, Topic, level
from lamdong_report.report.indicators import tell
from lamdong_report.report.ledger import Ledger
from lamdong_report.report.material import Material
from lamdong_report.report.prose import Filled, fill_sentence, reporters_text
from lamdong_report.report.words import party_words, topic_words
from lamdong_report.text import format_count

HEADINGS = {1: Style.HEADING1, 2: Style.HEADING2, 3: Style.HEADING3}
# How the wording calls the numbers of agencies with the first, second and third status of a task.
_COUNTS = ("done", "doing", "not_begun")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


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
    place = f"Mục {material.plan.place_of(section)}"
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
    for sentence in material.plan.formulas.sentences.get(section.id, ()):
        filled = fill_sentence(sentence, material, ledger, place)
        if filled is None:
            continue
        if paragraph and sentence.entry.joined:
            paragraph = replace(paragraph, text=f"{paragraph.text} {filled.text}")
            figures += filled.figures
            continue
        if paragraph:
            yield replace(paragraph, comment=ledger.doubt(figures))
        paragraph = Paragraph(Style.BULLET if sentence.entry.bullet else Style.TEXT, filled.text)
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
        figure_of(s, "cơ quan", f"{question} = {status}")
        for s, status in zip(sums, material.plan.form.statuses, strict=True)
    )
    counts = dict.fromkeys(_COUNTS, Decimal(0))
    counts |= {name: figure.value or Decimal(0) for name, figure in zip(_COUNTS, figures, strict=False)}
    template = without_empty(material.plan.wording.task_summary, [name for name in _COUNTS if not counts[name]])
    for name, figure in zip(_COUNTS, figures, strict=False):
        if f"{{{name}}}" in template:
            ledger.enter(place, format_count(counts[name]), figure)
    everybody = frozenset(agency.code for agency in material.plan.agencies)
    filled = template.format(
        label=topic.label,
        reporters=reporters_text(figures[0], material.plan, everybody),
        **{name: format_count(count) for name, count in counts.items()},
    )
    return Filled(filled, figures)


def without_empty(template: str, empty: Iterable[str]) -> str:
    """The template without its square brackets, and without those pieces in them that name an empty field."""
    fields = [f"{{{name}}}" for name in empty]
    return _OPTIONAL.sub(lambda piece: "" if any(field in piece[1] for field in fields) else piece[1], template)


def _count_status(question: str, status: str, material: Material) -> Sum:
    return material.sum((Term("is", (question,), choice=status),))
