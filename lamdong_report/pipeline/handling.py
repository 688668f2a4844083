"""What is to be dealt with: the findings as rows to filter and to group, by agency or by kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lamdong_report.catalogue.names import name_of
from lamdong_report.model import Finding
from lamdong_report.pipeline.answersheet import finding_id
from lamdong_report.pipeline.presenting import agency_name
from lamdong_report.pipeline.reading import Reading
from lamdong_report.review.tally import RANK, label_of, without_place


@dataclass(frozen=True, slots=True)
class Item:
    """One finding as the list shows it; `text` without the place that has columns of its own."""

    id: str
    finding: Finding
    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The findings of one code; `title` is what officials call them, as in the list of corrections."""

    code: str
    title: str
    severity: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Filter:
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


def finding_kinds(reading: Reading, wanted: Filter) -> tuple[Kind, ...]:
    """The wanted findings by their kind, the gravest and most frequent kinds first."""
    by_code: dict[str, list[Finding]] = {}
    for finding in reading.findings:
        if wanted.takes(finding):
            by_code.setdefault(finding.code, []).append(finding)
    kinds = []
    for code, findings in by_code.items():
        gravest = min((finding.severity for finding in findings), key=RANK.__getitem__)
        kinds.append(Kind(code, name_of(code), gravest.value, tuple(items_of(reading, findings))))
    ranks = {severity.value: rank for severity, rank in RANK.items()}
    return tuple(sorted(kinds, key=lambda kind: (ranks[kind.severity], -len(kind.items), kind.code)))
