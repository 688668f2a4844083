"""Work shared with a second process: the same results whatever becomes of it, and nothing of it left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from lamdong_report import executor
from lamdong_report.executor import ALONE, WORTH, TwoProcesses, second_process
from lamdong_report.pipeline import Reading, fill_examples, issue_forms, read_and_check
from lamdong_report.pipeline.drafting import write_draft
from lamdong_report.plan import Plan
from tests.slow import slow

ROOT = Path(__file__).resolve().parent.parent
MANY = range(3 * WORTH)


@pytest.fixture
def both() -> Iterator[TwoProcesses]:
    worker = TwoProcesses()
    yield worker
    second = worker._process
    worker.close()
    assert second is None or second.poll() is not None


@pytest.fixture
def ready(both: TwoProcesses) -> TwoProcesses:
    """Both processes stand."""
    both.prepare(where, WORTH)
    for _ in range(600):
        if not both._is_free:
            time.sleep(0.05)
    assert both._is_free
    return both


def is_second() -> bool:
    return sys.argv[0] == "-c"


def where(item: int) -> tuple[int, int]:
    time.sleep(0.005)
    return item, os.getpid()


def dies(at: int, item: int) -> int:
    time.sleep(0.002)
    if is_second() and item == at:
        os._exit(3)
    return item


def stands_still(at: int, item: int) -> int:
    time.sleep(0.002)
    if is_second() and item == at:
        time.sleep(3600)
    return item


def fails(at: int, item: int) -> int:
    if item == at:
        raise ValueError(item)
    return item


def fails_there(item: int) -> int:
    time.sleep(0.002)
    if is_second():
        raise MemoryError
    return item


def test_results_come_in_order_and_from_two_processes(ready: TwoProcesses) -> None:
    found = list(ready.each(where, MANY))
    assert [item for item, _ in found] == list(MANY)
    assert len({process for _, process in found}) == 2


@pytest.mark.slow
def test_a_second_round_does_the_second_work(ready: TwoProcesses) -> None:
    assert list(ready.each(partial(dies, -1), MANY)) == list(MANY)
    assert list(ready.each(str, MANY)) == [str(item) for item in MANY]


def test_few_items_begin_no_process(both: TwoProcesses) -> None:
    assert {process for _, process in both.each(where, range(WORTH - 1))} == {os.getpid()}
    assert both.begin(where, 1)() == (1, os.getpid())
    assert both._process is None


@pytest.mark.parametrize(
    "work",
    [
        *slow(partial(dies, len(MANY) // 2)),
        partial(dies, len(MANY) - 2),
        *slow(partial(dies, len(MANY) - 1)),
        fails_there,
    ],
)
def test_a_process_that_dies_or_fails_costs_nothing_but_time(ready: TwoProcesses, work: Callable[[int], int]) -> None:
    assert list(ready.each(work, MANY)) == list(MANY)
    assert list(ready.each(str, MANY)) == [str(item) for item in MANY]
    assert ready.begin(str, 7)() == "7"


@pytest.mark.slow
def test_a_process_that_stands_still_is_ended(ready: TwoProcesses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "PATIENCE", 3)
    began = time.monotonic()
    assert list(ready.each(partial(stands_still, len(MANY) - 3), MANY)) == list(MANY)
    assert time.monotonic() - began < 60


def test_a_fault_of_the_work_itself_is_raised_as_it_would_be_alone(ready: TwoProcesses) -> None:
    for at in (0, len(MANY) - 1):
        with pytest.raises(ValueError, match=str(at)):
            list(ready.each(partial(fails, at), MANY))


@pytest.mark.slow
def test_work_that_cannot_be_sent_over_is_done_here(ready: TwoProcesses) -> None:
    assert list(ready.each(lambda item: item + 1, MANY)) == [item + 1 for item in MANY]
    assert ready.begin(lambda item: item, 5)() == 5


@pytest.mark.slow
def test_results_that_nobody_wants_any_more_are_not_waited_for(ready: TwoProcesses) -> None:
    results = ready.each(where, MANY)
    assert next(results)[0] == 0
    results.close()  # type: ignore[attr-defined]
    assert [item for item, _ in ready.each(where, range(5))] == list(range(5))


@pytest.mark.parametrize("refusal", [OSError, PermissionError, ValueError])
def test_a_system_without_what_it_takes_works_alone(
    both: TwoProcesses, monkeypatch: pytest.MonkeyPatch, refusal: type[Exception]
) -> None:
    def refuse(*given: object, **more: object) -> None:
        raise refusal

    monkeypatch.setattr("subprocess.Popen", refuse)
    assert {process for _, process in both.each(where, MANY)} == {os.getpid()}


def test_ctrl_c_may_come_before_the_thread_has_begun(both: TwoProcesses, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lamdong_report.executor.Thread.start", interrupt)
    with pytest.raises(KeyboardInterrupt):
        both.prepare(where, WORTH)
    assert both._process


def test_one_core_is_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)
    with second_process() as worker:
        assert worker is ALONE


SCRIPT = """
import os, time
from lamdong_report.executor import TwoProcesses

def who(_):
    return os.getpid()

def main(seconds):
    both = TwoProcesses()
    try:
        both.prepare(who, 1000)
        while (second := both.begin(who, 0)()) == os.getpid():
            time.sleep(0.05)
        print(second, flush=True)
        both.begin(time.sleep, seconds)
        time.sleep(60)
    finally:
        both.close()
"""


def _start(tmp_path: Path, seconds: int) -> tuple[subprocess.Popen[bytes], int]:
    """A program with a second process that has work for so many seconds, and the number of that process."""
    (tmp_path / "two.py").write_text(SCRIPT, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, "-c", f"import two; two.main({seconds})"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path)))}, start_new_session=True,
    )  # fmt: skip
    assert program.stdout is not None
    return program, int(program.stdout.readline())


def _is_gone(process: int) -> bool:
    for _ in range(0 if sys.platform == "win32" else 100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return sys.platform == "win32"  # there nobody can be asked by number


@pytest.mark.skipif(sys.platform == "win32", reason="processes are asked after as Unix does")
@pytest.mark.parametrize("seconds", [0, 60])
def test_the_second_process_does_not_outlive_the_first(tmp_path: Path, seconds: int) -> None:
    program, second = _start(tmp_path, seconds)
    program.kill()
    program.communicate(timeout=20)
    assert _is_gone(second)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent as Unix does")
def test_ctrl_c_is_told_once_and_ends_both(tmp_path: Path) -> None:
    program, second = _start(tmp_path, 1)
    os.killpg(program.pid, signal.SIGINT)
    _, told = program.communicate(timeout=20)
    assert told.count(b"Traceback") == 1 and b"KeyboardInterrupt" in told
    assert _is_gone(second)


def test_forms_findings_and_workbooks_are_the_same_with_and_without(
    real_plan: Plan, example_forms: Path, example_reading: Reading, tmp_path: Path
) -> None:
    both = TwoProcesses()
    reading = read_and_check(real_plan, [example_forms], kept_in=tmp_path / "two", executor=both)
    assert reading == example_reading
    written = write_draft(reading, tmp_path / "two", executor=both)
    assert both._process, "the second process has broken off"
    both.close()
    again = read_and_check(real_plan, [example_forms], kept_in=tmp_path / "two")
    assert again == example_reading
    alone = write_draft(example_reading, tmp_path / "one")
    for path, other in zip((alone.report, *alone.others), (written.report, *written.others), strict=True):
        assert path.read_bytes() == other.read_bytes(), path.name


def test_forms_are_the_same_with_and_without(real_plan: Plan, example_forms: Path, tmp_path: Path) -> None:
    with second_process() as worker:
        filled = fill_examples(real_plan, tmp_path / "filled", 2026, executor=worker)
        issued = issue_forms(real_plan, tmp_path / "issued", executor=worker)
    assert len(filled) > 140
    for path in filled:
        assert path.read_bytes() == (example_forms / path.relative_to(tmp_path / "filled")).read_bytes(), path.name
    for path in issue_forms(real_plan, tmp_path / "alone"):
        assert path.read_bytes() == (tmp_path / "issued" / path.name).read_bytes()
    assert len(issued) == len(list((tmp_path / "alone").iterdir()))
