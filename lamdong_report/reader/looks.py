"""What the look of a cell means: struck out is deleted, raised is a footnote mark, a format may show thousandths."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.plan import Question
from lamdong_report.reader.quantities import split_unit
from lamdong_report.reader.remarks import Reading, Remark, shown
from lamdong_report.spreadsheet.book import Spot
from lamdong_report.text.formats import format_number


def unreadable_look(spot: Spot, question: Question) -> Reading | None:
    """A cell that was struck out as a whole, or a number with a raised figure in it; None for any other."""
    facts = spot.facts
    if facts.deleted:
        return Reading(None, "", (Remark("cell-struck", text=shown(spot.value)),))
    if question.kind.is_number and any(char.isdigit() for char in facts.raised):
        text = shown(spot.value)
        return Reading(None, text, (Remark("number-raised", text=text, mark=facts.raised),))
    return None


def struck_out(spot: Spot) -> tuple[Remark, ...]:
    """What to say of a cell in which some words are struck out."""
    struck = spot.facts.struck
    return (Remark("text-struck", text=struck, value=shown(spot.value).strip()),) if struck else ()


def scaled(spot: Spot, value: Decimal, question: Question) -> Iterator[Remark]:
    """What to say of a number that its cell shows divided by a thousand, a million …, or with another unit."""
    thousands = spot.facts.thousands
    if not value or isinstance(spot.value, str):
        return
    if thousands:
        seen = format_number(value.scaleb(-3 * thousands))
        yield Remark("number-scaled", value=format_number(value), seen=seen)
        return
    if not spot.facts.unit:
        return
    said, asked = split_unit(spot.facts.unit), split_unit(question.unit)
    if (said.size, said.is_money) != (asked.size, asked.is_money):
        seen = f"{format_number(value)} {spot.facts.unit}"
        yield Remark("unit-in-format", value=format_number(value), seen=seen, unit=question.unit)
