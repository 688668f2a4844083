"""Fixtures that every test may use: the small plan of another province, and the real one."""

import shutil
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


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A templates folder whose only plan is the small one, with the Word templates in use."""
    folder = tmp_path_factory.mktemp("templates") / "2031"
    shutil.copytree(SMALL_PLAN, folder)
    for name in ("report.docx", "letter.docx"):
        shutil.copy(ROOT / "templates" / "2026" / name, folder / name)
    return folder.parent
