"""A second process gives what one alone gives, and costs nothing but time when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lamdong_report import twin
from lamdong_report.errors import OutputError
from lamdong_report.pipeline import fill_examples, issue_forms, read_and_check
from lamdong_report.pipeline.drafting import write_draft
from lamdong_report.plan import Plan, load_plan
from tests.conftest import ROOT

linux = pytest.mark.skipif(sys.platform != "linux", reason="forks are made on Linux only")
HERE = os.getpid()
REALLY_HAS = twin.has_second_core  # all other tests run in one process


@pytest.fixture(params=[False, pytest.param(True, marks=linux)], ids=["alone", "two"])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(twin, "has_second_core", lambda: request.param)
    return bool(request.param)


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def test_the_results_come_in_the_order_of_the_items_from_one_process_or_two(cores: bool) -> None:
    for count in (0, 1, 11, 12, 13, 40):
        found = list(twin.spread(square, range(count)))
        assert [value for value, _ in found] == [n * n for n in range(count)]
        assert len({process for _, process in found}) == (2 if cores and count >= 12 else min(count, 1))


def test_a_large_result_passes_whole(cores: bool) -> None:
    assert list(twin.spread(lambda n: bytes([n]) * 3_000_000, range(12))) == [bytes([n]) * 3_000_000 for n in range(12)]


def test_work_begun_beside_gives_its_result_when_it_is_asked_for(cores: bool) -> None:
    with twin.beside(lambda: (7, os.getpid())) as first, twin.beside(lambda: (8, os.getpid())) as second:
        assert (second()[0], first()[0]) == (8, 7)
    with twin.beside(os.getpid) as process:
        assert (process() != HERE) is cores


@pytest.mark.parametrize("dies", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: sys.exit(3), lambda: 1 // 0])
def test_what_a_dead_process_leaves_is_done_here(dies: Callable[[], object], cores: bool) -> None:
    def work(number: int) -> int:
        if number > 20 and os.getpid() != HERE:
            dies()
        return number

    assert list(twin.spread(work, range(40))) == list(range(40))
    with twin.beside(lambda: work(30)) as result:
        assert result() == 30


def test_a_failure_is_told_as_if_there_were_one_process(cores: bool) -> None:
    def work(number: int) -> int:
        if number == 15:
            raise OutputError("hỏng", "sửa")
        return number

    done = []
    with pytest.raises(OutputError, match="hỏng"):
        for one in twin.spread(work, range(40)):
            done.append(one)
    assert done == list(range(15))
    with pytest.raises(OutputError, match="hỏng"), twin.beside(lambda: work(15)) as result:
        result()


@linux
def test_no_process_is_left_when_the_results_are_no_longer_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin, "has_second_core", lambda: True)
    results = twin.spread(lambda n: time.sleep(0.05) or n, range(400))
    next(results)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(OutputError), twin.beside(lambda: time.sleep(20)):
        raise OutputError("hỏng", "sửa")
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@linux
def test_a_killed_run_leaves_no_lock_and_its_twin_ends(tmp_path: Path) -> None:
    code = """
import os, sys, time
from pathlib import Path
from lamdong_report import twin
from lamdong_report.lock import only_run
twin.has_second_core = lambda: True
with only_run(Path(sys.argv[1])):
    with twin.beside(lambda: time.sleep(3)) as result:
        print("begun", flush=True)
        result()
"""
    run = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert run.stdout and run.stdout.readline() == b"begun\n"
    time.sleep(0.3)  # until the twin has let go of what it inherited
    run.kill()
    run.wait()
    from lamdong_report.lock import only_run

    with only_run(tmp_path, patience=1.0):
        pass
    run.stdout.close()


def run_season(plan: Plan, folder: Path) -> dict[str, bytes]:
    """Blank and example forms, and what comes of these: every file by its name, but for the history's clock."""
    issue_forms(plan, folder / "out")
    fill_examples(plan, folder / "in", 1)
    (folder / "in" / "hỏng.xlsx").write_bytes(b"PK\x03\x04")
    reading = read_and_check(plan, [folder / "in"], kept_in=folder / "out")
    write_draft(reading, folder / "out")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


@linux
def test_two_processes_write_the_bytes_of_one(templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = load_plan(templates / "2031")
    alone = run_season(plan, tmp_path / "a")
    monkeypatch.setattr(twin, "has_second_core", lambda: True)
    monkeypatch.setattr(twin, "_LEAST", 1)
    two = run_season(plan, tmp_path / "b")
    assert two.keys() == alone.keys()
    assert [name for name, data in two.items() if data != alone[name]] == []
    assert any(name.startswith("out/.da-doc/") for name in two)


def test_beside_other_threads_nothing_is_forked() -> None:
    ready = threading.Event()
    other = threading.Thread(target=ready.wait)
    other.start()
    try:
        assert not REALLY_HAS()
    finally:
        ready.set()
        other.join()
