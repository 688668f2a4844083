"""Numerals spelled out: read where they are clear, refused where people mean two things by them."""

import pytest

from lamdong_report.text.formats import read_numeral

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
