"""Dots, commas and spaces between digits."""

from decimal import Decimal

import pytest

from lamdong_report.text.formats import read_digits


@pytest.mark.parametrize(
    ("literal", "readings"),
    [
        ("1234", ["1234"]),
        ("05", ["5"]),
        ("1.234.567,89", ["1234567.89"]),
        ("1,234,567.89", ["1234567.89"]),
        ("1.234.567", ["1234567"]),
        ("1,234,567", ["1234567"]),
        ("1.234,5", ["1234.5"]),
        ("56,5", ["56.5"]),
        ("56.5", ["56.5"]),
        ("1.234", ["1234", "1.234"]),
        ("1,234", ["1.234", "1234"]),
        ("0.234", ["0.234"]),
        ("0,234", ["0.234"]),
        ("1234.567", ["1234.567"]),
        ("1 234", ["1234"]),
        ("1 234 567,5", ["1234567.5"]),
        ("1 234,567", ["1234.567"]),
        (",5", ["0.5"]),
        ("1.2.3", []),
        ("1.23,4", []),
        ("1.234,5,6", []),
    ],
)
def test_digits_have_these_readings(literal: str, readings: list[str]) -> None:
    assert read_digits(literal) == tuple(map(Decimal, readings))
