"""The annexes with agencies as rows: their figures, subtotals and total, and which small counts are not printed."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from decimal import Decimal
from typing import TypeVar

import msgspec

from lamdong_report.content import AgencyAnnex, AgencyRow, Cell, Number, Pieces, as_pieces
from lamdong_report.figures import Judgement, common_decimals, reckon_each, share_of
from lamdong_report.model import Figure
from lamdong_report.plan import Agency, AnnexFormulas, Expression, asked_of
from lamdong_report.plan.schema import AnnexColumn
from lamdong_report.report.amounts import agencies_figure
from lamdong_report.report.material import Material
from lamdong_report.report.prose import format_percent
from lamdong_report.report.wording import NO_DATA, NONE, NOT_ASKED, WITHHELD, fraction_text, judgement_text
from lamdong_report.text import format_fixed, upper_first

# One figure with more decimals would give them to the whole column, which stands aligned (`common_decimals`).
MOST_DECIMALS = 2
TOTAL = "Tổng cộng"
# What stands for the row of sums where there is nothing to add up.
NO_TOTAL = AgencyRow("", "", ())
NO_FIGURE = Figure(None)
K = TypeVar("K", bound=Hashable)


def figure_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """Every agency of the annex with its columns, those of one kind or zone under their subtotal, then the total."""
    agencies = material.plan.select(*annex.entry.of)
    columns = _columns(annex, agencies, material)
    divided: dict[str, list[Agency]] = {}
    for agency in agencies:
        divided.setdefault(getattr(agency, annex.entry.by) if annex.entry.by else "", []).append(agency)
    withheld = [_withheld(column, annex, divided.values(), material) for column in columns]
    rows: list[AgencyRow] = []
    count = itertools.count(1)
    for name, members in divided.items():
        if name:  # a division that nobody names is left to stand without a subtotal
            sums = _columns(annex, members, material, agencies)
            rows.append(_total_row(upper_first(name), members, sums, [one.divisions for one in withheld]))
        for agency in members:
            cells = tuple(
                Cell(WITHHELD) if agency.code in one.cells else Cell(column.cell(agency.code, material))
                for column, one in zip(columns, withheld, strict=True)
            )
            rows.append(AgencyRow(str(next(count)), upper_first(agency.name), cells))
    return AgencyAnnex(
        number=number,
        title=annex.entry.title,
        head=annex.entry.head,
        columns=tuple(f"{c.entry.label} ({c.entry.unit})" if c.entry.unit else c.entry.label for c in columns),
        widths=tuple(column.entry.width for column in columns),
        rows=tuple(rows),
        total=_total_row(TOTAL, agencies, columns, [one.total for one in withheld]) if annex.entry.total else NO_TOTAL,
    )


def _columns(
    annex: AnnexFormulas, agencies: Sequence[Agency], material: Material, everybody: Sequence[Agency] = ()
) -> tuple[_Column, ...]:
    """The columns over these agencies; where they are a division, their shares are of the sum of `everybody`."""
    plan, found = material.plan, []
    forms, whole = (material.forms.only({agency.code for agency in some}) for some in (agencies, everybody))
    for column in annex.columns:
        if column.entry.judged:
            # Who of these agencies has reached its own target: the words say it of each, and of all under "".
            judged = next(one for one in material.measures if one.indicator.id == column.entry.judged)
            codes = {agency.code for agency in agencies}
            own = {one.agency: one for one in judged.each if one.agency in codes}
            good = [one for one in own.values() if one.judgement in (Judgement.REACHED, Judgement.EXCEEDED)]
            words = {code: judgement_text(one.judgement, plan) for code, one in own.items()}
            words[""] = fraction_text(len(good), len(own))
            own_figures, total = {code: one.figure for code, one in own.items()}, agencies_figure(good)
            found.append(_Column(column.entry, column.value, total, own_figures, 0, frozenset(own), words))
            continue
        total, figures = reckon_each(column.value, plan, forms)
        if whole and column.value.format == "share":
            total = share_of(column.value, plan, forms, whole)
        decimals = common_decimals((figure.value for figure in (total, *figures.values())), MOST_DECIMALS)
        asked = frozenset().union(*(asked_of(term, plan) for term in column.value.numerator))
        found.append(_Column(column.entry, column.value, total, figures, decimals, asked))
    return tuple(found)


def _total_row(
    name: str, agencies: Sequence[Agency], columns: tuple[_Column, ...], withheld: Sequence[bool]
) -> AgencyRow:
    codes = {agency.code for agency in agencies}
    cells = (
        Cell(WITHHELD) if is_hidden else Cell(column.total_cell(codes))
        for column, is_hidden in zip(columns, withheld, strict=True)
    )
    return AgencyRow("", name, tuple(cells))


class _Column(msgspec.Struct, frozen=True):
    """A column with its total, with every agency's own figure by the agency's code, and how many decimals they take.

    `words` are what stands instead of a number, by the agency's code, and "" for the total.
    """

    entry: AnnexColumn
    expression: Expression
    total: Figure
    figures: Mapping[str, Figure]
    decimals: int
    asked: frozenset[str]
    words: Mapping[str, str] = msgspec.field(default_factory=dict)

    def cell(self, code: str, material: Material) -> Pieces:
        """One agency's number, the words for it, or the sign that says why there is none."""
        figure = self.figures.get(code, NO_FIGURE)
        if code not in self.asked:
            return as_pieces(NOT_ASKED)
        if figure.value is None and figure.base_parts and not any(part.value for part in figure.base_parts):
            # A share of a whole that is 0: there was nothing, which is not the same as no data.
            return (Number(NONE, Figure(Decimal(0), formula="mẫu số bằng 0", parts=figure.base_parts)),)
        if figure.value is None:
            return as_pieces(NO_DATA)
        words, terms = self.words.get(code, ""), self.expression.numerator
        # Where the column counts an answer: the plan's word for it, or the answer itself.
        if self.entry.yes_no:
            words = words or self.entry.yes_no[0 if figure.value else 1]
        elif not words and [term.op for term in terms] == ["is"] and not self.expression.denominator:
            words = material.words(material.plan.agency(figure.parts[0].agency), figure.parts[0].question)
        return (Number(words or self._number(figure.value), figure),)

    def total_cell(self, codes: Set[str]) -> Pieces:
        """The total, or the sign that says why these agencies have none."""
        if not self.entry.total:
            return ()
        if self.total.value is None:
            return as_pieces(NO_DATA if codes & self.asked else NOT_ASKED)
        return (Number(self.words.get("") or self._number(self.total.value), self.total),)

    def _number(self, value: Decimal) -> str:
        if self.expression.format in ("%", "share"):
            return format_percent(value)
        return format_fixed(value, self.decimals) if value else NONE


class Withheld(msgspec.Struct, frozen=True):
    """By agency the cells of a column that are not printed; then whether the sums of its divisions, and its total."""

    cells: frozenset[str] = frozenset()
    divisions: bool = False
    total: bool = False


def _withheld(
    column: _Column, annex: AnnexFormulas, divisions: Iterable[Sequence[Agency]], material: Material
) -> Withheld:
    """What of a column about victims is not printed agency by agency, for neighbours would know who; 0 may be."""
    plan, value = material.plan, column.expression
    questions = {q for term in (*value.numerator, *value.denominator) for q in term.questions}
    lists = {f"{table.id}.{one.id}": one for table in plan.tables for one in table.columns}
    if not any(one.sensitive for q in questions if (one := plan.questions.get(q) or lists.get(q))):
        return Withheld()
    # Of a rate or a share the persons are small in number or not, whatever the per cent.
    is_part = bool(value.denominator) or value.format == "share"
    counts: dict[str, Decimal] = {}
    for code, figure in column.figures.items():
        if code in column.asked and figure.value is not None:
            counts[code] = sum((part.value for part in figure.parts), Decimal(0)) if is_part else figure.value
    limit = plan.thresholds.small_count
    if value.denominator or not (column.entry.total and (annex.entry.total or annex.entry.by)):
        # Rates add up to nothing, and without a sum nothing is reckoned from it.
        return Withheld(frozenset(code for code, count in counts.items() if 0 < count < limit))
    parts = [hidden_in({one.code: counts[one.code] for one in some if one.code in counts}, limit) for some in divisions]
    if not any(is_told for _, is_told in parts):
        return Withheld(frozenset().union(*(cells for cells, _ in parts)))
    # A division's sum would be its only count: without these sums the whole column hides what each alone cannot.
    cells, is_told = hidden_in(counts, limit)
    return Withheld(cells, divisions=True, total=is_told)


def hidden_in(counts: Mapping[K, Decimal], limit: int) -> tuple[frozenset[K], bool]:
    """The counts from 1 to below `limit`, with one more where their sum would tell them; and whether it does even so.

    A sum tells what is left out alone, and what can only be all 1 or all as large as a small count gets. Beside the
    next smallest, or a 0, nobody can say which of the two is which.
    """
    rising = sorted(counts, key=lambda key: (counts[key] <= 0, counts[key]))
    small = [key for key in rising if 0 < counts[key] < limit]
    values = {counts[key] for key in small}
    is_told = len(small) == 1 or (len(values) == 1 and values <= {1, limit - 1})
    return frozenset(rising[: len(small) + is_told]), is_told and len(rising) == len(small)
