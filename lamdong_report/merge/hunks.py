"""Where two texts differ, word by word: as few pieces as can be, each where a person would see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lamdong_report.merge.words import SplitText


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters [start, end) of the officials' text by `text`."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, whose places are those of the text before."""
    for edit in sorted(edits, key=lambda one: (one.start, one.end))[::-1]:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@dataclass(frozen=True, slots=True)
class Hunk:
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
