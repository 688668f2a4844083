"""The benchmark's figures for people, as a table of ratios, and for programs, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from lamdong_report.text import format_fixed
from tools.bench.clock import Timing
from tools.bench.score import Score, SetScore, Target, targets

_NAMES = {
    "plan": "đọc kế hoạch",
    "read": "đọc phiếu",
    "check": "kiểm tra",
    "figures": "tính số liệu, viết báo cáo",
    "render": "in vào mẫu Word",
    "write": "ghi dự thảo",
    "books": "các bảng tính đi kèm",
    "forms": "làm phiếu trống (mỗi phiếu)",
    "merge": "ghép vào bản đã sửa tay",
    "imports": "khởi động và nạp thư viện",
    "draft": "CẢ LƯỢT: từ phiếu đến dự thảo",
    "check_cold": "CẢ LỆNH check",
    "check_again": "CẢ LỆNH check, chạy lại khi một phiếu đổi",
    "report": "CẢ LỆNH report",
    "report_again": "CẢ LỆNH report, chạy lại khi một phiếu đổi",
    "floor": "SÀN: giải nén, phân tích XML, ghi docx",
    "naive": "CÁCH THƯỜNG LÀM: openpyxl, docxtpl",
}
_WIDTH = 44


def lines(score: Score) -> Iterator[str]:
    """The table, set by set, then what became of every promise."""
    machine = score.machine
    yield f"Máy: {machine.system}, {machine.cores} nhân ({machine.processor}), Python {machine.python}."
    yield f"Trung vị của {score.runs} lượt. Thời gian tùy máy; tỷ lệ so với sàn thì so được giữa các máy."
    for one in score.sets:
        yield from _set_lines(one)
    yield ""
    for target in targets(score):
        yield _target_line(target)


def _set_lines(one: SetScore) -> Iterator[str]:
    yield ""
    yield f"{f'Bộ {one.size} phiếu':<{_WIDTH}} {'giây':>9} {'× sàn':>9} {'mỗi phiếu':>11} {'bộ nhớ':>10}"
    for name, label in _NAMES.items():
        if timing := one.timings.get(name):
            yield f"{label:<{_WIDTH}} {_cells(timing, one)}"


def _cells(timing: Timing, one: SetScore) -> str:
    each = timing.seconds / timing.count if timing.count > 1 else timing.seconds / one.size
    peak = "–" if timing.peak is None else f"{_number(timing.peak, 0)} MB"
    ratio = _number(one.times_floor(timing.seconds), 2)
    return f"{_number(timing.seconds, 2):>9} {ratio:>9} {_number(each * 1000, 1):>8} ms {peak:>10}"


def _target_line(target: Target) -> str:
    sign = {True: "đạt     ", False: "KHÔNG ĐẠT", None: "không đo"}[target.met]
    value = "–" if target.value is None else f"{_number(target.value, 2)} {target.unit}"
    bound = "tối đa" if target.most else "ít nhất"
    return f"{sign:<10} {target.name}: {value} ({bound} {_number(target.limit, 2)} {target.unit})"


def _number(value: float, decimals: int) -> str:
    from decimal import Decimal

    return format_fixed(Decimal(str(value)), decimals)


def as_json(score: Score) -> str:
    """Everything that was measured: `{"machine", "runs", "startup", "sets": […], "targets": […]}`."""
    data = asdict(score)
    data["targets"] = [{**asdict(target), "met": target.met} for target in targets(score)]
    return json.dumps(data, ensure_ascii=False, indent=2)
