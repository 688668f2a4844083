"""What changed between two drafts: figures and whose cells moved them, findings, agencies, judgements, words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from lamdong_report.docx.package import open_package
from lamdong_report.history.record import FigureEntry, FindingEntry, FormEntry, PartEntry, Record
from lamdong_report.merge.align import align
from lamdong_report.merge.blocks import BlockKind, TextBlock
from lamdong_report.merge.story import Story
from lamdong_report.text import format_number


class CellChange(msgspec.Struct, frozen=True):
    """One agency's number that moved a figure; `before` or `after` is "" where it had none."""

    agency: str
    name: str
    source: str
    before: str
    after: str


class FigureChange(msgspec.Struct, frozen=True):
    place: str
    unit: str
    before: str
    after: str
    cells: tuple[CellChange, ...]


class Turn(msgspec.Struct, frozen=True):
    """A measure whose judgement changed."""

    indicator: str
    subject: str
    before: str
    after: str
    before_value: str
    after_value: str


class WordChange(msgspec.Struct, frozen=True):
    """A paragraph or row that reads otherwise; `before` is "" for a new one, `after` for one that is gone."""

    place: str
    before: str
    after: str


class Comparison(msgspec.Struct, frozen=True):
    """All differences, in the order of the newer draft. `resent` are agencies whose form is another file now."""

    old: str
    new: str
    figures: tuple[FigureChange, ...]
    came: tuple[FindingEntry, ...]
    went: tuple[FindingEntry, ...]
    arrived: tuple[str, ...]
    resent: tuple[str, ...]
    withdrawn: tuple[str, ...]
    turned: tuple[Turn, ...]
    words: tuple[WordChange, ...]
    names: dict[str, str] = {}

    @property
    def is_empty(self) -> bool:
        parts = (self.figures, self.came, self.went, self.arrived, self.resent, self.withdrawn, self.turned, self.words)
        return not any(parts)


def compare_drafts(old: Record, new: Record, documents: tuple[bytes, bytes] | None = None) -> Comparison:
    """The differences between two records and, if they are given, the two documents."""
    before, after = _forms(old), _forms(new)
    names, then = old.names | new.names, {measure.indicator: measure for measure in old.measures}
    turned = (
        Turn(now.indicator, now.subject, was.judgement, now.judgement, was.value, now.value)
        for now in new.measures
        if (was := then.get(now.indicator)) and was.judgement != now.judgement
    )
    return Comparison(
        old=old.name,
        new=new.name,
        figures=tuple(_figure_changes(old, new)),
        came=_only(new.findings, old.findings),
        went=_only(old.findings, new.findings),
        arrived=tuple(new.names.get(code, code) for code in after if code not in before),
        resent=tuple(new.names.get(c, c) for c in after if c in before and after[c].digest != before[c].digest),
        withdrawn=tuple(old.names.get(code, code) for code in before if code not in after),
        turned=tuple(turned),
        words=tuple(compare_words(*documents)) if documents else (),
        names={one.agency: name for one in (*old.findings, *new.findings) if (name := names.get(one.agency))},
    )


def compare_words(old: bytes, new: bytes) -> Iterator[WordChange]:
    """Every paragraph and row that reads otherwise in `new`; this is all there is to say of drafts without a record."""
    yield from _word_changes(Story(open_package(old)).blocks, Story(open_package(new)).blocks, "")


def compare_only_words(old_name: str, new_name: str, old: bytes, new: bytes) -> Comparison:
    """The comparison of two documents of which the history does not know both."""
    nothing: tuple[str, ...] = ()
    return Comparison(
        old=old_name,
        new=new_name,
        figures=(),
        came=(),
        went=(),
        arrived=nothing,
        resent=nothing,
        withdrawn=nothing,
        turned=(),
        words=tuple(compare_words(old, new)),
    )


def comparison_json(comparison: Comparison) -> bytes:
    return msgspec.json.format(msgspec.json.encode(comparison), indent=2)


def _forms(record: Record) -> dict[str, FormEntry]:
    return {form.agency: form for form in record.forms}


def _only(these: Sequence[FindingEntry], those: Sequence[FindingEntry]) -> tuple[FindingEntry, ...]:
    """The findings of `these` that `those` do not have, whatever their words and wherever the form's file lies.

    A finding is its code, its place and its question: one that lists other names today is the same finding.
    """
    known = Counter(map(_identity, those))
    found = []
    for one in these:
        known[_identity(one)] -= 1
        if known[_identity(one)] < 0:
            found.append(one)
    return tuple(found)


def _identity(found: FindingEntry) -> tuple[str, ...]:
    if not found.agency:
        # What is wrong with a file of nobody is known by the file's name; that is all it has.
        return (found.code, found.file, found.sheet, found.cell)
    return (found.code, found.agency, found.sheet, found.cell or found.question)


# A row with a name is called «dòng 12 (tên)»: the number is where it stands today.
_ROW_NUMBER = re.compile(r"dòng \d+ \(")
FigureKey = tuple[str, str, int]
_T = TypeVar("_T")


def keyed_figures(figures: Sequence[FigureEntry]) -> dict[FigureKey, FigureEntry]:
    """Each figure by its place, its formula and which of those it is.

    Of a row with a name the number is no part of its place: a row more above it moves it and changes nothing.
    """
    return _numbered(figures, lambda figure: (_ROW_NUMBER.sub("dòng (", figure.place), figure.formula))


def _numbered(entries: Iterable[_T], key: Callable[[_T], tuple[str, str]]) -> dict[tuple[str, str, int], _T]:
    """The entries by a key and, where several have it, by which of these each is."""
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    found: dict[tuple[str, str, int], _T] = {}
    for entry in entries:
        where = key(entry)
        found[*where, counts[where]] = entry
        counts[where] += 1
    return found


def _figure_changes(old: Record, new: Record) -> Iterator[FigureChange]:
    before, after = keyed_figures(old.figures), keyed_figures(new.figures)
    for key in dict.fromkeys((*after, *before)):
        then, now = before.get(key), after.get(key)
        if (then and then.text) != (now and now.text):
            was, own = old.cells_of(then) if then else (), new.cells_of(now) if now else ()
            cells = tuple(cell_changes(was, own, new.names))
            one = now or then or after[key]
            yield FigureChange(one.place, one.unit, then.text if then else "", now.text if now else "", cells)


def cell_changes(old: Sequence[PartEntry], new: Sequence[PartEntry], names: dict[str, str]) -> Iterator[CellChange]:
    """Whose numbers inside a figure came, went or changed."""
    # A list has one cell of a question for each row.
    before, after = (_numbered(cells, lambda cell: (cell.agency, cell.question)) for cells in (old, new))
    for key in dict.fromkeys((*after, *before)):
        then, now = before.get(key), after.get(key)
        if then is None or now is None or then.value != now.value:
            cell = now or then
            assert cell is not None
            yield CellChange(cell.agency, names.get(cell.agency, cell.agency), cell.source, _shown(then), _shown(now))


def _shown(cell: PartEntry | None) -> str:
    return format_number(cell.value, 4) if cell else ""


def _word_changes(old: Sequence[TextBlock], new: Sequence[TextBlock], place: str) -> Iterator[WordChange]:
    partner = {b: a for a, b in align(old, new).pairs}
    for b, block in enumerate(new):
        place = block.text if block.heading else place
        if b not in partner:
            yield from _alone(block, place, new=True)
        elif (was := old[partner[b]]).text != block.text:
            if block.kind is BlockKind.TABLE:
                yield from _word_changes(was.parts, block.parts, place)
            else:
                yield WordChange(place, was.text, block.text)
    # What is gone stands nowhere in the new text: it is told behind the rest, under the last heading.
    known = set(partner.values())
    for a, block in enumerate(old):
        if a not in known:
            yield from _alone(block, place, new=False)


def _alone(block: TextBlock, place: str, *, new: bool) -> Iterator[WordChange]:
    for one in block.parts if block.kind is BlockKind.TABLE else (block,):
        if one.text.strip():
            yield WordChange(place, "" if new else one.text, one.text if new else "")
