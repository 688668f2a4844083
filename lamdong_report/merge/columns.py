"""Which column of a table is which after officials took columns out, put some in or exchanged them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from lamdong_report.merge.blocks import TextBlock
from lamdong_report.merge.words import fold_case, fold_text

# A header is one when at least this part of its columns is found again; a first row of figures seldom is.
_KNOWN = 0.5
# Headers of more rows than this there are none on paper; what stands below are the first rows of the table.
_MOST_HEADER_ROWS = 4
# Officials put a title or a unit of measure into rows of their own above the header: so many at most.
_MOST_ABOVE = 2
# A column whose name says nothing is known by its cells: this part of them must be the same, and no other's as many.
_SAME_CELLS = 0.6

Names = tuple[str, ...]
# Rows that both have, as texts by the column where a cell begins.
Rows = Sequence[tuple[Mapping[int, str], Mapping[int, str]]]


class ColumnPairs(Struct, frozen=True):
    """For each column of the former draft (by its place in the grid) the column of theirs; empty where none is known.

    `names` are the headers of the former draft. Where nothing was exchanged, `edited` is false.
    """

    places: Mapping[int, int]
    names: Mapping[int, str]
    edited: bool

    def pair(self, base: TextBlock, mine: TextBlock) -> dict[int, int]:
        """Which cell of a base row is which cell of theirs; cells without a partner are left out."""
        if self.fits(base, mine):
            return {n: n for n in range(len(base.cells))}
        if not self.places:  # no header is known: a cell is that which says the same, if both say it once
            ones, others = list(map(fold_text, base.cells)), list(map(fold_text, mine.cells))
            where = {key: n for n, key in enumerate(others) if others.count(key) == 1}
            return {n: where[key] for n, key in enumerate(ones) if ones.count(key) == 1 and key in where}
        there = {start: (n, cell.span) for n, (start, cell) in enumerate(_grid(mine))}
        found = {}
        for n, (start, cell) in enumerate(_grid(base)):
            at = there.get(self.places.get(start, -1))
            if at is not None and at[1] == cell.span:
                found[n] = at[0]
        return found

    def fits(self, base: TextBlock, mine: TextBlock) -> bool:
        """Whether the cells of the two rows are the same, one by one."""
        return not self.edited and len(base.cells) == len(mine.cells)

    def name_of(self, row: TextBlock, n: int) -> str:
        """The header above a cell of a base row."""
        return self.names.get(_grid(row)[n][0], "") or f"cột {n + 1}"

    def order(self, row: TextBlock, mine: Sequence[TextBlock]) -> tuple[int | None, ...] | None:
        """For each cell of theirs the cell of a new row that belongs there; None if the row fits as it is."""
        if not self.edited or not self.places:
            return None
        width = max((sum(cell.span for cell in one.parts) for one in mine[:_MOST_HEADER_ROWS]), default=0)
        back = {mine: base for base, mine in self.places.items()}
        starts = {start: (n, cell.span) for n, (start, cell) in enumerate(_grid(row))}
        found, at = list[int | None](), 0
        while at < width:
            n, span = starts.get(back.get(at, -1), (None, 1))
            found.append(n)
            at += span
        return tuple(found)


def pair_columns(base: Sequence[TextBlock], mine: Sequence[TextBlock]) -> ColumnPairs:
    """The columns of a table by the headers of both; `mine` are the rows of their table, or of its halves."""
    if not base or not mine:
        return ColumnPairs({}, {}, edited=False)
    height = _header_height(base)
    ones = _paths(base[:height])
    names = {start: " › ".join(path) for start, path in enumerate(_paths(base[:height], folded=False))}
    others = _paths(mine[:height])
    if others != ones:  # rows of their own may stand above the header, rows of it may be gone: what is most like ours
        heights = sorted({height, max(height - 1, 1), _header_height(mine)}, key=lambda one: one != height)
        tried = [_paths(mine[at : at + one]) for at in range(_MOST_ABOVE + 1) for one in heights if mine[at : at + one]]
        others = max(tried, key=lambda paths: sum(path in set(ones) for path in paths))
    if ones == others:
        return ColumnPairs({n: n for n in range(len(ones))}, names, edited=False)
    places = _by_names(ones, others)
    if len(places) < _KNOWN * min(len(ones), len(others)):
        return ColumnPairs({}, names, edited=len(ones) != len(others))
    # Rows are the same if both versions have their label once.
    labels = Counter(row.label for row in base[height:]), Counter(row.label for row in mine)
    theirs = {row.label: row for row in mine if row.label and labels[0][row.label] == labels[1][row.label] == 1}
    rows = [(_texts(row), _texts(theirs[row.label])) for row in base[height:] if row.label in theirs]
    places |= _by_cells(rows, ones, others, places)
    # Columns of other names on both sides that stand between the same neighbours, one and one, were renamed.
    back = {b: a for a, b in places.items()}
    known, known_there = (
        [n if n in places else None for n in range(len(ones))],
        [back.get(n) for n in range(len(others))],
    )
    gaps = {_around(known, n): n for n in range(len(ones)) if known[n] is None}
    gaps_there = {_around(known_there, n): n for n in range(len(others)) if known_there[n] is None}
    renamed = {n: gaps_there[key] for key, n in gaps.items() if key in gaps_there}
    places |= {a: b for a, b in renamed.items() if not rows or _part_alike(rows, a, b) >= _SAME_CELLS}
    return ColumnPairs(places, names, edited=True)


def _grid(row: TextBlock) -> list[tuple[int, TextBlock]]:
    """The cells of a row, each with the column that it begins in."""
    found, at = [], 0
    for cell in row.parts:
        found.append((at, cell))
        at += cell.span
    return found


def _header_height(rows: Sequence[TextBlock]) -> int:
    """How many rows the header has: below a cell that spans columns stand the names of these."""
    height = 1
    while height < min(len(rows), _MOST_HEADER_ROWS) and any(cell.span > 1 for cell in rows[height - 1].parts):
        height += 1
    return height


def _paths(header: Sequence[TextBlock], *, folded: bool = True) -> list[Names]:
    """What stands above each column, from the top down; a cell that goes on from above is empty."""
    paths: list[list[str]] = [
        [] for _ in range(max((sum(cell.span for cell in row.parts) for row in header), default=0))
    ]
    for row in header:
        for start, cell in _grid(row):
            name = fold_case(cell.text) if folded else " ".join(cell.text.split())
            for path in paths[start : start + cell.span]:
                path += [name] if name and path[-1:] != [name] else []
    return list(map(tuple, paths))


def _by_names(ones: Sequence[Names], others: Sequence[Names]) -> dict[int, int]:
    """ColumnPairs of one name by all that stands above them, then by what stands right above."""
    places: dict[int, int] = {}
    for depth in (0, -1):
        left = {n: path[depth:] for n, path in enumerate(ones) if n not in places and any(path)}
        right = {n: path[depth:] for n, path in enumerate(others) if n not in places.values() and any(path)}
        counts = Counter(left.values()), Counter(right.values())
        where = {path: n for n, path in right.items()}
        places |= {n: where[path] for n, path in left.items() if counts[0][path] == counts[1][path] == 1}
    return places


def _by_cells(rows: Rows, ones: Sequence[Names], others: Sequence[Names], places: Mapping[int, int]) -> dict[int, int]:
    """ColumnPairs of a name that repeats, by what stands in their cells: one for one, and no other as alike."""
    left = [n for n in range(len(ones)) if n not in places]
    right = [n for n in range(len(others)) if n not in places.values()]
    scores = {(a, b): _part_alike(rows, a, b) for a in left for b in right if ones[a][-1:] == others[b][-1:]}
    found = {}
    for (a, b), score in scores.items():
        rivals = [other for pair, other in scores.items() if pair != (a, b) and (pair[0] == a or pair[1] == b)]
        if score >= _SAME_CELLS and all(score > rival for rival in rivals):
            found[a] = b
    return found


def _texts(row: TextBlock) -> dict[int, str]:
    return {start: fold_text(cell.text) for start, cell in _grid(row)}


def _part_alike(rows: Rows, a: int, b: int) -> float:
    alike = sum(one.get(a) == other.get(b) for one, other in rows)
    return alike / len(rows) if rows else 0.0


def _around(known: Sequence[int | None], n: int) -> tuple[int | None, int | None]:
    """The neighbours of an unknown column: known ones, or None at the table's edge; never equal for two in a row."""
    before = known[n - 1] if n else -1
    after = known[n + 1] if n + 1 < len(known) else -2
    return (before, after) if before is not None and after is not None else (None, n)
