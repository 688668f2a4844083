"""Which spellings are one name, and which never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.text import names
from lamdong_report.text.names import KnownNames, bare, fold, slug


@pytest.mark.parametrize(
    "spellings",
    [
        ("Hòa Ninh", "Hoà Ninh", "HÒA  NINH", "ho\u0300a ninh"),
        ("Phú Thủy", "Phú Thuỷ"),
        ("D'Ran", "D’Ran", "Dʼran", "D`Ran", "D´Ran", "DRan"),
        ("Lâm Viên - Đà Lạt", "Lâm Viên – Đà Lạt", "Lâm Viên-Đà Lạt", "Lâm Viên — Đà Lạt"),
        ("Phường 1 Bảo Lộc", "P. 1 Bảo Lộc", "P.1 Bảo Lộc", "P1 Bảo Lộc", "phường 01 Bảo Lộc", "P 1 Bảo Lộc"),
        ("Xã Bảo Lâm 1", "UBND xã Bảo Lâm 1", "Ủy ban nhân dân xã Bảo Lâm 1", "Uỷ ban Nhân dân X. Bảo Lâm1"),
        ("Sở Giáo dục và Đào tạo", "Sở GD&ĐT", "Sở GDĐT", "Sở GD-ĐT", "Sở Giáo dục & Đào tạo", "sở gd và đt"),
        (
            "Sở Văn hóa, Thể thao và Du lịch",
            "Sở VHTT&DL",
            "Sở VHTTDL",
            "Sở VH, TT và DL",
            "Sở VH-TT-DL",
            "Sở Văn hoá Thể thao và Du lịch",
        ),
        ("Liên đoàn Lao động tỉnh", "LĐLĐ tỉnh"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "UBMTTQVN tỉnh", "Ủy ban MTTQ Việt Nam tỉnh"),
        ("Thành phố Đà Lạt", "TP. Đà Lạt", "TP Đà Lạt", "Tp.Đà Lạt"),
        ("Thị trấn Di Linh", "TT. Di Linh", "TT Di Linh"),
        ("Sở Tư pháp", "Sở TP"),
        ("Sở Lao động - Thương binh và Xã hội", "Sở LĐTB&XH", "Sở LĐ-TBXH"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bảo Lâm 1", "Bảo Lâm 2"),
        ("Đạ Huoai", "Đạ Huoai 2"),
        ("xã Bảo Lộc", "phường Bảo Lộc"),
        ("Mĩ Đức", "Mỹ Đức"),
        ("Hà Lâm", "Hạ Lâm"),
        ("Bảo Lâm 1", "Bảo Lâm 11"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_committee_without_a_place_keeps_its_words() -> None:
    assert fold("UBND") == fold("Ủy ban nhân dân") != ""


def test_the_weak_key_has_no_diacritics() -> None:
    assert bare("Xã Đắk Wil") == bare("xa Đăk Wil") == "xa dak wil"


@given(st.text())
def test_any_text_has_a_key_and_a_slug(text: str) -> None:
    assert fold(text) == fold(text).strip()
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Xã Đắk Wil", "xa-dak-wil"),
        ("Phường Lâm Viên - Đà Lạt", "phuong-lam-vien-da-lat"),
        ("xã D’Ran", "xa-dran"),
        ("Sở Văn hóa, Thể thao và Du lịch", "so-van-hoa-the-thao-va-du-lich"),
        ("…", ""),
    ],
)
def test_a_slug_is_fit_for_a_file_name(name: str, part: str) -> None:
    assert slug(name) == part


AGENCIES = {
    "1": ["Xã Bảo Lâm 1"],
    "2": ["Xã Bảo Lâm 2"],
    "3": ["Xã Đạ Huoai"],
    "4": ["Xã Đạ Huoai 2"],
    "5": ["Xã Đắk Wil"],
    "6": ["Phường 1 Bảo Lộc"],
    "7": ["Xã Tân Thành"],
    "8": ["Phường Tân Thành"],
    "9": ["Xã Hạ Lâm"],
    "10": ["Xã Hà Lâm"],
    "SGD": ["Sở Giáo dục và Đào tạo", "Giáo dục tỉnh"],
    "SNV": ["Sở Nội vụ"],
    "SNG": ["Sở Ngoại vụ"],
    "PN": ["Hội Liên hiệp Phụ nữ tỉnh"],
    "CA": ["Công an tỉnh"],
    "PT": ["Phường Đơn Dương"],
}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UBND xã Bảo Lâm 1", "1"),
        ("Bảo Lâm 2", "2"),
        ("xa bao lam 2", "2"),
        ("UBND_xa_Bao_Lam_1", "1"),
        ("Đạ Huoai", "3"),
        ("Đạ Huoai2", "4"),
        ("xã Đăk Wil", "5"),
        ("P.1 Bảo Lộc", "6"),
        ("Phường Tân Thành", "8"),
        ("Hà Lâm", "10"),
        ("Sở GD&ĐT tỉnh Lâm Đồng", "SGD"),
        ("Sở Giáo dục và Đào taọ", "SGD"),
        ("Sở Giáo dụcvà Đào tạo", "SGD"),
        ("Nội vụ", "SNV"),
        ("Hội LHPN Việt Nam tỉnh", "PN"),
        ("CÔNG AN TỈNH LÂM ĐỒNG", "CA"),
    ],
)
def test_a_name_finds_its_agency(name: str, code: str) -> None:
    assert KnownNames(AGENCIES).match(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "Bảo Lâm",
        "Bảo Lâm 3",
        "Bảo Lâm II",
        "phường Bảo Lâm 1",
        "Đạ Huoai 3",
        "Tân Thành",
        "Ha Lam",
        "xã Đơn Dương",
        "Sở",
        "tỉnh",
        "xã",
        "",
        "12",
        "Sở Xây dựng",
    ],
)
def test_a_name_that_fits_none_or_two_finds_nothing(name: str) -> None:
    assert KnownNames(AGENCIES).match(name) is None


@pytest.mark.parametrize("name", ["Hội An", "phường Hội An", "P. Hội An", "hoi an"])
def test_a_place_may_begin_like_a_body(name: str) -> None:
    assert KnownNames({"a": ["Phường Hội An"], "b": ["Xã An"]}).match(name) == "a"


def test_an_exact_name_goes_before_a_similar_one() -> None:
    assert KnownNames({"a": ["Xã Hòa Bắc"], "b": ["Xã Hoa Bắc"]}).match("Xã Hoà Bắc") == "a"


def test_a_kind_among_other_names_of_the_agency_still_counts() -> None:
    assert KnownNames({"a": ["Xã Bảo Lâm", "Bảo Lâm"]}).match("phường Bảo Lâm") is None


def test_the_names_of_all_candidates_are_taken_apart_once(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    real = names._key

    def note(name: str, *, has_kind: bool = True) -> names._Key:
        taken.append(name)
        return real(name, has_kind=has_kind)

    monkeypatch.setattr(names, "_key", note)
    known = KnownNames({"a": ["Xã Bảo Lâm 1", "Bảo Lâm Một"], "b": ["Xã Bảo Lâm 2"]})
    assert [known.match("xa bao lam 1"), known.match("UBND xã Bảo Lâm 02")] == ["a", "b"]
    assert taken == ["Xã Bảo Lâm 1", "Bảo Lâm Một", "Xã Bảo Lâm 2", "xa bao lam 1", "UBND xã Bảo Lâm 02"]
