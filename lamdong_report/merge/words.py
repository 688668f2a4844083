"""Words: how a text is cut into them, when two are the same, and what a text is known by."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from lamdong_report.text.names import unify_tones

# A number, a word (with loose tone marks, as some keyboards leave them) or a sign; what stands between is no word.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|[\w\u0300-\u036f]+|[^\w\s]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_WORD = re.compile(r"\w")
_MARKED = re.compile("[\u00c0-\u1ef9\u0300-\u036f]")
_NOTHING_YET = frozenset("–—-…")  # what a cell holds while its figure is missing
# AutoCorrect and other programs exchange these while people type; they are one sign.
_SIGNS = {"–": "-", "—": "-", "−": "-", "\u2011": "-", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"}
_ENDS = frozenset(".!?…")
# What an automatic list takes away from a paragraph's beginning; without a space behind it the sign is a minus.
_BULLET = re.compile(r"\s*[-–—+*•●◦▪·]\s+(?=\S)")
_ENUMERATOR = re.compile(r"^\s*(?:(?:\d+(?:\.\d+)*|[ivxlc]+|[a-zđ]\d*)\s*[.)/]\s*)+(?=\S)", re.IGNORECASE)


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Equal for the spellings of one word or sign: composed or not, hòa or hoà, a long dash or a short one."""
    if not _MARKED.search(word):
        return _SIGNS.get(word, word)
    small = word.casefold()
    if small == word:
        return unify_tones(word)
    composed = unicodedata.normalize("NFC", word)
    case = "A" if composed.isupper() else "Aa" if composed[:1].isupper() else "aA"
    return f"{unify_tones(composed.casefold())}|{case}"


def tokens_of(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))


@lru_cache(maxsize=16384)
def fold_text(text: str) -> str:
    """The key of a whole text: its words' keys, the bullet at its beginning left out."""
    return " ".join(map(word_key, tokens_of(without_bullet(text))))


def has_bullet(text: str) -> bool:
    """Whether the text begins with a sign that Word would make an automatic list of."""
    return _BULLET.match(text) is not None


def without_bullet(text: str) -> str:
    return _BULLET.sub("", text, count=1) if has_bullet(text) else text


@lru_cache(maxsize=16384)
def fold_case(text: str) -> str:
    """As `fold_text`, whatever the letters' case: what a heading is known by, without its number."""
    plain = unify_tones(unicodedata.normalize("NFC", _ENUMERATOR.sub("", text, count=1)).casefold())
    return fold_text(plain)


def count_letters(text: str) -> int:
    """How many letters and digits `fold_case` keeps of the text: texts of other counts are not the same."""
    return sum(map(str.isalnum, _ENUMERATOR.sub("", text, count=1).casefold()))


def mask_numbers(text: str) -> str:
    """The text with every number as the same sign: what stays of a sentence when only its figures change."""
    return _DIGITS.sub("#", fold_text(text))


def bag_of(text: str) -> Counter[str]:
    """How often each word stands in the text; signs are no words."""
    return Counter(key for key in fold_text(text).split(" ") if _WORD.search(key))


def is_figure(word: str) -> bool:
    """Whether the word is a number, or the sign that stands where one is missing."""
    return _NUMBER.fullmatch(word) is not None or word in _NOTHING_YET


@dataclass(frozen=True)
class SplitText:
    """A text as its words; between two of them, and at both ends, stands a gap of spaces (or nothing)."""

    text: str
    spans: tuple[tuple[int, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", tuple(map(re.Match.span, _TOKEN.finditer(self.text))))

    def __len__(self) -> int:
        return len(self.spans)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(self.text[start:end] for start, end in self.spans)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(map(word_key, self.words))

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What stands in front of each word, and behind the last."""
        starts, ends = zip(*self.spans, strict=True) if self.spans else ((), ())
        return tuple(map(self.text.__getitem__, map(slice, (0, *ends), (*starts, len(self.text)))))

    def start(self, n: int) -> int:
        """Where word n begins; the end of the text behind the last."""
        return self.spans[n][0] if n < len(self.spans) else len(self.text)

    def end(self, n: int) -> int:
        """Where word n ends; 0 for -1."""
        return self.spans[n][1] if n >= 0 else 0

    def gap(self, n: int) -> str:
        """What stands between word n-1 and word n."""
        return self.gaps[n]

    def between(self, start: int, end: int) -> str:
        """The words [start, end) with the gaps between them."""
        return self.text[self.start(start) : self.end(end - 1)] if end > start else ""

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The ranges of words that are sentences: up to a full stop with a gap behind it, or a paragraph's end."""
        found, start = list[tuple[int, int]](), 0
        for n, word in enumerate(self.words):
            is_last = n + 1 == len(self)
            if is_last or "\n" in self.gap(n + 1) or "\v" in self.gap(n + 1) or (word in _ENDS and self.gap(n + 1)):
                found.append((start, n + 1))
                start = n + 1
        return tuple(found)

    def ends_sentence(self, n: int) -> bool:
        """Whether a sentence ends in front of word n."""
        return n == 0 or any(end == n for _, end in self.sentences)
