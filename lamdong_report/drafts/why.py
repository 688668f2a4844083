"""Names the cells behind the numbers of a paragraph or row, for comments and the list of changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from lamdong_report.drafts.changes import Why
from lamdong_report.drafts.record import Cell, FigureEntry, Record
from lamdong_report.drafts.words import tokens_of

_MOST_NUMBERS, _MOST_CELLS = 4, 3


def why_from(record: Record) -> Why:
    """A `why` for merging a draft: looks each number up among the figures that the record holds."""
    return _Sources(record).tell


class _Sources:
    """The printed figures by what stands on paper."""

    def __init__(self, record: Record) -> None:
        self._names = record.names
        self._figures: defaultdict[str, list[FigureEntry]] = defaultdict(list)
        for figure in record.figures:
            self._figures[_plain(figure.text)].append(figure)

    def tell(self, text: str, words: Sequence[str]) -> str:
        """The numbers among `words` (or in all of `text`, where none are given) with their cells; "" for none."""
        every = [_plain(token) for token in tokens_of(text)]
        places = Counter(place for token in set(every) for place in {f.place for f in self._figures.get(token, ())})
        asked = dict.fromkeys(token for word in words for token in map(_plain, tokens_of(word))) or dict.fromkeys(every)
        told = [(word, found) for word in asked if (found := self._likeliest(word, places))]
        lines = [f"{word}: {self._cells(found.cells)}" for word, found in told[:_MOST_NUMBERS] if found.cells]
        return "; ".join(lines) + ("; …" if len(told) > _MOST_NUMBERS else "")

    def _likeliest(self, word: str, places: Counter[str]) -> FigureEntry | None:
        """Of the figures that read like this, the one in whose place most of the paragraph's numbers stand."""
        return max(self._figures.get(word, ()), key=lambda figure: places[figure.place], default=None)

    def _cells(self, cells: Sequence[Cell]) -> str:
        shown = [f"{self._names.get(cell.agency, cell.agency)} ({cell.source})" for cell in cells[:_MOST_CELLS]]
        more = [f"và {len(cells) - _MOST_CELLS} ô khác"] if len(cells) > _MOST_CELLS else []
        return ", ".join([*shown, *more])


def _plain(token: str) -> str:
    return token.strip().rstrip("%")
