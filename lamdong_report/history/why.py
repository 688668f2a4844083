"""Names the cells behind the numbers of a paragraph or row, for comments and the list of changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from lamdong_report.history.compare import CellChange, FigureKey, cell_changes, keyed_figures
from lamdong_report.history.record import Cell, FigureEntry, Record
from lamdong_report.merge.changes import Why
from lamdong_report.merge.words import tokens_of

_MOST_NUMBERS, _MOST_CELLS = 4, 3


def why_from(record: Record, before: Record | None = None) -> Why:
    """A `why` for merging a draft: looks each number up among the figures that the record holds.

    With the record of the draft `before`, the cells that moved a figure are named rather than the first of all.
    """
    return _Sources(record, before).tell


class _Sources:
    """The printed figures by what stands on paper."""

    def __init__(self, record: Record, before: Record | None) -> None:
        self._names = record.names
        self._before = keyed_figures(before.figures) if before else {}
        self._figures: defaultdict[str, list[tuple[FigureKey, FigureEntry]]] = defaultdict(list)
        for key, figure in keyed_figures(record.figures).items():
            self._figures[_plain(figure.text)].append((key, figure))

    def tell(self, text: str, words: Sequence[str]) -> str:
        """The numbers among `words` (or in all of `text`, where none are given) with their cells; "" for none."""
        every = [_plain(token) for token in tokens_of(text)]
        places = Counter(place for token in set(every) for place in {key[0] for key, _ in self._figures.get(token, ())})
        asked = dict.fromkeys(token for word in words for token in map(_plain, tokens_of(word))) or dict.fromkeys(every)
        told = [(word, found) for word in asked if (found := self._likeliest(word, places))]
        lines = [f"{word}: {self._cells(*found)}" for word, found in told[:_MOST_NUMBERS] if found[1].cells]
        return "; ".join(lines) + ("; …" if len(told) > _MOST_NUMBERS else "")

    def _likeliest(self, word: str, places: Counter[str]) -> tuple[FigureKey, FigureEntry] | None:
        """Of the figures that read like this, the one in whose place most of the paragraph's numbers stand."""
        return max(self._figures.get(word, ()), key=lambda found: places[found[0][0]], default=None)

    def _cells(self, key: FigureKey, figure: FigureEntry) -> str:
        former = self._before.get(key)
        moved = list(cell_changes(former.cells, figure.cells, self._names)) if former else []
        every = [_moved(change) for change in moved] or [self._cell(cell) for cell in figure.cells]
        more = [f"và {len(every) - _MOST_CELLS} ô khác"] if len(every) > _MOST_CELLS else []
        return ", ".join([*every[:_MOST_CELLS], *more])

    def _cell(self, cell: Cell) -> str:
        return f"{self._names.get(cell.agency, cell.agency)} ({cell.source})"


def _moved(change: CellChange) -> str:
    return f"{change.name} {change.before or '–'} → {change.after or '–'} ({change.source})"


def _plain(token: str) -> str:
    return token.strip().rstrip("%")
