"""Where in plan.toml every table and key stands, so that a fault can name its line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct, field

Where = tuple[str | int, ...]
# tomllib tells no places of what it has accepted, so the lines are found a second time, by tokens alone.
_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r'|(?P<string>"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<mark>\[\[|\]\]|[\[\]{},=\n])"
    r"|(?P<bare>[^\s\[\]{},=\#\"']+)",
    re.DOTALL,
)


def key_lines(text: str) -> dict[Where, int]:
    """The line (from 1) of every table, entry and key of a TOML text that tomllib has accepted.

    Entries of a list are told by their place, from 0: ("questions", 3, "kind").
    """
    reader = _Reader(list(_tokens(text)))
    reader.read()
    return reader.lines


def key_spans(text: str) -> dict[Where, tuple[int, int]]:
    """The first and the last line of every header, and of every key that stands below one with its value."""
    reader = _Reader(list(_tokens(text)))
    reader.read()
    return reader.spans


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line, done = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", done, found.start())
        done = found.start()
        if found.lastgroup == "mark" and len(found[0]) == 2:
            yield from ((mark, line) for mark in found[0])  # [[ opens a list in a list just as well as a table
        elif found.lastgroup != "comment":
            yield found[0], line


class _Reader(Struct):
    """Goes through the tokens once; `at` is the next one."""

    tokens: list[tuple[str, int]]
    lines: dict[Where, int] = field(default_factory=dict)
    spans: dict[Where, tuple[int, int]] = field(default_factory=dict)
    at: int = 0
    entries: Counter[Where] = field(default_factory=Counter)

    def read(self) -> None:
        table: Where = ()
        while self.at < len(self.tokens):
            word, line = self.tokens[self.at]
            if word == "\n":
                self.at += 1
            elif word == "[":
                table = self._header(line)
            else:
                path = self._pair(table)
                self.spans[path] = (line, self.tokens[self.at - 1][1])

    def _next(self) -> tuple[str, int]:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ("", 0)

    def _peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def _header(self, line: int) -> Where:
        words = []
        while (word := self._next()[0]) not in ("\n", ""):
            words.append(word)
        *parents, name = [part for word in words if word not in ("[", "]") for part in _names(word)] or [""]
        path: Where = ()
        for part in parents:
            path = (*path, part)
            # [a.b] below [[a]] belongs to the last a.
            path = (*path, self.entries[path] - 1) if self.entries[path] else path
        path = (*path, name)
        if words[:2] == ["[", "["]:
            self.entries[path] += 1
            self.lines.setdefault(path, line)
            path = (*path, self.entries[path] - 1)
        self.lines[path] = line
        self.spans[path] = (line, line)
        return path

    def _pair(self, table: Where) -> Where:
        path = table
        while (found := self._next())[0] not in ("=", ""):
            path = (*path, *_names(found[0]))
            self.lines.setdefault(path, found[1])
        self._value(path)
        return path

    def _value(self, path: Where) -> None:
        match self._peek():
            case "[":
                self._list(path)
            case "{":
                self._table(path)
            case _:
                self._next()
                while self._peek() not in ("\n", ",", "]", "}", ""):  # a date and a time are two words
                    self._next()

    def _list(self, path: Where) -> None:
        self._next()
        at = 0
        while (word := self._peek()) not in ("]", ""):
            if word in ("\n", ","):
                self._next()
                continue
            self.lines[*path, at] = self.tokens[self.at][1]
            self._value((*path, at))
            at += 1
        self._next()

    def _table(self, path: Where) -> None:
        self._next()
        while (word := self._peek()) not in ("}", ""):
            if word in ("\n", ","):
                self._next()
            else:
                self._pair(path)
        self._next()


def _names(word: str) -> list[str]:
    """The parts of a key: plain ones divided by dots, a quoted one as a whole."""
    return [word[1:-1]] if word[:1] in "\"'" else [part for part in word.split(".") if part]
