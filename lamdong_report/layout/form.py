"""Lays out the form of some agencies: only what at least one of them is asked, with what it said last year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec.structs import replace

from lamdong_report.layout.blocks import BUILDERS
from lamdong_report.layout.parts import (
    BEFORE,
    LABEL,
    LONGEST_SHEET_NAME,
    FormColumn,
    FormLayout,
    Row,
    SheetLayout,
)
from lamdong_report.plan import Agency, Plan
from lamdong_report.text import format_number, upper_first

# Last year's numbers are narrow, and what they take the labels give: a portrait page stays one.
_BEFORE_WIDTH, _LABEL_GIVES = 11, 7


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


def with_last_years(sheet: SheetLayout, known: Mapping[str, Decimal], heading: str) -> SheetLayout:
    """The sheet with a column for last year's numbers in all its blocks, where there is one for any of them.

    The blocks of a sheet share one header, so they keep the same columns. The labels make room for the new one.
    """
    keyed = (key for block in sheet.blocks for row in block.rows for key, q in row.cells.items() if q.id in known)
    if next(keyed, None) is None:
        return sheet
    blocks = []
    for block in sheet.blocks:
        columns = [replace(one, width=one.width - _LABEL_GIVES) if one.key == LABEL else one for one in block.columns]
        answers = [one.label for one in columns if any(one.key in row.cells for row in block.rows)]
        title = f"{heading} (lần lượt theo {len(answers)} cột)" if len(answers) > 1 else heading
        columns.insert(-1, FormColumn(BEFORE, title, _BEFORE_WIDTH))
        rows = tuple(
            replace(row, before={key: format_number(known[q.id]) for key, q in row.cells.items() if q.id in known})
            for row in block.rows
        )
        blocks.append(replace(block, columns=tuple(columns), rows=rows))
    return SheetLayout(sheet.sheet, tuple(blocks))
