"""Numbers held against each other: how far a result is from another, whether two numbers are the same, or far apart."""

from __future__ import annotations

from decimal import Decimal

from lamdong_report.figures.rounding import round_to
from lamdong_report.model import Figure


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
