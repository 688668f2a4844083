"""Paragraphs that officials cut into many, as a paste from a mail does, or join into one: the figures still follow."""

from __future__ import annotations

import random
import re

import pytest

from lamdong_report.drafts import merge_drafts
from tests.draft_files import accepted, comment_texts, docx, rejected

SENTENCES = (
    "Hệ thống thông tin cơ sở đã đăng, phát {} tin, bài về bình đẳng giới; nhiều nhất là xã Hàm Thuận Bắc.",
    "Ngân sách cấp xã: được giao {} triệu đồng, đã sử dụng {} triệu đồng trong năm.",
    "Các trường học đã tổ chức {} buổi truyền thông cho {} học sinh dân tộc nội trú.",
    "Toàn tỉnh phát hiện {} vụ bạo lực gia đình, hòa giải thành {} vụ.",
    "Công an tỉnh đã khởi tố {} vụ mua bán người, bảo vệ {} nạn nhân.",
    "Thanh tra tỉnh kiến nghị xử lý {} tập thể qua kiểm tra chuyên đề.",
    "Hội Phụ nữ vận hành {} điểm tạm lánh, tư vấn miễn phí.",
    "Tổ truyền thông cộng đồng thăm hỏi {} gia đình có người cao tuổi.",
)


def fill(sentence: str, dice: random.Random) -> str:
    return re.sub(r"\{\}", lambda _: str(dice.randrange(1000, 9999)), sentence)


def whole(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def cut(text: str, dice: random.Random) -> list[str]:
    """The lines of a mail: three to six words in each."""
    words, lines = text.split(" "), list[str]()
    while words:
        size = dice.randrange(3, 7) if len(words) > 9 else len(words)
        lines.append(" ".join(words[:size]))
        words = words[size:]
    return lines


@pytest.mark.parametrize("seed", range(60))
def test_figures_go_into_paragraphs_cut_or_joined_by_hand(seed: int) -> None:
    dice = random.Random(seed)
    shapes = dice.sample(SENTENCES, 6)
    before, now = ([fill(one, dice) for one in shapes] for _ in range(2))
    base, news = ([texts[0], whole(texts[1:3]), *texts[3:]] for texts in (before, now))
    if dice.random() < 0.5:
        mine = [base[0], *cut(base[1], dice), *base[2:]]
    else:
        mine = [*base[:2], whole(base[2:]), "Đoạn do tay1 viết."]
    heading = "# I. Kết quả"
    merged = merge_drafts(docx(heading, *base), docx(heading, *mine), docx(heading, *news))
    after = accepted(merged.document)
    assert whole(after).replace(" Đoạn do tay1 viết.", "") == whole([heading[2:], *news])
    assert len(after) == len(mine) + 1, "their paragraphs end where they ended"
    assert comment_texts(merged.document) == []
    assert rejected(merged.document) == [heading[2:], *mine]


@pytest.mark.parametrize("seed", range(40))
def test_of_joined_paragraphs_that_come_and_go_no_figure_is_lost_in_silence(seed: int) -> None:
    dice = random.Random(1000 + seed)
    shapes = dice.sample(SENTENCES, 7)
    texts = [fill(one, dice) for one in shapes]
    base = texts[:6]
    news = [fill(one, dice) if dice.random() < 0.5 else text for one, text in zip(shapes[:6], base, strict=True)]
    del news[dice.randrange(1, 6)]
    news.insert(dice.randrange(1, 6), texts[6])
    mine = [base[0], whole([*base[1:4], "Câu của tay1."]), *base[4:]]
    merged = merge_drafts(docx(*base), docx(*mine), docx(*news))
    after, told = whole(accepted(merged.document)), whole(comment_texts(merged.document))
    assert after.count("tay1") == 1
    fresh = set(re.findall(r"\d{4}", whole(news)))
    assert fresh <= set(re.findall(r"\d{4}", after + told))
    for number in set(re.findall(r"\d{4}", after)) - fresh:  # a figure of the former draft: told as one, never alone
        assert number in told, number
    again = merge_drafts(docx(*news), merged.document, docx(*news))
    assert accepted(again.document) == accepted(merged.document)
