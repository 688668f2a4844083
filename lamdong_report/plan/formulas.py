"""All that a plan reckons and words, as values: parsed once when it is loaded (formula_reader)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field

from lamdong_report.plan.language.sentences import Field, Stretch
from lamdong_report.plan.language.terms import Expression
from lamdong_report.plan.schema import Annex, AnnexColumn, GridColumn, Sentence, Table


class IndicatorFormulas(Struct, frozen=True):
    """One indicator: the rate that is printed, what the responsible agency reports itself, its parts, last year's.

    `each` is what single agencies (codes) have to reach by themselves.
    """

    printed: Expression
    reported: Expression | None = None
    parts: tuple[Expression, ...] = ()
    previous: Expression | None = None
    each: Mapping[str, Decimal] = field(default_factory=dict)


class SentenceFormulas(Struct, frozen=True):
    """One sentence of the sums: its pieces, those for a main number of 0, and the field that decides between them."""

    entry: Sentence
    text: tuple[Stretch, ...]
    zero: tuple[Stretch, ...]
    main: Field | None


class ColumnFormula(Struct, frozen=True):
    """One column of the annex by agency."""

    entry: AnnexColumn
    value: Expression


class AnnexFormulas(Struct, frozen=True):
    """One annex: columns of figures by agency; or a list, with its columns, and what `column` has to read in a row."""

    entry: Annex
    columns: tuple[ColumnFormula, ...] = ()
    table: Table | None = None
    list_columns: tuple[GridColumn, ...] = ()
    column: str = ""
    choices: tuple[str, ...] = ()


class Formulas(Struct, frozen=True):
    """`indicators` and `asks` (an indicator's rates as single forms give them) go by id, `sentences` by section."""

    indicators: Mapping[str, IndicatorFormulas] = field(default_factory=dict)
    asks: Mapping[str, Expression] = field(default_factory=dict)
    sentences: Mapping[str, tuple[SentenceFormulas, ...]] = field(default_factory=dict)
    annexes: tuple[AnnexFormulas, ...] = ()
