"""Marks that ride through the template inside printed text and say what is to be done to it afterwards."""

from __future__ import annotations

import re

from msgspec import Struct, field

from lamdong_report.content import BarChart

# Private-use characters, which no printed text holds (see `safe_text`).
_OPEN, _CLOSE = "\ue000", "\ue001"
PATTERN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_STRAY = re.compile(f"[{_OPEN}{_CLOSE}]")
_BREAK = re.compile("[\t\n\r\x0b\x0c]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Mark(Struct, frozen=True):
    """What to do where the mark was printed.

    `comment` goes to the margin; `doubtful` text is highlighted; `width` (mm) is that of the table's column;
    `required` are the words of a paragraph that a template must not leave out; `chart` is drawn there.
    """

    comment: str = ""
    doubtful: bool = False
    width: int = 0
    required: str = ""
    chart: BarChart | None = None


class Marks(Struct):
    """All marks of one document, numbered in the order in which they were made."""

    marks: list[Mark] = field(default_factory=list)

    def sign(self, mark: Mark) -> str:
        """The characters that stand for the mark inside a text; nothing for a mark that asks for nothing."""
        if mark == Mark():
            return ""
        self.marks.append(mark)
        return f"{_OPEN}{len(self.marks) - 1}{_CLOSE}"

    def take(self, text: str) -> tuple[str, list[int]]:
        """The text without its marks, and their numbers."""
        return _STRAY.sub("", PATTERN.sub("", text)), [int(number) for number in PATTERN.findall(text)]


def holds_mark(text: str) -> bool:
    return _OPEN in text


def safe_text(text: str) -> str:
    """The text without the characters that marks are made of, or that no XML file may hold; breaks become spaces."""
    if text.isprintable():  # as nearly all are, and none with such a character is
        return text
    return _STRAY.sub("", _UNPRINTABLE.sub("", _BREAK.sub(" ", text)))
