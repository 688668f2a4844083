"""Breaks good and hostile files at random and reads them: `python -m tests.corpus.fuzz SECONDS [SEED]`.

A run fails on any exception, on a file that takes too long, and on one that takes too much memory; the same seed
breaks the same files in the same way.
"""

from __future__ import annotations

import faulthandler
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lamdong_report.packing import BROKEN_PACKAGE
from lamdong_report.plan import Plan, load_plan
from lamdong_report.reader import Received, read_forms
from tests.corpus.forms import form_of, parts_of, usual, zipped
from tests.corpus.hostile import CASES, MB

SMALL_PLAN = Path(__file__).resolve().parent.parent / "plans" / "nho"
# The slowest seen took some seconds, the largest a quarter of this.
MOST_SECONDS = 45.0
MOST_MEMORY = 500 * MB
MOST_ADDRESSES = 4_000 * MB
# Making these takes longer than breaking and reading all the others.
_SLOW = frozenset({"million-rows.xlsx", "bomb.xlsx", "lying-bomb.xlsx", "many.zip", "bomb.ods"})
_PIECES = (
    b"<", b">", b'"', b"&", b"/", b"-1", b"NaN", b"1e400", b"<c/>", b"</row>", b"<f>", b't="e"', b's="999999"',
    b'<row r="99999999">', b'<c r="XFD1048576"><v>1</v></c>', b"\xff\xff\xff\xff", b"\0\0\0\0", b"9" * 30,
)  # fmt: skip


def seeds(plan: Plan) -> list[bytes]:
    """The files to break; good forms among them, for what is refused at the door shows nothing."""
    good = [
        usual(plan, "S101", tt_cuoc="1.234", tt_nguoi=5, bv_ly_do="x" * 50),
        form_of(plan, "TD", {"tt_cuoc": 3}, tables={"lop": ({"ten": "a"},)}),
    ]
    return [*good * 10, *(case.make(plan) for case in CASES if case.name not in _SLOW)]


def broken(data: bytes, chance: random.Random) -> bytes:
    """The file with some bytes, or some bytes of its parts, changed."""
    try:
        parts = parts_of(data)
    except BROKEN_PACKAGE:
        return _scrambled(data, chance)
    if not parts or chance.random() < 0.2:
        return _scrambled(data, chance)
    name = chance.choice(list(parts))
    if chance.random() < 0.1:
        del parts[name]
    else:
        parts[name] = _scrambled(parts[name], chance)
    return zipped(parts)


def _scrambled(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at, length = chance.randrange(len(data) + 1), chance.choice([1, 2, 4, 16, 64, 300])
        data = chance.choice(_CHANGES)(data, at, length, chance)
    return data


_Change = Callable[[bytes, int, int, random.Random], bytes]
_CHANGES: tuple[_Change, ...] = (
    lambda data, at, length, chance: data[:at] + chance.randbytes(1) + data[at + 1 :],
    lambda data, at, length, chance: data[:at] + data[at + length :],
    lambda data, at, length, chance: data[:at] + chance.randbytes(min(length, 16)) + data[at:],
    lambda data, at, length, chance: data[:at] + data[at // 2 : at // 2 + length] + data[at:],
    lambda data, at, length, chance: data[:at] + chance.choice(_PIECES) + data[at:],
)


def read_broken(data: bytes, plan: Plan, folder: Path) -> Received:
    """What the reader makes of the file beside a good form; raises AssertionError when that form suffers for it."""
    (folder / "a.xlsx").write_bytes(data)
    (folder / "b.xlsx").write_bytes(usual(plan, "S102", tt_cuoc=7))
    received = read_forms([folder], plan)
    assert "file-unforeseen" not in {finding.code for finding in received.findings}
    assert any(form.file == "b.xlsx" and form.answers["tt_cuoc"].number == 7 for form in received.submissions)
    return received


@dataclass(slots=True)
class Watch:
    """Ends the whole run when one file takes too long or too much memory, and keeps the file that did it.

    The process is killed from outside of Python, for a library that hangs answers to nothing else.
    """

    kept: Path
    slowest: float = 0.0

    def read(self, data: bytes, plan: Plan, folder: Path) -> Received:
        self.kept.write_bytes(data)
        start = time.monotonic()
        faulthandler.dump_traceback_later(MOST_SECONDS, exit=True)
        try:
            received = read_broken(data, plan, folder)
        finally:
            faulthandler.cancel_dump_traceback_later()
        self.slowest = max(self.slowest, time.monotonic() - start)
        assert peak_memory() <= MOST_MEMORY, f"{peak_memory() // MB} MB of memory"
        return received


def peak_memory() -> int:
    """The most that this process, or one that it started, has ever held, in bytes; 0 where nobody counts it."""
    try:
        import resource
    except ImportError:
        return 0
    return 1024 * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def limit_memory() -> None:
    """What asks for more than the limit gets an error at once, before the machine begins to swap."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))


def run(seconds: float, seed: int) -> None:
    """Read broken files for so long; whatever goes wrong ends the run with the file kept as crash-<seed>-<n>.bin."""
    print(f"seed {seed}", flush=True)
    limit_memory()
    plan = load_plan(SMALL_PLAN)
    chance, files = random.Random(seed), seeds(plan)
    codes: Counter[str] = Counter()
    count, end = 0, time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(Path("crash"))
        while time.monotonic() < end:
            watch.kept = Path(f"crash-{seed}-{count}.bin")
            received = watch.read(broken(chance.choice(files), chance), plan, Path(folder))
            watch.kept.unlink()
            codes.update(finding.code for finding in received.findings)
            count += 1
    print(f"{count} files, the slowest in {watch.slowest:.1f} s, {peak_memory() // MB} MB; {dict(codes.most_common())}")


if __name__ == "__main__":
    run(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time()))
