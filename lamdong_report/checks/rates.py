"""Rates that an agency's own numerator and denominator make impossible, undefined or unlikely."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.catalogue.phrases import between, cell_list, shorten, with_unit
from lamdong_report.checks.form import Cell, Form
from lamdong_report.checks.ratio import Ratio, extra_cell, is_share, ratios, shown
from lamdong_report.figures import is_same_rate, lies_between
from lamdong_report.model import Finding
from lamdong_report.text.formats import format_number


def impossible_rates(form: Form) -> Iterator[Finding]:
    """Shares above the whole, and denominators of 0.

    0 of 0 is asked about only where the plan does not foresee it (`none_text`), and never of the many agencies of a
    summed group: in most of them nothing happened.
    """
    for ratio in ratios(form):
        if not ratio.base and ratio.top:
            yield _fault(form, "zero-denominator", ratio, ratio.bases[0], top=format_number(ratio.top))
        elif not ratio.base and not form.group.summed and not ratio.indicator.none_text:
            yield _fault(form, "rate-undefined", ratio, ratio.bases[0])
        elif ratio.top > ratio.base and is_share(ratio.indicator) and not _is_checked_by_parts(ratio):
            top, base = format_number(ratio.top), format_number(ratio.base)
            yield _fault(form, "share-exceeds-whole", ratio, ratio.tops[0], top=top, base=base)


def _is_checked_by_parts(ratio: Ratio) -> bool:
    """Whether each numerator is already held against one of the denominators as its part."""
    bases = {cell.question.id for cell in ratio.bases}
    return all(cell.question.part_of in bases for cell in ratio.tops)


def unlikely_rates(form: Form) -> Iterator[Finding]:
    """Rates outside the indicator's plausible range. Single communes are too small to be judged by it."""
    for ratio in ratios(form):
        limits = ratio.indicator.plausible
        if limits and ratio.value is not None and not form.group.summed and not lies_between(ratio.value, limits):
            value = shown(ratio.indicator, ratio.value)
            yield _fault(form, "rate-implausible", ratio, ratio.tops[0], value=value, range=between(*limits))


def wrong_published_rates(form: Form) -> Iterator[Finding]:
    """Rates that the agency says it has published, where its own numbers give another one."""
    for ratio in ratios(form):
        published = extra_cell(form, ratio.ask, "published")
        if published is None or published.number is None or ratio.value is None:
            continue
        if not is_same_rate(published.number, ratio.value, ratio.indicator.decimals):
            yield _mismatch(form, ratio, published, published.number, ratio.value)


def _mismatch(form: Form, ratio: Ratio, cell: Cell, published: Decimal, computed: Decimal) -> Finding:
    return form.fault(
        "rate-mismatch",
        cell.question,
        label=shorten(ratio.indicator.name),
        value=with_unit(published, ratio.indicator.unit),
        computed=shown(ratio.indicator, computed),
        cells=cell_list([one.source for one in (cell, *ratio.bases, *ratio.tops)]),
    )


def _fault(form: Form, code: str, ratio: Ratio, cell: Cell, **fields: str) -> Finding:
    label = shorten(ratio.indicator.name)
    return form.fault(code, cell.question, None, label=label, cells=ratio.cells, **fields)
