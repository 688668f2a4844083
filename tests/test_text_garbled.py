"""Text that another program has spoilt is known as such, and right Vietnamese is not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.text.letters import from_html, guess_garbled, is_html, repair

SENTENCE = "Đã tổ chức 06 hội nghị tuyên truyền pháp luật, bồi dưỡng cán bộ phường; đường phố"
WORDS = SENTENCE.split()


def as_latin(data: bytes) -> str:
    """The bytes as a program shows them that takes them for code page 1252."""
    return "".join(data[at : at + 1].decode("cp1252", "ignore") or chr(data[at]) for at in range(len(data)))


def in_1258(text: str) -> bytes:
    """Code page 1258 has a letter for ê, ơ, đ, and the tone behind it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for char in text:
        apart = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
        parts.append((base + "".join(mark for mark in apart if mark in tones)).encode("cp1258"))
    return b"".join(parts)


@pytest.mark.parametrize("page", ["latin-1", "mac_roman", "cp437"])
def test_utf8_read_in_any_code_page_is_repaired(page: str) -> None:
    garbled = SENTENCE.encode().decode(page)
    assert guess_garbled(garbled) == "utf8" and repair(garbled, "utf8") == SENTENCE


@pytest.mark.parametrize(
    ("garbled", "kind", "meant"),
    [
        ("KhÃ´ng cÃ³", "utf8", "Không có"),
        (as_latin(as_latin(SENTENCE.encode()).encode()), "utf8", SENTENCE),
        (as_latin(in_1258("Không có ý kiến")), "cp1258", "Không có ý kiến"),
        ("t=E1=BB=95 ch=E1=BB=A9c", "escaped", "tổ chức"),
        ("t%E1%BB%95%20ch%E1%BB%A9c", "escaped", "tổ chức"),
        ("t\\u1ed5 ch\\u1ee9c", "escaped", "tổ chức"),
    ],
)
def test_short_and_spelled_out_texts_are_known(garbled: str, kind: str, meant: str) -> None:
    assert guess_garbled(garbled) == kind and repair(garbled, guess_garbled(garbled) or "lost") == meant


@pytest.mark.parametrize("text", ["tỷ lệ 95%20 hộ", "=5", "C:\\users", "100%AB", "50%%", "R&D", "café", "São Paulo"])
def test_signs_and_foreign_words_are_spoilt_by_nobody(text: str) -> None:
    assert guess_garbled(text) is None


SOME_WORDS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@given(SOME_WORDS)
def test_utf8_read_as_latin_is_repaired_letter_by_letter(text: str) -> None:
    garbled = as_latin(text.encode())
    assert guess_garbled(garbled) in ("utf8", None)
    if guess_garbled(garbled):
        assert repair(garbled, "utf8") == text


@pytest.mark.parametrize(
    ("garbled", "kind"), [(as_latin(SENTENCE.encode()), "utf8"), (as_latin(in_1258(SENTENCE)), "cp1258")]
)
def test_a_sentence_in_another_encoding_is_known_and_repaired(garbled: str, kind: str) -> None:
    assert guess_garbled(garbled) == kind
    assert repair(garbled, guess_garbled(garbled) or "lost") == SENTENCE


def test_what_a_latin_program_could_not_write_is_put_right_as_far_as_it_goes() -> None:
    assert guess_garbled("phổ biê´n cho 239 luợt nguời") == "cp1258"
    assert repair("phổ biê´n cho 239 luợt nguời", "cp1258") == "phổ biến cho 239 lượt người"


@pytest.mark.parametrize("text", ["Ph??ng ?ã t? ch?c h?i ngh?", "H\ufffdi ngh\ufffd"])
def test_letters_that_became_question_marks_are_lost(text: str) -> None:
    assert guess_garbled(text) == "lost"
    assert repair(text, "lost") == text


@given(
    st.lists(st.sampled_from([*WORDS, "có?", "Không?Có?", "café", "Đ/c", "`mã`", "l'été", "thuở", "(?)"]), max_size=8)
)
def test_right_text_is_left_alone(words: list[str]) -> None:
    assert guess_garbled(" ".join(words)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Đã tổ chức&nbsp;05 lớp</p><p>Tốt</p>", "Đã tổ chức 05 lớp\nTốt"),
        ("B&igrave;nh đẳng<br/>giới", "Bình đẳng\ngiới"),
        ("<span style='a'>5</span>", "5"),
    ],
)
def test_the_words_of_a_pasted_page_are_read(text: str, words: str) -> None:
    assert is_html(text)
    assert from_html(text).replace("\u00a0", " ") == words


@pytest.mark.parametrize("text", ["5 < 6", "R&D", "{{ tên }} <5>", "a<b; c>d", "A & B"])
def test_signs_of_less_and_and_are_no_page(text: str) -> None:
    assert not is_html(text)
