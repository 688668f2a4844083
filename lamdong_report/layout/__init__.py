"""Where each question sits in a form: sheets, blocks, rows and columns, asked by the writer and the reader alike.

A form is a stack of blocks. A block begins with a hidden marker row, whose first cell reads `#<block id>` and whose
other cells name the column they stand in; each row below it carries its row id in the hidden column A. An answer is
found by its row id and its column key, wherever rows and columns have moved to.
"""

from lamdong_report.layout.form import is_obligatory, lay_out, section_title, table_question
from lamdong_report.layout.parts import (
    BEFORE,
    LABEL,
    LABEL_COLUMNS,
    LISTS_SHEET,
    LONGEST_SHEET_NAME,
    MARKER,
    META_KEYS,
    META_SHEET,
    MIRROR_SHEET,
    NOTES_HEADING,
    NUMBER,
    OBLIGATORY,
    RECKONED,
    STATES_SHEET,
    UNIT,
    Block,
    FormColumn,
    FormLayout,
    Row,
    SheetLayout,
    answer_id,
    is_wide,
)

__all__ = [
    "BEFORE",
    "LABEL",
    "LABEL_COLUMNS",
    "LISTS_SHEET",
    "LONGEST_SHEET_NAME",
    "MARKER",
    "META_KEYS",
    "META_SHEET",
    "MIRROR_SHEET",
    "NOTES_HEADING",
    "NUMBER",
    "OBLIGATORY",
    "RECKONED",
    "STATES_SHEET",
    "UNIT",
    "Block",
    "FormColumn",
    "FormLayout",
    "Row",
    "SheetLayout",
    "answer_id",
    "is_obligatory",
    "is_wide",
    "lay_out",
    "section_title",
    "table_question",
]
