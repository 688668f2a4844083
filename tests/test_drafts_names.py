"""Names that officials replace: an agency called otherwise in the whole draft still gets its new figures."""

from __future__ import annotations

import random

import pytest

from lamdong_report.merge.blocks import TextBlock, paragraph, table
from lamdong_report.merge.changes import Act, Comment, Insert, MergePlan, Reword, no_sources
from lamdong_report.merge.decide import decide_merge
from lamdong_report.merge.hunks import apply_edits

NAMES = ("Sở Tài chính", "Sở Y tế", "Công an tỉnh", "Hội Phụ nữ tỉnh", "Tỉnh Đoàn", "Báo Lâm Đồng", "Xã Đức Trọng")
HEADER = ["TT", "Cơ quan", "Số, ký hiệu", "Nội dung", "Số người"]


def partner(name: str) -> str:
    return NAMES[(NAMES.index(name) + 1) % len(NAMES)]


def annex(counts: dict[str, int], renamed: tuple[str, str] = ("", "")) -> list[TextBlock]:
    """A list of classes, two or three of each agency, some held together with the next one; numbered as it stands."""
    rows = []
    for name, count in counts.items():
        for at in range(2 + NAMES.index(name) % 2):
            number = 100 * NAMES.index(name) + 10 * at
            rows.append(
                [name, f"{number + 101}/KH", f"Tập huấn lần {at + 1} (cùng {name}, {partner(name)})", str(count + at)]
            )
    told = [[str(n), *row] for n, row in enumerate(rows, 1)]
    return [paragraph("Phụ lục IV"), table([HEADER, *([cell.replace(*renamed) for cell in row] for row in told)])]


def merged_rows(decision: MergePlan, mine: list[TextBlock]) -> list[list[str]]:
    """The rows of theirs with the new words in them; none may be put in or struck."""
    steps = decision.steps
    assert not [step for step in steps if isinstance(step, Insert)]
    edits = {step.blocks[0]: step.edits for step in steps if isinstance(step, Reword)}
    lines = [
        [[apply_edits(p.text, edits.get(p, ())) for p in cell.parts] for cell in row.parts] for row in mine[1].parts
    ]
    return [["\n".join(cell) for cell in row] for row in lines]


@pytest.mark.parametrize("seed", range(60))
def test_rows_of_an_agency_that_officials_call_otherwise_follow_the_data(seed: int) -> None:
    dice = random.Random(seed)
    names = sorted(dice.sample(NAMES, dice.randrange(3, 7)), key=NAMES.index)
    counts = {name: dice.randrange(20, 900) for name in names}
    news = {name: count + dice.randrange(1, 90) for name, count in counts.items()}
    left = list(news)
    if dice.random() < 0.5:  # another agency is no longer there, and every number of a row below it is another
        gone = dice.choice(names[:-1])
        del news[gone]
        left = [name for name in news if name != partner(gone)]  # a row that they changed is not dropped
    renamed = (dice.choice(left), dice.choice(("Sở Kinh tế", "Trung tâm X", "UBND")))
    base, mine, new = annex(counts), annex(counts, renamed), annex(news)
    decision = decide_merge(base, mine, new, no_sources)
    expected = [[cell.replace(*renamed) for cell in row.cells] for row in new[1].parts]
    assert [row for row in merged_rows(decision, mine) if row[1] not in set(counts) - set(news)] == expected
    assert {change.act for change in decision.changes} <= {Act.TAKEN, Act.MERGED, Act.KEPT, Act.DROPPED}
    assert not [step for step in decision.steps if isinstance(step, Comment)]


def test_a_row_of_their_own_in_the_place_of_one_they_took_out_gets_no_figure_of_it() -> None:
    def lines(name: str, *numbers: str) -> list[TextBlock]:
        return [table([["TT", "Xã", "Lớp", "Cuộc"], ["1", "Xã An Ba", "4", "7"], ["2", name, *numbers]])]

    decision = decide_merge(
        lines("Xã Bê Ba", "1", "0"), lines("Phường Cờ Tư", "1", "0"), lines("Xã Bê Ba", "5", "0"), no_sources
    )
    assert not [step for step in decision.steps if isinstance(step, Reword)]
    assert [change.act for change in decision.changes] == [Act.REMOVED, Act.KEPT]
