"""What changes its colour while a form is filled in: text in number cells, rows of agencies other than the picked."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.placement import FIRST_COLUMN, PlacedBlock, PlacedSheet, Spot
from lamdong_report.plan import Kind


def show_conditions(form: Form, sheet: Worksheet, placed: PlacedSheet) -> None:
    """Grey for rows of other agencies than the picked one; red for text where a number belongs."""
    for block in placed.blocks:
        for numbers in _by_column(_number_spots(form, block)):
            _condition(form, sheet, numbers, f"=ISTEXT({numbers[0].address})", "bad")
    if form.shared:
        _grey_out(form, sheet, placed)


def _by_column(spots: list[Spot]) -> list[list[Spot]]:
    columns: dict[int, list[Spot]] = {}
    for spot in spots:
        columns.setdefault(spot.column, []).append(spot)
    return list(columns.values())


def _number_spots(form: Form, block: PlacedBlock) -> list[Spot]:
    if block.block.table:
        kinds = {c.id: c.kind for c in block.block.table.columns}
        keys = [key for key, kind in kinds.items() if kind.is_number or kind is Kind.DATE]
        return [form.placement.spots[f"{row.id}.{key}"] for row, _ in block.rows for key in keys]
    return [
        form.placement.spots[q.id]
        for row, _ in block.rows
        for q in row.cells.values()
        if q.kind.is_number or q.kind is Kind.DATE
    ]


def _condition(form: Form, sheet: Worksheet, spots: list[Spot], criteria: str, role: str) -> None:
    options = {"type": "formula", "criteria": criteria, "format": form.styles.get(role)}
    if len(spots) > 1:
        options["multi_range"] = " ".join(spot.address for spot in spots)
    first = spots[0]
    sheet.conditional_format(first.row, first.column, first.row, first.column, options)


def _grey_out(form: Form, sheet: Worksheet, placed: PlacedSheet) -> None:
    """A hidden column beside the form says of each restricted row whether it concerns the picked agency."""
    helper = placed.last_column + 2
    used = False
    for block in placed.blocks:
        for row, at in block.rows:
            if live := form.scopes.applies(row.codes):
                put_formula(sheet, at, helper, live, form.styles.get("id"))
                test = f"=${Spot(sheet.name, at, helper).address}=0"
                options = {"type": "formula", "criteria": test, "format": form.styles.get("other")}
                sheet.conditional_format(at, FIRST_COLUMN, at, block.last_column, options)
                used = True
    if used:
        sheet.set_column(helper, helper, 4, None, {"hidden": True})
