"""Which section of one version is which of the other: by its heading, and by what stands in it if that was renamed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

from msgspec import Struct

from lamdong_report.merge.blocks import Blocks, TextBlock, overlap
from lamdong_report.merge.words import count_letters, fold_case, mask_numbers

# A heading reworded by hand shares this part of its words with what it was ("1. Kết quả chung", "1. Kết quả").
_REWORDED = 0.5
# A renamed heading is known by its section: this part of the shorter one's paragraphs must be those of the other.
_SAME_CONTENT = 0.5
# Longer than any heading that a report has; a paragraph of this length is text that repeats a heading's words.
_LONGEST_HEADING = 300

_KEYS: tuple[Callable[[TextBlock], Hashable], ...] = (
    lambda block: block.text,
    lambda block: block.folded,
    lambda block: fold_case(block.text),
    lambda block: mask_numbers(fold_case(block.text)),
)


class SectionPair(Struct, frozen=True):
    """A section of both versions, its heading first (where it has one)."""

    one: range
    other: range
    has_heading: bool


class Region(Struct, frozen=True):
    """What stands in both versions between two sections that are the same, where some section is not."""

    one: tuple[int, ...]
    other: tuple[int, ...]


class Sections(Struct, frozen=True):
    """The sections that correspond, and for every block the pair it belongs to (None: its section has no partner)."""

    pairs: tuple[SectionPair, ...]
    regions: tuple[Region, ...]
    of_one: tuple[int | None, ...]
    of_other: tuple[int | None, ...]

    def may_share(self, a: int, b: int) -> bool:
        """Whether two blocks may be one as far as their sections go."""
        one, other = self.of_one[a], self.of_other[b]
        return one is None or other is None or one == other


def pair_sections(one: Blocks, other: Blocks, *, by_hand: bool) -> Sections:
    """The sections of both; without headings each version is one section."""
    ones, others = _cut(one, other), _cut(other, one)
    pairs = {0: 0, **_pair_headings(one, other, ones, others, by_hand=by_hand)}
    sections = [SectionPair(ones[a], others[b], a > 0) for a, b in sorted(pairs.items())]
    of_one, of_other = list[int | None]([None] * len(one)), list[int | None]([None] * len(other))
    for number, section in enumerate(sections):
        for a in section.one:
            of_one[a] = number
        for b in section.other:
            of_other[b] = number
    return Sections(tuple(sections), tuple(_regions(ones, others, pairs)), tuple(of_one), tuple(of_other))


def _cut(blocks: Blocks, others: Blocks) -> list[range]:
    """The sections, the first of them above all headings; a heading that lost its style is known by its words."""
    counts = Counter(fold_case(block.text) for block in others if block.heading)
    lost = {key for key in counts if key and counts[key] == 1} - {fold_case(one.text) for one in blocks if one.heading}
    sizes = set(map(count_letters, lost))  # counting letters is cheap, and few paragraphs have as many as a heading
    texts = [block.text if len(block.text) < _LONGEST_HEADING else "" for block in blocks] if lost else []
    keys = {n: key for n, text in enumerate(texts) if count_letters(text) in sizes and (key := fold_case(text)) in lost}
    own = Counter(keys.values())
    starts = [0, *(n for n, block in enumerate(blocks) if block.heading or (n in keys and own[keys[n]] == 1))]
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(blocks)], strict=True)]


def _pair_headings(
    one: Blocks, other: Blocks, ones: Sequence[range], others: Sequence[range], *, by_hand: bool
) -> dict[int, int]:
    """Which section is which, by ever weaker keys that occur once, then (by hand) by likeness and content."""
    pairs: dict[int, int] = {}
    for key in _KEYS:
        left = [a for a in range(1, len(ones)) if a not in pairs]
        right = [b for b in range(1, len(others)) if b not in pairs.values()]
        pairs |= _same_keys(
            pairs, [(key(one[ones[a][0]]), a) for a in left], [(key(other[others[b][0]]), b) for b in right]
        )
    if by_hand:
        # Those without a partner that stand between the same neighbours, nearest to each other first.
        candidates = [
            (a, b)
            for a in range(1, len(ones))
            if a not in pairs
            for b in _between(pairs, a, len(others))
            if b not in pairs.values()
        ]
        for a, b in candidates:
            if a in pairs or b in pairs.values():
                continue
            if overlap(one[ones[a][0]], other[others[b][0]]) >= _REWORDED:
                pairs[a] = b
                continue
            bodies = [Counter(x[n].folded for n in section[1:]) for x, section in ((one, ones[a]), (other, others[b]))]
            shared, least = (bodies[0] & bodies[1]).total(), min(body.total() for body in bodies)
            if least and shared >= _SAME_CONTENT * least:
                pairs[a] = b
    return pairs


def _same_keys(
    pairs: dict[int, int], ones: list[tuple[Hashable, int]], others: list[tuple[Hashable, int]]
) -> dict[int, int]:
    """Pairs of equal keys: those that occur once, then those that repeat, in order between the pairs around them."""
    found: dict[int, int] = {}
    count_one, count_other = Counter(key for key, _ in ones), Counter(key for key, _ in others)
    places = dict(others)
    found = {a: places[key] for key, a in ones if count_one[key] == count_other[key] == 1}
    for key, a in ones:
        if count_one[key] > 1 and count_other[key]:
            between = _between(pairs | found, a, len(others) + len(pairs) + 1)
            free = [b for k, b in others if k == key and b in between and b not in found.values()]
            if free:
                found[a] = free[0]
    return found


def _between(pairs: dict[int, int], a: int, width: int) -> range:
    """The sections of the other version that stand between the partners of those around section a."""
    low = max((b for c, b in pairs.items() if c < a), default=0)
    return range(low + 1, min((b for c, b in pairs.items() if c > a), default=width))


def _regions(ones: Sequence[range], others: Sequence[range], pairs: dict[int, int]) -> list[Region]:
    """The blocks between two neighbouring pairs, these included, where a section in between has no partner."""
    found: list[Region] = []
    edges, last = [], -1
    for a, b in sorted(pairs.items()):
        if b > last:
            edges.append((a, b))
            last = b
    edges.append((len(ones), len(others)))
    for (a, b), (c, d) in pairwise(edges):
        alone_one = [n for n in range(a + 1, c) if n not in pairs]
        alone_other = [n for n in range(b + 1, d) if n not in pairs.values()]
        if alone_one or alone_other:
            left = tuple(n for section in (a, *alone_one) for n in ones[section])
            right = tuple(n for section in (b, *alone_other) for n in others[section])
            found.append(Region(left, right))
    return found
