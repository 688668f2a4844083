"""What one entry of the catalogue of findings holds."""

from __future__ import annotations

from dataclasses import dataclass

from lamdong_report.model import Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of finding. `sentence` and `remedy` are filled with str.format from the fields of the case.

    Every sentence may use {sheet}, {cell} and {file}; what else it needs, `example` gives with sample values.
    """

    code: str
    severity: Severity
    sentence: str
    remedy: str
    example: dict[str, str]
