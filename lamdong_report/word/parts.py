"""The parts of a template as lines, so that a fault is told by the words around it, in Vietnamese."""

from __future__ import annotations

import html
import re
from functools import cached_property
from types import TracebackType

from msgspec import Struct

_BREAK_BEFORE = re.compile(r"(?=<w:(?:p|tr|tc)[ >])")
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|({[{%#].*?[}%#]})", re.DOTALL)
# As much of a paragraph as a message quotes: enough to find it by Word's search, and still one line of a screen.
_LONGEST = 90
_TELLING = (
    (r"'(?:[\w. ]+ object|dict object|None)' has no attribute '([^']*)'", "không có trường «{0}»"),
    (r"'([^']*)' is undefined", "không có trường «{0}»"),
    (r"Encountered unknown tag '([^']*)'", "không có lệnh «{0}»"),
    (r"No filter named '([^']*)'", "không có bộ lọc «{0}»"),
    (r"expected token '([^']*)', got '([^']*)'", "viết sai cú pháp: cần «{0}» nhưng gặp «{1}»"),
    (r"unexpected char ['\"](.*)['\"] at", "viết sai cú pháp: ký tự lạ «{0}»"),
    (r"unexpected '([^']*)'", "viết sai cú pháp ở «{0}»"),
    (r"access to attribute '([^']*)' .* is unsafe", "không được dùng «{0}» trong mẫu"),
    (r"(?i)unexpected end of template", "lệnh chưa được viết hết hoặc chưa được đóng"),
)
_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
}


def break_lines(xml: str) -> str:
    """The XML with each paragraph, row and cell on a line of its own."""
    return _BREAK_BEFORE.sub("\n", xml.replace("\n", " "))


def join_lines(xml: str) -> str:
    return xml.replace("\n", "")


class TemplatePart(Struct, frozen=True, dict=True):
    """One part of a template, patched for jinja; `part` says which, in Vietnamese."""

    part: str
    xml: str

    @cached_property
    def lines(self) -> list[str]:
        return self.xml.split("\n")

    def place(self, number: int) -> str:
        """Where line `number` (from 1) is: part, table, and the words of its paragraph or those before it."""
        lines = "\n".join(self.lines[:number])
        opened, closed = lines.count("<w:tbl>"), lines.count("</w:tbl>")
        table = f", bảng thứ {opened}" if opened > closed else ""
        words = self.words(number)
        before = next((text for at in range(number - 1, 0, -1) if (text := self.words(at)) and "{%" not in text), "")
        after = f" (sau «{before}»)" if words.startswith("{%") and before else ""
        return f"{self.part}{table}, đoạn «{words or before}»{after}"

    def words(self, number: int) -> str:
        """What a reader sees of the line in Word: its text and commands."""
        if not 1 <= number <= len(self.lines):
            return ""
        return cut_short(visible(self.lines[number - 1]))


def visible(xml: str) -> str:
    """The text and the commands in a piece of XML."""
    text = "".join(found[1] if found[1] is not None else found[2] for found in _TEXT.finditer(xml))
    return " ".join(html.unescape(text).split())


def cut_short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def template_line(trace: TracebackType | None) -> int:
    """The template's line in which an error arose while it ran; 0 where it arose elsewhere."""
    line = 0
    while trace:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def in_vietnamese(message: str) -> str:
    """The complaint for the official who edits the template; the engine's own words where they are not known."""
    for pattern, words in _TELLING:
        if found := re.search(pattern, message):
            return words.format(*(_TOKENS.get(piece, piece) for piece in found.groups()))
    return f"lệnh không chạy được ({message})"
