"""What may stand in example.toml: the sizes, figures, words and slips that make the examples of one plan."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec

from lamdong_report.errors import PlanError
from lamdong_report.plan import Expression
from lamdong_report.plan.schema import PlanEntry
from lamdong_report.plan.tables import unreadable

EXAMPLE_FILE = "example.toml"
REMEDY = f"Sửa {EXAMPLE_FILE} ở những chỗ nêu trên rồi chạy lại lệnh demo."
AREA = "@"


class Equation:
    """What a number of the examples equals: written as in plan.toml, parsed when the settings are read."""

    def __init__(self, text: object) -> None:
        if not isinstance(text, str):
            raise ValueError(f"«{text}» không phải là biểu thức")
        self.numerator = Expression.of(text).numerator


class FigureRule(PlanEntry, frozen=True, kw_only=True):
    """[[figures]]: how the questions that `match` (ids, with * and ?) are answered by the agencies in `of`.

    The first rule that fits an agency counts. A number is drawn between `low` and `high`, times the answer to
    `per`, or as a `share` of the question that it is part of (or of `whole`); `median` and `spread` draw it
    log-normally instead. `equals` takes it from an expression over the answers (with @ of other agencies, else
    of the agency's own), `plus` is added. `at_least` and `at_most` name further questions that bound it. `zero`,
    `blank` and `yes` are the portions of the agencies that write 0, leave the cell blank (with one of `reasons`)
    or say yes. `weights` are for choices, with `remarks` beside some of them; `texts` are for words, `days` for
    dates (first, last).
    """

    match: tuple[str, ...]
    of: tuple[str, ...] = ("T",)
    low: Decimal | None = None
    high: Decimal | None = None
    median: Decimal | None = None
    spread: Decimal = Decimal(0)
    decimals: int | None = None
    per: str = ""
    whole: str = ""
    share: tuple[Decimal, Decimal] | None = None
    equals: Equation | None = None
    plus: Decimal = Decimal(0)
    at_least: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    zero: Decimal = Decimal(0)
    blank: Decimal = Decimal(0)
    reasons: tuple[str, ...] = ()
    yes: Decimal = Decimal("0.9")
    weights: Mapping[str, Decimal] = {}
    remarks: Mapping[str, tuple[str, ...]] = {}
    texts: tuple[str, ...] = ()
    days: tuple[date, date] | None = None

    def days_in(self, year: int) -> tuple[date, date] | None:
        """`days` as they fall in that year, so that the examples of one plan serve the next one too."""
        if not self.days:
            return None
        first, last = self.days
        return first.replace(year=year), last.replace(year=year + last.year - first.year)


class IndicatorOutcome(PlanEntry, frozen=True, kw_only=True):
    """[[outcomes]]: the value at which an indicator lands, last year's, and what is said when it was missed.

    `pairs` names numerator and denominator questions where the plan's own terms do not pair one to one;
    `jitter` is how far single agencies stray from the common rate.
    """

    indicator: str
    value: Decimal
    previous: Decimal | None = None
    explanation: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    jitter: Decimal = Decimal("0.1")


class TableRule(PlanEntry, frozen=True, kw_only=True):
    """[[rows]]: how many rows the agencies in `of` write into a growing table, and what stands in them.

    Each of `lines` gives the texts of some columns together, so that they fit; the other columns follow
    [[figures]] under `<table>.<column>`. `sort` orders the rows by a column of dates.
    """

    table: str
    of: tuple[str, ...] = ("T",)
    least: int = 0
    most: int = 2
    lines: tuple[Mapping[str, str], ...] = ()
    sort: str = ""


class Words(PlanEntry, frozen=True, kw_only=True):
    """[[words]]: what the agencies in `of` write under the topics, tasks or questions in `at` (ids, with * and ?).

    One of `shapes` is taken; its {places} are filled from `pieces`, from the agency's slots, from its own answers
    by question id. `statuses` weighs the plan's statuses, in their order; `chance` is the portion of the agencies
    that answer, `outstanding` the portion of those that mark the point for the report.
    """

    at: tuple[str, ...]
    shapes: tuple[str, ...]
    of: tuple[str, ...] = ("T",)
    pieces: Mapping[str, tuple[str, ...]] = {}
    statuses: tuple[Decimal, ...] = (Decimal(1),)
    chance: Decimal = Decimal(1)
    outstanding: Decimal = Decimal(0)


class Profile(PlanEntry, frozen=True, kw_only=True):
    """[[profiles]]: what is particular to the agencies in `of`: fillings of slots, and whole texts by topic id.

    `status` says, by topic id, which of the plan's statuses goes with the text (0 is the first, and the default).
    """

    of: tuple[str, ...]
    slots: Mapping[str, tuple[str, ...]] = {}
    words: Mapping[str, str] = {}
    status: Mapping[str, int] = {}


class Slip(PlanEntry, frozen=True, kw_only=True):
    """[[slips]]: a mistake that one agency makes on purpose.

    `write` puts these words into the cell; `exceed` makes the number larger by so much than the whole that it is
    part of; `blank` leaves an obligatory cell blank without a reason; `reason` leaves it blank with one; `copy`
    takes over another agency's words. `earlier` slips stand only in a first sending, which a later one corrects.
    """

    agency: str
    question: str
    write: str = ""
    exceed: int = 0
    blank: bool = False
    reason: str = ""
    copy: str = ""
    earlier: bool = False


class Names(PlanEntry, frozen=True, kw_only=True):
    """[[files]]: names under which the agencies in `of` send their forms; `earlier` is for first sendings."""

    names: tuple[str, ...]
    of: tuple[str, ...] = ("T",)
    earlier: bool = False


class ExampleSettings(PlanEntry, frozen=True, kw_only=True):
    """All of example.toml. `areas` names sets of agencies for use in `of`, as @name; `silent` send nothing."""

    areas: Mapping[str, tuple[str, ...]] = {}
    silent: tuple[str, ...] = ()
    slots: Mapping[str, tuple[str, ...]] = {}
    figures: tuple[FigureRule, ...] = ()
    outcomes: tuple[IndicatorOutcome, ...] = ()
    rows: tuple[TableRule, ...] = ()
    words: tuple[Words, ...] = ()
    profiles: tuple[Profile, ...] = ()
    slips: tuple[Slip, ...] = ()
    files: tuple[Names, ...] = ()


def load_settings(folder: Path) -> ExampleSettings:
    """The settings beside plan.toml, empty ones where there are none; raises PlanError."""
    path = folder / EXAMPLE_FILE
    if not path.exists():
        return ExampleSettings()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
        return msgspec.convert(data, ExampleSettings, strict=False, dec_hook=lambda kind, value: kind(value))
    except OSError as error:
        raise unreadable(path, error) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise PlanError(f"Tệp {path} có chỗ sai: {error}", (str(error),), REMEDY) from None
