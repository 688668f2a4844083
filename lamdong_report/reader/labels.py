"""What the printed words of a form still tell where its hidden ids are gone: that it is one, and whose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from lamdong_report.reader.index import FormIndex, plain_label
from lamdong_report.reader.remarks import cell_text
from lamdong_report.reader.rows import SheetScan
from lamdong_report.spreadsheet.book import Cell
from lamdong_report.text.clean import clean

# A form has dozens of questions; so many of them under the headings of a block stand in no other table, though a list
# of what is to be mended may quote them all.
_FEWEST, _HEADINGS = 5, 3
# Questions stand in the first columns of a form, and within so many rows of all its sheets together.
_SEARCHED_ROWS, _SEARCHED_COLUMNS = 1_000, 10


def is_form_without_ids(scans: Iterable[SheetScan], index: FormIndex) -> bool:
    """Whether the sheets print the questions of a form: copied as they look, or with the column of the ids deleted."""
    labels = {plain_label(row.label) for row in index.rows.values() if row.label}
    headings = index.some_headings
    return any(len(_asked_under_headings(scan, labels, headings)) >= _FEWEST for scan in scans)


def _asked_under_headings(scan: SheetScan, labels: Set[str], headings: frozenset[frozenset[str]]) -> frozenset[str]:
    """The questions on the sheet that stand below a row of headings."""
    found: set[str] = set()
    is_below = False
    for row in _rows((scan,)):
        texts = {plain_label(cell) for cell in row if isinstance(cell, str) and cell}
        is_below = is_below or any(len(texts & some) >= _HEADINGS for some in headings)
        found |= texts & labels if is_below else set()
    return frozenset(found)


def names_without_ids(scans: Iterable[SheetScan], index: FormIndex) -> Iterator[str]:
    """What is written beside the printed question for the agency's name."""
    role = index.plan.questions[index.plan.roles.agency]
    asked = plain_label(role.label)  # hints are printed behind it
    for row in _rows(scans):
        texts = [clean(cell_text(cell)) for cell in row]
        at = next((at for at, text in enumerate(texts) if plain_label(text).startswith(asked)), None)
        if at is not None:
            yield from [text for text in texts[at + 1 :] if text][:1]


def _rows(scans: Iterable[SheetScan]) -> Iterator[tuple[Cell, ...]]:
    for scan in scans:
        for row in scan.sheet.rows[:_SEARCHED_ROWS]:
            yield tuple(row[:_SEARCHED_COLUMNS])
