"""Lays out the form of some agencies: only what at least one of them is asked, sheet by sheet."""

from __future__ import annotations

from msgspec.structs import replace

from lamdong_report.layout.blocks import BUILDERS
from lamdong_report.layout.last_year import with_last_years
from lamdong_report.layout.parts import LONGEST_SHEET_NAME, FormLayout, Row, SheetLayout
from lamdong_report.plan import Agency, Plan
from lamdong_report.text import upper_first


def is_obligatory(plan: Plan, layout: FormLayout, row: Row) -> bool:
    """Whether at least one of the form's agencies must fill in something in this row."""
    codes = frozenset(agency.code for agency in layout.agencies)
    return any(plan.required[question.id] & codes for question in row.cells.values())


def lay_out(plan: Plan, agencies: tuple[Agency, ...]) -> FormLayout:
    """The form of these agencies: only what at least one of them is asked; guide and check sheets stay empty.

    Lists that grow need column widths of their own, and room below: each gets a sheet, "Bảng kê 1", "Bảng kê 2".
    """
    codes = frozenset(agency.code for agency in agencies)
    sheets: list[SheetLayout] = []
    for sheet in plan.sheets:
        build = BUILDERS.get(sheet.purpose)
        blocks = tuple(build(plan, sheet, codes)) if build else ()
        if sheet.purpose == "tables" and len(blocks) > 1:
            for at, block in enumerate(blocks, 1):
                title = f"{sheet.title[: LONGEST_SHEET_NAME - 3]} {at}"
                sheets.append(SheetLayout(replace(sheet, title=title, heading=block.title), (block,)))
        elif blocks or not build:
            sheets.append(SheetLayout(sheet, blocks))
    known = plan.last_years(agencies[0].code) if len(agencies) == 1 else {}
    if known:
        sheets = [with_last_years(sheet, known, upper_first(plan.previous_period)) for sheet in sheets]
    return FormLayout(agencies, tuple(sheets))
