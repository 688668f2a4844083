"""How the target of an indicator reads where the plan gives it no words of its own."""

from __future__ import annotations

from lamdong_report.plan.schema import Indicator, Operator, ResultKind
from lamdong_report.text import format_number

_NUMBERS = {
    Operator.AT_LEAST: "từ {} trở lên",
    Operator.ABOVE: "trên {}",
    Operator.BELOW: "dưới {}",
    Operator.AT_MOST: "không quá {}",
    Operator.EQUAL: "{}",
}
_RANKS = {Operator.AT_MOST: "từ thứ {} trở lên", Operator.BELOW: "trên thứ {}", Operator.EQUAL: "thứ {}"}


def target_text(indicator: Indicator) -> str:
    """The target in words, without its year: "dưới 50%", "từ 5 đến 7%", "từ thứ 10 trở lên"."""
    if indicator.target_text or indicator.kind is ResultKind.DONE:
        return indicator.target_text
    number = format_number(indicator.target)
    if indicator.target_to is not None:
        return f"từ {number} đến {with_unit(format_number(indicator.target_to), indicator.unit)}"
    if indicator.kind is ResultKind.RANK:
        return _RANKS[indicator.operator].format(number)
    return _NUMBERS[indicator.operator].format(with_unit(number, indicator.unit))


def with_unit(text: str, unit: str) -> str:
    """A number with its unit: % stands right after it, other units after a space (Decree 30, annex I)."""
    return f"{text}%" if unit == "%" else f"{text} {unit}".rstrip()
