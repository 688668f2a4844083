"""What can be wrong with what stands in one cell, as formulas: for the words beside the cell and for the self-check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lamdong_report.forms import formula as f
from lamdong_report.forms.form import Form
from lamdong_report.forms.formula import Formula
from lamdong_report.forms.placement import Spot
from lamdong_report.forms.validation import bounds_of, date_bounds, written
from lamdong_report.plan import Kind, Question

# Sums are typed with a few decimals; binary fractions must not make them differ.
_EXACT = 6
_NO = Formula("FALSE", False)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that may be wrong: what to say of the cell («lớn hơn ô D9»), and whether it is so now.

    `own`: the cell is wrong by itself, whatever stands in other cells.
    """

    words: str
    holds: Formula
    own: bool = False


def doubts_of(form: Form, question: Question, on: str) -> Iterator[Doubt]:
    """The doubts about an answer's cell, gravest first; `on` is the sheet on which they are told."""
    cell = form.ref(question.id)
    if cell is None:
        return
    if holds_figure(question.kind):
        yield Doubt(_not_a_figure(question.kind), f.when(f.is_number(cell), _NO, f.is_filled(cell)), own=True)
        yield from _outside(form, question, cell)
    whole = form.ref(question.part_of) if question.part_of else None
    if whole:
        yield Doubt(f"lớn hơn {_place(form, question.part_of, on)}", is_above(cell, whole))
    if parts := parts_of(form, question):
        places = ", ".join(form.placement.spots[q].address for q in question.sum_of)
        yield Doubt(f"khác tổng các ô {places}", f.either(*sum_differs(cell, parts)))


def holds_figure(kind: Kind) -> bool:
    """Whether the cell holds a number for Excel: dates do too."""
    return kind.is_number or kind is Kind.DATE


def is_outside(form: Form, question: Question) -> Formula:
    """Whether a number or date lies outside its bounds, or has a fraction where things are counted."""
    cell = form.ref(question.id)
    tests = [doubt.holds for doubt in _outside(form, question, cell)] if cell else []
    return f.either(*tests) if tests else _NO


def parts_of(form: Form, question: Question) -> list[Formula]:
    """The parts that a total must be the sum of, where the form asks for all of them."""
    parts = [part for q in question.sum_of if (part := form.ref(q))]
    return parts if len(parts) == len(question.sum_of) else []


def is_above(part: Formula, whole: Formula) -> Formula:
    return f.when(f.both(f.is_number(part), f.is_number(whole)), f.compare(part, ">", whole), _NO)


def sum_differs(whole: Formula, parts: Sequence[Formula]) -> tuple[Formula, Formula]:
    """Two tests: the parts are already too large, though some may be missing; all are there and do not add up."""
    total = f.rounded(f.total(parts), _EXACT)
    known = f.is_number(whole)
    complete = f.compare(f.count_numbers(parts), "=", f.number(len(parts)))
    return f.both(known, f.compare(total, ">", whole)), f.both(known, complete, f.compare(total, "<>", whole))


def _not_a_figure(kind: Kind) -> str:
    return "không phải là ngày, ghi theo ngày/tháng/năm" if kind is Kind.DATE else "không phải là số, chỉ ghi số"


def _outside(form: Form, question: Question, cell: Formula) -> Iterator[Doubt]:
    if question.kind is Kind.DATE:
        yield from _off_dates(cell, *date_bounds(form, question))
        return
    low, high = bounds_of(question)
    yield Doubt(f"nhỏ hơn {written(low)}", _compared(cell, "<", f.number(low)), own=True)
    if high is not None:
        yield Doubt(f"lớn hơn {written(high)}", _compared(cell, ">", f.number(high)), own=True)
    if question.kind is Kind.COUNT:
        yield Doubt("không phải là số nguyên", _compared(cell, "<>", f.whole(cell)), own=True)


def _off_dates(cell: Formula, first: date, last: date) -> Iterator[Doubt]:
    words = f"ngoài khoảng từ {written(first)} đến {written(last)}"
    early, late = _compared(cell, "<", f.day(first)), _compared(cell, ">", f.day(last))
    yield Doubt(words, f.either(early, late), own=True)


def _compared(cell: Formula, sign: str, limit: Formula) -> Formula:
    """A comparison that only numbers pass."""
    return f.when(f.is_number(cell), f.compare(cell, sign, limit), _NO)


def _place(form: Form, question: str, on: str) -> str:
    spot: Spot = form.placement.spots[question]
    return f"ô {spot.address}" + ("" if spot.sheet == on else f" trang «{spot.sheet}»")
