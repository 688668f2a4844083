"""A question as the program sees it: one cell of a form, wherever in plan.toml it was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lamdong_report.plan.language.listing import ListTerm, parse_list_term
from lamdong_report.plan.schema import CellEntry, Kind

VALUE = "gia_tri"
REASON = "ly_do"
STATUS = "trang_thai"
WORDS = "noi_dung"
OUTSTANDING = "noi_bat"
NOTHING = "khong_phat_sinh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One cell: `row` and `column` say where it stands, `block` in which grid, list or indicator's block.

    `unless` is the question whose «Có» says that nothing happened, so that a blank here is a 0.
    `asked` and `required` are the selectors of plan.toml; Plan.asked and Plan.required hold the agencies they mean.
    """

    id: str
    row: str
    column: str
    section: str
    sheet: str
    label: str
    kind: Kind
    asked: tuple[str, ...]
    required: tuple[str, ...] = ()
    block: str = ""
    indicator: str = ""
    unit: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    part_of: str = ""
    sum_of: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    both_of: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    usual: tuple[Decimal, Decimal] | None = None
    from_list: ListTerm | None = None
    previous: str = ""
    sensitive: bool = False
    unless: str = ""


def question_of(
    entry: CellEntry,
    *,
    id: str,
    row: str,
    column: str,
    section: str,
    sheet: str,
    asked: tuple[str, ...],
    required: tuple[str, ...] | None = None,
    family: str = "",
    label: str = "",
    unit: str = "",
    block: str = "",
    indicator: str = "",
) -> Question:
    """The question that an entry asks. `family` is put before the ids of other cells that the entry names."""
    obligatory = (asked if entry.required else ()) if isinstance(entry.required, bool) else entry.required
    return Question(
        id=id,
        row=row,
        column=column,
        section=section,
        sheet=sheet,
        label=label or entry.label,
        kind=entry.kind,
        asked=asked,
        required=obligatory if required is None else required,
        block=block,
        indicator=indicator,
        unit=entry.unit or unit,
        hint=entry.hint,
        choices=entry.choices,
        minimum=entry.minimum,
        maximum=entry.maximum,
        part_of=family + entry.part_of if entry.part_of else "",
        sum_of=tuple(family + name for name in entry.sum_of),
        at_most=tuple(family + name for name in entry.at_most),
        both_of=tuple(family + name for name in entry.both_of or ()),
        needs=tuple(family + name for name in entry.needs),
        usual=entry.usual,
        from_list=parse_list_term(entry.from_list),
        previous=family + entry.previous if entry.previous else "",
        sensitive=entry.sensitive,
    )
