"""Words: how a text is cut into them, when two are the same, and a three-way merge of one paragraph's words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from lamdong_report.text.names import unify_tones

# A paragraph mark, a number, a word (with loose tone marks, as some keyboards leave them) or a sign, each with the
# spaces behind it; spaces alone stand only at the beginning.
_TOKEN = re.compile(r"\n|(?:\d+(?:[.,]\d+)*%?|[\w\u0300-\u036f]+|[^\w\s])[^\S\n]*|[^\S\n]+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SINGLE = re.compile(r"\S+")  # what the cells of an annex hold
_WORD = re.compile(r"\w")
_MARKED = re.compile("[\u00c0-\u1ef9\u0300-\u036f]")


@lru_cache(maxsize=65536)
def word_key(token: str) -> str:
    """Equal for the spellings of one word: composed or not, hòa or hoà, whatever the spaces behind it."""
    word = token.rstrip(" \t\v\u00a0\u2002\u2003\u2009\u202f") or (" " if token.strip("\n") else token)
    if not _MARKED.search(word):
        return word
    small = word.casefold()
    if small == word:
        return unify_tones(word)
    composed = unicodedata.normalize("NFC", word)
    return f"{unify_tones(composed.casefold())}|{_case(composed)}"


def _case(word: str) -> str:
    return "A" if word.isupper() else "Aa" if word[:1].isupper() else "aA"


def tokens_of(text: str) -> list[str]:
    return _TOKEN.findall(text)


@lru_cache(maxsize=16384)
def fold_text(text: str) -> str:
    """The key of a whole text: its words' keys, paragraph marks left out."""
    return " ".join(key for key in map(word_key, tokens_of(text)) if key not in ("\n", " "))


def mask_numbers(text: str) -> str:
    """The text with every number as the same sign: what stays of a sentence when only its figures change."""
    return _DIGITS.sub("#", fold_text(text))


def bag_of(text: str) -> Counter[str]:
    """How often each word stands in the text; signs are no words."""
    return Counter(key for key in fold_text(text).split(" ") if _WORD.search(key))


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters [start, end) of the officials' text by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Both changed the same words: theirs stand at [start, end); the former draft said `before`, the data say `now`."""

    start: int
    end: int
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class WordMerge:
    """What to do to the officials' text; `news` are the words that the data changed."""

    edits: tuple[Edit, ...]
    clashes: tuple[Clash, ...]
    news: tuple[str, ...]


def changed_words(before: str, now: str) -> tuple[str, ...]:
    """The words of `now` that `before` does not have in their place."""
    ones, others = tokens_of(before), tokens_of(now)
    return tuple(word.strip() for hunk in differences(ones, others) for word in others[hunk.left : hunk.right])


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Tokens [start, end) of the base stand as tokens [left, right) on the other side."""

    start: int
    end: int
    left: int
    right: int

    def meets(self, other: _Hunk) -> bool:
        """Whether both change the same words; touching is not meeting, two insertions at one point do not meet."""
        return self.start < other.end and other.start < self.end


def merge_words(base: str, mine: str, new: str) -> WordMerge:
    """What to change in `mine` so that it also says what `new` says anew; theirs stays where both changed."""
    if base == mine and base and new and _SINGLE.fullmatch(base) and _SINGLE.fullmatch(new):
        return WordMerge((Edit(0, len(mine), new),) if base != new else (), (), (new,))
    sides = _Sides(tokens_of(base), tokens_of(mine), tokens_of(new))
    edits: list[Edit] = []
    clashes: list[Clash] = []
    for hunk in sides.data:
        rivals = [hand for hand in sides.hand if hand.meets(hunk)]
        if not rivals:
            edits += sides.edit(hunk)
        elif not sides.agree(hunk, rivals):
            found = sides.remainder(hunk, rivals)
            edits += found
            if not found:
                clashes.append(sides.clash(hunk, rivals))
    return WordMerge(tuple(edits), tuple(clashes), sides.news())


class _Sides:
    """The three token lists and the two differences from the base."""

    def __init__(self, base: list[str], mine: list[str], new: list[str]) -> None:
        self.base, self.mine, self.new = base, mine, new
        self.hand = [] if base == mine else differences([word_key(t) for t in base], [word_key(t) for t in mine])
        self.data = differences(base, new)
        if not self.hand:
            self.data = _whole_if_rewritten(self.data, len(base))
        self._ends = [hunk.end for hunk in self.hand]
        self._starts_in_mine = _offsets(mine)

    def news(self) -> tuple[str, ...]:
        return tuple(word.strip() for hunk in self.data for word in self.new[hunk.left : hunk.right])

    def after(self, boundary: int) -> int:
        """The token of `mine` at a boundary of the base, behind what officials inserted there."""
        at = bisect_right(self._ends, boundary)
        if not at:
            return boundary
        hunk = self.hand[at - 1]
        return hunk.right + boundary - hunk.end

    def range_in_mine(self, start: int, end: int) -> tuple[int, int]:
        """The tokens of `mine` for the base's [start, end), which no rival cuts."""
        left = self.after(start)
        return left, left if start == end else self.after(end - 1) + 1

    def edit(self, hunk: _Hunk) -> list[Edit]:
        left, right = self.range_in_mine(hunk.start, hunk.end)
        start, end = self._starts_in_mine[left], self._starts_in_mine[right]
        mine, new = "".join(self.mine), "".join(self.new[hunk.left : hunk.right])
        trimmed = _trim(mine, start, end, new)
        return [trimmed] if trimmed else []

    def agree(self, hunk: _Hunk, rivals: Sequence[_Hunk]) -> bool:
        """Whether the officials wrote by hand what the data now say."""
        start, end = min(hunk.start, *(r.start for r in rivals)), max(hunk.end, *(r.end for r in rivals))
        new = [*self.base[start : hunk.start], *self.new[hunk.left : hunk.right], *self.base[hunk.end : end]]
        left = rivals[0].left - (rivals[0].start - start)
        right = rivals[-1].right + (end - rivals[-1].end)
        return fold_text("".join(new)) == fold_text("".join(self.mine[left:right]))

    def remainder(self, hunk: _Hunk, rivals: Sequence[_Hunk]) -> list[Edit]:
        """Where both only deleted: the deletion of what the officials left standing."""
        if hunk.left != hunk.right or any(r.left != r.right for r in rivals):
            return []
        kept = [n for n in range(hunk.start, hunk.end) if not any(r.start <= n < r.end for r in rivals)]
        spans = [self.range_in_mine(n, n + 1) for n in kept]
        return [Edit(self._starts_in_mine[left], self._starts_in_mine[right], "") for left, right in spans]

    def clash(self, hunk: _Hunk, rivals: Sequence[_Hunk]) -> Clash:
        left = min(rivals[0].left, rivals[0].left + hunk.start - rivals[0].start)
        right = max(rivals[-1].right, rivals[-1].right + hunk.end - rivals[-1].end)
        start = self._starts_in_mine[left]
        theirs = "".join(self.mine[left:right]).rstrip(" ")
        before, now = self.base[hunk.start : hunk.end], self.new[hunk.left : hunk.right]
        return Clash(start, start + len(theirs), "".join(before), "".join(now))


def differences(one: Sequence[str], other: Sequence[str]) -> list[_Hunk]:
    """Where the two sequences differ, as few and as small pieces as difflib finds."""
    head = 0
    while head < len(one) and head < len(other) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    left, right = one[head : len(one) - tail], other[head : len(other) - tail]
    if not left and not right:
        return []
    if len(left) < 2 and len(right) < 2:
        return [_Hunk(head, head + len(left), head, head + len(right))]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        _Hunk(head + a, head + b, head + c, head + d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ]


def _whole_if_rewritten(hunks: list[_Hunk], length: int) -> list[_Hunk]:
    """One piece in place of many when most words changed: a rewritten sentence is easier to read whole."""
    if len(hunks) < 3 or sum(hunk.end - hunk.start for hunk in hunks) < length * 0.6:
        return hunks
    first, last = hunks[0], hunks[-1]
    return [_Hunk(first.start, last.end, first.left, last.right)]


def _offsets(tokens: Sequence[str]) -> list[int]:
    offsets = [0]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return offsets


def _trim(mine: str, start: int, end: int, new: str) -> Edit | None:
    """The edit without the words that both texts begin or end with, and with the spaces that it needs around."""
    old = mine[start:end]
    if new.startswith(old) and not _same_word(old[-1:], new[len(old) : len(old) + 1]):
        start, new = end, new[len(old) :]
    elif old.startswith(new) and not _same_word(new[-1:], old[len(new) : len(new) + 1]):
        start, new = start + len(new), ""
    else:
        while end > start and new and mine[end - 1] == new[-1] == " ":
            end, new = end - 1, new[:-1]
    if start == end and new:
        new = (" " if _same_word(mine[start - 1 : start], new[:1]) else "") + new
        new += " " if _same_word(new[-1:], mine[end : end + 1]) else ""
    return Edit(start, end, new) if start != end or new else None


def _same_word(left: str, right: str) -> bool:
    """Whether the two characters, side by side, would read as one word."""
    return bool(left and right) and left.isalnum() and right.isalnum()
