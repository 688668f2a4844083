"""What the agencies write in words: the {places} of a text filled in, no two alike, and what stands under topics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random

from lamdong_report.example.desk import ExampleDesk, matches
from lamdong_report.example.settings import Words
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Topic
from lamdong_report.text.clean import lower_first, upper_first
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


NEUTRAL = (
    "{Ten} đã triển khai nội dung «{label}» theo kế hoạch năm {nam}; tổ chức {2..9} hoạt động.",
    "Đã thực hiện «{label}» với {2..9} hoạt động; {ten} phân công người theo dõi và tổng hợp kết quả.",
    "Nội dung «{label}» được {ten} thực hiện qua {2..9} hoạt động, bảo đảm tiến độ năm {nam}.",
)
NOTHING = "Không có"
MOST_WORDS_COMPARED = 6


def write_topics(desk: ExampleDesk, composer: Composer) -> None:
    """Status, words and mark of every topic and task, agency by agency."""
    for topic in desk.plan.topics:
        entries = _entries(desk, composer, topic)
        # Settings of last year know nothing of a new topic: all agencies then write neutral words about it.
        is_new = not any(matches(topic.id, entry.at) for entry in desk.settings.words)
        is_new = is_new and not any(topic.id in profile.words for profile in desk.settings.profiles)
        for code in desk.asked(f"{topic.id}.{WORDS}"):
            dice = desk.dice("topic", topic.id, code)
            written = _own_words(desk, composer, topic.id, code, dice)
            if not written and (entry := entries.get(code)):
                text, weights = composer.compose(entry, code, dice), [float(weight) for weight in entry.statuses]
                written = text, dice.choices(range(len(weights)), weights)[0]
            if not written and (is_new or desk.plan.is_required(f"{topic.id}.{WORDS}", code)):
                written = neutral_words(composer, topic, code, dice), dice.choice((0, 0, 1))
            if not written:
                continue
            text, status = written
            statuses = desk.plan.form.statuses
            desk.write(code, f"{topic.id}.{WORDS}", text)
            if topic.status:
                desk.write(code, f"{topic.id}.{STATUS}", statuses[min(status, len(statuses) - 1)])
        _mark(desk, topic, entries)


def _entries(desk: ExampleDesk, composer: Composer, topic: Topic) -> dict[str, Words]:
    """Which entry each agency writes from; agencies that the chance leaves out are missing."""
    chosen: dict[str, Words] = {}
    left = set(desk.asked(f"{topic.id}.{WORDS}"))
    for at, entry in enumerate(desk.settings.words):
        if not matches(topic.id, entry.at):
            continue
        able = {
            code
            for code in left & desk.members(entry.of)
            if any(composer.fits(shape, code, entry.pieces) for shape in entry.shapes)
        }
        held = {code for code in able if desk.plan.is_required(f"{topic.id}.{WORDS}", code)}
        writing = desk.portion(able - held, entry.chance, "words", str(at), topic.id) | held
        chosen |= dict.fromkeys(sorted(writing), entry)
        left -= able
    return chosen


def _own_words(desk: ExampleDesk, composer: Composer, topic: str, code: str, dice: Random) -> tuple[str, int] | None:
    """What the agency's own profile says on the topic, and the status; None where that quotes a missing answer."""
    for profile in desk.profiles(code):
        template = profile.words.get(topic)
        if template and composer.fits(template, code, {}):
            text = composer.render(template, code, dice)
            composer.keep(text, code)
            return text, profile.status.get(topic, 0)
    return None


def neutral_words(composer: Composer, topic: Topic, code: str, dice: Random) -> str:
    """Words for a plan that brings none of its own: the label, the agency and a number."""
    if topic.empty_words:
        return NOTHING
    return composer.render(dice.choice(NEUTRAL), code, dice, {"label": (lower_first(topic.label),)})


def _mark(desk: ExampleDesk, topic: Topic, entries: Mapping[str, Words]) -> None:
    """The points that the summed groups want to see in the report."""
    column = f"{topic.id}.{OUTSTANDING}"
    writers = [code for code in desk.asked(column) if f"{topic.id}.{WORDS}" in desk.answers[code]]
    said: set[str] = set()
    for entry in {id(entry): entry for entry in entries.values()}.values():
        mine = [code for code in writers if entries.get(code) is entry]
        dealt = desk.portion(mine, entry.outstanding, "mark", topic.id, entry.shapes[0])
        # Two points that begin alike would read as one said twice: another writer stands in for the second.
        chosen: set[str] = set()
        for code in (*sorted(dealt), *mine):
            text = desk.answers[code][f"{topic.id}.{WORDS}"].text.casefold()
            # How each sentence begins, whatever its numbers and names in quotes.
            pieces = re.split(r"[.;\n]+", re.sub(r"\d[\d.,]*|“[^”]*”", "#", text))
            sentences = {" ".join(piece.strip(" -+").split()[:MOST_WORDS_COMPARED]) for piece in pieces} - {""}
            if len(chosen) < len(dealt) and code not in chosen and not sentences & said:
                chosen.add(code)
                said |= sentences
                desk.write(code, column, True)
