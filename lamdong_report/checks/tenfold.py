"""Numbers ten or a thousand times another one of the same office: a digit too many, a comma lost, another unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from lamdong_report.catalogue.phrases import cut_at_word, number_with_unit
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.checks.rates import extra_cell, ratios
from lamdong_report.model import Finding, Source
from lamdong_report.plan import Question
from lamdong_report.text.formats import format_number

# What a slip makes is ten or a thousand times too much of a number that would itself differ a little.
_SLIPS = tuple((Decimal(low), Decimal(high)) for low, high in (("8", "12.5"), ("800", "1250"), ("8e5", "1.25e6")))
# So far apart are parts of one sum, and amounts of one kind of money, only by a slip: budgets differ more than counts.
_TENFOLD, _THOUSANDFOLD = Decimal(10), Decimal(1000)
# Beside two others of its kind a third can be called unlike them.
_FEWEST_OTHERS = 2
# Ten events where there was one last year are no slip; from ten times this many on they may be.
_FEW = 5


class _Beside(Struct, frozen=True):
    """A number and the one that it is compared with, both as they are printed."""

    question: Question
    source: Source
    value: Decimal
    other: Decimal
    other_label: str
    unit: str = ""

    @property
    def times(self) -> Decimal:
        return max(self.value, self.other) / min(self.value, self.other)


def tenfold_numbers(form: CheckedForm) -> Iterator[Finding]:
    """One doubt for each number that is out of scale: against last year, its whole, its fellows."""
    told: set[Source] = set()
    for one in (*_against_last_year(form), *_against_whole(form), *_against_fellows(form)):
        if one.source not in told:
            told.add(one.source)
            yield form.fault(
                "tenfold", one.question, one.source,
                value=number_with_unit(one.value, one.unit),
                way="gấp" if one.value > one.other else "kém",
                times=format_number(one.times, 0),
                other=one.other_label,
                other_value=number_with_unit(one.other, one.unit),
            )  # fmt: skip


def _against_last_year(form: CheckedForm) -> Iterator[_Beside]:
    """Numbers and rates ten times last year's, or a tenth of it."""
    for cell in form.cells.values():
        before = form.number(cell.question.previous)
        if before and cell.number and max(abs(before), abs(cell.number)) >= _TENFOLD * _FEW:
            yield from _if_out_of_scale(cell, cell.number, before, "số năm trước", cell.question.unit)
    for ratio in ratios(form):
        previous = extra_cell(form, ratio.ask, "previous")
        if previous and previous.number and ratio.value and ratio.base >= form.plan.thresholds.small_count:
            yield from _if_out_of_scale(
                ratio.tops[0], ratio.value, previous.number, "kết quả năm trước", ratio.indicator.level_unit
            )


def _if_out_of_scale(cell: Reply, value: Decimal, other: Decimal, label: str, unit: str) -> Iterator[_Beside]:
    one = _Beside(cell.question, cell.source, value, other, label, unit)
    if value > 0 and other > 0 and one.times >= _SLIPS[0][0]:
        yield one


def _against_whole(form: CheckedForm) -> Iterator[_Beside]:
    """The same digits with a zero more or less, and money given that is ten times what was spent."""
    for cell in form.cells.values():
        for key in (cell.question.part_of, *cell.question.at_most):
            other = form.cells.get(key)
            if other is None or not cell.number or not other.number or not 0 < cell.number <= other.number:
                continue
            one = _beside(other, cell)
            is_slip = any(low <= one.times <= high for low, high in _SLIPS)
            # 2.390 and 239: one of them has a zero too many; of one digit (20 and 2) nobody can say so.
            digits, others = (number.normalize().as_tuple().digits for number in (cell.number, other.number))
            is_same = cell.number != other.number and len(digits) > 1 and digits == others
            if is_same or (cell.question.kind.traits.is_money and is_slip):
                yield one


def _beside(cell: Reply, other: Reply) -> _Beside:
    value, beside = cell.number or Decimal(0), other.number or Decimal(0)
    label = f"«{cut_at_word(other.question.label)}»"
    unit = cell.question.unit if cell.question.kind.traits.is_money else ""
    return _Beside(cell.question, cell.source, value, beside, label, unit)


def _against_fellows(form: CheckedForm) -> Iterator[_Beside]:
    """Parts of one sum that are ten times all others of it, money that is a thousand times all others of its column."""
    sums = [question.sum_of for question in form.plan.questions.values() if question.sum_of]
    columns: dict[tuple[str, str], list[str]] = {}
    for key, cell in form.cells.items():
        if cell.question.kind.traits.is_money and cell.question.block:
            columns.setdefault((cell.question.block, cell.question.column), []).append(key)
    yield from (one for keys in sums for one in _unlike_fellows(form, keys, _TENFOLD))
    yield from (one for keys in columns.values() for one in _unlike_fellows(form, keys, _THOUSANDFOLD))


def _unlike_fellows(form: CheckedForm, keys: Sequence[str], limit: Decimal) -> Iterator[_Beside]:
    cells = [cell for key in keys if (cell := form.cells.get(key)) and cell.number and cell.number > 0]
    if len(cells) <= _FEWEST_OTHERS:
        return
    ordered = sorted(cells, key=lambda cell: cell.number or Decimal(0))
    for cell, next_to_it in ((ordered[-1], ordered[-2]), (ordered[0], ordered[1])):
        one = _beside(cell, next_to_it)
        if one.times >= limit and (limit > _TENFOLD or max(one.value, one.other) >= _TENFOLD * _FEW):
            yield one
