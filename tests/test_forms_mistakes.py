"""What a form tells before it is sent is what the office would say after: eighty mistakes in a clean form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from lamdong_report.model import Finding, Severity
from lamdong_report.plan import Plan
from tests.form_mistakes import READY, Desk, Mistake, clean_commune, commune, mistakes

pytestmark = pytest.mark.slow

CONTRADICTIONS = ("19", "20", "21", "22", "23", "24", "25", "27", "28", "29", "30", "31", "32", "42", "60", "61")


@dataclass(frozen=True)
class Told:
    """What form and office say of one mistake."""

    verdict: str
    lines: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def by_form(self) -> bool:
        return self.verdict != READY

    def codes(self, severity: Severity) -> list[str]:
        return [finding.code for finding in self.findings if finding.severity is severity]


@pytest.fixture(scope="module")
def told(real_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Told]:
    folder = tmp_path_factory.mktemp("mistakes")
    desk = Desk(real_plan, commune(real_plan), clean_commune(real_plan))
    made = [Mistake("00 none", {}), *mistakes()]
    changes = [mistake.changes for mistake in made]
    forms, office = desk.told_by_form(changes, folder), desk.told_by_office(changes, folder)
    return {
        mistake.name: Told(shown[3][0], tuple(" ".join(line) for line in shown[6:] if line[1]), tuple(found))
        for mistake, shown, found in zip(made, forms, office, strict=True)
    }


def test_a_clean_form_is_accepted_by_both(told: Mapping[str, Told]) -> None:
    clean = told["00 none"]
    assert clean.verdict == READY, clean.lines
    assert [finding.code for finding in clean.findings if finding.severity is not Severity.NOTE] == []


def test_no_form_that_says_it_may_be_sent_has_an_error(told: Mapping[str, Told]) -> None:
    assert {name: one.codes(Severity.ERROR) for name, one in told.items()
            if not one.by_form and one.codes(Severity.ERROR)} == {}  # fmt: skip


def test_the_form_tells_nearly_all_that_the_office_would_ask(told: Mapping[str, Told]) -> None:
    asked = {name: one for name, one in told.items() if one.codes(Severity.ERROR) or one.codes(Severity.WARNING)}
    silent = sorted(name for name, one in asked.items() if not one.by_form)
    assert len(asked) > 60
    assert len(silent) <= 0.12 * len(asked), silent


@pytest.mark.parametrize("number", CONTRADICTIONS)
def test_a_contradiction_is_told_by_form_and_office(told: Mapping[str, Told], number: str) -> None:
    name, one = next((name, one) for name, one in told.items() if name.startswith(number))
    assert one.by_form, name
    assert one.codes(Severity.WARNING) or one.codes(Severity.ERROR), name
