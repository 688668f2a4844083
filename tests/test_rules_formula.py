"""Formulas know their own result: the values here are what Excel gives."""

from decimal import Decimal

import pytest

from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula

TEN = Formula("D5", Decimal(10))
FOUR = Formula("D6", Decimal(4))
BLANK = Formula("D7", None)
WORDS = Formula("D8", "khoảng 500")


def test_text_doubles_quotes() -> None:
    assert str(f.text('gọi là "A"')) == '="gọi là ""A"""'


def test_a_rate_is_written_and_reckoned() -> None:
    rate = f.arithmetic(f.arithmetic(f.total([FOUR]), "/", f.total([TEN])), "*", f.number(100))
    assert (rate.text, rate.value) == ("SUM(D6)/SUM(D5)*100", Decimal(40))


def test_division_by_zero_has_no_value_but_the_case_before_it_has() -> None:
    rate = f.arithmetic(f.total([TEN]), "/", f.total([BLANK]))
    chosen = f.first_true([(f.compares(f.total([BLANK]), "=", f.number(0)), f.text("không phát sinh"))], rate)
    assert rate.value is None
    assert chosen.value == "không phát sinh"
    assert chosen.text == 'IF(SUM(D7)=0,"không phát sinh",SUM(D5)/SUM(D7))'


@pytest.mark.parametrize(("cell", "filled"), [(TEN, True), (BLANK, False), (WORDS, True), (Formula("D9", "  "), False)])
def test_filled_means_anything_but_spaces(cell: Formula, filled: bool) -> None:
    assert f.is_filled(cell).value is filled


def test_counts_and_sums_leave_texts_and_blanks_out() -> None:
    cells = [TEN, BLANK, WORDS, FOUR]
    assert f.count_numbers(cells).value == 2
    assert f.total(cells).value == 14
    assert f.smallest(cells).value == 4


def test_a_blank_is_zero_and_text_is_greater_than_any_number_as_in_excel() -> None:
    assert f.compares(BLANK, "=", f.number(0)).value is True
    assert f.compares(WORDS, ">", f.number(10**9)).value is True


def test_strictly_below() -> None:
    assert f.compares(TEN, "<", f.number(10)).value is False
    assert f.compares(TEN, "<=", f.number(10)).value is True


def test_rounding_goes_away_from_zero_at_half() -> None:
    assert f.rounded(f.number(Decimal("0.25")), 1).value == Decimal("0.3")


def test_a_sentence_is_put_together() -> None:
    words = f.concat(f.text("Đã điền "), f.number(3), f.text("/"), TEN, f.text(" ô"))
    assert (words.text, words.value) == ('"Đã điền "&3&"/"&D5&" ô"', "Đã điền 3/10 ô")
