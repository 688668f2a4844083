"""What names a person in words: found, left out; numbers of another meaning stay."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.text.personal import PersonalKind, find_personal, without_personal

CITIZEN, PHONE, PASSPORT = PersonalKind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Anh A, CCCD 068090001234, ĐT 0912345678, là nạn nhân", [CITIZEN, PHONE]),
        ("số 068 090 001 234", [CITIZEN]),
        ("CMND số 250123456", [CITIZEN]),
        ("ĐT: 0912.345.678 hoặc 0263 3822 222", [PHONE, PHONE]),
        ("+84 912 345 678", [PHONE]),
        ("(+84) 912 345 678", [PHONE]),
        ("0912345678/0987654321", [PHONE, PHONE]),
        ("số CMND: 250 123 456, hộ chiếu C1234567", [CITIZEN, PASSPORT]),
        ("căn cước công dân số 068.090.001.234", [CITIZEN]),
    ],
)
def test_what_names_a_person_is_found(text: str, kinds: list[PersonalKind]) -> None:
    assert [span.kind for span in find_personal(text)] == kinds
    hidden = without_personal(text)
    assert hidden.count("[…]") == len(kinds) and find_personal(hidden) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Đường dây nóng 0263 3822 222 hoạt động 24/24", "Tổng đài 111, tổng đài 18001567", "chi 912.345.678 đồng",
        "Kế hoạch số 0912/KH-UBND ngày 05/12/2031", "1.234.567.890 đồng", "năm 2026-2030", "20/11/2031", "012345",
        "cấp căn cước cho 250 hộ, 123 người, 456 lượt",
    ],
)  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find_personal(text) == ()
    assert without_personal(text) == text


@given(st.text(st.sampled_from("0123456789 .-/@aĐT+\n"), max_size=60))
def test_what_is_left_of_any_text_names_nobody_and_the_rest_stays(text: str) -> None:
    spans = find_personal(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    outside = [char for at, char in enumerate(text) if not any(span.start <= at < span.end for span in spans)]
    assert without_personal(text).replace("[…]", "") == "".join(outside)
