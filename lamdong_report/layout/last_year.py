"""The grey column with what an agency reported last year, beside the answers that it is asked for again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal

from lamdong_report.layout.parts import BEFORE, LABEL, FormColumn, SheetLayout
from lamdong_report.text import format_number

# Last year's numbers are narrow, and what they take the labels give: a portrait page stays one.
_BEFORE_WIDTH, _LABEL_GIVES = 11, 7


def with_last_years(sheet: SheetLayout, known: Mapping[str, Decimal], heading: str) -> SheetLayout:
    """The sheet with a column for last year's numbers in all its blocks, where there is one for any of them.

    The blocks of a sheet share one header, so they keep the same columns. The labels make room for the new one.
    """
    keyed = (key for block in sheet.blocks for row in block.rows for key, q in row.cells.items() if q.id in known)
    if next(keyed, None) is None:
        return sheet
    blocks = []
    for block in sheet.blocks:
        columns = [
            dataclasses.replace(one, width=one.width - _LABEL_GIVES) if one.key == LABEL else one
            for one in block.columns
        ]
        answers = [one.label for one in columns if any(one.key in row.cells for row in block.rows)]
        title = f"{heading} (lần lượt theo {len(answers)} cột)" if len(answers) > 1 else heading
        columns.insert(-1, FormColumn(BEFORE, title, _BEFORE_WIDTH))
        rows = tuple(
            dataclasses.replace(
                row, before={key: format_number(known[q.id]) for key, q in row.cells.items() if q.id in known}
            )
            for row in block.rows
        )
        blocks.append(dataclasses.replace(block, columns=tuple(columns), rows=rows))
    return SheetLayout(sheet.sheet, tuple(blocks))
