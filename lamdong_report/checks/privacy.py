"""Numbers so small that a reader who knows the place could tell whom they mean."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.catalogue.phrases import and_others
from lamdong_report.checks.form import CheckedForm
from lamdong_report.model import Finding


def telling_counts(form: CheckedForm) -> Iterator[Finding]:
    """Sensitive counts from 1 to below the plan's `small_count`: one finding for the form, at the first of them."""
    limit = form.plan.thresholds.small_count
    small = [
        cell
        for cell in form.cells.values()
        if cell.question.sensitive and cell.number is not None and 0 < cell.number < limit
    ]
    if small:
        yield form.fault("small-count", small[0].question, more=and_others(len(small) - 1), limit=limit - 1)
