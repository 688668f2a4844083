"""What was measured, and the ratios in it that the program promises to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tools.bench.clock import Timing
from tools.bench.machine import Machine

# The promises, all of them ratios in one run on one machine, but for the memory (MB).
MOST_FLOOR, LEAST_NAIVE, LEAST_NAIVE_REPORT, MOST_GROWTH, MOST_MEMORY, MOST_HELP = 2.5, 5.0, 6.0, 1.1, 300.0, 1.3
# After one form has changed: of the first run, of the floor.
MOST_AGAIN, MOST_AGAIN_FLOOR, MOST_CHECK_AGAIN = 0.3, 1.0, 0.25
MOST_START, MOST_FORM, MOST_MERGE, MOST_DEMO = 0.4, 20.0, 1.0, 0.45


@dataclass(frozen=True, slots=True)
class SetScore:
    """One set of forms: timings by the name of the stage, the yardstick or the whole run."""

    size: int
    timings: Mapping[str, Timing]

    @property
    def draft_work(self) -> float:
        """Seconds from the forms to the written draft, on top of interpreter start and imports."""
        return self.timings["draft"].seconds - self.timings["imports"].seconds

    def times_floor(self, seconds: float) -> float:
        return seconds / self.timings["floor"].seconds


@dataclass(frozen=True, slots=True)
class Score:
    """A whole run: the machine, the start-up timings, and the sets, the plan's own first."""

    machine: Machine
    runs: int
    startup: Mapping[str, Timing]
    sets: tuple[SetScore, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: `value` is None where the system cannot tell; `most` says whether `limit` is an upper one."""

    name: str
    value: float | None
    limit: float
    most: bool
    unit: str = "×"

    @property
    def met(self) -> bool | None:
        if self.value is None:
            return None
        return self.value <= self.limit if self.most else self.value >= self.limit


def targets(score: Score) -> Iterator[Target]:
    """Every promise with what was measured; those on the large set only where it was run."""
    own = score.sets[0]
    naive = own.timings["naive"].seconds
    yield Target("Từ phiếu đến dự thảo, so với sàn", own.times_floor(own.draft_work), MOST_FLOOR, most=True)
    yield Target(
        "Nhanh hơn cách thường làm: lập dự thảo", naive / own.timings["draft"].seconds, LEAST_NAIVE, most=False
    )
    yield Target(
        "Nhanh hơn cách thường làm: cả lệnh report",
        naive / own.timings["report"].seconds,
        LEAST_NAIVE_REPORT,
        most=False,
    )
    again = own.timings["report_again"].seconds
    yield Target("Lệnh report chạy lại, so với lần đầu", again / own.timings["report"].seconds, MOST_AGAIN, most=True)
    yield Target("Lệnh report chạy lại, so với sàn", own.times_floor(again), MOST_AGAIN_FLOOR, most=True)
    checks = own.timings["check_again"].seconds / own.timings["check_cold"].seconds
    yield Target("Lệnh check chạy lại, so với lần đầu", checks, MOST_CHECK_AGAIN, most=True)
    start = own.times_floor(own.timings["imports"].seconds)
    yield Target("Khởi động và nạp thư viện của report, so với sàn", start, MOST_START, most=True)
    if forms := own.timings.get("forms"):
        yield Target("Mỗi phiếu trống", forms.seconds / forms.count * 1000, MOST_FORM, most=True, unit="ms")
    merge = own.timings["merge"].seconds / own.timings["render"].seconds
    yield Target("Ghép vào bản đã sửa, so với in vào mẫu", merge, MOST_MERGE, most=True)
    for large in score.sets[1:]:
        growth = (large.draft_work / large.size) / (own.draft_work / own.size)
        yield Target(f"Thời gian mỗi phiếu, {large.size} so với {own.size} phiếu", growth, MOST_GROWTH, most=True)
        yield Target(
            f"Bộ nhớ thêm khi lập dự thảo từ {large.size} phiếu",
            _memory(large, score),
            MOST_MEMORY,
            most=True,
            unit="MB",
        )
    if before := score.startup.get("demo_before"):
        demo = score.startup["demo"].seconds / before.seconds
        yield Target("Lệnh demo, so với bản trước", demo, MOST_DEMO, most=True)
    started = score.startup["help"].seconds / score.startup["click"].seconds
    yield Target("Lệnh --help, so với chương trình click trống", started, MOST_HELP, most=True)


def _memory(large: SetScore, score: Score) -> float | None:
    """MB beyond what the interpreter itself holds."""
    peak, bare = large.timings["draft"].peak, score.startup["nothing"].peak
    return None if peak is None or bare is None else peak - bare
