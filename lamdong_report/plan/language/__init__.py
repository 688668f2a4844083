"""The small language of plan.toml: terms, sentences, selectors of agencies, and what is filled in. Read only here.

An excerpt of what a plan says knows where in the author's text it stands: mistakes are told with it. Selectors are the
short words with which plan.toml says which agencies it means: `T` everybody · `X` the agencies of group X · `X:xã`
those of one kind or zone in it · `STC` one agency · `-STC` takes it out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from lamdong_report.plan.schema import Agency


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


# «Tất cả»; no group may have this id.
EVERYBODY = "T"


def select(selectors: Iterable[str], agencies: Sequence[Agency]) -> frozenset[str]:
    """Codes of the agencies that the selectors mean, applied left to right; raises LanguageError."""
    chosen: set[str] = set()
    for selector in selectors:
        if selector.startswith("-"):
            chosen -= _matching(selector[1:], agencies)
        else:
            chosen |= _matching(selector, agencies)
    return frozenset(chosen)


def _matching(selector: str, agencies: Sequence[Agency]) -> set[str]:
    if selector == EVERYBODY:
        return {agency.code for agency in agencies}
    # Groups and agencies have different ids, which a check sees to: one of the two sets is empty.
    group, _, kind = selector.partition(":")
    found = {a.code for a in agencies if a.group == group and (not kind or kind in (a.kind, a.zone))}
    found |= {a.code for a in agencies if a.code == selector}
    if not found:
        raise LanguageError(f"«{selector}» không phải là nhóm hay mã cơ quan nào")
    return found


def named_by(selectors: Iterable[str]) -> set[str]:
    """The groups and single agencies that the selectors name, whether they take them in or out."""
    return {one.lstrip("-").partition(":")[0] for one in selectors}
