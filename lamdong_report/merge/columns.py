"""Which column of a table is which after officials took columns out, put some in or exchanged them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lamdong_report.merge.blocks import Block
from lamdong_report.merge.words import fold_case, fold_text

# A header is one when at least this part of its columns is found again; a first row of figures seldom is.
_KNOWN = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """For each column of the former draft (by its place in the grid) the column of theirs; empty where none is known.

    `names` are the headers of the former draft. Where nothing was exchanged, `edited` is false.
    """

    places: Mapping[int, int]
    names: Mapping[int, str]
    edited: bool

    def pair(self, base: Block, mine: Block) -> dict[int, int]:
        """Which cell of a base row is which cell of theirs; cells without a partner are left out."""
        if not self.edited and len(base.parts) == len(mine.parts):
            return {n: n for n in range(len(base.parts))}
        if not self.places:
            return _by_text(base.cells, mine.cells)
        there = {start: (n, cell.span) for n, (start, cell) in enumerate(_grid(mine))}
        found = {}
        for n, (start, cell) in enumerate(_grid(base)):
            at = there.get(self.places.get(start, -1))
            if at is not None and at[1] == cell.span:
                found[n] = at[0]
        return found

    def name_of(self, row: Block, n: int) -> str:
        """The header above a cell of a base row."""
        return self.names.get(_grid(row)[n][0], "") or f"cột {n + 1}"

    def order(self, width: int) -> tuple[int | None, ...] | None:
        """For each column of theirs the column of a new row that belongs there; None if the row fits as it is."""
        if not self.edited or not self.places:
            return None
        back = {mine: base for base, mine in self.places.items()}
        return tuple(back.get(n) for n in range(width))


def pair_columns(base: Block, mine: Sequence[Block]) -> Columns:
    """The columns of a table by its first row and theirs; `mine` are the rows of their table, or of its halves."""
    if not base.parts or not mine:
        return Columns({}, {}, edited=False)
    header, theirs = base.parts[0], mine[0]
    names = {start: " ".join(cell.text.split()) for start, cell in _grid(header)}
    ones = [(start, fold_case(cell.text)) for start, cell in _grid(header)]
    others = [(start, fold_case(cell.text)) for start, cell in _grid(theirs)]
    if [key for _, key in ones] == [key for _, key in others]:
        return Columns(dict(zip(names, (start for start, _ in others), strict=True)), names, edited=False)
    places = _by_names(ones, others)
    if len(places) < _KNOWN * min(len(ones), len(others)):
        return Columns({}, names, edited=len(ones) != len(others))
    return Columns(places | _renamed(ones, others, places), names, edited=True)


def _grid(row: Block) -> list[tuple[int, Block]]:
    """The cells of a row, each with the column that it begins in."""
    found, at = [], 0
    for cell in row.parts:
        found.append((at, cell))
        at += cell.span
    return found


def _by_names(ones: Sequence[tuple[int, str]], others: Sequence[tuple[int, str]]) -> dict[int, int]:
    counts = Counter(key for _, key in ones), Counter(key for _, key in others)
    where = {key: start for start, key in others}
    return {start: where[key] for start, key in ones if counts[0][key] == counts[1][key] == 1}


def _renamed(
    ones: Sequence[tuple[int, str]], others: Sequence[tuple[int, str]], places: Mapping[int, int]
) -> dict[int, int]:
    """Columns of other names on both sides that stand between the same neighbours, one and one."""
    there = {mine: base for base, mine in places.items()}
    known = [(start if start in places else None) for start, _ in ones]
    known_there = [there.get(start) for start, _ in others]
    gaps = {_around(known, n): start for n, (start, _) in enumerate(ones) if known[n] is None}
    gaps_there = {_around(known_there, n): start for n, (start, _) in enumerate(others) if known_there[n] is None}
    return {start: gaps_there[key] for key, start in gaps.items() if key in gaps_there}


def _around(known: Sequence[int | None], n: int) -> tuple[int | None, int | None]:
    """The neighbours of an unknown column: known ones, or None at the table's edge; never equal for two in a row."""
    before = known[n - 1] if n else -1
    after = known[n + 1] if n + 1 < len(known) else -2
    return (before, after) if before is not None and after is not None else (None, n)


def _by_text(base: Sequence[str], mine: Sequence[str]) -> dict[int, int]:
    """Cells that say the same and say it once: all that is known where there is no header."""
    ones, others = list(map(fold_text, base)), list(map(fold_text, mine))
    where = {key: n for n, key in enumerate(others) if others.count(key) == 1}
    return {n: where[key] for n, key in enumerate(ones) if ones.count(key) == 1 and key in where}
