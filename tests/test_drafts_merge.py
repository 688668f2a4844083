"""Corrections onto an edited draft, scene by scene: what an official did, what the data brought, what comes out."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from lxml import etree

from lamdong_report.drafts import Act, Merged, count_acts, merge_drafts
from lamdong_report.errors import UsageError
from lamdong_report.merge.story import Story
from tests import test_drafts_properties as anything
from tests.draft_files import (
    TOOL,
    VALIDATOR,
    Line,
    W,
    accepted,
    comment_texts,
    docx,
    pack,
    part,
    plain,
    rejected,
    replace_part,
    revision_texts,
    schema_faults,
    w,
)

HEAD, TEXT = "# I. Kết quả", "Toàn tỉnh có 120 cơ sở, đạt 95,6% kế hoạch năm."
NEWS = "Toàn tỉnh có 125 cơ sở, đạt 95,6% kế hoạch năm."


def merge(base: list[Line], mine: list[Line], new: list[Line]) -> Merged:
    """The merge; on the way, what must always hold."""
    merged = merge_drafts(docx(*base), docx(*mine), docx(*new))
    assert rejected(merged.document) == plain(docx(*mine))
    untracked = merge_drafts(docx(*base), docx(*mine), docx(*new), track=False)
    assert accepted(merged.document) == plain(untracked.document)
    again = merge_drafts(docx(*new), merged.document, docx(*new))
    assert etree.tostring(part(again.document)) == etree.tostring(part(merged.document))
    return merged


def changed_by_hand(document: bytes, change: str, into: str) -> bytes:
    """The file with a piece of the body's XML replaced, as Word would write it."""
    xml = etree.tostring(part(document), encoding="unicode")
    assert change in xml
    return replace_part(document, "word/document.xml", xml.replace(change, into, 1).encode())


# One paragraph


def test_a_changed_figure_is_tracked_as_that_word_alone() -> None:
    merged = merge([HEAD, TEXT], [HEAD, TEXT], [HEAD, NEWS])
    assert revision_texts(merged.document) == [("del", "120"), ("ins", "125")]
    assert [change.act for change in merged.changes] == [Act.TAKEN]


def test_a_new_figure_takes_the_formatting_of_what_it_replaces() -> None:
    bold = '<w:r><w:t xml:space="preserve">Toàn tỉnh có </w:t></w:r><w:r><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr><w:t>120</w:t></w:r><w:r><w:t xml:space="preserve"> cơ sở, đạt 95,6% kế hoạch năm.</w:t></w:r>'  # noqa: E501
    mine = changed_by_hand(docx(HEAD, TEXT), f'<w:r><w:t xml:space="preserve">{TEXT}</w:t></w:r>', bold)
    merged = merge_drafts(docx(HEAD, TEXT), mine, docx(HEAD, NEWS)).document
    (run,) = part(merged).iterfind(f".//{w('ins')}/{w('r')}")
    assert run.find(f"{w('rPr')}/{w('b')}") is not None
    assert run.find(f"{w('rPr')}/{w('color')}").get(w("val")) == "FF0000"


def test_different_words_of_one_paragraph_survive_on_both_sides() -> None:
    mine = "Đến nay toàn tỉnh có 120 cơ sở, đạt 95,6% kế hoạch năm, vượt tiến độ."
    merged = merge([HEAD, TEXT], [HEAD, mine], [HEAD, NEWS])
    assert accepted(merged.document)[1] == "Đến nay toàn tỉnh có 125 cơ sở, đạt 95,6% kế hoạch năm, vượt tiến độ."
    assert [change.act for change in merged.changes] == [Act.MERGED]


def test_neighbouring_words_may_be_changed_by_both() -> None:
    merged = merge([HEAD, TEXT], [HEAD, TEXT.replace("cơ sở", "đơn vị")], [HEAD, NEWS])
    assert accepted(merged.document)[1] == NEWS.replace("cơ sở", "đơn vị")
    assert not comment_texts(merged.document)


def test_where_both_changed_the_same_words_theirs_stays_with_a_comment_that_gives_the_value_and_its_cells() -> None:
    base, mine, new = docx(HEAD, TEXT), docx(HEAD, TEXT.replace("120", "121")), docx(HEAD, NEWS)
    asked = []

    def why(text: str, words: object) -> str:
        asked.append((text, words))
        return "Sở Nội vụ (a.xlsx › Số liệu › C5)"

    merged = merge_drafts(base, mine, new, why=why)
    assert plain(merged.document) == plain(mine)
    assert asked == [(NEWS, ("125",))]
    (note,) = comment_texts(merged.document)
    assert "«125»" in note
    assert "«120»" in note
    assert "Số liệu › C5" in note
    assert [change.act for change in merged.changes] == [Act.CONFLICT]


def test_the_comment_of_a_conflict_stands_on_the_disputed_words() -> None:
    merged = merge([HEAD, TEXT], [HEAD, TEXT.replace("120", "121")], [HEAD, NEWS])
    paragraph = next(p for p in part(merged.document).iter(w("p")) if p.find(w("commentRangeStart")) is not None)
    start, end = paragraph.find(w("commentRangeStart")), paragraph.find(w("commentRangeEnd"))
    between = list(paragraph)[paragraph.index(start) + 1 : paragraph.index(end)]
    assert "".join("".join(one.itertext()) for one in between) == "121"


def test_what_officials_wrote_as_the_data_now_say_is_no_conflict() -> None:
    merged = merge([HEAD, TEXT], [HEAD, NEWS], [HEAD, NEWS])
    assert not comment_texts(merged.document)
    assert not revision_texts(merged.document)


def test_another_spelling_of_tones_is_no_change_and_stays_as_they_typed_it() -> None:
    base, mine = "Đã hòa giải 12 vụ, khoẻ hơn.", "Đã hoà giải 12 vụ, khỏe hơn."
    merged = merge([HEAD, base], [HEAD, mine], [HEAD, base.replace("12", "15")])
    assert accepted(merged.document)[1] == mine.replace("12", "15")
    assert [change.act for change in merged.changes] == [Act.TAKEN]


def test_letters_in_decomposed_unicode_are_the_same_letters() -> None:
    decomposed = "Toa\u0300n ti\u0309nh co\u0301 120 cơ sở, đạt 95,6% kế hoạch năm."
    merged = merge([HEAD, TEXT], [HEAD, decomposed], [HEAD, NEWS])
    assert accepted(merged.document)[1] == decomposed.replace("120", "125")


def test_sentences_added_by_both_at_the_end_both_stay() -> None:
    merged = merge([HEAD, TEXT], [HEAD, f"{TEXT} Cần phát huy."], [HEAD, f"{TEXT} Còn 5 cơ sở chưa đạt."])
    line = accepted(merged.document)[1]
    assert line.startswith(TEXT)
    assert "Cần phát huy." in line
    assert "Còn 5 cơ sở chưa đạt." in line


# Paragraphs


def test_a_moved_paragraph_is_updated_in_its_new_place() -> None:
    base: list[Line] = [HEAD, TEXT, "Công tác khác ổn định.", "# II. Tồn tại", "Không có tồn tại nào."]
    mine: list[Line] = [HEAD, "Công tác khác ổn định.", "# II. Tồn tại", "Không có tồn tại nào.", TEXT]
    merged = merge(base, mine, [HEAD, NEWS, *base[2:]])
    assert accepted(merged.document) == [text.removeprefix("# ") for text in (*mine[:4], NEWS) if isinstance(text, str)]


def test_both_halves_of_a_split_paragraph_are_updated() -> None:
    whole = "Toàn tỉnh có 120 cơ sở đang hoạt động tốt. Trong đó có 35 cơ sở mới thành lập trong năm."
    halves: list[Line] = [f"{whole.split('. ')[0]}.", whole.split(". ")[1]]
    merged = merge([HEAD, whole], [HEAD, *halves], [HEAD, whole.replace("120", "125").replace("35", "37")])
    assert accepted(merged.document)[1:] == [
        "Toàn tỉnh có 125 cơ sở đang hoạt động tốt.",
        "Trong đó có 37 cơ sở mới thành lập trong năm.",
    ]
    assert not comment_texts(merged.document)


def test_joined_paragraphs_are_both_updated() -> None:
    one, other = "Toàn tỉnh có 120 cơ sở đang hoạt động tốt.", "Trong đó có 35 cơ sở mới thành lập trong năm."
    merged = merge(
        [HEAD, one, other], [HEAD, f"{one} {other}"], [HEAD, one.replace("120", "125"), other.replace("35", "37")]
    )
    assert accepted(merged.document)[1] == f"{one} {other}".replace("120", "125").replace("35", "37")
    assert not comment_texts(merged.document)


def test_a_paragraph_deleted_by_hand_stays_deleted_and_its_news_are_told_in_a_comment() -> None:
    merged = merge([HEAD, TEXT, "Đoạn khác."], [HEAD, "Đoạn khác."], [HEAD, NEWS, "Đoạn khác."])
    assert accepted(merged.document) == ["I. Kết quả", "Đoạn khác."]
    (note,) = comment_texts(merged.document)
    assert NEWS in note
    assert [(c.act, c.now) for c in merged.changes] == [(Act.REMOVED, NEWS)]


def test_a_paragraph_that_the_data_dropped_but_officials_edited_stays_with_a_comment() -> None:
    merged = merge([HEAD, TEXT, "Sau."], [HEAD, f"Riêng {TEXT}", "Sau."], [HEAD, "Sau."])
    assert accepted(merged.document)[1] == f"Riêng {TEXT}"
    assert len(comment_texts(merged.document)) == 1


def test_a_dropped_paragraph_is_struck_whole_with_its_mark() -> None:
    merged = merge([HEAD, TEXT, "Sau."], [HEAD, TEXT, "Sau."], [HEAD, "Sau."])
    assert accepted(merged.document) == ["I. Kết quả", "Sau."]
    assert len(part(merged.document).findall(f".//{w('pPr')}/{w('rPr')}/{w('del')}")) == 1


def test_a_heading_renumbered_by_hand_keeps_its_number() -> None:
    base: list[Line] = ["# 1. Chung", "A chung.", "# 2. Kết quả", TEXT]
    mine: list[Line] = ["# 1. Chung", "A chung.", "# 2. Mục tự thêm", "Tự viết.", "# 3. Kết quả", TEXT]
    merged = merge(base, mine, [*base[:3], NEWS])
    assert accepted(merged.document) == ["1. Chung", "A chung.", "2. Mục tự thêm", "Tự viết.", "3. Kết quả", NEWS]


# Whole agencies

AGENCIES: list[Line] = [
    "# a) Sở Y tế", "Đã khám sức khỏe cho 300 người lao động nữ.",
    "# b) Sở Tài chính", "Đã bố trí 450 triệu đồng cho các hoạt động.",
    "# c) Công an tỉnh", "Đã xử lý 12 vụ bạo lực gia đình.",
]  # fmt: skip


def test_a_rewritten_section_keeps_what_officials_wrote_and_tells_the_news() -> None:
    rewritten = "Ngành y tế làm tốt việc chăm sóc phụ nữ."
    mine = [AGENCIES[0], rewritten, *AGENCIES[2:]]
    new = [AGENCIES[0], "Đã khám sức khỏe cho 310 người lao động nữ.", *AGENCIES[2:]]
    merged = merge(AGENCIES, mine, new)
    assert rewritten in accepted(merged.document)
    assert "310" in " ".join(comment_texts(merged.document))


def test_a_moved_section_is_updated_where_it_now_stands() -> None:
    mine = [*AGENCIES[2:], *AGENCIES[:2]]
    new = [AGENCIES[0], "Đã khám sức khỏe cho 310 người lao động nữ.", "Đã mở 5 lớp tập huấn mới.", *AGENCIES[2:]]
    merged = merge(AGENCIES, mine, new)
    assert accepted(merged.document)[-3:] == ["a) Sở Y tế", new[1], "Đã mở 5 lớp tập huấn mới."]


def test_a_removed_section_stays_removed_and_is_listed_with_its_news() -> None:
    new = [*AGENCIES[:3], "Đã bố trí 500 triệu đồng cho các hoạt động.", "Còn thiếu 50 triệu đồng.", *AGENCIES[4:]]
    merged = merge(AGENCIES, [*AGENCIES[:2], *AGENCIES[4:]], new)
    assert not any("triệu" in line for line in accepted(merged.document))
    assert "Còn thiếu 50 triệu đồng." in " ".join(comment_texts(merged.document))
    assert {change.now for change in merged.changes if change.act is Act.REMOVED} >= {new[3], new[4]}


def test_a_new_agency_comes_between_its_neighbours() -> None:
    arrived: list[Line] = ["# b1) Sở Tư pháp", "Đã phổ biến pháp luật 20 lần."]
    mine = [*AGENCIES[:4], "Cán bộ viết thêm ở đây.", *AGENCIES[4:]]
    merged = merge(AGENCIES, mine, [*AGENCIES[:4], *arrived, *AGENCIES[4:]])
    lines = accepted(merged.document)
    assert lines[4:8] == [
        "Cán bộ viết thêm ở đây.",
        "b1) Sở Tư pháp",
        "Đã phổ biến pháp luật 20 lần.",
        "c) Công an tỉnh",
    ]


def test_the_words_of_an_agency_take_the_place_of_the_sentence_that_it_sent_nothing() -> None:
    base = ["# a) Sở Y tế", "Chưa nhận được báo cáo của cơ quan. [[Đôn đốc gửi phiếu.]]", *AGENCIES[2:]]
    new = ["# a) Sở Y tế", "Đã khám 300 người.", "Đã mở 2 lớp.", *AGENCIES[2:]]
    merged = merge(base, base, new)
    assert accepted(merged.document) == plain(docx(*new))
    assert comment_texts(merge_drafts(docx(*base), docx(*base), docx(*new), track=False).document) == []


def test_what_is_struck_stands_before_what_takes_its_place() -> None:
    base: list[Line] = [HEAD, "Chưa nhận được báo cáo.", "Sau."]
    merged = merge(base, base, [HEAD, "Nhiều hoạt động thiết thực.", "Hai lớp tập huấn.", "Sau."])
    assert [kind for kind, _ in revision_texts(merged.document)] == ["del", "ins", "ins"]


def test_a_paragraph_that_the_data_put_elsewhere_is_struck_here_and_inserted_there() -> None:
    base: list[Line] = [HEAD, TEXT, "Công tác khác ổn định.", "Không có tồn tại nào."]
    merged = merge(base, base, [HEAD, *base[2:], TEXT])
    assert accepted(merged.document) == plain(docx(HEAD, *base[2:], TEXT))


# Rounds


def test_a_proposed_deletion_is_taken_back_when_the_form_comes_back() -> None:
    base: list[Line] = [HEAD, "Đã mở 12 lớp tập huấn.", TEXT, "Đoạn khác."]
    gone = merge_drafts(docx(*base), docx(*base), docx(HEAD, "Đoạn khác.")).document
    back = merge_drafts(docx(HEAD, "Đoạn khác."), gone, docx(*base)).document
    assert accepted(back) == rejected(back) == plain(docx(*base)) and revision_texts(back) == []


def test_a_paragraph_whose_deletion_was_rejected_does_not_come_twice() -> None:
    base: list[Line] = [HEAD, "Đã mở 12 lớp tập huấn.", TEXT, "Đoạn khác."]
    back = merge_drafts(docx(HEAD, "Đoạn khác."), docx(*base), docx(*base)).document
    assert accepted(back) == plain(docx(*base))
    other = merge_drafts(docx(HEAD, "Đoạn khác."), docx(*base), docx(HEAD, base[1], NEWS, "Đoạn khác.")).document
    assert accepted(other) == plain(docx(*base)) and NEWS in comment_texts(other)[0]


def test_a_second_change_of_an_open_change_is_one_change_from_their_words() -> None:
    once = merge_drafts(docx(HEAD, TEXT), docx(HEAD, TEXT), docx(HEAD, NEWS)).document
    twice = merge_drafts(docx(HEAD, NEWS), once, docx(HEAD, TEXT.replace("120", "131"))).document
    assert revision_texts(twice) == [("del", "120"), ("ins", "131")]
    back = merge_drafts(docx(HEAD, NEWS), once, docx(HEAD, TEXT)).document
    assert revision_texts(back) == []


def test_accepted_words_of_an_inserted_paragraph_are_struck_not_lost() -> None:
    own = "Sở B mở 05 lớp tập huấn."
    put_in = merge_drafts(docx(HEAD, TEXT), docx(HEAD, TEXT), docx(HEAD, own, TEXT)).document
    xml = etree.tostring(part(put_in), encoding="unicode")
    half = replace_part(
        put_in, "word/document.xml", re.sub(r"<w:ins [^>]*>(<w:r>.*?</w:r>)</w:ins>", r"\1", xml).encode()
    )
    merged = merge_drafts(docx(HEAD, own, TEXT), half, docx(HEAD, TEXT)).document
    assert rejected(merged) == rejected(half) and accepted(merged) == plain(docx(HEAD, TEXT))


# Tables

TABLE: list[list[str]] = [["TT", "Xã", "Số", "Ghi chú"], ["1", "Xã Bảo Lâm", "5", "–"], ["2", "Xã Di Linh", "6", "–"]]


def rows(document: bytes) -> list[str]:
    return accepted(document)[1:]


def test_cells_are_merged_one_by_one() -> None:
    mine = [TABLE[0], TABLE[1], ["2", "Xã Di Linh", "6", "đã rà soát"]]
    new = [TABLE[0], ["1", "Xã Bảo Lâm", "9", "–"], ["2", "Xã Di Linh", "7", "–"]]
    merged = merge([HEAD, TABLE], [HEAD, mine], [HEAD, new])
    assert rows(merged.document) == [*TABLE[0], "1", "Xã Bảo Lâm", "9", "–", "2", "Xã Di Linh", "7", "đã rà soát"]
    assert merged.changes[0].place == "I. Kết quả › Xã Bảo Lâm"


def test_rows_come_and_go_as_tracked_rows() -> None:
    new = [TABLE[0], TABLE[1], ["2", "Xã Lạc Dương", "8", "–"], ["3", "Xã Đơn Dương", "1", "–"]]
    merged = merge([HEAD, TABLE], [HEAD, TABLE], [HEAD, new])
    assert accepted(merged.document) == plain(docx(HEAD, new))
    marks = [one.tag for one in part(merged.document).iterfind(f".//{w('trPr')}/*")]
    assert sorted(marks) == sorted([w("del"), w("ins"), w("ins")])


def test_a_row_that_officials_added_or_removed_stays_so() -> None:
    mine = [TABLE[0], ["", "Cộng", "", ""], TABLE[1]]
    new = [TABLE[0], ["1", "Xã Bảo Lâm", "9", "–"], ["2", "Xã Di Linh", "7", "–"]]
    merged = merge([HEAD, TABLE], [HEAD, mine], [HEAD, new])
    assert rows(merged.document) == [*TABLE[0], "", "Cộng", "", "", "1", "Xã Bảo Lâm", "9", "–"]
    assert Act.REMOVED in {change.act for change in merged.changes}


def test_a_column_that_officials_added_does_not_confuse_the_others() -> None:
    mine = [[*row[:2], f"thêm {at}", *row[2:]] for at, row in enumerate(TABLE)]
    new = [TABLE[0], ["1", "Xã Bảo Lâm", "9", "–"], TABLE[2]]
    merged = merge([HEAD, TABLE], [HEAD, mine], [HEAD, new])
    assert rows(merged.document)[5:10] == ["1", "Xã Bảo Lâm", "thêm 1", "9", "–"]


def test_a_column_that_officials_widened_stays_wide() -> None:
    narrow, wide = '<w:gridCol w:w="2000"/>', '<w:gridCol w:w="3111"/>'
    mine = changed_by_hand(docx(HEAD, TABLE), narrow, wide)
    new = [TABLE[0], ["1", "Xã Bảo Lâm", "9", "–"], TABLE[2]]
    merged = merge_drafts(docx(HEAD, TABLE), mine, docx(HEAD, new)).document
    assert part(merged).find(f".//{w('gridCol')}").get(w("w")) == "3111"
    assert accepted(merged) == plain(docx(HEAD, new))


def test_a_table_that_officials_removed_stays_removed() -> None:
    new = [TABLE[0], ["1", "Xã Bảo Lâm", "9", "–"], TABLE[2]]
    merged = merge([HEAD, TABLE, "Sau."], [HEAD, "Sau."], [HEAD, new, "Sau."])
    assert accepted(merged.document) == ["I. Kết quả", "Sau."]


# What is theirs

INSERTED = '<w:ins w:id="7" w:author="Chị Hoa" w:date="2026-11-01T00:00:00Z"><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:ins>'  # noqa: E501
DELETED = '<w:del w:id="8" w:author="Chị Hoa" w:date="2026-11-01T00:00:00Z"><w:r><w:delText xml:space="preserve">{}</w:delText></w:r></w:del>'  # noqa: E501


def plain_run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_their_own_open_revisions_stay_open() -> None:
    theirs = (
        plain_run("Toàn tỉnh có 120 cơ sở, đạt 95,6% kế hoạch")
        + DELETED.format(" năm")
        + INSERTED.format(" quý")
        + plain_run(".")
    )
    mine = changed_by_hand(docx(HEAD, TEXT), plain_run(TEXT), theirs)
    merged = merge_drafts(docx(HEAD, TEXT), mine, docx(HEAD, NEWS)).document
    authors = [one.get(w("author")) for one in part(merged).iter(w("ins"), w("del"))]
    assert sorted(authors) == sorted(["Chị Hoa", "Chị Hoa", TOOL, TOOL])
    assert accepted(merged)[1] == NEWS.replace("năm", "quý")
    assert rejected(merged, everybody=True)[1] == TEXT
    untracked = merge_drafts(docx(HEAD, TEXT), mine, docx(HEAD, NEWS), track=False).document
    assert {one.get(w("author")) for one in part(untracked).iter(w("ins"), w("del"))} == {"Chị Hoa"}


def test_news_inside_their_insertion_do_not_nest_insertions() -> None:
    theirs = INSERTED.format(TEXT)
    mine = changed_by_hand(docx(HEAD, TEXT), plain_run(TEXT), theirs)
    merged = merge_drafts(docx(HEAD, TEXT), mine, docx(HEAD, NEWS)).document
    assert not part(merged).findall(f".//{w('ins')}//{w('ins')}")
    assert accepted(merged)[1] == NEWS
    assert rejected(merged) == accepted(mine)


def test_an_open_revision_of_ours_is_folded_in_not_nested() -> None:
    first = merge_drafts(docx(HEAD, TEXT), docx(HEAD, TEXT), docx(HEAD, NEWS)).document
    later = docx(HEAD, TEXT.replace("120", "130"))
    second = merge_drafts(docx(HEAD, NEWS), first, later).document
    assert revision_texts(second) == [("del", "120"), ("ins", "130")]
    assert rejected(second) == plain(docx(HEAD, TEXT))


def test_news_taken_back_leave_no_revision_at_all() -> None:
    first = merge_drafts(docx(HEAD, TEXT), docx(HEAD, TEXT), docx(HEAD, NEWS)).document
    second = merge_drafts(docx(HEAD, NEWS), first, docx(HEAD, TEXT)).document
    assert revision_texts(second) == []
    assert plain(second) == plain(docx(HEAD, TEXT))


def test_what_officials_rejected_stays_rejected() -> None:
    kept = merge_drafts(docx(HEAD, NEWS), docx(HEAD, TEXT), docx(HEAD, NEWS)).document
    assert plain(kept) == plain(docx(HEAD, TEXT))


def test_their_comments_and_footnotes_stay_where_they_are() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    mine = changed_by_hand(
        docx(HEAD, TEXT), plain_run(TEXT),
        f'{plain_run("Toàn tỉnh có 12")}{plain_run("0 cơ sở")}{note}{plain_run(", đạt 95,6% kế hoạch năm.")}',
    )  # fmt: skip
    merged = merge_drafts(docx(HEAD, TEXT), mine, docx(HEAD, NEWS.replace("95,6%", "96,1%"))).document
    assert len(part(merged).findall(f".//{w('footnoteReference')}")) == 1
    assert accepted(merged)[1] == NEWS.replace("95,6%", "96,1%")


def test_other_parts_of_their_file_are_not_touched() -> None:
    mine = docx(HEAD, TEXT)
    merged = merge_drafts(mine, mine, docx(HEAD, NEWS)).document
    with zipfile.ZipFile(io.BytesIO(mine)) as before, zipfile.ZipFile(io.BytesIO(merged)) as after:
        same = [name for name in before.namelist() if before.read(name) == after.read(name)]
        assert set(before.namelist()) - set(same) <= {"word/document.xml", "word/_rels/document.xml.rels"}


# The tool's comments


def test_a_doubt_that_is_gone_takes_its_comment_along_and_a_new_one_brings_it() -> None:
    base: list[Line] = [HEAD, f"{TEXT} [[Ô C5 còn phải kiểm tra.]]", "Đoạn khác vẫn thế."]
    new: list[Line] = [HEAD, TEXT, "Đoạn khác vẫn thế. [[Ô D7 còn phải kiểm tra.]]"]
    assert comment_texts(merge(base, base, new).document) == ["Ô D7 còn phải kiểm tra."]


def test_a_comment_that_officials_have_answered_stays() -> None:
    base: list[Line] = [HEAD, f"{TEXT} [[Ô C5 còn phải kiểm tra.]]"]
    answered = with_answer(docx(*base))
    assert comment_texts(merge_drafts(docx(*base), answered, docx(HEAD, TEXT)).document) == ["Ô C5 còn phải kiểm tra."]
    assert comment_texts(merge_drafts(docx(*base), docx(*base), docx(HEAD, TEXT)).document) == []


def with_answer(document: bytes) -> bytes:
    """The file after somebody has answered its first comment in Word (as the part of threads tells)."""
    kind, space = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended", "2010/wordml"
    links = etree.tostring(part(document, "word/_rels/document.xml.rels")).decode()
    links = links.replace("</Rel", f'<Relationship Id="rId9" Type="{kind}" Target="commentsExtended.xml"/></Rel')
    comments = etree.tostring(part(document, "word/comments.xml")).decode()
    named = f'<w:p xmlns:w14="http://schemas.microsoft.com/office/word/{space}" w14:paraId="0A">'
    document = replace_part(document, "word/_rels/document.xml.rels", links.encode())
    document = replace_part(document, "word/comments.xml", comments.replace("<w:p>", named).encode())
    threads = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="0A"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A"/></w15:commentsEx>'
    )
    buffer = io.BytesIO(document)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/commentsExtended.xml", threads)
    return buffer.getvalue()


def test_a_comment_that_officials_removed_does_not_come_back() -> None:
    base: list[Line] = [HEAD, f"{TEXT} [[Ô C5 còn phải kiểm tra.]]"]
    new: list[Line] = [HEAD, f"{NEWS} [[Ô C5 còn phải kiểm tra.]]"]
    assert comment_texts(merge(base, [HEAD, TEXT], new).document) == []


# The file


def test_the_same_three_files_give_the_same_bytes() -> None:
    files = docx(HEAD, TEXT), docx(HEAD, TEXT.replace("120", "121")), docx(HEAD, NEWS, "Mới.")
    assert merge_drafts(*files).document == merge_drafts(*files).document


@pytest.mark.parametrize("junk", [b"", b"no zip", docx(HEAD)[:300]])
def test_a_file_that_is_no_word_document_is_refused_in_a_sentence(junk: bytes) -> None:
    with pytest.raises(UsageError, match="Word"):
        merge_drafts(docx(HEAD), junk, docx(HEAD))


def test_the_summary_counts_every_act() -> None:
    merged = merge([HEAD, TEXT, "Hai."], [HEAD, TEXT, "Hai sửa."], [HEAD, NEWS, "Hai."])
    assert count_acts(merged.changes) == ("cập nhật theo số liệu: 1 đoạn, dòng", "giữ bản sửa tay: 1 đoạn, dòng")


def test_an_unknown_style_of_the_new_report_comes_along() -> None:
    document = python_docx.Document()
    document.add_paragraph("Mở đầu báo cáo.", style="Normal")
    base = saved(document)
    document.add_paragraph("Đoạn trong khung.", style="Intense Quote")
    merged = merge_drafts(base, docx("Mở đầu báo cáo."), saved(document)).document
    reopened = python_docx.Document(io.BytesIO(merged))
    assert [p.style.name for p in reopened.paragraphs][-1] == "Intense Quote"


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(not VALIDATOR.exists(), reason="the schema validator is not beside this checkout")
def test_results_of_random_merges_are_valid(tmp_path: Path) -> None:
    faults = []
    chance = random.Random(4)
    names = ("word", "add", "sentence", "own", "delete", "move", "split", "join", "cell", "own_row", "drop_row")
    news = ("figure", "reword", "insert", "remove", "row", "new_row", "gone_row", "agency")
    for at in range(12):
        base = anything.make_base([3, 2, 4], 4)
        by_hand, by_data = (
            [(chance.choice(kind), *(chance.randrange(50) for _ in range(3))) for _ in range(6)]
            for kind in (names, news)
        )
        mine = anything.apply(base, by_hand, anything.edit).docx()
        new = anything.apply(base, by_data, anything.correct).docx()
        tracked = at % 3 > 0
        faults.append(schema_faults(merge_drafts(base.docx(), mine, new, track=tracked).document, tmp_path))
    assert faults == [""] * len(faults)


# Marks of doubt


def highlighted(document: bytes, words: str) -> bytes:
    """The file with a paragraph in yellow, as the tool marks what is doubtful."""
    yellow = f'<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
    return changed_by_hand(document, plain_run(words), yellow)


@pytest.mark.parametrize("track", [True, False])
def test_the_yellow_of_a_doubt_goes_with_the_doubt(track: bool) -> None:
    base = highlighted(docx(HEAD, TEXT), TEXT)
    root = part(merge_drafts(base, base, docx(HEAD, NEWS), track=track).document)
    runs = [run for run in root.iter(w("r")) if run.find(w("t")) is not None]
    assert not any(run.find(f"{w('rPr')}/{w('highlight')}") is not None for run in runs)
    assert (root.find(f".//{w('rPrChange')}") is not None) == track


def test_the_yellow_goes_also_where_no_word_changes() -> None:
    base = highlighted(docx(HEAD, TEXT), TEXT)
    root = part(merge_drafts(base, base, docx(HEAD, TEXT), track=False).document)
    assert next(root.iter(w("highlight")), None) is None


def with_header(document: bytes, *lines: str) -> bytes:
    """The file with a header of these lines (held by no section: it is the part that counts here)."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    parts = {name: part(document, name) for name in ("word/document.xml", "word/styles.xml")}
    texts = {name: etree.tostring(root, encoding="unicode") for name, root in parts.items()}
    return pack({**texts, "word/header1.xml": f'<w:hdr xmlns:w="{W}">{paragraphs}</w:hdr>'})


def header_of(document: bytes, *tags: str) -> str:
    return "".join(one.text or "" for one in part(document, "word/header1.xml").iter(*map(w, tags)))


@pytest.mark.parametrize("track", [True, False])
def test_a_mark_in_the_header_goes_with_the_data(track: bool) -> None:
    base, new = with_header(docx(TEXT), "Trang 2", "DỰ THẢO"), with_header(docx(TEXT), "Trang 2", "")
    merged = merge_drafts(base, base, new, track=track)
    assert header_of(merged.document, "t") == "Trang 2"
    assert header_of(merged.document, "delText") == ("DỰ THẢO" if track else "")
    assert [(change.place, change.theirs, change.now) for change in merged.changes] == [("Đầu trang", "DỰ THẢO", "")]


def test_numbers_of_revisions_are_unique_across_body_and_margins() -> None:
    mark = '<w:p><w:ins w:id="41" w:author="Chị Hoa"><w:r><w:t>Trang</w:t></w:r></w:ins></w:p>'
    base, new = with_header(docx(TEXT), "DỰ THẢO"), with_header(docx(NEWS, "Thêm."), "")
    xml = etree.tostring(part(base, "word/header1.xml"), encoding="unicode").replace("</w:hdr>", f"{mark}</w:hdr>")
    merged = merge_drafts(base, replace_part(base, "word/header1.xml", xml.encode()), new).document
    marks = [
        one for name in ("word/document.xml", "word/header1.xml") for one in part(merged, name).iter(w("ins"), w("del"))
    ]
    numbers = [one.get(w("id")) for one in marks]
    assert len(numbers) > 4 and len(set(numbers)) == len(numbers) and min(map(int, numbers)) >= 41


def test_a_header_that_officials_wrote_stays() -> None:
    base, new = with_header(docx(TEXT), "DỰ THẢO"), with_header(docx(TEXT), "")
    merged = merge_drafts(base, with_header(docx(TEXT), "Đầu trang riêng"), new)
    assert header_of(merged.document, "t") == "Đầu trang riêng" and merged.changes == ()


def test_a_new_doubt_is_marked_yellow() -> None:
    base, new = docx(HEAD, TEXT), highlighted(docx(HEAD, NEWS), NEWS)
    root = part(merge_drafts(base, base, new).document)
    (put,) = root.iterfind(f".//{w('ins')}/{w('r')}")
    assert put.find(f"{w('rPr')}/{w('highlight')}").get(w("val")) == "yellow"


def test_a_colour_that_officials_chose_stays() -> None:
    base = docx(HEAD, TEXT)
    mine = highlighted(base, TEXT)
    root = part(merge_drafts(base, mine, docx(HEAD, NEWS)).document)
    assert root.find(f".//{w('ins')}/{w('r')}/{w('rPr')}/{w('highlight')}") is not None


def test_the_comment_of_an_older_conflict_gives_way_to_the_newer() -> None:
    mine = docx(HEAD, TEXT.replace("120", "121"))
    first = merge_drafts(docx(HEAD, TEXT), mine, docx(HEAD, NEWS)).document
    later = docx(HEAD, TEXT.replace("120", "130"))
    (note,) = comment_texts(merge_drafts(docx(HEAD, NEWS), first, later).document)
    assert "«130»" in note


def test_a_file_in_the_strict_form_is_refused_rather_than_filled_up() -> None:
    strict = docx(HEAD, TEXT)
    xml = etree.tostring(part(strict)).replace(b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/x")
    with pytest.raises(UsageError, match="Word"):
        merge_drafts(strict, replace_part(strict, "word/document.xml", xml), strict)


def test_only_rows_that_somebody_changed_are_read_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    header, rows = ["TT", "Xã", "Số"], [[str(n), f"Xã {n} Ba", str(n * 7)] for n in range(1, 121)]
    changed = [[*row[:2], "9.999"] if row[0] == "77" else row for row in rows]
    read, cells = list[int](), Story._cells
    monkeypatch.setattr(Story, "_cells", lambda story, row: read.append(1) or cells(story, row))
    merged = merge_drafts(docx(TEXT, [header, *rows]), docx(TEXT[:-1], [header, *rows]), docx(NEWS, [header, *changed]))
    assert "9.999" in " ".join(accepted(merged.document))
    assert len(read) <= 6, "the header and the changed row, in three versions"


def test_what_officials_put_under_another_heading_and_the_data_put_there_too_stands_once() -> None:
    base: list[Line] = ["# 1. Mục Sở Nội vụ", "Cơ quan báo cáo 501 việc.", "# 2. Mục mới", "Cơ quan báo cáo 777 việc."]
    mine: list[Line] = ["# 1. Mục Sở Nội vụ", "Cơ quan báo cáo 777 việc."]
    new: list[Line] = [base[0], "Cơ quan báo cáo 503 việc.", base[3], base[2]]
    once = merge(base, mine, new)
    assert accepted(once.document) == plain(docx(*mine)) and "503" in "".join(comment_texts(once.document))
    again = merge_drafts(docx(*new), once.document, docx(*new)).document
    assert etree.tostring(part(again)) == etree.tostring(part(once.document))


# Another official's copy


def test_what_a_second_copy_says_otherwise_stays_told_whatever_the_data_bring() -> None:
    base = docx(HEAD, TEXT, "Có 31 lãnh đạo nữ.", "Phát hiện 17 vụ.", "Hết.")
    mine = docx(HEAD, TEXT.replace("120", "121"), "Phát hiện 18 vụ.", "Hết.")
    other = docx(HEAD, TEXT.replace("120", "122"), "Có 32 lãnh đạo nữ.", "Hết.")
    both = merge_drafts(base, mine, other, is_copy=True).document
    told = "\n".join(comment_texts(both))
    assert "«122»" in told and "«Có 32 lãnh đạo nữ.»" in told and "xóa đoạn này: «Phát hiện 17 vụ.»" in told
    assert "Số liệu mới" not in told
    for new in (base, docx(HEAD, NEWS, "Có 31 lãnh đạo nữ.", "Phát hiện 17 vụ.", "Hết.")):
        merged = merge_drafts(base, both, new)
        assert set(comment_texts(both)) <= set(comment_texts(merged.document)) and len(merged.disputes) >= 3
    settled = docx_with(both, "121", "122")
    assert "«122»" not in "".join(comment_texts(merge_drafts(base, settled, base).document))


def docx_with(document: bytes, old: str, new: str) -> bytes:
    text = etree.tostring(part(document), encoding="unicode")
    return replace_part(document, "word/document.xml", text.replace(old, new).encode())


def test_a_copied_figure_that_changes_again_is_told_as_it_is_now() -> None:
    def report(number: int, *own: str) -> bytes:
        return docx(HEAD, f"Đã có {number} hội nghị trong năm.", *own, "Hết.")

    mine, before = report(420, "Tóm lại, cả năm có 420 hội nghị."), 420
    for now in (424, 430, 441):
        mine, before = merge_drafts(report(before), mine, report(now)).document, now
        assert [f"«420» nay là «{now}»" in note for note in comment_texts(mine)] == [True]
    assert comment_texts(merge_drafts(report(before), mine, report(420)).document) == []


def test_a_sentence_of_many_agencies_that_an_official_edited_is_disputed_where_its_agency_has_sent() -> None:
    silent, own = "Chưa gửi báo cáo (tính đến ngày 06/12/2026).", "Chưa gửi báo cáo; đã đôn đốc hai lần."
    base: list[Line] = ["# 1. Sở Y tế", silent, "# 2. Sở Tư pháp", "Sở mở 12 lớp."]
    mine: list[Line] = [base[0], own, *base[2:]]
    new: list[Line] = [base[0], "Đã khám 300 người.", base[2], silent]
    once = merge(base, mine, new)
    assert "không còn" in "".join(comment_texts(once.document))
    again = merge_drafts(docx(*new), once.document, docx(*new)).document
    assert comment_texts(again) == comment_texts(once.document)
    back = merge_drafts(docx(*new), once.document, docx(*base)).document
    assert "không còn" not in "".join(comment_texts(back))


def test_a_run_whose_formatting_somebody_tracked_is_cut_into_runs_with_numbers_of_their_own() -> None:
    who = 'w:author="Chị Hoa" w:date="2026-11-29T08:00:00Z"'
    bold = f'<w:rPr><w:b/><w:rPrChange w:id="82" {who}><w:rPr/></w:rPrChange></w:rPr>'
    root = part(docx(HEAD, TEXT))
    root.findall(f".//{w('r')}")[1].insert(0, etree.fromstring(f'<x xmlns:w="{W}">{bold}</x>')[0])
    mine = replace_part(docx(HEAD, TEXT), "word/document.xml", etree.tostring(root))
    merged = part(merge_drafts(docx(HEAD, TEXT), mine, docx(HEAD, NEWS)).document)
    ids = [one.get(w("id")) for one in merged.iter(w("ins"), w("del"), w("rPrChange"))]
    assert len(ids) == len(set(ids)) > 3


def test_comments_that_people_wrote_into_a_second_copy_come_along() -> None:
    lines = [HEAD, TEXT, "Có 31 lãnh đạo nữ.", "Hết."]
    noted = docx(*lines[:2], f"{lines[2]} [[Đề nghị Sở Y tế xác nhận.]]", lines[3])
    parts = plain_parts(noted)
    signed = parts["word/comments.xml"].decode().replace(TOOL, "Anh Bình").encode()
    other, mine = replace_part(noted, "word/comments.xml", signed), docx(HEAD, TEXT, "Có 31 lãnh đạo nữ, tay1.", "Hết.")
    for theirs in (docx(*lines), mine):
        both = merge_drafts(docx(*lines), theirs, other, is_copy=True).document
        assert [note for note in comment_texts(both) if "xác nhận" in note] == ["Đề nghị Sở Y tế xác nhận."]
        assert plain_parts(both)["word/comments.xml"].decode().count("Anh Bình") == 1
        again = merge_drafts(docx(*lines), both, other, is_copy=True).document
        assert comment_texts(again) == comment_texts(both)


def plain_parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_disputed_cell_bears_one_comment_though_its_figure_stands_elsewhere_too() -> None:
    header, base = ["TT", "Xã", "Số"], [["1", "Xã An Ba", "311"], ["2", "Xã Bê Ba", "422"]]
    mine, new = [[*base[0][:2], "422"], base[1]], [[*base[0][:2], "633"], [*base[1][:2], "744"]]
    merged = merge_drafts(docx(TEXT, [header, *base]), docx(TEXT, [header, *mine]), docx(TEXT, [header, *new]))
    assert [note[:20] for note in comment_texts(merged.document)] == ["Số liệu mới: «633» ("]


@pytest.mark.parametrize(
    ("before", "theirs", "now", "settled"),
    [
        ("Có 420 nữ (chiếm 58,2%), riêng xã đạt 58,6%.", "Có 420 nữ, riêng xã đạt 58,6%.",
         "Có 420 nữ (chiếm 58,6%), riêng xã đạt 58,6%.", "Có 420 nữ (chiếm 58,6%), riêng xã đạt 58,6%."),
        ("Có 142/140 xã gửi.", "Có /140 xã gửi.", "Có 140/140 xã gửi.", "Có 140/140 xã gửi."),
        ("Có 18 lớp.", "Có 18 21 lớp.", "Có 21 lớp.", "Có 21 lớp."),
        ("Đạt 70,0%.", "Đạt 70,0%69,6%.", "Đạt 69,6%.", "Đạt 69,6%."),
        ("Có 12 lớp, gồm 13 buổi.", "Có 11 lớp, gồm 13 buổi.", "Có 13 lớp, gồm 13 buổi.", "Có 13 lớp, gồm 13 buổi."),
    ],
)  # fmt: skip
def test_a_dispute_stays_told_though_its_figure_stands_elsewhere_in_the_paragraph(
    before: str, theirs: str, now: str, settled: str
) -> None:
    base, new = docx("Mở đầu.", before), docx("Mở đầu.", now)
    once = merge_drafts(base, docx("Mở đầu.", theirs), new).document
    (note,) = comment_texts(once)
    assert comment_texts(merge_drafts(new, once, new).document) == [note]
    text = part(once)
    for one in [one for one in text.iter(w("t")) if one.getparent().getparent().tag == w("p")][1:]:
        one.text = ""  # what the officials then write in the place of the whole paragraph settles it
    first = next(one for one in text.iter(w("t")) if not one.text)
    first.text = settled
    followed = replace_part(once, "word/document.xml", etree.tostring(text))
    assert accepted(followed) == ["Mở đầu.", settled]
    assert comment_texts(merge_drafts(new, followed, new).document) == []
