"""What Word makes of a run or a paragraph: formatting resolved from the defaults through all styles to the direct."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FACES = ("ascii", "hAnsi", "eastAsia", "cs")
OFF = ("0", "false", "off")
Element = etree._Element


@dataclass(frozen=True)
class RunFormat:
    """Sizes in points; `fonts` in the order of FACES."""

    fonts: tuple[str, ...]
    size: float
    complex_size: float
    bold: bool
    italic: bool
    caps: bool
    underline: str
    color: str
    highlight: str
    language: str
    themed: bool


@dataclass(frozen=True)
class ParagraphFormat:
    """Indents in twips, spaces in points, `line` as a multiple of the line (0 where it is a fixed height)."""

    style: str
    align: str
    left: int
    right: int
    first: int
    before: float
    after: float
    line: float
    keep_next: bool
    keep_lines: bool
    outline: int | None
    borders: frozenset[str]


@dataclass(frozen=True)
class Section:
    properties: Element
    blocks: tuple[Element, ...]

    def size(self) -> tuple[int, int]:
        page = self.properties.find(f"{W}pgSz")
        assert page is not None
        return int(page.get(f"{W}w", "0")), int(page.get(f"{W}h", "0"))

    def margin(self, side: str) -> int:
        margins = self.properties.find(f"{W}pgMar")
        assert margins is not None
        return int(margins.get(f"{W}{side}", "0"))

    def paragraphs(self) -> Iterator[Element]:
        for block in self.blocks:
            yield from block.iter(f"{W}p")


class Docx:
    """A Word file, read part by part without any of the libraries that wrote it."""

    def __init__(self, data: bytes) -> None:
        self.package = zipfile.ZipFile(io.BytesIO(data))
        styles = self._part("styles")
        self.styles = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
        self.run_defaults = styles.find(f"{W}docDefaults/{W}rPrDefault")
        self.paragraph_defaults = styles.find(f"{W}docDefaults/{W}pPrDefault")

    def _part(self, name: str) -> Element:
        return etree.fromstring(self.package.read(f"word/{name}.xml"))

    def has(self, name: str) -> bool:
        return name in self.package.namelist()

    @cached_property
    def body(self) -> Element:
        return self._part("document")[0]

    @cached_property
    def comments(self) -> list[Element]:
        return list(self._part("comments")) if self.has("word/comments.xml") else []

    @cached_property
    def _targets(self) -> dict[str, str]:
        relations = etree.fromstring(self.package.read("word/_rels/document.xml.rels"))
        return {one.get("Id", ""): one.get("Target", "") for one in relations}

    @cached_property
    def sections(self) -> list[Section]:
        found, blocks = [], []
        for block in self.body:
            properties = block if block.tag == f"{W}sectPr" else block.find(f"{W}pPr/{W}sectPr")
            if block.tag != f"{W}sectPr":
                blocks.append(block)
            if properties is not None:
                found.append(Section(properties, tuple(blocks)))
                blocks = []
        return found

    def header(self, section: Section, kind: str) -> Element:
        for reference in section.properties.iter(f"{W}headerReference"):
            if reference.get(f"{W}type") == kind:
                return etree.fromstring(self.package.read("word/" + self._targets[reference.get(f"{R}id", "")]))
        raise AssertionError(f"no {kind} header")

    def headers(self) -> Iterator[Element]:
        for section in self.sections:
            for kind in ("default", "first"):
                yield self.header(section, kind)

    def paragraph(self, text: str, start: Element | None = None) -> Element:
        """The first paragraph that has this text somewhere in it."""
        for one in (self.body if start is None else start).iter(f"{W}p"):
            if text in text_of(one):
                return one
        raise AssertionError(f"no paragraph with «{text}»")

    def style_name(self, paragraph: Element) -> str:
        style = self.styles.get(_value(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default("paragraph"))
        return "" if style is None else _value(style.find(f"{W}name"))

    def _default(self, kind: str) -> str:
        for key, style in self.styles.items():
            if style.get(f"{W}type") == kind and style.get(f"{W}default"):
                return key
        return ""

    def _chain(self, style: str) -> list[Element]:
        """The style and those that it is based on, the root first."""
        chain: list[Element] = []
        while style in self.styles and self.styles[style] not in chain:
            chain.insert(0, self.styles[style])
            style = _value(chain[0].find(f"{W}basedOn"))
        return chain

    def _levels(self, paragraph: Element) -> tuple[list[Element], list[Element]]:
        table = next(paragraph.iterancestors(f"{W}tbl"), None)
        table_style = "" if table is None else _value(table.find(f"{W}tblPr/{W}tblStyle")) or self._default("table")
        own = _value(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default("paragraph")
        return self._chain(table_style), self._chain(own)

    def format_run(self, run: Element) -> RunFormat:
        """The effective formatting of a run."""
        paragraph = next(run.iterancestors(f"{W}p"))
        character = self._chain(_value(run.find(f"{W}rPr/{W}rStyle")))
        levels = [*self._levels(paragraph), character]
        layers = [self.run_defaults, *(style for level in levels for style in level), run]
        bags = [bag for layer in layers if layer is not None for bag in layer.findall(f"{W}rPr")]

        def last(name: str, attribute: str = "val") -> str:
            found = [one.get(f"{W}{attribute}", "") for bag in bags for one in bag.findall(f"{W}{name}")]
            return next((text for text in reversed(found) if text), "")

        def toggled(name: str) -> bool:
            direct = run.find(f"{W}rPr/{W}{name}")
            if direct is not None:
                return _value(direct) not in OFF
            return sum(_toggled(level, name) for level in levels) % 2 == 1

        return RunFormat(
            fonts=tuple(last("rFonts", face) for face in FACES),
            size=float(last("sz") or 20) / 2,
            complex_size=float(last("szCs") or 20) / 2,
            bold=toggled("b"),
            italic=toggled("i"),
            caps=toggled("caps"),
            underline=last("u"),
            color=last("color"),
            highlight=last("highlight"),
            language=last("lang"),
            themed=any("Theme" in key for bag in bags for fonts in bag.findall(f"{W}rFonts") for key in fonts.attrib),
        )

    def format_paragraph(self, paragraph: Element) -> ParagraphFormat:
        """The effective formatting of a paragraph."""
        table, own = self._levels(paragraph)
        layers = [self.paragraph_defaults, *table, *own, paragraph]
        bags = [bag for layer in layers if layer is not None for bag in layer.findall(f"{W}pPr")]

        def last(name: str, attribute: str = "val") -> str:
            found = [one.get(f"{W}{attribute}", "") for bag in bags for one in bag.findall(f"{W}{name}")]
            return next((text for text in reversed(found) if text), "")

        def on(name: str) -> bool:
            found = [one for bag in bags for one in bag.findall(f"{W}{name}")]
            return bool(found) and _value(found[-1]) not in OFF

        auto = last("spacing", "lineRule") in ("", "auto")
        return ParagraphFormat(
            style=self.style_name(paragraph),
            align=last("jc") or "left",
            left=int(last("ind", "left") or 0),
            right=int(last("ind", "right") or 0),
            first=-int(last("ind", "hanging") or 0) or int(last("ind", "firstLine") or 0),
            before=int(last("spacing", "before") or 0) / 20,
            after=int(last("spacing", "after") or 0) / 20,
            line=int(last("spacing", "line") or 240) / 240 if auto else 0,
            keep_next=on("keepNext"),
            keep_lines=on("keepLines"),
            outline=int(last("outlineLvl")) if last("outlineLvl") else None,
            borders=frozenset(
                side.tag.removeprefix(W) for bag in bags for border in bag.findall(f"{W}pBdr") for side in border
            ),
        )

    def runs(self, paragraph: Element) -> list[tuple[str, RunFormat]]:
        """The runs of the paragraph that print something, with their formatting."""
        runs = ((run, "".join(text.text or "" for text in run.findall(f"{W}t"))) for run in paragraph.iter(f"{W}r"))
        return [(text, self.format_run(run)) for run, text in runs if text]

    def table_borders(self, table: Element) -> dict[str, tuple[str, str]]:
        """Side → (kind of line, colour) of the table's own and its style's borders."""
        style = _value(table.find(f"{W}tblPr/{W}tblStyle")) or self._default("table")
        bags = [bag for layer in (*self._chain(style), table) for bag in layer.findall(f"{W}tblPr/{W}tblBorders")]
        return {side.tag.removeprefix(W): (_value(side), side.get(f"{W}color", "")) for bag in bags for side in bag}


def text_of(paragraph: Element) -> str:
    """What the paragraph prints."""
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def texts_of(holder: Element) -> list[str]:
    return [text_of(paragraph) for paragraph in holder.iter(f"{W}p")]


def _value(element: Element | None) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def _toggled(chain: list[Element], name: str) -> bool:
    found = [one for style in chain for one in style.findall(f"{W}rPr/{W}{name}")]
    return bool(found) and _value(found[-1]) not in OFF
