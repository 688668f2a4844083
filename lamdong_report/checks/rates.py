"""The rates that the numbers of one agency give, and of several together: undefined, unlikely, in disagreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.phrases import (
    between,
    cell_list,
    cut_at_word,
    fraction,
    name_list,
    number_with_unit,
    place,
)
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.codes import Code
from lamdong_report.figures import (
    Forms,
    Sum,
    decimals_of,
    divide,
    has_changed_much,
    is_same_rate,
    lies_between,
    paired,
    previous_result,
)
from lamdong_report.model import Finding, Severity
from lamdong_report.plan import Expression, Indicator, Plan
from lamdong_report.plan.schema import Ask
from lamdong_report.rules import bounds_of
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
    """The cell of the ask's extra row with this role ("previous", "published"), if a possible number stands in it."""
    for extra in form.plan.indicator_extras if ask.extras else ():
        cell = form.cells.get(f"{ask.id}.{extra.id}")
        if extra.role == role and cell and cell.number is not None:
            _, most = bounds_of(form.plan, cell.question)
            return cell if most is None or cell.number <= most else None
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
            given = number_with_unit(published.number, ratio.indicator.level_unit)
            own = shown_rate(ratio.indicator, ratio.value)
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


class Claim(Struct, frozen=True):
    """Two sums that make a rate, a numerator and a denominator over the same agencies."""

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

    def differs_from(self, other: Claim) -> bool:
        if self.top.value is None or other.top.value is None:
            return False
        bases = (self.base.value, other.base.value)
        return self.top.value != other.top.value or (None not in bases and bases[0] != bases[1])


def claim(expression: Expression, plan: Plan, forms: Forms) -> Claim:
    """The sums of a rate, paired as the report pairs them."""
    return Claim(*paired(expression, plan, forms))


def differing_figures(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """Every other figure for an indicator that is not the printed one, with both."""
    received = {form.agency.code: form.submission for form in forms}
    for indicator in plan.indicators:
        formulas = plan.formulas.indicators[indicator.id]
        printed = claim(formulas.printed, plan, received)
        others = [formulas.reported] if formulas.reported else []
        named = {
            q for rate in (formulas.printed, *others) for t in (*rate.numerator, *rate.denominator) for q in t.questions
        }
        for ask in indicator.asks:
            # One agency alone gives the whole measure here, and the printed figure takes nothing of it.
            rows = (*ask.numerator, *ask.denominator)
            is_alone = all(len(plan.asked.get(row, ())) == 1 for row in rows)
            if ask.numerator and is_alone and not named.intersection(rows):
                others.append(plan.formulas.asks[ask.id])
        for own in (claim(other, plan, received) for other in others):
            if own.differs_from(printed):
                yield _difference(indicator, own, printed, plan)


def _difference(indicator: Indicator, own: Claim, printed: Claim, plan: Plan) -> Finding:
    """Forms still missing explain a sum that is too small: then it is only a note."""
    is_sum = len(printed.asked) > 1
    first = own.top.parts[0]
    expected = is_sum and not printed.is_complete and (printed.top.value or 0) <= (own.top.value or 0)
    return make_finding(
        "sum-differs" if is_sum else "agencies-differ",
        agency=first.agency, source=first.source, question=first.question, severity=Severity.NOTE if expected else None,
        where=place(first.source), label=cut_at_word(indicator.name),
        name=_names(own, plan), other=_names(printed, plan), own=_shown(own, printed), total=_shown(printed, own),
        reporters=f"{len(printed.top.reporters)}/{len(printed.top.asked)}",
    )  # fmt: skip


def _names(said: Claim, plan: Plan) -> str:
    return name_list([plan.agency(code).name for code in said.top.reporters])


def _shown(said: Claim, beside: Claim) -> str:
    """Numerator and denominator; the numerator alone where the other side has no denominator to compare."""
    base = said.base.value if beside.base.value is not None else None
    return fraction(said.top.value or Decimal(0), base)


def unlikely_totals(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """Printed rates of several agencies together that are out of range, or far from last year's.

    Addressed to the indicator's lead; what one agency reports alone is judged in its own form.
    """
    received = {form.agency.code: form.submission for form in forms}
    for indicator in plan.indicators:
        printed = claim(plan.formulas.indicators[indicator.id].printed, plan, received)
        rate = printed.rate(indicator)
        if rate is None or len(printed.top.reporters) < 2:
            continue
        label, value = cut_at_word(indicator.name), shown_rate(indicator, rate)
        if indicator.plausible and not lies_between(rate, indicator.plausible):
            span = between(*indicator.plausible)
            yield make_finding("total-implausible", agency=indicator.lead, label=label, value=value, range=span)
        before = previous_result(indicator, plan, received).value
        if before is not None and has_changed_much(rate, before, plan.thresholds.change):
            then, limit = number_with_unit(before, indicator.level_unit), change_limit(plan)
            yield make_finding(
                "total-changed", agency=indicator.lead, label=label, value=value, previous=then, limit=limit
            )
