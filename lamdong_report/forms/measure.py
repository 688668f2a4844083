"""How many lines a text takes in a cell, so that no label is cut: Excel does not fit rows by itself on opening."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

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
