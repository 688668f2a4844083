"""What every table of plan.toml has in common, and every entry that asks for a cell."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from lamdong_report.plan.schema.kinds import Kind


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every table of plan.toml: a key that is not declared is a fault."""


class CellEntry(Entry, frozen=True, kw_only=True):
    """Base of whatever asks for a cell: a single question, a row of an indicator, a column of a grid or a list.

    `part_of`: must not exceed that cell (nữ ≤ tổng). `sum_of`: must equal the sum of those. `previous`: the cell
    with last year's value. `sensitive`: small counts could identify a person. `required`: true or false for all
    who are asked, or a selector of those of them who must answer. A column names other columns of its own table.
    What may be right but is asked about: `at_most` (more than those cells), `both_of` (counted in both of two parts,
    yet more than one of them), `needs` (something happened here, nothing in those cells or lists), `usual` (outside
    the usual range), `from_list` (not what the rows of a list come to, see plan/language/listing.py).
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
