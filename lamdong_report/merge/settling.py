"""The comments that earlier merges left: kept while they hold, renewed or taken back; one of them a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from lamdong_report.merge.blocks import TextBlock, headings_above
from lamdong_report.merge.notes import (
    copied_note,
    copied_told,
    gone_note,
    gone_texts,
    is_by_copy,
    is_of_merge,
    still_holds,
)
from lamdong_report.merge.sentences import FigureMove
from lamdong_report.merge.steps import Comment, Insert, Step, TakeBack
from lamdong_report.merge.words import fold_case, fold_text, word_key

# A number of so many digits is the same number by its digits alone; "5" and "12" stand everywhere and need their unit.
_TELLING_DIGITS = 3
_SOURCES = "\nNguồn: "


class CommentLedger:
    """What the data now say in the place of each paragraph of theirs, and what is to be told beside it."""

    def __init__(self, mine: Sequence[TextBlock], new: Sequence[TextBlock]) -> None:
        self._mine, self._new = mine, new
        self._counterparts: list[tuple[Sequence[TextBlock], Sequence[TextBlock]]] = []
        self._gone: defaultdict[TextBlock, list[str]] = defaultdict(list)
        self._columns: list[tuple[Sequence[TextBlock], str]] = []
        self._taken: list[TakeBack] = []
        self._own: list[tuple[TextBlock, Sequence[str] | None]] = []
        self._moves: list[FigureMove] = []
        self._put_in = set[str]()

    def is_printed(self, text: str, spot: TextBlock) -> bool:
        """Whether the new report says the text where the paragraph stands: under its heading, if there is that heading.

        A sentence that many agencies share says nothing of this one when it is printed for another.
        """
        return fold_text(text) in self._near(spot)

    def _near(self, spot: TextBlock) -> set[str]:
        return self._under.get(self._headings.get(spot, ""), self._texts)

    @cached_property
    def _headings(self) -> Mapping[TextBlock, str]:
        """The heading above each paragraph of theirs that stands in no table."""
        above = headings_above(self._mine)
        return {block: fold_case(self._mine[n].text) for block, n in zip(self._mine, above, strict=True) if n >= 0}

    @cached_property
    def _under(self) -> Mapping[str, set[str]]:
        """What the new report says under each heading."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for block, n in zip(self._new, headings_above(self._new), strict=True):
            if n >= 0:
                found[fold_case(self._new[n].text)].add(fold_text(block.text))
        return dict(found)

    @cached_property
    def _texts(self) -> set[str]:
        """What the new report says, block by block, row by row and cell by cell; few merges ask."""
        return set(map(fold_text, _said(self._new)))

    @cached_property
    def _theirs(self) -> set[str]:
        return set(map(fold_text, _said(self._mine)))

    @cached_property
    def _now(self) -> Mapping[TextBlock, Sequence[str]]:
        """What the data say in the place of each paragraph that bears a comment of the tool."""
        now: defaultdict[TextBlock, list[str]] = defaultdict(list)
        for mine, new in self._counterparts:
            for spot in (spot for block in mine for spot in block.known_paragraphs() if spot.tool_comments):
                now[spot] += [block.text for block in new]
        return now

    def note_now(self, mine: Sequence[TextBlock], new: Sequence[TextBlock]) -> None:
        """What the data say in the place of these blocks."""
        self._counterparts.append((mine, new))

    def note_own(self, mine: TextBlock) -> None:
        """A block that the officials wrote themselves."""
        self._own.append((mine, None))

    def note_added(self, mine: TextBlock, words: Sequence[str]) -> None:
        """Words that the officials wrote into a paragraph."""
        self._own.append((mine, [word_key(word) for word in words]))

    def note_figures(self, moves: Sequence[FigureMove]) -> None:
        self._moves += moves

    def tell_gone(self, spot: TextBlock, line: str) -> None:
        if line not in self._gone[spot]:
            self._gone[spot].append(line)

    def tell_columns(self, spots: Sequence[TextBlock], note: str) -> None:
        self._columns.append((spots, note))

    def take_back(self, mine: Sequence[TextBlock], notes: Sequence[str]) -> None:
        """Take the tool's comments of these texts back, wherever they stand on these blocks."""
        for spot in (spot for block in mine if block.notes for spot in block.known_paragraphs()):
            self._taken += [TakeBack(spot, note) for note in notes if note in spot.notes]

    def take_back_all(self, block: TextBlock) -> None:
        """Take back what the tool said of a block that goes: it would hang on its neighbour."""
        self.take_back([block], list(dict.fromkeys(block.notes)))

    def take_back_doubts(self, base: Sequence[TextBlock], mine: Sequence[TextBlock]) -> None:
        self.take_back(mine, [note for block in base for note in block.notes])

    def comment_steps(self, steps: Sequence[Step]) -> Iterator[Step]:
        """The comments to take back and to write besides those that are among the steps."""
        yield from self._taken
        # What goes in somewhere is not out, though the same words were taken out elsewhere.
        self._put_in = {step.block.text for step in steps if isinstance(step, Insert)}
        disputes = [step for step in steps if isinstance(step, Comment)]
        quoted = {(step.block, step.block.text[max(step.start, 0) : step.end]) for step in disputes}
        for spot in (spot for block in self._mine for spot in block.known_paragraphs()):
            for comment in spot.tool_comments:
                if comment.answered or not is_of_merge(comment.text) or self._is_renewed(spot, comment.text):
                    continue
                is_disputed_anew = (spot, comment.quoted) in quoted and not is_by_copy(comment.text)
                now, near = self._now.get(spot, ()), self._near(spot)
                if is_disputed_anew or not still_holds(comment, spot.text, now, self._texts, near):
                    yield TakeBack(spot, comment.text)
                    yield from self._copied_again(spot, comment.text)
            if spot.tool_comments or spot in self._gone:
                note = self._gone_text(spot)
                if note and note not in spot.notes:
                    yield Comment(spot, note)
        for spots, note in self._columns:
            if not any(note in spot.notes for spot in spots):
                yield Comment(spots[0], note)
        yield from self._copied({step.block for step in disputes})

    def _is_renewed(self, spot: TextBlock, note: str) -> bool:
        """Whether the comment is one that is written again as it stands."""
        if any(note == told and spot in spots for spots, told in self._columns):
            return True
        return bool(gone_texts(note)) and note == self._gone_text(spot)

    def _gone_text(self, spot: TextBlock) -> str:
        """What is to be told of removed blocks here: earlier lines that still are news, and those of today."""
        lines = [line for comment in spot.tool_comments if not comment.answered for line in gone_texts(comment.text)]
        kept = [line for line in lines if self._is_news(line.split(_SOURCES)[0])]
        today = [line for line in self._gone.get(spot, ()) if self._is_news(line.split(_SOURCES)[0])]
        every = list(dict.fromkeys((*kept, *today)))
        return gone_note(every) if every else ""

    def _is_news(self, text: str) -> bool:
        key = fold_text(text)
        return key in self._texts and key not in self._theirs and key not in map(fold_text, self._put_in)

    def _copied(self, disputed: set[TextBlock]) -> Iterator[Step]:
        """Numbers in the officials' own words that have changed where they were copied from.

        Not where a comment on the paragraph says already what the data now give there.
        """
        now = {move.before: move for move in self._moves}
        ambiguous = {move.before for move in self._moves if now[move.before].now != move.now}
        for spot, words in self._own_words() if now else ():
            if spot in disputed:
                continue
            for n, word in enumerate(words):
                move = now.get(word)
                if move is None or word in ambiguous or word in self._printed:
                    continue
                unit = words[n + 1] if n + 1 < len(words) else ""
                if sum(map(str.isdigit, word)) >= _TELLING_DIGITS or unit == word_key(move.unit):
                    note = copied_note(word, move.now)
                    if note not in spot.notes:
                        yield Comment(spot, note)

    def _copied_again(self, spot: TextBlock, note: str) -> Iterator[Step]:
        """Where the number that an earlier comment named has changed once more, the comment names today's."""
        told = copied_told(note)
        now = {move.before: move.now for move in self._moves}.get(told[1], "") if told else ""
        if told and now and now != told[0] and told[0] in fold_text(spot.text).split(" "):
            yield Comment(spot, copied_note(told[0], now))

    def _own_words(self) -> Iterator[tuple[TextBlock, Sequence[str]]]:
        for block, words in self._own:
            if words is not None:
                yield block, words
                continue
            for spot in block.paragraphs():
                yield spot, fold_text(spot.text).split(" ")

    @cached_property
    def _printed(self) -> set[str]:
        return {word for text in self._texts for word in text.split(" ")}


def _said(blocks: Sequence[TextBlock]) -> set[str]:
    """What the blocks say, what their rows say, and every paragraph of a cell."""
    rows = [row.text for block in blocks for row in block.parts]
    cells = {line for text in rows for line in text.replace("\t", "\n").split("\n")}
    return {*(block.text for block in blocks), *rows, *cells}
