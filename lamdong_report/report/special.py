"""Fields of a sentence that are no plain number: how a sum has moved since last year, and who counts in it by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from lamdong_report.content import Number, Pieces, as_pieces
from lamdong_report.figures import HUNDRED, reckon_each
from lamdong_report.model import Figure
from lamdong_report.plan import Expression, Plan
from lamdong_report.report.material import Material
from lamdong_report.report.wording import MOST_NAMES, fill
from lamdong_report.text import format_count, format_fixed, join_words

_EDGES = ("highest", "lowest")
_CHANGES = ("change", "difference")
# More names than these are a list, which stands in an annex; in a sentence nobody reads on.
MOST_LISTED = 8


def special_pieces(expression: Expression, figure: Figure, material: Material) -> Pieces | None:
    """How such a field reads, () where there is nothing to tell; None for a field that is a plain number."""
    plan = material.plan
    if expression.format in _CHANGES:
        return change_pieces(expression, figure, plan)
    if expression.format == "moved":
        return _moved(figure.value or Decimal(0), figure, plan)
    choose = _CHOICES.get(expression.format)
    if choose is None:
        return None
    sums: dict[str, Decimal] = {}
    for part in figure.parts:
        sums[part.agency] = sums.get(part.agency, Decimal(0)) + part.value
    if expression.denominator:
        _, own = reckon_each(expression, plan, material.forms)
        sums = {code: one.value for code, one in own.items() if one.value is not None}
    wanted = choose(sums)
    if len(wanted) > (MOST_NAMES if expression.format in _EDGES else MOST_LISTED):
        return ()
    return as_pieces(join_words([agency.name for agency in plan.agencies if agency.code in wanted]))


def change_pieces(expression: Expression, figure: Figure, plan: Plan) -> Pieces:
    """ "tăng 12,5%", "giảm 12 lớp"; nothing before all who are asked have reported: it would seem a decrease."""
    before = plan.total_before(expression)
    if figure.value is None or before is None or not figure.asked <= frozenset(figure.reporters):
        return ()
    moved = figure.value - before
    if expression.format == "difference":
        value, unit = moved, figure.unit
    elif before:
        value, unit = moved * HUNDRED / before, "%"
    else:
        return ()
    formula = f"{expression.text}, năm trước là {before}"
    return _moved(value, Figure(value, unit, formula, figure.parts, (), figure.reporters, figure.asked), plan)


def _moved(value: Decimal, figure: Figure, plan: Plan) -> Pieces:
    """The difference that the figure is, worded by its sign."""
    wording = plan.wording
    template = wording.sum_increased if value > 0 else wording.sum_decreased if value < 0 else wording.sum_unchanged
    if not value:
        return (Number(template, figure),)
    number = f"{format_fixed(abs(value), 1)}%" if figure.unit == "%" else f"{format_count(abs(value))} {figure.unit}"
    return fill(template, difference=(Number(number.rstrip(), figure),))


Sums = Mapping[str, Decimal]


def _at_edge(edge: Callable[[Iterable[Decimal]], Decimal]) -> Callable[[Sums], set[str]]:
    def choose(sums: Sums) -> set[str]:
        limit = edge(sums.values()) if sums else None
        return {code for code, value in sums.items() if value == limit}

    return choose


_CHOICES: Mapping[str, Callable[[Sums], set[str]]] = {
    "names": lambda sums: {code for code, value in sums.items() if value},
    "other_names": lambda sums: {code for code, value in sums.items() if not value},
    "highest": _at_edge(max),
    "lowest": _at_edge(min),
}
