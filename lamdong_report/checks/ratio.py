"""The rate that one agency's own numbers give for an indicator, with the cells it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lamdong_report.catalogue.phrases import cell_list, with_unit
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.figures import decimals_of, divide
from lamdong_report.plan import Indicator
from lamdong_report.plan.schema import Ask


@dataclass(frozen=True, slots=True)
class Ratio:
    """Numerator and denominator of an ask, all of whose cells hold numbers."""

    indicator: Indicator
    ask: Ask
    tops: tuple[Reply, ...]
    bases: tuple[Reply, ...]

    @property
    def top(self) -> Decimal:
        return _sum(self.tops)

    @property
    def base(self) -> Decimal:
        return _sum(self.bases)

    @property
    def value(self) -> Decimal | None:
        """Numerator ÷ denominator × scale, in the indicator's unit; None for a denominator of 0."""
        return divide(self.top, self.base, self.indicator.scale)

    @property
    def cells(self) -> str:
        return cell_list([cell.source for cell in (*self.bases, *self.tops)])


def _sum(cells: Sequence[Reply]) -> Decimal:
    return sum((cell.number for cell in cells if cell.number is not None), Decimal(0))


def ratios(form: CheckedForm) -> Iterator[Ratio]:
    """The rates that this form gives, in the plan's order."""
    for indicator in form.plan.indicators:
        for ask in indicator.asks:
            tops, bases = _numbers(form, ask.numerator), _numbers(form, ask.denominator)
            if tops and bases:
                yield Ratio(indicator, ask, tops, bases)


def _numbers(form: CheckedForm, questions: Sequence[str]) -> tuple[Reply, ...]:
    """The cells of these questions, none of them unless all have a number."""
    return tuple(form.cells[key] for key in questions) if all(key in form.numbers for key in questions) else ()


def extra_cell(form: CheckedForm, ask: Ask, role: str) -> Reply | None:
    """The cell of the ask's extra row with this role ("previous", "published"), if a number stands in it."""
    for extra in form.plan.indicator_extras if ask.extras else ():
        cell = form.cells.get(f"{ask.id}.{extra.id}")
        if extra.role == role and cell and cell.number is not None:
            return cell
    return None


def shown_rate(indicator: Indicator, value: Decimal) -> str:
    """A rate with the decimals that the report gives it."""
    return with_unit(value, indicator.unit, decimals_of(indicator, value))
