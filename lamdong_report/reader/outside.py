"""What stands on a form's sheets outside its answers, and headings and units that somebody has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lamdong_report.layout import NOTES_HEADING, UNIT
from lamdong_report.reader.index import FormIndex, answer_keys, plain
from lamdong_report.reader.remarks import Remark, shown
from lamdong_report.reader.said import Said
from lamdong_report.reader.scan import Columns, Line, SheetScan
from lamdong_report.spreadsheet.book import Sheet, Spot, is_blank

# So many cells are named; where a whole column was added, nobody reads more.
_MOST_NAMED = 3
# Headings stand within so many rows of the hidden row that names their columns.
_NEAR = 4
# Below the rows of an indicator the form reckons the result in a row or two of its own.
_RECKONED_ROWS = 2


def told_outside(scan: SheetScan, index: FormIndex) -> Iterator[Said]:
    """One remark for all that stands beside or below the answers of a sheet."""
    spots = sorted(_beside(scan, index), key=lambda spot: (spot.row, spot.column))
    if spots:
        cells = ", ".join(spot.ref for spot in spots[:_MOST_NAMED]) + (", …" if len(spots) > _MOST_NAMED else "")
        first = spots[0]
        remark = Remark("text-beside", text=shown(first.value), cells=cells, count=str(len(spots)))
        yield Said(remark, scan.sheet.name, first.ref)


def _beside(scan: SheetScan, index: FormIndex) -> Iterator[Spot]:
    lines = sorted((*scan.lines, *(line for _, line in scan.table_rows)), key=lambda line: line.row)
    if not lines or scan.guessed_blocks:
        return
    last = max((line.row for line in lines if line.id), default=lines[-1].row)
    notes = _note_columns(scan.sheet)
    for line in lines:
        if line.id:
            yield from _outside(
                scan.sheet, line.row, frozenset(line.columns.values()) | notes, min(line.columns.values())
            )
    yield from _below(scan, lines, last, index, notes)


def _outside(sheet: Sheet, row: int, own: frozenset[int], first: int) -> Iterator[Spot]:
    """The cells of a row that say something and are none of the form's."""
    for column in range(first, len(sheet.rows[row])):
        if column not in own:
            spot = sheet.spot(row, column)
            if _says_something(spot):
                yield spot


def _says_something(spot: Spot) -> bool:
    return not spot.is_blank and not spot.facts.formula and any(char.isalnum() for char in shown(spot.value))


def _note_columns(sheet: Sheet) -> frozenset[int]:
    """The columns in which the form itself speaks; turned into plain values, they are its words all the same."""
    found = (at for row in sheet.rows for at, cell in enumerate(row) if cell == NOTES_HEADING)
    return frozenset(found)


def _below(
    scan: SheetScan, lines: Sequence[Line], last: int, index: FormIndex, notes: frozenset[int]
) -> Iterator[Spot]:
    """What stands under the last row, but for what is told already: answers in rows that were added."""
    line = next(line for line in reversed(lines) if line.row == last)
    is_indicator = index.blocks[line.block].indicator is not None
    own = frozenset(line.columns[key] for key in answer_keys(line.columns)) | notes
    first = min(line.columns.values())
    for row in range(last + 1 + (_RECKONED_ROWS if is_indicator else 0), len(scan.sheet.rows)):
        # A row with an id is one of the form's, if of an older one.
        if all(is_blank(cell) for cell in scan.sheet.rows[row][:first]):
            yield from _outside(scan.sheet, row, own, first)


def changed_unit(line: Line, unit: str) -> Remark | None:
    """That another unit is written beside the answer; a blank one says nothing."""
    spot = line.spot(UNIT)
    if spot is None or spot.is_blank or not unit or plain(shown(spot.value)) == plain(unit):
        return None
    return Remark("unit-changed", text=shown(spot.value), unit=unit)


def changed_headings(scan: SheetScan, index: FormIndex) -> Iterator[Said]:
    """Headings over the columns of a list that no longer say what is asked for there."""
    seen: set[tuple[str, int]] = set()
    for line in (*scan.lines, *(line for _, line in scan.table_rows)):
        start = line.columns.marker
        if start is None or (line.block, start) in seen or line.guessed:
            continue
        seen.add((line.block, start))
        labels = {column.key: column.label for column in index.blocks[line.block].columns}
        for row in range(max(start - _NEAR, 0), min(start + _NEAR, len(scan.sheet.rows))):
            yield from _changed_in(scan.sheet, row, line.columns, labels)


def _changed_in(sheet: Sheet, row: int, columns: Columns, labels: dict[str, str]) -> Iterator[Said]:
    spots = {key: sheet.spot(row, columns[key]) for key in answer_keys(columns) if key in labels}
    filled = {key: spot for key, spot in spots.items() if not spot.is_blank}
    same = [key for key, spot in filled.items() if plain(shown(spot.value)) == plain(labels[key])]
    if len(same) < 2:
        return
    for key, spot in filled.items():
        if key not in same:
            yield Said(Remark("label-changed", text=shown(spot.value), label=labels[key]), sheet.name, spot.ref)
