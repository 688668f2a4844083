"""Writes the body of the report, section by section in the plan's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from lamdong_report.content import Number, Paragraph, Pieces, Style, Text
from lamdong_report.figures import figure_of
from lamdong_report.model import Figure, Part, Source
from lamdong_report.plan import STATUS, Plan, Section, Term, Topic, level
from lamdong_report.plan.schema import Completeness
from lamdong_report.report.charts import target_charts
from lamdong_report.report.goals import goal_table, tell_measures
from lamdong_report.report.material import Material
from lamdong_report.report.opinions import gathered_words
from lamdong_report.report.prose import fill_sentence
from lamdong_report.report.tasks import task_states
from lamdong_report.report.wording import fill, joined, reporters, separated, without_empty
from lamdong_report.report.words import party_words, topic_words
from lamdong_report.status import Lack, lacks
from lamdong_report.text import format_count

HEADINGS = {1: Style.HEADING1, 2: Style.HEADING2, 3: Style.HEADING3}
# How the wording calls the numbers of agencies with the first, second and third status of a task.
_COUNTS = ("done", "doing", "not_begun")


def write_body(material: Material, *, draft: bool) -> Iterator[Paragraph]:
    """All paragraphs from the first section to the last; a section without any data says so in one sentence."""
    for section, number in _printed(material.plan, draft=draft):
        yield Paragraph(HEADINGS[min(level(section), 3)], f"{number} {section.title}")
        yield from (Paragraph(Style.TEXT, text) for text in section.text)
        paragraphs = list(_section(section, material))
        has_children = any(other.id.startswith(f"{section.id}.") for other in material.plan.sections)
        if not paragraphs and section.empty and not has_children:
            paragraphs = [Paragraph(Style.TEXT, section.empty)]
        yield from paragraphs


def tells_completeness(plan: Plan, *, draft: bool) -> bool:
    """Whether this report tells in sections and an annex of their own who has sent."""
    return draft or plan.document.completeness is Completeness.ALWAYS


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


def incomplete(material: Material) -> Iterator[Paragraph]:
    """What a final report that was wanted all the same says of its own gaps."""
    told: list[Pieces] = []
    for lack in lacks(material.plan, material.statuses):
        if lack.agency:
            told.append((Text(f"{lack.agency.name} chưa gửi báo cáo"),))
        if lack.group:
            told.append(joined((Text("mới có báo cáo của "), _sent(lack), Text(f" {lack.group.noun}"))))
    if told:
        yield Paragraph(Style.TEXT, fill(material.plan.wording.incomplete, text=separated(told)))


def _sent(lack: Lack) -> Number:
    sent = [(s.agency.code, s.submission.file) for s in lack.received if s.submission]
    parts = tuple(Part(code, "", Decimal(1), Source(file, "", "")) for code, file in sent)
    text = f"{format_count(Decimal(len(sent)))}/{format_count(Decimal(lack.expected))}"
    return Number(text, Figure(Decimal(len(sent)), "cơ quan", "đếm phiếu: đã gửi", parts))


def _section(section: Section, material: Material) -> Iterator[Paragraph]:
    yield from tell_measures(section, material)
    yield from _with_slot(section, _sentences(section, material))
    yield from task_states(section, material)
    yield from goal_table(section, material)
    yield from target_charts(section, material)
    if section.agencies:
        yield from _task_sums(section, material)
        yield from party_words(section, material)
    elif section.gathered:
        yield from gathered_words(section, material)
    else:
        yield from topic_words(section, material)


def _with_slot(section: Section, sentences: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The sums, and what the officials are to write themselves: below them, but above a lead to what follows."""
    found = list(sentences)
    if section.slot:
        at = len(found) - (bool(found) and found[-1].text.endswith(":"))
        found.insert(at, Paragraph(Style.TEXT, section.slot, doubtful=True))
    yield from found


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


def _task_sums(section: Section, material: Material) -> Iterator[Paragraph]:
    """For a party of summed agencies: how many have done each task."""
    agencies = material.plan.select(*section.agencies)
    if not any(material.is_summed(agency) for agency in agencies):
        return
    for topic in material.plan.topics_in(section.id):
        figures = [_count_status(topic, status, material) for status in material.plan.form.statuses]
        if not figures or figures[0].value is None:
            continue
        # A plan may have fewer statuses than the wording can tell: those it lacks are told of nobody.
        counts = dict.fromkeys(_COUNTS, Figure(Decimal(0))) | dict(zip(_COUNTS, figures, strict=False))
        empty = [name for name, figure in counts.items() if not figure.value]
        shown = {name: (Number(format_count(one.value or Decimal(0)), one),) for name, one in counts.items()}
        template = without_empty(material.plan.wording.task_summary, empty)
        told = fill(template, label=topic.label, reporters=reporters(figures[0], material.plan), **shown)
        if told:
            yield Paragraph(Style.BULLET, told)


def _count_status(topic: Topic, status: str, material: Material) -> Figure:
    question = f"{topic.id}.{STATUS}"
    found = material.sum((Term("is", (question,), choices=(status,)),))
    return figure_of(found, "cơ quan", f"{question} = {status}")
