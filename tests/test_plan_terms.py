"""What is said of a term or a sentence that cannot be understood: each sentence once, with what provokes it."""

from __future__ import annotations

import pytest

from lamdong_report.plan import parse_expression
from lamdong_report.plan.language.pieces import LanguageError
from lamdong_report.plan.language.sentences import parse_sentence

TERMS = [
    ("tt cuoc", "không hiểu biểu thức «tt cuoc»"),
    ("count(tt_cuoc)", "không có phép «count»; các phép có thể dùng: yes, answered"),
    ("yes()", "phép «yes» thiếu mã câu hỏi"),
    ("answered(a, )", "phép «answered» thiếu mã câu hỏi"),
    ("is(bv_mo_hinh)", "phép «is» cần mã câu hỏi và câu trả lời"),
    ("by(2026-06-31, q)", "cần một ngày ở đầu, ví dụ 2026-06-30, không phải «2026-06-31»"),
    ("by(2026-06-30)", "phép «by» cần một ngày rồi mã câu hỏi về ngày"),
    ("by(2026-06-30, q, r)", "điều kiện của phép «by» ghi dạng: mã câu hỏi = giá trị"),
    ("rows(lop, = Trực tuyến)", "điều kiện của phép «rows» ghi dạng: cột = giá trị"),
    ("sum(lop.nguoi, hinh_thuc =)", "điều kiện của phép «sum» ghi dạng: cột = giá trị"),
    ("at_least(4)", "phép «at_least» cần một số rồi mã câu hỏi"),
    ("rate_at_least(95, q)", "phép «rate_at_least» cần một số rồi hai mã câu hỏi"),
    ("rate_at_least(95, q, r, s)", "phép «rate_at_least» cần một số rồi hai mã câu hỏi"),
    ("at_least(bốn, q)", "phép «at_least» cần một số ở đầu, không phải «bốn»"),
    ("a/b/c", "«a/b/c» có nhiều hơn một dấu chia"),
]
SENTENCES = [
    ("Có {a", "dấu ngoặc nhọn không khép"),
    ("Có a} xã", "dấu ngoặc nhọn không khép"),
    ("Có [{a}", "dấu ngoặc vuông không khép hoặc lồng nhau"),
    ("Có [[{a}]]", "dấu ngoặc vuông không khép hoặc lồng nhau"),
    ("Có {#moi}", "không có trường «#moi»; các trường có sẵn: "),
    ("Có {a:phần}", "không có dạng in «:phần» trong «a:phần»"),
    ("Có {a:share}", "dạng in «:share» chỉ dùng ở cột phụ lục"),
    ("Có {a/b:names}", "dạng in «:names» không dùng cho phép chia «a/b:names»"),
    ("Có {a:%}", "dạng in «:%» cần một phép chia, ví dụ a/b:%"),
]


@pytest.mark.parametrize(("text", "words"), TERMS)
def test_a_term_that_is_not_understood(text: str, words: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_expression(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(("text", "words"), SENTENCES)
def test_a_sentence_that_is_not_understood(text: str, words: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_sentence(text)
    assert words in str(caught.value)
