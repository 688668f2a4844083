"""Long work: one job after the other in a single thread, each with its progress, its end in words, and its journal."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from itertools import count
from pathlib import Path
from threading import Lock

from msgspec import Struct

from lamdong_report.errors import ReportError
from lamdong_report.pipeline.journal import Journal

Step = Callable[[int, int], None]
# What has ended is shown a while longer, to other windows too; a season has fewer jobs than that in a week.
MOST_KEPT = 50


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class JobOutcome(Struct, frozen=True):
    """What a job has to say at its end: lines in Vietnamese, the files that it wrote, the page to go to."""

    told: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    go: str = ""


Work = Callable[[Step], JobOutcome]


class StoppedError(ReportError):
    """The official has called the job off; raised between two files, so nothing is half done."""


class Job(Struct):
    """One job. `key` says what it is about: of one key no second job is begun while the first is not done."""

    id: int
    key: str
    title: str
    state: JobState = JobState.WAITING
    done: int = 0
    total: int = 0
    outcome: JobOutcome = JobOutcome()
    message: str = ""
    remedy: str = ""
    is_called_off: bool = False

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.STOPPED)

    def step(self, done: int, total: int) -> None:
        """The job's progress; the one place where it can be called off without leaving anything half done."""
        if self.is_called_off:
            raise StoppedError("Đã dừng theo yêu cầu.", "Những tệp đã ghi xong vẫn đủ; có thể làm lại bất cứ lúc nào.")
        self.done, self.total = done, total


class Worker:
    """Runs the jobs in the order in which they were asked for."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        # One thread: two jobs at once would read what the other is writing.
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="viec")
        self._jobs: dict[int, Job] = {}
        self._numbers = count(1)
        self._lock = Lock()

    def submit(self, key: str, title: str, work: Work) -> Job:
        """Put the job in the queue; one of the same key that is not over yet is taken in its place."""
        with self._lock:
            for job in self._jobs.values():
                if job.key == key and not job.is_over:
                    return job
            job = Job(next(self._numbers), key, title)
            self._jobs[job.id] = job
            for number in [n for n, old in self._jobs.items() if old.is_over][:-MOST_KEPT]:
                del self._jobs[number]
            future = self._pool.submit(self._run, job, work)
        future.add_done_callback(lambda ended: _note_end(job, ended))
        return job

    def find(self, number: int) -> Job | None:
        return self._jobs.get(number)

    @property
    def open_jobs(self) -> tuple[Job, ...]:
        """Those that run or wait, the running one first."""
        with self._lock:
            return tuple(job for job in self._jobs.values() if not job.is_over)

    def call_off(self, number: int) -> None:
        """Ask the job to stop at its next step; one that has no further step runs to its end."""
        if job := self._jobs.get(number):
            job.is_called_off = True

    def shut_down(self) -> None:
        """Let the running job come to its end, and drop those that wait."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job, work: Work) -> JobOutcome:
        job.state = JobState.RUNNING
        job.step(0, 0)  # it may have been called off while it waited
        with self._journal.noting(job.title):
            return work(job.step)


def _note_end(job: Job, ended: Future[JobOutcome]) -> None:
    if ended.cancelled():
        job.message, job.state = "Việc này chưa bắt đầu thì chương trình thoát.", JobState.STOPPED
        return
    match ended.exception():
        case None:
            job.outcome, job.state = ended.result(), JobState.DONE
        case StoppedError() as stopped:
            job.message, job.remedy, job.state = stopped.message, stopped.remedy, JobState.STOPPED
        case ReportError() as failure:
            job.message, job.remedy, job.state = failure.message, failure.remedy, JobState.FAILED
        case unforeseen:
            traceback.print_exception(unforeseen)  # for support: nothing of it is of use to an official
            job.message = f"Có lỗi ngoài dự kiến trong chương trình ({type(unforeseen).__name__})."
            job.remedy = "Chụp lại cửa sổ dòng lệnh và gửi người hỗ trợ; các tệp đã có vẫn nguyên."
            job.state = JobState.FAILED
