"""What a merge decides, as values: no file is opened here."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from lamdong_report.merge.blocks import TextBlock, ToolComment, paragraph, table
from lamdong_report.merge.changes import Act, Comment, Delete, Insert, MergePlan, Reword, TakeBack, no_sources
from lamdong_report.merge.decide import decide_merge
from lamdong_report.merge.hunks import apply_edits
from lamdong_report.merge.notes import clash_note
from lamdong_report.merge.sentences import Clash, edits_between, merge_words

SILENT = "Chưa gửi báo cáo (tính đến ngày 06/12/2026)."


def blocks(*lines: str | Sequence[Sequence[str]]) -> list[TextBlock]:
    """A heading for "# …", a paragraph for any other line, a table for rows."""
    built = []
    for line in lines:
        if isinstance(line, str):
            built.append(paragraph(line.removeprefix("# "), heading=line.startswith("# ")))
        else:
            built.append(table(line))
    return built


def decide(base: list[TextBlock], mine: list[TextBlock], new: list[TextBlock]) -> MergePlan:
    return decide_merge(base, mine, new, no_sources)


def inserted(decision: MergePlan) -> list[str]:
    return [step.block.text for step in decision.steps if isinstance(step, Insert)]


def comments(decision: MergePlan) -> list[str]:
    return [step.text for step in decision.steps if isinstance(step, Comment)]


def reworded(decision: MergePlan) -> list[str]:
    steps = [step for step in decision.steps if isinstance(step, Reword)]
    return [apply_edits("\n".join(block.text for block in step.blocks), step.edits) for step in steps]


# Words


def words(base: str, mine: str, new: str) -> str:
    """Their text after the merge; a dispute is marked with what the data say."""
    merged = merge_words(base, mine, new)
    told = "".join(f" ⟪{clash.now}⟫" for clash in merged.clashes)
    return apply_edits(mine, merged.edits) + told


@pytest.mark.parametrize("theirs", ["96…", "96 …", "…96", "… 96", "96–", "18 21", "21 18"])
@pytest.mark.parametrize("frame", ["{}", "Có {} lớp tập huấn."])
def test_two_figures_never_stand_for_one(theirs: str, frame: str) -> None:
    """A figure written beside the old one, that one not deleted: neither is exchanged, the data are told."""
    former = next(sign for sign in ("…", "–", "18") if sign in theirs)
    for now in ("21", "96", "1.204"):
        assert (
            words(frame.format(former), frame.format(theirs), frame.format(now)) == frame.format(theirs) + f" ⟪{now}⟫"
        )


@pytest.mark.parametrize("filled", ["28/11/2026", "310/BC-UBND", "58,4%"])
def test_a_cell_that_officials_filled_beside_its_sign_is_not_filled_twice(filled: str) -> None:
    for theirs in (f"{filled}…", f"{filled} …", f"… {filled}"):
        assert words("…", theirs, filled) == f"{theirs} ⟪{filled}⟫"
    assert words("…", "… (*)", filled) == f"{filled} (*)"


def test_a_figure_is_exchanged_without_the_space_behind_it() -> None:
    assert words("Gửi sau hạn là 07.", "Gửi sau hạn là 07 báo cáo.", "Gửi sau hạn là 09.") == (
        "Gửi sau hạn là 09 báo cáo."
    )
    assert words("Báo cáo của 116/124 xã.", "Báo cáo của 116\u00a0124 xã.", "Báo cáo của 114/124 xã.") == (
        "Báo cáo của 114\u00a0124 xã."
    )
    assert words("Có 420 hội nghị.", "Có 420(*) hội nghị.", "Có 424 hội nghị.") == "Có 424(*) hội nghị."


def test_a_sentence_that_the_data_reword_goes_in_whole_or_not_at_all() -> None:
    base, new = "Toàn tỉnh có 16 chỉ số đạt; 03 chưa đạt.", "Toàn tỉnh có 16 chỉ số đạt; 03 chưa đạt; 01 chưa rõ."
    edited = "Cả tỉnh có 16 chỉ số đạt; 03 chưa đạt. Kết quả tốt."
    assert words(base, edited, new) == f"{edited} ⟪{new}⟫"
    assert words(base, f"{base} Kết quả tốt.", new) == f"{new} Kết quả tốt."
    base, new = "Có 1.234 người, tăng 5% so với năm trước.", "Có 1.240 người, giảm 6% so với năm trước."
    edited = "Có 1.234 người (tăng 5% so với năm trước)."
    assert words(base, edited, new) == f"{edited} ⟪{new}⟫"


def test_a_minus_is_no_bullet_and_a_dash_fills_an_empty_cell() -> None:
    def cell(was: str, theirs: str, now: str) -> list[str]:
        sides = [blocks((("Xã", "Số"), ("Xã A", text))) for text in (was, theirs, now)]
        return reworded(decide(*sides))

    assert cell("", "", "–") == ["–"]
    assert cell("1,4", "1,4", "-1,4") == ["-1,4"]


def test_what_both_added_at_one_point_is_said_once() -> None:
    base, both = "Sở A có 12 cán bộ.", "Sở A có 12 cán bộ, trong đó 03 nữ."
    assert words(base, both, both) == both
    assert words(base, both, both.replace("03", "04")) == f"{both} ⟪{both.replace('03', '04')}⟫"
    assert words("", "5", "6") == "5 ⟪6⟫"


def test_a_full_stop_belongs_to_the_sentence_before_it() -> None:
    assert words("Một hai.", "Một hai. Ba bốn.", "Một hai. Năm sáu.") == "Một hai. Ba bốn. Năm sáu."


def test_edits_between_any_two_texts_make_the_one_the_other() -> None:
    dice = random.Random(14)
    pieces, gaps = ("A", "12", "13,5%", ".", ",", ";", "(", "và", "đạt"), (" ", "", " ", "\u00a0", "  ")
    for _ in range(3000):
        one, other = (
            "".join(dice.choice(pieces) + dice.choice(gaps) for _ in range(dice.randrange(8))) for _ in range(2)
        )
        assert apply_edits(one, edits_between(one, other)) == other


# Sections


def test_a_heading_in_capitals_or_renamed_still_takes_the_content_of_its_section() -> None:
    base = blocks("# 1. Sở Nội vụ", "Đã mở 12 lớp.", "# 2. Sở Tài chính", SILENT, "# 3. Sở Y tế", "Kiểm tra 64 cơ sở.")
    arrived = "Kinh phí bố trí là 8.417 triệu đồng."
    new = blocks("# 1. Sở Nội vụ", "Đã mở 12 lớp.", "# 2. Sở Tài chính", arrived, "# 3. Sở Y tế", "Kiểm tra 64 cơ sở.")
    for heading in ("# 2. SỞ TÀI CHÍNH", "# II. Khối kinh tế"):
        mine = blocks("# 1. Sở Nội vụ", "Đã mở 12 lớp.", heading, SILENT, "# 3. Sở Y tế", "Kiểm tra 64 cơ sở.")
        decision = decide(base, mine, new)
        assert inserted(decision) == [arrived] and comments(decision) == []


def test_a_heading_alone_that_is_gone_does_not_keep_its_section_out() -> None:
    base = blocks("# 1. Trẻ em", "Tỷ số là 108,4.", "# 2. Trường học", "Có 100% trường.")
    new = blocks("# 1. Trẻ em", "Chưa có số liệu.", "# 2. Trường học", "Có 100% trường.")
    decision = decide(base, base[1:], new)
    assert [*inserted(decision), *reworded(decision)] == ["Chưa có số liệu."] and comments(decision) == []


def test_a_removed_section_stays_out_with_a_comment() -> None:
    base = blocks("# 1. Trẻ em", "Tỷ số là 108,4.", "# 2. Trường học", "Có 100% trường.")
    new = blocks("# 1. Trẻ em", "Tỷ số là 108,4.", "Thêm đoạn mới.", "# 2. Trường học", "Có 100% trường.")
    decision = decide(base, base[2:], new)
    assert inserted(decision) == [] and "Thêm đoạn mới." in comments(decision)[0]


def test_a_sentence_that_stands_under_many_headings_is_known_by_its_own() -> None:
    base = blocks("# 1. Sở A", SILENT, "# 2. Sở B", "Sở B mở 12 lớp.")
    new = blocks("# 1. Sở A", "Sở A tổ chức 30 buổi.", "# 2. Sở B", SILENT)
    for mine in (base, blocks("# 1. Sở A", "# 2. Sở B", "Sở B mở 12 lớp.")):
        assert inserted(decide(base, mine, new)) == ["Sở A tổ chức 30 buổi.", SILENT]


def test_a_paragraph_that_both_put_in_stands_once() -> None:
    base = blocks("# 1. Sở A", "Mở đầu.")
    own = blocks("# 1. Sở A", "Mở đầu.", "Đã mở 12 lớp tập huấn.")
    assert decide(base, own, own).steps == ()
    other = decide(base, own, blocks("# 1. Sở A", "Mở đầu.", "Đã mở 13 lớp tập huấn."))
    assert inserted(other) == [] and "13 lớp" in comments(other)[0]


# Tables

HEADER = ("Chỉ tiêu", "Năm 2025", "Năm 2026", "Đánh giá")
WAS, NOW = ("Nữ giám đốc", "–", "–", "Chưa có"), ("Nữ giám đốc", "33,9", "34,6", "Đạt")


def test_figures_go_into_the_columns_of_their_headers() -> None:
    def columns(*order: int) -> list[str]:
        mine = [[row[n] if n >= 0 else "–" for n in order] for row in (("Chỉ tiêu", *HEADER[1:]), WAS)]
        mine[0] = [HEADER[n] if n >= 0 else "Ghi chú" for n in order]
        decision = decide(blocks((HEADER, WAS)), [table(mine)], blocks((HEADER, NOW)))
        row = decision_row(decision)
        return [row.get(HEADER[n], "") for n in order if n >= 0]

    def decision_row(decision: MergePlan) -> dict[str, str]:
        found = {}
        for step in decision.steps:
            if isinstance(step, Reword):
                found[{"33,9": HEADER[1], "34,6": HEADER[2], "Đạt": HEADER[3]}[step.edits[0].text]] = step.edits[0].text
        return found

    assert columns(0, 2, 1, 3) == ["", "34,6", "33,9", "Đạt"]
    assert columns(0, -1, 1, 2, 3) == ["", "33,9", "34,6", "Đạt"]
    assert columns(0, 2, 3) == ["", "34,6", "Đạt"]


def test_a_column_that_is_gone_is_told_once_for_the_table() -> None:
    rows = [("TT", "Xã", "Số"), *((str(n), f"Xã {name}", "1") for n, name in enumerate("ABCD"))]
    news = [rows[0], *((row[0], row[1], "2") for row in rows[1:])]
    (note,) = comments(decide(blocks(rows), blocks([row[:2] for row in rows]), blocks(news)))
    assert note.count("«2»") == 4


def test_a_new_row_is_laid_out_in_their_columns() -> None:
    rows = [("TT", "Xã", "Số"), ("1", "Xã A", "5")]
    swapped = [("Số", "TT", "Xã"), ("5", "1", "Xã A")]
    decision = decide(blocks(rows), blocks(swapped), blocks([*rows, ("2", "Xã B", "6")]))
    (step,) = [step for step in decision.steps if isinstance(step, Insert)]
    assert step.order == (2, 0, 1)


def test_both_halves_of_a_table_that_was_cut_in_two_are_updated() -> None:
    rows = [("TT", "Xã", "Số"), *((str(n), f"Xã {name}", str(10 + n)) for n, name in enumerate("ABCDEF"))]
    news = [*rows[:6], ("5", "Xã F", "99")]
    decision = decide(blocks(rows), blocks(rows[:4], "(tiếp theo)", [rows[0], *rows[4:]]), blocks(news))
    assert reworded(decision) == ["99"] and comments(decision) == []


# Comments of earlier merges

CLASH = clash_note(Clash(0, 0, "420", "424"))


def disputed(text: str, quoted: str, *, answered: bool = False) -> list[TextBlock]:
    return [paragraph(text, tool_comments=[ToolComment(CLASH, quoted, answered)])]


def test_a_dispute_stays_while_it_is_open() -> None:
    base = blocks("Có 424 hội nghị.")
    assert decide(base, disputed("Có 999 hội nghị.", "999"), base).steps == ()


def test_a_dispute_that_was_settled_is_taken_back() -> None:
    base, mine = blocks("Có 424 hội nghị."), disputed("Có 424 hội nghị.", "424")
    assert [type(step) for step in decide(base, mine, base).steps] == [TakeBack]


def test_a_dispute_about_an_older_figure_gives_way_to_the_newer() -> None:
    decision = decide(blocks("Có 424 hội nghị."), disputed("Có 999 hội nghị.", "999"), blocks("Có 430 hội nghị."))
    assert [type(step) for step in decision.steps] == [Comment, TakeBack] and "«430»" in comments(decision)[0]


def test_an_answered_comment_is_never_taken_back() -> None:
    mine = disputed("Có 424 hội nghị.", "424", answered=True)
    assert decide(blocks("Có 424 hội nghị."), mine, blocks("Có 424 hội nghị.")).steps == ()


def test_the_doubt_of_a_dropped_paragraph_goes_with_it() -> None:
    base = [*blocks("# 1. Sở A"), paragraph(SILENT, tool_comments=[ToolComment("Đôn đốc gửi phiếu.")])]
    decision = decide(base, base, blocks("# 1. Sở A", "Sở A tổ chức 30 buổi."))
    assert [type(step) for step in decision.steps] == [Insert, Delete, TakeBack]


def test_a_doubt_follows_the_data_also_where_the_paragraph_was_split() -> None:
    doubt = ToolComment("Số này lạ.")
    whole = "Toàn tỉnh có 120 cơ sở đang hoạt động tốt. Trong đó có 35 cơ sở mới thành lập trong năm."
    first, second = f"{whole.split('. ')[0]}.", whole.split(". ")[1]
    mine = [paragraph(first), paragraph(second, tool_comments=[doubt])]
    decision = decide([paragraph(whole, tool_comments=[doubt])], mine, blocks(whole.replace("120", "125")))
    assert [step.block.text for step in decision.steps if isinstance(step, TakeBack)] == [second]


def test_a_number_that_officials_copied_is_told_when_it_changes() -> None:
    base, new = blocks("# 1. Chung", "Đã có 420 hội nghị."), blocks("# 1. Chung", "Đã có 424 hội nghị.")
    mine = blocks("# 1. Chung", "Đã có 420 hội nghị.", "Tóm lại, 420 hội nghị là kết quả tốt.")
    decision = decide(base, mine, new)
    assert "«420» nay là «424»" in comments(decision)[0] and reworded(decision) == ["Đã có 424 hội nghị."]


def test_words_that_cannot_be_cut_are_left_with_a_comment() -> None:
    base, new = blocks("Có 420 hội nghị."), blocks("Có 424 hội nghị.")
    mine = blocks("Có 420 hội nghị.")
    mine[0].firm = False
    decision = decide(base, mine, new)
    assert reworded(decision) == [] and "Có 424 hội nghị." in comments(decision)[0]
    assert [change.act for change in decision.changes] == [Act.CONFLICT]
