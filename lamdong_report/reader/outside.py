"""What stands on a form's sheets outside its answers, and headings and units that somebody has changed.

What lies over the cells and what is hidden is said, for nobody reads it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lamdong_report.catalogue.phrases import first_cells
from lamdong_report.codes import Code
from lamdong_report.layout import LABEL, MARKER, NOTES_HEADING, RECKONED, UNIT
from lamdong_report.reader.index import FormIndex, KnownRow, answer_keys, plain_label
from lamdong_report.reader.remarks import Remark, cell_text
from lamdong_report.reader.rows import FormRow, SheetScan
from lamdong_report.spreadsheet.book import Beside, Sheet, Spot, cell_ref, column_letters, is_blank
from lamdong_report.text.clean import clean
from lamdong_report.text.numbers import NumberKind, parse_number

# Notes on more cells say no more than the first ones; they must not drown what has to be mended.
_MOST_NOTES = 5
# So many cells, rows or columns are named: enough to find the others by.
_MOST_CELLS = 5
# So many cells are named; where a whole column was added, nobody reads more.
_MOST_NAMED = 3
# Headings stand within so many rows of the hidden row that names their columns.
_NEAR = 4
# However spaced out, no heading is longer; answers are, and need not be put into plain letters.
_LONGEST_HEADING = 80
# A row that still has so many of the block's headings is the row of headings; one word alone may be an answer.
_HEADINGS = 2
# The guide's own words stand in the first columns, the one of the hidden ids included.
_GUIDE_COLUMNS = 4
_OVER_CELLS: dict[Beside, Code] = {
    Beside.BOX: "text-box",
    Beside.OBJECT: "object-over",
    Beside.PICTURE: "picture-over",
}


def told_outside(scan: SheetScan, index: FormIndex, signed: frozenset[int] = frozenset()) -> Iterator[Remark]:
    """One remark for all that stands beside or below the answers of a sheet, the rows of a signature included."""
    spots = sorted(_beside(scan, index, signed), key=lambda spot: (spot.row, spot.column))
    if spots:
        yield _told(spots).at(scan.sheet.name, spots[0].ref)


def _told(spots: Sequence[Spot]) -> Remark:
    cells = first_cells([spot.ref for spot in spots], _MOST_NAMED)
    return Remark("text-beside", text=cell_text(spots[0].value), cells=cells, count=str(len(spots)))


def _beside(scan: SheetScan, index: FormIndex, signed: frozenset[int]) -> Iterator[Spot]:
    lines = {line.row: line for line in scan.every_line}
    if not lines or scan.guessed_blocks:
        return
    # The columns in which the form itself speaks; turned into plain values, they are its words all the same.
    heading = plain_label(NOTES_HEADING)
    notes = frozenset(
        at
        for row in scan.sheet.rows
        for at, cell in enumerate(row)
        if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING and plain_label(cell) == heading
    )
    last = max((*notes, *(max(line.columns.places) for line in lines.values())))
    first = min(line.columns.first for line in lines.values())
    above: FormRow | None = None
    for at, cells in enumerate(scan.sheet.rows):
        if line := lines.get(at):
            above = line if line.id else above
            yield from _outside(scan.sheet, at, line.columns.places | notes, line.columns.first)
            continue
        # What stands before the columns is the id of a row, be it one of an older form, or of a block.
        ids = [cell for cell in cells[:first] if isinstance(cell, str) and not is_blank(cell)]
        if any(cell.startswith(MARKER) for cell in ids):
            above = None
        else:
            yield from _outside(scan.sheet, at, frozenset(), last + 1)
            if above and not ids:
                if at in signed:
                    yield from (spot for spot in _outside(scan.sheet, at, notes, 0) if spot.column <= last)
                else:
                    yield from _inserted(scan.sheet, at, above, index, notes, last)


def _inserted(
    sheet: Sheet, row: int, above: FormRow, index: FormIndex, notes: frozenset[int], last: int
) -> Iterator[Spot]:
    """What stands in a row that was added, but for rows whose answers are told already, and for the form's own sums."""
    keys = answer_keys(above.columns)
    label = sheet.spot(row, above.columns[LABEL]) if LABEL in above.columns else None
    if (
        label is not None
        and index.blocks[above.block].indicator is not None
        and RECKONED in clean(cell_text(label.value))
    ):
        return
    if not any(_says_something(sheet.spot(row, above.columns[key])) for key in keys):
        found = _outside(sheet, row, notes, above.columns.first)
        yield from (spot for spot in found if spot.column <= last)


def _outside(sheet: Sheet, row: int, own: frozenset[int], first: int) -> Iterator[Spot]:
    """The cells of a row that say something and are none of the form's."""
    cells = sheet.rows[row]
    for column in range(first, len(cells)):
        if cells[column] != "" and column not in own:
            spot = sheet.spot(row, column)
            if _says_something(spot):
                yield spot


def _says_something(spot: Spot) -> bool:
    if spot.is_blank or spot.facts.formula:
        return False
    return not isinstance(spot.value, str) or any(char.isalnum() for char in spot.value)


def told_on_helper(sheet: Sheet, purpose: str, titles: Sequence[str]) -> Iterator[Remark]:
    """One remark for all that somebody wrote on the guide or on the sheet of the self-check, which ask for nothing."""
    spots: list[Spot] = []
    if purpose == "guide":  # what stands to the right of it, and below its last lines: a list of the form's sheets
        listed = (
            row
            for row, cells in enumerate(sheet.rows)
            for text in map(cell_text, cells[:_GUIDE_COLUMNS])
            if len(text) <= _LONGEST_HEADING and clean(text) in titles
        )
        last = max(listed, default=len(sheet.rows))
        for row in range(len(sheet.rows)):
            spots += _outside(sheet, row, frozenset(), _GUIDE_COLUMNS if row <= last else 0)
    else:  # typed over the formulas, beside and below; where a program has made values of all, nobody can tell
        reckoned = [place for place, facts in sheet.facts.items() if facts.formula]
        rows = {row for row, _ in reckoned}
        columns = Counter(column for _, column in reckoned)
        # Forms have printed what they check in words, too: a column that is no formula in most rows is their own.
        own = frozenset(column for column in range(max(columns, default=0)) if 2 * columns[column] < len(rows))
        for row in sorted(rows):
            spots += _outside(sheet, row, own, 1)
        for row in range(max(rows, default=len(sheet.rows)) + 1, len(sheet.rows)):
            spots += _outside(sheet, row, frozenset(), 0)
    if spots:
        yield _told(spots).at(sheet.name, spots[0].ref)


def changed_unit(line: FormRow, unit: str) -> Remark | None:
    """That another unit is written beside the answer; a blank one says nothing."""
    spot = line.spot(UNIT)
    if spot is None or spot.is_blank or not unit or plain_label(cell_text(spot.value)) == plain_label(unit):
        return None
    return Remark("unit-changed", text=cell_text(spot.value), unit=unit)


def answer_in_unit(line: FormRow, known: KnownRow) -> Remark | None:
    """That the answer has slipped into the column of units: it is blank, and a number stands in the place of the unit.

    Beside a question that has no unit, whatever stands there is the answer.
    """
    spot = line.spot(UNIT)
    if spot is None or spot.is_blank or any(one and not one.is_blank for one in map(line.spot, known.cells)):
        return None
    text = cell_text(spot.value)
    is_number = not isinstance(spot.value, str) or parse_number(text, NumberKind.DECIMAL).value is not None
    if plain_label(text) == plain_label(known.unit) or not (is_number or not known.unit):
        return None
    return Remark("answer-in-unit", text=text, other=spot.ref)


def changed_headings(scan: SheetScan, index: FormIndex) -> Iterator[Remark]:
    """Headings over the columns of a list that no longer say what is asked for there."""
    seen: set[tuple[str, int]] = set()
    for line in scan.every_line:
        start = line.columns.marker
        if start is None or (line.block, start) in seen or line.guessed:
            continue
        seen.add((line.block, start))
        labels = {column.key: column.label for column in index.blocks[line.block].columns}
        headings = [(line.columns[key], labels[key]) for key in answer_keys(line.columns) if key in labels]
        for row in range(max(start - _NEAR, 0), min(start + _NEAR, len(scan.sheet.rows))):
            cells = scan.sheet.rows[row]
            filled = [(at, label) for at, label in headings if at < len(cells) and not is_blank(cells[at])]
            changed = [(at, label) for at, label in filled if plain_label(cell_text(cells[at])) != plain_label(label)]
            for at, label in changed if len(filled) - len(changed) >= _HEADINGS else ():
                remark = Remark("label-changed", text=cell_text(cells[at]), label=label)
                yield remark.at(scan.sheet.name, cell_ref(row, at))


def beside_cells(scans: Iterable[SheetScan], office: str) -> Iterator[Remark]:
    """What to say of each sheet of the form; notes of the office itself, as in a form sent back, are none."""
    for scan in scans:
        sheet = scan.sheet
        if not scan.is_part_of_form:
            continue
        if sheet.hidden:
            yield Remark("sheet-hidden").at(sheet.name)
        notes = [
            one
            for one in sheet.annotations
            if one.kind is Beside.NOTE and one.text
            # Some programs forget a note's author, but not the name before its words.
            if one.author != office and not one.text.startswith(f"{office}:")
        ]
        for one in notes[:_MOST_NOTES]:
            # Spreadsheet programs begin a note with the name of who wrote it.
            text = one.text.removeprefix(f"{one.author}:").strip()
            yield Remark("cell-note", text=text).at(sheet.name, one.cell)
        if rest := notes[_MOST_NOTES:]:
            cells = first_cells([one.cell for one in rest], _MOST_CELLS)
            yield Remark("cells-many", first=notes[0].cell, count=str(len(rest)), cells=cells).at(sheet.name)
        for kind, code in _OVER_CELLS.items():
            if over := [one for one in sheet.annotations if one.kind is kind]:
                places = list(dict.fromkeys(one.cell for one in over if one.cell))
                cells = f"ô {first_cells(places, _MOST_CELLS)}" if places else "trang"
                yield Remark(code, count=str(len(over)), text=over[0].text, cells=cells).at(sheet.name)
        yield from _hidden(scan)


def _hidden(scan: SheetScan) -> Iterator[Remark]:
    """Answers in rows and columns that are not shown."""
    sheet = scan.sheet
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return
    lines = (
        line
        for line in scan.every_line
        if line.row in sheet.hidden_rows or not sheet.hidden_columns.isdisjoint(line.columns.answers)
    )
    filled = [spot for line in lines for spot in line.answers]
    rows = sorted({spot.row for spot in filled} & sheet.hidden_rows)
    columns = sorted({spot.column for spot in filled} & sheet.hidden_columns)
    named = [("dòng", [str(row + 1) for row in rows]), ("cột", [column_letters(column) for column in columns])]
    places = "; ".join(f"{what} {first_cells(names, _MOST_CELLS)}" for what, names in named if names)
    if places:
        yield Remark("answers-hidden", places=places).at(sheet.name)
