"""One sum over another, divided once: from sums, never from rates, over the agencies that gave both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from lamdong_report.figures.sums import HUNDRED, Forms, Sum, Terms, add_up, joint, reckon, together
from lamdong_report.model import Figure
from lamdong_report.plan import Expression, Kind, Plan, Question, Term
from lamdong_report.plan.schema import GridColumn

# What a ratio is multiplied by for its format; any other format takes it as it is.
_SCALES = {"%": HUNDRED, "moved": HUNDRED, "per1000": Decimal(1000), "per100000": Decimal(100_000)}
SumOf = Callable[[Terms], Sum]


def divide(top: Decimal | None, base: Decimal | None, scale: Decimal = HUNDRED) -> Decimal | None:
    """top ÷ base × scale; None when one of them is unknown or the base is 0."""
    # Multiplied before it is divided: Decimal keeps 28 digits, and a third of 300 shall be 100.
    return None if top is None or not base else top * scale / base


def rate(top: Sum, base: Sum, scale: Decimal, unit: str, formula: str) -> Figure:
    """The figure of two sums over the same agencies; who stands in the denominator has reported it."""
    value = divide(top.value, base.value, scale)
    left_out = (*top.left_out, *base.left_out)
    asked = joint((top.asked, base.asked))
    return Figure(value, unit, formula, top.parts, base.parts, base.reporters, asked, left_out)


def whole_of(share: Figure) -> Figure:
    """The denominator of a rate as a figure of its own."""
    parts = share.base_parts
    value = sum((part.value for part in parts), Decimal(0)) if parts else None
    formula = f"mẫu số của {share.formula}"
    return Figure(value, formula=formula, parts=parts, reporters=share.reporters, asked=share.asked)


def pair(top: Sum, base: Sum, outside: frozenset[str] = frozenset()) -> tuple[Sum, Sum]:
    """Both sums over the agencies that stand in both; a denominator of 0 needs no numerator.

    Those `outside` belong to the whole that the numerator is a part of, and need none either.
    """
    both = frozenset(top.reporters) & frozenset(base.reporters)
    return top.only(both), base.only(both | base.zeros | outside)


def _pair(top: Terms, base: Terms, above: Sum, below: Sum) -> tuple[Sum, Sum]:
    """A part of the agencies over all of them is a share of the whole: it is not held against its own part alone."""
    is_part = all(term.scope for term in top) and not any(term.scope for term in base)
    return pair(above, below, below.asked - above.asked if is_part else frozenset())


def paired(expression: Expression, plan: Plan, forms: Forms) -> tuple[Sum, Sum]:
    """Numerator and denominator over the same agencies; an empty denominator pairs nothing."""
    return _paired(expression, lambda terms: reckon(terms, plan, forms))


def _paired(expression: Expression, sum_of: SumOf) -> tuple[Sum, Sum]:
    if not expression.denominator:
        return sum_of(expression.numerator), add_up((), frozenset())
    found = [_pair(top, base, sum_of(top), sum_of(base)) for top, base in _couples(expression)]
    return together([top for top, _ in found]), together([base for _, base in found])


def _couples(expression: Expression) -> Iterator[tuple[Terms, Terms]]:
    """What is paired with what: with as many terms on both sides each with its counterpart, else all with all.

    A difference is one number: its terms are not taken apart.
    """
    top, base = expression.numerator, expression.denominator
    # Term by term, an agency that gave one pair of three counts with that pair and not with half of another.
    if len(top) == len(base) and not any(term.minus for term in (*top, *base)):
        yield from (((one,), (other,)) for one, other in zip(top, base, strict=True))
    else:
        yield top, base


def clauses(pieces: Sequence[Sequence[Expression]], plan: Plan, sum_of: SumOf) -> list[Mapping[Expression, Figure]]:
    """The figures of one sentence, piece by piece.

    A share is taken over the agencies that gave both numbers, and so is its part wherever the sentence prints it, and
    its whole in the same piece. In another piece the whole stands for all that gave it: where those are more, the
    share has to be printed with what it is a share of (`whole_of`).
    """
    shares = {one: _paired(one, sum_of) for piece in pieces for one in piece if one.denominator}
    tops: dict[Terms, Sum] = {}
    for top, base in (couple for one in shares for couple in _couples(one)):
        _restrict(tops, top, _pair(top, base, tops.get(top) or sum_of(top), sum_of(base))[0])
    nothing = add_up((), frozenset())
    found: list[Mapping[Expression, Figure]] = []
    for piece in pieces:
        bound = dict(tops)
        for top, base in (couple for one in piece if one.denominator for couple in _couples(one)):
            _restrict(bound, base, _pair(top, base, sum_of(top), bound.get(base) or sum_of(base))[1])
        sides = {one: shares.get(one) or (_sum(one.numerator, bound, sum_of), nothing) for one in piece}
        found.append({one: _figure(one, plan, sums) for one, sums in sides.items()})
    return found


def _restrict(bound: dict[Terms, Sum], terms: Terms, found: Sum) -> None:
    """Where nobody gave both numbers, the share is not printed and binds nothing."""
    if found.parts:
        bound[terms] = found


def _sum(terms: Terms, bound: Mapping[Terms, Sum], sum_of: SumOf) -> Sum:
    if terms in bound:
        return bound[terms]
    if any((term,) in bound for term in terms):
        return together([bound.get((term,)) or sum_of((term,)) for term in terms])
    return sum_of(terms)


def reckon_expression(expression: Expression, plan: Plan, forms: Forms) -> Figure:
    """What an expression gives by itself; a ratio with the format % is scaled to percent."""
    (found,) = clauses([(expression,)], plan, lambda terms: reckon(terms, plan, forms))
    return found[expression]


def reckon_each(expression: Expression, plan: Plan, forms: Forms) -> tuple[Figure, Mapping[str, Figure]]:
    """What `reckon_expression` gives for all forms, and for each by itself, gone through only once.

    With the format `share`, what each has of the sum of all.
    """
    top, base = paired(expression, plan, forms)
    if expression.format == "share":
        parts = top.by_agency()
        sums = {code: add_up(parts.get(code, ()), frozenset((code,))) for code in forms}
        return _share(expression, top, top), {code: _share(expression, own, top) for code, own in sums.items()}
    tops, bases, asked = top.by_agency(), base.by_agency(), joint((top.asked, base.asked))

    def own(code: str) -> Figure:
        sides = add_up(tops.get(code, ()), asked), add_up(bases.get(code, ()), asked)
        return _figure(expression, plan, sides)

    return _figure(expression, plan, (top, base)), {code: own(code) for code in forms}


def share_of(expression: Expression, plan: Plan, forms: Forms, everybody: Forms) -> Figure:
    """What these forms have of the sum of everybody's."""
    return _share(expression, paired(expression, plan, forms)[0], paired(expression, plan, everybody)[0])


def _share(expression: Expression, part: Sum, whole: Sum) -> Figure:
    return rate(part, whole, HUNDRED, "%", f"{expression.text} trên tổng số")


def _figure(expression: Expression, plan: Plan, sides: tuple[Sum, Sum]) -> Figure:
    top, base = sides
    if expression.denominator:
        scale = _SCALES.get(expression.format, Decimal(1))
        return rate(top, base, scale, "%" if expression.format in ("%", "moved") else "", expression.text)
    return figure_of(top, unit_of(expression.numerator, plan), expression.text)


def figure_of(found: Sum, unit: str, formula: str) -> Figure:
    """A sum as a figure."""
    return Figure(found.value, unit, formula, found.parts, (), found.reporters, found.asked, found.left_out)


def unit_of(terms: Iterable[Term], plan: Plan) -> str:
    """The unit of the first question or column that the terms add up."""
    for term in terms:
        if asked := added_up(term, plan):
            return asked.unit or (plan.info.money_unit if asked.kind is Kind.MONEY else "")
    return ""


def added_up(term: Term, plan: Plan) -> Question | GridColumn | None:
    """The question whose numbers a term adds up, or the column of a list; None where it counts places or rows."""
    if term.op == "sum":
        table, key = term.listed
        return next((c for t in plan.tables if t.id == table for c in t.columns if c.id == key), None)
    return plan.questions.get(term.questions[0]) if term.op == "total" else None
