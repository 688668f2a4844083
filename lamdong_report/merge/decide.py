"""Decides the three-way merge, level by level: each block kept, taken over, merged or disputed. Touches no file."""

from __future__ import annotations

from lamdong_report.merge.blocks import BlockKind, Blocks, TextBlock, joined_text
from lamdong_report.merge.changes import Act, Change, Comment, Delete, Highlight, Insert, MergePlan, Reword, Step, Why
from lamdong_report.merge.columns import pair_columns
from lamdong_report.merge.grouping import BlockGroup
from lamdong_report.merge.hunks import locate
from lamdong_report.merge.notes import (
    clash_note,
    columns_note,
    columns_told,
    disputed_words,
    dropped_note,
    untouchable_note,
    with_sources,
)
from lamdong_report.merge.places import cells_without_place, left_out, put_in
from lamdong_report.merge.sentences import Clash, changed_words, merge_words
from lamdong_report.merge.settling import CommentLedger
from lamdong_report.merge.versions import PlaceNames, Versions
from lamdong_report.merge.words import has_bullet, tokens_of, without_bullet
from lamdong_report.results import DOUBTFUL_COLOUR


def decide_merge(base: Blocks, mine: Blocks, new: Blocks, why: Why) -> MergePlan:
    """How to bring what is new in `new` against `base` into `mine`; `why` names the cells behind words."""
    decider = _Decider(why, CommentLedger(mine, new))
    changes = decider.versions(Versions(None, base, mine, new), "")
    steps = (*decider.steps, *decider.ledger.comment_steps(decider.steps))
    return MergePlan(steps, tuple(changes))


class _Decider:
    def __init__(self, why: Why, ledger: CommentLedger) -> None:
        self._why, self.ledger = why, ledger
        self.steps: list[Step] = []

    def versions(self, versions: Versions, place: str) -> list[Change]:
        """Insert first, then the groups in the order of the officials' file, then what is gone."""
        mine, new, base = (PlaceNames(side, place) for side in (versions.mine, versions.new, versions.base))
        dropped = {found for found in versions.groups if versions.is_dropped(found)}
        inserts, changes = put_in(versions, new, self._why, self.ledger)
        self.steps += inserts
        for found in versions.groups:
            if found in dropped:
                for block in (versions.mine[m] for m in found.mine):
                    self.ledger.take_back_all(block)
                    self.steps.append(Delete(block, in_cell=versions.container is not None))
                change = Change(Act.DROPPED, mine[found.mine[0]], *versions.texts_of(found))
                changes.append((found.mine[0], change))
            elif found.mine:
                changes += [(found.mine[0], one) for one in self._group(versions, found, mine[found.mine[0]])]
        for n, m in versions.twins.items():
            # Both put in the same block: it stands once, with a comment where the figures differ.
            theirs, now = versions.mine[m], versions.new[n]
            self.ledger.note_now([theirs], [now])
            if not theirs.reads_like(now):
                sources = self._why(now.text, tokens_of(now.text))
                note = with_sources(clash_note(Clash(0, len(theirs.text), "", now.text)), sources)
                self.steps += [Comment(spot, note) for spot in theirs.paragraphs()[:1]]
                changes.append((m, Change(Act.CONFLICT, mine[m], "", theirs.text, now.text, sources)))
        changes += left_out(versions, base, self._why, self.ledger)
        return [change for _, change in sorted(changes, key=lambda one: one[0])]

    def _group(self, versions: Versions, found: BlockGroup, place: str) -> list[Change]:
        mine = [versions.mine[m] for m in found.mine]
        if not found.base:
            if found.mine[0] not in versions.twins.values():
                self.ledger.note_own(mine[0])
            return [Change(Act.KEPT, place, theirs=mine[0].text)] if mine[0].text else []
        base, new = [versions.base[b] for b in found.base], versions.news_of(found)
        if not new and found.mine[0] in versions.twins.values():
            return []
        if not new:
            self.ledger.take_back_doubts(base, mine)
            former, kept = versions.texts_of(found)
            if self.ledger.is_printed(former, mine[0]):
                return [Change(Act.KEPT, place, former, kept)]  # the data only put it elsewhere in the section
            self.steps += [Comment(spot, dropped_note(former)) for spot in mine[0].paragraphs()[:1]]
            return [Change(Act.CONFLICT, place, former, kept)]
        self.ledger.note_now(mine, new)
        if len(base) == len(new) == 1 and base[0].kind is BlockKind.TABLE:
            return self._table(base[0], mine, new[0], place)
        if len(base) == len(mine) == len(new) == 1:
            (was,), (theirs,), (now,), is_row = base, mine, new, base[0].kind is BlockKind.ROW
            if was.is_identical(now) and was.is_highlighted == now.is_highlighted:
                is_kept = not was.reads_like(theirs) and not (is_row and versions.columns.edited)
                return [Change(Act.KEPT, place, was.text, theirs.text, now.text)] if is_kept else []
            if is_row:
                return self._row(versions, was, theirs, now, place)
        return self._words(base, mine, new, place)

    def _table(self, base: TextBlock, mine: Blocks, new: TextBlock, place: str) -> list[Change]:
        """One table, or the halves that officials cut it into."""
        text = joined_text(mine)
        if base.is_identical(new) and base.is_highlighted == new.is_highlighted and base.text == text:
            return []
        rows = [row for half in mine for row in half.parts]
        versions = Versions(mine[0], base.parts, rows, new.parts, columns=pair_columns(base.parts, rows))
        changes = self.versions(versions, place)
        # One comment for the table: what the data say of cells that officials took out, once they have changed.
        told = {where for row in rows for note in row.notes for where in columns_told(note)}
        known = {n: b for b, n in versions.to_new.items()}
        lines = [one for n in range(len(new.parts)) for one in cells_without_place(versions, n, known.get(n), told)]
        spots = [spot for row in rows for spot in row.paragraphs()] if lines else []
        if spots:
            self.ledger.tell_columns(spots, columns_note(lines))
        return changes

    def _row(self, versions: Versions, base: TextBlock, mine: TextBlock, new: TextBlock, place: str) -> list[Change]:
        if len(base.parts) != len(new.parts):  # the data give the row other columns
            sources = self._why(new.text, tokens_of(new.text))
            if base.reads_like(mine):
                self.steps += [Insert(new, mine, versions.container), Delete(mine)]
                return [Change(Act.TAKEN, place, base.text, mine.text, new.text, sources)]
            note = clash_note(Clash(0, 0, base.text.replace("\t", " | "), new.text.replace("\t", " | ")))
            self.steps += [Comment(spot, with_sources(note, sources)) for spot in mine.paragraphs()[:1]]
            return [Change(Act.CONFLICT, place, base.text, mine.text, new.text, sources)]
        pairs, changes = versions.columns.pair(base, mine), list[Change]()
        for n, (before, now) in enumerate(zip(base.parts, new.parts, strict=True)):
            if before.is_identical(now) and before.is_highlighted == now.is_highlighted:
                continue
            if n in pairs:
                changes += self._cell(before, mine, pairs[n], now, place)
            elif before.text != now.text:
                sources = self._why(new.text, tokens_of(now.text))
                changes.append(Change(Act.CONFLICT, place, before.text, "", now.text, sources))
        return changes

    def _cell(self, base: TextBlock, row: TextBlock, n: int, new: TextBlock, place: str) -> list[Change]:
        mine = row.parts[n]
        if not mine.parts and base.text != new.text:  # a cell without any paragraph: no place for words in it
            sources = self._why(new.text, tokens_of(new.text))
            note = with_sources(clash_note(Clash(0, 0, base.text, new.text)), sources)
            self.steps += [Comment(spot, note) for spot in row.paragraphs()[:1]]
            return [Change(Act.CONFLICT, place, base.text, "", new.text, sources)]
        sides = base.parts, mine.parts, new.parts
        if all(len(side) == 1 and side[0].kind is BlockKind.PARAGRAPH for side in sides):
            self.ledger.note_now(mine.parts, new.parts)
            return self._words(*sides, place)
        return self.versions(Versions(mine, *sides, in_place=True), place)

    def _words(self, base: Blocks, mine: Blocks, new: Blocks, place: str) -> list[Change]:
        self._follow_notes(base, mine, new)
        before, theirs, now = joined_text(base), joined_text(mine), joined_text(new)
        untouched = before == theirs or _fold(base) == _fold(mine)
        if not all(block.firm for block in mine):
            return self._refuse(base, mine, new, place)
        if has_bullet(before) and not has_bullet(theirs):  # Word has made an automatic list of it
            found = merge_words(without_bullet(before), theirs, without_bullet(now))
        else:
            found = merge_words(before, theirs, now)
        self.ledger.note_figures(found.figures)
        if not untouched:
            self.ledger.note_added(mine[0], changed_words(before, theirs))
        self._follow_highlight(base, mine, new)
        if not found.edits and not found.clashes:
            return [] if untouched else [Change(Act.KEPT, place, before, theirs, now)]
        disputed = [self._why(now, (clash.now.strip(),)) for clash in found.clashes]
        for clash, sources in zip(found.clashes, disputed, strict=True):
            # Their words stay; a comment on them says what the data now give.
            at, start = locate([block.text for block in mine], clash.start)
            end = min(start + clash.end - clash.start, len(mine[at].text))
            self.steps.append(Comment(mine[at], with_sources(clash_note(clash), sources), start, end))
        sources = "; ".join(filter(None, disputed)) or self._why(now, found.news)
        if found.edits:
            self.steps.append(Reword(tuple(mine), found.edits))
            self._follow_highlight(base, mine, new)
        act = Act.CONFLICT if found.clashes else Act.TAKEN if untouched else Act.MERGED
        return [Change(act, place, before, theirs, now, sources, disputed_words(theirs, found.clashes))]

    def _refuse(self, base: Blocks, mine: Blocks, new: Blocks, place: str) -> list[Change]:
        """Words that cannot be cut stay; a comment says what the data now give."""
        before, theirs, now = joined_text(base), joined_text(mine), joined_text(new)
        if before == now or _fold(mine) == _fold(new):
            return []
        sources = self._why(now, changed_words(before, now))
        self.steps.append(Comment(mine[0], with_sources(untouchable_note(now), sources)))
        return [Change(Act.CONFLICT, place, before, theirs, now, sources)]

    def _follow_highlight(self, base: Blocks, mine: Blocks, new: Blocks) -> None:
        """The tool's highlight of doubtful text comes and goes with the doubt."""
        was, now = (any(block.is_highlighted for block in side) for side in (base, new))
        if was != now and was == any(block.is_highlighted for block in mine):
            self.steps += [Highlight(block, DOUBTFUL_COLOUR if now else "") for block in mine]

    def _follow_notes(self, base: Blocks, mine: Blocks, new: Blocks) -> None:
        """The tool's own doubts follow the data, unless somebody has answered or removed them."""
        was = [note for block in base for note in block.notes]
        now = [note for block in new for note in block.notes]
        theirs = [note for block in mine for note in block.notes]
        self.ledger.take_back(mine, [note for note in was if note not in now])
        self.steps += [Comment(mine[0], note) for note in now if note not in was and note not in theirs]


def _fold(blocks: Blocks) -> str:
    return " ".join(filter(None, (block.folded[1] for block in blocks)))
