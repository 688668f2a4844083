"""Names the cells behind the numbers of a paragraph or row, looked up in the pieces that it was written from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from lamdong_report.history.compare import FigureKey, cell_changes, keyed_figures
from lamdong_report.history.record import FigureEntry, LineEntry, PieceEntry, Record
from lamdong_report.merge.changes import Why
from lamdong_report.merge.words import tokens_of

# A comment in the margin is read at a glance: so many numbers, each with so many cells; the trace workbook has all.
_MOST_NUMBERS, _MOST_CELLS = 4, 3
# What a template may print before a paragraph: a bullet.
_MOST_SIGNS = 2


def why_from(record: Record, before: Record | None = None) -> Why:
    """A `why` for merging a draft: where the words stand in the record's own lines, it tells what they rest on.

    With the record of the draft `before`, the cells that moved a figure are named rather than the first of all. What
    is not found, or found at two places with different origins, is left unsaid.
    """
    return _Sources(record, before).tell


class _Sources:
    """The lines by what stands on paper."""

    def __init__(self, record: Record, before: Record | None) -> None:
        self._record, self._names = record, record.names
        self._former, self._before = before, keyed_figures(before.figures) if before else {}
        self._figures = list(keyed_figures(record.figures).items())
        self._lines: defaultdict[tuple[str, ...], list[LineEntry]] = defaultdict(list)
        for line in record.lines:
            self._lines[_key(line.cells)].append(line)

    def tell(self, text: str, words: Sequence[str]) -> str:
        """The numbers among `words` (or in all of the line `text`, where none are given) with their cells."""
        lines = self._find(text)
        if len(lines) != 1:
            return ""  # none reads like this, or two do, and nobody knows which of them was edited
        figures = (piece.text for piece in lines[0].pieces if piece.figure >= 0)
        asked = [_plain(token) for word in words for token in tokens_of(word)]
        asked = asked or [_plain(token) for figure in figures for token in tokens_of(figure)]
        told = [(word, cells) for word in dict.fromkeys(asked) if (cells := self._origin(word, lines[0].pieces))]
        shown = [f"{word}: {cells}" for word, cells in told[:_MOST_NUMBERS]]
        return "; ".join(shown) + ("; …" if len(told) > _MOST_NUMBERS else "")

    def _find(self, text: str) -> list[LineEntry]:
        """The lines that read like this, whatever bullet the template has put before a paragraph."""
        if "\t" in text:
            return self._lines.get(_key(text.split("\t")), [])
        words = text.split(" ")
        candidates = (" ".join(words[at:]) for at in range(_MOST_SIGNS))
        return next((found for one in candidates if (found := self._lines.get(_key((one,)), []))), [])

    def _origin(self, word: str, pieces: Iterable[PieceEntry]) -> str:
        """What the word rests on, if every piece that it stands in says the same."""
        found = {
            self._cells(*self._figures[piece.figure]) if piece.figure >= 0 else piece.quoted
            for piece in pieces
            if word in map(_plain, tokens_of(piece.text))
        }
        return found.pop() if len(found) == 1 else ""

    def _cells(self, key: FigureKey, figure: FigureEntry) -> str:
        own, former = self._record.cells_of(figure), self._before.get(key)
        moved = cell_changes(self._former.cells_of(former), own, self._names) if self._former and former else ()
        every = [f"{one.name} {one.before or '–'} → {one.after or '–'} ({one.source})" for one in moved]
        every = every or [f"{self._names.get(one.agency, one.agency)} ({one.source})" for one in own]
        more = [f"và {len(every) - _MOST_CELLS} ô khác"] if len(every) > _MOST_CELLS else []
        return ", ".join([*every[:_MOST_CELLS], *more])


def _key(cells: Iterable[str]) -> tuple[str, ...]:
    """What a line is known by: its texts, whatever the order of a template's columns."""
    return tuple(sorted(filter(None, (" ".join(cell.split()) for cell in cells))))


def _plain(token: str) -> str:
    return token.strip().rstrip("%")
