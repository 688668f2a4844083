"""Times the demonstration as it is and as an earlier commit had it, by turns."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tools.bench.clock import ROOT, BenchError, Timing, measure, together

_RUN = "from lamdong_report.cli import main\nmain()"


def time_demos(commit: str, scratch: Path, rounds: int) -> Mapping[str, Timing]:
    """The demonstration here ("demo") and at the commit ("demo_before"); raises BenchError for an unknown commit."""
    with _checked_out(commit, scratch / "truoc") as before:
        homes = {"demo": ROOT, "demo_before": before}
        samples = [{name: measure(_arguments(home, scratch), home) for name, home in homes.items()}
                   for _ in range(rounds)]  # fmt: skip
    return {name: together([one[name] for one in samples], inside=False) for name in homes}


def _arguments(home: Path, scratch: Path) -> list[str]:
    shutil.rmtree(scratch / "demo", ignore_errors=True)
    return ["-c", _RUN, "demo", "--templates", str(home / "templates"), "--out", str(scratch / "demo")]


@contextmanager
def _checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """The files of the commit in a folder of their own, as long as they are needed."""
    folder = folder.resolve()
    try:
        _git("worktree", "add", "--detach", "--force", str(folder), commit)
        yield folder
    finally:
        subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(folder)],
                       capture_output=True, check=False)  # fmt: skip


def _git(*arguments: str) -> None:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=False)
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1]
        raise BenchError(f"Không lấy được bản trước bằng git: {reason}", "Ghi mã commit có trong kho sau --before.")
