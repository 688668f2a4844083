"""The two old encodings, letter by letter, and telling them from everything else."""

import unicodedata

import pytest

from lamdong_report.text.letters import (
    convert_tcvn3,
    convert_vni,
    font_encoding,
    guess_encoding,
    is_capital_font,
)

# Letter and byte, as the standard's table of small letters has them.
TCVN3_BYTES = """
à B5 ả B6 ã B7 á B8 ạ B9  ă A8 ằ BB ẳ BC ẵ BD ắ BE ặ C6  â A9 ầ C7 ẩ C8 ẫ C9 ấ CA ậ CB  đ AE
è CC ẻ CE ẽ CF é D0 ẹ D1  ê AA ề D2 ể D3 ễ D4 ế D5 ệ D6  ì D7 ỉ D8 ĩ DC í DD ị DE
ò DF ỏ E1 õ E2 ó E3 ọ E4  ô AB ồ E5 ổ E6 ỗ E7 ố E8 ộ E9  ơ AC ờ EA ở EB ỡ EC ớ ED ợ EE
ù EF ủ F1 ũ F2 ú F3 ụ F4  ư AD ừ F5 ử F6 ữ F7 ứ F8 ự F9  ỳ FA ỷ FB ỹ FC ý FD ỵ FE
"""
TCVN3_CAPITALS = "Ă A1 Â A2 Ê A3 Ô A4 Ơ A5 Ư A6 Đ A7"
VNI_PAIRS = """
á aù à aø ả aû ã aõ ạ aï  â aâ ấ aá ầ aà ẩ aå ẫ aã ậ aä  ă aê ắ aé ằ aè ẳ aú ẵ aü ặ aë  đ ñ
é eù è eø ẻ eû ẽ eõ ẹ eï  ê eâ ế eá ề eà ể eå ễ eã ệ eä  í í ì ì ỉ æ ĩ ó ị ò
ó où ò oø ỏ oû õ oõ ọ oï  ô oâ ố oá ồ oà ổ oå ỗ oã ộ oä  ơ ô ớ ôù ờ ôø ở ôû ỡ ôõ ợ ôï
ú uù ù uø ủ uû ũ uõ ụ uï  ư ö ứ öù ừ öø ử öû ữ öõ ự öï  ý yù ỳ yø ỷ yû ỹ yõ ỵ î
"""


def pairs(table: str) -> list[tuple[str, str]]:
    words = table.split()
    return list(zip(words[::2], words[1::2], strict=True))


TCVN3 = {letter: bytes.fromhex(code).decode("latin-1") for letter, code in pairs(TCVN3_BYTES)}
CAPITALS = {letter: bytes.fromhex(code).decode("latin-1") for letter, code in pairs(TCVN3_CAPITALS)}
VNI = dict(pairs(VNI_PAIRS))
VNI |= {letter.upper(): code.upper() for letter, code in VNI.items()}


def encode(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)


SENTENCES = [
    "Hội Liên hiệp Phụ nữ tỉnh đã tổ chức lớp tập huấn về bình đẳng giới.",
    "Ủy ban nhân dân xã đã ban hành kế hoạch triển khai Tháng hành động.",
    "Hoạt động",
    "bạo lực gia đình",
    "Trong năm, toàn xã tổ chức 05 buổi tuyên truyền với 350 lượt người tham dự (trong đó có 210 nữ).",
    "Phường Phú Thủy kính báo cáo Sở Nội vụ về kết quả thực hiện công tác bình đẳng giới năm 2026.",
    "Khó khăn: kinh phí còn hạn hẹp; cán bộ kiêm nhiệm nhiều việc, thường xuyên thay đổi.",
    "Đề nghị cấp trên hỗ trợ tài liệu truyền thông bằng tiếng dân tộc thiểu số.",
    "nghỉ hưu, quyết định, thuở ban đầu, khuỷu tay, ngoằn ngoèo, hoẵng, nguyễn, giường, yếu",
]


def test_the_tables_hold_every_vietnamese_letter() -> None:
    assert len(TCVN3) == 67
    assert len(VNI) == 134


@pytest.mark.parametrize(("letter", "code"), TCVN3.items())
def test_each_small_tcvn3_letter_is_converted(letter: str, code: str) -> None:
    assert convert_tcvn3(code) == letter
    assert convert_tcvn3(code, upper=True) == letter.upper()


@pytest.mark.parametrize(("letter", "code"), CAPITALS.items())
def test_each_capital_that_tcvn3_has_is_converted(letter: str, code: str) -> None:
    assert convert_tcvn3(code) == letter


@pytest.mark.parametrize(("letter", "code"), VNI.items())
def test_each_vni_letter_is_converted(letter: str, code: str) -> None:
    assert convert_vni(code) == letter


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_survive_both_encodings(sentence: str) -> None:
    assert convert_tcvn3(encode(sentence.lower(), TCVN3)) == sentence.lower()
    assert convert_tcvn3(encode(sentence.lower(), TCVN3), upper=True) == sentence.upper()
    assert convert_vni(encode(sentence, VNI)) == sentence
    assert convert_vni(encode(sentence.upper(), VNI)) == sentence.upper()


def test_a_capital_vowel_may_have_a_small_vni_sign() -> None:
    assert convert_vni("Aùnh Ñaø Laït Ôû") == "Ánh Đà Lạt Ở"


def test_converted_text_is_composed() -> None:
    assert unicodedata.is_normalized("NFC", convert_vni("ñoàng ñaång laäp"))


@pytest.mark.parametrize(
    ("font", "encoding", "capital"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".vnarialH", "tcvn3", True),
        (" VNI-Times", "vni", False),
        ("vni helve", "vni", False),
        ("Times New Roman", None, False),
        ("VNtimes new roman", None, False),
        ("Arial H", None, False),
        ("", None, False),
    ],
)
def test_a_font_name_tells_the_encoding(font: str, encoding: str | None, capital: bool) -> None:
    assert font_encoding(font) == encoding
    assert is_capital_font(font) is capital


@pytest.mark.parametrize("sentence", SENTENCES)
def test_legacy_sentences_are_recognised(sentence: str) -> None:
    assert guess_encoding(encode(sentence.lower(), TCVN3)) == "tcvn3"
    assert guess_encoding(encode(sentence, VNI)) == "vni"
    assert guess_encoding(encode(sentence.upper(), VNI)) == "vni"


GOOD = [
    *SENTENCES,
    *(sentence.upper() for sentence in SENTENCES),
    *(unicodedata.normalize("NFD", sentence) for sentence in SENTENCES),
    *(word for sentence in SENTENCES for word in sentence.split()),
    "hoà", "toán", "toàn", "hoàn", "ngoài", "khoá", "loài", "thoã", "hôm", "tôi", "không", "công", "thôn",
    "xã",
    "có", "và", "là", "bà", "mà", "cá",
    "Hoà Nam", "Hoà An", "toàn thôn", "ngoài ra có hai lớp", "Lâm Hà", "Nam Hà, Hà Nam", "D'Ran", "Cà Mau",
    "công\xad tác", "tr\xadong", "co\xadoperate", "ho\xadtel",
    "The report covers 5 µm and 10 m², ±3°, 1½ pages, §2, ©2026, Word®, £5, ¥7, 3×4, 6÷2.",
    "µm", "µg", "½", "mot¹", "a·b", "col·lecció", "l'été", "«bonjour»", "«on dit»", "« il est né »",
    "30 °C", "n°2",
    "où", "Où est-il né ?", "L'endroit où il travaille", "naïve", "Noël", "maïs", "Thaï", "Loïc", "Hawaï",
    "haï",
    "août", "goût", "coût", "maître", "Benoît", "Chloé", "Gaëlle", "Israël", "Citroën", "rôle", "côte",
    "tôt", "né",
    "café", "Société Générale", "François Hollande", "Hélène Mercier", "Jérôme", "garçon", "œuvre",
    "Müller", "Schön", "Höhe", "Köln", "Björn", "Käse", "Brüssel", "Straße", "Søren", "Håkon", "Tromsø",
    "Ærø",
    "año", "niño", "España", "aún", "aún no", "país", "José Núñez", "Raúl", "São Paulo", "não", "João",
    "Renée O’Connor", "Zoë", "résumé", "", "12.345", "OK", "✓", "“Xã”", "K’Ho – Châu Mạ", "Pâmela", "Ê-đê",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_good_text_raises_no_alarm(text: str) -> None:
    assert guess_encoding(text) is None


def test_a_text_of_two_encodings_is_left_to_people() -> None:
    assert guess_encoding("Hội nghị " + encode("tập huấn bình đẳng giới", TCVN3)) is None
