"""The lines that a form reckons while the clerk types: the rate of an indicator and whether it reaches the target."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from lamdong_report.layout import RECKONED, Block
from lamdong_report.plan import Indicator, Plan, ResultKind, Term
from lamdong_report.plan.schema import Ask
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula
from lamdong_report.text import format_number

Lookup = Callable[[str], Formula]
# Binary fractions must not turn 107 into 106.99999999999999.
_EXACT = 9


class LiveLine(Struct, frozen=True):
    """One reckoned line. `rate` gives numerators and denominators (question ids) for a rate, None for a judgement.

    A judgement is of the rates above it, of the sum of `total`, or of what `done` says.
    """

    label: str
    unit: str = ""
    rate: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    total: tuple[str, ...] = ()
    done: Term | None = None


def live_lines(block: Block) -> Iterator[LiveLine]:
    """The lines of an indicator's block, rates first, the judgement last; none for other blocks."""
    indicator, ask, formulas = block.indicator, block.ask, block.formulas
    if indicator is None or ask is None:
        return
    terms, own_rows = formulas.printed.numerator, {row.id for row in ask.rows}
    alone = ask.of == (indicator.lead,) and own_rows.issuperset(q for term in terms for q in term.questions)
    is_sum = not formulas.printed.denominator and all(term.op == "total" and not term.minus for term in terms)
    if indicator.kind is ResultKind.DONE and len(terms) == 1 and own_rows.issuperset(terms[0].questions):
        yield LiveLine(f"So với chỉ tiêu {RECKONED}", done=terms[0])
    elif alone and terms and is_sum and not indicator.against_last_year:
        yield LiveLine(f"So với chỉ tiêu {RECKONED}", total=tuple(term.questions[0] for term in terms))
    elif ask.numerator and ask.denominator:
        yield LiveLine(f"Kết quả {RECKONED}", indicator.level_unit, (ask.numerator, ask.denominator))
        for part, formula in zip(indicator.parts, formulas.parts, strict=True):
            sides = (formula.numerator, formula.denominator)
            top, base = (tuple(q for term in side for q in term.questions) for side in sides)
            if own_rows.issuperset(top + base):
                yield LiveLine(f"Riêng {part.label} {RECKONED}", indicator.unit, (top, base))
        own = block.own_target or set(ask.of) & set(indicator.responsible)
        if indicator.against_last_year:
            return  # the form knows no last year of all agencies to hold the sum against
        yield LiveLine(f"So với {'chỉ tiêu' if own else 'mức chỉ tiêu chung'} {RECKONED}")
    elif ask.at_least is not None and ask.at_least_rows:
        numbers = ", ".join(str(at) for at, row in enumerate(ask.rows, 1) if row.id in ask.at_least_rows)
        yield LiveLine(f"Mức ít nhất {format_number(ask.at_least)} ở mỗi dòng {numbers} {RECKONED}")


def live_formula(block: Block, line: LiveLine, rates: Sequence[Formula], cell: Lookup, plan: Plan) -> Formula:
    """What a line of an indicator's block comes to; `rates` are those of the lines above it."""
    indicator, ask = block.indicator, block.ask
    assert indicator is not None and ask is not None
    if line.rate:
        return rate_formula(line, indicator, cell, plan)
    if line.done:
        return done_formula(line.done, cell, plan)
    if line.total:
        return judgement_formula(indicator, [total_formula(line, cell)], plan)
    return judgement_formula(indicator, rates, plan) if rates else at_least_formula(ask, cell, plan)


def rate_formula(line: LiveLine, indicator: Indicator, cell: Lookup, plan: Plan) -> Formula:
    """Numerator ÷ denominator × scale: blank while a number is missing, "không phát sinh" when there is nothing."""
    tops, bases = line.rate or ((), ())
    top, base = [cell(q) for q in tops], [cell(q) for q in bases]
    rate = f.arithmetic(f.arithmetic(f.total(top), "/", f.total(base)), "*", f.number(indicator.scale))
    cases = (
        (_incomplete(base), f.text("")),
        (f.compares(f.total(base), "=", f.number(0)), f.text(plan.wording.status_none)),
        (_incomplete(top), f.text("")),
    )
    return f.first_true(cases, f.rounded(rate, _EXACT))


def _incomplete(cells: Sequence[Formula]) -> Formula:
    return f.compares(f.count_numbers(cells), "<", f.number(len(cells)))


def judgement_formula(indicator: Indicator, rates: Sequence[Formula], plan: Plan) -> Formula:
    """Reached only when every rate (the whole and each part) reaches the target, by the plan's own comparison."""
    known = f.is_number(rates[0])
    target = f.number(indicator.target)
    missed = [f.both(f.is_number(r), f.negated(f.compares(r, indicator.operator.value, target))) for r in rates]
    if indicator.target_to is not None:
        upper = f.number(indicator.target_to)
        missed += [f.both(f.is_number(r), f.compares(r, ">", upper)) for r in rates]
    verdict = f.when(f.either(*missed), f.text(plan.wording.status_missed), f.text(plan.wording.status_reached))
    return f.when(known, verdict, f.text(""))


def total_formula(line: LiveLine, cell: Lookup) -> Formula:
    """The sum of an indicator that divides nothing; blank while a number is missing."""
    cells = [cell(q) for q in line.total]
    return f.when(_incomplete(cells), f.text(""), f.rounded(f.total(cells), _EXACT))


def done_formula(term: Term, cell: Lookup, plan: Plan) -> Formula:
    """Whether it is done, and by its day; blank while the form does not say."""
    day, said = (cell(term.questions[0]), term.questions[1:]) if term.op == "by" else (None, term.questions)
    reached, missed = f.text(plan.wording.status_reached), f.text(plan.wording.status_missed)
    cases: list[tuple[Formula, Formula]] = []
    for answer in map(cell, said):
        choices = term.choices or plan.form.yes_no[:1]
        cases += [(f.is_empty(answer), f.text("")), (f.negated(f.is_one_of(answer, choices)), missed)]
    if day and term.day:
        cases += [(f.is_empty(day), f.text("")), (f.negated(f.compares(day, "<=", f.day(term.day))), missed)]
    return f.first_true(cases, reached)


def at_least_formula(ask: Ask, cell: Lookup, plan: Plan) -> Formula:
    """Whether the smallest of the named rows reaches the limit; blank while one of them is missing."""
    cells = [cell(q) for q in ask.at_least_rows]
    reached = f.compares(f.smallest(cells), ">=", f.number(ask.at_least or 0))
    verdict = f.when(reached, f.text(plan.wording.status_reached), f.text(plan.wording.status_missed))
    return f.when(_incomplete(cells), f.text(""), verdict)
