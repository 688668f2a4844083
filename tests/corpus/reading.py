"""Short ways for tests to read made-up files and to look at what came of them."""

from __future__ import annotations

from pathlib import Path

from lamdong_report.model import Answer, Finding
from lamdong_report.plan import Plan
from lamdong_report.reader import Received, read_forms


def read(folder: Path, plan: Plan, files: dict[str, bytes], *, convert_legacy: bool = False) -> Received:
    """What the reader makes of these files, written to the folder under these names."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return read_forms([folder], plan, convert_legacy=convert_legacy)


def codes(received: Received) -> list[str]:
    return [finding.code for finding in received.findings]


def found(received: Received, code: str) -> Finding:
    """The one finding of this code."""
    matching = [finding for finding in received.findings if finding.code == code]
    assert len(matching) == 1, f"{code}: {[f'{f.code} {f.message}' for f in received.findings]}"
    return matching[0]


def answer(received: Received, question: str, agency: str = "") -> Answer:
    """The answer in the only form, or in this agency's."""
    forms = [form for form in received.submissions if not agency or form.agency == agency]
    assert len(forms) == 1, received.findings
    return forms[0].answers[question]
