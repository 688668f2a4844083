"""Breaks good and hostile files at random and reads them: `python -m tests.corpus.fuzz SECONDS [SEED]`."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lamdong_report.plan import Plan, load_plan
from lamdong_report.reader import Received, read_forms
from lamdong_report.reader.package import BROKEN_ZIP
from tests.corpus.forms import form_of, parts_of, usual, zipped
from tests.corpus.hostile import CASES

SMALL_PLAN = Path(__file__).resolve().parent.parent / "plans" / "nho"
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
    except BROKEN_ZIP:
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


def run(seconds: float, seed: int) -> None:
    plan = load_plan(SMALL_PLAN)
    chance, files = random.Random(seed), seeds(plan)
    codes: Counter[str] = Counter()
    count, slowest, end = 0, 0.0, time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            data = broken(chance.choice(files), chance)
            start = time.monotonic()
            try:
                codes.update(finding.code for finding in read_broken(data, plan, Path(folder)).findings)
            except Exception:
                Path(f"crash-{seed}-{count}.bin").write_bytes(data)
                raise
            slowest = max(slowest, time.monotonic() - start)
            count += 1
    print(f"{count} files, the slowest in {slowest:.1f} s; {dict(codes.most_common())}")


if __name__ == "__main__":
    run(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
