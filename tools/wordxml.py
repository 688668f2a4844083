"""Pieces of WordprocessingML as text: paragraphs, runs, tables, sections, styles, in the order the schema wants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tools import nd30
from tools.nd30 import ParagraphStyle, twips

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: `width` in mm, `span` columns, its content paragraphs already as XML."""

    width: float
    content: str
    span: int = 1
    align: str = "center"
    open: bool = False  # without lines at its sides and below


def run(part: Run) -> str:
    properties = ("<w:b/><w:bCs/>" if part.bold else "") + ("<w:i/><w:iCs/>" if part.italic else "")
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(part.text)}</w:t></w:r>'


def paragraph(style: str, *parts: str | Run, section: str = "") -> str:
    runs = "".join(run(part if isinstance(part, Run) else Run(part)) for part in parts)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr>{runs}</w:p>'


def order(command: str) -> str:
    """A template command that stands alone in its paragraph and vanishes from the document."""
    return paragraph("LenhMau", f"{{%p {command} %}}")


def page_number() -> str:
    """The running page number, as a field of its own paragraph."""
    pieces = (
        _field("begin"),
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        _field("separate"),
        "<w:t>2</w:t>",
        _field("end"),
    )
    runs = "".join(f"<w:r>{piece}</w:r>" for piece in pieces)
    return f'<w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr>{runs}</w:p>'


def _field(kind: str) -> str:
    return f'<w:fldChar w:fldCharType="{kind}"/>'


def row(cells: Iterable[Cell], *, header: bool = False) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if header else "")
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(map(_cell, cells))}</w:tr>"


def _cell(cell: Cell) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    width = f'<w:tcW w:w="{twips(cell.width)}" w:type="dxa"/>'
    lines = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right")) if cell.open else ""
    align = (f"<w:tcBorders>{lines}</w:tcBorders>" if lines else "") + f'<w:vAlign w:val="{cell.align}"/>'
    return f"<w:tc><w:tcPr>{width}{span}{align}</w:tcPr>{cell.content}</w:tc>"


def order_row(command: str, widths: Sequence[float]) -> str:
    """A template command in a table row of its own, which vanishes from the document."""
    return row([Cell(sum(widths), paragraph("LenhMau", f"{{%tr {command} %}}"), span=len(widths))])


def table(widths: Sequence[float], rows: Iterable[str], *, style: str, caption: str = "") -> str:
    """A table; `caption` is read aloud by screen readers, a table that only lays out the page has none."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    total = sum(twips(width) for width in widths)
    properties = (
        f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/>'
    )
    properties += f"<w:tblCaption w:val={quoteattr(caption)}/>" if caption else ""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def section(headers: tuple[str, str], *, landscape: bool = False) -> str:
    """Section properties; `headers` are the relationship ids of the running and of the first page's header."""
    width, height = (nd30.PAGE_HEIGHT, nd30.PAGE_WIDTH) if landscape else (nd30.PAGE_WIDTH, nd30.PAGE_HEIGHT)
    turned = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{headers[0]}"/>'
        f'<w:headerReference w:type="first" r:id="{headers[1]}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(nd30.MARGIN_TOP)}" w:right="{twips(nd30.MARGIN_RIGHT)}"'
        f' w:bottom="{twips(nd30.MARGIN_BOTTOM)}" w:left="{twips(nd30.MARGIN_LEFT)}"'
        f' w:header="{twips(nd30.HEADER_DISTANCE)}" w:footer="{twips(nd30.HEADER_DISTANCE)}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:cols w:space="708"/><w:titlePg/></w:sectPr>'
    )


def style(spec: ParagraphStyle) -> str:
    default = ' w:default="1"' if spec.id == "Normal" else ""
    based = f'<w:basedOn w:val="{spec.based}"/>' if spec.based else ""
    following = f'<w:next w:val="{spec.next}"/>' if spec.next else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{spec.id}"><w:name w:val={quoteattr(spec.name)}/>'
        f"{based}{following}<w:qFormat/><w:pPr>{_paragraph_properties(spec)}</w:pPr>"
        f"<w:rPr>{_run_properties(spec)}</w:rPr></w:style>"
    )


def _paragraph_properties(spec: ParagraphStyle) -> str:
    pieces = [
        _toggle("keepNext", spec.keep_next),
        _toggle("keepLines", spec.keep_lines or None),
        _borders(spec.border),
        _spacing(spec),
        _indents(spec),
        _toggle("contextualSpacing", spec.grouped or None),
        f'<w:jc w:val="{spec.align}"/>' if spec.align else "",
        f'<w:outlineLvl w:val="{spec.outline}"/>' if spec.outline is not None else "",
    ]
    return "".join(pieces)


def _run_properties(spec: ParagraphStyle) -> str:
    size = f'<w:sz w:val="{round(spec.size * 2)}"/><w:szCs w:val="{round(spec.size * 2)}"/>' if spec.size else ""
    bold = _toggle("b", spec.bold) + _toggle("bCs", spec.bold)
    return bold + _toggle("i", spec.italic) + _toggle("iCs", spec.italic) + size


def _toggle(tag: str, value: bool | None) -> str:
    if value is None:
        return ""
    return f"<w:{tag}/>" if value else f'<w:{tag} w:val="0"/>'


def _borders(kind: str) -> str:
    sides = {"top": ("top",), "box": ("top", "left", "bottom", "right")}.get(kind, ())
    size = round(nd30.RULE_POINTS * 8)
    lines = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="000000"/>' for side in sides)
    return f"<w:pBdr>{lines}</w:pBdr>" if lines else ""


def _spacing(spec: ParagraphStyle) -> str:
    values = {"before": spec.before, "after": spec.after}
    parts = [f' w:{name}="{round(value * 20)}"' for name, value in values.items() if value is not None]
    if spec.line:
        amount, rule = (spec.line * 20, "exact") if spec.exact else (spec.line * 240, "auto")
        parts.append(f' w:line="{round(amount)}" w:lineRule="{rule}"')
    return f"<w:spacing{''.join(parts)}/>" if parts else ""


def _indents(spec: ParagraphStyle) -> str:
    parts = [f' w:left="{twips(spec.left)}"'] if spec.left else []
    if spec.hanging:
        parts.append(f' w:hanging="{twips(spec.hanging)}"')
    elif spec.first is not None:
        parts.append(f' w:firstLine="{twips(spec.first)}"')
    return f"<w:ind{''.join(parts)}/>" if parts else ""
