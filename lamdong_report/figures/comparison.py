"""Numbers held against each other and against a target: as they are printed, as they are judged, how far apart.

How many decimals a number takes, so that what is printed does not contradict what is judged, stands here as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from lamdong_report.model import Figure
from lamdong_report.plan import Indicator, Operator, ResultKind
from lamdong_report.text import format_fixed, format_number, round_half_up

# A result closer to its target than this looks equal to it on paper, whatever is done.
MOST_DECIMALS = 4


class Judgement(StrEnum):
    EXCEEDED = "exceeded"
    REACHED = "reached"
    MISSED = "missed"
    NONE = "none"
    NO_DATA = "no_data"


def reaches(indicator: Indicator, value: Decimal) -> bool:
    """Whether a value meets the target; «dưới» is strict."""
    # Both ends belong to a range.
    if indicator.target_to is not None and value > indicator.target_to:
        return False
    match indicator.operator:
        case Operator.AT_LEAST:
            return value >= indicator.target
        case Operator.ABOVE:
            return value > indicator.target
        case Operator.BELOW:
            return value < indicator.target
        case Operator.AT_MOST:
            return value <= indicator.target
        case Operator.EQUAL:
            return value == indicator.target


def lower_is_better(indicator: Indicator) -> bool:
    return indicator.operator in (Operator.BELOW, Operator.AT_MOST)


def exceeds(indicator: Indicator, value: Decimal) -> bool:
    """Whether a value is better than the target, whichever way is better; never where the plan says so."""
    if not indicator.may_exceed or indicator.operator is Operator.EQUAL or indicator.target_to is not None:
        return False
    # What is done is done, and cannot be more than done.
    if indicator.kind is ResultKind.DONE:
        return False
    return value < indicator.target if lower_is_better(indicator) else value > indicator.target


def judge(
    indicator: Indicator, value: Decimal | None, base: Decimal | None, parts_reach: Iterable[bool | None]
) -> Judgement:
    """`base` is what the value was divided by; every part that is known must reach the target by itself."""
    # Nothing to count is no miss: of no cases none was neglected.
    if base == 0:
        return Judgement.NONE
    if value is None:
        return Judgement.NO_DATA
    if not reaches(indicator, value) or False in tuple(parts_reach):
        return Judgement.MISSED
    return Judgement.EXCEEDED if exceeds(indicator, value) else Judgement.REACHED


def difference(result: Figure, other: Figure, formula: str) -> Figure:
    """result − other, with the cells of both; a target has none."""
    value = None if result.value is None or other.value is None else result.value - other.value
    base = (*other.parts, *other.base_parts)
    parts = (*result.parts, *result.base_parts)
    return Figure(value, result.unit, formula, parts, base, result.reporters, result.asked)


def typed_decimals(value: Decimal) -> int:
    """How many decimals a number was typed with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def equals_as_typed(typed: Decimal, reckoned: Decimal) -> bool:
    """Whether a reckoned number, rounded to the decimals that were typed, is the typed one."""
    return round_to(reckoned, typed_decimals(typed)) == typed


def is_same_rate(typed: Decimal, reckoned: Decimal, decimals: int) -> bool:
    """Equal as typed, or nearly so in the places that are printed (somebody rounded otherwise)."""
    # One in the last place that is printed: so far apart are a rate cut off and one rounded, or one rounded twice.
    return equals_as_typed(typed, reckoned) or abs(reckoned - typed) <= Decimal(1).scaleb(-decimals)


def lies_between(value: Decimal, limits: tuple[Decimal, Decimal]) -> bool:
    return limits[0] <= value <= limits[1]


def has_changed_much(now: Decimal, before: Decimal, share: Decimal) -> bool:
    """Whether the number moved by more than that share of last year's; from 0, whether it moved."""
    # More than, not at least: from 0 every move is one, and no move is none.
    return abs(now - before) > share * abs(before)


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
