"""What comes out of a pasted answer: safe characters, tidy lines, bullets understood, no letter lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.text.clean import Line, clean, end_sentence, lower_first, split_lines, upper_first

ANY_TEXT = st.text(st.characters())
TYPED = st.text(st.sampled_from("aăạđƯ 15.,;:!?()-+*…\n\t\u00a0\u00ado/@“”%"), max_size=40)


def letters(text: str) -> str:
    """Letters and digits, an eth as the letter that it looks like."""
    return "".join(char for char in text if char.isalpha() or char.isdecimal()).translate(str.maketrans("ÐƉðɖ", "ĐĐđđ"))


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("Bi\u0300nh đa\u0306\u0309ng", "Bình đẳng"),
        ("05\u00a0lớp\u2003tập\u3000huấn", "05 lớp tập huấn"),
        ("bình\u200b đ\u00adẳng\ufeff giới\u2060", "bình đẳng giới"),
        ("một\r\nhai\rba\x0bbốn\x0cnăm\u2028sáu\u2029bảy\x85tám", "một\nhai\nba\nbốn\nnăm\nsáu\nbảy\ntám"),
        ("a\tb", "a b"),
        ("  a   b  \n  c ", "a b\nc"),
        ("a\x00b\x07c\ud800d\uffffe\ufdd0f", "abcdef"),
        ("\uf0b7\tMột\n\uf02d Hai\n\uf0a7 Ba", "- Một\n- Hai\n- Ba"),
        ("a\ue000b\U000f0000c", "abc"),
        ("một_x000D_\nhai", "một\nhai"),
        ("{{ x }} <b> & 5 < 6", "{{ x }} <b> & 5 < 6"),
        ("\n\n một \n\n", "một"),
        ("", ""),
    ],
)
def test_an_answer_is_made_safe_and_tidy(raw: str, tidy: str) -> None:
    assert clean(raw) == tidy


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [("Ðức Trọng", "Đức Trọng"), ("xã ðắk wil", "xã đắk wil"), ("UBNÐ, HÐND", "UBNĐ, HĐND"), ("Ɖà", "Đà")],
)
def test_an_eth_is_taken_for_the_letter_that_it_looks_like(raw: str, tidy: str) -> None:
    assert clean(raw) == tidy


@given(ANY_TEXT)
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_only_characters_that_a_document_may_hold_are_left(text: str) -> None:
    assert not {unicodedata.category(char) for char in clean(text) if char != "\n"} & {"Cc", "Cf", "Cs", "Co"}


@given(st.text(st.characters(categories=("L", "Nd", "P"))))
def test_no_visible_letter_is_lost(text: str) -> None:
    assert letters(clean(text)) == letters(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("sign", ["-", "–", "—", "•", "*", "·", "▪", "►"])
@pytest.mark.parametrize("space", ["", " ", "\t"])
def test_a_first_bullet_is_taken_off(sign: str, space: str) -> None:
    assert split_lines(f"{sign}{space}Mở lớp") == (Line(1, "Mở lớp"),)


def test_plus_and_ring_are_second_bullets() -> None:
    assert split_lines("Mở đầu\n- một\n+ hai\no ba\n○ bốn\n\nKết") == (
        Line(0, "Mở đầu"),
        Line(1, "một"),
        Line(2, "hai"),
        Line(2, "ba"),
        Line(2, "bốn"),
        Line(0, "Kết"),
    )


@pytest.mark.parametrize("text", ["o bế", "-5% so với năm trước", "+84 263 3822", "-0,5 điểm", "**Lưu ý**"])
def test_what_only_looks_like_a_bullet_stays(text: str) -> None:
    assert split_lines(text) == (Line(0, text),)


def test_a_count_with_its_leading_zero_may_follow_a_bullet_closely() -> None:
    assert split_lines("-05 lớp\n+05 người") == (Line(1, "05 lớp"), Line(2, "05 người"))


@pytest.mark.parametrize("text", ["", " \n\t\n", "-\n--\n•\n+"])
def test_lines_without_words_are_left_out(text: str) -> None:
    assert split_lines(text) == ()


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("xong ,rồi . Tốt !", "xong, rồi. Tốt!"),
        ("nam,nữ;trẻ em:đủ", "nam, nữ; trẻ em: đủ"),
        ("Tổng:12 lớp,05 cuộc", "Tổng: 12 lớp, 05 cuộc"),
        ("lớp 5,lớp 6", "lớp 5, lớp 6"),
        ("một,, hai.. ba;; bốn", "một, hai. ba; bốn"),
        ("và... hết.....", "và… hết…"),
        ("(xem phụ lục )", "(xem phụ lục)"),
        ("một , , hai", "một, hai"),
    ],
)
def test_punctuation_is_tidied(raw: str, tidy: str) -> None:
    assert split_lines(raw) == (Line(0, tidy),)


@pytest.mark.parametrize(
    "text",
    [
        "1,5 ha và 1.234,5 triệu",
        "lúc 8:30 hoặc 8h:30",
        "tỷ lệ 1 : 2",
        "từ 1..5",
        "xem http://lamdong.gov.vn/a,b;c:d",
        "thư a.b@lamdong.gov.vn,c@d.vn",
        "số 12/KH-UBND, 2855/BNV-CTTN&BĐG",
        "kính gửi./.",
        "tên miền .vn",
        "{{ a,b }} <c:d>",
        "trang www.moha.gov.vn,x",
        "ngày … tháng …",
        "hội nghị “Vì sự tiến bộ”: tốt",
    ],
)
def test_what_could_change_its_meaning_is_left_alone(text: str) -> None:
    assert split_lines(text) == (Line(0, text),)


@given(TYPED)
def test_letters_and_digits_keep_their_order(text: str) -> None:
    """But for an "o", which may have been a bullet."""
    kept = "".join(line.text for line in split_lines(text))
    assert letters(kept).replace("o", "") == letters(clean(text)).replace("o", "")


@given(TYPED)
def test_a_tidy_line_stays_as_it_is(text: str) -> None:
    for line in split_lines(text):
        if line.text[0].isalpha():
            assert split_lines(line.text) == (Line(0, line.text),)


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Tốt", "Tốt."),
        ("Tốt,", "Tốt."),
        ("Tốt ;", "Tốt."),
        ("Tốt.", "Tốt."),
        ("Tốt…", "Tốt…"),
        ("Gồm:", "Gồm:"),
        ("Sao?", "Sao?"),
        ("“Tốt.”", "“Tốt.”"),
        ("(bản sao)", "(bản sao)."),
        ("./.", "./."),
        ("", ""),
    ],
)
def test_a_sentence_gets_its_end(text: str, ended: str) -> None:
    assert end_sentence(text) == ended


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("Đã mở lớp", "đã mở lớp", "Đã mở lớp"),
        ("ủy ban", "ủy ban", "Ủy ban"),
        ("UBND tỉnh", "UBND tỉnh", "UBND tỉnh"),
        ("“tốt”", "“tốt”", "“Tốt”"),
        ("05 lớp", "05 lớp", "05 lớp"),
        ("", "", ""),
    ],
)
def test_the_first_letter_changes_its_case(text: str, lower: str, upper: str) -> None:
    assert (lower_first(text), upper_first(text)) == (lower, upper)
