"""What must hold for any edits of the officials against any corrections of the data."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from lamdong_report.drafts import merge_drafts
from tests.draft_files import Line, accepted, comment_texts, docx, part, plain, rejected, revision_texts
from tests.samples import samples

TOPICS = (
    "Công tác cán bộ nữ tiếp tục được quan tâm với {} người được bổ nhiệm, đạt {}%.",
    "Các trường học đã tổ chức {} buổi truyền thông cho {} học sinh.",
    "Toàn tỉnh phát hiện {} vụ bạo lực, giảm {} vụ so với năm trước.",
    "Kinh phí bố trí là {} triệu đồng, tăng {}% so với kế hoạch.",
    "Hội Phụ nữ đã hòa giải {} vụ việc và thăm hỏi {} gia đình.",
    "Tỷ lệ lao động nữ có việc làm mới là {}%, tương ứng {} người.",
)
AGENCIES = ("Sở Nội vụ", "Sở Y tế", "Sở Tài chính", "Công an tỉnh", "Phường Bảo Lộc", "Xã Đức Trọng")


@dataclass(frozen=True)
class Document:
    """Sections of sentences and the rows of one table, all with numbers that occur nowhere else."""

    sections: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]

    def docx(self) -> bytes:
        lines: list[Line] = []
        for section in self.sections:
            lines += section
        return docx(*lines, self.rows, "Nơi nhận: như trên.")


def make_base(sizes: list[int], rows: int) -> Document:
    number = iter(range(1000, 9999))
    sections = []
    for at, size in enumerate(sizes):
        heading = f"# {at + 1}. Mục {AGENCIES[at]}"
        texts = [TOPICS[(at + n) % len(TOPICS)].format(next(number), next(number)) for n in range(size)]
        sections.append((heading, *texts))
    table = [("TT", "Cơ quan", "Số lượng", "Ghi chú")]
    table += [(str(n + 1), AGENCIES[n], str(next(number)), "–") for n in range(rows)]
    return Document(tuple(sections), tuple(table))


bases = st.builds(make_base, st.lists(st.integers(1, 4), min_size=2, max_size=5), st.integers(1, 6))
Step = tuple[str, int, int, int]


def steps(*names: str) -> st.SearchStrategy[list[Step]]:
    small = st.integers(0, 50)
    return st.lists(st.tuples(st.sampled_from(names), small, small, small), max_size=6)


edits = steps(
    "word",
    "word",
    "add",
    "sentence",
    "own",
    "delete",
    "move",
    "split",
    "join",
    "cell",
    "own_row",
    "drop_row",
    "section",
)
corrections = steps("figure", "figure", "reword", "insert", "remove", "row", "new_row", "gone_row", "agency", "reorder")


def place(document: Document, x: int, y: int) -> tuple[int, int]:
    section = x % len(document.sections)
    return section, y % len(document.sections[section])


def with_section(document: Document, at: int, lines: list[str]) -> Document:
    sections = [*document.sections[:at], tuple(lines), *document.sections[at + 1 :]]
    return replace(document, sections=tuple(section for section in sections if section))


def edit(document: Document, step: Step, number: int) -> Document:
    """One correction by hand; every word that the officials write is new: tay1, tay2, …"""
    name, x, y, z = step
    if not document.sections:
        return document
    at, line = place(document, x, y)
    lines, word = list(document.sections[at]), f"tay{number}"
    pieces = lines[line].split(" ")
    if name == "word":
        pieces[1 + z % (len(pieces) - 1)] = word
        return with_section(document, at, [*lines[:line], " ".join(pieces), *lines[line + 1 :]])
    if name == "add":
        pieces.insert(1 + z % len(pieces), word)
        return with_section(document, at, [*lines[:line], " ".join(pieces), *lines[line + 1 :]])
    if name == "sentence":
        return with_section(document, at, [*lines[:line], f"{lines[line]} Thêm {word}.", *lines[line + 1 :]])
    if name == "own":
        return with_section(document, at, [*lines[: line + 1], f"Đoạn do {word} viết.", *lines[line + 1 :]])
    if name == "delete":
        return with_section(document, at, [*lines[:line], *lines[line + 1 :]])
    if name == "move":
        text = lines.pop(line)
        document = with_section(document, at, lines)
        if not document.sections:
            return replace(document, sections=((text,),))
        at, line = place(document, z, y)
        lines = list(document.sections[at])
        return with_section(document, at, [*lines[: line + 1], text, *lines[line + 1 :]])
    if name == "split" and len(pieces) > 6 and not lines[line].startswith("#"):
        cut = 3 + z % (len(pieces) - 5)
        halves = [" ".join(pieces[:cut]), " ".join(pieces[cut:])]
        return with_section(document, at, [*lines[:line], *halves, *lines[line + 1 :]])
    if name == "join" and line + 1 < len(lines) and not lines[line].startswith("#"):
        return with_section(document, at, [*lines[:line], f"{lines[line]} {lines[line + 1]}", *lines[line + 2 :]])
    if name == "section":
        rest = [section for n, section in enumerate(document.sections) if n != at]
        target = z % (len(rest) + 1)
        return replace(document, sections=(*rest[:target], document.sections[at], *rest[target:]))
    return edit_rows(document, name, y, word)


def edit_rows(document: Document, name: str, y: int, word: str) -> Document:
    rows = list(document.rows)
    at = 1 + y % (len(rows) - 1) if len(rows) > 1 else 0
    if name == "cell" and at:
        rows[at] = (*rows[at][:3], word)
    if name == "own_row":
        rows.insert(at + 1, ("", f"Cơ quan {word}", "", ""))
    if name == "drop_row" and at:
        rows.pop(at)
    return replace(document, rows=tuple(rows))


def correct(document: Document, step: Step, number: int) -> Document:
    """One correction of the data; every figure that it brings is new: 50001, 50002, …"""
    name, x, y, z = step
    at, line = place(document, x, y)
    lines, figure = list(document.sections[at]), str(50000 + number)
    if name == "figure" and (numbers := re.findall(r"\d{4,}", lines[line])):
        text = lines[line].replace(numbers[z % len(numbers)], figure)
        return with_section(document, at, [*lines[:line], text, *lines[line + 1 :]])
    if name == "reword" and line:
        text = f"Theo báo cáo mới nhất, có {figure} trường hợp được ghi nhận."
        return with_section(document, at, [*lines[:line], text, *lines[line + 1 :]])
    if name == "insert":
        text = f"Bổ sung {TOPICS[z % len(TOPICS)].format(figure, figure)}"
        return with_section(document, at, [*lines[: line + 1], text, *lines[line + 1 :]])
    if name == "remove" and line:
        return with_section(document, at, [*lines[:line], *lines[line + 1 :]])
    if name == "reorder":
        text = lines.pop(line)
        lines.insert(z % (len(lines) + 1), text)
        return with_section(document, at, lines)
    if name == "agency":
        section = (f"# Mục mới {figure}", f"Cơ quan mới báo cáo {figure} việc.")
        return replace(document, sections=(*document.sections[: at + 1], section, *document.sections[at + 1 :]))
    rows = list(document.rows)
    row = 1 + y % (len(rows) - 1) if len(rows) > 1 else 0
    if name == "row" and row:
        rows[row] = (*rows[row][:2], figure, rows[row][3])
    if name == "new_row":
        rows.insert(row + 1, (figure, f"Đơn vị {figure}", figure, "–"))
    if name == "gone_row" and row:
        rows.pop(row)
    return replace(document, rows=tuple(rows))


def apply(document: Document, todo: list[Step], change: Callable[[Document, Step, int], Document]) -> Document:
    for number, step in enumerate(todo, 1):
        document = change(document, step, number)
    return document


often = settings(
    max_examples=int(os.environ.get("EXAMPLES", samples(15))),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@often
@given(bases, edits, corrections)
def test_rejecting_gives_back_their_file_and_accepting_gives_the_untracked_one(
    base: Document, by_hand: list[Step], by_data: list[Step]
) -> None:
    mine, new = apply(base, by_hand, edit).docx(), apply(base, by_data, correct).docx()
    merged = merge_drafts(base.docx(), mine, new).document
    assert rejected(merged) == plain(mine)
    assert accepted(merged) == plain(merge_drafts(base.docx(), mine, new, track=False).document)


@often
@given(bases, edits, corrections)
def test_no_word_of_the_officials_is_lost(base: Document, by_hand: list[Step], by_data: list[Step]) -> None:
    mine, new = apply(base, by_hand, edit).docx(), apply(base, by_data, correct).docx()
    written = re.findall(r"tay\d+", " ".join(plain(mine)))
    left = re.findall(r"tay\d+", " ".join(accepted(merge_drafts(base.docx(), mine, new).document)))
    assert sorted(left) == sorted(written)


@often
@given(bases, edits, corrections)
def test_every_changed_figure_is_in_the_text_or_in_a_comment(
    base: Document, by_hand: list[Step], by_data: list[Step]
) -> None:
    mine, new = apply(base, by_hand, edit).docx(), apply(base, by_data, correct).docx()
    merged = merge_drafts(base.docx(), mine, new)
    told = " ".join([*accepted(merged.document), *comment_texts(merged.document)])
    told += " ".join(words for _, words in revision_texts(merged.document))
    news = set(re.findall(r"\d+", " ".join(plain(new)))) - set(re.findall(r"\d+", " ".join(plain(base.docx()))))
    assert news <= set(re.findall(r"\d+", told))


@often
@given(bases, corrections)
def test_onto_an_unedited_draft_is_a_fresh_draft(base: Document, by_data: list[Step]) -> None:
    old, new = base.docx(), apply(base, by_data, correct).docx()
    assert accepted(merge_drafts(old, old, new).document) == plain(new)
    assert rejected(merge_drafts(old, old, new).document) == plain(old)


@often
@given(bases, edits, corrections)
def test_a_second_time_changes_nothing(base: Document, by_hand: list[Step], by_data: list[Step]) -> None:
    mine, new = apply(base, by_hand, edit).docx(), apply(base, by_data, correct).docx()
    once = merge_drafts(base.docx(), mine, new).document
    twice = merge_drafts(new, once, new).document
    assert etree.tostring(part(twice)) == etree.tostring(part(once))
    assert comment_texts(twice) == comment_texts(once)


@often
@given(bases, edits)
def test_without_news_their_file_stays_to_the_letter(base: Document, by_hand: list[Step]) -> None:
    old, mine = base.docx(), apply(base, by_hand, edit).docx()
    assert etree.tostring(part(merge_drafts(old, mine, old).document)) == etree.tostring(part(mine))


@often
@given(bases, edits, st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_the_order_of_two_independent_corrections_does_not_matter(
    base: Document, by_hand: list[Step], y: int, z: int, u: int, v: int
) -> None:
    first: Step = ("figure", 0, y, z)
    second: Step = ("figure", 1, u, v)
    one, other = correct(base, first, 1), correct(base, second, 2)
    both = correct(one, second, 2).docx()
    old, mine = base.docx(), apply(base, by_hand, edit).docx()
    at_once = merge_drafts(old, mine, both)
    for step in (one.docx(), other.docx()):
        halfway = merge_drafts(old, mine, step)
        in_turn = merge_drafts(step, halfway.document, both)
        assert accepted(in_turn.document) == accepted(at_once.document)
        assert rejected(in_turn.document) == plain(mine)
