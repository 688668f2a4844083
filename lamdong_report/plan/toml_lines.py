"""plan.toml as lines: where every table and key stands, and what people type into it that is no TOML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

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
_VALUE = re.compile(
    r"^(?P<start>(?:.*[{,])?\s*(?P<key>[A-Za-z0-9_.-]+)\s*=\s*)(?P<value>[^#]*?)(?P<end>[\s,}\]]*(?:#.*)?)$"
)
_YES, _NO = frozenset({"có", "đúng", "true", "yes"}), frozenset({"không", "sai", "false", "no"})
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
# What tomllib says, and what that means to a person who edits a plan.
_MEANINGS: Mapping[str, str] = {
    "Illegal character '\\n'": 'thiếu dấu " ở cuối chữ; xem dòng này và dòng ngay trên',
    "Illegal character": "có ký tự lạ không nhìn thấy; gõ lại dòng này",
    "Unterminated string": 'thiếu dấu " ở cuối chữ',
    "Expected '\"": 'thiếu dấu " ở cuối chữ',
    "Unclosed array": "thiếu dấu phẩy giữa hai mục, hoặc thiếu dấu ] ở cuối danh sách",
    "Unclosed inline table": "thiếu dấu phẩy giữa hai khóa, hoặc thiếu dấu } ở cuối",
    "Expected '='": "thiếu dấu = sau tên khóa",
    "Expected ']": "thiếu dấu ngoặc vuông ở cuối tên bảng",
    "Invalid initial character for a key": "tên khóa chỉ gồm chữ không dấu, số, dấu gạch dưới",
    "Invalid statement": "dòng này không có dạng khóa = giá trị",
    "Expected newline": "sau giá trị còn chữ thừa; mỗi khóa ghi một dòng",
    "Unescaped '\\'": "dấu \\ trong chữ phải ghi hai lần: \\\\",
    "Invalid value": 'giá trị ghi chưa đúng; chữ phải đặt trong dấu "…"',
    "Invalid date": "ngày không có trong lịch; ngày ghi năm-tháng-ngày, ví dụ 2026-12-01",
}
_REPEATED = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate inline table key")


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


def tell_mistakes(text: str, error: str) -> Iterator[str]:
    """What tomllib's `error` stopped at, and every like slip, each with its line (0 where unknown)."""
    lines = text.splitlines()
    found = [(at, told) for at, line in enumerate(lines, 1) if (told := _mistyped(line))]
    at = _AT.search(error)
    line = int(at[1]) if at and at[1] else len(lines)
    # tomllib stops at the first slip; people make the same one in many lines, and mend them in one go.
    if line not in {place for place, _ in found}:
        message = _AT.sub("", error)
        known = (words for start, words in _MEANINGS.items() if message.startswith(start))
        is_repeated = message.startswith(_REPEATED)
        found.append((line, _twice(lines, line) if is_repeated else next(known, f"ghi chưa đúng ({message})")))
    for place, words in sorted(found):
        yield f"dòng {place}: {words}."


def _mistyped(line: str) -> str:
    """What is wrong with the value of a line `key = value`, with the right spelling; "" when it looks right."""
    if line.lstrip().startswith("#"):
        return ""
    if found := re.match(r"^\s*([A-Za-z_]\w*)\s*:\s*(\S.*)$", line):
        return f"sau tên khóa phải là dấu =: {found[1]} = {found[2]}"
    if found := re.match(r"^\s*([^=\"'#\[{]*[^\x00-\x7f=\"'#\[{][^=\"'#\[{]*?)\s*=", line):
        return f"tên khóa không có dấu: «{found[1].strip()}»"
    match = _VALUE.match(line)
    if not match:
        return ""
    for pattern, right in _SLIPS:
        if found := pattern.fullmatch(match["value"]):
            what, value = right(found)
            return f"{what}: {match['key']} = {value}"
    return ""


def _number(text: str) -> str:
    """1.250,5 as TOML has it."""
    return text.replace(".", "").replace(",", ".") if "," in text else text


def _day(year: str, month: str, day: str) -> tuple[str, str]:
    return "ngày ghi năm-tháng-ngày, không có dấu ngoặc", f"{year}-{int(month):02}-{int(day):02}"


def _bare_word(found: re.Match[str]) -> tuple[str, str]:
    word = found[0].strip().casefold()
    if word in _YES | _NO:
        return "đúng, sai ghi true hoặc false", "true" if word in _YES else "false"
    return 'chữ phải đặt trong dấu "…"', f'"{found[0]}"'


_SLIPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, str]]], ...] = (
    (re.compile(r"(-?[\d.,]+)\s*%"), lambda found: ("tỷ lệ không ghi dấu %", _number(found[1]))),
    (re.compile(r"-?[\d.]+,\d+"), lambda found: ("phần lẻ ghi sau dấu chấm, không phải dấu phẩy", _number(found[0]))),
    (
        re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}"),
        lambda found: ("số lớn ghi liền, không có dấu chấm", found[0].replace(".", "")),
    ),
    (re.compile(r"(-?[\d.,]+)\s*([^\W\d_].*)"), lambda found: (f"số không kèm đơn vị «{found[2]}»", _number(found[1]))),
    (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"), lambda found: _day(found[3], found[2], found[1])),
    (re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})"), lambda found: _day(found[1], found[2], found[3])),
    (re.compile(r"(\d{4})-(?!\d\d-\d\d$)(\d{1,2})-(\d{1,2})"), lambda found: _day(found[1], found[2], found[3])),
    (re.compile(r"[“”„«](.*?)[“”»]?"), lambda found: ("chữ đặt trong dấu ngoặc kép thẳng", f'"{found[1]}"')),
    (re.compile(r"(?!(?:true|false|inf|nan)$)[^\W\d_][^\"'\[\]{}=]*"), _bare_word),
    (re.compile(r'"[^"\[\]{}=,]*'), lambda found: ('thiếu dấu " ở cuối chữ', f'{found[0]}"')),
)


def _twice(lines: list[str], at: int) -> str:
    """Which key or table stands a second time, and where the first one is."""
    line = lines[at - 1] if at <= len(lines) else ""
    name = line.partition("=")[0].strip()
    for before in range(at - 1, 0, -1):
        if lines[before - 1].partition("=")[0].strip() == name:
            return f"«{name}» ghi hai lần, lần trước ở dòng {before}; bỏ một trong hai"
    return f"«{name}» ghi hai lần; bỏ một trong hai"
