"""XlsxWriter's worksheet with its inner loops done at once: cells are kept as they come, rows written straight as XML.

XlsxWriter serves many kinds of callers: it parses addresses, looks for dynamic functions and goes through five calls
for each cell. A form has three thousand cells of four kinds. What is written is, to the byte, what it would write.

That rests on what is private in XlsxWriter. A release that works otherwise inside is found out by a small sample, once
in a run; the library's own methods take over then, slower, with the same result.
"""

from __future__ import annotations

from io import StringIO
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellRichStringTuple,
    CellStringTuple,
    Worksheet,
)
from xlsxwriter.xmlwriter import XMLwriter

from lamdong_report.forms.holes import Holes, escape_control, escaped, formula_cell, formula_result

# How XlsxWriter numbers the ways in which a rule may be broken; 0 stops.
_ERROR_STYLES = {1: "warning", 2: "information"}
# Attributes of a rule of what may be typed, in the order of the schema, and what they are called as options.
_TOLD = (
    ("allowBlank", "ignore_blank"),
    ("showInputMessage", "show_input"),
    ("showErrorMessage", "show_error"),
    ("errorTitle", "error_title"),
    ("error", "error_message"),
    ("promptTitle", "input_title"),
    ("prompt", "input_message"),
)
# Rows whose cells share one attribute of the first and last column.
_SPANNED = 16


class _OpenCell(NamedTuple):
    """A cell whose value is filled in later; `rest` stands for it."""

    rest: str
    format: Any


class CellSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no type hints
    """Its formulas use no function newer than 2010, so that none has to be searched for and renamed."""

    # The first and the last row and column in which anything stands; XlsxWriter begins with None.
    dim_rowmin: int | None
    dim_rowmax: int
    dim_colmin: int | None
    dim_colmax: int
    # Set where what hangs on the answers is left open.
    holes: Holes | None = None

    def __init__(self) -> None:
        super().__init__()
        self._fonts: dict[Any, str] = {}

    def write_string(self, row: int, column: int, words: str, look: Any = None) -> None:
        self._keep(row, column, CellStringTuple(self.str_table._get_shared_string_index(words), look))

    def write_number(self, row: int, column: int, number: float, look: Any = None) -> None:
        self._keep(row, column, CellNumberTuple(number, look))

    def write_formula(self, row: int, column: int, formula: str, look: Any = None, value: Any = 0) -> None:
        self._keep(row, column, CellFormulaTuple(formula.removeprefix("="), look, value))

    def write_blank(self, row: int, column: int, _: Any, look: Any = None) -> None:
        if look is not None:
            self._keep(row, column, CellBlankTuple(look))

    def write_open(self, row: int, column: int, rest: str, look: Any) -> None:
        self._keep(row, column, _OpenCell(rest, look))

    def write_rich_string(self, row: int, column: int, *pieces: Any) -> None:
        """Fonts and texts by turns, then the look of the cell."""
        *runs, look = pieces
        written = "".join(map(self._run, runs[::2], runs[1::2]))
        index = self.str_table._get_shared_string_index(written)
        self._keep(row, column, CellRichStringTuple(index, look, "".join(runs[1::2])))

    def _run(self, font: Any, words: str) -> str:
        if font not in self._fonts:
            self.rstring, written = XMLwriter(), StringIO()
            self.rstring._set_filehandle(written)
            self._write_font(font)
            written.seek(0)
            self._fonts[font] = written.read()
        space = "" if words == words.strip() else ' xml:space="preserve"'
        return f"<r>{self._fonts[font]}<t{space}>{self._escape_control_characters(escaped(words))}</t></r>"

    def merge_range(self, row: int, first: int, last_row: int, last: int, words: str, look: Any = None) -> None:
        """Cells of one row as one; unlike the library, a single cell is just written."""
        assert row == last_row, "forms merge along rows only"
        if first < last:
            self.merge.append([row, first, row, last])
        if words:
            self.write_string(row, first, words, look)
        for column in range(first + bool(words), last + 1):
            self.write_blank(row, column, None, look)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _keep(self, row: int, column: int, cell: Any) -> None:
        """What XlsxWriter does through its check of Excel's last row and column, which no form comes near."""
        if self.dim_rowmin is None:
            self.dim_rowmin = self.dim_rowmax = row
        elif row < self.dim_rowmin:
            self.dim_rowmin = row
        elif row > self.dim_rowmax:
            self.dim_rowmax = row
        if self.dim_colmin is None:
            self.dim_colmin = self.dim_colmax = column
        elif column < self.dim_colmin:
            self.dim_colmin = column
        elif column > self.dim_colmax:
            self.dim_colmax = column
        self.table[row][column] = cell

    def _write_data_validation(self, rule: dict[str, Any]) -> None:
        """One rule of what may be typed, which XlsxWriter has looked through before."""
        first, left, last, right = rule["cells"][0]
        start = f'<dataValidation type="{rule["validate"]}"'
        if rule["criteria"] != "between":
            start += f' operator="{rule["criteria"]}"'
        if rule["error_type"]:
            start += f' errorStyle="{_ERROR_STYLES[rule["error_type"]]}"'
        for name, key in _TOLD:
            if key in rule:
                said = int(rule[key]) if isinstance(rule[key], bool) else rule[key]  # True is 1, as XlsxWriter has it
                told = escaped(str(said)).replace('"', "&quot;").replace("\n", "&#xA;")
                start += f' {name}="{told}"'
        area = f"{xl_col_to_name(left)}{first + 1}"
        if (first, left) != (last, right):
            area += f":{xl_col_to_name(right)}{last + 1}"
        written = [f'{start} sqref="{area}">']
        for at, bound in enumerate((rule["value"], rule["maximum"]), 1):
            if bound is not None:
                text = f'"{",".join(bound)}"' if isinstance(bound, list) else str(bound).removeprefix("=")
                written.append(f"<formula{at}>{self._escape_control_characters(escaped(text))}</formula{at}>")
        self.fh.write("".join(written) + "</dataValidation>")

    def _write_rows(self) -> None:
        """What XlsxWriter calls for the middle of the sheet's XML; sheets with notes on cells it writes itself."""
        if self.comments:
            super()._write_rows()
            return
        columns = {at: xl_col_to_name(at) for at in range(self.dim_colmin or 0, self.dim_colmax + 1)}
        spans = self._spans()
        for row in sorted({*self.table, *self.row_info}):
            cells, info = self.table.get(row), self.row_info.get(row)
            if not cells:
                if self.dim_rowmin <= row <= self.dim_rowmax and info is not None:
                    self._write_empty_row(row, spans.get(row // _SPANNED), info)
                continue
            self._write_row(row, spans.get(row // _SPANNED), info)
            usual = info.row_format if info else None
            begun = [(f'<c r="{columns[at]}{row + 1}"', at, cell) for at, cell in sorted(cells.items())]
            written = [self._cell(start, at, cell, usual) for start, at, cell in begun]
            self.fh.write("".join(written) + "</row>")

    def _spans(self) -> dict[int, str]:
        ends: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                first, last = ends.get(row // _SPANNED, (min(cells), max(cells)))
                ends[row // _SPANNED] = min(first, *cells), max(last, *cells)
        return {block: f"{first + 1}:{last + 1}" for block, (first, last) in ends.items()}

    @staticmethod
    def _escape_control_characters(words: str) -> str:
        return escape_control(words)

    def _cell(self, start: str, column: int, cell: Any, row_look: Any) -> str:
        look = cell.format or row_look
        if look is None and column in self.col_info:
            look = self.col_info[column].column_format
        if look is not None:
            index = look.xf_index
            start += f' s="{look._get_xf_index() if index is None else index}"'
        kind = type(cell)
        if kind is CellFormulaTuple:
            formula, value = escaped(cell.formula), cell.value
            if self.holes and callable(value):
                return start + self.holes.leave(lambda: formula_cell(formula, formula_result(value())))
            return start + formula_cell(formula, value)
        if kind is _OpenCell:
            rest: str = start + cell.rest
            return rest
        if kind is CellBlankTuple:
            return start + "/>"
        if kind is CellStringTuple or kind is CellRichStringTuple:
            return f'{start} t="s"><v>{cell.string}</v></c>'
        return f"{start}><v>{cell.number:.16G}</v></c>"
