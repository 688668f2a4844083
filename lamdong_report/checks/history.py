"""Numbers that have moved further from last year's than is usual."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.catalogue.phrases import shorten, with_unit
from lamdong_report.checks.form import CheckedForm
from lamdong_report.checks.ratio import Ratio, extra_cell, ratios, shown_rate
from lamdong_report.figures import has_changed_much
from lamdong_report.model import Finding
from lamdong_report.plan import Plan
from lamdong_report.text.formats import format_number


def changed_rates(form: CheckedForm) -> Iterator[Finding]:
    """Rates against last year's rate; those of a handful of cases are left alone."""
    thresholds = form.plan.thresholds
    for ratio in ratios(form):
        before = _previous_rate(form, ratio)
        if before is None or ratio.value is None or ratio.base < thresholds.small_count:
            continue
        if has_changed_much(ratio.value, before, thresholds.change):
            now, then = shown_rate(ratio.indicator, ratio.value), with_unit(before, ratio.indicator.unit)
            yield form.fault(
                "changed-much", ratio.tops[0].question, label=shorten(ratio.indicator.name),
                value=now, previous=then, limit=change_limit(form.plan),
            )  # fmt: skip


def _previous_rate(form: CheckedForm, ratio: Ratio) -> Decimal | None:
    """What the agency wrote, else the plan's baseline where this agency alone speaks for the whole province."""
    if cell := extra_cell(form, ratio.ask, "previous"):
        return cell.number
    alone = len(form.plan.asked[ratio.tops[0].question.id]) == 1
    return ratio.indicator.baseline if alone else None


def change_limit(plan: Plan) -> str:
    """The threshold in percent, as messages print it."""
    return format_number(plan.thresholds.change * 100, 0)
