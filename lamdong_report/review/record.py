"""The state of the season as JSON, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from lamdong_report.model import Finding
from lamdong_report.plan import Plan
from lamdong_report.status import AgencyStatus, State


def status_json(plan: Plan, statuses: Sequence[AgencyStatus], findings: Sequence[Finding]) -> str:
    """{"plan", "expected", "received": [codes], "missing": [codes], "findings": [{"code", "severity", …}]}."""
    record = {
        "plan": plan.info.id,
        "expected": len(statuses),
        "received": [status.agency.code for status in statuses if status.state is not State.MISSING],
        "missing": [status.agency.code for status in statuses if status.state is State.MISSING],
        "findings": [_finding(finding) for finding in findings],
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _finding(finding: Finding) -> dict[str, str]:
    record = {
        "code": finding.code,
        "severity": finding.severity.value,
        "agency": finding.agency,
        "file": finding.file,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "message": finding.message,
        "remedy": finding.advice,
    }
    return {key: _encodable(text) for key, text in record.items()}


def _encodable(text: str) -> str:
    """The text as typed; bytes of a file name that are no UTF-8 become "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")
