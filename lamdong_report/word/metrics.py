"""How wide a text stands in Times New Roman: the advance widths of its letters, as the font publishes them."""

from __future__ import annotations

import re
import unicodedata

# fmt: off
# Thousandths of the font size → the characters that are so wide; letters with marks are as wide as without.
_REGULAR = {
    180: "'", 200: "|", 250: " \u00a0,.·", 278: "/:;\\ijlt", 300: "²³", 333: "!()-I[]`fr‘’", 389: "Js", 400: "°",
    408: '"', 444: "?acez“”", 469: "^", 480: "{}", 541: "~", 529: "ơ", 542: "ư", 556: "FPS", 564: "+<=>×",
    611: "ELTZ", 667: "BCR", 722: "ADGHKNOQUVXYwĐƠ", 776: "Ư", 778: "&m", 833: "%", 889: "M", 921: "@", 944: "W",
    1000: "—…",
}
_BOLD = {
    220: "|", 250: " \u00a0,.·", 278: "'/\\il", 300: "²³", 333: "!()-:;[]`fjt‘’", 389: "Is", 394: "{}", 400: "°",
    444: "cerz", 520: "~", 554: "ơ", 555: '"', 556: "Sbdhknpquđ", 570: "+<=>×", 581: "^", 600: "ư", 611: "FP",
    667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQƠ", 796: "Ư", 833: "&m", 930: "@", 944: "M", 1000: "%W—…",
}
_ITALIC = {
    214: "'", 275: "|", 278: "/\\fijlt", 250: " \u00a0,.·", 300: "²³", 333: "!()-:;I`‘’", 389: "[]rsz", 400: "{}°",
    420: '"', 422: "^", 444: "Jcekvxy", 534: "ơ", 541: "~", 545: "ư", 556: "LTYZ“”", 611: "ABEFPRVX",
    667: "CKNw", 675: "+<=>×", 722: "DGHOQUmĐƠ", 754: "Ư", 778: "&", 833: "%MW", 889: "—…", 920: "@",
}
# fmt: on
_USUAL = 500
# A hard space (U+00A0) is part of its word.
_WORDS = re.compile(r"([^\S\u00a0]*)([\S\u00a0]+)")
_HORN = "\u031b"


def _by_letter(widths: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


_FACES = {
    (bold, italic): _by_letter(widths)
    for (bold, italic), widths in {
        (False, False): _REGULAR,
        (True, False): _BOLD,
        (False, True): _ITALIC,
        (True, True): _BOLD,
    }.items()
}


def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of the text on one line, in the unit of `size`."""
    face = _FACES[bold, italic]
    return sum(face.get(letter, _USUAL) for letter in _letters(text)) * size / 1000


def wrap(text: str, size: float, width: float, *, bold: bool = False, italic: bool = False) -> list[float]:
    """The widths of the lines that the text takes in a column of `width`, broken at spaces."""
    lines: list[float] = []
    for spaces, word in _WORDS.findall(text):
        gap, length = (text_width(piece, size, bold=bold, italic=italic) for piece in (spaces, word))
        if lines and lines[-1] + gap + length <= width:
            lines[-1] += gap + length
        else:
            lines.append(length)
    return lines


def _letters(text: str) -> str:
    """The letters without tone and vowel marks; ơ and ư stay whole, for they are wider than o and u."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if c == _HORN or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain)
