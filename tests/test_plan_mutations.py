"""Whatever is dropped, swapped, renamed or mistyped in a plan: faults in words, or a plan that can be worked with."""

from __future__ import annotations

import copy
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lamdong_report.describe import describe_plan
from lamdong_report.errors import PlanError
from lamdong_report.forms import form_bytes
from lamdong_report.layout import lay_out
from lamdong_report.plan import Plan, PlanSource, find_remarks
from lamdong_report.plan.fault import Places, text_locator
from lamdong_report.plan.load import build_plan
from lamdong_report.report import gather, write_report
from tests.conftest import ROOT, SMALL_PLAN
from tests.plan_mutations import mutate
from tests.slow import slow

# Few enough for every run; the numbers of slips that were tried once, by thousands, found nothing more.
TRIES = {
    "small": (SMALL_PLAN, range(30)),
    "more": (SMALL_PLAN, range(30, 100)),
    "waste": (SMALL_PLAN.parent / "rac", range(60)),
    "real": (ROOT / "templates" / "2026", range(12)),
}


def work_with(plan: Plan) -> None:
    """What the commands do before a form has come in."""
    assert list(describe_plan(plan))
    find_remarks(plan, Places({}))
    assert write_report(gather(plan, ()), draft=True).body
    for agency in plan.agencies[:1]:
        assert form_bytes(plan, lay_out(plan, (agency,)))


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "every"), ((SMALL_PLAN, 5), (SMALL_PLAN.parent / "rac", 5)), ids=["small", "waste"])
@pytest.mark.parametrize("words", ["Không có thật", "{key:lead}} {0.x} {"])
def test_words_that_belong_nowhere_are_told_wherever_they_stand(folder: Path, every: int, words: str) -> None:
    """Every fifth text of the plan in turn, the one asked of whom among them; braces are no gaps of our messages."""
    data = tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))
    places = [place for place in texts(data) if place[-2:-1] == ("asked",)]
    places += list(texts(data))[::every]
    told = 0
    for place in places:
        changed = copy.deepcopy(data)
        holder: Any = changed
        for part in place[:-1]:
            holder = holder[part]
        holder[place[-1]] = words
        try:
            build_plan(folder, PlanSource(folder / "plan.toml", changed, text_locator("")))
        except PlanError as error:
            told += 1
            assert error.faults and all(fault.strip() for fault in error.faults)
    assert told > len(places) / 10


def texts(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the texts of the tables stand."""
    if isinstance(value, str):
        yield place
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(inner, (*place, key))


@pytest.mark.parametrize("name", ["small", *slow("more", "waste", "real")])
def test_a_slip_is_told_or_does_no_harm(name: str) -> None:
    folder, seeds = TRIES[name]
    data = tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))
    told = worked = 0
    for seed in seeds:
        chance = random.Random(seed)
        changed = mutate(data, chance, chance.choice((1, 1, 2, 3)))
        try:
            plan = build_plan(folder, PlanSource(folder / "plan.toml", changed, text_locator("")))
        except PlanError as error:
            told += 1
            assert error.faults and all(fault.strip() and "Traceback" not in fault for fault in error.faults)
        else:
            worked += 1
            work_with(plan)
    assert told and worked
