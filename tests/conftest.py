"""Fixtures that every test may use: the small plan of another province, and the real one."""

import gc
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

from lamdong_report.cli import main
from lamdong_report.example import ExampleForm, make_examples
from lamdong_report.pipeline import Reading, fill_examples, read_and_check
from lamdong_report.plan import Plan, load_plan
from tests.samples import samples

# A busy machine makes any single example slow, which says nothing of the program.
settings.register_profile("house", deadline=None, max_examples=samples(50))
settings.load_profile("house")

# As for a command of the program: most of what is collected and parsed here lives to the end.
gc.set_threshold(50_000)

ROOT = Path(__file__).resolve().parent.parent
SMALL_PLAN = ROOT / "tests" / "plans" / "nho"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What reads the example forms of all agencies of the plan in use takes long; what else does is marked itself."""
    for item in items:
        if "example_forms" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    gc.freeze()  # the tests themselves are no garbage: nobody need search them again and again


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


@pytest.fixture(scope="session")
def demonstration(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished demonstration of the small plan: inputs/ and output/; nobody writes into it."""
    folder = tmp_path_factory.mktemp("demonstration")
    done = CliRunner().invoke(main, ["demo", "--out", str(folder), "--templates", str(templates)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="session")
def examples(real_plan: Plan) -> tuple[ExampleForm, ...]:
    """The example answers of all agencies of the plan in use."""
    return make_examples(real_plan)


@pytest.fixture(scope="session")
def example_forms(real_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example forms of all agencies, made once for all tests; nobody writes into it."""
    folder = tmp_path_factory.mktemp("examples") / "inputs"
    fill_examples(real_plan, folder, seed=2026)
    return folder


@pytest.fixture(scope="session")
def example_reading(real_plan: Plan, example_forms: Path) -> Reading:
    """What the example forms say and what is wrong with them."""
    return read_and_check(real_plan, [example_forms])
