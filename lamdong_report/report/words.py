"""How agencies' own words are printed: as paragraphs of the body or as rows of an annex; only spacing is rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lamdong_report.content import Cell, Paragraph, Piece, Pieces, Quote, Style, Text, WordsAnnex, WordsRow
from lamdong_report.model import Answer
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Agency, Section, Topic
from lamdong_report.report.material import Material
from lamdong_report.report.wording import fill
from lamdong_report.text import end_sentence, split_lines, upper_first
from lamdong_report.text.personal import without_personal

# A longer sentence that begins with "Không" says something: what was not done, and why.
MOST_WORDS_FOR_NOTHING = 10
_NOTHING = re.compile(r"(trong (năm|kỳ)( \d{4})?,? )?không( có| phát sinh)?\b[^\d\n]*$", re.IGNORECASE)
_COLUMNS = (("STT", 11), ("Nội dung, nhiệm vụ", 45), ("Tình trạng", 22), ("Kết quả", 87))


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


def not_sent(agency: Agency, material: Material) -> Paragraph:
    """The one plain sentence for an agency that sent nothing."""
    wording, day = material.plan.wording, material.as_of
    text = fill(wording.not_sent_as_of, date=day) if day else wording.not_sent
    comment = f"{upper_first(agency.name)} chưa gửi phiếu báo cáo. Đôn đốc gửi phiếu rồi chạy lại lệnh report."
    return Paragraph(Style.TEXT, text, comment=comment, doubtful=True)


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
            missing = not_sent(agency, material)
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
        # In one cell: the lines one after the other, each a sentence.
        for line in split_lines(without_personal(answer.text)):
            words += [Text(" ")] if words else []
            words.append(Quote(end_sentence(upper_first(line.text)), answer.source))
    if not words and not (status and status.text):
        return ()
    state: Pieces = (Quote(status.text, status.source),) if status and status.text else ()
    return Cell(topic.label), Cell(state), Cell(tuple(words))
