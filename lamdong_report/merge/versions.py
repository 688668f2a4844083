"""One sequence of blocks in its three versions: what corresponds, what is dropped, what both put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from lamdong_report.merge.align import Alignment, align
from lamdong_report.merge.blocks import BlockKind, Blocks, TextBlock, headings_above, joined_text
from lamdong_report.merge.columns import ColumnPairs
from lamdong_report.merge.grouping import BlockGroup, group
from lamdong_report.merge.notes import short_place
from lamdong_report.merge.words import fold_case

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
