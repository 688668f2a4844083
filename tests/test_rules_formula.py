"""Formulas know their own result: the values here are what Excel gives."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula
from lamdong_report.rules.words import count_digits, find_dot_after_at
from tests.test_rules_verdicts import Answers, Sheet, cells

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


# Cells a, b, c and what stands in them; what the formula of them comes to, here and by another engine.
ALIKE: list[tuple[Answers, Callable[[Formula, Formula, Formula], Formula], object]] = [
    ((5,), lambda a, b, c: f.negated(f.compares(a, ">", f.number(4))), False),
    ((5,), lambda a, b, c: f.negated(f.compares(a, ">", f.number(5))), True),
    ((5, 0), lambda a, b, c: f.unless_error(a, f.text("lỗi")), 5),
    ((5, 2), lambda a, b, c: f.smallest([a, b, c]), 2),
    ((None, "x"), lambda a, b, c: f.smallest([a, b, c]), 0),
    ((None, "x"), lambda a, b, c: f.total([a, b, c]), 0),
    ((-2.5,), lambda a, b, c: f.whole(a), -3),
    ((2.5,), lambda a, b, c: f.whole(a), 2),
    ((2.345,), lambda a, b, c: f.rounded(a, 2), 2.35),
    ((2.344,), lambda a, b, c: f.rounded(a, 2), 2.34),
    ((1.23456789, 7), lambda a, b, c: f.rounded_like(a, b, 6), 1),
    ((1.23456789, 7.5), lambda a, b, c: f.rounded_like(a, b, 6), 1.2),
    ((1.23456789, 7.25), lambda a, b, c: f.rounded_like(a, b, 6), 1.23),
    ((1.23456789, 7.125), lambda a, b, c: f.rounded_like(a, b, 6), 1.234568),
    (("0263 3822x",), lambda a, b, c: count_digits(a), 8),
    (("XX",), lambda a, b, c: count_digits(a), 0),
    (("a@b.vn",), lambda a, b, c: find_dot_after_at(a), 4),
    (("a.b@c.gov.vn",), lambda a, b, c: find_dot_after_at(a), 6),
    (("@c.vn",), lambda a, b, c: find_dot_after_at(a), 3),
    (("a@b.vn, c@d",), lambda a, b, c: find_dot_after_at(a), 4),
    (("chữ.vn",), lambda a, b, c: find_dot_after_at(a), 0),
    (("Dòng một.\nDòng  HAI.",), lambda a, b, c: f.plain_line(a), "dòng một dòng hai"),
    (("một hai ba",), lambda a, b, c: f.count_words(a), 3),
    ((5, "x"), lambda a, b, c: f.compares(a, "<", b), True),
    ((None, 0), lambda a, b, c: f.compares(a, "=", b), True),
    (("X", "x"), lambda a, b, c: f.compares(a, "=", b), True),
    ((7, 2), lambda a, b, c: f.arithmetic(a, "-", b), 5),
    ((7, 2), lambda a, b, c: f.arithmetic(a, "/", b), 3.5),
    ((-7,), lambda a, b, c: f.absolute(a), 7),
    ((1.5, "x"), lambda a, b, c: f.concat(f.text("từ "), b, f.text("!")), "từ x!"),
    (("Như Trên",), lambda a, b, c: f.is_one_of(a, ("như trên", "nt")), True),
    (("nt ",), lambda a, b, c: f.is_one_of(a, ("như trên", "nt")), False),
    (("Không có",), lambda a, b, c: f.begins_with(a, "không"), True),
    ((1,), lambda a, b, c: f.first_true([(f.compares(a, "=", f.number(2)), f.text("hai"))], f.text("khác")), "khác"),
    ((2,), lambda a, b, c: f.first_true(
        [(f.compares(a, "=", f.number(1)), f.text("một")), (f.compares(a, "=", f.number(2)), f.text("hai"))], a
    ), "hai"),
]  # fmt: skip


def test_another_engine_comes_to_the_same_values() -> None:
    sheet, tried = Sheet(), []
    for answers, write, value in ALIKE:
        formula = write(*map(cells(answers, sheet.rows + 1), "abc"))
        tried.append((sheet.add(answers, lambda _, formula=formula: formula), value, formula))  # type: ignore[misc]
    sheet.model.evaluate()
    for row, value, formula in tried:
        ours = float(formula.value) if isinstance(formula.value, Decimal) else formula.value
        assert (ours, sheet.value(row)) == (value, value), formula.text


def test_cells_of_an_area_are_counted_by_what_they_read() -> None:
    counted = f.count_equal("A1:C1", [Formula("", held) for held in ("Có", "Không", None, "Có", "x")], "Có")
    assert (counted.text, counted.value) == ('COUNTIF(A1:C1,"Có")', 2)
