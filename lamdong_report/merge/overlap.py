"""How alike two blocks are, and which of several are most alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from lamdong_report.merge.blocks import BlockKind, TextBlock

# Half of the words in common: a sentence reworded still is that sentence, two sentences about one matter are not.
LIKE = 0.5
# In another place of the report less proves less: there, more must agree.
LIKE_ELSEWHERE = 0.6
# One paragraph for one in the same place, and both neighbours known: a quarter is what a heavy rewriting leaves.
_LIKE_IN_PLACE = 0.25
# A word that stands in more blocks than this ("Sở", "báo cáo") proposes no pair by itself.
_RARE = 6

Blocks = Sequence[TextBlock]
Pair = tuple[int, int]


def overlap(one: TextBlock, other: TextBlock) -> float:
    """0 for nothing in common, 1 for the same words (Dice's measure on bags of words); rows count by their labels."""
    if one.kind is not other.kind:
        return 0.0
    total = one.words.total() + other.words.total()
    small, big = (one.words, other.words) if len(one.words) <= len(other.words) else (other.words, one.words)
    shared = sum(min(count, big[word]) for word, count in small.items() if word in big)
    return 2 * shared / total if total else 0.0


def most_overlapping(one: Blocks, other: Blocks, rows: Pair, columns: Pair) -> list[Pair]:
    """The pairs in order that together are most alike."""
    height, width = rows[1] - rows[0], columns[1] - columns[0]
    # Of headings and rows position alone proves nothing: the next agency's is another agency's.
    by_itself = any(block.heading or block.kind is BlockKind.ROW for block in one[rows[0] : rows[1]])
    least = _LIKE_IN_PLACE if height == width and not by_itself else LIKE
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
