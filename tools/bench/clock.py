"""Runs one command in a process of its own and tells how long it took and how much memory it held."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from lamdong_report.errors import ReportError

# Of our own commands: done, and done with errors left in the forms.
_DONE = (0, 1)
ROOT = Path(__file__).resolve().parents[2]


class BenchError(ReportError):
    """A process that is measured ended with a failure: there is nothing to compare."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: `seconds` on the wall from the start of the process to its end.

    `told` is what the process says of the work inside it: seconds, peak (MB), count, all optional.
    """

    seconds: float
    told: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timing:
    """The runs of one thing together: medians in seconds and MB, and every single time so that the spread is seen."""

    seconds: float
    peak: float | None
    times: tuple[float, ...]
    count: int = 1


def measure(arguments: Sequence[str], home: Path = ROOT) -> Sample:
    """Run `python arguments…` with the program in `home`; a process of ours prints what it has to tell as its last
    line. Raises BenchError."""
    command, environment = [sys.executable, *arguments], _environment(home)
    start = time.perf_counter()
    # There, for Python looks for the program first where it is started.
    done = subprocess.run(command, capture_output=True, check=False, env=environment, cwd=home)
    seconds = time.perf_counter() - start
    if done.returncode not in _DONE or b"Traceback" in done.stderr:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = lines[-1] if lines else f"mã thoát {done.returncode}"
        raise BenchError(f"Không đo được «python {' '.join(arguments[:3])}»: {reason}", "Sửa lỗi nêu trên rồi đo lại.")
    last = done.stdout.strip().rpartition(b"\n")[2]
    return Sample(seconds, json.loads(last) if last.startswith(b"{") else {})


def _environment(home: Path) -> dict[str, str]:
    """The package is found from any folder, installed or not; what Python compiles it may keep, as it usually does."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "PYTHONPATH": os.pathsep.join(filter(None, (str(home), os.environ.get("PYTHONPATH"))))}


def together(samples: Sequence[Sample], *, inside: bool) -> Timing:
    """The medians of some runs: of the work `inside` the process, or of the whole process from its start."""
    times = tuple((sample.told.get("seconds") or 0.0) if inside else sample.seconds for sample in samples)
    peaks = [peak for sample in samples if (peak := sample.told.get("peak")) is not None]
    return Timing(median(times), median(peaks) if peaks else None, times, int(samples[0].told.get("count") or 1))
