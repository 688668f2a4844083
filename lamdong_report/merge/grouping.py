"""Which blocks of two versions of one sequence correspond: one to one, split, joined, cut in two, moved or alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from lamdong_report.merge.align import align
from lamdong_report.merge.blocks import BlockKind, Blocks, TextBlock

# A part of a paragraph that was split holds words of the whole, but for a conjunction or two written in between.
_CONTAINED = 0.8
# Of a paragraph that was cut or joined, the parts that are still there hold this share of the words.
_MADE_OF = 0.5
# The second half of a table that was cut in two holds rows of the whole, but for a repeated header and rows put in.
_ROWS_CONTAINED = 0.5


class BlockGroup(Struct, frozen=True):
    """Blocks that correspond: one to one, one that was split, several that were joined, or one side only."""

    base: tuple[int, ...]
    mine: tuple[int, ...]
    moved: bool = False


def group(base: Blocks, mine: Blocks) -> list[BlockGroup]:
    """Every block of both versions in exactly one group: those of `mine` in their order, then what is gone."""
    alignment = align(base, mine)
    groups = {b: BlockGroup((a,), (b,), (a, b) in alignment.moved) for a, b in alignment.pairs}
    free_base = set(range(len(base))) - {a for a, _ in alignment.pairs}
    free_mine = set(range(len(mine))) - {b for _, b in alignment.pairs}
    for a, b in alignment.pairs:
        if base[a].kind is BlockKind.PARAGRAPH and base[a].text != mine[b].text:
            split = _absorb(base[a], mine, b, free_mine)
            joined = _absorb(mine[b], base, a, free_base) if len(split) == 1 else (a,)
            groups[b] = BlockGroup(joined, split, groups[b].moved)
        elif base[a].kind is BlockKind.TABLE:
            groups[b] = BlockGroup((a,), _absorb_tables(base[a], mine, b, free_mine), groups[b].moved)
    listed = sorted(groups.values(), key=lambda one: one.mine)
    listed += _cut_or_joined(listed, base, mine, free_base, free_mine)
    listed += [BlockGroup((), (n,)) for n in free_mine]
    return [*sorted(listed, key=lambda one: one.mine), *(BlockGroup((n,), ()) for n in sorted(free_base))]


def _absorb(whole: TextBlock, parts: Blocks, at: int, free: set[int]) -> tuple[int, ...]:
    """The neighbours of parts[at] that are made of the words of `whole` too; they are taken from `free`."""
    left = Counter(whole.words)
    left.subtract(parts[at].words)
    taken = [at]
    for step in (1, -1):
        n = at + step
        while n in free and parts[n].kind is BlockKind.PARAGRAPH:
            words = parts[n].words
            shared = sum(min(count, left[word]) for word, count in words.items() if left[word] > 0)
            # One shared word proves nothing: a short heading of theirs beside the paragraph may have it by chance.
            if shared < 2 or shared < _CONTAINED * words.total():
                break
            left.subtract(words)
            free.discard(n)
            taken.append(n)
            n += step
    return tuple(sorted(taken))


def _cut_or_joined(
    known: Sequence[BlockGroup], base: Blocks, mine: Blocks, free_base: set[int], free_mine: set[int]
) -> list[BlockGroup]:
    """Paragraphs cut into so many parts, or joined of so many, that no part is like the whole; taken from both sets.

    Only between the same neighbours: words that stand elsewhere too are no part of this.
    """
    found = list[BlockGroup]()
    edges = [BlockGroup((-1,), (-1,)), *known, BlockGroup((len(base),), (len(mine),))]
    for before, after in pairwise(edges):
        gone = [n for n in range(before.base[-1] + 1, after.base[0]) if n in free_base and _is_text(base[n])]
        own = [n for n in range(before.mine[-1] + 1, after.mine[0]) if n in free_mine and _is_text(mine[n])]
        for b in list(gone):
            if len(parts := _parts_of(base[b], mine, own)) > 1:
                found.append(BlockGroup((b,), parts))
                own = [n for n in own if n not in parts]
                gone.remove(b)
        for m in own:
            if len(parts := _parts_of(mine[m], base, gone)) > 1:
                found.append(BlockGroup(parts, (m,)))
                gone = [n for n in gone if n not in parts]
    for one in found:
        free_base.difference_update(one.base)
        free_mine.difference_update(one.mine)
    return found


def _is_text(block: TextBlock) -> bool:
    return block.kind is BlockKind.PARAGRAPH and not block.heading


def _parts_of(whole: TextBlock, blocks: Blocks, free: Sequence[int]) -> tuple[int, ...]:
    """The run of neighbours among these that the whole is made of; () where they are less than half of its words."""
    best, most = tuple[int, ...](), _MADE_OF * whole.words.total()
    for at, first in enumerate(free):
        left, run, covered = whole.words, list[int](), 0
        for n in free[at:]:
            words = blocks[n].words
            shared = (words & left).total()
            if n != first + len(run) or shared < max(1, _CONTAINED * words.total()):
                break
            left = left - words
            covered += shared
            run.append(n)
        if covered > most:
            best, most = tuple(run), covered
    return best


def _absorb_tables(whole: TextBlock, mine: Blocks, at: int, free: set[int]) -> tuple[int, ...]:
    """The further tables of theirs that hold rows of `whole` which mine[at] does not; they are taken from `free`."""
    taken, others = [at], [n for n in sorted(free) if mine[n].kind is BlockKind.TABLE]
    missing = {row.weak for row in whole.parts} - {row.weak for row in mine[at].parts} if others else set()
    for n in others:
        rows = mine[n].parts
        found = [row for row in rows if row.weak in missing]
        if found and len(found) >= _ROWS_CONTAINED * len(rows):
            free.discard(n)
            taken.append(n)
    return tuple(sorted(taken))
