"""What is to be dealt with: how many agencies and findings, and these as rows to filter and to group by kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from lamdong_report.catalogue.names import name_of
from lamdong_report.model import Finding, Severity
from lamdong_report.pipeline.dossier import finding_id
from lamdong_report.pipeline.presenting import agency_name
from lamdong_report.pipeline.reading import Reading
from lamdong_report.review.tally import (
    FOR_THE_OFFICE,
    RANK,
    faulty,
    label_of,
    unsent,
    without_place,
)


class Item(Struct, frozen=True):
    """One finding as the list shows it; `text` without the place that has columns of its own."""

    id: str
    finding: Finding
    name: str
    label: str
    text: str


class FindingKind(Struct, frozen=True):
    """The findings of one code; `title` is what officials call them, as in the list of corrections."""

    code: str
    title: str
    severity: str
    items: tuple[Item, ...]


class Filter(Struct, frozen=True):
    """Which findings are wanted: "" for all of them."""

    severity: str = ""
    code: str = ""
    agency: str = ""

    def takes(self, finding: Finding) -> bool:
        return (
            self.severity in ("", finding.severity.value)
            and self.code in ("", finding.code)
            and self.agency in ("", finding.agency)
        )


def items_of(reading: Reading, findings: Sequence[Finding]) -> Iterator[Item]:
    for finding in findings:
        yield Item(
            id=finding_id(finding),
            finding=finding,
            name=agency_name(reading, finding.agency),
            label=label_of(reading.plan, finding),
            text=without_place(finding),
        )


def finding_kinds(reading: Reading, wanted: Filter) -> tuple[FindingKind, ...]:
    """The wanted findings by their kind, the gravest and most frequent kinds first."""
    by_code: dict[str, list[Finding]] = {}
    for finding in reading.findings:
        if wanted.takes(finding):
            by_code.setdefault(finding.code, []).append(finding)
    kinds = []
    for code, findings in by_code.items():
        gravest = min((finding.severity for finding in findings), key=RANK.__getitem__)
        kinds.append(FindingKind(code, name_of(code), gravest.value, tuple(items_of(reading, findings))))
    ranks = {severity.value: rank for severity, rank in RANK.items()}
    return tuple(sorted(kinds, key=lambda kind: (ranks[kind.severity], -len(kind.items), kind.code)))


class Todo(Struct, frozen=True):
    """What is left to do: agencies to remind and to ask for corrections, warnings that nobody has looked at."""

    missing: int
    faulty: int
    warnings: int
    strangers: int


def todo_of(reading: Reading) -> Todo:
    statuses = reading.statuses
    strangers = {finding.file for finding in reading.findings if finding.file and not finding.agency}
    warnings = sum(
        finding.severity is Severity.WARNING and finding.code not in FOR_THE_OFFICE for finding in reading.findings
    )
    return Todo(len(unsent(statuses)), len(faulty(statuses)), warnings, len(strangers))


def blockers(reading: Reading) -> tuple[Item, ...]:
    """What keeps the final report from being written: every error that remains."""
    errors = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
    return tuple(items_of(reading, errors))
