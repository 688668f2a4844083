"""Draws the lines under words as long as the decree wants them: a border between indents, reckoned from the text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from lamdong_report.docx.wordml import IND, PPR, PSTYLE, VAL, Element, P, attribute, child_at, letters_of, w
from lamdong_report.word.styles import DocumentStyles, style_of, text_width

# "từ 1/3 đến 1/2 độ dài của dòng chữ" (Decree 30/2020/NĐ-CP, annex I): under long words the shorter end of it.
USUAL_SHARE, LEAST_SHARE = 0.42, 0.35
LONGEST_USUAL = 170.0  # points, of the line itself: longer ones take the shorter share
BOX_MARGIN = 8.0  # points on each side of the words in a box
EVEN = ("Trích yếu", "Tên phụ lục", "Kèm theo", "Về việc")
_SLACK = 1.06  # letters of a substitute font may be a little wider


def draw_rules(body: Element, styles: DocumentStyles) -> None:
    """Set the indents of every paragraph whose style is that of a line, a box, or a title to be broken evenly."""
    drawers: dict[str, Callable[[Element, DocumentStyles], float]] = {
        styles.id_of("Đường kẻ ngắn"): short_rule,
        styles.id_of("Đường kẻ bằng chữ"): _length_above,
        styles.id_of("Dự thảo"): box_width,
        **dict.fromkeys(map(styles.id_of, EVEN), _even_lines),
    }
    drawers.pop("", None)
    # In document order: a title is broken before the line under it is measured. By the styles that are named: asking
    # each paragraph would take ten times as long.
    for named in [one for one in body.iter(PSTYLE) if one.get(VAL) in drawers]:
        paragraph, drawer = next(islice(named.iterancestors(), 1, None), None), drawers[attribute(named)]
        if paragraph is not None and paragraph.tag == P:
            spare = styles.room(paragraph) - drawer(paragraph, styles)
            indent = str(max(0, round(spare * 10)))  # half of it on each side, in twentieths of a point
            indents = child_at(child_at(paragraph, PPR, first=True), IND)
            for side, amount in (("left", indent), ("right", indent), ("firstLine", "0")):
                indents.set(w(side), amount)


def short_rule(paragraph: Element, styles: DocumentStyles) -> float:
    """The length of a line under part of the words."""
    length = _length_above(paragraph, styles)
    return length * (USUAL_SHARE if length * USUAL_SHARE <= LONGEST_USUAL else LEAST_SHARE)


def box_width(paragraph: Element, styles: DocumentStyles) -> float:
    """The width of the box around a paragraph's words."""
    face = styles.face(paragraph)
    return text_width(letters_of(paragraph), face.size, bold=face.bold, italic=face.italic) + 2 * BOX_MARGIN


def _even_lines(paragraph: Element, styles: DocumentStyles) -> float:
    """The least width in which the title takes no more lines than in the whole: its lines come out alike."""
    room, face, text = styles.room(paragraph), styles.face(paragraph), letters_of(paragraph)
    lines = face.wrap(text, room)
    if len(lines) < 2:
        return room
    low, high = max(lines) / len(lines), room
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if len(face.wrap(text, middle)) <= len(lines) else (middle, high)
    return min(room, high * _SLACK)


def _length_above(paragraph: Element, styles: DocumentStyles) -> float:
    """The length of the longest line of the words above."""
    words = next((one for one in paragraph.itersiblings(P, preceding=True) if letters_of(one).strip()), None)
    if words is None:
        return 0
    is_even = style_of(words) in map(styles.id_of, EVEN)
    room = _even_lines(words, styles) if is_even else styles.room(words)
    return max(styles.face(words).wrap(letters_of(words), room), default=0)
