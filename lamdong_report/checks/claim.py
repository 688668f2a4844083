"""What several answers together say about one indicator: a numerator and a denominator over the same agencies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lamdong_report.figures import Forms, Sum, divide, paired
from lamdong_report.plan import Expression, Indicator, Plan


@dataclass(frozen=True, slots=True)
class Claim:
    """Two sums that make a rate."""

    top: Sum
    base: Sum

    @property
    def asked(self) -> frozenset[str]:
        return self.top.asked | self.base.asked

    @property
    def is_complete(self) -> bool:
        """Whether everybody who should have answered has answered."""
        return frozenset(self.top.reporters) >= self.top.asked

    def rate(self, indicator: Indicator) -> Decimal | None:
        return divide(self.top.value, self.base.value, indicator.scale)


def claim(expression: Expression, plan: Plan, forms: Forms) -> Claim:
    """The sums of a rate, paired as the report pairs them."""
    return Claim(*paired(expression, plan, forms))


def printed_claim(indicator: Indicator, plan: Plan, forms: Forms) -> Claim:
    """The sums behind the figure that the report prints."""
    return claim(plan.formulas.indicators[indicator.id].printed, plan, forms)
