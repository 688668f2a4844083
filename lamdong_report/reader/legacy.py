"""Which cells hold text in another encoding or from a web page, by their font or their letters, and what it says."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from lamdong_report.reader.remarks import Remark, without_controls
from lamdong_report.spreadsheet.book import Cell, Spot
from lamdong_report.text.garbled import Garbled, from_html, guess_garbled, is_html, repair
from lamdong_report.text.legacy import (
    Encoding,
    convert_tcvn3,
    convert_vni,
    font_encoding,
    guess_encoding,
    is_capital_font,
)

_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI", "utf8": "Latin (chữ Unicode bị đọc nhầm)", "cp1258": "Windows 1258",
          "escaped": "mã ký tự (=C4, %C4, \\u0110)"}  # fmt: skip
_SHORT = 80
# Letters that only Unicode has: such text is readable in any font.
_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")


class ReadableText(Struct, frozen=True):
    """A cell ready to be read: converted if that was asked for; `raw` is what was typed."""

    cell: Cell
    raw: str
    remarks: tuple[Remark, ...] = ()


def read_words(spot: Spot, *, convert: bool) -> ReadableText:
    """The cell's text, in readable letters where `convert` says so, with what there is to say of its letters."""
    cell = spot.value
    if not isinstance(cell, str):
        return ReadableText(cell, "")
    return (_read_often if len(cell) <= _SHORT else _read)(cell, spot.facts.font, convert=convert)


def _read(cell: str, font: str, *, convert: bool) -> ReadableText:
    raw = without_controls(cell)
    encoding = legacy_encoding(raw, font)
    if encoding is not None:
        return _told(cell, raw, encoding, convert_legacy(raw, encoding, font), convert=convert)
    if is_html(raw):  # pasted with the signs of a web page
        words = from_html(raw)
        if convert:
            return ReadableText(words, raw, (Remark("text-converted", encoding="HTML", value=words),))
        return ReadableText(cell, raw, (Remark("text-html", value=words),))
    garbled = guess_garbled(cell)
    if garbled is None:
        return ReadableText(cell, raw)
    if garbled == "lost":
        return ReadableText(cell, raw, (Remark("text-lost", text=raw),))
    return _told(cell, raw, garbled, without_controls(repair(cell, garbled)), convert=convert)


# What is picked from a list and what names a place is the same in many forms.
_read_often = lru_cache(maxsize=4096)(_read)


def _told(cell: str, raw: str, encoding: Encoding | Garbled, readable: str, *, convert: bool) -> ReadableText:
    if convert:
        return ReadableText(readable, raw, (Remark("text-converted", encoding=_NAMES[encoding], value=readable),))
    return ReadableText(cell, raw, (Remark("text-legacy", encoding=_NAMES[encoding], text=raw, value=readable),))


def legacy_encoding(text: str, font: str) -> Encoding | None:
    """By the letters; by the font only where the letters could be of its encoding."""
    if text.isascii() or _UNICODE.search(unicodedata.normalize("NFC", text)):
        return None
    return guess_encoding(text) or font_encoding(font)


def convert_legacy(text: str, encoding: Encoding, font: str) -> str:
    return convert_tcvn3(text, upper=is_capital_font(font)) if encoding == "tcvn3" else convert_vni(text)
