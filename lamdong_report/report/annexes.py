"""The annexes of figures: agencies as rows, or figures as rows beside last year's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lamdong_report.content import AgencyAnnex, AgencyRow, Cell, Number, Pieces, as_pieces
from lamdong_report.figures import Judgement, common_decimals, reckon_each, reckon_expression, share_of
from lamdong_report.model import Figure, Submission
from lamdong_report.plan import Agency, AnnexFormulas, ColumnFormula, Expression, Plan, asked_of
from lamdong_report.plan.schema import AnnexColumn
from lamdong_report.report.amounts import agencies_figure
from lamdong_report.report.list_annex import NO_TOTAL, list_annex
from lamdong_report.report.material import Material
from lamdong_report.report.prose import change_pieces, format_percent, format_value
from lamdong_report.report.wording import NO_DATA, NONE, NOT_ASKED, WITHHELD, judgement_text
from lamdong_report.text import format_count, format_fixed, roman, upper_first

MOST_DECIMALS = 2
TOTAL = "Tổng cộng"
NO_FIGURE = Figure(None)
UNIT, WHOLE, CHANGE = "Đơn vị tính", "Tổng cộng", "So với năm trước"
_WIDTHS = {UNIT: 24, CHANGE: 26}
_USUAL_WIDTH = 28


def agency_annexes(material: Material, first: int) -> Iterator[AgencyAnnex]:
    """The plan's annexes in their order, numbered from `first`."""
    behind = (annex for annex in material.plan.formulas.annexes if not annex.entry.section)
    for number, annex in enumerate(behind, first):
        yield write_annex(annex, roman(number), material)


def write_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """One annex, or a table of the body, which has no number."""
    write = list_annex if annex.table else comparison_annex if annex.entry.compare else _agency_annex
    return write(annex, number, material)


def _agency_annex(annex: AnnexFormulas, number: str, material: Material) -> AgencyAnnex:
    """Every agency of the annex with its columns, those of one kind or zone under their subtotal, then the total."""
    agencies = material.plan.select(*annex.entry.of)
    columns = _columns(annex, agencies, material)
    return AgencyAnnex(
        number=number,
        title=annex.entry.title,
        head=annex.entry.head,
        columns=tuple(f"{c.entry.label} ({c.entry.unit})" if c.entry.unit else c.entry.label for c in columns),
        widths=tuple(column.entry.width for column in columns),
        rows=tuple(_agency_rows(annex, agencies, columns, material)),
        total=_total_row(TOTAL, agencies, columns) if annex.entry.total else NO_TOTAL,
    )


def _agency_rows(
    annex: AnnexFormulas, agencies: Sequence[Agency], columns: tuple[_Column, ...], material: Material
) -> Iterator[AgencyRow]:
    """One row for each agency; a division that nobody names is left to stand without a subtotal."""
    divided: dict[str, list[Agency]] = {}
    for agency in agencies:
        divided.setdefault(getattr(agency, annex.entry.by) if annex.entry.by else "", []).append(agency)
    number = 0
    for name, members in divided.items():
        if name:
            yield _total_row(upper_first(name), members, _columns(annex, members, material, agencies))
        for agency in members:
            number += 1
            yield _agency_row(number, agency, columns, material)


def _columns(
    annex: AnnexFormulas, agencies: Sequence[Agency], material: Material, everybody: Sequence[Agency] = ()
) -> tuple[_Column, ...]:
    """The columns over these agencies; where they are a division, their shares are of the sum of `everybody`."""
    forms, whole = (
        {agency.code: material.forms[agency.code] for agency in some if agency.code in material.forms}
        for some in (agencies, everybody)
    )
    return tuple(
        _judged_column(column, agencies, material)
        if column.entry.judged
        else _column(column, material.plan, forms, whole)
        for column in annex.columns
    )


def _total_row(name: str, agencies: Sequence[Agency], columns: tuple[_Column, ...]) -> AgencyRow:
    codes = {agency.code for agency in agencies}
    return AgencyRow("", name, tuple(Cell(_total(column, codes)) for column in columns))


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with its total, with every agency's own figure by the agency's code, and how many decimals they take."""

    entry: AnnexColumn
    expression: Expression
    total: Figure
    figures: Mapping[str, Figure]
    decimals: int
    asked: frozenset[str]
    words: Mapping[str, str] = field(default_factory=dict)


def _judged_column(column: ColumnFormula, agencies: Sequence[Agency], material: Material) -> _Column:
    """Who of these agencies has reached its own target; `words` says it of each, and of all under ""."""
    measure = next(one for one in material.measures if one.indicator.id == column.entry.judged)
    own = {one.agency: one for one in measure.each if one.agency in {agency.code for agency in agencies}}
    words = {code: judgement_text(one.judgement, material.plan) for code, one in own.items()}
    good = [one for one in own.values() if one.judgement in (Judgement.REACHED, Judgement.EXCEEDED)]
    total = agencies_figure(good)
    words[""] = f"{format_count(total.value or Decimal(0))}/{format_count(Decimal(len(own)))}"
    figures = {code: one.figure for code, one in own.items()}
    return _Column(column.entry, column.value, total, figures, 0, frozenset(own), words)


def _column(
    column: ColumnFormula, plan: Plan, forms: Mapping[str, Submission], whole: Mapping[str, Submission]
) -> _Column:
    total, figures = reckon_each(column.value, plan, forms)
    if whole and column.value.format == "share":
        total = share_of(column.value, plan, forms, whole)
    shown = (figure.value for figure in (total, *figures.values()))
    asked = frozenset().union(*(asked_of(term, plan) for term in column.value.numerator))
    return _Column(column.entry, column.value, total, figures, common_decimals(shown, MOST_DECIMALS), asked)


def _agency_row(number: int, agency: Agency, columns: tuple[_Column, ...], material: Material) -> AgencyRow:
    cells = tuple(Cell(_agency_cell(column, agency, material)) for column in columns)
    return AgencyRow(str(number), upper_first(agency.name), cells)


def _agency_cell(column: _Column, agency: Agency, material: Material) -> Pieces:
    figure = column.figures.get(agency.code, NO_FIGURE)
    if agency.code not in column.asked:
        return as_pieces(NOT_ASKED)
    if figure.value is None:
        return _nothing_to_divide(figure) or as_pieces(NO_DATA)
    if _could_identify(figure, column.expression, material.plan):
        return as_pieces(WITHHELD)
    words = column.words.get(agency.code) or _own_words(column, figure, material)
    return (Number(words or _cell_text(figure.value, column), figure),)


def _nothing_to_divide(figure: Figure) -> Pieces:
    """A share of a whole that is 0: there was nothing, which is not the same as no data."""
    if not figure.base_parts or any(part.value for part in figure.base_parts):
        return ()
    return (Number(NONE, Figure(Decimal(0), formula="mẫu số bằng 0", parts=figure.base_parts)),)


def _own_words(column: _Column, figure: Figure, material: Material) -> str:
    """What an agency's row says where the column counts an answer: the plan's word for it, or the answer itself."""
    if column.entry.yes_no:
        return column.entry.yes_no[0 if figure.value else 1]
    (term, *others), part = column.expression.numerator, figure.parts[0]
    if term.op != "is" or others or column.expression.denominator:
        return ""
    return material.words(material.plan.agency(part.agency), part.question)


def _total(column: _Column, codes: Set[str]) -> Pieces:
    figure = column.total
    if not column.entry.total:
        return ()
    if figure.value is None:
        return as_pieces(NO_DATA if codes & column.asked else NOT_ASKED)
    return (Number(column.words.get("") or _cell_text(figure.value, column), figure),)


def _could_identify(figure: Figure, expression: Expression, plan: Plan) -> bool:
    """Small counts about victims are not printed agency by agency; 0 may be."""
    terms = (*expression.numerator, *expression.denominator)
    sensitive = any(plan.questions[q].sensitive for term in terms for q in term.questions if q in plan.questions)
    return sensitive and figure.value is not None and 0 < figure.value < plan.thresholds.small_count


def _cell_text(value: Decimal, column: _Column) -> str:
    if column.expression.format in ("%", "share"):
        return format_percent(value)
    return format_fixed(value, column.decimals) if value else NONE


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
    columns = (UNIT, *sides, *((f"Năm {plan.info.year - 1}", CHANGE) if known else ()))
    rows = (
        (*_sums(column, sides.values(), material), *(_last_year(column, value, material) if known else ()))
        for column, value in zip(annex.columns, before, strict=True)
    )
    return AgencyAnnex(
        number=number,
        title=annex.entry.title,
        head=annex.entry.head,
        columns=columns,
        widths=tuple(_WIDTHS.get(column, _USUAL_WIDTH) for column in columns),
        rows=tuple(
            AgencyRow(str(at), column.entry.label, (Cell(as_pieces(column.entry.unit)), *map(Cell, row)))
            for at, (column, row) in enumerate(zip(annex.columns, rows, strict=True), 1)
        ),
        total=NO_TOTAL,
    )


def _sums(column: ColumnFormula, sides: Iterable[Sequence[Agency]], material: Material) -> Iterator[Pieces]:
    """What the agencies of each side come to."""
    asked = frozenset().union(*(asked_of(term, material.plan) for term in column.value.numerator))
    for agencies in sides:
        codes = {agency.code for agency in agencies}
        forms = {code: form for code, form in material.forms.items() if code in codes}
        total = reckon_expression(column.value, material.plan, forms)
        yield _shown(total, column, material.plan) or as_pieces(NO_DATA if codes & asked else NOT_ASKED)


def _last_year(column: ColumnFormula, before: Decimal | None, material: Material) -> Iterator[Pieces]:
    """Last year's sum as the plan has it, and by how much the sum has moved since."""
    plan = material.plan
    if before is None:
        yield from (as_pieces(NO_DATA), as_pieces(NO_DATA))
        return
    total = reckon_expression(column.value, plan, material.forms)
    yield _shown(Figure(before, column.entry.unit, f"{column.value.text}, tổng năm trước"), column, plan)
    yield change_pieces(replace(column.value, format="change"), total, plan) or as_pieces(NO_DATA)


def _shown(figure: Figure, column: ColumnFormula, plan: Plan) -> Pieces:
    return (Number(format_value(figure.value, column.value, plan), figure),) if figure.value is not None else ()
