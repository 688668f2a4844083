"""One sequence of blocks in its three versions: what corresponds, was split or joined, is dropped, what both put in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from msgspec import Struct

from lamdong_report.merge.align import Alignment, align
from lamdong_report.merge.blocks import BlockKind, Blocks, TextBlock, headings_above, joined_text
from lamdong_report.merge.columns import ColumnPairs
from lamdong_report.merge.notes import short_place
from lamdong_report.merge.words import fold_case

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


_SAME_COLUMNS = ColumnPairs({}, {}, edited=False)
_TWIN_KEYS: tuple[Callable[[TextBlock], Hashable], ...] = (lambda block: block.folded, lambda block: block.weak)


@dataclass(slots=True)
class Versions:
    """The blocks of a body, a table or a cell in the former draft, the officials' file and the new report.

    `container` is theirs (None for the body) and takes what has no neighbour. With `in_place`, sequences of one length
    correspond by position, as a cell's paragraphs do. `columns` say which cell of a row is which.
    """

    container: TextBlock | None
    base: Sequence[TextBlock]
    mine: Sequence[TextBlock]
    new: Sequence[TextBlock]
    in_place: bool = False
    columns: ColumnPairs = _SAME_COLUMNS
    groups: list[BlockGroup] = field(init=False)
    to_new: dict[int, int] = field(init=False)
    twins: dict[int, int] = field(init=False)
    _of_base: dict[int, BlockGroup] = field(init=False)

    def __post_init__(self) -> None:
        one_by_one = [(n, n) for n in range(len(self.base))] if self.in_place else []
        if self.in_place and len(self.base) == len(self.mine):
            self.groups = [BlockGroup((b,), (m,)) for b, m in one_by_one]
        else:
            compared = self._in_common(self.base, self.mine) if self.columns.edited else (self.base, self.mine)
            self.groups = group(*compared)
        self._of_base = {b: found for found in self.groups for b in found.base}
        if self.in_place and len(self.base) == len(self.new):
            alignment = Alignment(tuple(one_by_one), frozenset())
        else:
            alignment = align(self.base, self.new, by_hand=False)
        self.to_new, self.twins = dict(alignment.pairs), {}
        for b, _ in alignment.moved:
            if self.is_untouched(self._of_base[b]):
                del self.to_new[b]  # the data put it elsewhere: dropped here, inserted there
        self.twins = self._find_twins()

    def _in_common(self, base: Blocks, mine: Blocks) -> tuple[list[TextBlock], list[TextBlock]]:
        """The rows of both as if they had only the columns that both have, in the former draft's order."""
        pairs = self.columns.places
        kept = [_with_columns(row, sorted(pairs)) for row in base]
        return kept, [_with_columns(row, [pairs[start] for start in sorted(pairs)]) for row in mine]

    def _find_twins(self) -> dict[int, int]:
        """Blocks that both sides put in under one heading: the new report's number, and theirs."""
        above_mine, above_new = headings_above(self.mine), headings_above(self.new)
        above_base, own = headings_above(self.base), list[int]()
        for found in self.groups:
            if not found.base:
                own.append(found.mine[0])
            elif self.is_dropped(found):  # by the data, and put under another heading by the officials
                b, m = found.base[0], found.mine[0]
                if _under(self.mine, above_mine[m], m) != _under(self.base, above_base[b], b):
                    own.append(m)
        if not own:
            return {}
        twins: dict[int, int] = {}
        for key in _TWIN_KEYS:
            free: defaultdict[Hashable, list[int]] = defaultdict(list)
            for m in own:
                if m not in twins.values():
                    free[_under(self.mine, above_mine[m], m), key(self.mine[m])].append(m)
            for n in self.inserted():
                places = free[_under(self.new, above_new[n], n), key(self.new[n])]
                if n not in twins and places and self.new[n].text.strip():
                    twins[n] = places.pop(0)
        return twins

    def is_untouched(self, found: BlockGroup) -> bool:
        """Whether the officials left what these blocks say; where they cut paragraphs does not matter."""
        if not found.base or not found.mine:
            return False
        if len(found.base) == len(found.mine) == 1:
            base, mine = self.base[found.base[0]], self.mine[found.mine[0]]
            if base.kind is BlockKind.ROW and self.columns.edited:
                (base,), (mine,) = self._in_common([base], [mine])
            return base.reads_like(mine)
        base_key = " ".join(self.base[b].folded[1] for b in found.base)
        return base_key == " ".join(self.mine[m].folded[1] for m in found.mine)

    def texts_of(self, found: BlockGroup) -> tuple[str, str]:
        """What the blocks said in the former draft, and what they say in theirs."""
        return joined_text([self.base[b] for b in found.base]), joined_text([self.mine[m] for m in found.mine])

    def news_of(self, found: BlockGroup) -> list[TextBlock]:
        return [self.new[self.to_new[b]] for b in found.base if b in self.to_new]

    def is_dropped(self, found: BlockGroup) -> bool:
        """Whether the data no longer have these blocks and the officials left them as they were."""
        if found.mine and found.mine[0] in self.twins.values():
            return False  # the data put the same where the officials have it already
        return bool(found.base) and not self.news_of(found) and self.is_untouched(found)

    def is_gone(self, b: int) -> bool:
        """Whether the officials took this block of the base out."""
        return not self._of_base[b].mine

    def group_of(self, b: int) -> BlockGroup:
        return self._of_base[b]

    def inserted(self) -> Iterator[int]:
        """The blocks of the new report that the former draft did not have, in their order."""
        known = set(self.to_new.values())
        return (n for n in range(len(self.new)) if n not in known)

    def before(self, b: int) -> int:
        """The block of theirs that stands before a block of the base that is gone; -1 for the beginning."""
        for near in range(b - 1, -1, -1):
            if self._of_base[near].mine:
                return self._of_base[near].mine[-1]
        return -1

    def is_section_removed(self, heading: int) -> bool:
        """Whether the officials took out a heading of the base and all that stood under it.

        A heading alone that is gone was renamed or struck; its section still stands.
        """
        end = next((b for b in range(heading + 1, len(self.base)) if self.base[b].heading), len(self.base))
        return all(self.is_gone(b) for b in range(heading, end) if b == heading or self.base[b].text.strip())


def _with_columns(row: TextBlock, starts: Sequence[int]) -> TextBlock:
    cells, at = {}, 0
    for cell in row.parts:
        cells[at] = cell
        at += cell.span
    kept = tuple(cells[start] for start in starts if start in cells)
    return TextBlock(BlockKind.ROW, "\t".join(cell.text for cell in kept), row.style, inside=kept)


def _under(blocks: Sequence[TextBlock], heading: int, n: int) -> str:
    """The heading above a block as it is known by; of a heading itself, nothing."""
    return fold_case(blocks[heading].text) if heading >= 0 and heading != n else ""


class PlaceNames:
    """What to call the place of each block of one version: the heading above it, and a row's label."""

    def __init__(self, blocks: Sequence[TextBlock], above: str) -> None:
        self._blocks, self._headings, last = blocks, list[str](), above
        for block in blocks:
            last = short_place(block.text) if block.heading and block.text.strip() else last
            self._headings.append(last)

    def __getitem__(self, n: int) -> str:
        block = self._blocks[n]
        label = short_place(block.label) if block.kind is BlockKind.ROW else ""
        return " › ".join(filter(None, (self._headings[n], label)))
