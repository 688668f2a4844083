"""The rates that one agency's own numbers give: undefined, unlikely, other than published, far from last year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from lamdong_report.catalogue.phrases import between, cell_list, cut_at_word, number_with_unit
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.codes import Code
from lamdong_report.figures import decimals_of, divide, has_changed_much, is_same_rate, lies_between
from lamdong_report.model import Finding
from lamdong_report.plan import Indicator, Plan
from lamdong_report.plan.schema import Ask
from lamdong_report.text.formats import format_number


class Ratio(Struct, frozen=True):
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
            asked = (ask.numerator, ask.denominator)
            if all(side and all(key in form.numbers for key in side) for side in asked):
                tops, bases = (tuple(form.cells[key] for key in side) for side in asked)
                yield Ratio(indicator, ask, tops, bases)


def extra_cell(form: CheckedForm, ask: Ask, role: str) -> Reply | None:
    """The cell of the ask's extra row with this role ("previous", "published"), if a number stands in it."""
    for extra in form.plan.indicator_extras if ask.extras else ():
        cell = form.cells.get(f"{ask.id}.{extra.id}")
        if extra.role == role and cell and cell.number is not None:
            return cell
    return None


def shown_rate(indicator: Indicator, value: Decimal) -> str:
    """A rate with the decimals that the report gives it."""
    return number_with_unit(value, indicator.level_unit, decimals_of(indicator, value))


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
            given, own = (
                number_with_unit(published.number, ratio.indicator.level_unit),
                shown_rate(ratio.indicator, ratio.value),
            )
            cells = cell_list([one.source for one in (published, *ratio.bases, *ratio.tops)])
            label = cut_at_word(ratio.indicator.name)
            yield form.fault("rate-mismatch", published.question, label=label, value=given, computed=own, cells=cells)


def _fault(form: CheckedForm, code: Code, ratio: Ratio, cell: Reply, **fields: str) -> Finding:
    label = cut_at_word(ratio.indicator.name)
    return form.fault(code, cell.question, None, label=label, cells=ratio.cells, **fields)


def changed_rates(form: CheckedForm) -> Iterator[Finding]:
    """Rates against last year's rate; those of a handful of cases are left alone."""
    thresholds = form.plan.thresholds
    for ratio in ratios(form):
        # What the agency wrote, else the plan's baseline where this agency alone speaks for the whole province.
        said = extra_cell(form, ratio.ask, "previous")
        alone = len(form.plan.asked[ratio.tops[0].question.id]) == 1
        before = said.number if said else ratio.indicator.baseline if alone else None
        if before is None or ratio.value is None or ratio.base < thresholds.small_count:
            continue
        if has_changed_much(ratio.value, before, thresholds.change):
            now, then = shown_rate(ratio.indicator, ratio.value), number_with_unit(before, ratio.indicator.level_unit)
            yield form.fault(
                "changed-much", ratio.tops[0].question, label=cut_at_word(ratio.indicator.name),
                value=now, previous=then, limit=change_limit(form.plan),
            )  # fmt: skip


def change_limit(plan: Plan) -> str:
    """The threshold in percent, as messages print it."""
    return format_number(plan.thresholds.change * 100, 0)
