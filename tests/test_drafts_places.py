"""Where new blocks go in the officials' file: a document is told by letters, of headings (1, 2 …) and of sentences.

A new block is put beside what stands around it in the new report; where officials took that out, it stays out too.
"""

from __future__ import annotations

import pytest

from lamdong_report.merge.blocks import TextBlock, paragraph, table
from lamdong_report.merge.changes import Act, Comment, Delete, Insert, MergePlan, no_sources
from lamdong_report.merge.decide import decide_merge

LONG = ("Toàn tỉnh có 120 cơ sở đang hoạt động tốt.", "Trong đó có 35 cơ sở mới thành lập trong năm.")
# No two of them share half of their words: none is taken for another one that was edited.
SAID = {
    "1": "Khối đào tạo",
    "2": "Ngành chăn nuôi",
    "3": "Vùng biên giới",
    "4": "Hội phụ nữ",
    "5": "Thanh tra",
    "a": "Đã mở mười hai lớp tập huấn.",
    "b": "Kiểm tra năm trại lợn giống.",
    "c": "Hỗ trợ tám nạn nhân bão lũ.",
    "d": "Trao bằng khen cho tập thể.",
    "e": "Thu hồi giấy phép quá hạn.",
    "n": "Tổ chức hội thảo quốc tế.",
    "o": "In tờ rơi tuyên truyền.",
    "p": "Bố trí kinh phí thường xuyên.",
    "x": "Cán bộ tự viết câu riêng.",
    "L": " ".join(LONG),
    "f": LONG[0],
    "s": LONG[1],
}
LETTERS = {text: letter for letter, text in SAID.items()}


def document(letters: str) -> list[TextBlock]:
    return [paragraph(SAID[letter], heading=letter.isdigit()) for letter in letters]


def decide(base: str, mine: str, new: str) -> tuple[MergePlan, list[TextBlock]]:
    theirs = document(mine)
    return decide_merge(document(base), theirs, document(new), no_sources), theirs


def merged(base: str, mine: str, new: str) -> str:
    """The officials' file afterwards; what was struck is left out."""
    plan, lines = decide(base, mine, new)
    for step in (step for step in plan.steps if isinstance(step, Insert)):
        assert step.container is None
        at = len(lines) if step.anchor is None else lines.index(step.anchor) + (not step.in_front)
        lines.insert(at, step.block)
    gone = [step.block for step in plan.steps if isinstance(step, Delete)]
    return "".join(LETTERS[line.text] for line in lines if line not in gone)


def told(base: str, mine: str, new: str) -> list[tuple[Act, str]]:
    plan, _ = decide(base, mine, new)
    return [(change.act, LETTERS[change.now or change.theirs or change.before]) for change in plan.changes]


@pytest.mark.parametrize(
    ("base", "mine", "new", "after"),
    [
        ("a", "a", "an", "an"),  # behind what stands before it
        ("a", "a", "anop", "anop"),  # several in their order
        ("a", "a", "na", "na"),  # in front of all
        ("a", "a", "nopa", "nopa"),
        ("", "x", "n", "xn"),  # beside nothing that they have: at the end
        ("", "x", "no", "xno"),
        ("ab", "ab", "anbo", "anbo"),
        ("abc", "abc", "anc", "anc"),  # b has gone
        ("abcd", "abcd", "and", "and"),
        ("1a2b", "1a2b", "1a3n2b", "1a3n2b"),  # a section stands in front of the next one
        ("1a2b", "1ax2b", "1a3n2b", "1ax3n2b"),  # and behind what they added to the one before
        ("1a2b", "1ax2b", "1an2b", "1anx2b"),
        ("aLb", "afsb", "aLnb", "afsnb"),  # behind both halves of a paragraph that was cut
        ("Lb", "fsb", "nLb", "nfsb"),  # in front of the first of them
        ("1ab2c", "1b2ca", "1anb2c", "1nb2ca"),  # a was moved: n stays under its own heading
        ("1ab2c", "1b2ca", "1anob2c", "1nob2ca"),
        ("1ab2cd", "1a2cbd", "1abn2cd", "1a2cbnd"),  # but with b, in front of which nothing of its section stands
        ("12a", "12a", "1n2a", "1n2a"),
    ],
)  # fmt: skip
def test_a_new_block_stands_where_its_neighbours_stand(base: str, mine: str, new: str, after: str) -> None:
    assert merged(base, mine, new) == after


@pytest.mark.parametrize(
    ("base", "mine", "new", "after"),
    [
        ("1a2b3c", "3c", "1a4n2b3c", "3c"),  # between two sections that they took out
        ("1a2b3c", "3c", "1a4no2b3c", "3c"),
        ("1a2b3c", "1a3c", "1a4n2b3c", "1a4n3c"),  # one of the two still stands
        ("1a2b3c", "2b3c", "1a4n2b3c", "4n2b3c"),
        ("1a2b3c", "1a2b", "1a2b3c4n", "1a2b4n"),  # there is nothing behind it
        ("1a2b", "2b", "1an2b", "2b"),
        ("1a2b", "a2b", "1an2b", "an2b"),  # a heading alone was struck: the section stands
    ],
)  # fmt: skip
def test_what_belongs_to_a_removed_section_stays_out(base: str, mine: str, new: str, after: str) -> None:
    assert merged(base, mine, new) == after


@pytest.mark.parametrize(
    ("base", "mine", "new", "spot"),
    [
        ("1a2b3c", "2b3c", "1an2b3c", "2"),  # nothing stands before it
        ("1a2b3c", "1a3c", "1a2bn3c", "a"),
        ("1a2b3c4d", "1a4d", "1a2b3co4d", "a"),
        ("1a2b3c4d", "1a4d", "1a2b5n3c4d", "a"),
        ("1ab2c", "1abx", "1ab2cno", "b"),
    ],
)  # fmt: skip
def test_what_stays_out_is_told_behind_what_stood_before_it(base: str, mine: str, new: str, spot: str) -> None:
    plan, _ = decide(base, mine, new)
    assert {LETTERS[step.block.text] for step in plan.steps if isinstance(step, Comment)} == {spot}


def test_changes_are_told_where_the_new_blocks_stand() -> None:
    assert told("abcd", "axbcd", "nabod") == [
        (Act.ADDED, "n"), (Act.KEPT, "x"), (Act.DROPPED, "c"), (Act.ADDED, "o")]  # fmt: skip
    assert told("", "x", "no") == [(Act.KEPT, "x"), (Act.ADDED, "n"), (Act.ADDED, "o")]
    assert told("abc", "axbc", "anbc") == [(Act.ADDED, "n"), (Act.KEPT, "x")]
    assert told("ab", "xab", "nab") == [(Act.KEPT, "x"), (Act.ADDED, "n")]
    assert told("1a2b3c", "1a3xc", "1a2bn3c") == [
        (Act.REMOVED, "2"),
        (Act.REMOVED, "b"),
        (Act.REMOVED, "n"),
        (Act.KEPT, "x"),
    ]


ROWS = (("TT", "Xã", "Năm 2025", "Năm 2026"), ("1", "Xã A", "5", "6"), ("2", "Xã B", "7", "8"))


def lines_told(mine: tuple[int, ...], new: tuple[tuple[str, ...], ...]) -> list[str]:
    """What the comment on a table says of cells that have no place in these columns of theirs."""
    theirs = [table([[row[n] for n in mine] for row in ROWS])]
    plan = decide_merge([table(ROWS)], theirs, [table(new)], no_sources)
    return [line for step in plan.steps if isinstance(step, Comment) for line in step.text.split("\n")[1:]]


def test_new_cells_of_a_column_that_is_gone_are_told_by_row_and_column() -> None:
    added = (*ROWS, ("3", "Xã C", "9", " "), ("4", "", "10", "11"))
    assert lines_told((0, 1, 3), added) == ["Xã C, Năm 2025: «9»", "4, Năm 2025: «10»"]
    assert lines_told((1, 2, 3), added) == ["Xã C, TT: «3»", "4, TT: «4»"]
    assert lines_told((0, 1, 2, 3), added) == []
    changed = (ROWS[0], ("1", "Xã A", "15", "6"), ROWS[2])
    assert lines_told((0, 1, 3), changed) == ["Xã A, Năm 2025: «15»"]
    assert lines_told((0, 1, 3), ROWS) == []
