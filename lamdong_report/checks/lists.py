"""Rows of lists that say the same twice."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.catalogue.phrases import place
from lamdong_report.checks.form import Form, Line
from lamdong_report.model import Finding

# Two rows of one word ("Kế hoạch") may be two documents; from here on a repetition was pasted.
_FEWEST_CELLS = 2


def repeated_rows(form: Form) -> Iterator[Finding]:
    """Every row that says what a row above says, cell for cell."""
    seen: dict[tuple[str, tuple[tuple[str, str], ...]], Line] = {}
    for line in form.lines:
        written = tuple((key, " ".join(cell.answer.raw.split())) for key, cell in line.cells.items() if cell.answer.raw)
        if len(written) < _FEWEST_CELLS:
            continue
        first = seen.setdefault((line.table.id, written), line)
        if first is not line:
            cell, above = line.cells[written[0][0]], first.cells[written[0][0]]
            yield form.fault(
                "row-repeated", cell.question, cell.source, table=line.table.title, above=place(above.source)
            )
