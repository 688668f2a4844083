"""How far the bodies' tasks are, told once for all of them where the annex of words holds what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.content import Number, Paragraph, Pieces, Style, Text
from lamdong_report.model import Answer, Figure, Part
from lamdong_report.plan import STATUS, Agency, Section, Topic
from lamdong_report.report.material import Material
from lamdong_report.report.wording import fill, separated, without_empty
from lamdong_report.text import format_count, lower_first

Task = tuple[Agency, Topic, Answer]
# The plan's statuses, from done to not begun, as its wording calls them.
_STATES = ("done", "doing", "not_begun")
# How the trace calls what is counted.
_COUNTED = {"all": "được giao", "done": "hoàn thành", "doing": "đang thực hiện", "not_begun": "chưa thực hiện"}


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
    values: dict[str, Pieces | str] = {name: (_count(name, found),) for name, found in counts.items()}
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


def _count(name: str, found: list[Task]) -> Number:
    parts = tuple(Part(agency.code, answer.question, Decimal(1), answer.source) for agency, _, answer in found)
    value = Decimal(len(found))
    return Number(format_count(value), Figure(value, "nhiệm vụ", f"đếm nhiệm vụ: {_COUNTED[name]}", parts))
