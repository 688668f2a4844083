"""Fills the {places} of a text, so that no two agencies write the same long one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random

from lamdong_report.example.desk import ExampleDesk
from lamdong_report.example.settings import Words
from lamdong_report.text.clean import upper_first
from lamdong_report.text.formats import format_count, format_date
from lamdong_report.text.names import slug, without_marks

PLACE = re.compile(r"\{([^{}]*)\}")
RANGE = re.compile(r"(\d+)\.\.(\d+)")
BUILT_IN = ("ten", "Ten", "ten_gui", "khong_dau", "slug", "ma", "loai", "nam")
# Two agencies may both write "Không phát sinh"; from so many words on, the same text reads as copied.
LONG_TEXT = 8
# Where an entry allows fewer texts than there are agencies, one is repeated after so many throws.
TRIES = 60


class Composer:
    """Fills templates for one set of forms; the pieces that were used longest ago are dealt first."""

    def __init__(self, desk: ExampleDesk) -> None:
        self.desk = desk
        self._decks: dict[tuple[str, ...], list[str]] = {}
        self._written: set[tuple[str, ...]] = set()
        self._slots: dict[str, Mapping[str, Sequence[str]]] = {}

    def slots(self, code: str) -> Mapping[str, Sequence[str]]:
        """What is common to all, what the agency's profiles add, and its names."""
        if code not in self._slots:
            own: dict[str, Sequence[str]] = dict(self.desk.settings.slots)
            for profile in self.desk.profiles(code):
                own |= profile.slots
            agency = self.desk.plan.agency(code)
            name, head = agency.name, upper_first(agency.name)
            addressed = self.desk.plan.form_agency_name(agency)
            year = str(self.desk.plan.info.year)
            texts = (name, head, addressed, without_marks(head), slug(name), agency.code, agency.kind, year)
            self._slots[code] = own | {place: (text,) for place, text in zip(BUILT_IN, texts, strict=True)}
        return self._slots[code]

    def render(self, template: str, code: str, dice: Random, pieces: Mapping[str, Sequence[str]] | None = None) -> str:
        """The template with every place filled, inner ones first."""
        local = pieces or {}
        taken: set[str] = set()
        while place := PLACE.search(template):
            filling = self._fill(place[1], code, dice, local, taken)
            template = template[: place.start()] + filling + template[place.end() :]
        return template

    def _fill(self, content: str, code: str, dice: Random, local: Mapping[str, Sequence[str]], taken: set[str]) -> str:
        if "|" in content:
            return dice.choice(content.split("|"))
        if found := RANGE.fullmatch(content):
            return format_count(Decimal(dice.randint(int(found[1]), int(found[2]))))
        if content not in local and content in self.desk.plan.questions:
            value = self.desk.answers[code][content].value
            if isinstance(value, Decimal):
                return format_count(value)
            return format_date(value) if isinstance(value, date) else str(value)
        items = local[content] if content in local else self.slots(code)[content]
        fitting = tuple(item for item in items if self.fits(item, code, local))
        fresh = [item for item in fitting if item not in taken] or fitting
        # One of that half of them that was used longest ago.
        deck = self._decks.setdefault(tuple(items), list(items))
        resting = [item for item in deck if item in fresh]
        item = dice.choice(resting[: (len(resting) + 1) // 2])
        deck.remove(item)
        deck.append(item)
        taken.add(item)
        return item

    def fits(self, template: str, code: str, local: Mapping[str, Sequence[str]]) -> bool:
        """Whether each place can be filled: a quoted answer is there and not 0, a slot or piece has a fitting text."""
        for name in places(template):
            if name in local:
                is_there = any(self.fits(text, code, local) for text in local[name])
            elif name in self.desk.plan.questions:
                answer = self.desk.answers[code].get(name)
                is_there = answer is not None and bool(answer.value)
            else:
                is_there = name in self.slots(code)
            if not is_there:
                return False
        return True

    def compose(self, entry: Words, code: str, dice: Random) -> str:
        """A text of the entry that no agency has written before, or the last attempt at one."""
        shapes = [shape for shape in entry.shapes if self.fits(shape, code, entry.pieces)]
        for _ in range(TRIES):
            text = self.render(dice.choice(shapes), code, dice, entry.pieces)
            if self.keep(text, code):
                break
        return text

    def keep(self, text: str, code: str) -> bool:
        """Note the text as written; False when the same words, names apart, stand already in another form."""
        own_name = self.desk.plan.agency(code).name.casefold()
        words = tuple(re.findall(r"\w+", text.casefold().replace(own_name, " ")))
        if len(words) >= LONG_TEXT and words in self._written:
            return False
        self._written.add(words)
        return True


def places(template: str) -> Iterator[str]:
    """The names in a template that something must stand for."""
    for content in PLACE.findall(template):
        if "|" not in content and not RANGE.fullmatch(content):
            yield content
