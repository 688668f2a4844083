"""What several answers together say about one indicator: whether they agree, and whether their rate is likely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.phrases import between, cut_at_word, fraction, name_list, number_with_unit, place
from lamdong_report.checks.form import CheckedForm
from lamdong_report.checks.rates import change_limit, shown_rate
from lamdong_report.figures import Forms, Sum, divide, has_changed_much, lies_between, paired, previous_result
from lamdong_report.model import Finding, Severity
from lamdong_report.plan import Expression, Indicator, Plan


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
        agency=first.agency,
        source=first.source,
        question=first.question,
        severity=Severity.NOTE if expected else None,
        where=place(first.source),
        label=cut_at_word(indicator.name),
        name=_names(own, plan),
        other=_names(printed, plan),
        own=_shown(own, printed),
        total=_shown(printed, own),
        reporters=f"{len(printed.top.reporters)}/{len(printed.top.asked)}",
    )


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
