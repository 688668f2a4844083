"""How far one and the same fault is told cell by cell and agency by agency, and where it is told once for many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from msgspec.structs import replace

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.phrases import MOST_NAMES, first_cells, name_list
from lamdong_report.codes import Code
from lamdong_report.model import Finding, Source

# So many cells of one sheet are told one by one for one and the same reason; the others are counted.
MOST_TOLD = 30
# From so many agencies on, a note that is nobody's fault is told once for all of them.
MANY_AGENCIES = 6
# From so many cells of one sheet on, one and the same fault is a habit: some examples tell it as well as all.
MANY_ALIKE, FEW_ALIKE = 6, 3
# What is told once for each sheet.
OF_A_SHEET = frozenset({"answer-elsewhere"})
_OF_ALL: dict[Code, Code] = {"small-count": "small-counts"}


def tell_in_part(findings: Iterable[Finding], questions: Container[str]) -> Iterator[Finding]:
    """The findings, those in rows that anybody can add without end only so far, the rest as one.

    A form has no more of the plan's `questions` than the plan itself: what is wrong with them is told to the last.
    """
    return _fold(findings, lambda one: one.question not in questions and bool(one.cell), MOST_TOLD + 1, MOST_TOLD)


def tell_together(findings: Iterable[Finding], names: Mapping[str, str]) -> Iterator[Finding]:
    """The findings, some once for a sheet or for all agencies; `names` are the agencies' by code."""
    notes: dict[Code, list[Finding]] = defaultdict(list)
    for finding in _once_a_sheet(findings):
        if finding.code in _OF_ALL and finding.agency in names:
            notes[finding.code].append(finding)
        else:
            yield finding
    for code, group in notes.items():
        agencies = list(dict.fromkeys(names[finding.agency] for finding in group))
        if len(agencies) < MANY_AGENCIES:
            yield from group
        else:
            yield make_finding(_OF_ALL[code], count=len(agencies), names=name_list(agencies))


def fold_alike(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings as people read them on a page: of many alike on one sheet the first few, the rest as one."""
    return _fold(findings, lambda one: bool(one.cell), MANY_ALIKE, FEW_ALIKE)


def _fold(
    findings: Iterable[Finding], is_foldable: Callable[[Finding], bool], many: int, told: int
) -> Iterator[Finding]:
    """The findings; of `many` or more alike on one sheet the first `told`, the rest as one in the place of the last."""
    findings = tuple(findings)
    sizes = Counter(_alike(finding) for finding in findings if is_foldable(finding))
    groups: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        if not is_foldable(finding) or sizes[_alike(finding)] < many:
            yield finding
            continue
        group = groups[_alike(finding)]
        group.append(finding)
        if len(group) <= told:
            yield finding
        elif len(group) == sizes[_alike(finding)]:
            first, rest = group[0], group[told:]
            place = Source(first.file, first.sheet, "")
            yield make_finding(
                "cells-many", agency=first.agency, source=place, severity=first.severity,
                first=first.cell, count=len(rest), cells=_cells(rest),
            )  # fmt: skip


def _alike(finding: Finding) -> tuple[str, ...]:
    return finding.agency, finding.file, finding.sheet, finding.code, finding.severity


def _once_a_sheet(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, the further cells of a sheet named behind the first."""
    groups: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code in OF_A_SHEET and finding.cell:
            groups[finding.agency, finding.file, finding.sheet, finding.code].append(finding)
        else:
            yield finding
    for first, *rest in groups.values():
        more = f" Tương tự ở {len(rest)} ô khác: {_cells(rest)}." if rest else ""
        yield replace(first, text=first.text + more)


def _cells(rest: list[Finding]) -> str:
    return first_cells([finding.cell for finding in rest], MOST_NAMES)
