"""What a form is made of: sheets, blocks, rows and answer cells; and what stands in its hidden cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from lamdong_report.plan import VALUE, Agency, Expression, Indicator, IndicatorFormulas, Question, Table
from lamdong_report.plan.schema import Ask, PlanSheet

NO_FORMULAS = IndicatorFormulas(Expression(()))
MARKER = "#"
NUMBER, LABEL, UNIT, BEFORE = "stt", "nhan", "don_vi", "ky_truoc"
META_SHEET = "_meta"
# The sheets with which a form reckons, and the heading over the column in which it speaks.
MIRROR_SHEET, STATES_SHEET, LISTS_SHEET = "_gia_tri", "_tinh_trang", "_danh_sach"
# What the label of a row says that the form reckons by itself.
RECKONED = "(tự tính)"
NOTES_HEADING = "Phiếu tự nhắc"
META_KEYS = ("plan", "year", "form_version", "group", "agency", "example")
LABEL_COLUMNS = (NUMBER, LABEL, UNIT, BEFORE)
OBLIGATORY = "(*)"
# Excel's own bound.
LONGEST_SHEET_NAME = 31


class FormColumn(Struct, frozen=True):
    """One column of a block; `width` in Excel's character units of Times New Roman 12."""

    key: str
    label: str
    width: int


class Row(Struct, frozen=True):
    """One row: its hidden id, what is printed beside it, and the questions in its answer columns by column key.

    `codes` are the agencies that this row is meant for, among those that share the form. `before` are the numbers that
    the agency gave last year in its answer columns.
    """

    id: str
    number: str
    label: str
    unit: str = ""
    cells: Mapping[str, Question] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    before: Mapping[str, str] = field(default_factory=dict)


class Block(Struct, frozen=True):
    """A titled run of rows under one header; `table` is set for a list that grows, `ask` for an indicator.

    `formulas` is what the indicator is reckoned by; `own_target` is whether its target is that of this agency alone.
    """

    id: str
    title: str
    columns: tuple[FormColumn, ...]
    rows: tuple[Row, ...] = ()
    table: Table | None = None
    indicator: Indicator | None = None
    ask: Ask | None = None
    formulas: IndicatorFormulas = NO_FORMULAS
    own_target: bool = False


class SheetLayout(Struct, frozen=True):
    sheet: PlanSheet
    blocks: tuple[Block, ...]


class FormLayout(Struct, frozen=True):
    """The sheets of the form that these agencies get; `shared` when one file serves several agencies."""

    agencies: tuple[Agency, ...]
    sheets: tuple[SheetLayout, ...]

    @property
    def shared(self) -> bool:
        return len(self.agencies) > 1

    @property
    def blocks(self) -> Iterator[Block]:
        return (block for sheet in self.sheets for block in sheet.blocks)


def answer_id(row_id: str, column: str) -> str:
    """The question that a cell answers: the row's own id under the value column, else `<row>.<column>`."""
    return row_id if column == VALUE else f"{row_id}.{column}"


def is_wide(question: Question) -> bool:
    """Whether the answer's cell is merged with all cells to its right: words need room, and no reason beside them."""
    return question.column == VALUE and question.kind.traits.is_wide
