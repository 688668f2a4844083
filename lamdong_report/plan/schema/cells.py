"""The kinds of answers, one entry each; and what a form asks: its sheets, questions, grids, lists, places for words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

AS_TYPED = "@"  # Excel's format of a cell that keeps what is typed: "- …", 0263…


class Reads(StrEnum):
    """As what a cell is read."""

    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    PHONE = "phone"


class Kind(StrEnum):
    """What an answer is. Counts are whole and not negative; money is in the plan's money unit."""

    COUNT = "count"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    YESNO = "yesno"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"
    WORDS = "words"
    PHONE = "phone"
    EMAIL = "email"
    AGENCY = "agency"

    @property
    def traits(self) -> Traits:
        return TRAITS[self]

    @property
    def is_number(self) -> bool:
        return self.traits.reads is Reads.NUMBER

    @property
    def is_figure(self) -> bool:
        """Whether a number or a day belongs there, and words are a mistake."""
        return self.traits.reads in (Reads.NUMBER, Reads.DAY)


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """How answers of a kind are read, shown and reckoned.

    `called` is its name in the plan's workbook, `format` that of its cells in Excel. `is_amount`: the question says a
    unit, and its answers add up. `is_wide`: its cell takes all columns to its right. `is_owed`: a row of a list that
    has been begun must have it. `is_prose`: words in which people may be named. `is_whole`: things are counted, in
    whole numbers. `is_money`: in the plan's money unit. `is_share`: at most 100. `is_long`: sentences, on several
    lines. `is_mail`: an address with @.
    """

    reads: Reads
    called: str
    format: str = AS_TYPED
    align: str = "left"
    is_amount: bool = False
    is_wide: bool = False
    is_owed: bool = True
    is_prose: bool = False
    is_whole: bool = False
    is_money: bool = False
    is_share: bool = False
    is_long: bool = False
    is_mail: bool = False


TRAITS: Mapping[Kind, Traits] = {
    Kind.COUNT: Traits(
        reads=Reads.NUMBER, called="số đếm", format="#,##0", align="right", is_amount=True, is_whole=True
    ),
    Kind.DECIMAL: Traits(reads=Reads.NUMBER, called="số có phần lẻ", format="#,##0.0##", align="right", is_amount=True),
    # Money may be nobody's to give for one entry of a list, and words need not be said of each.
    Kind.MONEY: Traits(
        reads=Reads.NUMBER,
        called="số tiền",
        format="#,##0.0##",
        align="right",
        is_amount=True,
        is_owed=False,
        is_money=True,
    ),
    # Shares of several agencies do not add up: no amount, and no unit to write.
    Kind.PERCENT: Traits(reads=Reads.NUMBER, called="tỷ lệ %", format="#,##0.0##", align="right", is_share=True),
    Kind.YESNO: Traits(reads=Reads.YES_NO, called="có hoặc không", align="center"),
    Kind.CHOICE: Traits(reads=Reads.CHOICE, called="chọn trong danh sách", align="center"),
    Kind.DATE: Traits(reads=Reads.DAY, called="ngày", format="dd/mm/yyyy", align="center"),
    Kind.TEXT: Traits(reads=Reads.TEXT, called="một dòng chữ", is_wide=True, is_prose=True),
    Kind.WORDS: Traits(
        reads=Reads.TEXT, called="một đoạn văn", is_wide=True, is_owed=False, is_prose=True, is_long=True
    ),
    # Read by itself: as a number it would lose the 0 that it begins with.
    Kind.PHONE: Traits(reads=Reads.PHONE, called="số điện thoại", is_wide=True),
    Kind.EMAIL: Traits(reads=Reads.TEXT, called="địa chỉ thư", is_wide=True, is_mail=True),
    Kind.AGENCY: Traits(reads=Reads.TEXT, called="tên cơ quan", is_wide=True),
}


class PlanEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every table of plan.toml: a key that is not declared is a fault."""


class CellEntry(PlanEntry, frozen=True, kw_only=True):
    """Base of whatever asks for a cell: a single question, a row of an indicator, a column of a grid or a list.

    `part_of`: must not exceed that cell (nữ ≤ tổng). `sum_of`: must equal the sum of those. `previous`: the cell
    with last year's value. `sensitive`: small counts could identify a person. `required`: true or false for all
    who are asked, or a selector of those of them who must answer. A column names other columns of its own table.
    What may be right but is asked about: `at_most` (more than those cells), `both_of` (counted in both of two parts,
    yet more than one of them), `needs` (something happened here, nothing in those cells or lists), `usual` (outside
    the usual range), `from_list` (not what the rows of a list come to, see plan/language/terms.py).
    """

    label: str
    kind: Kind
    unit: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    part_of: str = ""
    sum_of: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    both_of: tuple[str, str] | None = None
    needs: tuple[str, ...] = ()
    usual: tuple[Decimal, Decimal] | None = None
    from_list: str = ""
    previous: str = ""
    sensitive: bool = False
    required: bool | tuple[str, ...] = False


class PlanSheet(PlanEntry, frozen=True, kw_only=True):
    """[[sheets]]: the sheets of a form, in order; `purpose` is one of the writer's kinds of sheet."""

    id: str
    title: str
    purpose: str
    heading: str = ""
    intro: str = ""


class QuestionEntry(CellEntry, frozen=True, kw_only=True):
    """[[questions]]: one cell to fill in, in a row of its own. `asked` are selectors of agencies."""

    id: str
    section: str
    sheet: str
    asked: tuple[str, ...]


class GridColumn(CellEntry, frozen=True, kw_only=True):
    """[[grids.columns]], [[tables.columns]]: a column; who must fill in a grid is said by its rows or the grid."""

    id: str
    width: int = 14


class GridRow(PlanEntry, frozen=True, kw_only=True):
    id: str
    label: str
    asked: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


class Grid(PlanEntry, frozen=True, kw_only=True):
    """[[grids]]: rows × columns of cells (the budget by source). Its questions are `<grid>_<row>.<column>`."""

    id: str
    section: str
    sheet: str
    title: str
    asked: tuple[str, ...]
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    required: tuple[str, ...] = ()


class Table(PlanEntry, frozen=True, kw_only=True):
    """[[tables]]: a list that grows (documents, training classes): `rows` blank rows are offered.

    `units` is the column that names the unit of the agency a row is about: its rows stand in the form from the start.
    """

    id: str
    section: str
    sheet: str
    title: str
    asked: tuple[str, ...]
    columns: tuple[GridColumn, ...]
    rows: int = 12
    hint: str = ""
    units: str = ""


class Topic(PlanEntry, frozen=True, kw_only=True):
    """[[topics]] and [[tasks]]: a place for words, with a status, under a section of the report.

    A task carries the plan's own `text` word for word and is asked of the agencies of its section; `label` is the
    short name that leads its result in the report. Its questions are `<id>.trang_thai`, `<id>.noi_dung` and, for
    summed groups, `<id>.noi_bat`. With `empty_words`, "không có" is a full answer that the report need not print.
    """

    id: str
    section: str
    label: str
    text: str = ""
    sheet: str = ""
    asked: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    status: bool = True
    hint: str = ""
    empty_words: bool = False
