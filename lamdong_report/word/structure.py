"""Finds what is wrong with the commands of a template before it is run: unclosed, misplaced or swallowing text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from lamdong_report.docx.wordml import TBL, TC, TR, Element, P, ancestor, letters_of
from lamdong_report.word.parts import cut_short

_COMMAND = re.compile(r"\{%-?\s*(?:(p|tr|tc|r)\s+)?(\w+)[^%]*%\}")
_ALONE = {"p": "đoạn", "tr": "hàng", "tc": "ô"}
_HOLDERS = {"p": P, "tr": TR, "tc": TC}
_BLOCKS = ("if", "for")
# Both in one paragraph: Word splits what is typed there into runs, which are joined again, but never across paragraphs.
_PAIRS = (("{{", "}}"), ("{%", "%}"))


class Command(Struct, frozen=True):
    """A command as it stands in a paragraph; `level` says what it removes with itself: p, tr, tc, r or nothing."""

    level: str
    word: str
    text: str
    paragraph: Element


def structure_faults(root: Element, part: str) -> Iterator[str]:
    """The faults of one part, each with its place."""
    tables = {table: number for number, table in enumerate(root.iter(TBL), 1)}
    faults: list[tuple[Element, str]] = []
    for paragraph in root.iter(P):
        text = letters_of(paragraph)
        for opening, closing in _PAIRS:
            opened, closed = text.count(opening), text.count(closing)
            if opened != closed:
                missing = closing if opened > closed else opening
                words = f"thiếu dấu «{missing}» (mỗi «{opening}» phải có «{closing}» trong cùng một đoạn)"
                faults.append((paragraph, words))
    faults += _lost_text_faults(root)
    if not faults:
        faults = list(_block_faults(root))
    for paragraph, words in faults:
        table = ancestor(paragraph, TBL)
        where = f", bảng thứ {tables[table]}" if table in tables else ""
        yield f"{part}{where}, đoạn «{cut_short(letters_of(paragraph).strip())}»: {words}"


def _lost_text_faults(root: Element) -> Iterator[tuple[Element, str]]:
    """Commands that remove their paragraph, row or cell, and with it words that somebody wrote beside them."""
    for command in (command for paragraph in root.iter(P) for command in _commands_in(paragraph)):
        if command.level not in _HOLDERS:
            continue
        holder = next(command.paragraph.iterancestors(_HOLDERS[command.level]), None)
        holder = command.paragraph if command.level == "p" else holder
        name = _ALONE[command.level]
        if holder is None:
            yield command.paragraph, f"lệnh «{command.text}» chỉ dùng được trong bảng"
        elif letters_of(holder).replace(command.text, "", 1).strip():
            yield command.paragraph, f"lệnh «{command.text}» phải đứng một mình trong {name}: chữ khác ở đó sẽ bị mất"


def _block_faults(root: Element) -> Iterator[tuple[Element, str]]:
    opened: list[Command] = []
    for paragraph in root.iter(P):
        for command in _commands_in(paragraph):
            if command.word in _BLOCKS:
                opened.append(command)
            elif command.word.removeprefix("end") in _BLOCKS:
                if opened and opened[-1].word == command.word.removeprefix("end"):
                    yield from _level_faults(command, opened.pop())
                else:
                    inside = f"; lệnh đang mở là «{opened[-1].text}»" if opened else ""
                    yield command.paragraph, f"lệnh «{command.text}» thừa hoặc sai chỗ{inside}"
            elif command.word in ("else", "elif") and opened:
                yield from _level_faults(command, opened[-1])
        # What opens inside a paragraph must close in it, else it would cut through the next ones.
        while opened and opened[-1].level in ("", "r") and opened[-1].paragraph is paragraph:
            yield from _unclosed(opened.pop())
    for command in opened:
        yield from _unclosed(command)


def _unclosed(command: Command) -> Iterator[tuple[Element, str]]:
    where = " trong cùng đoạn" if command.level in ("", "r") else ""
    yield (
        command.paragraph,
        f"lệnh «{command.text}» chưa được đóng bằng «{{%{command.level} end{command.word} %}}»{where}",
    )


def _level_faults(command: Command, opening: Command) -> Iterator[tuple[Element, str]]:
    if command.level != opening.level:
        yield command.paragraph, f"lệnh «{command.text}» không cùng loại với «{opening.text}» mà nó thuộc về"


def _commands_in(paragraph: Element) -> Iterator[Command]:
    for found in _COMMAND.finditer(letters_of(paragraph)):
        yield Command(found[1] or "", found[2], found[0], paragraph)
