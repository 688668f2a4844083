"""Whether those who report the same measure say the same: the responsible agency, another one, the sum of communes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.phrases import fraction, name_list, place, shorten
from lamdong_report.checks.claim import Claim, claim, printed_claim
from lamdong_report.checks.form import CheckedForm
from lamdong_report.figures import Forms
from lamdong_report.model import Finding, Severity
from lamdong_report.plan import Indicator, IndicatorFormulas, Plan
from lamdong_report.plan.schema import Ask


def differing_figures(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """Every other figure for an indicator that is not the printed one, with both."""
    received = {form.agency.code: form.submission for form in forms}
    for indicator in plan.indicators:
        printed = printed_claim(indicator, plan, received)
        for own in _other_claims(indicator, plan, received):
            if _differ(own, printed):
                yield _difference(indicator, own, printed, plan)


def _other_claims(indicator: Indicator, plan: Plan, received: Forms) -> Iterator[Claim]:
    formulas = plan.formulas.indicators[indicator.id]
    if formulas.reported:
        yield claim(formulas.reported, plan, received)
    named = _named_questions(formulas)
    for ask in indicator.asks:
        if _is_second_opinion(ask, named, plan.asked):
            yield claim(plan.formulas.asks[ask.id], plan, received)


def _named_questions(formulas: IndicatorFormulas) -> frozenset[str]:
    """The questions that the printed figure and the reported one are made of."""
    rates = (rate for rate in (formulas.printed, formulas.reported) if rate)
    return frozenset(q for rate in rates for term in (*rate.numerator, *rate.denominator) for q in term.questions)


def _is_second_opinion(ask: Ask, named: frozenset[str], asked: Mapping[str, frozenset[str]]) -> bool:
    """Whether one agency alone gives the whole measure here, and the printed figure takes nothing of it."""
    rows = (*ask.numerator, *ask.denominator)
    return bool(ask.numerator) and not named.intersection(rows) and all(len(asked.get(row, ())) == 1 for row in rows)


def _differ(own: Claim, printed: Claim) -> bool:
    if own.top.value is None or printed.top.value is None:
        return False
    bases = (own.base.value, printed.base.value)
    return own.top.value != printed.top.value or (None not in bases and bases[0] != bases[1])


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
        label=shorten(indicator.name),
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
