"""Two processes read what one reads: the same answers, the same findings, the same order, whatever happens to one."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamdong_report.plan import Plan
from lamdong_report.reader import Received, crew, files, helper, read_forms
from lamdong_report.reader.crew import Crew, crew_for
from lamdong_report.spreadsheet.arrivals import Arrival, read_arrival
from tests.conftest import ROOT, SMALL_PLAN
from tests.corpus.forms import usual
from tests.corpus.hostile import CASES, ods_of
from tests.corpus.reading import codes

CREWS = [
    pytest.param(Crew.FORKED, marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")),
    Crew.SPAWNED,
]
EACH_CREW = pytest.mark.parametrize("two", CREWS, ids=lambda one: one.value)
SLOW = ("bomb", "many.zip", "million-rows", "half-far")


@pytest.fixture(scope="module")
def folder(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good forms among all sorts of odd, old, broken and hostile files."""
    place = tmp_path_factory.mktemp("forms")
    for at in range(12):
        data = usual(small_plan, ("S101", "S102", "TD")[at % 3], tt_cuoc=at, lan_gui=at)
        (place / f"{at:02} phiếu.xlsx").write_bytes(data)
    for at, case in enumerate(case for case in CASES if not any(word in case.name for word in SLOW)):
        name = place / f"{at:02} {case.name}"
        name.parent.mkdir(exist_ok=True)
        name.write_bytes(case.make(small_plan))
    return place


@pytest.fixture(scope="module")
def alone(folder: Path, small_plan: Plan) -> Received:
    return read_forms([folder], small_plan, crew=Crew.ALONE)


@pytest.fixture(autouse=True)
def nobody_stays() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


@EACH_CREW
def test_two_read_what_one_reads(two: Crew, folder: Path, small_plan: Plan, alone: Received) -> None:
    told: list[tuple[int, int]] = []
    both = read_forms([folder], small_plan, crew=two, on_progress=lambda done, of: told.append((done, of)))
    assert both == alone
    assert len(alone.submissions) == 3 and len(set(codes(alone))) > 7
    assert told == [(done, told[0][1]) for done in range(1, told[0][1] + 1)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_a_helper_that_is_killed_costs_no_file(
    folder: Path, small_plan: Plan, alone: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = os.getpid()
    killed = folder / "killed"

    def die(arrival: Arrival) -> bytes:
        if os.getpid() != parent:
            killed.touch()
            os._exit(9)
        return read_arrival(arrival)

    monkeypatch.setattr(files, "read_arrival", die)
    try:
        assert read_forms([folder], small_plan, crew=Crew.FORKED).submissions == alone.submissions
        assert killed.exists()
    finally:
        killed.unlink(missing_ok=True)


def test_a_helper_that_cannot_be_started_costs_no_file(
    folder: Path, small_plan: Plan, alone: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", fail)
    assert read_forms([folder], small_plan, crew=Crew.SPAWNED) == alone


@EACH_CREW
def test_ctrl_c_ends_both(two: Crew, folder: Path, small_plan: Plan) -> None:
    def interrupt(done: int, of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_forms([folder], small_plan, crew=two, on_progress=interrupt)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_the_helper_takes_no_file_that_needs_the_guarded_process(
    small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marked by which process writes the byte: only this one may start the process for odd files."""
    starts, parent = tmp_path / "starts", os.getpid()
    real = helper.Worker._running

    def note(self: helper.Worker) -> object:
        with starts.open("a") as out:
            out.write("x" if os.getpid() == parent else "!")
        return real(self)

    monkeypatch.setattr(helper.Worker, "_running", note)
    (tmp_path / "in").mkdir()
    for at in range(8):
        (tmp_path / "in" / f"{at}.ods").write_bytes(ods_of('<table:table table:name="Trang"/>'))
    both = read_forms([tmp_path / "in"], small_plan, crew=Crew.FORKED)
    assert starts.read_text() == "x" * 8
    assert both == read_forms([tmp_path / "in"], small_plan, crew=Crew.ALONE)


def test_few_files_and_a_single_core_need_no_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_cores", lambda: 2)
    assert crew_for(3) is Crew.ALONE
    assert crew_for(1_000) is not Crew.ALONE
    monkeypatch.setattr(crew, "_cores", lambda: 1)
    assert crew_for(1_000) is Crew.ALONE


def test_a_program_with_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_cores", lambda: 2)
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert crew_for(1_000) is Crew.SPAWNED
    finally:
        done.set()
        other.join()


def test_a_script_that_guards_nothing_still_gets_its_forms(folder: Path, tmp_path: Path) -> None:
    """A spawned helper runs the caller's script again; where that has no guard, the helper dies and one reads all."""
    script = tmp_path / "ours.py"
    script.write_text(
        "from pathlib import Path\n"
        "from lamdong_report.plan import load_plan\n"
        "from lamdong_report.reader import read_forms\n"
        "from lamdong_report.reader.crew import Crew\n"
        f"plan = load_plan(Path({str(SMALL_PLAN)!r}))\n"
        f"print(len(read_forms([Path({str(folder)!r})], plan, crew=Crew.SPAWNED).submissions))\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, str(script)], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )
    assert run.stdout.split()[-1] == b"3"
