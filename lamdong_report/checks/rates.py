"""Rates that an agency's own numerator and denominator leave undefined or make unlikely."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.catalogue.phrases import between, cell_list, shorten, with_unit
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.checks.ratio import Ratio, extra_cell, ratios, shown_rate
from lamdong_report.codes import Code
from lamdong_report.figures import is_same_rate, lies_between
from lamdong_report.model import Finding


def undefined_rates(form: CheckedForm) -> Iterator[Finding]:
    """Denominators of 0 where the plan does not foresee it (`none_text`), and never of the many agencies of a summed
    group: in most of them nothing happened."""
    for ratio in ratios(form):
        if not ratio.base and not ratio.top and not form.group.summed and not ratio.indicator.none_text:
            yield _fault(form, "rate-undefined", ratio, ratio.bases[0])


def unlikely_rates(form: CheckedForm) -> Iterator[Finding]:
    """Rates outside the indicator's plausible range. Single communes are too small to be judged by it."""
    for ratio in ratios(form):
        limits = ratio.indicator.plausible
        if limits and ratio.value is not None and not form.group.summed and not lies_between(ratio.value, limits):
            value = shown_rate(ratio.indicator, ratio.value)
            yield _fault(form, "rate-implausible", ratio, ratio.tops[0], value=value, range=between(*limits))


def wrong_published_rates(form: CheckedForm) -> Iterator[Finding]:
    """Rates that the agency says it has published, where its own numbers give another one."""
    for ratio in ratios(form):
        published = extra_cell(form, ratio.ask, "published")
        if published is None or published.number is None or ratio.value is None:
            continue
        if not is_same_rate(published.number, ratio.value, ratio.indicator.decimals):
            yield _mismatch(form, ratio, published, published.number, ratio.value)


def _mismatch(form: CheckedForm, ratio: Ratio, cell: Reply, published: Decimal, computed: Decimal) -> Finding:
    return form.fault(
        "rate-mismatch",
        cell.question,
        label=shorten(ratio.indicator.name),
        value=with_unit(published, ratio.indicator.unit),
        computed=shown_rate(ratio.indicator, computed),
        cells=cell_list([one.source for one in (cell, *ratio.bases, *ratio.tops)]),
    )


def _fault(form: CheckedForm, code: Code, ratio: Ratio, cell: Reply, **fields: str) -> Finding:
    label = shorten(ratio.indicator.name)
    return form.fault(code, cell.question, None, label=label, cells=ratio.cells, **fields)
