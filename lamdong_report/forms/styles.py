"""How the cells of a form look, by the part that a cell plays, and how tall their texts make a row.

Excel does not fit rows by itself on opening: lines are counted here, so that no label is cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct, field
from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "Times New Roman"
SIZE = 12
HINT_SIZE = 10
SOFT, STRONG, MARKED = "#FFF8DC", "#FFE699", "#F8CBAD"
REASON_FILL, LIVE_FILL, HEADER_FILL, SECTION_FILL, IDLE_FILL = "#FFFDF2", "#E9F2E4", "#D6E3F0", "#EEF3F8", "#E7E6E6"
INK, FAINT, ALARM, CALM, LINE = "#1F3864", "#595959", "#B00020", "#2E6B34", "#A6A6A6"
# The font of the workbook's Normal style, in whose digits columns are measured.
DEFAULTS: Mapping[str, Any] = {"default_row_height": 21, "default_column_width": 72}
_CENTRE: Mapping[str, Any] = {"align": "center", "valign": "vcenter", "text_wrap": True}
_CELL: Mapping[str, Any] = {"border": 1, "border_color": LINE, "text_wrap": True, "valign": "top"}
_ANSWER: Mapping[str, Any] = {**_CELL, "locked": False}

ROLES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "id": {"font_color": FAINT, "font_size": 9},
    "title": {**_CENTRE, "bold": True, "font_size": 13, "font_color": INK},
    "example": {**_CENTRE, "bold": True, "font_size": 13, "font_color": ALARM},
    "agency": {**_CENTRE, "bold": True},
    "heading": {**_CENTRE, "bold": True},
    "intro": {"italic": True, "font_color": FAINT, "valign": "vcenter", "text_wrap": True},
    "header": {**_CELL, "bold": True, "bg_color": HEADER_FILL, "align": "center", "valign": "vcenter"},
    "section": {**_CELL, "bold": True, "bg_color": SECTION_FILL, "font_color": INK, "valign": "vcenter"},
    "note": {**_CELL, "italic": True, "font_color": FAINT, "bg_color": SECTION_FILL, "valign": "vcenter"},
    "number": {**_CELL, "align": "center", "valign": "vcenter"},
    "label": {**_CELL, "valign": "vcenter"},
    "unit": {**_CELL, "align": "center", "valign": "vcenter"},
    "idle": {**_CELL, "bg_color": IDLE_FILL},
    "before": {**_CELL, "bg_color": IDLE_FILL, "font_color": FAINT, "align": "right", "valign": "vcenter", "indent": 1},
    "given": {**_CELL, "bold": True, "valign": "vcenter"},
    "soft": {**_ANSWER, "bg_color": SOFT},
    "strong": {**_ANSWER, "bg_color": STRONG},
    "marked": {**_ANSWER, "bg_color": MARKED, "border": 2, "border_color": ALARM},
    "reason": {**_ANSWER, "bg_color": REASON_FILL, "valign": "vcenter"},
    "live_label": {**_CELL, "valign": "vcenter", "italic": True, "bg_color": LIVE_FILL},
    "live": {**_CELL, "valign": "vcenter", "bold": True, "bg_color": LIVE_FILL, "align": "right"},
    "verdict": {**_CELL, "bold": True, "font_size": 14, "align": "center", "valign": "vcenter", "bg_color": LIVE_FILL},
    "state": {**_CELL, "align": "center", "valign": "vcenter"},
    "link": {**_CELL, "font_color": "#0563C1", "underline": 1, "align": "center", "valign": "vcenter"},
    "link_text": {"font_color": "#0563C1", "underline": 1, "valign": "top", "text_wrap": True},
    "prose": {"text_wrap": True, "valign": "top"},
    "legend": {"text_wrap": True, "valign": "vcenter"},
    "deadline": {**_CELL, "bold": True, "font_size": 14, "font_color": ALARM, "valign": "vcenter", "indent": 1},
    "fact": {**_CELL, "valign": "vcenter", "indent": 1},
    "fact_label": {**_CELL, "bold": True, "valign": "vcenter", "indent": 1, "bg_color": SECTION_FILL},
    "fact_link": {**_CELL, "font_color": "#0563C1", "underline": 1, "valign": "vcenter", "indent": 1},
    "wrong": {**_CELL, "bg_color": "#FFC7CE"},
    "subtitle": {"bold": True, "font_size": 13, "font_color": INK, "valign": "vcenter"},
    "hint": {"italic": True, "font_size": HINT_SIZE, "font_color": FAINT},
    "note_title": {"italic": True, "font_size": HINT_SIZE, "font_color": FAINT, "valign": "vcenter", "indent": 1},
    "note_beside": {"font_size": HINT_SIZE, "font_color": ALARM, "valign": "vcenter", "text_wrap": True, "indent": 1},
    "star": {"bold": True, "font_color": ALARM},
    "bad": {"bg_color": "#FFC7CE", "font_color": ALARM},
    "owed": {"bg_color": STRONG},
    "doubtful": {"bg_color": SOFT, "font_color": "#7F6000"},
    "done": {"bg_color": SOFT},
    "good": {"font_color": CALM},
    "framed": {"border": 1, "border_color": LINE},
    "other": {"bg_color": IDLE_FILL, "font_color": "#808080"},
}
# Conditional formats change only what they name; a font would be refused there.
_PARTIAL = frozenset({"bad", "owed", "doubtful", "done", "good", "framed", "other"})


def default_font() -> dict[str, Any]:
    return {"font_name": FONT, "font_size": SIZE}


def normal_style() -> dict[str, Any]:
    """The style Normal is not locked: text pasted with its format takes it on, and must stay open to correction."""
    return {**default_font(), "locked": False}


def _locked() -> list[tuple[str, int]]:
    return [("locked", 1)]


class FormStyles(Struct, frozen=True):
    """The formats of one workbook, each made once."""

    book: Workbook
    _made: dict[tuple[str, tuple[tuple[str, Any], ...]], Format] = field(default_factory=dict)

    def get(self, role: str, **changes: Any) -> Format:
        asked = (role, tuple(changes.items()))
        if made := self._made.get(asked):
            return made
        key = (role, tuple(sorted(changes.items())))
        if key not in self._made:
            base: dict[str, Any] = {} if role in _PARTIAL else {**default_font(), "locked": True}
            made = self._made[key] = self.book.add_format({**base, **ROLES[role], **changes})
            if made.locked:  # said outright, since XlsxWriter leaves out what is usual, and here the usual is open
                made._get_protection_properties = _locked
        self._made[asked] = self._made[key]
        return self._made[key]


# Advance widths of Times New Roman in em, by base letter; marks above and below add nothing.
_EMS = {
    0.25: " ,.",
    0.28: "/:;\\ijlt'|",
    0.34: "!()-I[]`fr",
    0.4: 'Js"',
    0.45: "?acez",
    0.56: "FPS+<=>~^{}",
    0.62: "ELTZ",
    0.67: "BCR",
    0.73: "ADGHKNOQUVXYwĐ",
    0.79: "&m",
    0.9: "M@%W…—",
}
_EM = {letter: em for em, letters in _EMS.items() for letter in letters}
_USUAL_EM = 0.5
_BOLD = 1.06
_PIXELS_PER_POINT = 4 / 3
# A digit of Times New Roman 12, the default font of the workbook.
_CHAR_PIXELS = 8
_CELL_PADDING = 8
# Excel rounds glyphs to whole pixels, and other programs have other fonts.
_CAUTION = 1.05
TALLEST_ROW = 409


def text_pixels(text: str, size: float = 12, *, bold: bool = False) -> float:
    """The width of one line at 96 dots an inch; `size` in points."""
    return _ems(text) * size * _PIXELS_PER_POINT * _CAUTION * (_BOLD if bold else 1)


@lru_cache(maxsize=65536)
def _ems(text: str) -> float:
    """The width in em: forms and workbooks say the same words by the thousand."""
    letters = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return sum(_EM.get(letter, _USUAL_EM) for letter in letters)


@lru_cache(maxsize=16384)
def count_lines(text: str, width: float, size: float = 12, *, bold: bool = False) -> int:
    """The lines that `text` takes when wrapped at words in a cell of `width` Excel characters."""
    room = width * _CHAR_PIXELS + 5 - _CELL_PADDING
    return sum(_wrapped(line, room, size, bold) for line in text.split("\n"))


def _wrapped(line: str, room: float, size: float, bold: bool) -> int:
    space, weight = text_pixels(" ", size, bold=bold), _BOLD if bold else 1
    lines, used = 1, 0.0
    for word in line.split(" "):
        wide = _ems(word) * size * _PIXELS_PER_POINT * _CAUTION * weight
        if used and used + space + wide > room:
            lines, used = lines + 1, 0.0
        if wide > room:
            lines, wide = lines + int(wide // room), wide % room
        used += wide + (space if used else 0.0)
    return lines


def line_points(size: float = 12) -> float:
    """The height of one line in points, as Excel sets Times New Roman."""
    return size * 1.3 + 0.2


def text_points(text: str, width: float, size: float = 12, *, bold: bool = False) -> float:
    """The height that `text` needs in points, without the room above and below."""
    return count_lines(text, width, size, bold=bold) * line_points(size) if text else 0.0


def row_points(*needs: float, least: float = 0.0) -> float:
    """The height of a row whose cells need these heights, within what Excel allows."""
    return min(max(*needs, least, 0.0) + 4, TALLEST_ROW)


# What may be typed into a cell for words.
LONGEST_TEXT = 32_000
# What Excel keeps in one cell, in units of UTF-16.
MOST_IN_CELL = 32_767
_UNSTORABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """The text without what no XML file can hold, no longer than a cell takes, and never taken for markup.

    XlsxWriter writes a string that looks like its own rich text as it is, so such a string ends with a space.
    """
    kept = _UNSTORABLE.sub("", text)
    if len(kept) * 2 > MOST_IN_CELL:
        kept = kept.encode("utf-16-le")[: MOST_IN_CELL * 2].decode("utf-16-le", "ignore")
    return kept + " " if kept.startswith("<r>") and kept.endswith("</r>") else kept
