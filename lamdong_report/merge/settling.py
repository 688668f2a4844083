"""The comments that earlier merges left: kept while they hold, renewed or taken back; one of them a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from lamdong_report.merge.blocks import TextBlock, headings_above
from lamdong_report.merge.changes import Comment, Insert, Step, TakeBack
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
        return fold_text(text) in self._near.get(spot, self._texts)

    @cached_property
    def _near(self) -> Mapping[TextBlock, set[str]]:
        """What the new report says under the heading that each block of theirs stands under, where it has that one."""
        under: defaultdict[str, set[str]] = defaultdict(set)
        for block, n in zip(self._new, headings_above(self._new), strict=True):
            if n >= 0:
                under[fold_case(self._new[n].text)].add(fold_text(block.text))
        above = zip(self._mine, headings_above(self._mine), strict=True)
        named = {block: fold_case(self._mine[n].text) for block, n in above if n >= 0}
        return {block: under[heading] for block, heading in named.items() if heading in under}

    @cached_property
    def _texts(self) -> set[str]:
        """What the new report says, block by block, row by row and cell by cell; few merges ask."""
        return set(map(fold_text, _said(self._new)))

    @cached_property
    def _news(self) -> set[str]:
        """What the new report says and their file does not; asked when all that goes in is known."""
        return self._texts - set(map(fold_text, _said(self._mine))) - set(map(fold_text, self._put_in))

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
        now: defaultdict[TextBlock, list[str]] = defaultdict(list)  # what the data say in the place of each paragraph
        for mine, new in self._counterparts:
            for spot in (spot for block in mine for spot in block.known_paragraphs() if spot.tool_comments):
                now[spot] += [block.text for block in new]
        quoted = {(step.block, step.block.text[max(step.start, 0) : step.end]) for step in disputes}
        for spot in (spot for block in self._mine for spot in block.known_paragraphs()):
            for comment in spot.tool_comments:
                if comment.answered or not is_of_merge(comment.text):
                    continue
                is_gone_note = bool(gone_texts(comment.text)) and comment.text == self._gone_text(spot)
                if is_gone_note or any(comment.text == note and spot in spots for spots, note in self._columns):
                    continue  # it is written again as it stands
                is_disputed_anew = (spot, comment.quoted) in quoted and not is_by_copy(comment.text)
                near = self._near.get(spot, self._texts)
                if is_disputed_anew or not still_holds(comment, spot.text, now.get(spot, ()), self._texts, near):
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

    def _gone_text(self, spot: TextBlock) -> str:
        """What is to be told of removed blocks here: earlier lines that still are news, and those of today."""
        lines = [line for comment in spot.tool_comments if not comment.answered for line in gone_texts(comment.text)]
        kept = [line for line in lines if fold_text(line.split(_SOURCES)[0]) in self._news]
        today = [line for line in self._gone.get(spot, ()) if fold_text(line.split(_SOURCES)[0]) in self._news]
        every = list(dict.fromkeys((*kept, *today)))
        return gone_note(every) if every else ""

    def _copied(self, disputed: set[TextBlock]) -> Iterator[Step]:
        """Numbers in the officials' own words that have changed where they were copied from.

        Not where a comment on the paragraph says already what the data now give there.
        """
        now = {move.before: move for move in self._moves}
        ambiguous = {move.before for move in self._moves if now[move.before].now != move.now}
        written: list[tuple[TextBlock, Sequence[str]]] = []
        for block, own in self._own if now else ():
            whole = block.paragraphs() if own is None else ()
            written += [(spot, fold_text(spot.text).split(" ")) for spot in whole] if own is None else [(block, own)]
        printed = {word for text in self._texts for word in text.split(" ")} if written else set[str]()
        for spot, words in written:
            if spot in disputed:
                continue
            for n, word in enumerate(words):
                move = now.get(word)
                if move is None or word in ambiguous or word in printed:
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


def _said(blocks: Sequence[TextBlock]) -> set[str]:
    """What the blocks say, what their rows say, and every paragraph of a cell."""
    rows = [row.text for block in blocks for row in block.parts]
    cells = {line for text in rows for line in text.replace("\t", "\n").split("\n")}
    return {*(block.text for block in blocks), *rows, *cells}
