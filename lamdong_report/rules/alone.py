"""What every rule of a form is, and the rules of a cell by itself: what it is, how large, how early, what was offered.

Which numbers and days a cell can take is asked here for what may be typed and for the form's notes as well.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from msgspec import Struct

from lamdong_report.catalogue import CATALOGUE
from lamdong_report.codes import Code
from lamdong_report.model import Severity
from lamdong_report.plan import Indicator, Kind, Plan, Question
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import NO, Cells, Formula
from lamdong_report.text import format_date, format_number

# How the form names the cell of a question: "ô D9", with its sheet where that is another one.
Places = Callable[[str], str]
ZERO, HUNDRED = Decimal(0), Decimal(100)
# Days that are neither of the sending nor of a list (a plan for several years) may lie a year outside the period.
_BESIDE = timedelta(days=366)


class FormRule(Protocol):
    """One rule about the cell of `question`.

    `code` is the finding of the office when it is broken. `broken` is a formula for the form whose value is the
    verdict for the check: there is no second reckoning. `words` complete «Ô D8 …» for the clerk.
    """

    @property
    def code(self) -> Code: ...

    @property
    def question(self) -> str: ...

    @property
    def others(self) -> tuple[str, ...]:
        """The further questions (or lists) that the rule looks at: without them in the form it says nothing."""
        ...

    def broken(self, cell: Cells) -> Formula: ...

    def words(self, place: Places) -> str: ...


def is_error(code: Code) -> bool:
    """Whether a form that breaks a rule of this code must be mended; what is only unusual may stand with a reason."""
    return CATALOGUE[code].severity is Severity.ERROR


def is_share(indicator: Indicator) -> bool:
    """Whether the numerator is counted among the denominator, so that the rate cannot exceed 100%."""
    return indicator.scale == HUNDRED and indicator.unit == "%"


def bounds_of(plan: Plan, question: Question) -> tuple[Decimal, Decimal | None]:
    """The least and the greatest number that the cell takes: 0 at least, a share of a whole 100 at most, unless the
    plan says otherwise."""
    low = ZERO if question.minimum is None else question.minimum
    if question.maximum is not None:
        return low, question.maximum
    traits = question.kind.traits
    if not question.indicator or traits.is_share or traits.is_whole or traits.is_money:
        return low, HUNDRED if traits.is_share else None
    # As the result of an indicator that is a share, the answer is a percentage, too.
    indicator = next(one for one in plan.indicators if one.id == question.indicator)
    return low, HUNDRED if is_share(indicator) and question.unit == indicator.unit else None


def date_window(plan: Plan, question: Question, *, in_list: bool = False) -> tuple[date, date]:
    """The first and the last day that the cell takes.

    Letter and cut-off belong to this period, and late forms are still dated in earnest: half a year later is a slip
    of the year. What a list names happened in the period.
    """
    info, roles = plan.info, plan.roles
    last = max(info.period_end, info.deadline)
    if in_list:
        return info.period_start, last
    if question.id in (roles.cutoff, roles.letter_date):
        latest = info.deadline + timedelta(days=plan.thresholds.latest_sending)
        return info.period_start, max(info.period_end, latest)
    return info.period_start - _BESIDE, last + _BESIDE


@lru_cache(maxsize=512)
def written(value: Decimal | date) -> str:
    """A number or a date in words, remembered: a form says the same bounds a hundred times."""
    return format_number(value) if isinstance(value, Decimal) else format_date(value)


class Alone(Struct, frozen=True):
    """Base of the rules that look at no other cell."""

    code: Code
    question: str

    @property
    def others(self) -> tuple[str, ...]:
        return ()


class IsFigure(Alone, frozen=True):
    """A number or a day stands there, not words. What the words mean is for the reader to say."""

    kind: Kind

    def broken(self, cell: Cells) -> Formula:
        here = cell(self.question)
        return f.when(f.is_number(here), NO, f.is_filled(here))

    def words(self, place: Places) -> str:
        return "không phải là số, chỉ ghi số" if self.kind.is_number else "không phải là ngày, ghi theo ngày/tháng/năm"


class IsNoError(Alone, frozen=True):
    """No error value stands for words: nothing is reckoned with them that would fail over it by itself."""

    def broken(self, cell: Cells) -> Formula:
        return f.fails(cell(self.question))

    def words(self, place: Places) -> str:
        return "ô báo lỗi, gõ lại nội dung"


class Compared(Alone, frozen=True):
    """No number or day is on the wrong side of a limit."""

    sign: str
    limit: Decimal | date

    def broken(self, cell: Cells) -> Formula:
        here = cell(self.question)
        limit = f.day(self.limit) if isinstance(self.limit, date) else f.number(self.limit)
        return f.when(f.is_number(here), f.compares(here, self.sign, limit), NO)

    def words(self, place: Places) -> str:
        said = _DAYS if isinstance(self.limit, date) else _SIZES
        return f"{said[self.sign]} {written(self.limit)}"


_SIZES = {"<": "nhỏ hơn", ">": "lớn hơn"}
_DAYS = {"<": "trước ngày", ">": "sau ngày", ">=": "không trước ngày"}


class IsWhole(Alone, frozen=True):
    """Things are counted in whole numbers."""

    def broken(self, cell: Cells) -> Formula:
        here = cell(self.question)
        return f.when(f.is_number(here), f.compares(here, "<>", f.whole(here)), NO)

    def words(self, place: Places) -> str:
        return "không phải là số nguyên"


class IsUsual(Alone, frozen=True):
    """The number lies where such numbers usually lie (`usual` in the plan); one that does not may be right."""

    low: Decimal
    high: Decimal

    def broken(self, cell: Cells) -> Formula:
        here = cell(self.question)
        low, high = f.compares(here, "<", f.number(self.low)), f.compares(here, ">", f.number(self.high))
        return f.when(f.is_number(here), f.either(low, high), NO)

    def words(self, place: Places) -> str:
        return f"ngoài khoảng thường gặp (từ {written(self.low)} đến {written(self.high)}), xem lại đơn vị tính"


class IsAsKnown(Alone, frozen=True):
    """Last year's result is the one that the form was sent out with."""

    known: Decimal

    def broken(self, cell: Cells) -> Formula:
        here = cell(self.question)
        return f.when(f.is_number(here), f.compares(here, "<>", f.number(self.known)), NO)

    def words(self, place: Places) -> str:
        return f"khác số đã có từ báo cáo năm trước ({written(self.known)})"


class IsAmong(Alone, frozen=True):
    """One of the offered answers stands there, as it is offered."""

    choices: tuple[str, ...]

    def broken(self, cell: Cells) -> Formula:
        here = cell(self.question)
        known = f.either(*(f.compares(here, "=", f.text(choice)) for choice in self.choices))
        return f.both(f.is_filled(here), f.when(known, NO, Formula("TRUE", True)))

    def words(self, place: Places) -> str:
        return "không có trong danh sách, bấm mũi tên bên phải ô để chọn"
