"""The agencies' words, section by section, and what of them says alike, brought together."""

from __future__ import annotations

from msgspec import Struct

from lamdong_report.opinionbook import named_groups
from lamdong_report.pipeline.presenting import agency_name, short_id
from lamdong_report.pipeline.reading import Reading
from lamdong_report.plan import WORDS, Plan, Topic
from lamdong_report.report import Material, opinions_of

# What one sentence is known by: agency, question, text.
Key = tuple[str, str, str]


class Said(Struct, frozen=True):
    """What one agency wrote on a topic, and where."""

    code: str
    name: str
    text: str
    status: str
    outstanding: bool
    sheet: str
    ref: str


class OpinionTopic(Struct, frozen=True):
    label: str
    said: tuple[Said, ...]


class OpinionSection(Struct, frozen=True):
    """A section of the report with the topics on which somebody wrote something."""

    place: str
    title: str
    topics: tuple[OpinionTopic, ...]

    @property
    def count(self) -> int:
        return sum(len(topic.said) for topic in self.topics)


def opinion_sections(reading: Reading) -> tuple[OpinionSection, ...]:
    """The sections in the plan's order, those without any words left out."""
    sections: dict[tuple[str, str], dict[str, list[Said]]] = {}
    for opinion in opinions_of(reading.material()):
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
        OpinionSection(place, title, tuple(OpinionTopic(label, tuple(said)) for label, said in topics.items()))
        for (place, title), topics in sections.items()
    )


class Voice(Struct, frozen=True):
    """One sentence of one agency, with the cell that it was written in."""

    id: str
    key: Key
    name: str
    sheet: str
    ref: str

    @property
    def code(self) -> str:
        return self.key[0]

    @property
    def text(self) -> str:
        return self.key[2]


class VoiceGroup(Struct, frozen=True):
    """Sentences that say alike; `words` are printed in place of the first. `id` is that of the first sentence."""

    name: str
    words: str
    printed: bool
    voices: tuple[Voice, ...]

    @property
    def id(self) -> str:
        return self.voices[0].id

    @property
    def told(self) -> str:
        return self.words or self.voices[0].text

    @property
    def offices(self) -> int:
        return len({voice.code for voice in self.voices})


class GroupedTopic(Struct, frozen=True):
    """A topic whose sentences are brought together; `is_arranged` when an official has had a hand in it."""

    id: str
    label: str
    groups: tuple[VoiceGroup, ...]
    is_arranged: bool


def brought_together(plan: Plan) -> tuple[str, ...]:
    """The sections of the report, by their places in the outline, in which sentences that say alike are one."""
    return tuple(plan.place_of(one) for one in plan.sections if one.gathered and one.printed)


def grouped_topics(reading: Reading, section: str) -> tuple[GroupedTopic, ...]:
    """The topics of a section that is brought together (by its place in the outline); none for any other."""
    plan, material = reading.plan, reading.material()
    return tuple(
        GroupedTopic(
            topic.id, topic.label, groups_of(reading, material, topic), topic.id in arranged_topics(plan, material)
        )
        for one in plan.sections
        if one.gathered and one.printed and plan.place_of(one) == section
        for topic in plan.topics_in(one.id)
    )


def groups_of(reading: Reading, material: Material, topic: Topic) -> tuple[VoiceGroup, ...]:
    section = reading.plan.section(topic.section)
    return tuple(
        VoiceGroup(name, group.words, printed, tuple(
            Voice(short_id(one.key), one.key, agency_name(reading, one.agency.code), one.source.sheet, one.source.cell)
            for one in group.statements
        ))
        for name, group, printed in named_groups(section, topic, material)
    )  # fmt: skip


def arranged_topics(plan: Plan, material: Material) -> set[str]:
    questions = {question for _, question, _ in material.arrangement.groups}
    return {topic.id for topic in plan.topics if f"{topic.id}.{WORDS}" in questions}
