"""The package around a template's text: styles, settings, fonts, headers, properties, zipped the same way each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lamdong_report.packing import pack
from tools import nd30
from tools.nd30 import twips
from tools.wordxml import DECLARATION, NAMESPACES, style

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True, slots=True)
class Header:
    """A header part: the relationship id that sections call it by, and its paragraphs as XML."""

    id: str
    content: str


def write_package(body: str, headers: Sequence[Header]) -> bytes:
    """The .docx file of a template; `body` ends with the last section's properties."""
    parts = {
        "[Content_Types].xml": _content_types(headers),
        "_rels/.rels": _relationships(
            ("rId1", "officeDocument", "word/document.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", "extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": f'<Properties xmlns="{OFFICE}/extended-properties"><Application>Microsoft Office Word'
        "</Application><AppVersion>16.0000</AppVersion></Properties>",
        "docProps/core.xml": _core_properties(),
        "word/_rels/document.xml.rels": _document_relationships(headers),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/fontTable.xml": _font_table(),
        "word/settings.xml": _settings(),
        "word/styles.xml": _styles(),
    }
    for at, header in enumerate(headers, 1):
        parts[f"word/header{at}.xml"] = f"<w:hdr {NAMESPACES}>{header.content}</w:hdr>"
    return pack({name: (DECLARATION + text).encode() for name, text in parts.items()})


def _content_types(headers: Sequence[Header]) -> str:
    kinds = {
        "/word/document.xml": f"{WORD}.document.main+xml",
        "/word/styles.xml": f"{WORD}.styles+xml",
        "/word/settings.xml": f"{WORD}.settings+xml",
        "/word/fontTable.xml": f"{WORD}.fontTable+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    kinds |= {f"/word/header{at}.xml": f"{WORD}.header+xml" for at in range(1, len(headers) + 1)}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relationships(*relations: tuple[str, str, str]) -> str:
    texts = []
    for identity, kind, target in relations:
        address = kind if kind.startswith("http") else f"{OFFICE}/relationships/{kind}"
        texts.append(f'<Relationship Id="{identity}" Type="{address}" Target="{target}"/>')
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(texts)}</Relationships>'


def _document_relationships(headers: Sequence[Header]) -> str:
    fixed = (
        ("rId1", "styles", "styles.xml"),
        ("rId2", "settings", "settings.xml"),
        ("rId3", "fontTable", "fontTable.xml"),
    )
    return _relationships(*fixed, *((header.id, "header", f"header{at}.xml") for at, header in enumerate(headers, 1)))


def _core_properties() -> str:
    spaces = (
        f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"<cp:coreProperties {spaces}><dc:language>{nd30.LANGUAGE}</dc:language></cp:coreProperties>"


def _font_table() -> str:
    font = (
        f'<w:font w:name="{nd30.FONT}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f"<w:fonts {NAMESPACES}>{font}</w:fonts>"


def _settings() -> str:
    compat = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
    )
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="{twips(nd30.FIRST_LINE)}"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{compat}<w:themeFontLang w:val="{nd30.LANGUAGE}"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def _styles() -> str:
    return f"<w:styles {NAMESPACES}>{_defaults()}{''.join(map(style, nd30.STYLES))}{_other_styles()}</w:styles>"


def _defaults() -> str:
    fonts = " ".join(f'w:{face}="{nd30.FONT}"' for face in ("ascii", "hAnsi", "eastAsia", "cs"))
    size = round(nd30.BODY * 2)
    language = " ".join(f'w:{kind}="{nd30.LANGUAGE}"' for kind in ("val", "eastAsia", "bidi"))
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/><w:color w:val="000000"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/><w:lang {language}/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )


def _other_styles() -> str:
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
        '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
        + _table_style("TableNormal", "Normal Table", 0, default=True)
        + _table_style("BangTrinhBay", "Bảng trình bày", 0)
        + _table_style("BangSoLieu", "Bảng số liệu", nd30.CELL_MARGIN, borders=True)
    )


def _table_style(identity: str, name: str, margin: float, *, borders: bool = False, default: bool = False) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if borders else ()
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    width = twips(margin)
    margins = "".join(
        f'<w:{side} w:w="{width if side in ("left", "right") else 0}" w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    based = "" if default else '<w:basedOn w:val="TableNormal"/>'
    return (
        f'<w:style w:type="table"{" w:default=" + chr(34) + "1" + chr(34) if default else ""} w:styleId="{identity}">'
        f'<w:name w:val="{name}"/>{based}<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"{f'<w:tblBorders>{lines}</w:tblBorders>' if lines else ''}<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        "</w:style>"
    )
