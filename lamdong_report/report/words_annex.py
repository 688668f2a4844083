"""The annex of words: what bodies wrote on topics and tasks, and the body of the report does not quote."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.content import Cell, Piece, Pieces, Quote, Text, WordsAnnex, WordsRow
from lamdong_report.model import Answer
from lamdong_report.plan import STATUS, WORDS, Agency, Topic
from lamdong_report.report.material import Material
from lamdong_report.report.words import not_sent, says_none
from lamdong_report.text import (
    end_sentence,
    split_lines,
    upper_first,
)
from lamdong_report.text.personal import without_personal

_COLUMNS = (("STT", 11), ("Nội dung, nhiệm vụ", 45), ("Tình trạng", 22), ("Kết quả", 87))


def words_annex(material: Material, number: str) -> tuple[WordsAnnex, ...]:
    """The annex, under the number that is its turn; none where the plan gives it no title."""
    title = material.plan.document.words_annex
    if not title:
        return ()
    labels, widths = tuple(label for label, _ in _COLUMNS), tuple(width for _, width in _COLUMNS)
    return (WordsAnnex(number, title, labels, widths, tuple(_words(material))),)


def _words(material: Material) -> Iterator[WordsRow]:
    """Agency by agency: what it wrote on each topic and task, in the report's order, and is not quoted in the body."""
    for agency in (one for one in material.plan.agencies if not material.is_summed(one)):
        if agency.code not in material.forms:
            missing = not_sent(agency, material)
            yield WordsRow(name=upper_first(agency.name))
            yield WordsRow((Cell(), Cell(), Cell(), Cell(missing.pieces, missing.comment)))
            continue
        said = [row for topic in material.annexed_topics(agency) if (row := _said(topic, agency, material))]
        if said:
            yield WordsRow(name=upper_first(agency.name))
            yield from (WordsRow((Cell(str(at)), *cells)) for at, cells in enumerate(said, 1))


def _said(topic: Topic, agency: Agency, material: Material) -> tuple[Cell, ...]:
    answer = material.answer(agency, f"{topic.id}.{WORDS}")
    status = material.answer(agency, f"{topic.id}.{STATUS}")
    words = _quoted(answer) if answer and not (topic.empty_words and says_none(answer.text)) else ()
    if not words and not (status and status.text):
        return ()
    state: Pieces = (Quote(status.text, status.source),) if status and status.text else ()
    return Cell(topic.label), Cell(state), Cell(words)


def _quoted(answer: Answer) -> Pieces:
    """An answer in one cell: its lines one after the other, each a sentence."""
    pieces: list[Piece] = []
    for line in split_lines(without_personal(answer.text)):
        pieces += [Text(" ")] if pieces else []
        pieces.append(Quote(end_sentence(upper_first(line.text)), answer.source))
    return tuple(pieces)
