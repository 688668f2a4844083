"""What several answers together say about one indicator: a numerator and a denominator over the same agencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lamdong_report.plan import Indicator, Plan
from lamdong_report.reckon import Forms, Sum, reckon_texts


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
        if self.top.value is None or not self.base.value:
            return None
        return self.top.value * indicator.scale / self.base.value


def claim(numerator: Sequence[str], denominator: Sequence[str], plan: Plan, forms: Forms) -> Claim:
    """The sums of these terms; an agency that gave only one of the two numbers counts in neither."""
    top, base = reckon_texts(numerator, plan, forms), reckon_texts(denominator, plan, forms)
    if denominator:
        both = frozenset(top.reporters) & frozenset(base.reporters)
        top, base = top.only(both), base.only(both)
    return Claim(top, base)


def printed_claim(indicator: Indicator, plan: Plan, forms: Forms) -> Claim:
    """The sums behind the figure that the report prints."""
    return claim(indicator.numerator, indicator.denominator, plan, forms)
