"""What a workbook's styles and shared strings say: number formats, fonts that are legacy or struck out, text runs."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from lamdong_report.spreadsheet.book import PLAIN, Facts
from lamdong_report.spreadsheet.formats import NumberFormat, read_format
from lamdong_report.spreadsheet.richtext import Run, Words, join_runs, unescaped
from lamdong_report.spreadsheet.xmlstream import local_name, local_tag, parse_xml, read_once
from lamdong_report.text.legacy import font_encoding

_OFF = frozenset({"0", "false", "off"})
_SHIFTS = {"superscript": 1, "subscript": -1}


class CellStyle(NamedTuple):
    """What a cell gets from its style: its number format, and what is to be known of it whatever it holds."""

    format: NumberFormat = NumberFormat()
    facts: Facts = PLAIN


USUAL = CellStyle()


def cell_style(form: NumberFormat, font: str = "", *, struck: bool = False) -> CellStyle:
    """The style with this format and font; a font counts where it is a legacy one."""
    legacy = font if font_encoding(font) else ""
    facts = Facts(percent=form.percent, thousands=form.thousands, unit=form.unit, font=legacy, deleted=struck)
    return CellStyle(form, PLAIN if facts == PLAIN else facts)


@read_once
def read_styles(xml: bytes) -> tuple[CellStyle, ...]:
    """The cell formats (cellXfs) in order: those of other lists, as conditional ones, are numbered anew."""
    root = parse_xml(xml)
    if root is None:
        return ()
    codes = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iterfind("{*}numFmts/{*}numFmt")}
    fonts = {str(at): _font(font) for at, font in enumerate(root.iterfind("{*}fonts/{*}font"))}
    styles = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        number, font = style.get("numFmtId", ""), fonts.get(style.get("fontId", ""), Run(""))
        form = read_format(int(number) if number.isdecimal() else 0, codes.get(number, ""))
        styles.append(cell_style(form, font.font, struck=bool(font.struck)))
    return tuple(styles)


def _font(font: etree._Element) -> Run:
    """A run without text that looks like this font or these run properties."""
    struck, shift, name = False, 0, ""
    for part in font:
        match local_name(part):
            case "strike":
                struck = part.get("val", "1").lower() not in _OFF
            case "vertAlign":
                shift = _SHIFTS.get(part.get("val", ""), 0)
            case "name" | "rFont":
                name = part.get("val", "")
    return Run("", struck, shift, name if font_encoding(name) else "")


def read_strings(xml: bytes) -> list[Words]:
    """The shared strings in order; none where they cannot be read, and then the cells are told one by one."""
    root = parse_xml(xml)
    if root is None:
        return []
    # In most forms runs are but bold or slanted, and need not be looked at one by one.
    is_remarkable = next(root.iter("{*}strike", "{*}vertAlign"), None) is not None or any(
        font_encoding(name) for name in {font.get("val", "") for font in root.iter("{*}rFont")}
    )
    read = read_string if is_remarkable else _letters
    return [read(item) for item in root.iterfind("{*}si")]


def _letters(item: etree._Element) -> str:
    """The text of a shared string whose runs need not be told apart."""
    if len(item) == 1 and not len(item[0]):  # nearly all of them: one text
        return unescaped(item[0].text or "")
    texts = ""
    for part in item:
        name = local_tag(part.tag)
        if name == "t":
            texts += unescaped(part.text or "")
        elif name == "r":
            texts += unescaped("".join(t.text or "" for t in part if local_tag(t.tag) == "t"))
    return texts


def read_string(item: etree._Element) -> Words:
    """The text of a shared or inline string; how it is pronounced (rPh) is no part of it."""
    runs = []
    for part in item:
        name = local_name(part)
        if name == "t":
            runs.append(Run(unescaped(part.text or "")))
        elif name == "r":
            properties = part.find("{*}rPr")
            text = "".join(t.text or "" for t in part.iterfind("{*}t"))
            runs.append((Run("") if properties is None else _font(properties))._replace(text=unescaped(text)))
    return join_runs(runs)
