"""One rulebook: a form that breaks a rule never says that it may be sent, nor does one with an error for the office."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from lamdong_report.example import make_examples
from lamdong_report.forms import Prefill
from lamdong_report.model import Severity
from lamdong_report.plan import Plan
from lamdong_report.rules import FormRule, alone, is_error, make_rulebook, together
from tests.form_mistakes import READY, Changes, Desk, Typed

pytestmark = pytest.mark.slow

# One agency of each group; rules of one kind are tried at so many cells of each form.
MEMBERS = ("SNV", "HLHPN", "23134")
_TRIED = 4
# EXAMPLES=300 tries so many in each form; LibreOffice is started once for each form, whatever their number.
_RANDOM = int(os.environ.get("EXAMPLES", "40"))
_SEED = 2026
_ANYTHING: tuple[Typed, ...] = (
    None, 0, -1, 7, Decimal("1.5"), 35_000_000, "-", "khoảng 20", "x", "như trên", "Có", "Hoàn thành", "=1/0",
    date(2003, 2, 1), date(2026, 5, 5), "0912 345 678", "Đã tổ chức ba buổi nói chuyện tại các trường học.",
)  # fmt: skip


class Told:
    """Breaking and random changes of one agency's form, with what form and office say of each."""

    def __init__(self, desk: Desk, prefill: Prefill, folder: object) -> None:
        self.names, self.changes = map(list, zip(*_all_changes(desk, prefill), strict=True))
        self.verdicts = [lines[3][0] for lines in desk.told_by_form(self.changes, folder)]  # type: ignore[arg-type]
        self.findings = desk.told_by_office(self.changes, folder)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=MEMBERS)
def told(request: pytest.FixtureRequest, real_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Told:
    example = next(one for one in make_examples(real_plan, 7) if one.agency.code == request.param)
    desk = Desk(real_plan, request.param, example.prefill)
    return Told(desk, example.prefill, tmp_path_factory.mktemp("proof"))


def test_a_form_that_keeps_all_rules_is_accepted_by_both(told: Told) -> None:
    assert told.names[0] == "none" and told.verdicts[0] == READY
    assert [finding.code for finding in told.findings[0] if finding.severity is Severity.ERROR] == []


def test_a_form_that_breaks_a_rule_never_says_that_it_may_be_sent(told: Told) -> None:
    broken = [(name, verdict) for name, verdict in zip(told.names, told.verdicts, strict=True) if ":" in name]
    assert len(broken) > 15
    assert [name for name, verdict in broken if verdict == READY] == []


def test_no_form_that_may_be_sent_has_an_error_whatever_was_typed(told: Told) -> None:
    both = zip(told.names, told.verdicts, told.findings, strict=True)
    missed = {
        name: codes
        for name, verdict, findings in both
        if verdict == READY and (codes := [one.code for one in findings if one.severity is Severity.ERROR])
    }
    assert missed == {}


def _all_changes(desk: Desk, prefill: Prefill) -> Iterator[tuple[str, Changes]]:
    yield "none", {}
    yield from _breaking(desk, prefill)
    dice = Random(_SEED)
    cells = sorted(key for key in desk.spots if key != desk.plan.roles.agency)
    for at in range(_RANDOM):
        chosen = dice.sample(cells, dice.randint(1, 4))
        yield f"random {at}", {key: dice.choice(_ANYTHING) for key in chosen}


def _breaking(desk: Desk, prefill: Prefill) -> Iterator[tuple[str, Changes]]:
    """For each rule of severity error in turn, answers that break it."""
    tried: Counter[tuple[str, str]] = Counter()
    rules = make_rulebook(desk.plan)
    for question in desk.plan.questions:
        for rule in rules.of(question) if desk.plan.is_asked(question, desk.code) else ():
            kind = (type(rule).__name__, rule.code)
            change = _break(rule, prefill) if is_error(rule.code) and tried[kind] < _TRIED else None
            if change and all(key in desk.spots for key in change):
                tried[kind] += 1
                yield f"{rule.code}: {question}", change


def _break(rule: FormRule, prefill: Prefill) -> Mapping[str, Typed] | None:
    def number(question: str) -> Decimal:
        value = prefill.answers.get(question)
        return value if isinstance(value, Decimal) else Decimal(0)

    match rule:
        case alone.IsFigure() | alone.IsAmong():
            return {rule.question: "ước chừng"}
        case alone.IsNoError():
            return {rule.question: "=1/0"}
        case alone.IsWhole():
            return {rule.question: Decimal("2.5")}
        case alone.Compared(limit=date() as day, sign=sign):
            return {rule.question: day + timedelta(days=-1 if sign == "<" else 1)}
        case alone.Compared(limit=Decimal() as limit, sign=sign):
            return {rule.question: limit + (-1 if sign == "<" else 1)}
        case together.IsAtMost():
            return {rule.question: number(rule.others[0]) + 1}
        case together.IsSum():
            return {rule.question: sum((number(one) for one in rule.others), Decimal(1))}
        case together.IsShare():
            return {rule.question: sum((number(one) for one in rule.others), Decimal(1))}
        case together.HasBase():
            bases: dict[str, Typed] = dict.fromkeys((rule.question, *rule.more), 0)
            return {**bases, rule.others[0]: 3}
    return None
