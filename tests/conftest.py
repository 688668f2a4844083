"""Fixtures that every test may use: the small plan of another province, and the real one."""

from pathlib import Path

import pytest

from lamdong_report.plan import Plan, load_plan

ROOT = Path(__file__).resolve().parent.parent
SMALL_PLAN = ROOT / "tests" / "plans" / "nho"


@pytest.fixture(scope="session")
def small_plan() -> Plan:
    """Five agencies of an invented province, another year, other indicators."""
    return load_plan(SMALL_PLAN)


@pytest.fixture(scope="session")
def real_plan() -> Plan:
    """The plan that is in use, from templates/."""
    folder = ROOT / "templates" / "2026"
    if not (folder / "plan.toml").is_file():
        pytest.skip(f"{folder} has no plan.toml")
    return load_plan(folder)
