"""Long work: in order, never twice, called off between two files, and known after a crash."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from lamdong_report.errors import OutputError
from lamdong_report.pipeline.journal import Journal
from lamdong_report.web.jobs import JobOutcome, Step, Worker
from tests.web_page import open_page, wait_for


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    return Worker(Journal(tmp_path))


def test_jobs_run_one_after_the_other_in_the_order_asked_for(worker: Worker) -> None:
    order: list[int] = []

    def note(number: int) -> JobOutcome:
        order.append(number)
        return JobOutcome()

    jobs = [worker.submit(str(at), "Việc", lambda step, at=at: note(at)) for at in range(5)]  # type: ignore[misc]
    assert [wait_for(job).state for job in jobs] == ["done"] * 5
    assert order == list(range(5))


def test_what_is_asked_for_twice_runs_once(worker: Worker) -> None:
    gate = threading.Event()
    runs: list[int] = []

    def work(step: Step) -> JobOutcome:
        gate.wait(10)
        runs.append(1)
        return JobOutcome()

    first, second = worker.submit("draft", "Lập dự thảo", work), worker.submit("draft", "Lập dự thảo", work)
    gate.set()
    wait_for(first)
    assert first is second and runs == [1]
    assert worker.submit("draft", "Lập dự thảo", work) is not first


def test_a_job_is_called_off_between_two_files(worker: Worker) -> None:
    begun, gate = threading.Event(), threading.Event()

    def work(step: Step) -> JobOutcome:
        step(1, 9)
        begun.set()
        gate.wait(10)
        step(2, 9)
        return JobOutcome()

    job = worker.submit("forms", "Làm phiếu", work)
    begun.wait(10)
    worker.call_off(job.id)
    gate.set()
    assert wait_for(job).state == "stopped"
    assert (job.done, job.total) == (1, 9)


def test_a_failure_is_said_in_words_and_the_next_job_runs(worker: Worker, capsys: pytest.CaptureFixture[str]) -> None:
    def full(step: Step) -> JobOutcome:
        raise OutputError("Không ghi được báo cáo.", "Dọn bớt đĩa.")

    def bug(step: Step) -> JobOutcome:
        raise ZeroDivisionError

    failed, broken = wait_for(worker.submit("a", "A", full)), wait_for(worker.submit("b", "B", bug))
    assert (failed.state, failed.message, failed.remedy) == ("failed", "Không ghi được báo cáo.", "Dọn bớt đĩa.")
    assert broken.state == "failed" and "ZeroDivisionError" in broken.message
    assert "Traceback" in capsys.readouterr().err
    assert wait_for(worker.submit("c", "C", lambda step: JobOutcome(("xong",)))).outcome.told == ("xong",)


def test_a_job_that_a_crash_cut_off_is_told_at_the_next_start_and_only_then(templates: Path, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "output")
    cut_off = journal.noting("Lập dự thảo tiếp theo")
    cut_off.__enter__()  # and the machine dies
    assert "Lập dự thảo tiếp theo" in open_page(templates, tmp_path / "inputs", tmp_path / "output").text("/")
    assert "bị ngắt" not in open_page(templates, tmp_path / "inputs", tmp_path / "output").text("/")


def test_a_job_that_ended_leaves_nothing_to_tell(worker: Worker, tmp_path: Path) -> None:
    wait_for(worker.submit("a", "A", lambda step: JobOutcome()))
    worker.shut_down()
    assert Journal(tmp_path).interrupted() is None
