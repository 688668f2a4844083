"""What one side alone has: where new blocks go in the officials' file, what they took out, cells without a place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from msgspec.structs import replace

from lamdong_report.merge.blocks import BlockKind, TextBlock, headings_above
from lamdong_report.merge.changes import Act, Change, Insert, Why
from lamdong_report.merge.notes import with_sources
from lamdong_report.merge.sentences import changed_words
from lamdong_report.merge.settling import CommentLedger
from lamdong_report.merge.versions import PlaceNames, Versions

# A change with its place in their file. Quarters and halves put what has no block of theirs behind the one that it is
# told at: what is gone first, then what comes.
Placed = tuple[float, Change]


def put_in(versions: Versions, names: PlaceNames, why: Why, ledger: CommentLedger) -> tuple[list[Insert], list[Placed]]:
    """What the data have anew: where it goes, but for what belongs to a section that the officials took out."""
    places, steps, changes = Neighbours(versions), list[Insert](), list[Placed]()
    for n in list(versions.inserted()):
        block = versions.new[n]
        if n in versions.twins:
            continue
        sources = why(block.text, ())
        if places.is_unwanted(n):
            known = {k: b for b, k in versions.to_new.items()}
            anchor = next((versions.before(known[k]) for k in range(n - 1, -1, -1) if k in known), -1)
            _tell_gone(versions, anchor, block.text, ledger)
            changes.append((anchor + 0.5, Change(Act.REMOVED, names[n], now=block.text, sources=sources)))
            continue
        step, near = places.put(n)
        order = versions.columns.order(block, versions.mine) if block.kind is BlockKind.ROW else None
        steps.append(replace(step, order=order))
        changes.append((near + 0.5, Change(Act.ADDED, names[n], now=block.text, sources=sources)))
    return steps, changes


def left_out(versions: Versions, names: PlaceNames, why: Why, ledger: CommentLedger) -> list[Placed]:
    """What the officials took out stays out; where the data have news of it, a comment near by says so."""
    changes = list[Placed]()
    for found in versions.groups:
        if found.mine or found.base[0] not in versions.to_new:
            continue
        base, new = versions.base[found.base[0]], versions.new[versions.to_new[found.base[0]]]
        anchor, is_news = versions.before(found.base[0]), base.text != new.text
        sources = why(new.text, changed_words(base.text, new.text)) if is_news else ""
        if is_news:
            _tell_gone(versions, anchor, with_sources(new.text, sources), ledger)
        if base.text.strip():
            change = Change(Act.REMOVED, names[found.base[0]], base.text, "", new.text, sources)
            changes.append((anchor + 0.25, change))
    return changes


def _tell_gone(versions: Versions, anchor: int, line: str, ledger: CommentLedger) -> None:
    """A line in the comment on the block of theirs that stands before what they removed (the first, for -1)."""
    near = versions.mine[max(anchor, 0)] if versions.mine else versions.container
    spots = near.paragraphs() if near is not None else ()
    if spots:
        ledger.tell_gone(spots[0], line)


class Neighbours:
    """The neighbours of new blocks: those of the new report that stand in theirs, and those put in before."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._from_new = {n: b for b, n in versions.to_new.items()}
        self._dropped = {m for found in versions.groups if versions.is_dropped(found) for m in found.mine}
        self._headings = headings_above(versions.new)
        self._put: dict[int, TextBlock] = {}
        self._near: dict[int, int] = {}
        self._unwanted: set[int] = set()

    def is_unwanted(self, n: int) -> bool:
        """Whether the officials removed the section that the new block belongs to, or those on both sides of it."""
        heading = self._headings[n]
        if heading == n:
            unwanted = all(self._is_removed(k) for k in self._known_around(n)) and bool(self._known_around(n))
        elif heading in self._unwanted:
            unwanted = True
        else:
            unwanted = self._is_removed(heading) and self._versions.is_section_removed(self._from_new[heading])
        if unwanted:
            self._unwanted.add(n)
        return unwanted

    def _known_around(self, n: int) -> list[int]:
        """The nearest blocks on both sides that the former draft had; none unless there is one on each."""
        before = next((k for k in range(n - 1, -1, -1) if k in self._from_new), None)
        after = next((k for k in range(n + 1, len(self._versions.new)) if k in self._from_new), None)
        return [] if before is None or after is None else [before, after]

    def _is_removed(self, n: int) -> bool:
        return n in self._from_new and self._versions.is_gone(self._from_new[n])

    def put(self, n: int) -> tuple[Insert, int]:
        """Where the new report's block n goes, and the number in theirs of the block that it stands behind."""
        block, mine = self._versions.new[n], self._versions.mine
        before, after = self._neighbour(n, -1), self._neighbour(n, 1)
        if after is not None and self._prefers_after(n, before, after):
            at = self._in_mine(after, first=True)
            step, near = Insert(block, mine[at], self._versions.container, in_front=True), at - 1
        elif before in self._put:
            step, near = Insert(block, self._put[before], self._versions.container), self._near[before]
        elif before is not None:
            near = self._in_mine(before)
            while near + 1 in self._dropped:
                near += 1
            step = Insert(block, mine[near], self._versions.container)
        else:
            step, near = Insert(block, None, self._versions.container), len(mine) - 1
        self._put[n], self._near[n] = block, near
        return step, near

    def _stands(self, n: int) -> bool:
        return n in self._versions.twins or (n in self._from_new and not self._is_removed(n))

    def _neighbour(self, n: int, step: int) -> int | None:
        """The nearest block of the new report on that side that stands in theirs."""
        k = n + step
        while 0 <= k < len(self._versions.new):
            if k in self._put or self._stands(k):
                return k
            k += step
        return None

    def _prefers_after(self, n: int, before: int | None, after: int) -> bool:
        """Whether the place is right in front of the next block rather than right behind the one before."""
        if after in self._put:
            return False
        if before is None:
            return True
        if before in self._put or self._is_moved(after):
            return False
        if self._versions.new[n].heading:
            return self._versions.new[after].heading
        heading = self._headings[n]  # and in theirs the heading under which the block belongs
        home = self._in_mine(heading) if heading >= 0 and self._stands(heading) else None
        return self._is_moved(before) and self._stands_in(before) != home and self._stands_in(after) == home

    def _stands_in(self, n: int) -> int | None:
        """The heading in theirs under which the counterpart of block n stands."""
        at = self._in_mine(n)
        return next((m for m in range(at, -1, -1) if self._versions.mine[m].heading), None)

    def _is_moved(self, n: int) -> bool:
        return n in self._from_new and self._versions.group_of(self._from_new[n]).moved

    def _in_mine(self, n: int, *, first: bool = False) -> int:
        if n in self._versions.twins:
            return self._versions.twins[n]
        return self._versions.group_of(self._from_new[n]).mine[0 if first else -1]


def cells_without_place(versions: Versions, n: int, b: int | None, told: set[str]) -> Iterator[tuple[str, str]]:
    """The cells of a new row (`b`: the same in the base) that have no place in theirs: where, and what they say."""
    columns, new = versions.columns, versions.new[n]
    if b is None:
        starts = accumulate((cell.span for cell in new.parts), initial=0) if columns.edited else ()
        for at, (start, cell) in enumerate(zip(starts, new.parts, strict=False)):
            if columns.places and n not in versions.twins and start not in columns.places and cell.text.strip():
                yield f"{new.label or new.cells[0]}, {columns.name_of(new, at)}", cell.text
        return
    base, found = versions.base[b], versions.group_of(b)
    mine = versions.mine[found.mine[0]] if found.mine else base
    if columns.fits(base, mine) or len(new.cells) != len(base.cells) or (base.text == new.text and not told):
        return
    for at in sorted(set(range(len(base.parts))) - set(columns.pair(base, mine))):
        where = f"{new.label or new.cells[0]}, {columns.name_of(base, at)}"
        if base.cells[at] != new.cells[at] or where in told:
            yield where, new.cells[at]
