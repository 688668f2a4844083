"""The process that is measured: does one stage and prints, as a line of JSON, how long it took and what it held.

    python -m tools.bench.child STAGE PLAN FORMS SCRATCH

What a stage needs of the stages before it is read from SCRATCH, outside the time that is told.
"""

from __future__ import annotations

import sys
import time

from tools.bench.peak import own_peak


def main(arguments: list[str]) -> None:
    stage, *places = arguments
    if stage == "nothing":
        tell(0.0, 1)
        return
    from pathlib import Path

    from tools.bench.job import Job
    from tools.bench.stages import STAGES

    job = Job(*map(Path, places))
    work = STAGES[stage](job)
    start = time.perf_counter()
    done = work()
    tell(time.perf_counter() - start, done.count)
    for name, thing in done.left.items():
        job.leave(name, thing)


def tell(seconds: float, count: int) -> None:
    peak = own_peak()
    print(f'{{"seconds": {seconds:.6f}, "peak": {"null" if peak is None else f"{peak:.1f}"}, "count": {count}}}')


if __name__ == "__main__":
    main(sys.argv[1:])
