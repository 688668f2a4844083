"""What lies over the cells of a form's sheets, and which of the sheets are hidden: said, for nobody reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lamdong_report.catalogue.phrases import first_cells
from lamdong_report.reader.remarks import Remark
from lamdong_report.reader.scan import SheetScan
from lamdong_report.spreadsheet.book import Annotation, Beside, Sheet
from lamdong_report.spreadsheet.refs import column_letters

# Notes on more cells say no more than the first ones; they must not drown what has to be mended.
_MOST_NOTES = 5
# So many cells, rows or columns are named: enough to find the others by.
_MOST_CELLS = 5


def beside_cells(scans: Iterable[SheetScan], office: str) -> Iterator[Remark]:
    """What to say of each sheet of the form; notes of the office itself, as in a form sent back, are none."""
    for scan in scans:
        if scan.is_part_of_form:
            if scan.sheet.hidden:
                yield Remark("sheet-hidden").at(scan.sheet.name)
            yield from _over_cells(scan.sheet, office)
            yield from _hidden(scan)


def _over_cells(sheet: Sheet, office: str) -> Iterator[Remark]:
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
    boxes = [one for one in sheet.annotations if one.kind is Beside.BOX]
    if boxes:
        yield Remark("text-box", count=str(len(boxes)), text=boxes[0].text, cells=_cells(boxes)).at(sheet.name)
    objects = [one for one in sheet.annotations if one.kind is Beside.OBJECT]
    if objects:
        yield Remark("object-over", count=str(len(objects)), cells=_cells(objects)).at(sheet.name)
    pictures = [one for one in sheet.annotations if one.kind is Beside.PICTURE]
    if pictures:
        yield Remark("picture-over", count=str(len(pictures)), cells=_cells(pictures)).at(sheet.name)


def _hidden(scan: SheetScan) -> Iterator[Remark]:
    """Answers in rows and columns that are not shown."""
    sheet = scan.sheet
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return
    filled = [spot for line in (*scan.lines, *(line for _, line in scan.table_rows)) for spot in line.answers]
    rows = sorted({spot.row for spot in filled} & sheet.hidden_rows)
    columns = sorted({spot.column for spot in filled} & sheet.hidden_columns)
    named = [("dòng", [str(row + 1) for row in rows]), ("cột", [column_letters(column) for column in columns])]
    places = "; ".join(f"{what} {first_cells(names, _MOST_CELLS)}" for what, names in named if names)
    if places:
        yield Remark("answers-hidden", places=places).at(sheet.name)


def _cells(annotations: list[Annotation]) -> str:
    cells = list(dict.fromkeys(one.cell for one in annotations if one.cell))
    return f"ô {first_cells(cells, _MOST_CELLS)}" if cells else "trang"
