"""The state of the season as a table for a terminal, worst first, and as JSON for other programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from textwrap import wrap

from lamdong_report.model import Finding, Severity
from lamdong_report.plan import Plan
from lamdong_report.review.tally import (
    Standing,
    Tally,
    gravest_first,
    number_text,
    of_nobody,
    one_line_of,
    standing,
    tally,
    worst_first,
)
from lamdong_report.status import AgencyStatus, State
from lamdong_report.text import format_date, upper_first

# Columns. Narrower, no name and count fit on one line; a message in fewer than forty says nothing; a
# name is known by its first thirty-six letters.
NARROWEST, LEAST_MESSAGE, WIDEST_NAME = 50, 40, 36
HEADERS = ("Cơ quan, địa phương", "Ngày gửi", "Lỗi", "Cảnh báo", "Lưu ý")
FIRST_THING = "Nội dung cần xem trước"
SEE_WORKBOOK = "(xem tệp can-sua.xlsx)"
GAP, INDENT = "  ", "    "
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def status_line(plan: Plan, statuses: Sequence[AgencyStatus], findings: Sequence[Finding]) -> str:
    """The whole state in one sentence: forms received and in time, findings by severity."""
    counts: Tally = tally(statuses, findings)
    return (
        f"Đã nhận {number_text(counts.received)}/{number_text(counts.expected)} phiếu, "
        f"đúng hạn {number_text(counts.in_time)}; {number_text(counts.errors)} lỗi, "
        f"{number_text(counts.warnings)} cảnh báo, {number_text(counts.notes)} lưu ý."
    )


def status_lines(
    plan: Plan, statuses: Sequence[AgencyStatus], findings: Sequence[Finding], *, width: int, most: int = 30
) -> str:
    """The state as lines of at most `width` columns: at most `most` agencies, worst first; the line of totals last."""
    width = max(width, NARROWEST)
    concerned = worst_first(statuses)
    faulty = [status for status in concerned if status.count(Severity.ERROR) or status.count(Severity.WARNING)]
    # Notes ask for nothing, so a hundred agencies with one each are told in one line.
    quiet = len(concerned) - len(faulty)
    words = f"{number_text(quiet)} cơ quan, địa phương{' khác' if faulty else ''} chỉ có lưu ý {SEE_WORKBOOK}."
    parts = (
        (*_table(faulty, width, most), *(wrap(words, width) if quiet else ())),
        _strangers(of_nobody(plan, findings), width, most),
        _named("Gửi chậm", plan, [s for s in statuses if s.state is State.LATE], width),
        _named("Chưa gửi", plan, [s for s in statuses if s.state is State.MISSING], width),
        wrap(status_line(plan, statuses, findings), width),
    )
    return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)


def _table(concerned: Sequence[AgencyStatus], width: int, most: int) -> Iterator[str]:
    if not concerned:
        return
    rows = []
    for status in concerned[:most]:
        name, sent = (
            _cut(upper_first(status.agency.name), WIDEST_NAME),
            format_date(status.sent) if status.sent else "–",
        )
        counts = (number_text(status.count(severity)) for severity in _SEVERITIES)
        rows.append((name, sent, *counts, one_line_of(gravest_first(status.findings)[0].message)))
    widths = [max(map(_columns, column)) for column in zip(HEADERS, *(row[:-1] for row in rows), strict=True)]
    # On a narrow screen the names give way: dates and counts cannot.
    widths[0] -= max(0, sum(widths) + len(GAP) * (len(widths) - 1) - width)
    rest = width - sum(widths) - len(widths) * len(GAP)
    beside = rest >= LEAST_MESSAGE
    yield _line((*HEADERS, FIRST_THING), widths, rest if beside else 0)
    yield "─" * width
    for row in rows:
        yield _line(row, widths, rest if beside else 0)
        if not beside:
            yield INDENT + _cut(row[-1], width - len(INDENT))
    if more := len(concerned[most:]):
        yield from wrap(f"… và {number_text(more)} cơ quan, địa phương khác {SEE_WORKBOOK}.", width)


def _line(cells: Sequence[str], widths: Sequence[int], rest: int) -> str:
    """The cells in their columns: words to the left, counts to the right, the message in what is left of the line."""
    texts = []
    for at, (cell, width) in enumerate(zip(cells, widths, strict=False)):
        text = _cut(cell, width)
        space = " " * (width - _columns(text))
        texts.append(space + text if at > 1 else text + space)
    if rest:
        texts.append(_cut(cells[-1], rest))
    return GAP.join(texts).rstrip()


def _strangers(findings: Sequence[Finding], width: int, most: int) -> Iterator[str]:
    if not findings:
        return
    yield from wrap(f"Tệp chưa rõ của cơ quan nào và số liệu chung ({number_text(len(findings))} nội dung):", width)
    for finding in gravest_first(findings)[:most]:
        text = one_line_of(f"{finding.message} {finding.advice}")
        yield from wrap(text, width, initial_indent="- ", subsequent_indent="  ")
    if len(findings) > most:
        yield f"… và {number_text(len(findings) - most)} nội dung khác {SEE_WORKBOOK}."


def _named(title: str, plan: Plan, concerned: Sequence[AgencyStatus], width: int) -> Iterator[str]:
    """The agencies by name, one line for each kind of agency."""
    if not concerned:
        return
    yield f"{title} ({number_text(len(concerned))}):"
    names: dict[str, list[str]] = {}
    for status in concerned:
        unusable = " (có tệp, chưa dùng được)" if standing(status) is Standing.UNUSABLE else ""
        names.setdefault(plan.group_of(status.agency).noun, []).append(one_line_of(status.agency.name) + unusable)
    for noun, members in names.items():
        text = f"- {upper_first(noun)} ({number_text(len(members))}): {', '.join(members)}"
        yield from wrap(text, width, subsequent_indent="  ")


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(_letter_columns(letter) for letter in text)


def _letter_columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _cut(text: str, width: int) -> str:
    """The text in at most `width` columns, ended with "…" where it is cut."""
    if _columns(text[: width + 1]) <= width and len(text) <= width:
        return text
    kept, used = "", 0
    for letter in text:
        used += _letter_columns(letter)
        if used > width - 1:
            return kept.rstrip() + "…"
        kept += letter
    return text


def status_json(plan: Plan, statuses: Sequence[AgencyStatus], findings: Sequence[Finding]) -> str:
    """{"plan", "expected", "received": [codes], "missing": [codes], "findings": [{"code", "severity", …}]}."""
    record = {
        "plan": plan.info.id,
        "expected": len(statuses),
        "received": [status.agency.code for status in statuses if status.state is not State.MISSING],
        "missing": [status.agency.code for status in statuses if status.state is State.MISSING],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "agency": finding.agency,
                "file": finding.file,
                "sheet": finding.sheet,
                "cell": finding.cell,
                "message": finding.message,
                "remedy": finding.advice,
            }
            for finding in findings
        ],
    }
    # Bytes of a file name that are no UTF-8 become "?".
    return json.dumps(record, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode("utf-8")
