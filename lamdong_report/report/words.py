"""How agencies' words and tasks are printed: quoted in the body, as rows of an annex, and how many tasks are done.

Only the spacing of what an agency wrote is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lamdong_report.catalogue.phrases import name_list
from lamdong_report.content import Cell, Paragraph, Piece, Pieces, Quote, Style, Text, WordsAnnex, WordsRow
from lamdong_report.figures import figure_of
from lamdong_report.model import Answer, Figure, Part
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Agency, Section, Term, Topic
from lamdong_report.report.material import Material
from lamdong_report.report.wording import count_of, fill, reporters, separated, without_empty
from lamdong_report.text import Line, end_sentence, lower_first, split_lines, upper_first
from lamdong_report.text.personal import without_personal

# A longer sentence that begins with "Không" says something: what was not done, and why.
MOST_WORDS_FOR_NOTHING = 10
_NOTHING = re.compile(r"(trong (năm|kỳ)( \d{4})?,? )?không( có| phát sinh)?\b[^\d\n]*$", re.IGNORECASE)
_COLUMNS = (("STT", 11), ("Nội dung, nhiệm vụ", 45), ("Tình trạng", 22), ("Kết quả", 87))
Task = tuple[Agency, Topic, Answer]
# The plan's statuses, from done to not begun, as its wording calls them.
_STATES = ("done", "doing", "not_begun")
# How the trace calls what is counted.
_COUNTED = {"all": "được giao", "done": "hoàn thành", "doing": "đang thực hiện", "not_begun": "chưa thực hiện"}
LETTERS = "abcdđeghiklmnopqrstuvxy"


def quoted_paragraphs(lead: str, answer: Answer | None) -> Iterator[Paragraph]:
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
                yield from quoted_paragraphs(upper_first(agency.name), answer)
    yield from outstanding_points(section, material)


def says_none(words: str) -> bool:
    """Whether an answer says no more than that there was nothing: "Không có", "Trong năm không phát sinh vụ việc."."""
    return bool(_NOTHING.match(words)) and len(words.split()) <= MOST_WORDS_FOR_NOTHING


def outstanding_points(section: Section, material: Material) -> Iterator[Paragraph]:
    """The points that agencies of summed groups marked for the report, at most the section's limit."""
    marked = []
    for topic in material.plan.topics_in(section.id):
        for agency in filter(material.is_summed, material.plan.agencies):
            mark = material.answer(agency, f"{topic.id}.{OUTSTANDING}")
            answer = material.answer(agency, f"{topic.id}.{WORDS}")
            if answer and answer.text and mark and mark.value is True:
                marked.append((agency, answer))
    if not marked or not section.limit:
        return
    wording = material.plan.wording
    hidden = len(marked) - section.limit
    comment = wording.more_outstanding.format(count=hidden) if hidden > 0 else ""
    yield Paragraph(Style.TEXT, section.outstanding_lead or wording.outstanding_lead, comment=comment)
    for agency, answer in marked[: section.limit]:
        yield from quoted_paragraphs(upper_first(agency.name), answer)


def not_sent(agencies: Sequence[Agency], material: Material) -> Paragraph:
    """The one plain sentence for a party of which no agency sent anything."""
    wording, day = material.plan.wording, material.as_of
    text = fill(wording.not_sent_as_of, date=day) if day else wording.not_sent
    who = name_list([agency.name for agency in agencies])
    comment = f"{upper_first(who)} chưa gửi phiếu báo cáo. Đôn đốc gửi phiếu rồi chạy lại lệnh report."
    return Paragraph(Style.TEXT, text, comment=comment, doubtful=True)


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
        yield not_sent((agency,), material)
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


def words_annex(material: Material, number: str) -> tuple[WordsAnnex, ...]:
    """The annex, under the number that is its turn; none where the plan gives it no title.

    Agency by agency: what it wrote on each topic and task, in the report's order, and is not quoted in the body.
    """
    title = material.plan.document.words_annex
    if not title:
        return ()
    rows: list[WordsRow] = []
    for agency in (one for one in material.plan.agencies if not material.is_summed(one)):
        if agency.code not in material.forms:
            missing = not_sent((agency,), material)
            rows.append(WordsRow(name=upper_first(agency.name)))
            rows.append(WordsRow((Cell(), Cell(), Cell(), Cell(missing.pieces, missing.comment))))
            continue
        said = [row for topic in material.annexed_topics(agency) if (row := _said(topic, agency, material))]
        if said:
            rows.append(WordsRow(name=upper_first(agency.name)))
            rows += [WordsRow((Cell(str(at)), *cells)) for at, cells in enumerate(said, 1)]
    labels, widths = tuple(label for label, _ in _COLUMNS), tuple(width for _, width in _COLUMNS)
    return (WordsAnnex(number, title, labels, widths, tuple(rows)),)


def _said(topic: Topic, agency: Agency, material: Material) -> tuple[Cell, ...]:
    answer = material.answer(agency, f"{topic.id}.{WORDS}")
    status = material.answer(agency, f"{topic.id}.{STATUS}")
    words: list[Piece] = []
    if answer and not (topic.empty_words and says_none(answer.text)):
        for sentence in _run_on(split_lines(without_personal(answer.text))):
            words += [Text(" ")] if words else []
            words.append(Quote(sentence, answer.source))
    if not words and not (status and status.text):
        return ()
    state: Pieces = (Quote(status.text, status.source),) if status and status.text else ()
    return Cell(topic.label), Cell(state), Cell(tuple(words))


def _run_on(lines: Sequence[Line]) -> Iterator[str]:
    """The lines as they follow each other in one cell: each a sentence, but a colon and its bullets are one."""
    announced: int | None = None
    for line, *following in (lines[at : at + 2] for at in range(len(lines))):
        if announced is not None and line.level <= announced:
            announced = None
        if line.text.endswith(":"):
            announced = line.level
            yield upper_first(line.text)
        elif announced is None:
            yield end_sentence(upper_first(line.text))
        elif following and following[0].level > announced:
            yield f"{line.text.rstrip(' .,;')};"
        else:
            yield end_sentence(line.text)


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
