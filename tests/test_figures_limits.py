"""What figures do exactly at their limits: the range, the share, the last decimal, the target itself."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from lamdong_report.figures import decimals_of, has_changed_much, lies_between, measures, reckon
from lamdong_report.plan import Plan, ResultKind, load_plan
from lamdong_report.plan.language.terms import parse_terms
from tests.builders import submission

WASTE = Path(__file__).parent / "plans" / "rac"


@pytest.mark.parametrize(
    ("value", "inside"), [("0", True), ("100", True), ("50", True), ("-0.01", False), ("100.01", False)]
)
def test_a_range_has_its_ends(value: str, inside: bool) -> None:
    assert lies_between(Decimal(value), (Decimal(0), Decimal(100))) is inside


@pytest.mark.parametrize(
    ("now", "before", "much"),
    [
        ("75", "100", False),
        ("125", "100", False),
        ("74.9", "100", True),
        ("125.1", "100", True),
        ("-75", "-100", False),
        ("-74.9", "-100", True),
        ("0", "0", False),
        ("0.1", "0", True),
    ],
)
def test_a_change_is_much_only_beyond_the_share(now: str, before: str, much: bool) -> None:
    assert has_changed_much(Decimal(now), Decimal(before), Decimal("0.25")) is much


@pytest.mark.parametrize(
    ("value", "decimals"),
    [
        (None, 1),
        ("60", 1),
        ("59.9", 1),
        ("59.96", 2),
        ("59.996", 3),
        ("59.9996", 4),
        ("59.99996", 4),
        ("60.00004", 4),
        ("60.04", 2),
    ],
)
def test_decimals_grow_until_the_side_of_the_target_is_seen_and_no_further(
    small_plan: Plan, value: str | None, decimals: int
) -> None:
    indicator = replace(small_plan.indicators[0], target=Decimal(60), decimals=1)
    assert decimals_of(indicator, None if value is None else Decimal(value)) == decimals


def test_a_number_of_decimals_that_the_plan_asks_for_stays(small_plan: Plan) -> None:
    indicator = replace(small_plan.indicators[0], target=Decimal(60), decimals=5)
    assert decimals_of(indicator, Decimal("59.9999999")) == 5


@pytest.mark.parametrize(
    ("term", "answers", "value"),
    [
        ("at_least(2, t3_q1)", {"t3_q1": 2}, 1),
        ("at_least(2, t3_q1)", {"t3_q1": 1}, 0),
        ("at_least(2, t3_q1, t3_q2)", {"t3_q1": 2}, None),
        ("rate_at_least(50, tt_nguoi_nu, tt_nguoi)", {"tt_nguoi_nu": 50, "tt_nguoi": 100}, 1),
        ("rate_at_least(50, tt_nguoi_nu, tt_nguoi)", {"tt_nguoi_nu": 49, "tt_nguoi": 100}, 0),
        ("rate_at_least(50, tt_nguoi_nu, tt_nguoi)", {"tt_nguoi_nu": 0, "tt_nguoi": 0}, None),
        ("rate_at_least(50, tt_nguoi_nu, tt_nguoi)", {"tt_nguoi_nu": 0, "tt_nguoi": 5}, 0),
    ],
)
def test_a_condition_holds_at_its_limit_and_says_nothing_without_an_answer(
    small_plan: Plan, term: str, answers: Mapping[str, int], value: int | None
) -> None:
    forms = {"S101": submission("S101", answers)}
    assert reckon(parse_terms(term), small_plan, forms).value == (None if value is None else Decimal(value))


@pytest.mark.parametrize("which", ["real_plan", "small_plan", "waste"])
def test_a_result_has_its_units_labels_and_formulas_before_anybody_has_answered(
    which: str, request: pytest.FixtureRequest
) -> None:
    plan: Plan = load_plan(WASTE) if which == "waste" else request.getfixturevalue(which)
    for indicator, found in zip(plan.indicators, measures(plan, {}), strict=True):
        formulas = plan.formulas.indicators[indicator.id]
        assert found.figure.unit == ("" if indicator.kind is ResultKind.DONE else indicator.unit)
        assert found.figure.formula.find(formulas.printed.text) >= 0
        assert found.previous.unit == indicator.level_unit
        if indicator.baseline is None:
            assert found.previous.formula == (formulas.previous.text if formulas.previous else "")
        assert [(part.label, part.reaches, part.figure.value) for part in found.parts] == [
            (part.label, None, None) for part in indicator.parts
        ]
        for part, formula in zip(found.parts, formulas.parts, strict=True):
            assert part.figure.formula.startswith(formula.text) and part.figure.unit == indicator.unit
        assert found.said == ()
        assert [one.agency for one in found.each] == [a.code for a in plan.agencies if a.code in formulas.each]
