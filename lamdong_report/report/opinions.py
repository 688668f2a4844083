"""What agencies say under a section: each in its own words, and what many say alike in groups told by one sentence.

Nothing is reworded by the program: a group is told by a sentence of one of its agencies, named, or by the words that
an official wrote for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from lamdong_report.content import Paragraph, Pieces, Quote, Style, Text, as_pieces
from lamdong_report.model import Answer, Figure, Part, Source
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Agency, Section, Topic
from lamdong_report.report.material import Material
from lamdong_report.report.wording import count_of, fill
from lamdong_report.report.words import says_none
from lamdong_report.text import split_lines, upper_first

_SENTENCE_END = re.compile(r"(?<=[.;!?…])\s+(?=\S)")
# Fewer words than these are a heading or a label ("Khó khăn:"), not something that offices could say alike.
FEWEST_WORDS = 3
_DIGITS = re.compile(r"\d+")


class Opinion(Struct, frozen=True):
    """One agency's words under one section; `printed` says whether the report quotes them."""

    section: str
    section_title: str
    topic: str
    agency: Agency
    group: str
    status: str
    outstanding: bool
    answer: Answer


class Statement(Struct, frozen=True):
    """One sentence of one agency's answer, with the cell that it was written in."""

    agency: Agency
    question: str
    text: str
    source: Source

    @property
    def key(self) -> tuple[str, str, str]:
        """What an official's arrangement knows it by."""
        return self.agency.code, self.question, self.text


class OpinionGroup(Struct, frozen=True):
    """Sentences that say alike, the one to quote first.

    The rest is an official's: the group's `name`, `words` to print instead of the quote, and whether it is `printed`,
    None where nobody decided and the section's own bounds hold.
    """

    statements: tuple[Statement, ...]
    name: str = ""
    words: str = ""
    printed: bool | None = None

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Whose sentences they are, each once."""
        return tuple({statement.agency.code: statement.agency for statement in self.statements}.values())

    def addressee(self, names: Sequence[str]) -> int:
        """To whom the group is addressed, by the place among these names; what begins with none of them comes last."""
        said = (self.words or self.statements[0].text).casefold()
        found = [at for at, name in enumerate(names) if said.startswith(name.casefold())]
        return max(found, key=lambda at: len(names[at]), default=len(names))


def opinions_of(material: Material) -> Iterator[Opinion]:
    """All words of all agencies, section by section in the plan's order."""
    for section in material.plan.sections:
        for topic in material.plan.topics_in(section.id):
            for agency in material.plan.agencies:
                answer = material.answer(agency, f"{topic.id}.{WORDS}")
                status = material.words(agency, f"{topic.id}.{STATUS}")
                if answer is None or not (answer.raw or answer.text or status):
                    continue
                mark = material.answer(agency, f"{topic.id}.{OUTSTANDING}")
                yield Opinion(
                    section=material.plan.place_of(section),
                    section_title=section.short or section.title,
                    topic=topic.label,
                    agency=agency,
                    group=material.plan.group_of(agency).name,
                    status=status,
                    outstanding=bool(mark and mark.value is True),
                    answer=answer,
                )


def statements(topic: Topic, material: Material) -> Iterator[Statement]:
    """Every sentence that agencies wrote on a topic; "Không có" is none."""
    question = f"{topic.id}.{WORDS}"
    for agency in material.plan.agencies:
        answer = material.answer(agency, question)
        if answer is None or says_none(answer.text):
            continue
        for line in split_lines(answer.text):
            for sentence in _SENTENCE_END.split(line.text):
                if len(sentence.split()) >= FEWEST_WORDS:
                    yield Statement(agency, question, upper_first(sentence), answer.source)


def opinion_groups(topic: Topic, material: Material) -> tuple[OpinionGroup, ...]:
    """The groups of a topic, those of most agencies first; what an official has arranged stands as arranged.

    A sentence that nobody has arranged yet joins the arranged group whose sentences say alike. Where each agency gives
    figures of its own, the sums of the report tell the same: such groups come after the others, single voices last.
    """
    arrangement, said = material.arrangement, list(statements(topic, material))
    named: dict[str, list[Statement]] = {}
    groups: list[OpinionGroup] = []
    for places in material.alike([statement.text for statement in said]):
        names = {at: arrangement.groups[said[at].key] for at in places if said[at].key in arrangement.groups}
        home = next((name for name, _ in Counter(names.values()).most_common(1)), "")
        free = [said[at] for at in places if at not in names]
        for at, name in names.items():
            named.setdefault(name, []).append(said[at])
        if home:
            named[home] += free
        elif free:
            groups.append(OpinionGroup(_quotable_first(free)))
    for name, found in named.items():
        words, printed = arrangement.words.get(name, ""), arrangement.printed.get(name, True)
        groups.append(OpinionGroup(_quotable_first(found), name, words, printed))

    def order(group: OpinionGroup) -> tuple[bool, bool, int]:
        return len(group.agencies) == 1, not holds_for_all(group), -len(group.agencies)

    return tuple(sorted(groups, key=order))


def _quotable_first(found: list[Statement]) -> tuple[Statement, ...]:
    """The sentences, those last that have figures or their agency's name: they may not hold for others as they are."""
    return tuple(sorted(found, key=lambda one: bool(_DIGITS.search(one.text)) or _names_itself(one)))


def holds_for_all(group: OpinionGroup) -> bool:
    """Whether the sentence to quote is true of every agency of the group as it stands: no figure that others lack."""
    first, *others = group.statements
    figures = set(_DIGITS.findall(first.text))
    return not _names_itself(first) and all(figures <= set(_DIGITS.findall(other.text)) for other in others)


def _names_itself(statement: Statement) -> bool:
    return statement.agency.name.casefold() in statement.text.casefold()


def gathered_words(section: Section, material: Material) -> Iterator[Paragraph]:
    """The groups of each topic as bullets; where a section has several topics, each is led by its name."""
    topics = material.plan.topics_in(section.id)
    for topic in topics:
        groups = tuple(chosen_groups(section, topic, material))
        if len(topics) > 1 and any(printed for _, printed in groups):
            yield Paragraph(Style.TEXT, f"{topic.label}:")
        hidden = sum(not printed for _, printed in groups)
        comment = material.plan.wording.more_opinions.format(count=hidden) if hidden else ""
        for group, printed in sorted(groups, key=lambda one: one[0].addressee(section.addressed_to)):
            if printed:
                yield Paragraph(Style.BULLET, _told(group, material), comment=comment)
                comment = ""


def chosen_groups(section: Section, topic: Topic, material: Material) -> Iterator[tuple[OpinionGroup, bool]]:
    """Every group of a topic and whether it is printed.

    An official's choice holds; else so many opinions of several agencies, and so many of one body, as the plan allows.
    A figure of one office is never printed as what many of them say.
    """
    several, single = section.gathered, section.limit
    for group in opinion_groups(topic, material):
        if group.printed is not None:
            yield group, group.printed
        elif len(group.agencies) > 1 and not holds_for_all(group):
            yield group, False
        elif len(group.agencies) > 1:
            several -= 1
            yield group, several >= 0
        elif material.is_summed(group.agencies[0]):
            yield group, False
        else:
            single -= 1
            yield group, single >= 0


def _told(group: OpinionGroup, material: Material) -> Pieces:
    """ "Kinh phí còn hạn chế (23 xã, phường, đặc khu, như xã Hàm Thạnh)."; a single voice is named alone."""
    first, agencies = group.statements[0], group.agencies
    said: Pieces = (Quote(first.text.rstrip(" .;"), first.source),)
    if group.words:
        said = (Text(group.words.rstrip(" .;")),)
    wording = material.plan.wording
    if len(agencies) == 1:
        return fill(wording.said_by_one, words=said, agency=first.agency.name)
    nouns = {material.plan.group_of(agency).noun for agency in agencies}
    noun = nouns.pop() if len(nouns) == 1 else wording.offices
    template = wording.said_by_several if group.words else wording.said_alike
    # How many agencies say it rests on one cell of each, its first.
    cells = {statement.agency.code: statement for statement in reversed(group.statements)}
    parts = tuple(Part(code, one.question, Decimal(1), one.source) for code, one in cells.items())
    figure = Figure(Decimal(len(parts)), "cơ quan", "số cơ quan có ý kiến tương tự", parts, reporters=tuple(cells))
    values = {"words": said, "count": (count_of(figure),)}
    values |= {"noun": as_pieces(noun), "agency": as_pieces(first.agency.name)}
    return fill(template, **{name: value for name, value in values.items() if f"{{{name}}}" in template})
