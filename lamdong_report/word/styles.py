"""What the styles of a Word document make of a paragraph or a table: face, size, cell margins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from docx.document import Document
from lxml import etree

from lamdong_report.docx.wordml import PPR, PSTYLE, RPR, TBL, TC, TCPR, Element, R
from lamdong_report.word.metrics import wrap
from lamdong_report.word.tags import TCW, WIDTH, ancestor, qn, value

_STYLE, _BASED, _TSTYLE = qn("w:style"), qn("w:basedOn"), qn("w:tblStyle")
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Face:
    """How a paragraph's letters look: size in points."""

    size: float
    bold: bool
    italic: bool

    def wrap(self, text: str, width: float) -> list[float]:
        """The widths in points of the lines that the text takes in a column of `width`."""
        return wrap(text, self.size, width, bold=self.bold, italic=self.italic)


class Styles:
    """The styles of one document, asked by name and followed up their chains."""

    def __init__(self, document: Document) -> None:
        self._root = document.styles.element
        self._by_id = {str(style.get(qn("w:styleId"), "")): style for style in self._root.iterfind(_STYLE)}
        names: dict[str, str] = {value(style.find(qn("w:name"))): key for key, style in self._by_id.items()}
        self._ids = {name.casefold(): key for name, key in names.items()}

    def id_of(self, name: str) -> str:
        """The id of the style of that name; "" if there is none."""
        return self._ids.get(name.casefold(), "")

    def face(self, paragraph: Element) -> Face:
        """The face of the paragraph's first run."""
        run = paragraph.find(R)
        own = [run] if run is not None else []
        chain = [*own, *self._chain(style_of(paragraph))]
        return Face(self._size(chain), _toggled(chain, "b"), _toggled(chain, "i"))

    def _size(self, chain: list[Element]) -> float:
        defaults = self._root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
        for holder in [*chain, *([defaults] if defaults is not None else [])]:
            if half_points := value(holder.find(f"{RPR}/{qn('w:sz')}")):
                return float(half_points) / 2
        return 10.0  # what the standard says where nobody says anything

    def _chain(self, style: str) -> Iterator[Element]:
        seen = set[str]()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            style = value(self._by_id[style].find(_BASED))

    def room(self, paragraph: Element) -> float:
        """The width in points that the paragraph's lines may take, its own indents aside."""
        cell = ancestor(paragraph, TC)
        return self._cell_room(cell) if cell is not None else _page_room(paragraph)

    def _cell_room(self, cell: Element) -> float:
        table = ancestor(cell, TBL)
        width = float(value(cell.find(f"{TCPR}/{TCW}"), WIDTH) or 0)
        return (width - sum(self._cell_margin(table, side) for side in ("left", "right"))) / 20

    def _cell_margin(self, table: Element | None, side: str) -> float:
        if table is None:
            return 0
        path = f"{qn('w:tblPr')}/{qn('w:tblCellMar')}/{qn('w:' + side)}"
        style = value(table.find(f"{qn('w:tblPr')}/{_TSTYLE}")) or self.id_of("Normal Table")
        found = (value(holder.find(path), WIDTH) for holder in (table, *self._chain(style)))
        return float(next(filter(None, found), 0))


def style_of(paragraph: Element) -> str:
    return value(paragraph.find(f"{PPR}/{PSTYLE}"))


def _toggled(chain: list[Element], name: str) -> bool:
    for holder in chain:
        toggle = holder.find(f"{RPR}/{qn('w:' + name)}")
        if toggle is not None:
            return value(toggle) not in _OFF
    return False


def _page_room(paragraph: Element) -> float:
    section = _section(paragraph)
    if section is None:
        return 0
    margins = section.find(qn("w:pgMar"))
    taken = sum(float(value(margins, qn(f"w:{side}")) or 0) for side in ("left", "right"))
    return (float(value(section.find(qn("w:pgSz")), WIDTH) or 0) - taken) / 20


# Looked for by libxml2: a report has thousands of paragraphs between a title and the end of its section.
_SECTION = etree.XPath(
    "(self::w:p/w:pPr/w:sectPr | following-sibling::w:p/w:pPr/w:sectPr | following-sibling::w:sectPr)[1]",
    namespaces={"w": qn("w:p")[1:].partition("}")[0]},
)


def _section(paragraph: Element) -> Element | None:
    """The properties of the section that the paragraph (of the body) stands in: the next ones behind it."""
    return next(iter(cast(list[Element], _SECTION(paragraph))), None)
