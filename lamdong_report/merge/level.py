"""One sequence of blocks in its three versions: what corresponds, what is dropped, where new blocks belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from lamdong_report.docx.wordml import SECT, Element
from lamdong_report.merge.align import Alignment, align
from lamdong_report.merge.blocks import Block, Kind
from lamdong_report.merge.groups import Group, group
from lamdong_report.merge.notes import shorten
from lamdong_report.merge.words import fold_text


@dataclass(slots=True)
class Level:
    """The blocks of a body, a table or a cell in the former draft, the officials' file and the new report.

    `container` is theirs and takes what has no neighbour. With `in_place`, sequences of one length correspond by
    position, as a cell's paragraphs do.
    """

    container: Element
    base: Sequence[Block]
    mine: Sequence[Block]
    new: Sequence[Block]
    in_place: bool = False
    groups: list[Group] = field(init=False)
    to_new: dict[int, int] = field(init=False)
    _of_base: dict[int, Group] = field(init=False)

    def __post_init__(self) -> None:
        self.groups = self._by_hand()
        self._of_base = {b: found for found in self.groups for b in found.base}
        alignment = self._by_data()
        self.to_new = dict(alignment.pairs)
        for b, _ in alignment.moved:
            if self.is_untouched(self._of_base[b]):
                del self.to_new[b]  # the data put it elsewhere: dropped here, inserted there

    def _by_hand(self) -> list[Group]:
        if self.in_place and len(self.base) == len(self.mine):
            return [Group((n,), (n,)) for n in range(len(self.base))]
        return group(self.base, self.mine)

    def _by_data(self) -> Alignment:
        if self.in_place and len(self.base) == len(self.new):
            return Alignment(tuple((n, n) for n in range(len(self.base))), frozenset())
        return align(self.base, self.new)

    def is_untouched(self, found: Group) -> bool:
        """Whether the officials left what these blocks say; where they cut paragraphs does not matter."""
        if not found.base or not found.mine:
            return False
        if len(found.base) == len(found.mine) == 1:
            return self.base[found.base[0]].reads_like(self.mine[found.mine[0]])
        base = " ".join(self.base[b].folded[1] for b in found.base)
        return base == " ".join(self.mine[m].folded[1] for m in found.mine)

    def news_of(self, found: Group) -> list[Block]:
        return [self.new[self.to_new[b]] for b in found.base if b in self.to_new]

    def is_dropped(self, found: Group) -> bool:
        """Whether the data no longer have these blocks and the officials left them as they were."""
        return bool(found.base) and not self.news_of(found) and self.is_untouched(found)

    def is_gone(self, b: int) -> bool:
        """Whether the officials took this block of the base out."""
        return not self._of_base[b].mine

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


class Places:
    """Where in the officials' file the new blocks of one level go."""

    def __init__(self, level: Level) -> None:
        self._level = level
        self._from_new = {n: b for b, n in level.to_new.items()}
        self._dropped = {m for found in level.groups if level.is_dropped(found) for m in found.mine}
        self._put: dict[int, Element] = {}
        self._near: dict[int, int] = {}

    def is_unwanted(self, n: int) -> bool:
        """Whether the officials removed the section (or what stood here of it) that the new block belongs to."""
        heading = next((k for k in range(n - 1, -1, -1) if self._level.new[k].heading), None)
        if heading is None or self._level.new[n].heading or not self._is_removed(heading):
            return False
        return all(self._is_removed(k) for k in range(heading, n) if k in self._from_new)

    def _is_removed(self, n: int) -> bool:
        return n in self._from_new and self._level.is_gone(self._from_new[n])

    def put(self, n: int, element: Element) -> int:
        """Put the element in as the new report's block n; the index in theirs of the block that it stands behind."""
        before, after = self._neighbour(n, -1), self._neighbour(n, 1)
        if self._prefers_after(n, before, after):
            assert after is not None
            self._level.mine[self._in_mine(after, first=True)].element.addprevious(element)
            near = self._in_mine(after, first=True) - 1
        elif before is not None:
            near = self._behind(before, element)
        else:
            near = len(self._level.mine) - 1
            _append(self._level.container, element)
        self._put[n], self._near[n] = element, near
        return near

    def _behind(self, before: int, element: Element) -> int:
        if before in self._put:
            self._put[before].addnext(element)
            return self._near[before]
        at = self._in_mine(before)
        while at + 1 in self._dropped:
            at += 1
        self._level.mine[at].element.addnext(element)
        return at

    def _neighbour(self, n: int, step: int) -> int | None:
        """The nearest block of the new report on that side that stands in theirs."""
        k = n + step
        while 0 <= k < len(self._level.new):
            if k in self._put or (k in self._from_new and not self._is_removed(k)):
                return k
            k += step
        return None

    def _prefers_after(self, n: int, before: int | None, after: int | None) -> bool:
        """Whether the place is right in front of the next block rather than right behind the one before."""
        if after is None or after in self._put:
            return False
        if before is None:
            return True
        if before in self._put or self._is_moved(after):
            return False
        if self._level.new[n].heading:
            return self._level.new[after].heading
        home = self._home(n)
        return self._is_moved(before) and self._stands_in(before) != home and self._stands_in(after) == home

    def _home(self, n: int) -> int | None:
        """The heading in theirs under which block n of the new report belongs."""
        heading = next((k for k in range(n, -1, -1) if self._level.new[k].heading), None)
        return self._in_mine(heading) if heading in self._from_new and not self._is_removed(heading) else None

    def _stands_in(self, n: int) -> int | None:
        """The heading in theirs under which the counterpart of block n stands."""
        at = self._in_mine(n)
        return next((m for m in range(at, -1, -1) if self._level.mine[m].heading), None)

    def _is_moved(self, n: int) -> bool:
        return self._level._of_base[self._from_new[n]].moved if n in self._from_new else False

    def _in_mine(self, n: int, *, first: bool = False) -> int:
        return self._level._of_base[self._from_new[n]].mine[0 if first else -1]


def _append(container: Element, element: Element) -> None:
    last = container[-1] if len(container) else None
    if last is not None and last.tag == SECT:
        last.addprevious(element)
    else:
        container.append(element)


def name_places(blocks: Sequence[Block], above: str) -> list[str]:
    """What to call the place of each block: the heading above it, and a row's label."""
    names, heading = [], above
    for block in blocks:
        if block.heading and block.text.strip():
            heading = shorten(block.text)
        label = shorten(block.label) if block.kind is Kind.ROW else ""
        names.append(" › ".join(filter(None, (heading, label))))
    return names


def pair_cells(base: Sequence[str], mine: Sequence[str]) -> dict[int, int]:
    """Which cell of the base is which of theirs, when they may have put columns in or taken some out."""
    if len(base) == len(mine):
        return {n: n for n in range(len(base))}
    matcher = SequenceMatcher(None, list(map(fold_text, base)), list(map(fold_text, mine)), autojunk=False)
    return {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size)}
