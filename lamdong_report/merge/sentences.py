"""The three-way merge of one paragraph's words: what the data changed goes in where no hand has changed the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from lamdong_report.merge.hunks import Edit, Hunk, apply_edits, at_sentence_end, data_hunks, differing_words
from lamdong_report.merge.words import SplitText, bag_of, fold_text, is_figure, mask_numbers, tokens_of

# Two additions at one point that share this part of their words say the same thing with other figures or in other
# words: to print both would say it twice. Below, they are two things (a remark and a figure share "có", "và", "năm").
_SAME_ADDITION = 0.6


class Clash(Struct, frozen=True):
    """Both changed the same words: theirs stand at [start, end); the former draft said `before`, the data say `now`."""

    start: int
    end: int
    before: str
    now: str


class FigureMove(Struct, frozen=True):
    """A number that the data changed, and the word behind it."""

    before: str
    now: str
    unit: str


class WordMerge(Struct, frozen=True):
    """What to do to the officials' text; `news` are the words that the data changed.

    `figures` are the numbers among them.
    """

    edits: tuple[Edit, ...]
    clashes: tuple[Clash, ...]
    news: tuple[str, ...]
    figures: tuple[FigureMove, ...] = ()


def changed_words(before: str, now: str) -> tuple[str, ...]:
    """The words of `now` that `before` does not have in their place."""
    one, other = SplitText(before), SplitText(now)
    return tuple(
        word for hunk in differing_words(one.words, other.words) for word in other.words[hunk.left : hunk.right]
    )


def edits_between(before: str, now: str) -> tuple[Edit, ...]:
    """What turns one text into the other, word by word."""
    return merge_words(before, before, now).edits


def merge_words(base: str, mine: str, new: str) -> WordMerge:
    """What to change in `mine` so that it also says what `new` says anew; theirs stays where both changed."""
    if base == mine and not base.strip():
        return WordMerge((Edit(0, len(mine), new),) if base != new else (), (), tokens_of(new))
    words = SplitText(base)
    sides = _Sides(words, words if base == mine else SplitText(mine), SplitText(new))
    if base != mine and fold_text(mine) == fold_text(new):
        return WordMerge((), (), sides.news())
    edits, clashes = list[Edit](), dict[tuple[int, int, str], Clash]()
    for hunk in sides.data:
        rivals = list(sides.rivals(hunk))
        if not rivals:
            edits += sides.edit(hunk)
        elif not sides.agree(hunk, rivals):
            found = sides.remainder(hunk, rivals)
            edits += found
            if not found:  # about the same words of theirs the data are told once
                clash = sides.clash(hunk, rivals)
                clashes.setdefault((clash.start, clash.end, clash.now), clash)
    edits += sides.end()
    if base == mine and apply_edits(mine, edits) != new:
        edits = [Edit(0, len(mine), new)]  # signs and spaces in a tangle: the whole is surer than its pieces
    return WordMerge(tuple(edits), tuple(clashes.values()), sides.news(), tuple(sides.figures()))


class _Sides:
    """The three texts and the two differences from the base."""

    def __init__(self, base: SplitText, mine: SplitText, new: SplitText) -> None:
        self.base, self.mine, self.new = base, mine, new
        found = [] if base.text == mine.text else differing_words(base.keys, mine.keys)
        self.hand = [at_sentence_end(hunk, base, mine.keys, base.keys) for hunk in found]
        self.data = list(data_hunks(base, new))

    def news(self) -> tuple[str, ...]:
        return tuple(word for hunk in self.data for word in self.new.words[hunk.left : hunk.right])

    def figures(self) -> Iterator[FigureMove]:
        """The numbers that became other numbers in their place."""
        for hunk in self.data:
            if hunk.end - hunk.start == hunk.right - hunk.left:
                for n in range(hunk.end - hunk.start):
                    before, now = self.base.words[hunk.start + n], self.new.words[hunk.left + n]
                    if before != now and before[:1].isdigit() and now[:1].isdigit():
                        behind = self.base.words[hunk.start + n + 1 : hunk.start + n + 2]
                        yield FigureMove(before, now, "".join(behind))

    def rivals(self, hunk: Hunk) -> Iterator[Hunk]:
        """The changes by hand that forbid the hunk: in its scope, or an addition at its point that says the same."""
        low, high = hunk.scope
        for hand in self.hand:
            if hunk.is_insertion and hand.is_insertion and hand.start == hunk.start and low == high:
                if self._says_the_same(hand, hunk):
                    yield hand
            elif hand.is_insertion and hand.start in (low, high):
                inside = low < high and (hunk.start, hunk.end) != (low, high) and not self._is_apart(hand)
                if inside or self._is_second_figure(hand, hunk):
                    yield hand
            elif hand.start < high and low < hand.end:
                yield hand

    def _is_second_figure(self, hand: Hunk, hunk: Hunk) -> bool:
        """Whether they wrote a figure beside the one that the data change, and left that one ("96…" for "…")."""
        theirs, changed = self.mine.words[hand.left : hand.right], self.base.words[hunk.start : hunk.end]
        if hand.start not in (hunk.start, hunk.end) or not all(map(is_figure, changed)):
            return False
        if len(changed) == len(self.base):  # the cell held nothing else: a date or a letter's number fills it too
            return theirs[0][0].isdigit()
        return any(word[0].isdigit() for word in theirs) and all(map(is_figure, theirs))

    def _is_apart(self, hand: Hunk) -> bool:
        """Whether the officials put in whole sentences between two sentences."""
        return self.base.ends_sentence(hand.start) and self.mine.ends_sentence(hand.right)

    def _says_the_same(self, hand: Hunk, hunk: Hunk) -> bool:
        theirs = self.mine.between(hand.left, hand.right)
        ours = self.new.between(hunk.left, hunk.right)
        if not len(self.base):
            return True  # both filled what was empty: only one can stand there
        if mask_numbers(ours) in mask_numbers(theirs) or mask_numbers(theirs) in mask_numbers(ours):
            return True
        one, other = bag_of(theirs), bag_of(ours)
        total = one.total() + other.total()
        return bool(total) and 2 * (one & other).total() >= _SAME_ADDITION * total

    def agree(self, hunk: Hunk, rivals: Sequence[Hunk]) -> bool:
        """Whether the officials wrote by hand what the data now say."""
        start, end, left, right = self._region(hunk, rivals)
        now = [*self.base.keys[start : hunk.start], *self.new.keys[hunk.left : hunk.right]]
        now += self.base.keys[hunk.end : end]
        theirs = self.mine.keys[left:right]
        if hunk.is_insertion and all(rival.is_insertion for rival in rivals):
            return f" {' '.join(now)} " in f" {' '.join(theirs)} "
        return tuple(now) == theirs

    def _region(self, hunk: Hunk, rivals: Sequence[Hunk]) -> tuple[int, int, int, int]:
        """The words of the base that the hunk, its scope and its rivals cover, and the words of theirs for them."""
        start = min(hunk.start, hunk.scope[0], *(rival.start for rival in rivals))
        end = max(hunk.end, hunk.scope[1], *(rival.end for rival in rivals))
        left = rivals[0].left - (rivals[0].start - start)
        right = rivals[-1].right + (end - rivals[-1].end)
        return start, end, left, right

    def remainder(self, hunk: Hunk, rivals: Sequence[Hunk]) -> list[Edit]:
        """Where both only deleted: the deletion of what the officials left standing."""
        if not hunk.is_deletion or not all(rival.is_deletion for rival in rivals):
            return []
        kept = [n for n in range(hunk.start, hunk.end) if not any(r.start <= n < r.end for r in rivals)]
        places = [self._in_mine[n] for n in kept]
        return [Edit(self.mine.end(n - 1), self.mine.end(n), "") for n in places]

    def clash(self, hunk: Hunk, rivals: Sequence[Hunk]) -> Clash:
        _, _, left, right = self._region(hunk, rivals)
        start, end = self.mine.start(left), self.mine.end(right - 1) if right > left else self.mine.start(left)
        low, high = hunk.scope
        before = self.base.between(min(low, hunk.start), max(high, hunk.end))
        now = "".join(
            (
                self.base.text[self.base.start(low) : self.base.start(hunk.start)] if low < hunk.start else "",
                self.new.between(hunk.left, hunk.right),
                self.base.text[self.base.end(hunk.end - 1) : self.base.end(high - 1)] if hunk.end < high else "",
            )
        )
        return Clash(start, max(start, end), before, now)

    @cached_property
    def _in_mine(self) -> dict[int, int]:
        """Which word of theirs each word of the base is that they left standing."""
        found, at, shift = {}, 0, 0
        for hunk in (*self.hand, Hunk(len(self.base), len(self.base), len(self.mine), len(self.mine))):
            found.update({n: n + shift for n in range(at, hunk.start)})
            at, shift = hunk.end, hunk.right - hunk.end
        return found

    def edit(self, hunk: Hunk) -> list[Edit]:
        if hunk.is_insertion:
            return self._put_in(hunk)
        left, right = self._in_mine[hunk.start], self._in_mine[hunk.end - 1] + 1
        base, mine, new = self.base, self.mine, self.new
        if hunk.is_deletion:
            # One of the two gaps goes with the words: the one that the new text does not have either.
            before, after, left_over = mine.gap(left), mine.gap(right), new.gap(hunk.left)
            if "\n" in before + after or left_over == base.gap(hunk.end):
                return [Edit(mine.start(left) if "\n" in before else mine.end(left - 1), mine.end(right - 1), "")]
            if left_over == base.gap(hunk.start):
                return [Edit(mine.start(left), mine.start(right), "")]
            return [Edit(mine.end(left - 1), mine.start(right), left_over)]
        start, end, text = mine.start(left), mine.end(right - 1), new.between(hunk.left, hunk.right)
        if self._may_follow(base.gap(hunk.start), mine.gap(left), new.gap(hunk.left)):
            start, text = mine.end(left - 1), new.gap(hunk.left) + text
        if hunk.end < len(base) and self._may_follow(base.gap(hunk.end), mine.gap(right), new.gap(hunk.right)):
            end, text = mine.start(right), text + new.gap(hunk.right)
        old = mine.text[start:end]  # without the spaces that both begin with; no edit if nothing else changes
        while old and text and old[0] == text[0] and old[0].isspace():
            start, old, text = start + 1, old[1:], text[1:]
        return [Edit(start, end, text)] if old != text else []

    @staticmethod
    def _may_follow(was: str, theirs: str, now: str) -> bool:
        """Whether a gap beside changed words is to become what it is in the new text."""
        return was == theirs != now and "\n" not in theirs + now

    def end(self) -> list[Edit]:
        """The spaces behind the last word, where only the data changed them."""
        was, theirs, now = (side.text[side.end(len(side) - 1) :] for side in (self.base, self.mine, self.new))
        size = len(self.mine.text)
        return [Edit(size - len(theirs), size, now)] if was == theirs != now else []

    def _put_in(self, hunk: Hunk) -> list[Edit]:
        base, mine, new, words = self.base, self.mine, self.new, self.new.between(hunk.left, hunk.right)
        # Behind whole sentences that the officials put in here, before words that they put in front of the next.
        at = self._in_mine[hunk.start - 1] + 1 if hunk.start else 0
        hand = next((one for one in self.hand if one.is_insertion and one.start == hunk.start), None)
        if hand is not None and (hunk.start == len(base) or self._is_apart(hand)):
            at = hand.right
        before, after = new.gap(hunk.left), new.gap(hunk.right)
        gap = base.gap(hunk.start)
        if (at == len(mine) or after == gap) and not (at == 0 and len(mine)):
            return [Edit(mine.end(at - 1), mine.end(at - 1), before + words)]
        if before == gap or mine.gap(at) != gap:
            return [Edit(mine.start(at), mine.start(at), words + after)]
        return [Edit(mine.end(at - 1), mine.start(at), before + words + after)]
