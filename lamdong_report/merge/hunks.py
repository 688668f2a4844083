"""Where two texts differ: few pieces, each where a person would see it; a sentence that the data reword, whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.merge.words import SplitText, is_figure


class Edit(Struct, frozen=True):
    """Replace the characters [start, end) of the officials' text by `text`."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, whose places are those of the text before."""
    for edit in sorted(edits, key=lambda one: (one.start, one.end))[::-1]:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def locate(texts: Sequence[str], place: int) -> tuple[int, int]:
    """Which of the paragraphs, and where in it, a place in the joined text is."""
    starts = starts_of(texts)
    at = max(n for n, start in enumerate(starts) if start <= place)
    return at, min(place - starts[at], len(texts[at]))


def starts_of(texts: Sequence[str]) -> list[int]:
    """Where each of the texts begins, joined with one sign between two."""
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    return starts[:-1]


class Hunk(Struct, frozen=True):
    """Words [start, end) of the base stand as words [left, right) on the other side.

    `scope` is what must be untouched for the hunk to go in: the words themselves, or the sentence that it rewords.
    """

    start: int
    end: int
    left: int
    right: int
    scope: tuple[int, int] = (0, 0)

    @property
    def is_insertion(self) -> bool:
        return self.start == self.end

    @property
    def is_deletion(self) -> bool:
        return self.left == self.right


def differing_words(one: Sequence[object], other: Sequence[object]) -> list[Hunk]:
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
        return [Hunk(head, head + len(left), head, head + len(right))]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [Hunk(head + a, head + b, head + c, head + d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def without_common_ends(hunk: Hunk, one: Sequence[str], other: Sequence[str]) -> Hunk:
    """The hunk without the words that stand on both sides at its ends, unless nothing else would be left."""
    start, end, left, right = hunk.start, hunk.end, hunk.left, hunk.right
    while start < end and left < right and one[end - 1] == other[right - 1] and (end - start > 1 or right - left > 1):
        end, right = end - 1, right - 1
    while start < end and left < right and one[start] == other[left] and (end - start > 1 or right - left > 1):
        start, left = start + 1, left + 1
    return Hunk(start, end, left, right)


def at_sentence_end(hunk: Hunk, base: SplitText, other: Sequence[str], own: Sequence[str]) -> Hunk:
    """An insertion or deletion that could as well stand elsewhere, at the sentence's boundary if there is one.

    "A. B." after "A." may be "A[. B]." or "A.[ B.]"; people wrote the latter.
    """
    if hunk.is_insertion:
        words, length, at = other, len(own), hunk.left
    elif hunk.is_deletion:
        words, length, at = own, len(own), hunk.start
    else:
        return hunk
    size, shift, place = (hunk.right - hunk.left) or (hunk.end - hunk.start), 0, hunk.start
    while not base.ends_sentence(place + shift):
        if hunk.end + shift >= length or words[at + shift] != own[hunk.end + shift] or shift > size:
            return hunk
        shift += 1
    return Hunk(hunk.start + shift, hunk.end + shift, hunk.left + shift, hunk.right + shift)


def data_hunks(base: SplitText, new: SplitText) -> Iterator[Hunk]:
    """What the data changed: figures as they stand, a reworded sentence from its first to its last change."""
    spaced = [list(zip(side.gaps, side.words, strict=False)) for side in (base, new)]
    found = [without_common_ends(hunk, base.words, new.words) for hunk in differing_words(*spaced)]
    found = [at_sentence_end(hunk, base, new.words, base.words) for hunk in found]
    inside = [hunk for hunk in found if not _is_sentence(hunk, base, new)]
    scopes = _reworded(inside, base, new)
    for hunk in found:
        scope = next((one for one in scopes if hunk in inside and one[0] <= hunk.start and hunk.end <= one[1]), None)
        if scope is None:
            yield replace(hunk, scope=(hunk.start, hunk.end))
            continue
        members = [one for one in inside if scope[0] <= one.start and one.end <= scope[1]]
        first, last = members[0], members[-1]
        if hunk is first:  # what else changed in the sentence, its figures too, goes with the rewording
            yield Hunk(first.start, last.end, first.left, last.right, scope)


def _is_sentence(hunk: Hunk, base: SplitText, new: SplitText) -> bool:
    """Whether whole sentences come or go."""
    if hunk.is_insertion:
        return base.ends_sentence(hunk.start) and new.ends_sentence(hunk.right)
    return hunk.is_deletion and base.ends_sentence(hunk.start) and base.ends_sentence(hunk.end)


def _reworded(hunks: Sequence[Hunk], base: SplitText, new: SplitText) -> list[tuple[int, int]]:
    """The sentences in which more than figures changed; neighbours that one change touches, as one."""
    found: list[tuple[int, int]] = []
    for hunk in hunks:
        ones, others = base.words[hunk.start : hunk.end], new.words[hunk.left : hunk.right]
        if len(ones) == len(others) and all(map(is_figure, (*ones, *others))):
            continue
        touched = [
            (start, end)
            for start, end in base.sentences
            if (start < hunk.end and hunk.start < end) or (hunk.is_insertion and start < hunk.start < end)
        ]
        if not touched and base.sentences:  # words put in between two sentences belong to the one that ends there
            touched = [next((one for one in base.sentences if one[1] >= hunk.start), base.sentences[-1])]
        low, high = (touched[0][0], touched[-1][1]) if touched else (hunk.start, hunk.end)
        if found and low < found[-1][1]:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found
