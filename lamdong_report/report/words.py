"""How agencies' own words become paragraphs: led by the agency's name or the task's, nothing rewritten but spacing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lamdong_report.content import Paragraph, Quote, Style
from lamdong_report.model import Answer
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Agency, Section, Topic
from lamdong_report.report.material import Material
from lamdong_report.report.wording import fill
from lamdong_report.text import (
    end_sentence,
    lower_first,
    split_lines,
    upper_first,
)

MOST_WORDS_FOR_NOTHING = 10
_NOTHING = re.compile(r"(trong (năm|kỳ)( \d{4})?,? )?không( có| phát sinh)?\b[^\d\n]*$", re.IGNORECASE)
LETTERS = "abcdđeghiklmnopqrstuvxy"


def quote(lead: str, answer: Answer | None) -> Iterator[Paragraph]:
    """An answer led by a name: its first line beside the lead, its further lines as bullets below."""
    lines = split_lines(answer.text) if answer else ()
    if not answer or not lines:
        return
    said = [(Quote(end_sentence(upper_first(line.text)), answer.source),) for line in lines]
    if lines[0].level and len(lines) > 1:
        yield Paragraph(Style.BULLET, "", lead=f"{lead}:")
    else:
        yield Paragraph(Style.BULLET, said.pop(0), lead=f"{lead}: ")
    for pieces in said:
        yield Paragraph(Style.SUBBULLET, pieces)


def topic_words(section: Section, material: Material) -> Iterator[Paragraph]:
    """What the agencies wrote under a section: each body by name, then outstanding points of summed groups."""
    for topic in material.plan.topics_in(section.id):
        for agency in material.plan.agencies:
            answer = material.answer(agency, f"{topic.id}.{WORDS}")
            is_nothing = answer is None or (topic.empty_words and says_none(answer.text))
            if not material.is_summed(agency) and not is_nothing and material.is_quoted(section, agency):
                yield from quote(upper_first(agency.name), answer)
    yield from outstanding_points(section, material)


def says_none(words: str) -> bool:
    """Whether an answer says no more than that there was nothing: "Không có", "Trong năm không phát sinh vụ việc."."""
    return bool(_NOTHING.match(words)) and len(words.split()) <= MOST_WORDS_FOR_NOTHING


def outstanding_points(section: Section, material: Material) -> Iterator[Paragraph]:
    """The points that agencies of summed groups marked for the report, at most the section's limit."""
    marked = [
        (agency, answer)
        for topic in material.plan.topics_in(section.id)
        for agency in material.plan.agencies
        if material.is_summed(agency) and (answer := _marked_words(topic, agency, material))
    ]
    if not marked or not section.limit:
        return
    wording = material.plan.wording
    hidden = len(marked) - section.limit
    comment = wording.more_outstanding.format(count=hidden) if hidden > 0 else ""
    yield Paragraph(Style.TEXT, section.outstanding_lead or wording.outstanding_lead, comment=comment)
    for agency, answer in marked[: section.limit]:
        yield from quote(upper_first(agency.name), answer)


def _marked_words(topic: Topic, agency: Agency, material: Material) -> Answer | None:
    mark = material.answer(agency, f"{topic.id}.{OUTSTANDING}")
    answer = material.answer(agency, f"{topic.id}.{WORDS}")
    return answer if answer and answer.text and mark and mark.value is True else None


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
    paragraphs = [p for topic in material.plan.topics_in(section.id) for p in _task(topic, agency, material)]
    if paragraphs:
        yield from paragraphs
    else:
        comment = f"{agency.name} đã gửi phiếu nhưng để trống phần nhiệm vụ được giao. Đề nghị cơ quan bổ sung."
        text = material.plan.wording.nothing_reported
        yield Paragraph(Style.TEXT, text, comment=comment, doubtful=True)


def not_sent(agency: Agency, material: Material) -> Paragraph:
    """The one plain sentence for an agency that sent nothing."""
    wording, day = material.plan.wording, material.as_of
    text = fill(wording.not_sent_as_of, date=day) if day else wording.not_sent
    comment = f"{upper_first(agency.name)} chưa gửi phiếu báo cáo. Đôn đốc gửi phiếu rồi chạy lại lệnh report."
    return Paragraph(Style.TEXT, text, comment=comment, doubtful=True)


def _task(topic: Topic, agency: Agency, material: Material) -> Iterator[Paragraph]:
    status = material.words(agency, f"{topic.id}.{STATUS}")
    answer = material.answer(agency, f"{topic.id}.{WORDS}")
    lead = f"{topic.label} ({lower_first(status)})" if status else topic.label
    if answer and answer.text:
        yield from quote(lead, answer)
    elif status:
        yield Paragraph(Style.BULLET, f"{status}.", lead=f"{topic.label}: ")
