"""Which numbers and which days a cell can take: for what may be typed, for the form's notes and for the check."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from lamdong_report.plan import Indicator, Plan, Question

ZERO, HUNDRED = Decimal(0), Decimal(100)
# Days that are neither of the sending nor of a list (a plan for several years) may lie a year outside the period.
_BESIDE = timedelta(days=366)


def is_share(indicator: Indicator) -> bool:
    """Whether the numerator is counted among the denominator, so that the rate cannot exceed 100%."""
    return indicator.scale == HUNDRED and indicator.unit == "%"


def bounds_of(plan: Plan, question: Question) -> tuple[Decimal, Decimal | None]:
    """The least and the greatest number that the cell takes: 0 at least, a share of a whole 100 at most, unless the
    plan says otherwise."""
    low = ZERO if question.minimum is None else question.minimum
    if question.maximum is not None:
        return low, question.maximum
    return low, HUNDRED if _is_of_hundred(plan, question) else None


def _is_of_hundred(plan: Plan, question: Question) -> bool:
    """Whether the answer is a percentage: by its kind, or as the result of an indicator that is a share."""
    traits = question.kind.traits
    if not question.indicator or traits.is_share or traits.is_whole or traits.is_money:
        return traits.is_share
    indicator = next(one for one in plan.indicators if one.id == question.indicator)
    return is_share(indicator) and question.unit == indicator.unit


def date_window(plan: Plan, question: Question, *, in_list: bool = False) -> tuple[date, date]:
    """The first and the last day that the cell takes.

    Letter and cut-off belong to this period, and late forms are still dated in earnest: half a year later is a slip
    of the year. What a list names happened in the period.
    """
    info, roles = plan.info, plan.roles
    last = max(info.period_end, info.deadline)
    if in_list:
        return info.period_start, last
    if question.id in (roles.cutoff, roles.letter_date):
        latest = info.deadline + timedelta(days=plan.thresholds.latest_sending)
        return info.period_start, max(info.period_end, latest)
    return info.period_start - _BESIDE, last + _BESIDE
