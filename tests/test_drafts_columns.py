"""Columns that officials took out, put in or exchanged, under headers of one row and of groups: which is which."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import groupby

import pytest

from lamdong_report.merge.blocks import BlockKind, TextBlock, paragraph
from lamdong_report.merge.changes import Comment, Reword, no_sources
from lamdong_report.merge.columns import pair_columns
from lamdong_report.merge.decide import decide_merge

# Group and name of each column; two names stand in both groups.
COLUMNS = (
    *(("", "TT"), ("", "Xã"), ("Tập huấn", "Số lớp"), ("Tập huấn", "Số nữ")),
    *(("Kinh phí", "Dự toán"), ("Kinh phí", "Số nữ"), ("Kinh phí", "Đã chi"), ("", "Ghi chú")),
)
Column = tuple[str, str]


def cell(text: str, span: int = 1) -> TextBlock:
    return TextBlock(BlockKind.CELL, text, inside=(paragraph(text),), span=span)


def row(*cells: TextBlock) -> TextBlock:
    return TextBlock(BlockKind.ROW, "\t".join(one.text for one in cells), inside=cells)


def header(columns: Sequence[Column]) -> list[TextBlock]:
    above, below = list[TextBlock](), list[TextBlock]()
    for group, members in groupby(columns, key=lambda column: column[0]):
        names = [name for _, name in members]
        above += [cell(group, len(names))] if group else [cell(name) for name in names]
        below += [cell(name if group else "") for name in names]
    return [row(*above), row(*below)]


def number(column: Column, line: int, more: int = 0) -> str:
    if column in COLUMNS[:2]:
        return [str(line), f"Xã {'ABCDEF'[line]} Ba"][COLUMNS.index(column)]
    return str(100 * (COLUMNS.index(column) + 1) + line + more) if column in COLUMNS else "–"


def table(columns: Sequence[Column], more: int = 0) -> TextBlock:
    lines = [row(*(cell(number(column, line, more)) for column in columns)) for line in range(6)]
    rows = (*header(columns), *lines)
    return TextBlock(BlockKind.TABLE, "\n".join(one.text for one in rows), inside=rows)


@pytest.mark.parametrize("seed", range(200))
def test_a_column_is_found_wherever_it_went_and_no_other_is_taken_for_it(seed: int) -> None:
    dice = random.Random(seed)
    kept = [column for column in COLUMNS if column in COLUMNS[:2] or dice.random() < 0.75]
    groups = [list(members) for _, members in groupby(kept[2:], key=lambda column: column[0])]
    for group in groups:
        dice.shuffle(group)
    if dice.random() < 0.5:
        dice.shuffle(groups)
    mine = [*kept[:2], *(column for group in groups for column in group)]
    if dice.random() < 0.3:
        mine.insert(dice.randrange(2, len(mine) + 1), ("", "Ý kiến"))
    base, theirs = table(COLUMNS).parts, table(mine).parts
    pairs = pair_columns(base, theirs).pair(base[3], theirs[3])
    if len(kept) > len(COLUMNS) / 2:
        assert {n: mine[m] for n, m in pairs.items()} == {
            n: COLUMNS[n] for n in range(len(COLUMNS)) if COLUMNS[n] in mine
        }
    for n, m in pairs.items():
        assert base[3].cells[n] == theirs[3].cells[m]


@pytest.mark.parametrize("gone", COLUMNS[2:])
def test_a_column_taken_out_of_a_group_leaves_no_figure_stale_in_silence(gone: Column) -> None:
    mine = [column for column in COLUMNS if column != gone]
    decision = decide_merge([table(COLUMNS)], [table(mine)], [table(COLUMNS, 5000)], no_sources)
    words = [edit.text for step in decision.steps if isinstance(step, Reword) for edit in step.edits]
    told = "".join(step.text for step in decision.steps if isinstance(step, Comment))
    for line in range(6):
        assert all(number(column, line, 5000) in words for column in mine[2:])
        assert f"{gone[1]}: «{number(gone, line, 5000)}»" in told


def test_a_renamed_column_is_not_taken_for_one_that_officials_put_in_its_place() -> None:
    plain = [("", "TT"), ("", "Xã"), ("", "Năm nay"), ("", "Đánh giá")]
    numbers = [["1", "Xã An Ba", "34"], ["2", "Xã Bê Ba", "45"], ["3", "Xã Cờ Ba", "56"]]

    def rows(name: str, third: Sequence[str]) -> tuple[TextBlock, ...]:
        names = [name if one == "Năm nay" else one for _, one in plain]
        lines = [row(*map(cell, (*line[:2], now, "Đạt"))) for line, now in zip(numbers, third, strict=True)]
        return (row(*map(cell, names)), *lines)

    base = rows("Năm nay", ["34", "45", "56"])
    renamed, own = rows("Kết quả", ["34", "45", "56"]), rows("Người theo dõi", ["Lan", "Huệ", "Mai"])
    assert pair_columns(base, renamed).pair(base[1], renamed[1]) == {0: 0, 1: 1, 2: 2, 3: 3}
    assert pair_columns(base, own).pair(base[1], own[1]) == {0: 0, 1: 1, 3: 3}


def test_a_title_above_the_header_hides_no_column() -> None:
    base, mine = table(COLUMNS).parts, table([column for column in COLUMNS if column[1] != "Dự toán"]).parts
    theirs = (row(cell("Bảng 1. Kết quả", 7)), *mine)
    assert pair_columns(base, theirs).pair(base[4], theirs[5]) == pair_columns(base, mine).pair(base[4], mine[4])
