"""Which block of one version is which block of the other: equal, edited or moved."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from msgspec import Struct

from lamdong_report.merge.blocks import BlockKind, Blocks, TextBlock, overlap
from lamdong_report.merge.sections import pair_sections

# Half of the words in common: a sentence reworded still is that sentence, two sentences about one matter are not.
_LIKE = 0.5
# In another place of the report less proves less: there, more must agree.
_LIKE_ELSEWHERE = 0.6
# One paragraph for one in the same place, and both neighbours known: a quarter is what a heavy rewriting leaves.
_LIKE_IN_PLACE = 0.25
# A word that stands in more blocks than this ("Sở", "báo cáo") proposes no pair by itself.
_RARE = 6

# Numbers of two blocks that are the same block, or two that bound a range of blocks.
Pair = tuple[int, int]
# Of a table of likenesses, 60 blocks by 60, a tenth of a second; beyond, only rare words propose pairs.
_MOST_CELLS = 3600
# difflib takes quadratic time; a gap between two anchors as long as this is an annex of another order.
_MOST_FOR_DIFFLIB = 600

_TIERS: tuple[Callable[[TextBlock], Hashable], ...] = (
    lambda block: block.exact,
    lambda block: block.folded,
    lambda block: block.weak,
)


class Alignment(Struct, frozen=True):
    """Pairs (index in one, index in the other); those in `moved` stand elsewhere in the order."""

    pairs: tuple[Pair, ...]
    moved: frozenset[Pair]


def align(one: Blocks, other: Blocks, *, by_hand: bool = True) -> Alignment:
    """The pairs of blocks that are the same block, in the order of `one`.

    Section by section: a sentence that stands under many headings is known by its own. Only people (`by_hand`) move
    a paragraph to another section or rename a heading; the data put an agency's words under its heading alone.
    """
    found = pair_sections(one, other, by_hand=by_hand)
    pairs = [(section.one[0], section.other[0]) for section in found.pairs if section.has_heading]
    if by_hand:
        # What says the same to the letter, once in each version and in sections that are not the same, has been moved:
        # that proves more than a likeness inside the section that it left.
        unique = _unique_pairs([block.exact for block in one], [block.exact for block in other])
        pairs += [(a, b) for a, b in unique if found.of_one[a] != found.of_other[b] and _is_telling(one[a])]
    taken = _sides(pairs)
    for section in found.pairs:
        pairs += _Aligner(one, other).run(_left_over(section.one, section.other, taken))
    for region in found.regions:
        pairs += _Aligner(one, other).run(_left_over(region.one, region.other, _sides(pairs)))
    left, right = _left_over(range(len(one)), range(len(other)), _sides(pairs))
    if by_hand and left and right:
        # A row that bears another name, as an agency does from one day to the next, is known by its other cells.
        alike = _unique_pairs([block.besides for block in one], [block.besides for block in other])
        pairs += [(a, b) for a, b in alike if one[a].besides and a in left and b in right]
        left, right = _left_over(left, right, _sides(pairs))
    # What is left over on both sides: the same words in another place.
    ones, others = [n for n in left if _is_telling(one[n])], [n for n in right if _is_telling(other[n])]
    for key in _TIERS:
        unique = _unique_pairs([key(one[n]) for n in ones], [key(other[n]) for n in others])
        moved = [(ones[a], others[b]) for a, b in unique if by_hand or found.may_share(ones[a], others[b])]
        pairs += moved
        ones, others = _left_over(ones, others, _sides(moved))
    likely = best_partners(one, other, ones, others, _LIKE_ELSEWHERE)
    pairs += [pair for pair in likely if by_hand or found.may_share(*pair)]
    pairs.sort()
    in_order = set(_increasing(pairs))
    return Alignment(tuple(pairs), frozenset(pair for pair in pairs if pair not in in_order))


def _sides(pairs: Iterable[Pair]) -> tuple[set[int], set[int]]:
    """The numbers that the pairs take on either side."""
    return {a for a, _ in pairs}, {b for _, b in pairs}


def _left_over(
    one: Iterable[int], other: Iterable[int], taken: tuple[set[int], set[int]]
) -> tuple[list[int], list[int]]:
    return [a for a in one if a not in taken[0]], [b for b in other if b not in taken[1]]


class _Aligner:
    """Anchors on blocks that occur once, then on ever weaker keys between the anchors, at last on likeness."""

    def __init__(self, one: Blocks, other: Blocks) -> None:
        self._one, self._other = one, other

    def run(self, region: tuple[Sequence[int], Sequence[int]]) -> list[Pair]:
        """The pairs, in order, among these blocks of the two."""
        self.ones, self.others = [self._one[a] for a in region[0]], [self._other[b] for b in region[1]]
        self.pairs: list[Pair] = []
        todo = [(0, len(self.ones), 0, len(self.others), 0)]
        while todo:
            low, high, left, right, tier = todo.pop()
            if low == high or left == right:
                continue
            if tier < len(_TIERS):
                ones = [_TIERS[tier](one) for one in self.ones[low:high]]
                others = [_TIERS[tier](other) for other in self.others[left:right]]
                found = _common(ones, others)
                self.pairs += [(low + a, left + b) for a, b in found]
                edges = [(-1, -1), *found, (len(ones), len(others))]  # the gaps that remain are for the next tier
                todo += [(low + a + 1, low + c, left + b + 1, left + d, tier + 1) for (a, b), (c, d) in pairwise(edges)]
            elif (high - low) * (right - left) > _MOST_CELLS:
                likely = best_partners(self.ones, self.others, range(low, high), range(left, right), _LIKE)
                self.pairs += _increasing(sorted(likely))
            else:
                self.pairs += most_overlapping(self.ones, self.others, (low, high), (left, right))
        return [(region[0][a], region[1][b]) for a, b in sorted(self.pairs)]


def _common(ones: Sequence[Hashable], others: Sequence[Hashable]) -> list[Pair]:
    """An increasing list of equal pairs: equal ends, then what occurs once in both, then difflib in small gaps."""
    head, tail, shorter = 0, 0, min(len(ones), len(others))
    while head < shorter and ones[head] == others[head]:
        head += 1
    while tail < shorter - head and ones[-1 - tail] == others[-1 - tail]:
        tail += 1
    found = [(n, n) for n in range(head)]
    inner_one, inner_other = ones[head : len(ones) - tail], others[head : len(others) - tail]
    if inner_one and inner_other:
        found += [(head + a, head + b) for a, b in _between(inner_one, inner_other)]
    found += [(len(ones) - n, len(others) - n) for n in range(tail, 0, -1)]
    return found


def _between(ones: Sequence[Hashable], others: Sequence[Hashable]) -> list[Pair]:
    anchors = _increasing(_unique_pairs(ones, others))
    if not anchors:
        if max(len(ones), len(others)) > _MOST_FOR_DIFFLIB:
            return []
        matcher = SequenceMatcher(None, ones, others, autojunk=False)
        return [(a + n, b + n) for a, b, size in matcher.get_matching_blocks() for n in range(size)]
    found: list[Pair] = []
    last = (-1, -1)
    for a, b in [*anchors, (len(ones), len(others))]:
        gap = _common(ones[last[0] + 1 : a], others[last[1] + 1 : b])
        found += [(last[0] + 1 + x, last[1] + 1 + y) for x, y in gap]
        if a < len(ones):
            found.append((a, b))
        last = (a, b)
    return found


def _unique_pairs(ones: Sequence[Hashable], others: Sequence[Hashable]) -> list[Pair]:
    """Where the keys stand that occur exactly once on both sides, in the order of `ones`."""
    count_one, count_other = Counter(ones), Counter(others)
    places = {key: n for n, key in enumerate(others) if count_other[key] == 1}
    return [(n, places[key]) for n, key in enumerate(ones) if count_one[key] == 1 and key in places]


def _increasing(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest part of the pairs (in the order of their first numbers) whose second numbers increase."""
    tops: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        place = bisect_left(tops, second)
        before.append(chain[place - 1] if place else -1)
        tops[place : place + 1], chain[place : place + 1] = [second], [at]
    found: list[Pair] = []
    at = chain[-1] if chain else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _is_telling(block: TextBlock) -> bool:
    """Whether the block says enough to be known again elsewhere."""
    # One word ("Không", a name) stands in many places; letters that number a list say nothing at all.
    return not block.heading and sum(len(word) > 1 for word in block.words) > 1


def most_overlapping(one: Blocks, other: Blocks, rows: Pair, columns: Pair) -> list[Pair]:
    """The pairs in order that together are most alike."""
    height, width = rows[1] - rows[0], columns[1] - columns[0]
    # Of headings and rows position alone proves nothing: the next agency's is another agency's.
    by_itself = any(block.heading or block.kind is BlockKind.ROW for block in one[rows[0] : rows[1]])
    least = _LIKE_IN_PLACE if height == width and not by_itself else _LIKE
    scores = [[overlap(one[rows[0] + y], other[columns[0] + x]) for x in range(width)] for y in range(height)]
    if height == width == 1 and one[rows[0]].kind is other[columns[0]].kind is BlockKind.TABLE:
        return [(rows[0], columns[0])]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for y in range(height - 1, -1, -1):
        for x in range(width - 1, -1, -1):
            take = best[y + 1][x + 1] + scores[y][x] if scores[y][x] >= least else 0.0
            best[y][x] = max(take, best[y + 1][x], best[y][x + 1])
    found: list[Pair] = []
    y = x = 0
    while y < height and x < width:
        if best[y][x] == best[y + 1][x]:
            y += 1
        elif best[y][x] == best[y][x + 1]:
            x += 1
        else:
            found.append((rows[0] + y, columns[0] + x))
            y, x = y + 1, x + 1
    return found


def best_partners(one: Blocks, other: Blocks, ones: Sequence[int], others: Sequence[int], least: float) -> list[Pair]:
    """Pairs of which each is the other's most_overlapping; only blocks that share a rare word are compared."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for n in others:
        for word in other[n].words:
            holders[word].append(n)
    scored = []
    for n in ones:
        rare = {m for word in one[n].words if len(holders[word]) <= _RARE for m in holders[word]}
        scored += [(overlap(one[n], other[m]), n, m) for m in rare]
    used_one, used_other = set[int](), set[int]()
    found = []
    for score, n, m in sorted(scored, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if score >= least and n not in used_one and m not in used_other:
            used_one.add(n)
            used_other.add(m)
            found.append((n, m))
    return found
