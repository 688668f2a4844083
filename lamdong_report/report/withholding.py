"""Which numbers of a column are not printed: small counts about victims, and what would give them away."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

K = TypeVar("K", bound=Hashable)


class Withheld(Struct, frozen=True):
    """By agency the cells of a column that are not printed; then whether the sums of its divisions, and its total."""

    cells: frozenset[str] = frozenset()
    divisions: bool = False
    total: bool = False


def withhold(counts: Mapping[str, Decimal], divisions: Iterable[Collection[str]], limit: int) -> Withheld:
    """What is left out of a column whose divisions and whose whole are summed."""
    parts = [hidden_in({code: counts[code] for code in some if code in counts}, limit) for some in divisions]
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
