"""What one entry of the catalogue of findings holds."""

from __future__ import annotations

from dataclasses import dataclass

from lamdong_report.codes import Code
from lamdong_report.model import Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of finding. `sentence`, `remedy` and `office` are filled with str.format from the fields of the case.

    `remedy` is addressed to the agency where the finding has one, for it stands in letters and returned forms, else to
    the office that gathers the forms; `office` says what that office can do besides.
    Every sentence may use {sheet}, {cell} and {file}; what else it needs, `example` gives with sample values.
    """

    code: Code
    severity: Severity
    sentence: str
    remedy: str
    example: dict[str, str]
    office: str = ""
