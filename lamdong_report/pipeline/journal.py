"""What job was running when the machine died: a small file that is there only while a job runs."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from lamdong_report.errors import OutputError
from lamdong_report.storage import write_whole


class RunningJob(msgspec.Struct, frozen=True):
    """A job that has begun: its title for people, and when (local time)."""

    title: str
    began: datetime


class Journal(msgspec.Struct, frozen=True):
    """The journal of this machine in a folder that several machines may share."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / f".viec-dang-lam-{machine_name()}.json"

    @contextmanager
    def noting(self, title: str) -> Iterator[None]:
        """Keep the entry while the job runs. A folder that cannot be written keeps nobody from reading."""
        with suppress(OutputError):
            write_whole(self.path, msgspec.json.encode(RunningJob(title, datetime.now().astimezone())))
        try:
            yield
        finally:
            self._forget()

    def interrupted(self) -> RunningJob | None:
        """The job that never came to its end, told once; None when the last one did."""
        try:
            entry = msgspec.json.decode(self.path.read_bytes(), type=RunningJob)
        except (OSError, msgspec.DecodeError):
            entry = None  # none, or cut off while it was written: of either there is nothing to tell
        self._forget()
        return entry

    def _forget(self) -> None:
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def machine_name() -> str:
    """The machine's name, fit for a file name."""
    return re.sub(r"[^\w-]+", "-", socket.gethostname()) or "may"
