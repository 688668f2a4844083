"""All that a plan reckons and words, parsed once when it is loaded: nobody else reads its small language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lamdong_report.plan.language.selectors import select
from lamdong_report.plan.language.sentences import Field, Stretch, parse_sentence
from lamdong_report.plan.language.terms import Expression, parse_condition, parse_expression, parse_terms
from lamdong_report.plan.schema import Agency, Annex, AnnexColumn, GridColumn, Indicator, Sentence, Table


@dataclass(frozen=True, slots=True)
class IndicatorFormulas:
    """One indicator: the rate that is printed, what the responsible agency reports itself, its parts, last year's.

    `each` is what single agencies (codes) have to reach by themselves.
    """

    printed: Expression
    reported: Expression | None = None
    parts: tuple[Expression, ...] = ()
    previous: Expression | None = None
    each: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentenceFormulas:
    """One sentence of the sums: its pieces, those for a main number of 0, and the field that decides between them."""

    entry: Sentence
    text: tuple[Stretch, ...]
    zero: tuple[Stretch, ...]
    main: Field | None


@dataclass(frozen=True, slots=True)
class ColumnFormula:
    """One column of the annex by agency."""

    entry: AnnexColumn
    value: Expression


@dataclass(frozen=True, slots=True)
class AnnexFormulas:
    """One annex: columns of figures by agency; or a list, with its columns, and what `column` has to read in a row."""

    entry: Annex
    columns: tuple[ColumnFormula, ...] = ()
    table: Table | None = None
    list_columns: tuple[GridColumn, ...] = ()
    column: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Formulas:
    """`indicators` and `asks` (an indicator's rates as single forms give them) go by id, `sentences` by section."""

    indicators: Mapping[str, IndicatorFormulas] = field(default_factory=dict)
    asks: Mapping[str, Expression] = field(default_factory=dict)
    sentences: Mapping[str, tuple[SentenceFormulas, ...]] = field(default_factory=dict)
    annexes: tuple[AnnexFormulas, ...] = ()


def parse_formulas(
    indicators: Iterable[Indicator],
    sentences: Iterable[Sentence],
    columns: Iterable[AnnexColumn],
    annexes: Iterable[Annex],
    tables: Iterable[Table],
    agencies: Sequence[Agency],
) -> Formulas:
    """The formulas of a plan without faults; raises TermError for others."""
    by_section: dict[str, tuple[SentenceFormulas, ...]] = {}
    for sentence in sentences:
        by_section[sentence.section] = (*by_section.get(sentence.section, ()), _parse_sentence(sentence))
    indicators = tuple(indicators)
    parsed = tuple(ColumnFormula(column, _column_value(column)) for column in columns)
    return Formulas(
        indicators={one.id: _parse_indicator(one, agencies) for one in indicators},
        asks={a.id: ratio(a.numerator, a.denominator) for one in indicators for a in one.asks if a.numerator},
        sentences=by_section,
        annexes=tuple(_parse_annex(annex, parsed, tables) for annex in annexes),
    )


def _column_value(column: AnnexColumn) -> Expression:
    return Expression(()) if column.judged else parse_expression(column.value)


def _parse_annex(annex: Annex, columns: Sequence[ColumnFormula], tables: Iterable[Table]) -> AnnexFormulas:
    table = next((table for table in tables if table.id == annex.table), None)
    if table is None:
        own = {column.entry.id: column for column in columns}
        usual = [name for name, column in own.items() if annex.compare or not column.entry.compare_only]
        return AnnexFormulas(annex, tuple(own[name] for name in annex.columns or usual))
    named = {column.id: column for column in table.columns}
    column, choices = parse_condition(annex.where, annex.id) if annex.where else ("", ())
    chosen = tuple(named[name] for name in annex.columns or named)
    return AnnexFormulas(annex, table=table, list_columns=chosen, column=column, choices=choices)


def ratio(numerator: Sequence[str], denominator: Sequence[str]) -> Expression:
    """One sum over another, from the lists of terms that an indicator gives."""
    sides = [" + ".join(side) for side in (numerator, denominator)]
    text = f"({sides[0]}) ÷ ({sides[1]})" if denominator else sides[0]
    top, base = (tuple(term for one in side for term in parse_terms(one)) for side in (numerator, denominator))
    return Expression(top, base, text=text)


def _parse_indicator(indicator: Indicator, agencies: Sequence[Agency]) -> IndicatorFormulas:
    reported = indicator.reported_numerator, indicator.reported_denominator
    return IndicatorFormulas(
        printed=ratio(indicator.numerator, indicator.denominator),
        reported=ratio(*reported) if indicator.reported_numerator else None,
        parts=tuple(ratio(part.numerator, part.denominator) for part in indicator.parts),
        previous=parse_expression(indicator.previous) if indicator.previous else None,
        each={code: one.target for one in indicator.each for code in sorted(select(one.of, agencies))},
    )


def _parse_sentence(sentence: Sentence) -> SentenceFormulas:
    text = parse_sentence(sentence.text)
    deciding = parse_sentence("{" + sentence.main + "}") if sentence.main else text
    fields = (field for piece in deciding for field in piece.fields if field.counter != "reporters")
    return SentenceFormulas(sentence, text, parse_sentence(sentence.zero), next(fields, None))
