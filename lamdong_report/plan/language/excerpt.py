"""An excerpt of what a plan says that knows where in the author's text it stands: mistakes are told with it."""

from __future__ import annotations

import re

from msgspec import Struct


class LanguageError(ValueError):
    """What cannot be understood, and why; `at` is the character of the author's text (from 0) where it begins."""

    def __init__(self, words: str, at: int = 0) -> None:
        # A text that is wrong from its first letter on is the whole of what is quoted: no need to count.
        super().__init__(f"{words} (ký tự thứ {at + 1})" if at else words)
        self.words, self.at = words, at


class Excerpt(Struct, frozen=True):
    """`text` begins at the character `at` (from 0) of what the author wrote."""

    text: str
    at: int = 0

    @staticmethod
    def of(text: str | Excerpt) -> Excerpt:
        return text if isinstance(text, Excerpt) else Excerpt(text)

    def part(self, start: int, end: int | None = None) -> Excerpt:
        """The characters from `start` to before `end`, both counted in this piece."""
        return Excerpt(self.text[start:end], self.at + start)

    def stripped(self) -> Excerpt:
        return Excerpt(self.text.strip(), self.at + len(self.text) - len(self.text.lstrip()))

    def split(self, pattern: re.Pattern[str]) -> list[Excerpt]:
        """What stands between the matches, and between two of them the pattern's group where it has one."""
        pieces, done = [], 0
        for found in pattern.finditer(self.text):
            pieces.append(self.part(done, found.start()))
            if pattern.groups:
                pieces.append(self.part(*found.span(1)))
            done = found.end()
        return [*pieces, self.part(done)]

    def refuse(self, pattern: re.Pattern[str], words: str) -> None:
        """Raise LanguageError where the pattern is found."""
        if found := pattern.search(self.text):
            raise LanguageError(words, self.at + found.start())

    def error(self, words: str) -> LanguageError:
        return LanguageError(words, self.at)
