"""The one order of findings: by agency as the plan lists them, then by file, sheet and cell."""

from __future__ import annotations

from collections.abc import Iterable

from lamdong_report.model import Finding
from lamdong_report.plan import Plan
from lamdong_report.spreadsheet.refs import parse_ref


def in_order(findings: Iterable[Finding], plan: Plan) -> tuple[Finding, ...]:
    """The findings sorted, each once; those that belong to no agency come first."""
    places = {agency.code: at for at, agency in enumerate(plan.agencies)}
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: _key(finding, places)))


def _key(finding: Finding, places: dict[str, int]) -> tuple[int, str, str, tuple[int, int], str, str]:
    position = parse_ref(finding.cell) or (-1, -1)
    return places.get(finding.agency, -1), finding.file, finding.sheet, position, finding.code, finding.message
