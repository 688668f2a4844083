"""What every table of plan.toml has in common, and the kinds of answers."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every table of plan.toml: a key that is not declared is a fault."""


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
    def is_number(self) -> bool:
        return self in (Kind.COUNT, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)
