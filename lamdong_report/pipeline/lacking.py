"""What a final report still lacks by the plan, in words."""

from __future__ import annotations

from dataclasses import dataclass

from lamdong_report.pipeline.reading import Reading
from lamdong_report.status import Lack, lacks


@dataclass(frozen=True, slots=True)
class Gap:
    """A clause that says what is missing, and the code of the one agency that owes it; "" where a group does."""

    text: str
    agency: str


def gaps(reading: Reading) -> tuple[Gap, ...]:
    """One for each form that is missing, or each group of which too few have sent; none when all is there."""
    return tuple(
        Gap(_tell(lack), lack.agency.code if lack.agency else "") for lack in lacks(reading.plan, reading.statuses)
    )


def tell_lacks(reading: Reading) -> tuple[str, ...]:
    """The clauses of all gaps."""
    return tuple(gap.text for gap in gaps(reading))


def _tell(lack: Lack) -> str:
    if lack.agency:
        return f"{lack.agency.name} (chủ trì chỉ tiêu {', '.join(lack.indicators)}) chưa gửi"
    noun = lack.group.noun if lack.group else ""
    return f"mới có {len(lack.received)}/{lack.expected} {noun} gửi phiếu, cần ít nhất {lack.needed}"
