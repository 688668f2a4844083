"""How words look and how wide they stand: styles followed up their chains, the letters of Times New Roman."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import cast

from docx.document import Document
from lxml import etree
from msgspec import Struct

from lamdong_report.docx.wordml import PPR, PSTYLE, RPR, TBL, TC, TCPR, TCW, WIDTH, Element, R, ancestor, attribute, w

_STYLE, _BASED, _TSTYLE = w("style"), w("basedOn"), w("tblStyle")
_OFF = ("0", "false", "off")
# Looked for by libxml2: a report has thousands of paragraphs between a title and the end of its section.
_SECTION = etree.XPath(
    "(self::w:p/w:pPr/w:sectPr | following-sibling::w:p/w:pPr/w:sectPr | following-sibling::w:sectPr)[1]",
    namespaces={"w": w("p")[1:].partition("}")[0]},
)
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
# Digits and most small letters; what the font lacks is taken to be as wide.
_USUAL = 500
# A hard space (U+00A0) is part of its word.
_WORDS = re.compile(r"([^\S\u00a0]*)([\S\u00a0]+)")
_HORN = "\u031b"
_FACES = {
    (bold, italic): {letter: width for width, letters in widths.items() for letter in letters}
    for (bold, italic), widths in {
        (False, False): _REGULAR,
        (True, False): _BOLD,
        (False, True): _ITALIC,
        (True, True): _BOLD,
    }.items()
}


class Face(Struct, frozen=True):
    """How a paragraph's letters look: size in points."""

    size: float
    bold: bool
    italic: bool

    def wrap(self, text: str, width: float) -> list[float]:
        """The widths in points of the lines that the text takes in a column of `width`."""
        return wrap(text, self.size, width, bold=self.bold, italic=self.italic)


class DocumentStyles:
    """The styles of one document, asked by name and followed up their chains."""

    def __init__(self, document: Document) -> None:
        self._root = document.styles.element
        self._by_id = {str(style.get(w("styleId"), "")): style for style in self._root.iterfind(_STYLE)}
        names: dict[str, str] = {attribute(style.find(w("name"))): key for key, style in self._by_id.items()}
        self._ids = {name.casefold(): key for name, key in names.items()}

    def id_of(self, name: str) -> str:
        """The id of the style of that name; "" if there is none."""
        return self._ids.get(name.casefold(), "")

    def face(self, paragraph: Element) -> Face:
        """The face of the paragraph's first run."""
        run = paragraph.find(R)
        own = [run] if run is not None else []
        chain = [*own, *self._chain(style_of(paragraph))]
        defaults = self._root.find(f"{w('docDefaults')}/{w('rPrDefault')}")
        sizes = (attribute(holder.find(f"{RPR}/{w('sz')}")) for holder in (*chain, defaults) if holder is not None)
        half_points = next(filter(None, sizes), "20")  # what the standard says where nobody says anything
        return Face(float(half_points) / 2, _toggled(chain, "b"), _toggled(chain, "i"))

    def _chain(self, style: str) -> Iterator[Element]:
        seen = set[str]()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            style = attribute(self._by_id[style].find(_BASED))

    def room(self, paragraph: Element) -> float:
        """The width in points that the paragraph's lines may take, its own indents aside."""
        cell, table = ancestor(paragraph, TC), ancestor(paragraph, TBL)
        if cell is not None and table is not None:
            width = float(attribute(cell.find(f"{TCPR}/{TCW}"), WIDTH) or 0)
            style = attribute(table.find(f"{w('tblPr')}/{_TSTYLE}")) or self.id_of("Normal Table")
            holders = (table, *self._chain(style))
            for side in ("left", "right"):
                margins = (attribute(one.find(f"{w('tblPr')}/{w('tblCellMar')}/{w(side)}"), WIDTH) for one in holders)
                width -= float(next(filter(None, margins), 0))
            return width / 20
        # In the body the width between the margins of the section, which is told by the next one behind.
        section = next(iter(cast(list[Element], _SECTION(paragraph))), None)
        if section is None:
            return 0
        edges = section.find(w("pgMar"))
        taken = sum(float(attribute(edges, w(side)) or 0) for side in ("left", "right"))
        return (float(attribute(section.find(w("pgSz")), WIDTH) or 0) - taken) / 20


def style_of(paragraph: Element) -> str:
    return attribute(paragraph.find(f"{PPR}/{PSTYLE}"))


def _toggled(chain: list[Element], name: str) -> bool:
    for holder in chain:
        toggle = holder.find(f"{RPR}/{w(name)}")
        if toggle is not None:
            return attribute(toggle) not in _OFF
    return False


def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of the text on one line, in the unit of `size`."""
    # Letters are as wide without tone and vowel marks; ơ and ư stay whole, for they are wider than o and u.
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if c == _HORN or not unicodedata.combining(c))
    face = _FACES[bold, italic]
    return sum(face.get(letter, _USUAL) for letter in unicodedata.normalize("NFC", bare)) * size / 1000


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
