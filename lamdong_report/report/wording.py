"""Puts pieces into the places of a plan's wording, keeping figures and cells; signs where there is no number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lamdong_report.catalogue.phrases import fraction
from lamdong_report.content import Number, Piece, Pieces, Quote, Text, as_pieces
from lamdong_report.figures import Judgement
from lamdong_report.model import Figure, Part
from lamdong_report.plan import Plan, template_parts
from lamdong_report.text import format_count, join_words, upper_first, within_sentence

# So many agencies are told by name; more are counted.
MOST_NAMES = 3
# More names than these are a list, which stands in an annex; in a sentence nobody reads on.
MOST_LISTED = 8
_PADDED = re.compile(r"^0(?=\d)")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
NONE, NO_DATA, NOT_ASKED, WITHHELD = "–", "…", "x", "*"
# Beside the word of a judgement: what a black-and-white print tells at a glance.
JUDGEMENTS = {
    Judgement.EXCEEDED: "▲",
    Judgement.REACHED: "●",
    Judgement.MISSED: "▼",
    Judgement.NONE: NONE,
    Judgement.NO_DATA: NO_DATA,
}


def fill(template: str, **values: Pieces | str) -> Pieces:
    """The wording with its braces filled in."""
    pieces: list[Piece] = []
    for words, name in template_parts(template):
        pieces += as_pieces(words)
        if name is not None:
            pieces += as_pieces(values[name])
    return joined(pieces)


def without_empty(template: str, empty: Iterable[str]) -> str:
    """The template without its square brackets, and without those pieces in them that name an empty field."""
    fields = [f"{{{name}}}" for name in empty]
    return _OPTIONAL.sub(lambda piece: "" if any(field in piece[1] for field in fields) else piece[1], template)


def joined(pieces: Iterable[Piece]) -> Pieces:
    """The pieces with neighbouring texts made one, and the two numbers of a fraction without leading zeros: 3/4.

    A zero before a lone count keeps another digit from being written in; in a fraction officials read it as a slip.
    """
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + piece.text)
        elif piece.text:
            found.append(piece)
    for at, whole in enumerate(found[2:], 2):
        part = found[at - 2]
        if isinstance(whole, Number) and isinstance(part, Number) and found[at - 1] == Text("/"):
            found[at - 2], found[at] = unpadded(part), unpadded(whole)
    return tuple(found)


def count_of(figure: Figure) -> Number:
    """The figure as a count in running text."""
    return Number(format_count(figure.value or Decimal(0)), figure)


def unpadded(number: Number) -> Number:
    """The number without the zero that a lone count takes in running text."""
    return Number(_PADDED.sub("", number.text), number.figure)


def fraction_text(part: int, whole: int) -> str:
    """So many of so many, as `joined` would have it."""
    return fraction(Decimal(part), Decimal(whole))


def listed(items: Sequence[Pieces]) -> Pieces:
    """The items as one phrase: "a", "a và b", "a, b và c"."""
    marks = [""] * bool(items) + [", "] * (len(items) - 2) + [" và "] * (len(items) > 1)
    return joined(piece for mark, item in zip(marks, items, strict=True) for piece in (*as_pieces(mark), *item))


def separated(items: Iterable[Pieces], mark: str = "; ") -> Pieces:
    """The items that are not empty, with the mark between them."""
    found: list[Piece] = []
    for item in filter(None, items):
        found += (Text(mark), *item) if found else item
    return joined(found)


def capitalised(pieces: Pieces) -> Pieces:
    """The pieces with a capital first letter, unless they begin with a number."""
    if not pieces or isinstance(pieces[0], Number):
        return pieces
    first = pieces[0]
    changed = Text(upper_first(first.text)) if isinstance(first, Text) else Quote(upper_first(first.text), first.source)
    return (changed, *pieces[1:])


def reporters(figure: Figure, plan: Plan, codes: frozenset[str] | None = None) -> Pieces:
    """Who reported a figure: "118/124 xã, phường, đặc khu và 21/24 cơ quan, đơn vị cấp tỉnh", or a few by name."""
    asked = [a for a in plan.agencies if a.code in figure.asked and (codes is None or a.code in codes)]
    reported = frozenset(figure.reporters)
    if len(asked) <= MOST_NAMES:
        return as_pieces(join_words([agency.name for agency in asked if agency.code in reported]))
    wanted: dict[str, list[str]] = {}
    for agency in asked:
        wanted.setdefault(plan.group_of(agency).noun, []).append(agency.code)
    order = sorted(wanted, key=lambda noun: -len(wanted[noun]))
    got = {noun: [code for code in wanted[noun] if code in reported] for noun in order}
    # How many reported rests on one cell of each.
    first = {part.agency: part for part in reversed((*figure.parts, *figure.base_parts))}
    told: list[Pieces] = []
    for noun in (noun for noun in order if got[noun]):
        gave, whole = tuple(got[noun]), frozenset(wanted[noun])
        if len(whole) == 1:
            told.append(as_pieces(plan.agency(gave[0]).name))
            continue
        parts = tuple(Part(c, first[c].question, Decimal(1), first[c].source) for c in gave if c in first)
        value, formula = Decimal(len(gave)), "số cơ quan có báo cáo"
        counted = Figure(value, "cơ quan", formula, parts, reporters=gave, asked=whole)
        told.append((Number(fraction_text(len(gave), len(whole)), counted), Text(f" {noun}")))
    return listed(told)


def names(codes: frozenset[str], plan: Plan) -> str:
    """A few by name; of a summed group more than that by its name where nobody has reported, else by their number."""
    names: list[str] = []
    for group in plan.groups:
        members = [agency for agency in plan.agencies if agency.group == group.id]
        silent = [agency.name for agency in members if agency.code in codes]
        if group.summed and len(silent) == len(members) > 1:
            names.append(within_sentence(group.name))
        elif group.summed and len(silent) > MOST_NAMES:
            names.append(f"{format_count(Decimal(len(silent)))} {group.noun}")
        else:
            names += silent
    return join_words(names)


def judgement_text(judgement: Judgement, plan: Plan) -> str:
    texts = {
        Judgement.EXCEEDED: plan.wording.status_exceeded,
        Judgement.REACHED: plan.wording.status_reached,
        Judgement.MISSED: plan.wording.status_missed,
        Judgement.NONE: plan.wording.status_none,
        Judgement.NO_DATA: plan.wording.status_no_data,
    }
    return texts[judgement]
