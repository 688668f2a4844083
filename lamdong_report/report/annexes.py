"""The annexes of figures: agencies as rows, or figures as rows beside last year's."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

import msgspec

from lamdong_report.content import AgencyAnnex, AgencyRow, Cell, Number, Pieces, as_pieces
from lamdong_report.figures import Judgement, common_decimals, reckon_each, reckon_expression, share_of
from lamdong_report.model import Figure
from lamdong_report.plan import Agency, AnnexFormulas, ColumnFormula, Expression, Plan, asked_of
from lamdong_report.plan.schema import AnnexColumn
from lamdong_report.report.amounts import agencies_figure
from lamdong_report.report.list_annex import NO_TOTAL, list_annex
from lamdong_report.report.material import Material
from lamdong_report.report.prose import change_pieces, format_field, format_percent
from lamdong_report.report.withholding import Withheld, withhold
from lamdong_report.report.wording import NO_DATA, NONE, NOT_ASKED, WITHHELD, fraction_text, judgement_text
from lamdong_report.text import format_fixed, roman, upper_first

# One figure with more decimals would give them to the whole column, which stands aligned (`common_decimals`).
MOST_DECIMALS = 2
TOTAL = "Tổng cộng"
NO_FIGURE = Figure(None)
UNIT, WHOLE = "Đơn vị tính", "Tổng cộng"
# In mm: a unit's name, and words like «giảm 12,5%».
_WIDTHS = {UNIT: 24, "So với năm trước": 26, "So với kỳ trước": 26}
_USUAL_WIDTH = 28


def agency_annexes(material: Material, first: int) -> Iterator[AgencyAnnex]:
    """The plan's annexes in their order, numbered from `first`."""
    behind = (annex for annex in material.plan.formulas.annexes if not annex.entry.section)
    for number, annex in enumerate(behind, first):
        written = write_annex(annex, roman(number), material)
        if not written.rows:
            # The annex of a list in which nobody wrote anything keeps its number, and says so instead of a bare head.
            name, sign = ("Không phát sinh", NONE) if has_sent(annex, material) else ("Chưa có số liệu", NO_DATA)
            said = AgencyRow("", name, (Cell(sign),) * len(written.columns))
            written = replace(written, rows=(said,), total=NO_TOTAL)
        yield written


def write_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """One annex, or a table of the body, which has no number."""
    write = list_annex if annex.table else comparison_annex if annex.entry.compare else figure_annex
    return write(annex, number, material)


def has_sent(annex: AnnexFormulas, material: Material) -> bool:
    """Whether anybody whom the table is about has sent a form: before, no row means nothing."""
    return any(agency.code in material.forms for agency in material.plan.select(*annex.entry.of))


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
    forms, whole = (
        {agency.code: material.forms[agency.code] for agency in some if agency.code in material.forms}
        for some in (agencies, everybody)
    )
    for column in annex.columns:
        if column.entry.judged:
            found.append(_judged_column(column, agencies, material))
            continue
        total, figures = reckon_each(column.value, plan, forms)
        if whole and column.value.format == "share":
            total = share_of(column.value, plan, forms, whole)
        decimals = common_decimals((figure.value for figure in (total, *figures.values())), MOST_DECIMALS)
        asked = frozenset().union(*(asked_of(term, plan) for term in column.value.numerator))
        found.append(_Column(column.entry, column.value, total, figures, decimals, asked))
    return tuple(found)


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
    return withhold(counts, [[agency.code for agency in some] for some in divisions], limit)


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
        words = self.words.get(code) or self._own_words(figure, material)
        return (Number(words or self._number(figure.value), figure),)

    def total_cell(self, codes: Set[str]) -> Pieces:
        """The total, or the sign that says why these agencies have none."""
        if not self.entry.total:
            return ()
        if self.total.value is None:
            return as_pieces(NO_DATA if codes & self.asked else NOT_ASKED)
        return (Number(self.words.get("") or self._number(self.total.value), self.total),)

    def _own_words(self, figure: Figure, material: Material) -> str:
        """Where the column counts an answer: the plan's word for it, or the answer itself."""
        if self.entry.yes_no:
            return self.entry.yes_no[0 if figure.value else 1]
        (term, *others), part = self.expression.numerator, figure.parts[0]
        if term.op != "is" or others or self.expression.denominator:
            return ""
        return material.words(material.plan.agency(part.agency), part.question)

    def _number(self, value: Decimal) -> str:
        if self.expression.format in ("%", "share"):
            return format_percent(value)
        return format_fixed(value, self.decimals) if value else NONE


def _judged_column(column: ColumnFormula, agencies: Sequence[Agency], material: Material) -> _Column:
    """Who of these agencies has reached its own target; `words` says it of each, and of all under ""."""
    measure = next(one for one in material.measures if one.indicator.id == column.entry.judged)
    own = {one.agency: one for one in measure.each if one.agency in {agency.code for agency in agencies}}
    words = {code: judgement_text(one.judgement, material.plan) for code, one in own.items()}
    good = [one for one in own.values() if one.judgement in (Judgement.REACHED, Judgement.EXCEEDED)]
    total = agencies_figure(good)
    words[""] = fraction_text(len(good), len(own))
    figures = {code: one.figure for code, one in own.items()}
    return _Column(column.entry, column.value, total, figures, 0, frozenset(own), words)


def comparison_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """The columns of the plan as rows; last year's stand beside them as soon as one of its sums is known."""
    plan, agencies = material.plan, material.plan.select(*annex.entry.of)
    levels: dict[str, list[Agency]] = {}
    for agency in agencies:
        levels.setdefault(upper_first(plan.group_of(agency).noun), []).append(agency)
    sides = {**(levels if len(levels) > 1 else {}), WHOLE: list(agencies)}
    # What is known of last year is what everybody had.
    before = [plan.total_before(c.value) if len(agencies) == len(plan.agencies) else None for c in annex.columns]
    known = any(value is not None for value in before)
    change = f"So với {'kỳ' if plan.info.period else 'năm'} trước"
    columns = (UNIT, *sides, *((upper_first(plan.previous_period), change) if known else ()))
    rows = []
    for at, (column, then) in enumerate(zip(annex.columns, before, strict=True), 1):
        pieces = (as_pieces(column.entry.unit), *_compared(column, sides.values(), then, material))
        rows.append(AgencyRow(str(at), column.entry.label, tuple(map(Cell, pieces[: len(columns)]))))
    return AgencyAnnex(
        number=number,
        title=annex.entry.title,
        head=annex.entry.head,
        columns=columns,
        widths=tuple(_WIDTHS.get(column, _USUAL_WIDTH) for column in columns),
        rows=tuple(rows),
        total=NO_TOTAL,
    )


def _compared(
    column: ColumnFormula, sides: Iterable[Sequence[Agency]], before: Decimal | None, material: Material
) -> Iterator[Pieces]:
    """What the agencies of each side come to; then last year's sum as the plan has it, and how far it has moved."""
    plan, formula = material.plan, column.value
    asked = frozenset().union(*(asked_of(term, plan) for term in formula.numerator))
    for agencies in sides:
        codes = {agency.code for agency in agencies}
        total = reckon_expression(formula, plan, {c: form for c, form in material.forms.items() if c in codes})
        yield _shown(total, column, plan) or as_pieces(NO_DATA if codes & asked else NOT_ASKED)
    if before is None:
        yield from (as_pieces(NO_DATA), as_pieces(NO_DATA))
        return
    yield _shown(Figure(before, column.entry.unit, f"{formula.text}, tổng năm trước"), column, plan)
    total = reckon_expression(formula, plan, material.forms)
    yield change_pieces(msgspec.structs.replace(formula, format="change"), total, plan) or as_pieces(NO_DATA)


def _shown(figure: Figure, column: ColumnFormula, plan: Plan) -> Pieces:
    return (Number(format_field(figure.value, column.value, plan), figure),) if figure.value is not None else ()
