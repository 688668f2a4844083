"""Writes every file of the corpus into a folder: `python -m tests.corpus FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from lamdong_report.plan import load_plan
from tests.corpus.hostile import CASES


def write_all(folder: Path) -> None:
    plan = load_plan(Path(__file__).resolve().parent.parent / "plans" / "nho")
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        (folder / case.name).write_bytes(case.make(plan))


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
