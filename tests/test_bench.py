"""The benchmark makes its own forms, measures every stage beside the two yardsticks, and says what was kept."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from lamdong_report.errors import UsageError
from lamdong_report.model import Severity
from lamdong_report.plan import Plan, load_plan
from lamdong_report.reader import read_forms
from tests.conftest import ROOT, SMALL_PLAN
from tools.bench.__main__ import bench
from tools.bench.clock import BenchError, Sample, Timing, measure, together
from tools.bench.demo import time_demos
from tools.bench.machine import Machine
from tools.bench.multiply import invent
from tools.bench.present import as_json, lines
from tools.bench.rounds import COMMANDS
from tools.bench.score import Score, SetScore, targets
from tools.bench.sets import FormSet, make_set

pytestmark = pytest.mark.slow

SIZE = 17


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> FormSet:
    return make_set(SMALL_PLAN, tmp_path_factory.mktemp("sets"), SIZE)


def test_every_agency_of_a_larger_plan_sends_a_form_of_its_own(larger: FormSet) -> None:
    plan = load_plan(larger.plan)
    received = read_forms([larger.forms], plan)
    assert [form.agency for form in received.submissions] == [agency.code for agency in plan.agencies]
    assert len(plan.agencies) == len(received.files) == SIZE
    assert not [finding for finding in received.findings if finding.severity is Severity.ERROR]
    assert all(form.answers[plan.roles.agency].value for form in received.submissions)


def test_invented_agencies_do_not_copy_each_others_words(larger: FormSet) -> None:
    plan = load_plan(larger.plan)
    long = plan.thresholds.copied_words
    words = [
        answer.text
        for form in read_forms([larger.forms], plan).submissions
        for answer in form.answers.values()
        if len(answer.text.split()) >= long and answer.question != plan.roles.agency
    ]
    assert len(words) > SIZE
    assert len(set(words)) > len(words) - SIZE


def test_a_set_that_was_made_is_taken_as_it_is(larger: FormSet) -> None:
    form = min(larger.forms.iterdir())
    form.write_bytes(b"changed")
    try:
        assert make_set(SMALL_PLAN, larger.plan.parents[1], SIZE) == larger
        assert form.read_bytes() == b"changed"
    finally:
        shutil.rmtree(larger.plan.parent)
    assert make_set(SMALL_PLAN, larger.plan.parents[1], SIZE) == larger
    assert form.read_bytes() != b"changed"


def test_a_plan_without_a_list_of_agencies_cannot_be_made_larger(small_plan: Plan) -> None:
    alone = replace(small_plan, groups=tuple(group for group in small_plan.groups if not group.agencies_file))
    with pytest.raises(UsageError):
        invent(alone, 100)


def test_a_process_that_fails_is_told_and_not_measured() -> None:
    with pytest.raises(BenchError, match="ZeroDivisionError"):
        measure(["-c", "1 / 0"])


def test_the_median_and_every_single_time_are_kept() -> None:
    samples = [Sample(3, {"seconds": 1.0, "peak": 10.0}), Sample(9, {"seconds": 2.0}), Sample(4, {"seconds": 9.0})]
    assert together(samples, inside=False) == Timing(4, 10.0, (3, 9, 4))
    assert together(samples, inside=True).seconds == 2.0


def timing(seconds: float, peak: float | None = None) -> Timing:
    return Timing(seconds, peak, (seconds,))


@pytest.fixture
def score() -> Score:
    """Interpreter and imports take 1 s; the draft of 100 forms 2 s more, that of 1.000 forms 30 s more."""
    small = {"floor": 1.0, "naive": 24.0, "imports": 1.0, "draft": 3.0, "report": 6.0, "read": 1.5, "forms": 0.015}
    small |= {"report_again": 2.4, "check_cold": 4.0, "check_again": 1.0, "render": 0.4, "merge": 0.2}
    large = {"floor": 10.0, "imports": 1.0, "draft": 31.0, "report": 50.0}
    return Score(
        Machine("Linux", "", 2, "3.11", {}),
        1,
        {"click": timing(0.1), "help": timing(0.12), "nothing": timing(0.02, 10.0)},
        (
            SetScore(100, {name: timing(seconds) for name, seconds in small.items()}),
            SetScore(1_000, {name: timing(seconds, 250.0) for name, seconds in large.items()}),
        ),
    )


def test_the_promises_are_ratios_of_one_run(score: Score) -> None:
    found = [(round(target.value or 0, 2), target.met) for target in targets(score)]
    again = [(0.4, False), (2.4, False), (0.25, True), (1.0, False), (15.0, True), (0.5, True)]
    assert found == [(2.0, True), (8.0, True), (4.0, False), *again, (1.5, False), (240.0, True), (1.2, True)]


def test_the_demonstration_is_held_against_that_of_an_earlier_commit(score: Score) -> None:
    startup = {**score.startup, "demo": timing(20.0), "demo_before": timing(50.0)}
    assert 0.4 in [target.value for target in targets(dataclasses.replace(score, startup=startup))]


@pytest.mark.skipif(not (ROOT / ".git").exists() or shutil.which("git") is None, reason="no repository or git here")
def test_a_commit_that_is_not_there_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="git"):
        time_demos("khong-co", tmp_path, 1)


def test_a_promise_that_could_not_be_measured_is_neither_kept_nor_broken(score: Score) -> None:
    score = dataclasses.replace(score, startup={**score.startup, "nothing": timing(0.02)})
    assert [target.met for target in targets(score)].count(None) == 1
    assert any(line.startswith("không đo") for line in lines(score))


def test_what_was_not_kept_stands_out(score: Score) -> None:
    text = "\n".join(lines(score))
    assert "KHÔNG ĐẠT" in text and text.count("\nđạt") == 7
    assert json.loads(as_json(score))["targets"][2]["met"] is False


def test_the_command_measures_every_stage(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(SMALL_PLAN, plan)
    shutil.copy(ROOT / "templates" / "2026" / "report.docx", plan)
    out = tmp_path / "do.json"
    options = ["--templates", str(plan), "--scratch", str(tmp_path / "sets"), "--json", str(out)]
    result = CliRunner().invoke(bench, ["--quick", "--runs", "1", *options])
    assert result.exit_code == 0, result.output
    data = json.loads(out.read_text(encoding="utf-8"))
    timings = data["sets"][0]["timings"]
    stages = {"plan", "read", "check", "figures", "render", "write", "books", "forms", "merge"}
    assert set(timings) == {*stages, "imports", "draft", *COMMANDS, "floor", "naive", "context"}
    assert all(one["seconds"] > 0 for one in timings.values())
    assert len(data["targets"]) == 10
    assert "CẢ LỆNH report" in result.output and str(out) in result.output


@pytest.mark.skipif(sys.flags.isolated == 1, reason="the package's Python looks in no folder but its own")
def test_what_is_measured_is_the_program_in_its_own_home(tmp_path: Path) -> None:
    """Else the demonstration of an earlier commit would be that of today."""
    (tmp_path / "lamdong_report").mkdir()
    (tmp_path / "lamdong_report" / "__init__.py").write_text("seconds = 7", encoding="utf-8")
    code = "import lamdong_report; print('{\"seconds\": %d}' % lamdong_report.seconds)"
    assert measure(["-c", code], tmp_path).told == {"seconds": 7}
