"""How many decimals a number takes, so that what is printed does not contradict what is judged."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from lamdong_report.plan import Indicator
from lamdong_report.text import format_fixed, format_number, round_half_up

# A result closer to its target than this looks equal to it on paper, whatever is done.
MOST_DECIMALS = 4


def round_to(value: Decimal, decimals: int) -> Decimal:
    """A half goes away from zero, here as everywhere."""
    return round_half_up(value, decimals)


def decimals_of(indicator: Indicator, value: Decimal | None) -> int:
    """As many decimals as it takes to see on which side of the target the result lies."""
    decimals = indicator.decimals
    if value is None or value == indicator.target:
        return decimals
    while decimals < MOST_DECIMALS and round_to(value, decimals) == indicator.target:
        decimals += 1
    return decimals


def format_result(indicator: Indicator, value: Decimal, result: Decimal | None = None) -> str:
    """A rate as the report prints it, without its unit; a part of a result takes the decimals of that `result`.

    Whole percents, and what is summed and happens to be whole, have none.
    """
    is_whole = value == value.to_integral_value() and (indicator.unit == "%" or not indicator.denominator)
    return format_number(value) if is_whole else format_fixed(value, decimals_of(indicator, result or value))


def format_difference(indicator: Indicator, result: Decimal | None, difference: Decimal) -> str:
    """A difference with the decimals of the result that it was taken from; "0" where nothing is to be seen of it."""
    return format_number(difference, decimals_of(indicator, result))


def common_decimals(values: Iterable[Decimal | None], most: int) -> int:
    """As many decimals as one of the values needs, so that the figures of a column stand below each other."""
    exponents = (round_to(value, most).normalize().as_tuple().exponent for value in values if value is not None)
    return max((max(0, -exponent) for exponent in exponents if isinstance(exponent, int)), default=0)
