"""Printed rates of several agencies together that are unlikely: out of range, or far from last year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.phrases import between, shorten, with_unit
from lamdong_report.checks.claim import printed_claim
from lamdong_report.checks.form import CheckedForm
from lamdong_report.checks.history import change_limit
from lamdong_report.checks.ratio import shown_rate
from lamdong_report.figures import Forms, has_changed_much, lies_between, reckon
from lamdong_report.model import Finding
from lamdong_report.plan import Indicator, Plan


def unlikely_totals(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """Addressed to the indicator's lead; what one agency reports alone is judged in its own form."""
    received = {form.agency.code: form.submission for form in forms}
    for indicator in plan.indicators:
        printed = printed_claim(indicator, plan, received)
        rate = printed.rate(indicator)
        if rate is not None and len(printed.top.reporters) > 1:
            yield from _out_of_range(indicator, rate)
            yield from _changed(indicator, rate, plan, received)


def _out_of_range(indicator: Indicator, rate: Decimal) -> Iterator[Finding]:
    if indicator.plausible and not lies_between(rate, indicator.plausible):
        yield make_finding(
            "total-implausible",
            agency=indicator.lead,
            label=shorten(indicator.name),
            value=shown_rate(indicator, rate),
            range=between(*indicator.plausible),
        )


def _changed(indicator: Indicator, rate: Decimal, plan: Plan, received: Forms) -> Iterator[Finding]:
    before = _previous(indicator, plan, received)
    if before is not None and has_changed_much(rate, before, plan.thresholds.change):
        yield make_finding(
            "total-changed",
            agency=indicator.lead,
            label=shorten(indicator.name),
            value=shown_rate(indicator, rate),
            previous=with_unit(before, indicator.unit),
            limit=change_limit(plan),
        )


def _previous(indicator: Indicator, plan: Plan, received: Forms) -> Decimal | None:
    """Last year's printed result: the plan's baseline, else what the agency asked for it wrote."""
    if indicator.baseline is not None:
        return indicator.baseline
    formula = plan.formulas.indicators[indicator.id].previous
    return reckon(formula.numerator, plan, received).value if formula else None
