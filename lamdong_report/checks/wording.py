"""Answers in words that cannot stand in a report: pointers to elsewhere, a word or two, copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lamdong_report.catalogue.phrases import and_others, name_list, quote
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.checks.words import begins_with_no, points_elsewhere, words_of
from lamdong_report.model import Finding
from lamdong_report.plan import Plan

# Vietnamese words are short; only so much of an answer is looked at to see that it has enough of them.
LONGEST_WORD = 30


@dataclass(frozen=True, slots=True)
class _Passage:
    """One answer in words in its form."""

    form: CheckedForm
    cell: Reply


def poor_words(form: CheckedForm) -> Iterator[Finding]:
    """Answers that point elsewhere, and answers too short to say anything; "Không có" says enough."""
    fewest = form.plan.thresholds.short_words
    for cell in _worded(form):
        words = words_of(cell.answer.text[: fewest * LONGEST_WORD])
        if points_elsewhere(cell.answer.text):
            yield form.fault("refers-elsewhere", cell.question, text=quote(cell.answer.text))
        elif len(words) < fewest and not begins_with_no(words):
            yield form.fault("too-short", cell.question, text=quote(cell.answer.text))


def _worded(form: CheckedForm) -> Iterator[Reply]:
    return (cell for cell in form.cells.values() if cell.question.kind.traits.is_long and cell.answer.text)


def copied_words(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """The same long answer from several agencies, or twice in one form.

    One finding for each agency and each circle of agencies that share its words: a form copied whole is one fault.
    """
    groups: dict[str, list[_Passage]] = defaultdict(list)
    for form in forms:
        own_names = _names(form)
        for cell in _worded(form):
            words = words_of(cell.answer.text)
            if len(words) >= plan.thresholds.copied_words:
                key = f" {' '.join(words)} "
                for name in own_names:
                    key = key.replace(f" {name} ", " … ")
                groups[key].append(_Passage(form, cell))
    shared = [passages for passages in groups.values() if len(passages) > 1]
    yield from _copies(shared)
    for passages in shared:
        first: dict[str, Reply] = {}
        for passage in passages:
            if seen := first.get(passage.form.agency.code):
                yield passage.form.fault("repeated-answer", passage.cell.question, first=seen.source.cell)
            first.setdefault(passage.form.agency.code, passage.cell)


def _names(form: CheckedForm) -> tuple[str, ...]:
    """What the agency calls itself, longest first: changing that in a copied text does not make it one's own."""
    agency = form.agency
    names = {agency.name, agency.name.removeprefix(agency.kind).strip(), *agency.aliases}
    return tuple(sorted((" ".join(words_of(name)) for name in names if name), key=len, reverse=True))


def _copies(shared: Iterable[Sequence[_Passage]]) -> Iterator[Finding]:
    circles: dict[tuple[str, frozenset[str]], list[_Passage]] = defaultdict(list)
    names: dict[str, str] = {}
    for passages in shared:
        sharers = frozenset(passage.form.agency.code for passage in passages)
        for passage in passages if len(sharers) > 1 else ():
            names[passage.form.agency.code] = passage.form.agency.name
            circles[passage.form.agency.code, sharers].append(passage)
    for (code, sharers), own in circles.items():
        others = name_list([name for sharer, name in names.items() if sharer in sharers and sharer != code])
        first = own[0]
        yield first.form.fault("copied-answer", first.cell.question, more=and_others(len(own) - 1), others=others)
