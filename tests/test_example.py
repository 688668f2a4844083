"""The example answers: plausible, consistent, varied, the same for the same seed, with mistakes only where planned."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path, PurePosixPath

import pytest

from lamdong_report.checks import check_submissions
from lamdong_report.errors import PlanError
from lamdong_report.example import ExampleForm, make_examples
from lamdong_report.example.desk import ExampleDesk
from lamdong_report.example.settings import EXAMPLE_FILE, ExampleSettings, load_settings
from lamdong_report.example.ties import apportion
from lamdong_report.example.words import places
from lamdong_report.figures import reckon
from lamdong_report.layout import table_question
from lamdong_report.model import Answer, Severity, Source, Submission
from lamdong_report.plan import STATUS, WORDS, Kind, Operator, Plan, Question, load_plan

from .conftest import ROOT, SMALL_PLAN

Examples = tuple[ExampleForm, ...]
LONG = 12


@pytest.fixture(scope="module")
def settings(real_plan: Plan) -> ExampleSettings:
    return load_settings(real_plan.folder)


@pytest.fixture(scope="module")
def forms(real_plan: Plan, examples: Examples) -> Mapping[str, Submission]:
    return received(real_plan, examples)


def received(plan: Plan, examples: Examples) -> dict[str, Submission]:
    """The forms as the reader would hand them on; of two sendings the later one."""
    return {example.agency.code: submission(plan, example) for example in examples}


def submission(plan: Plan, example: ExampleForm) -> Submission:
    def answer(name: str, row: str, value: object) -> Answer:
        source = Source(example.file_name, "Trang", name)
        reason = example.prefill.reasons.get(row, "")
        wrong = name in plan.questions and plan.questions[name].kind.is_number and isinstance(value, str)
        return Answer(name, None if wrong else value, source, str(value), reason)  # type: ignore[arg-type]

    prefill = example.prefill
    rows = {name: question.row for name, question in plan.questions.items()}
    answers = {name: answer(name, rows[name], value) for name, value in prefill.answers.items()}
    for name, question in plan.questions.items():
        if name not in answers and plan.is_asked(name, example.agency.code):
            source = Source(example.file_name, "Trang", name)
            value = example.agency.name if question.kind is Kind.AGENCY else None
            answers[name] = Answer(name, value, source, reason=prefill.reasons.get(question.row, ""))
    tables = {
        table: tuple({c: answer(f"{table}.{c}", "", v) for c, v in row.items()} for row in rows)
        for table, rows in prefill.tables.items()
    }
    return Submission(example.agency.code, example.file_name, answers, tables, plan.info.id, plan.info.year)


def planned(settings: ExampleSettings) -> set[tuple[str, str]]:
    return {(slip.agency, slip.question) for slip in settings.slips}


def numbers(example: ExampleForm) -> dict[str, Decimal]:
    return {name: value for name, value in example.prefill.answers.items() if isinstance(value, Decimal)}


def long_texts(example: ExampleForm) -> Iterator[tuple[str, str]]:
    for name, value in example.prefill.answers.items():
        if name.endswith(f".{WORDS}") and isinstance(value, str) and len(value.split()) >= LONG:
            yield name, " ".join(re.findall(r"\w+", value.casefold()))


# Reproducible


def test_the_same_seed_gives_the_same_forms(real_plan: Plan, examples: Examples) -> None:
    assert make_examples(real_plan) == examples


@pytest.mark.slow
def test_another_seed_gives_other_forms(real_plan: Plan, examples: Examples) -> None:
    others = make_examples(real_plan, seed=7)
    assert [other.agency for other in others] == [example.agency for example in examples]
    assert all(other.prefill != example.prefill for other, example in zip(others, examples, strict=True))


@pytest.mark.slow
def test_the_order_of_sets_does_not_matter(examples: Examples) -> None:
    code = (
        "import hashlib, pathlib, sys; from lamdong_report.plan import load_plan;"
        "from lamdong_report.example import make_examples;"
        "print(hashlib.sha256(repr(make_examples(load_plan(pathlib.Path(sys.argv[1])))).encode()).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "12345", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code, str(ROOT / "templates" / "2026")]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert printed.strip() == hashlib.sha256(repr(examples).encode()).hexdigest()


# Who sends what


def test_all_agencies_send_but_the_silent_ones(real_plan: Plan, examples: Examples, settings: ExampleSettings) -> None:
    expected = [agency.code for agency in real_plan.agencies if agency.code not in settings.silent]
    assert list(dict.fromkeys(example.agency.code for example in examples)) == expected
    groups = Counter(real_plan.group_of(real_plan.agency(code)).summed for code in settings.silent)
    assert groups == {True: 5, False: 1}


def test_a_corrected_form_comes_after_the_first_sending(real_plan: Plan, examples: Examples) -> None:
    twice = [code for code, count in Counter(e.agency.code for e in examples).items() if count > 1]
    assert len(twice) == 1
    first, second = (e for e in examples if e.agency.code == twice[0])
    sending = real_plan.roles.sending
    assert (first.prefill.answers[sending], second.prefill.answers[sending]) == (Decimal(1), Decimal(2))
    changed = {name for name, value in second.prefill.answers.items() if first.prefill.answers.get(name) != value}
    assert changed > {sending} and len(changed) < 5


def test_file_names_are_as_they_come(examples: Examples) -> None:
    names = [example.file_name for example in examples]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name.endswith(".xlsx") and ".." not in name and not name.startswith("/") for name in names)
    assert sum(len(PurePosixPath(name).parts) > 1 for name in names) > 20
    assert sum(not name.isascii() for name in names) > 20


def test_most_forms_are_sent_before_the_deadline(real_plan: Plan, examples: Examples) -> None:
    info, roles = real_plan.info, real_plan.roles
    letters = [example.prefill.answers[roles.letter_date] for example in examples]
    late = [day for day in letters if isinstance(day, date) and day >= info.deadline]
    assert 3 <= len(late) <= 10 and max(late) < info.deadline + timedelta(14)
    for example in examples:
        cutoff, letter = (example.prefill.answers[role] for role in (roles.cutoff, roles.letter_date))
        assert isinstance(cutoff, date) and isinstance(letter, date)
        assert info.period_start < cutoff <= letter


def test_nobody_real_can_be_reached(real_plan: Plan, examples: Examples) -> None:
    for example in examples:
        answers = example.prefill.answers
        assert re.match(r"\w+ (Văn|Thị) [A-ZĐ], ", str(answers[real_plan.roles.writer]))
        assert str(answers[real_plan.roles.email]).endswith("@example.vn")
        assert re.fullmatch(r"0263 3000 \d{3}", str(answers[real_plan.roles.phone]))


# Each answer by itself


def test_only_asked_questions_are_answered(real_plan: Plan, examples: Examples) -> None:
    for example in examples:
        code = example.agency.code
        assert [name for name in example.prefill.answers if not real_plan.is_asked(name, code)] == []
        asked = {table.id for table in real_plan.tables if example.agency in real_plan.select(*table.asked)}
        assert set(example.prefill.tables) <= asked


def test_obligatory_answers_are_given_or_explained(
    real_plan: Plan, examples: Examples, settings: ExampleSettings
) -> None:
    blanks = {(slip.agency, slip.question) for slip in settings.slips if slip.blank}
    missing = {
        (example.agency.code, name)
        for example in examples
        for name, question in real_plan.questions.items()
        if real_plan.is_required(name, example.agency.code)
        and question.kind is not Kind.AGENCY
        and name not in example.prefill.answers
        and question.row not in example.prefill.reasons
    }
    assert missing == blanks


def fits_kind(question: Question, value: object) -> bool:
    if question.kind.is_number:
        whole = question.kind is not Kind.COUNT or (isinstance(value, Decimal) and value == value.to_integral_value())
        return isinstance(value, Decimal) and value >= 0 and whole
    if question.kind is Kind.YESNO:
        return isinstance(value, bool)
    if question.kind is Kind.DATE:
        return isinstance(value, date)
    if question.kind is Kind.CHOICE:
        return value in question.choices
    return isinstance(value, str) and bool(value.strip()) and not re.search(r"[{}]", value)


def test_kinds_are_right_but_for_planned_mistakes(
    real_plan: Plan, examples: Examples, settings: ExampleSettings
) -> None:
    wrong = {
        (example.agency.code, name)
        for example in examples
        for name, value in example.prefill.answers.items()
        if not fits_kind(real_plan.questions[name], value)
    }
    assert wrong == {(slip.agency, slip.question) for slip in settings.slips if slip.write}


def test_rows_of_tables_fit_their_columns(real_plan: Plan, examples: Examples) -> None:
    columns = {f"{t.id}.{c.id}": table_question(t, c) for t in real_plan.tables for c in t.columns}
    rows = [(t, row) for example in examples for t, found in example.prefill.tables.items() for row in found]
    assert len(rows) > 150
    for table, row in rows:
        assert all(fits_kind(columns[f"{table}.{name}"], value) for name, value in row.items())
        for name, value in row.items():
            whole = row.get(columns[f"{table}.{name}"].part_of.rpartition(".")[2])
            assert not isinstance(whole, Decimal) or (isinstance(value, Decimal) and value <= whole)


# Answers beside one another


def test_no_part_exceeds_its_whole_but_where_planned(
    real_plan: Plan, examples: Examples, settings: ExampleSettings
) -> None:
    above = {
        (example.agency.code, name)
        for example in examples
        for found in (numbers(example),)
        for name, value in found.items()
        if (whole := real_plan.questions[name].part_of) in found and value > found[whole]
    }
    assert above == {(slip.agency, slip.question) for slip in settings.slips if slip.exceed}


def test_sums_are_the_sums_of_their_parts(real_plan: Plan, examples: Examples) -> None:
    checked = 0
    for example in examples:
        found = numbers(example)
        for name, question in real_plan.questions.items():
            if question.sum_of and name in found:
                checked += 1
                assert found[name] == sum(found.get(part, Decimal(0)) for part in question.sum_of)
    assert checked


def test_numbers_keep_within_the_limits_of_the_plan(real_plan: Plan, examples: Examples) -> None:
    for example in examples:
        for name, value in numbers(example).items():
            question = real_plan.questions[name]
            assert question.minimum is None or value >= question.minimum
            assert question.maximum is None or value <= question.maximum


def test_checks_find_the_planned_mistakes_and_no_others(
    real_plan: Plan, forms: Mapping[str, Submission], settings: ExampleSettings
) -> None:
    findings = check_submissions(real_plan, list(forms.values()))
    lasting = {(slip.agency, slip.question) for slip in settings.slips if not slip.earlier}
    errors = {(found.agency, found.question) for found in findings if found.severity is Severity.ERROR}
    assert errors and errors <= lasting
    warned = {(found.code, found.agency) for found in findings if found.severity is Severity.WARNING}
    expected = {slip.agency for slip in settings.slips} | {slip.copy for slip in settings.slips}
    assert {agency for _, agency in warned} <= expected | set(settings.silent)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_are_as_consistent(real_plan: Plan, settings: ExampleSettings, seed: int) -> None:
    forms = received(real_plan, make_examples(real_plan, seed))
    findings = check_submissions(real_plan, list(forms.values()))
    errors = {(found.agency, found.question) for found in findings if found.severity is Severity.ERROR}
    assert errors <= planned(settings)


def test_every_planned_mistake_is_there(real_plan: Plan, examples: Examples, settings: ExampleSettings) -> None:
    assert len({slip.agency for slip in settings.slips}) >= 8
    for slip in settings.slips:
        sendings = [example for example in examples if example.agency.code == slip.agency]
        prefill = sendings[0 if slip.earlier else -1].prefill
        value = prefill.answers.get(slip.question)
        if slip.copy:
            model = next(example for example in examples if example.agency.code == slip.copy)
            assert value == model.prefill.answers[slip.question]
        elif slip.exceed:
            whole = prefill.answers[real_plan.questions[slip.question].part_of]
            assert isinstance(whole, Decimal) and value == whole + slip.exceed
        else:
            assert value == (slip.write or None)
            assert prefill.reasons.get(real_plan.questions[slip.question].row, "") == slip.reason


# The province as a whole


def test_the_province_has_a_plausible_size(real_plan: Plan, forms: Mapping[str, Submission]) -> None:
    role = real_plan.roles.population
    sizes = [number for form in forms.values() if role in form.answers and (number := form.answers[role].number)]
    assert 3_300_000 <= sum(sizes) <= 3_900_000
    assert min(sizes) >= 8_000 and max(sizes) <= 70_000
    assert len(set(sizes)) > 100


def test_indicators_land_on_the_planned_side_of_their_targets(
    real_plan: Plan, forms: Mapping[str, Submission], settings: ExampleSettings
) -> None:
    named = {outcome.indicator: outcome for outcome in settings.outcomes}
    assert set(named) == {indicator.id for indicator in real_plan.indicators}
    states = Counter()
    for indicator in real_plan.indicators:
        printed = real_plan.formulas.indicators[indicator.id].printed
        top, base = (reckon(side, real_plan, forms).value for side in (printed.numerator, printed.denominator))
        if top is None or not base:
            states["none"] += 1
            continue
        rate, wanted = top / base * indicator.scale, named[indicator.id].value
        reached = {
            Operator.AT_LEAST: lambda value, target: value >= target,
            Operator.BELOW: lambda value, target: value < target,
            Operator.AT_MOST: lambda value, target: value <= target,
            Operator.EQUAL: lambda value, target: value == target,
        }[indicator.operator]
        assert abs(rate - wanted) <= max(wanted / 50, Decimal("0.5")), indicator.id
        assert reached(rate, indicator.target) == reached(wanted, indicator.target), indicator.id
        states["reached" if reached(rate, indicator.target) else "missed"] += 1
    assert states["none"] == 1 and states["missed"] == 3 and states["reached"] > 12


def test_a_missed_target_is_explained(real_plan: Plan, examples: Examples, settings: ExampleSettings) -> None:
    answered = {name for example in examples for name in example.prefill.answers}
    explained = {i.id for i in real_plan.indicators if i.explanation in answered}
    assert explained == {outcome.indicator for outcome in settings.outcomes if outcome.explanation}


def test_responsible_agencies_repeat_the_sums_but_for_one_planned_difference(
    real_plan: Plan, forms: Mapping[str, Submission]
) -> None:
    differing = []
    for indicator in real_plan.indicators:
        formulas = real_plan.formulas.indicators[indicator.id]
        own, common = formulas.reported, formulas.printed
        pairs = ((own.numerator, common.numerator), (own.denominator, common.denominator)) if own else ()
        for ours, theirs in pairs:
            if ours and reckon(ours, real_plan, forms).value != reckon(theirs, real_plan, forms).value:
                differing.append(indicator.id)
    assert len(differing) == 1


# Words


def test_no_long_text_stands_in_two_forms_but_a_planned_copy(examples: Examples, settings: ExampleSettings) -> None:
    writers: dict[str, set[tuple[str, str]]] = {}
    for example in examples:
        for name, words in long_texts(example):
            writers.setdefault(words, set()).add((example.agency.code, name))
    shared = [found for found in writers.values() if len(found) > 1]
    copies = [{(s.agency, s.question), (s.copy, s.question)} for s in settings.slips if s.copy]
    assert shared == copies and copies


def test_bodies_write_more_on_their_tasks_than_communes_and_some_use_bullets(
    real_plan: Plan, examples: Examples
) -> None:
    parties = {section.id for section in real_plan.sections if section.agencies}
    tasks = {f"{topic.id}.{WORDS}" for topic in real_plan.topics if topic.section in parties}
    lengths: dict[bool, list[int]] = {True: [], False: []}
    for example in examples:
        found = (value for name, value in example.prefill.answers.items() if name in tasks)
        lengths[real_plan.group_of(example.agency).summed] += [len(str(value).split()) for value in found]
    means = {summed: sum(found) / len(found) for summed, found in lengths.items()}
    assert means[False] > 45 > means[True]
    texts = [str(v) for e in examples for name, v in e.prefill.answers.items() if name.endswith(f".{WORDS}")]
    assert max(len(text.split()) for text in texts) <= 125
    assert sum("\n- " in text for text in texts) > 100


def test_every_body_writes_specific_words_on_each_of_its_tasks(real_plan: Plan, settings: ExampleSettings) -> None:
    desk = ExampleDesk(real_plan, settings, 1)
    for agency in real_plan.agencies:
        if real_plan.group_of(agency).summed:
            continue
        own = {topic for profile in desk.profiles(agency.code) for topic in profile.words}
        party = next(iter(real_plan.parties_of(agency)), None)
        tasks = {topic.id for topic in real_plan.topics if party and topic.section == party.id}
        assert tasks and tasks <= own, agency.code


def test_words_are_tidy_vietnamese(examples: Examples) -> None:
    for example in examples:
        for name, value in example.prefill.answers.items():
            if name.endswith(f".{WORDS}") and isinstance(value, str):
                assert not re.search(r"  | [,.;:]|[,;]{2}|\.\.|\n\n| $", value), (example.agency.code, name, value)
                for line in value.split("\n"):
                    text = line.removeprefix("- ")
                    assert text[0].isupper() or text[0].isdigit() or text[0] == "“", (example.agency.code, line)


def test_status_goes_with_words(real_plan: Plan, examples: Examples) -> None:
    statuses = Counter()
    for example in examples:
        for topic in real_plan.topics:
            words, status = (example.prefill.answers.get(f"{topic.id}.{column}") for column in (WORDS, STATUS))
            assert (status is not None) == (words is not None and topic.status)
            statuses[status] += 1
    assert set(real_plan.form.statuses) <= set(statuses)


def test_each_piece_of_the_settings_can_be_used_by_somebody(real_plan: Plan, settings: ExampleSettings) -> None:
    desk = ExampleDesk(real_plan, settings, 1)
    texts = [(desk.members(w.of), t) for w in settings.words for t in (*w.shapes, *sum(w.pieces.values(), ()))]
    texts += [(desk.members(p.of), t) for p in settings.profiles for t in p.words.values()]
    dead = [
        (name, text)
        for codes, text in texts
        for name in places(text)
        if name in real_plan.questions and not codes & real_plan.asked[name]
    ]
    assert dead == []


# Another plan


def test_a_plan_without_settings_gets_neutral_examples(small_plan: Plan) -> None:
    examples = make_examples(small_plan)
    assert [example.agency for example in examples] == list(small_plan.agencies)
    forms = received(small_plan, examples)
    findings = check_submissions(small_plan, list(forms.values()))
    assert [found for found in findings if found.severity is Severity.ERROR] == []
    texts = [text for example in examples for _, text in long_texts(example)]
    assert texts and len(set(texts)) == len(texts)


def plan_with(tmp_path: Path, text: str) -> Plan:
    folder = tmp_path / "plan"
    shutil.copytree(SMALL_PLAN, folder)
    (folder / EXAMPLE_FILE).write_text(text, encoding="utf-8")
    return load_plan(folder)


def test_settings_of_another_plan_decide_its_examples(tmp_path: Path) -> None:
    text = """
silent = ["TD"]
[[figures]]
match = ["tt_cuoc"]
of = ["XA"]
low = 7
high = 7
[[figures]]
match = ["tt_nguoi"]
per = "tt_cuoc"
low = 30
high = 30
[[outcomes]]
indicator = "t1"
value = 96.5
[[words]]
at = ["td_truyen_thong"]
of = ["XA"]
shapes = ["Tổ chức {tt_cuoc} buổi tại {ten}, {tt_nguoi} lượt người tham gia."]
"""
    examples = make_examples(plan_with(tmp_path, text))
    assert "TD" not in {example.agency.code for example in examples}
    commune = next(example for example in examples if example.agency.code == "S101")
    assert commune.prefill.answers["tt_nguoi"] == Decimal(210)
    words = "Tổ chức 07 buổi tại xã Bình An 1, 210 lượt người tham gia."
    assert commune.prefill.answers["td_truyen_thong.noi_dung"] == words


def test_every_fault_of_the_settings_is_named_at_once(tmp_path: Path) -> None:
    text = """
silent = ["KHONG_CO"]
[[figures]]
match = ["sai_ma"]
per = "cung_sai"
[[words]]
at = ["noi_dung_sai"]
shapes = ["{khong_biet} việc."]
[[outcomes]]
indicator = "t99"
value = 1
[[rows]]
table = "lop"
lines = [{ cot_sai = "x" }]
[[slips]]
agency = "TD"
question = "tre_em"
blank = true
[[files]]
names = ["{slug}.xlsx"]
of = ["@vung_sai"]
"""
    with pytest.raises(PlanError) as caught:
        make_examples(plan_with(tmp_path, text))
    told = "\n".join(caught.value.faults)
    for name in (
        "KHONG_CO",
        "sai_ma",
        "cung_sai",
        "noi_dung_sai",
        "khong_biet",
        "t99",
        "cot_sai",
        "tre_em",
        "vung_sai",
    ):
        assert name in told
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("silent = [", "example.toml"),
        ("[[figures]]\nmach = ['x']\n", "mach"),
        ("[[slips]]\nagency = 'TD'\n", "question"),
    ],
)
def test_settings_that_cannot_be_read_are_a_plan_error(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(PlanError) as caught:
        make_examples(plan_with(tmp_path, text))
    assert told in caught.value.message


def test_figures_that_rest_on_each_other_are_a_plan_error(tmp_path: Path) -> None:
    text = """
[[figures]]
match = ["tt_cuoc"]
per = "tt_tai_lieu"
low = 1
[[figures]]
match = ["tt_tai_lieu"]
per = "tt_cuoc"
low = 1
"""
    with pytest.raises(PlanError) as caught:
        make_examples(plan_with(tmp_path, text))
    assert "tt_cuoc" in caught.value.faults[0]


@pytest.mark.parametrize(
    ("total", "weights", "caps", "counts"),
    [
        (10, [1, 1, 2], [None, None, None], [3, 2, 5]),
        (10, [5, 1, 1], [4, None, None], [4, 3, 3]),
        (3, [1, 1, 1], [1, 1, 1], [1, 1, 1]),
        (9, [1, 1], [3, 4], [3, 4]),
        (5, [0, 0], [None, None], [0, 0]),
        (0, [3, 2], [None, None], [0, 0]),
    ],
)
def test_a_total_is_shared_out_in_whole_numbers(
    total: int, weights: list[float], caps: list[int | None], counts: list[int]
) -> None:
    assert apportion(total, weights, caps) == counts
