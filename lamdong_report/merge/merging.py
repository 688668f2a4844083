"""The three-way merge of one level after another: each block kept, taken over, merged or disputed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lamdong_report.docx.revisions import Revisions
from lamdong_report.docx.wordml import TC, TR, Element, P
from lamdong_report.merge.blocks import Block, Kind, Story, cells_of, is_highlighted
from lamdong_report.merge.changes import Act, Change, Why
from lamdong_report.merge.editing import child_of, edit_paragraphs, locate, runs_between
from lamdong_report.merge.groups import Group
from lamdong_report.merge.importing import Importer
from lamdong_report.merge.level import Level, Places, name_places, pair_cells
from lamdong_report.merge.notes import (
    cell_note,
    clash_note,
    disputed_words,
    dropped_note,
    gone_note,
    is_outdated,
    with_sources,
)
from lamdong_report.merge.sentences import Clash, changed_words, merge_words
from lamdong_report.merge.words import tokens_of

DOUBTFUL = "yellow"
Placed = tuple[float, Change]


class Merger:
    """Brings what is new in `new` against `base` into `mine`, block by block."""

    def __init__(self, base: Story, mine: Story, new: Story, date: str, why: Why) -> None:
        self._base, self._mine, self._new, self._why = base, mine, new, why
        self.revisions = Revisions(mine.root, date)
        self._importer = Importer(new, mine)

    def run(self) -> tuple[Change, ...]:
        level = Level(self._mine.body, self._base.blocks(), self._mine.blocks(), self._new.blocks())
        return tuple(self._merge(level, ""))

    def _merge(self, level: Level, place: str) -> list[Change]:
        """Insert first, while every neighbour still stands; then groups in the order of the officials' file."""
        mine, new, base = (name_places(side, place) for side in (level.mine, level.new, level.base))
        dropped = {found for found in level.groups if level.is_dropped(found)}
        changes = self._insert(level, new)
        for found in level.groups:
            if found in dropped:
                changes.append((found.mine[0], self._drop(level, found, mine[found.mine[0]])))
            elif found.mine:
                changes += [(found.mine[0], one) for one in self._merge_group(level, found, mine[found.mine[0]])]
        changes += self._gone(level, base)
        return [change for _, change in sorted(changes, key=lambda one: one[0])]

    def _insert(self, level: Level, names: Sequence[str]) -> list[Placed]:
        places, changes, unwanted = Places(level), list[Placed](), dict[int, list[str]]()
        for n in list(level.inserted()):
            block = level.new[n]
            if places.is_unwanted(n):
                change = Change(Act.REMOVED, names[n], now=block.text, sources=self._why(block.text, ()))
                anchor = self._anchor_of_unwanted(level, n)
                unwanted.setdefault(anchor, []).append(block.text)
                changes.append((anchor + 0.5, change))
                continue
            near = places.put(n, self._take_over(block))
            change = Change(Act.ADDED, names[n], now=block.text, sources=self._why(block.text, ()))
            changes.append((near + 0.5, change))
        for anchor, texts in unwanted.items():
            self._note_near(level, anchor, gone_note(texts))
        return changes

    def _anchor_of_unwanted(self, level: Level, n: int) -> int:
        known = {k: b for b, k in level.to_new.items()}
        return next((level.before(known[k]) for k in range(n - 1, -1, -1) if k in known), -1)

    def _take_over(self, block: Block) -> Element:
        """A copy of a new block as an insertion, with the tool's comments on it."""
        element = self._importer.copy(block.element)
        if block.kind is Kind.PARAGRAPH:
            self.revisions.insert_paragraph(element)
            self._add_notes(element, block.notes)
            return element
        rows = [element] if block.kind is Kind.ROW else list(element.iterchildren(TR))
        for row in rows:
            self.revisions.insert_row(row)
        for first in islice(element.iter(P), 1):
            self._add_notes(first, block.notes)
        return element

    def _drop(self, level: Level, found: Group, place: str) -> Change:
        for block in (level.mine[m] for m in found.mine):
            self._delete(block)
        return Change(Act.DROPPED, place, _joined(level.base, found.base), _joined(level.mine, found.mine))

    def _delete(self, block: Block) -> None:
        if block.kind is Kind.PARAGRAPH:
            parent = block.element.getparent()
            ends_cell = parent is not None and parent.tag == TC and parent[-1] is block.element
            self.revisions.delete_paragraph(block.element, keep_mark=ends_cell)
        for row in (block, *block.parts) if block.kind is not Kind.PARAGRAPH else ():
            if row.kind is Kind.ROW:
                self.revisions.delete_row(row.element)

    def _merge_group(self, level: Level, found: Group, place: str) -> list[Change]:
        mine = [level.mine[m] for m in found.mine]
        if not found.base:
            return [Change(Act.KEPT, place, theirs=mine[0].text)] if mine[0].text else []
        base, new = [level.base[b] for b in found.base], level.news_of(found)
        if not new:
            return [self._dispute_drop(level, found, place)]
        if len(base) == len(mine) == len(new) == 1:
            return self._merge_one(base[0], mine[0], new[0], place)
        return self._merge_words(base, mine, new, place)

    def _merge_one(self, base: Block, mine: Block, new: Block, place: str) -> list[Change]:
        if (
            base.is_identical(new)
            and base.is_highlighted == new.is_highlighted
            and (base.kind is not Kind.TABLE or base.text == mine.text)
        ):
            kept = Change(Act.KEPT, place, base.text, mine.text, new.text)
            return [] if base.reads_like(mine) else [kept]
        if base.kind is Kind.TABLE:
            return self._merge(Level(mine.element, base.parts, mine.parts, new.parts), place)
        if base.kind is Kind.ROW:
            return self._merge_row(base, mine, new, place)
        self._merge_notes(base, mine, new)
        self._follow_highlight([base], [mine], [new])
        return self._merge_words([base], [mine], [new], place)

    def _merge_row(self, base: Block, mine: Block, new: Block, place: str) -> list[Change]:
        if len(base.cells) != len(new.cells):
            return self._replace_row(base, mine, new, place)
        ones, theirs, others = cells_of(base.element), cells_of(mine.element), cells_of(new.element)
        pairs, changes, lost = pair_cells(base.cells, mine.cells), list[Change](), list[str]()
        for at, (before, now) in enumerate(zip(base.cells, new.cells, strict=True)):
            if before == now and _marks(self._base, ones[at]) == _marks(self._new, others[at]):
                continue
            if at in pairs:
                changes += self._merge_cell(ones[at], theirs[pairs[at]], others[at], place)
            else:
                lost.append(cell_note(before, now))
        if lost:
            changes.append(self._dispute_row(base, mine, new, place, "\n".join(lost)))
        return changes

    def _merge_cell(self, base: Element, mine: Element, new: Element, place: str) -> list[Change]:
        sides = self._base.blocks_of(base), self._mine.blocks_of(mine), self._new.blocks_of(new)
        if all(len(side) == 1 and side[0].kind is Kind.PARAGRAPH for side in sides):
            (one,), (theirs,), (other,) = sides
            return self._merge_one(one, theirs, other, place)
        return self._merge(Level(mine, *sides, in_place=True), place)

    def _replace_row(self, base: Block, mine: Block, new: Block, place: str) -> list[Change]:
        """The data give the row other columns."""
        if not base.reads_like(mine):
            return [self._dispute_row(base, mine, new, place, cell_note(base.text, new.text))]
        mine.element.addnext(self._take_over(new))
        self._delete(mine)
        return [Change(Act.TAKEN, place, base.text, mine.text, new.text, self._why(new.text, ()))]

    def _dispute_row(self, base: Block, mine: Block, new: Block, place: str, note: str) -> Change:
        sources = self._why(new.text, tokens_of(new.text))
        for first in islice(mine.element.iter(P), 1):
            self._add_notes(first, [with_sources(note, sources)])
        return Change(Act.CONFLICT, place, base.text, mine.text, new.text, sources)

    def _merge_words(
        self, base: Sequence[Block], mine: Sequence[Block], new: Sequence[Block], place: str
    ) -> list[Change]:
        before, theirs, now = (("\n".join(b.text for b in side)) for side in (base, mine, new))
        found = merge_words(before, theirs, now)
        untouched = before == theirs or _fold(base) == _fold(mine)
        if not found.edits and not found.clashes:
            return [] if untouched else [Change(Act.KEPT, place, before, theirs, now)]
        disputed = [self._why(now, (clash.now.strip(),)) for clash in found.clashes]
        for clash, told in zip(found.clashes, disputed, strict=True):
            self._dispute(mine, clash, told)
        sources = "; ".join(filter(None, disputed)) or self._why(now, found.news)
        if found.edits:
            elements, texts = [block.element for block in mine], [block.text for block in mine]
            edit_paragraphs(elements, texts, found.edits, self.revisions)
            self._follow_highlight(base, mine, new)
        act = Act.CONFLICT if found.clashes else Act.TAKEN if untouched else Act.MERGED
        return [Change(act, place, before, theirs, now, sources, disputed_words(theirs, found.clashes))]

    def _follow_highlight(self, base: Sequence[Block], mine: Sequence[Block], new: Sequence[Block]) -> None:
        """The tool's highlight of doubtful text comes and goes with the doubt."""
        was, now = (any(block.is_highlighted for block in side) for side in (base, new))
        if was != now and was == any(block.is_highlighted for block in mine):
            for block in mine:
                self.revisions.highlight(block.element, DOUBTFUL if now else "")

    def _dispute(self, mine: Sequence[Block], clash: Clash, sources: str) -> None:
        """Their words stay; a comment on them says what the data now give."""
        at, start = locate([block.text for block in mine], clash.start)
        _, end = locate([mine[at].text], clash.end - clash.start + start)
        note = with_sources(clash_note(clash), sources)
        for outdated in [one for one in mine[at].notes if is_outdated(one, clash)]:
            self._mine.comments.take_back(mine[at].element, outdated)
        runs = [child_of(mine[at].element, run) for run in runs_between(mine[at].element, start, end)]
        if runs:
            self._mine.comments.add(runs[0], runs[-1], note, self.revisions.date)
        else:
            self._add_notes(mine[at].element, [note])

    def _dispute_drop(self, level: Level, found: Group, place: str) -> Change:
        before, theirs = _joined(level.base, found.base), _joined(level.mine, found.mine)
        self._note_near(level, found.mine[0], dropped_note(before))
        return Change(Act.CONFLICT, place, before, theirs)

    def _merge_notes(self, base: Block, mine: Block, new: Block) -> None:
        """The tool's own comments follow the data, unless somebody has answered or removed them."""
        for note in base.notes:
            if note not in new.notes and note in mine.notes:
                self._mine.comments.take_back(mine.element, note)
        self._add_notes(mine.element, [n for n in new.notes if n not in base.notes and n not in mine.notes])

    def _add_notes(self, paragraph: Element, notes: Sequence[str]) -> None:
        for note in notes:
            self._mine.comments.add_to(paragraph, note, self.revisions.date)

    def _gone(self, level: Level, names: Sequence[str]) -> list[Placed]:
        """What the officials took out stays out; where the data have news of it, a comment near by says so."""
        changes, news = list[Placed](), dict[int, list[str]]()
        for found in level.groups:
            if found.mine or found.base[0] not in level.to_new:
                continue
            base, new = level.base[found.base[0]], level.new[level.to_new[found.base[0]]]
            anchor, is_news = level.before(found.base[0]), not base.is_identical(new) and base.text != new.text
            sources = self._why(new.text, changed_words(base.text, new.text)) if is_news else ""
            if is_news:
                news.setdefault(anchor, []).append(with_sources(new.text, sources))
            if base.text.strip():
                changes.append(
                    (anchor + 0.25, Change(Act.REMOVED, names[found.base[0]], base.text, "", new.text, sources))
                )
        for anchor, texts in news.items():
            self._note_near(level, anchor, gone_note(texts))
        return changes

    def _note_near(self, level: Level, at: int, note: str) -> None:
        """A comment on the block of theirs (or on the first, for -1)."""
        if level.mine:
            element = level.mine[max(at, 0)].element
            first = element if element.tag == P else next(element.iter(P), None)
            if first is not None and note not in level.mine[max(at, 0)].notes:
                self._add_notes(first, [note])


def _marks(story: Story, cell: Element) -> tuple[str | bool, ...]:
    """What the tool put on a cell besides words."""
    return (*story.notes_on(cell), is_highlighted(cell))


def _joined(blocks: Sequence[Block], numbers: Sequence[int]) -> str:
    return "\n".join(blocks[n].text for n in numbers)


def _fold(blocks: Sequence[Block]) -> str:
    return " ".join(filter(None, (block.folded[1] for block in blocks)))
