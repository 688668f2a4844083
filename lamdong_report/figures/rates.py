"""One sum over another: divided once, from sums and never from rates."""

from __future__ import annotations

from decimal import Decimal

from lamdong_report.figures.sums import Sum
from lamdong_report.model import Figure

HUNDRED = Decimal(100)


def divide(top: Decimal | None, base: Decimal | None, scale: Decimal = HUNDRED) -> Decimal | None:
    """top ÷ base × scale; None when one of them is unknown or the base is 0."""
    # Multiplied before it is divided: Decimal keeps 28 digits, and a third of 300 shall be 100.
    return None if top is None or not base else top * scale / base


def rate(top: Sum, base: Sum, scale: Decimal, unit: str, formula: str) -> Figure:
    """The figure of two sums over the same agencies; who stands in the denominator has reported it."""
    value = divide(top.value, base.value, scale)
    left_out = (*top.left_out, *base.left_out)
    asked = top.asked | base.asked
    return Figure(value, unit, formula, top.parts, base.parts, base.reporters, asked, left_out)


def whole_of(share: Figure) -> Figure:
    """The denominator of a rate as a figure of its own."""
    parts = share.base_parts
    value = sum((part.value for part in parts), Decimal(0)) if parts else None
    formula = f"mẫu số của {share.formula}"
    return Figure(value, formula=formula, parts=parts, reporters=share.reporters, asked=share.asked)
