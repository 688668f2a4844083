"""Fixtures that every test may use: the small plan of another province, and the real one."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from lamdong_report.pipeline import Reading, fill_examples, read_and_check
from lamdong_report.plan import Plan, load_plan

# A busy machine makes any single example slow, which says nothing of the program.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# The modules that take longest: `make test` leaves them out, `make test-all` and the gate run them.
SLOW = {
    "test_anything",
    "test_bench",
    "test_drafts_matrix",
    "test_drafts_office",
    "test_forms_clerk",
    "test_forms_habits",
    "test_forms_mistakes",
    "test_forms_office",
    "test_origins",
    "test_reader_office",
    "test_reader_spelling",
    "test_reader_writers",
    "test_recount",
    "test_report_pages",
    "test_review_order",
    "test_rules_proof",
    "test_web_browser",
    "test_web_faults",
    "test_web_killed",
    "test_work_counts",
}
# Tests, and files under test, that take seconds each in modules whose others are quick.
SLOW_ALONE = (
    "million-rows",
    "test_a_form_filled_in_by_the_common_one_is_the_form_written_directly[real_plan]",
    "test_a_form_named_after_the_common_one_is_the_form_written_directly[real_plan]",
    "test_files_changed_renamed_doubled_in_any_order",
    "test_forms_are_the_same_with_and_without",
    "test_forms_findings_and_workbooks_are_the_same_with_and_without",
    "test_nothing_changes_after_libreoffice_has_saved_it",
    "test_other_seeds_are_as_consistent",
    "test_the_third_plan_goes_through_every_command",
)

ROOT = Path(__file__).resolve().parent.parent
SMALL_PLAN = ROOT / "tests" / "plans" / "nho"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in SLOW or any(name in item.name for name in SLOW_ALONE):
            item.add_marker("slow")


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
def example_forms(real_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example forms of all agencies, made once for all tests; nobody writes into it."""
    folder = tmp_path_factory.mktemp("examples") / "inputs"
    fill_examples(real_plan, folder, seed=2026)
    return folder


@pytest.fixture(scope="session")
def example_reading(real_plan: Plan, example_forms: Path) -> Reading:
    """What the example forms say and what is wrong with them."""
    return read_and_check(real_plan, [example_forms])
