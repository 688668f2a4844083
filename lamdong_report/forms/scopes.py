"""In a form that several agencies share: which rows concern the agency that was picked, and the hidden lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct

from lamdong_report.forms.placement import quoted_sheet
from lamdong_report.layout import LISTS_SHEET, FormLayout
from lamdong_report.plan import Agency, Plan
from lamdong_report.rules.formula import Formula
from lamdong_report.spreadsheet.book import column_letters

FIRST_ROW = 2
FIRST_SCOPE = 2
_LONGEST_INLINE = 255
_MOST_NAMED = 6
Codes = frozenset[str]


class Scopes(Struct, frozen=True):
    """The sets of agencies that rows are meant for, where that is not everybody; each has a live cell that says 1 or 0.

    `picked` is the code of the agency whose name stands in the form, "" while none does. `choices` are the lists
    of answers that are too long to stand inside a validation.
    """

    names: tuple[str, ...]
    codes: tuple[str, ...]
    sets: tuple[Codes, ...]
    choices: tuple[tuple[str, ...], ...]
    picked: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.names and not self.choices

    def applies(self, codes: Codes) -> Formula | None:
        """A reference to the live cell of this set; None when the set is everybody."""
        if codes not in self.sets:
            return None
        column = column_letters(FIRST_SCOPE + self.sets.index(codes))
        return Formula(f"{quoted_sheet(LISTS_SHEET)}!${column}$1", Decimal(self._counts(codes)))

    @property
    def position(self) -> Formula:
        """Where the picked agency stands in the list of names, 0 while it does not."""
        at = self.codes.index(self.picked) + 1 if self.picked else 0
        return Formula(f"{quoted_sheet(LISTS_SHEET)}!$A$1", Decimal(at))

    def _counts(self, codes: Codes) -> int:
        return int(not self.picked or self.picked in codes)

    def live_cells(self, picked_cell: Formula) -> Iterator[tuple[int, Formula]]:
        """Row 1 of the list sheet: the position of the picked agency, then 1 or 0 for each set."""
        last = FIRST_ROW + len(self.names)
        at = self.codes.index(self.picked) + 1 if self.picked else 0
        found = f"MATCH({picked_cell.text},$A${FIRST_ROW + 1}:$A${last},0)"
        yield 0, Formula(f"IF(ISNUMBER({found}),{found},0)", Decimal(at))
        for number, codes in enumerate(self.sets):
            column = column_letters(FIRST_SCOPE + number)
            flags = f"${column}${FIRST_ROW + 1}:${column}${last}"
            yield FIRST_SCOPE + number, Formula(f"IF($A$1=0,1,INDEX({flags},$A$1))", Decimal(self._counts(codes)))

    def choice_column(self, choices: tuple[str, ...]) -> int:
        return FIRST_SCOPE + len(self.sets) + self.choices.index(choices)

    def source(self, choices: tuple[str, ...]) -> list[str] | str:
        """What a list validation takes: the answers themselves, or the place of the hidden list."""
        if choices in self.choices:
            return _range(column_letters(self.choice_column(choices)), len(choices))
        return list(choices)

    @property
    def names_source(self) -> str:
        return _range("A", len(self.names))


def _range(column: str, count: int) -> str:
    return f"={quoted_sheet(LISTS_SHEET)}!${column}${FIRST_ROW + 1}:${column}${FIRST_ROW + count}"


def find_scopes(plan: Plan, layout: FormLayout, picked: str) -> Scopes:
    """The scopes of a form; a form of a single agency needs none. `picked` is a name, "" for none."""
    offered = [q.choices for block in layout.blocks for row in block.rows for q in row.cells.values()]
    offered += [column.choices for block in layout.blocks if block.table for column in block.table.columns]
    choices = tuple(dict.fromkeys(filter(_is_long, offered)))
    if not layout.shared:
        return Scopes((), (), (), choices)
    names = tuple(plan.form_agency_name(agency) for agency in layout.agencies)
    codes = tuple(agency.code for agency in layout.agencies)
    found = dict(zip(names, codes, strict=True))
    everybody = frozenset(codes)
    sets: dict[Codes, None] = {}
    for row in (row for block in layout.blocks for row in block.rows):
        sets |= dict.fromkeys((row.codes, *(plan.required[q.id] & everybody for q in row.cells.values())))
    some = tuple(found for found in sets if found and found != everybody)
    return Scopes(names, codes, some, choices, found.get(picked, ""))


def _is_long(choices: tuple[str, ...]) -> bool:
    """Excel takes up to 255 characters inside a validation, and parts them at commas."""
    return len(",".join(choices)) > _LONGEST_INLINE or any("," in choice or '"' in choice for choice in choices)


def tag(codes: Codes, agencies: Iterable[Agency]) -> str:
    """Whose a row is, in words, for a form that several agencies share; "" when it is everybody's."""
    everybody = tuple(agencies)
    named = [agency for agency in everybody if agency.code in codes]
    if len(named) == len(everybody) or not named:
        return ""
    kinds = {agency.kind for agency in named}
    if "" not in kinds and all((agency.kind in kinds) == (agency.code in codes) for agency in everybody):
        return f"Dành cho: {', '.join(sorted(kinds))}"
    rest = [agency.name for agency in everybody if agency.code not in codes]
    if len(rest) < min(len(named), _MOST_NAMED):
        return f"Dành cho tất cả, trừ: {', '.join(rest)}"
    return f"Dành cho: {', '.join(agency.name for agency in named)}"
