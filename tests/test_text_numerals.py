"""Numerals spelled out: read where they are clear, refused where people mean two things by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.text.numerals import read_numeral, read_spelled

DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spell(number: int) -> str:
    """The full spelling of a number below 1000."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds else []
    if tens == 0:
        words += ([*(["linh"] if hundreds else []), DIGITS[ones]]) if ones or not hundreds else []
    else:
        words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
        words += [{5: "lăm"}.get(ones, "mốt" if ones == 1 and tens > 1 else DIGITS[ones])] if ones else []
    return " ".join(words)


def spell_amount(amount: int) -> str:
    """The full spelling of a whole number of thousands."""
    sizes = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))
    parts = ((amount // size % 1000, name) for size, name in sizes)
    return " ".join(f"{spell(number)} {name}" for number, name in parts if number)


def test_every_number_below_a_thousand_is_read() -> None:
    assert [read_numeral(spell(number).split()) for number in range(1000)] == list(range(1000))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("hai mốt", 21),
        ("hai tư", 24),
        ("ba lăm", 35),
        ("hai mươi nhăm", 25),
        ("ba chục", 30),
        ("một trăm lẻ năm", 105),
        ("một nghìn", 1000),
        ("hai ngàn không trăm linh năm", 2005),
        ("hai nghìn linh năm", 2005),
        ("mười hai nghìn ba trăm bốn mươi lăm", 12345),
        ("bẩy", 7),
    ],
)
def test_other_ways_to_say_a_number(words: str, number: int) -> None:
    assert read_numeral(words.split()) == number


@pytest.mark.parametrize(
    "words",
    ["", "hai ba", "mười năm", "hai mươi năm", "một trăm hai", "một nghìn hai", "mốt", "mươi", "trăm",
     "năm nay",
     "hai trăm trăm", "nghìn", "không mươi", "mười mười", "một linh năm"],
)  # fmt: skip
def test_what_is_no_clear_numeral_is_refused(words: str) -> None:
    assert read_numeral(words.split()) is None


@given(st.integers(1, 10**9 - 1))
def test_an_amount_written_out_is_read_with_its_size_or_without(thousands: int) -> None:
    spelled = read_spelled(f"{spell_amount(thousands * 1000)} đồng")
    assert spelled is not None
    assert (spelled.whole, spelled.unit) == (thousands * 1000, "đồng")


@pytest.mark.parametrize(
    ("words", "number", "behind"),
    [
        ("năm triệu", 5, "triệu"),
        ("hai tỷ đồng", 2, "tỷ đồng"),
        ("hai triệu năm trăm nghìn", 2_500_000, "đồng"),
        ("hai trăm mười người", 210, "người"),
        ("ba", 3, ""),
    ],
)
def test_a_last_size_is_told_as_a_unit(words: str, number: int, behind: str) -> None:
    spelled = read_spelled(words)
    assert spelled and (spelled.number, spelled.behind) == (number, behind)


@pytest.mark.parametrize(
    "words", ["hai triệu năm trăm", "một tỷ hai", "triệu", "hai lớp ba người", "hai triệu rưỡi ba"]
)
def test_what_may_be_two_amounts_is_refused(words: str) -> None:
    assert read_spelled(words) is None
