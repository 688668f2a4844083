"""What a final report still lacks by the plan, in words."""

from __future__ import annotations

from lamdong_report.pipeline.reading import Reading
from lamdong_report.status import Lack, lacks


def tell_lacks(reading: Reading) -> tuple[str, ...]:
    """One clause for each form that is missing, or each group of which too few have sent; none when all is there."""
    return tuple(_told(lack) for lack in lacks(reading.plan, reading.statuses))


def _told(lack: Lack) -> str:
    if lack.agency:
        return f"{lack.agency.name} (chủ trì chỉ tiêu {', '.join(lack.indicators)}) chưa gửi"
    noun = lack.group.noun if lack.group else ""
    return f"mới có {len(lack.received)}/{lack.expected} {noun} gửi phiếu, cần ít nhất {lack.needed}"
