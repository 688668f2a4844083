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
    "test_next_year",
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
# What takes long in modules whose others are quick: tests, files under test, further variants of what the quick tests
# try once. So does whatever reads the example forms of all agencies of the plan in use.
SLOW_ALONE = (
    "bomb.ods",
    "lying-bomb",
    "million-rows",
    "strings.xlsx",
    "test_a_commune_types_a_quarter_less_than_before_in_its_first_year",
    "test_a_draft_whose_own_original_alone_is_lost_may_be_named_after_another",
    "test_a_form_filled_in_by_the_common_one_is_the_form_written_directly[real_plan]",
    "test_a_form_named_after_the_common_one_is_the_form_written_directly[real_plan]",
    "test_a_merged_draft_can_be_edited_and_merged_onto_again",
    "test_a_process_that_dies_or_fails_costs_nothing_but_time[work0]",
    "test_a_process_that_dies_or_fails_costs_nothing_but_time[work2]",
    "test_a_process_that_stands_still_is_ended",
    "test_a_run_killed_at_any_step_costs_no_draft_and_the_next_run_works",
    "test_a_second_demonstration_removes_only_what_the_first_one_wrote",
    "test_a_second_round_does_the_second_work",
    "test_a_slip_is_told_or_does_no_harm[more]",
    "test_a_slip_is_told_or_does_no_harm[real]",
    "test_a_slip_is_told_or_does_no_harm[waste]",
    "test_a_word_file_becomes_a_pdf_and_nothing_else_is_left",
    "test_all_else_is_locked_and_every_sheet_is_protected_without_a_password[@XA]",
    "test_all_else_is_locked_and_every_sheet_is_protected_without_a_password[SGD]",
    "test_annex_rows_never_split_and_every_cell_is_in_small_letters[long]",
    "test_another_engine_comes_to_what_the_form_shows[blank]",
    "test_another_engine_comes_to_what_the_form_shows[clean]",
    "test_another_seed_gives_other_forms",
    "test_another_xlsxwriter_writes_the_same_forms_only_more_slowly[a method that fails]",
    "test_charts_are_valid_by_the_schemas",
    "test_correction_forms_keep_to_the_schema",
    "test_damage_of_any_kind_costs_the_others_nothing",
    "test_drafts_that_nobody_has_edited_cost_no_reading_of_their_records",
    "test_every_code_page_gets_vietnamese_letters[ascii",
    "test_every_code_page_gets_vietnamese_letters[cp1258",
    "test_every_command_says_what_to_do_next[forms]",
    "test_every_letter_is_black_times_new_roman_in_vietnamese_and_none_is_underlined[long]",
    "test_every_section_is_a4_with_the_decrees_margins_as_one_reads_it[long]",
    "test_every_unlocked_cell_has_an_enforced_rule_and_a_prompt_that_hides_little[@XA]",
    "test_every_unlocked_cell_has_an_enforced_rule_and_a_prompt_that_hides_little[SGD]",
    "test_files_changed_renamed_doubled_in_any_order",
    "test_hand_edits_of_a_second_official_are_told_and_both_copies_can_be_merged[--also]",
    "test_ids_stand_in_a_hidden_column_once_each[@XA]",
    "test_ids_stand_in_a_hidden_column_once_each[SGD]",
    "test_killed_at_any_file_operation_the_next_run_opens_the_year_and_nothing_is_lost_or_done_twice",
    "test_libreoffice_killed_at_any_moment_is_told_and_no_pdf_is_half_written",
    "test_mails_take_the_blank_forms_to_those_whose_address_is_known",
    "test_merging_the_real_report_with_every_figure_changed_gives_the_new_one",
    "test_no_fault_speaks_of_a_key_to_whom_the_workbook_shows_headings",
    "test_no_page_of_a_real_form_begins_right_below_a_heading[30]",
    "test_nothing_changes_after_libreoffice_has_saved_it",
    "test_other_seeds_are_as_consistent",
    "test_out_and_back_nothing_changes[real]",
    "test_out_and_back_nothing_changes[waste]",
    "test_pages_print_on_a4_one_page_wide[@XA]",
    "test_pages_print_on_a4_one_page_wide[SGD]",
    "test_reading_checking_and_writing_of_few_forms_start_no_program",
    "test_results_of_random_merges_are_valid",
    "test_results_that_nobody_wants_any_more_are_not_waited_for",
    "test_so_it_is_whatever_stands_in_the_answers[#REF!]",
    "test_so_it_is_whatever_stands_in_the_answers[=1+1]",
    "test_so_it_is_whatever_stands_in_the_answers[_x0041_",
    "test_stretches_give_the_bytes_of_one_tree[100]",
    "test_stretches_give_the_bytes_of_one_tree[1]",
    "test_the_next_half_year_knows_this_one",
    "test_the_order_of_sets_does_not_matter",
    "test_the_third_plan_goes_through_every_command",
    "test_the_workbook_of_opinions_is_written_again_only_where_words_have_changed_or_somebody_has_touched_it",
    "test_whatever_arrives_is_told_the_same_the_second_time",
    "test_whatever_stands_in_the_rows_comes_out_as_from_one_tree",
    "test_words_that_belong_nowhere_are_told_wherever_they_stand",
    "test_work_that_cannot_be_sent_over_is_done_here",
    *(f"test_five_rounds_hold_what_one_holds[{seed}]" for seed in range(4, 12)),
    *(f"test_so_it_is_whatever_the_agency_is_called[{name}]" for name in range(4, 11)),
)

ROOT = Path(__file__).resolve().parent.parent
SMALL_PLAN = ROOT / "tests" / "plans" / "nho"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        named = item.path.stem in SLOW or any(name in item.name for name in SLOW_ALONE)
        if named or "example_forms" in getattr(item, "fixturenames", ()):
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
