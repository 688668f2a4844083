"""Whether a result reaches its target: the one comparison that report, annexes and checks go by."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from lamdong_report.plan import Indicator, Operator, ResultKind


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
