"""The agencies' words, section by section, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from lamdong_report.pipeline.presenting import agency_name
from lamdong_report.pipeline.reading import Reading
from lamdong_report.report import gather, opinions


@dataclass(frozen=True, slots=True)
class Said:
    """What one agency wrote on a topic, and where."""

    code: str
    name: str
    text: str
    status: str
    outstanding: bool
    sheet: str
    ref: str


@dataclass(frozen=True, slots=True)
class Topic:
    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report with the topics on which somebody wrote something."""

    place: str
    title: str
    topics: tuple[Topic, ...]

    @property
    def count(self) -> int:
        return sum(len(topic.said) for topic in self.topics)


def opinion_sections(reading: Reading) -> tuple[Section, ...]:
    """The sections in the plan's order, those without any words left out."""
    sections: dict[tuple[str, str], dict[str, list[Said]]] = {}
    for opinion in opinions(gather(reading.plan, reading.submissions, reading.findings)):
        answer = opinion.answer
        said = Said(
            code=opinion.agency.code,
            name=agency_name(reading, opinion.agency.code),
            text=answer.text or answer.raw,
            status=opinion.status,
            outstanding=opinion.outstanding,
            sheet=answer.source.sheet,
            ref=answer.source.cell,
        )
        topics = sections.setdefault((opinion.section, opinion.section_title), {})
        topics.setdefault(opinion.topic, []).append(said)
    return tuple(
        Section(place, title, tuple(Topic(label, tuple(said)) for label, said in topics.items()))
        for (place, title), topics in sections.items()
    )
