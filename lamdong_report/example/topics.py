"""What the agencies write under the plan's topics and tasks: status, words, and which points they mark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

from lamdong_report.example.composer import Composer
from lamdong_report.example.desk import ExampleDesk, matches
from lamdong_report.example.settings import Words
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Topic
from lamdong_report.text.clean import lower_first

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
            sentences = _sentences(desk.answers[code][f"{topic.id}.{WORDS}"].text)
            if len(chosen) < len(dealt) and code not in chosen and not sentences & said:
                chosen.add(code)
                said |= sentences
                desk.write(code, column, True)


def _sentences(text: str) -> frozenset[str]:
    """How each sentence begins, whatever its numbers and names in quotes."""
    pieces = re.split(r"[.;\n]+", re.sub(r"\d[\d.,]*|“[^”]*”", "#", text.casefold()))
    beginnings = (" ".join(piece.strip(" -+").split()[:MOST_WORDS_COMPARED]) for piece in pieces)
    return frozenset(filter(None, beginnings))
