"""A blank number follows from others only where the plan's rules leave no other, and never in a circle."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from lamdong_report.plan import Plan
from lamdong_report.rules import Rulebook, find_follows, make_rulebook
from lamdong_report.rules.formula import Formula

_FEW = tuple(map(Decimal, range(4)))


@pytest.fixture(scope="module", params=("real_plan", "small_plan"))
def plan(request: pytest.FixtureRequest) -> Plan:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def book(plan: Plan) -> Rulebook:
    return make_rulebook(plan)


def breaks(book: Rulebook, questions: set[str], values: dict[str, Decimal]) -> set[str]:
    """The rules that are broken among these questions, whose numbers are given; the others are blank."""

    def cell(key: str) -> Formula:
        return Formula("", values.get(key, ""))

    rules = [rule for question in questions for rule in book.of(question)]
    return {f"{rule.code} {rule.question}" for rule in rules if rule.broken(cell).value}


def test_what_follows_is_the_only_number_that_breaks_no_rule(plan: Plan, book: Rulebook) -> None:
    """Tried with all numbers up to 3, for every question of the plan."""
    seen = 0
    for key, follows in book.follows.items():
        others, family = tuple(dict.fromkeys(follows.questions)), {key, *follows.questions}
        for numbers in product(_FEW, repeat=len(others)):
            values = dict(zip(others, numbers, strict=True))
            cases = follows.cases(lambda one, values=values: Formula("", values[one]))  # type: ignore[misc]
            right = next((number.value for holds, number, _ in cases if holds.value), None)
            if right is None or breaks(book, family, values):
                continue
            seen += 1
            assert [one for one in _FEW if not breaks(book, family, {**values, key: one})] == [right], (key, values)
    assert seen >= len(book.follows)


def test_nothing_follows_in_a_circle(plan: Plan) -> None:
    follows = find_follows(plan)

    def walk(key: str, above: tuple[str, ...]) -> None:
        assert key not in above
        for other in follows[key].questions if key in follows else ():
            walk(other, (*above, key))

    for key in follows:
        walk(key, ())
