"""Rows of lists that say the same twice, and units of an agency of which no row speaks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.phrases import place, shorten
from lamdong_report.checks.form import CheckedForm, ListRow, Reply
from lamdong_report.model import Finding, Source
from lamdong_report.text import fold, join_words, slug

# Two rows of one word ("Kế hoạch") may be two documents; from here on a repetition was pasted.
_FEWEST_CELLS = 2


def missing_units(form: CheckedForm) -> Iterator[Finding]:
    """The units that the agency answers for and has given nothing of."""
    for table in form.plan.tables if form.agency.units else ():
        if not table.units or form.agency.code not in form.lists[table.id]:
            continue
        cells = [line.cells.get(table.units) for line in form.lines if line.table.id == table.id]
        named = {fold(cell.answer.text) for cell in cells if cell}
        if missing := [name for name in form.agency.units if fold(name) not in named]:
            yield make_finding(
                "unit-missing",
                agency=form.agency.code,
                source=Source(form.submission.file, "", ""),
                question=f"{table.id}.{table.units}",
                table=shorten(table.title),
                units=join_words(missing),
            )


def _meant(cell: Reply) -> str:
    """What a cell says, however it is typed: 86 and "86 người" are one number, capitals and signs do not count."""
    value = cell.answer.value
    return str(value.normalize()) if isinstance(value, Decimal) else slug(cell.answer.raw) or cell.answer.raw


def repeated_rows(form: CheckedForm) -> Iterator[Finding]:
    """Every row that says what a row above says, cell for cell."""
    seen: dict[tuple[str, tuple[tuple[str, str], ...]], ListRow] = {}
    for line in form.lines:
        written = tuple((key, _meant(cell)) for key, cell in line.cells.items() if cell.answer.raw)
        if len(written) < _FEWEST_CELLS:
            continue
        first = seen.setdefault((line.table.id, written), line)
        if first is not line:
            cell, above = line.cells[written[0][0]], first.cells[written[0][0]]
            yield form.fault(
                "row-repeated", cell.question, cell.source, table=line.table.title, above=place(above.source)
            )
