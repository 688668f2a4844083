"""What a form reckons while the clerk types is what the office reckons from the same numbers."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from lamdong_report.figures import Judgement, judge
from lamdong_report.forms.live import LiveLine, judgement_formula, rate_formula
from lamdong_report.plan import Operator, Plan
from lamdong_report.rules.formula import Formula
from tests.samples import samples

NUMBERS = st.one_of(st.none(), st.integers(0, 400).map(Decimal))


@settings(max_examples=samples(100), deadline=None)
@given(
    top=NUMBERS,
    base=NUMBERS,
    operator=st.sampled_from(list(Operator)),
    target=st.sampled_from([Decimal(50), Decimal(100), Decimal("99.5"), Decimal(25)]),
)
def test_the_form_judges_as_the_office_does(
    small_plan: Plan, top: Decimal | None, base: Decimal | None, operator: Operator, target: Decimal
) -> None:
    indicator = msgspec.structs.replace(small_plan.indicators[0], operator=operator, target=target, target_to=None)
    cells = {"a": Formula("A1", top), "b": Formula("B1", base)}
    shown = rate_formula(LiveLine("", "%", (("a",), ("b",))), indicator, cells.__getitem__, small_plan)
    value = None if top is None or not base else top * indicator.scale / base
    verdict = judgement_formula(indicator, [shown], small_plan).value
    known = judge(indicator, value, base, ())
    if value is not None:
        assert isinstance(shown.value, Decimal) and abs(shown.value - value) < Decimal("1e-8")
        reached = known is not Judgement.MISSED
        assert verdict == (small_plan.wording.status_reached if reached else small_plan.wording.status_missed)
    elif base == 0:
        assert (shown.value, known) == (small_plan.wording.status_none, Judgement.NONE)
        assert verdict == ""
    else:
        assert (shown.value, verdict) == ("", "")
