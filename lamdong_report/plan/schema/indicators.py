"""The indicators: what is measured, against which target, and who gives the numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from lamdong_report.plan.schema.cells import CellEntry, Kind, PlanEntry


class AskRow(CellEntry, frozen=True, kw_only=True):
    """One number of an indicator that an agency gives; its question id is its own `id`."""

    id: str
    unit: str
    kind: Kind = Kind.COUNT
    required: bool | tuple[str, ...] = True


class Ask(PlanEntry, frozen=True, kw_only=True):
    """[[indicators.asks]]: the block on the indicators sheet of the agencies in `of`; left out, of the lead.

    The form computes numerator ÷ denominator × scale from these rows while the clerk types; `at_least` instead
    judges each of the named rows against a smallest value. Left out, they are the rows that the indicator itself
    names (see plan/settle.py). `none` lets an agency say once that nothing of the block happened: its blanks are 0
    then. `extras` adds the rows of [[indicator_extras]], whose question ids are `<ask id>.<extra id>`.
    """

    id: str
    rows: tuple[AskRow, ...]
    of: tuple[str, ...] = ()
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    at_least: Decimal | None = None
    at_least_rows: tuple[str, ...] = ()
    extras: bool = True
    none: bool = False
    note: str = ""


class IndicatorPart(PlanEntry, frozen=True, kw_only=True):
    """A part that must reach the target by itself (boys, girls)."""

    label: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


class Operator(StrEnum):
    AT_LEAST = ">="
    ABOVE = ">"
    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="


class ResultKind(StrEnum):
    """What a result is: a number; a rank, where the first is the best; or that something is done, said in words."""

    NUMBER = "number"
    RANK = "rank"
    DONE = "done"


class Step(PlanEntry, frozen=True, kw_only=True):
    """[[indicators.steps]]: what is to be reached by a day on the way (a quarter): in force once that day has come."""

    by: date
    target: Decimal
    target_to: Decimal | None = None
    target_text: str = ""


class AgencyTarget(PlanEntry, frozen=True, kw_only=True):
    """[[indicators.each]]: what each of these agencies has to reach by itself; a later entry holds before others."""

    of: tuple[str, ...]
    target: Decimal


class Target(PlanEntry, frozen=True, kw_only=True):
    """[[targets]]: a chỉ tiêu of several measures, told and judged as one.

    It is reached when `needed` of its measures are, all of them where that is left out.
    """

    id: str
    name: str
    subject: str
    needed: int | None = None


class Indicator(PlanEntry, frozen=True, kw_only=True):
    """[[indicators]]: one measure. Value = sum of numerator ÷ sum of denominator × scale; without one, the sum alone.

    `numerator` and `denominator` are terms over question ids (see plan/language/terms.py) and give the figure that is
    printed; `reported_*` are the responsible agency's own figures, only compared with it. `target_id` groups the
    measures of one chỉ tiêu. A result better than the target exceeds it, unless `may_exceed` is false.
    With `against_last_year` the result is how far that value has moved from last year's: in percent where the unit is
    %, else in the unit itself (vụ, điểm phần trăm). What is `done` has no target but its words, and is done when every
    agency asked has done it. `each` gives agencies targets of their own, beside that of all. `steps` are targets on
    the way; the one whose day has come by the end of the period holds. `counted` is the unit of numerator and
    denominator in the sentence. Left out, `responsible` is the lead alone, `previous` and `explanation` are the rows
    with these roles in the lead's block.
    """

    id: str
    section: str
    target_id: str
    name: str
    subject: str
    kind: ResultKind = ResultKind.NUMBER
    unit: str = ""
    operator: Operator = Operator.AT_LEAST
    target: Decimal = Decimal(1)
    target_to: Decimal | None = None
    steps: tuple[Step, ...] = ()
    each: tuple[AgencyTarget, ...] = ()
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    lead: str
    asks: tuple[Ask, ...] = ()
    responsible: tuple[str, ...] = ()
    scale: Decimal = Decimal(100)
    decimals: int = 1
    target_text: str = ""
    verb: str = "đạt"
    counted: str = ""
    parts: tuple[IndicatorPart, ...] = ()
    reported_numerator: tuple[str, ...] = ()
    reported_denominator: tuple[str, ...] = ()
    previous: str = ""
    baseline: Decimal | None = None
    baseline_source: str = ""
    explanation: str = ""
    plausible: tuple[Decimal, Decimal] | None = None
    may_exceed: bool = True
    against_last_year: bool = False
    provisional: str = ""
    none_text: str = ""
    note: str = ""

    @property
    def level_unit(self) -> str:
        """The unit of the value itself, and so of last year's result, where the result is how far it has moved."""
        if not self.against_last_year:
            return self.unit
        if not self.denominator:
            return self.counted or self.unit
        return "%" if self.scale == 100 else self.unit


class IndicatorExtra(CellEntry, frozen=True, kw_only=True):
    """[[indicator_extras]]: a row that every responsible agency's block ends with.

    `role` tells the program what it is: "previous" (last year's result), "published" (a rate that the agency has
    published), "explanation" (why the target was missed), or nothing.
    """

    id: str
    role: str = ""
