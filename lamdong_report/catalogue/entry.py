"""What one entry of the catalogue of findings holds, and the short ways to write one down."""

from __future__ import annotations

from dataclasses import dataclass, field

from lamdong_report.codes import Code
from lamdong_report.model import Severity

# How entries about a cell begin that are made where the cell is read.
WHERE = "«{sheet}» ô {cell}: "
_COMMON = {"where": "«Số liệu» ô C9", "reason_column": "Ghi chú, lý do chưa có số liệu"}
# How a place begins: a cell's own, a sheet's, and that of a sheet which the form has lost.
_PLACES = ("{where}", "«{sheet}»", "«{name}»")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One kind of finding. `sentence`, `remedy` and `office` are filled with str.format from the fields of the case.

    A sentence is `text` behind `lead`, the place that it begins with: "{where}: …"; no lead where it names its place
    itself.

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
    lead: str = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        lead, _, text = self.sentence.partition(": ")
        is_place = text and lead.startswith(_PLACES)
        object.__setattr__(self, "lead", lead if is_place else "")
        object.__setattr__(self, "text", text if is_place else self.sentence)


def error(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> CatalogueEntry:
    """Something that must be mended before the report is final, or of which nobody can tell what it says."""
    return CatalogueEntry(code, Severity.ERROR, sentence, remedy, {**_COMMON, **example}, office)


def warning(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> CatalogueEntry:
    """Something that may be right but is unusual, or was left out: somebody should look at it."""
    return CatalogueEntry(code, Severity.WARNING, sentence, remedy, {**_COMMON, **example}, office)


def note(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> CatalogueEntry:
    """Something to know, with nothing to mend: nothing is taken in silence."""
    return CatalogueEntry(code, Severity.NOTE, sentence, remedy, {**_COMMON, **example}, office)
