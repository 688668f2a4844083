"""The big figures at the top of the board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lamdong_report.model import Finding, Severity
from lamdong_report.review.tally import Tally, faulty, number_text
from lamdong_report.status import AgencyStatus


@dataclass(frozen=True, slots=True)
class Card:
    """One of the big figures."""

    kind: str
    label: str
    value: str
    below: str


def cards(counts: Tally, statuses: Sequence[AgencyStatus], strangers: Sequence[Finding]) -> Iterator[Card]:
    """Received, in time, late, missing, errors, warnings; `strangers` are the findings that concern no agency."""
    share = f"{100 * counts.received / counts.expected:.1f}".replace(".", ",") if counts.expected else "0"
    notes = number_text(counts.notes)
    received = f"{number_text(counts.received)}/{number_text(counts.expected)}"
    yield Card("received", "Đã nhận", received, f"{share}% số phiếu phải gửi")
    yield Card("in_time", "Đúng hạn", number_text(counts.in_time), "phiếu gửi trước hạn")
    yield Card("late", "Gửi chậm", number_text(counts.late), "phiếu gửi sau hạn")
    yield Card("missing", "Chưa gửi", number_text(counts.missing), "cơ quan, địa phương")
    yield Card("error", "Lỗi", number_text(counts.errors), _where_errors_are(statuses, strangers))
    yield Card("warning", "Cảnh báo", number_text(counts.warnings), f"cùng {notes} lưu ý")


def _where_errors_are(statuses: Sequence[AgencyStatus], strangers: Sequence[Finding]) -> str:
    files = {finding.file for finding in strangers if finding.severity is Severity.ERROR and finding.file}
    more = f" và {number_text(len(files))} tệp chưa rõ" if files else ""
    return f"ở {number_text(len(faulty(statuses)))} cơ quan, địa phương{more}"
