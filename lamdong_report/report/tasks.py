"""The tasks that bodies were given: each with its state and result, and how many are done."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.content import Paragraph, Pieces, Style, Text
from lamdong_report.figures import figure_of
from lamdong_report.model import Answer, Figure, Part
from lamdong_report.plan import STATUS, WORDS, Agency, Section, Term, Topic
from lamdong_report.report.material import Material
from lamdong_report.report.wording import count_of, fill, reporters, separated, without_empty
from lamdong_report.report.words import not_sent, outstanding_points, quoted_paragraphs
from lamdong_report.text import lower_first, upper_first

Task = tuple[Agency, Topic, Answer]
# The plan's statuses, from done to not begun, as its wording calls them.
_STATES = ("done", "doing", "not_begun")
# How the trace calls what is counted.
_COUNTED = {"all": "được giao", "done": "hoàn thành", "doing": "đang thực hiện", "not_begun": "chưa thực hiện"}
LETTERS = "abcdđeghiklmnopqrstuvxy"


def task_states(section: Section, material: Material) -> Iterator[Paragraph]:
    """For a chapter of parties whose own words stand in the annex: how many tasks are done, and which are not."""
    tasks = list(_tasks(section, material))
    if not tasks:
        return
    by_state = {
        name: [task for task in tasks if task[2].text == status]
        for name, status in zip(_STATES, material.plan.form.statuses, strict=False)
    }
    counts = {"all": tasks, **{name: by_state.get(name, []) for name in _STATES}}
    values: dict[str, Pieces | str] = {}
    for name, found in counts.items():
        parts = tuple(Part(agency.code, answer.question, Decimal(1), answer.source) for agency, _, answer in found)
        figure = Figure(Decimal(len(found)), "nhiệm vụ", f"đếm nhiệm vụ: {_COUNTED[name]}", parts)
        values[name] = (count_of(figure),)
    values |= {
        f"{name}_names": separated((Text(f"{lower_first(t.label)} ({agency.name})"),) for agency, t, _ in counts[name])
        for name in _STATES
    }
    template = without_empty(material.plan.wording.tasks, [name for name, found in counts.items() if not found])
    yield Paragraph(Style.TEXT, fill(template, **values))


def _tasks(section: Section, material: Material) -> Iterator[Task]:
    """Every task of a body that is not quoted in the body of the report, with its answered state."""
    parties = [one for one in material.plan.sections if one.agencies and one.id.startswith(f"{section.id}.")]
    for party in parties if material.plan.document.words_annex else ():
        for agency in material.plan.select(*party.agencies):
            if material.is_summed(agency) or material.is_quoted(party, agency):
                continue
            for topic in material.plan.topics_in(party.id):
                answer = material.answer(agency, f"{topic.id}.{STATUS}")
                if answer and answer.text:
                    yield agency, topic, answer


def party_words(section: Section, material: Material) -> Iterator[Paragraph]:
    """A party's section: its agencies one by one with their tasks; of summed agencies only their outstanding points."""
    agencies = material.plan.select(*section.agencies)
    summed = [agency for agency in agencies if material.is_summed(agency)]
    own = [agency for agency in agencies if agency not in summed and material.is_quoted(section, agency)]
    for at, agency in enumerate(own):
        if len(agencies) > 1:
            yield Paragraph(Style.HEADING4, f"{LETTERS[at % len(LETTERS)]}) {upper_first(agency.name)}")
        yield from agency_tasks(section, agency, material)
    if summed:
        yield from outstanding_points(section, material)


def agency_tasks(section: Section, agency: Agency, material: Material) -> Iterator[Paragraph]:
    """One agency's tasks in the plan's order, each with its status and result."""
    if agency.code not in material.forms:
        yield not_sent(agency, material)
        return
    paragraphs: list[Paragraph] = []
    for topic in material.plan.topics_in(section.id):
        status = material.words(agency, f"{topic.id}.{STATUS}")
        answer = material.answer(agency, f"{topic.id}.{WORDS}")
        if answer and answer.text:
            lead = f"{topic.label} ({lower_first(status)})" if status else topic.label
            paragraphs += quoted_paragraphs(lead, answer)
        elif status:
            paragraphs.append(Paragraph(Style.BULLET, f"{status}.", lead=f"{topic.label}: "))
    if paragraphs:
        yield from paragraphs
    else:
        comment = f"{agency.name} đã gửi phiếu nhưng để trống phần nhiệm vụ được giao. Đề nghị cơ quan bổ sung."
        text = material.plan.wording.nothing_reported
        yield Paragraph(Style.TEXT, text, comment=comment, doubtful=True)


def task_sums(section: Section, material: Material) -> Iterator[Paragraph]:
    """For a party of summed agencies: how many have done each task."""
    agencies = material.plan.select(*section.agencies)
    if not any(material.is_summed(agency) for agency in agencies):
        return
    for topic in material.plan.topics_in(section.id):
        question = f"{topic.id}.{STATUS}"
        figures = []
        for status in material.plan.form.statuses:
            found = material.sum((Term("is", (question,), choices=(status,)),))
            figures.append(figure_of(found, "cơ quan", f"{question} = {status}"))
        if not figures or figures[0].value is None:
            continue
        # A plan may have fewer statuses than the wording can tell: those it lacks are told of nobody.
        counts = dict.fromkeys(_STATES, Figure(Decimal(0))) | dict(zip(_STATES, figures, strict=False))
        empty = [name for name, figure in counts.items() if not figure.value]
        shown = {name: (count_of(figure),) for name, figure in counts.items()}
        template = without_empty(material.plan.wording.task_summary, empty)
        told = fill(template, label=topic.label, reporters=reporters(figures[0], material.plan), **shown)
        if told:
            yield Paragraph(Style.BULLET, told)
