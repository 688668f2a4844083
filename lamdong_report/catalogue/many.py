"""How far one fault is told cell by cell, where a list of thousands of rows was pasted into a form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from lamdong_report.catalogue import make_finding
from lamdong_report.model import Finding, Source

# So many cells of one sheet are told one by one for one and the same reason; the others are counted.
MOST_TOLD = 30


def tell_in_part(findings: Iterable[Finding], questions: Container[str]) -> Iterator[Finding]:
    """The findings, those in rows that anybody can add without end only so far, the rest as one.

    A form has no more of the plan's `questions` than the plan itself: what is wrong with them is told to the last.
    """
    groups: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.question in questions or not finding.cell:
            yield finding
            continue
        group = groups[finding.agency, finding.file, finding.sheet, finding.code, finding.severity]
        group.append(finding)
        if len(group) <= MOST_TOLD:
            yield finding
    for group in groups.values():
        if rest := group[MOST_TOLD:]:
            yield _counted(group[0], rest)


def _counted(first: Finding, rest: list[Finding]) -> Finding:
    cells = ", ".join(finding.cell for finding in rest[:3]) + (", …" if len(rest) > 3 else "")
    return make_finding(
        "cells-many",
        agency=first.agency,
        source=Source(first.file, first.sheet, ""),
        severity=first.severity,
        first=first.cell,
        count=len(rest),
        cells=cells,
    )
