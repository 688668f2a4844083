"""What agencies say alike, arranged by clicks: each edits the workbook beside the forms, which stays the truth."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from lamdong_report.errors import OutputError, UsageError
from lamdong_report.lock import only_run
from lamdong_report.opinionbook import arrangement_workbook, read_arrangement
from lamdong_report.pipeline.opinionlist import VoiceGroup, arranged_topics, groups_of
from lamdong_report.pipeline.reading import Reading
from lamdong_report.pipeline.receiving import copy_to_bin, move_to_bin
from lamdong_report.plan import WORDS, Plan, Topic
from lamdong_report.report import Arrangement, Material
from lamdong_report.results import ARRANGED_FILE
from lamdong_report.storage import replace_whole

__all__ = [
    "ARRANGED_FILE",
    "Edit",
    "back_to_automatic",
    "merge",
    "move",
    "print_them",
    "rearrange",
    "word_them",
]


# From the groups of a topic to the groups as the official wants them; raises UsageError.
Edit = Callable[[tuple[VoiceGroup, ...]], Sequence[VoiceGroup]]


# What an official does to the groups of a topic


def merge(ids: Collection[str]) -> Edit:
    """Make one group of these, under the name and the words of the first."""

    def edit(groups: tuple[VoiceGroup, ...]) -> Sequence[VoiceGroup]:
        chosen = [group for group in groups if group.id in ids]
        if len(chosen) < 2:
            raise UsageError("Cần chọn ít nhất hai nhóm để gộp.", "Đánh dấu vào ô đầu các nhóm cần gộp rồi bấm lại.")
        voices = tuple(voice for group in chosen for voice in group.voices)
        words = next((group.words for group in chosen if group.words), "")
        whole = replace(chosen[0], voices=voices, words=words, printed=any(group.printed for group in chosen))
        return [whole if group is chosen[0] else group for group in groups if group is chosen[0] or group not in chosen]

    return edit


def move(ids: Collection[str], target: str) -> Edit:
    """Put these sentences into the group `target`, or into a new one of their own for ""."""

    def edit(groups: tuple[VoiceGroup, ...]) -> Sequence[VoiceGroup]:
        moved = tuple(voice for group in groups for voice in group.voices if voice.id in ids)
        home = next((group for group in groups if any(voice.id == target for voice in group.voices)), None)
        if target and home is None:
            raise UsageError("Nhóm này không còn nữa.", "Tải lại trang để xem các nhóm hiện có.")
        if not moved:
            raise UsageError("Chưa chọn câu nào.", "Mở nhóm, đánh dấu vào ô đầu câu cần chuyển rồi bấm lại.")
        left = [(group, tuple(voice for voice in group.voices if voice not in moved)) for group in groups]
        if home is None:
            stem = groups[0].voices[0].key[1].removesuffix(f".{WORDS}")
            names = {group.name for group in groups}
            name = next(name for at in count(1) if (name := f"{stem}-moi-{at:02d}") not in names)
            left.append((VoiceGroup(name, "", True, ()), moved))
        return [
            replace(group, voices=(*voices, *moved) if group is home else voices)
            for group, voices in left
            if voices or group is home
        ]

    return edit


def print_them(ids: Collection[str], *, printed: bool) -> Edit:
    """Print these groups, or leave them out of the report."""

    def edit(groups: tuple[VoiceGroup, ...]) -> Sequence[VoiceGroup]:
        if not any(group.id in ids for group in groups):
            raise UsageError("Chưa chọn nhóm nào.", "Đánh dấu vào ô đầu các nhóm rồi bấm lại.")
        return [replace(group, printed=printed) if group.id in ids else group for group in groups]

    return edit


def word_them(words: Mapping[str, str]) -> Edit:
    """Print these words for these groups; "" brings the first sentence back."""
    return lambda groups: [replace(group, words=" ".join(words.get(group.id, group.words).split())) for group in groups]


# Written into the workbook


def rearrange(reading: Reading, inputs: Path, topic: str, edit: Edit) -> Reading:
    """Edit the groups of a topic in the workbook; the reading with it. Raises UsageError, OutputError.

    What officials did there by Excel stays: it is read anew first, and a workbook of theirs goes to the bin, not away.
    """
    with only_run(inputs):
        fresh = _as_saved(reading, inputs)
        material = fresh.material()
        changed = edit(groups_of(fresh, material, _topic(fresh.plan, topic)))
        old, gone = fresh.arrangement, {group.name for group in changed}
        names = {voice.key: group.name for group in changed for voice in group.voices}
        words = {name: text for name, text in old.words.items() if name not in gone}
        words |= {group.name: group.words for group in changed if group.words}
        printed = {group.name: group.printed for group in changed}
        new = Arrangement({**old.groups, **names}, words, {**old.printed, **printed})
        return _write(fresh, material, inputs, _only(new))


def back_to_automatic(reading: Reading, inputs: Path, topic: str) -> Reading:
    """Forget what was arranged of a topic; raises UsageError, OutputError."""
    _topic(reading.plan, topic)
    with only_run(inputs):
        fresh = _as_saved(reading, inputs)
        own = f"{topic}.{WORDS}"
        groups = {key: name for key, name in fresh.arrangement.groups.items() if key[1] != own}
        return _write(fresh, fresh.material(), inputs, _only(replace(fresh.arrangement, groups=groups)))


def _as_saved(reading: Reading, inputs: Path) -> Reading:
    """The reading with the workbook as it is now; raises OutputError for one that is open, or that cannot be read."""
    path = inputs / ARRANGED_FILE
    # Excel and LibreOffice keep such a small file beside a workbook while it is open.
    if any(path.with_name(lock).exists() for lock in (f"~${path.name}", f".~lock.{path.name}#")):
        raise OutputError(f"Tệp {path} đang mở ở chương trình khác.", "Lưu và đóng tệp trong Excel rồi làm lại.")
    arrangement, unread = read_arrangement(path)
    if unread:
        raise OutputError(unread[0].message, "Sửa lại tệp, hoặc chuyển tệp sang chỗ khác rồi làm lại.")
    return replace(reading, arrangement=arrangement)


def _topic(plan: Plan, number: str) -> Topic:
    for topic in plan.topics:
        if topic.id == number and plan.section(topic.section).gathered:
            return topic
    raise UsageError("Không có nội dung này trong kế hoạch.", "Tải lại trang rồi làm lại.")


def _only(arrangement: Arrangement) -> Arrangement:
    """Without words and choices for groups that are no more."""
    names = set(arrangement.groups.values())
    words = {name: text for name, text in arrangement.words.items() if name in names}
    return replace(arrangement, words=words,
                   printed={name: choice for name, choice in arrangement.printed.items() if name in names})  # fmt: skip


def _write(reading: Reading, material: Material, inputs: Path, arrangement: Arrangement) -> Reading:
    path = inputs / ARRANGED_FILE
    # By bytes: the same arrangement gives the same workbook, so any difference is somebody's hand.
    if path.is_file() and path.read_bytes() != _workbook(reading.plan, material):
        # It holds what we would not write: notes of theirs, rows of other forms. A copy, so that it is never absent.
        copy_to_bin(inputs, ARRANGED_FILE)
    if arrangement.groups:
        replace_whole(path, _workbook(reading.plan, dataclasses.replace(material, arrangement=arrangement)))
    elif path.is_file():
        move_to_bin(inputs, ARRANGED_FILE)
    return replace(reading, arrangement=read_arrangement(path)[0])


def _workbook(plan: Plan, material: Material) -> bytes:
    return arrangement_workbook(material, arranged_topics(plan, material))
