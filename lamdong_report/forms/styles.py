"""How the cells of a form look: fonts, colours and borders by the part that a cell plays."""

from __future__ import annotations

from collections.abc import Mapping
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
