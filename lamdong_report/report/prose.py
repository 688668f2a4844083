"""Fills the plan's sentences with figures, so that the grammar fits what the data has and lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from lamdong_report.content import Number, Piece, Pieces, Text, as_pieces
from lamdong_report.figures import HUNDRED, added_up, reckon_each, whole_of
from lamdong_report.model import Figure
from lamdong_report.plan import Expression, Field, Kind, Plan, SentenceFormulas, Stretch
from lamdong_report.report.counters import counter_figure, counter_pieces
from lamdong_report.report.material import Material
from lamdong_report.report.wording import MOST_LISTED, MOST_NAMES, capitalised, count_of, fill, joined
from lamdong_report.text import format_count, format_fixed, format_money, format_number, join_words

# Where all, or more than a sentence names (MOST_NAMES), share the first or the last place, it distinguishes nobody.
_EDGES = ("highest", "lowest")
_CHANGES = ("change", "difference")
Sums = Mapping[str, Decimal]


def fill_sentence(sentence: SentenceFormulas, material: Material) -> Pieces | None:
    """The sentence as it is printed, or None where its main number is unknown (or 0, without a wording for 0)."""
    text = _Clauses(sentence.text, material)
    main = text.figure(sentence.main) if sentence.main else None
    if main is None or main.value is None or (main.value == 0 and not sentence.zero):
        return None
    if main.value:
        return text.fill(main)
    pieces = _Clauses(sentence.zero, material).fill(main)
    if not pieces:
        return None
    # The words that say that there was nothing rest on the cells with 0: the longest text, beside what names them.
    texts = [at for at, piece in enumerate(pieces) if isinstance(piece, Text)]
    said = max(texts, key=lambda at: len(pieces[at].text), default=None)
    return pieces if said is None else (*pieces[:said], Number(pieces[said].text, main), *pieces[said + 1 :])


def is_reported_as_none(sentence: SentenceFormulas, material: Material) -> bool:
    """Whether the sentence's main number is known to be 0: somebody has reported it, and there was nothing."""
    main = _Clauses(sentence.text, material).figure(sentence.main) if sentence.main else None
    return main is not None and main.value == 0


class _Shown(Struct, frozen=True):
    """How a field reads, and the figure that decides whether it is printed."""

    pieces: Pieces
    figure: Figure


class _Clauses:
    """One sentence's stretches with the figures of all their fields, reckoned together."""

    def __init__(self, stretches: tuple[Stretch, ...], material: Material) -> None:
        self.stretches, self.material = stretches, material
        expressions = [[field.expression for field in one.fields if field.expression] for one in stretches]
        self.figures = material.clauses(expressions)

    def figure(self, field: Field) -> Figure:
        """The figure of the field that decides; where the sentence does not print it, by itself."""
        if field.expression is None:
            return counter_figure(field, self.material, Figure(None))
        found = (figures[field.expression] for figures in self.figures if field.expression in figures)
        return next(found, None) or self.material.clauses([(field.expression,)])[0][field.expression]

    def fill(self, main: Figure) -> Pieces | None:
        """All that can be said; None where a number outside the optional stretches is unknown."""
        found: list[Piece] = []
        for at, stretch in enumerate(self.stretches):
            shown = {field: self._show(at, field, main) for field in stretch.fields}
            if stretch.optional:
                is_told = all(one.figure.value for one in shown.values())
            else:
                needed = [one.figure.value for field, one in shown.items() if field.counter != "reporters"]
                is_told = None not in needed
            if is_told:
                for part in stretch.parts:
                    found += (Text(part),) if isinstance(part, str) else shown[part].pieces
            elif not stretch.optional:
                return None
        return capitalised(joined(found))

    def _show(self, at: int, field: Field, main: Figure) -> _Shown:
        if field.expression is None:
            return _Shown(counter_pieces(field, self.material, main), counter_figure(field, self.material, main))
        figure = self.figures[at][field.expression]
        if figure.value is None:
            return _Shown((), figure)
        special = special_pieces(field.expression, figure, self.material)
        if special is not None:  # a change of 0 is worth its words; a field with nothing to tell counts as unknown
            return _Shown(special, Figure(Decimal(1) if special else None))
        number = Number(format_field(figure.value, field.expression, self.material.plan), figure)
        # A share of less than the whole that the sentence prints says what it is a share of.
        whole, base = whole_of(figure), field.expression.denominator
        for other, printed in ((e, f) for figures in self.figures for e, f in figures.items()):
            is_whole = other.numerator == base and not other.denominator and field.expression.format == "%"
            if is_whole and whole.value not in (None, printed.value):
                unit = Text(f" {printed.unit}".rstrip())
                share_of = self.material.plan.wording.share_of
                return _Shown(fill(share_of, share=(number,), whole=(count_of(whole), unit)), figure)
        return _Shown((number,), figure)


def format_field(value: Decimal, expression: Expression, plan: Plan) -> str:
    """The number as the field's format wants it: counts with the offices' leading zero, rates with one decimal."""
    match expression.format:
        case "%":
            return format_percent(value)
        case "per1000" | "per100000":
            return format_number(value, 2)
        case "plain":
            return format_number(value)
        case "":
            asked = added_up(expression.numerator[0], plan)
            if asked and asked.kind is Kind.MONEY:
                return format_money(value)
            return format_number(value, 2) if expression.denominator else format_count(value)
        case decimals:
            return format_fixed(value, int(decimals))


def format_percent(value: Decimal) -> str:
    # All of them stand without decimals, and so are told from 99,96, which is rounded to "100,0%".
    return "100%" if value == HUNDRED else f"{format_fixed(value, 1)}%"


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
    is_edge = expression.format in _EDGES
    if len(wanted) > (MOST_NAMES if is_edge else MOST_LISTED) or (is_edge and len(wanted) == len(sums)):
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
