"""Small Word files for tests of drafts, and a reader of revisions that shares nothing with the tool's own."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TOOL = "Tổng hợp số liệu"
VALIDATOR = Path(__file__).resolve().parent.parent.parent / "shared" / "tools" / "validate_ooxml.py"
Line = str | Sequence[Sequence[str]]

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>{more}</Types>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '</w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
)


def docx(*lines: Line) -> bytes:
    """A file with one paragraph a line ("# …" is a heading, "… [[note]]" has a comment), a table for a list of rows."""
    notes: list[str] = []
    body = "".join(_table(line, notes) if not isinstance(line, str) else _paragraph(line, notes) for line in lines)
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    document = f'<w:document xmlns:w="{W}"><w:body>{body}{section}</w:body></w:document>'
    return pack({"word/document.xml": document, **_comments(notes)}, bool(notes))


def pack(parts: dict[str, str], comments: bool = False) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    more = f'<Override PartName="/word/comments.xml" ContentType="{kind}"/>' if comments else ""
    links = [("rId1", "styles", "styles.xml"), *([("rId2", "comments", "comments.xml")] if comments else [])]
    everything = {
        "[Content_Types].xml": _TYPES.format(more=more),
        "_rels/.rels": _RELATIONS.format(_link("rId1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _RELATIONS.format("".join(_link(*link) for link in links)),
        "word/styles.xml": _STYLES,
        **parts,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in everything.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _link(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _comments(notes: Sequence[str]) -> dict[str, str]:
    if not notes:
        return {}
    all_notes = "".join(
        f'<w:comment w:id="{n}" w:author="{TOOL}"><w:p><w:r><w:t>{escape(note)}</w:t></w:r></w:p></w:comment>'
        for n, note in enumerate(notes)
    )
    return {"word/comments.xml": f'<w:comments xmlns:w="{W}">{all_notes}</w:comments>'}


def _paragraph(line: str, notes: list[str]) -> str:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if line.startswith("# ") else ""
    text, _, note = line.removeprefix("# ").partition(" [[")
    start = end = ""
    if note:
        number = len(notes)
        notes.append(note.removesuffix("]]"))
        start = f'<w:commentRangeStart w:id="{number}"/>'
        end = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
    return f"<w:p>{style}{start}{_run(text)}{end}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _table(rows: Sequence[Sequence[str]], notes: list[str]) -> str:
    width = max(map(len, rows))
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in range(width))
    cells = ["".join(f"<w:tc><w:tcPr/>{_paragraph(cell, notes)}</w:tc>" for cell in row) for row in rows]
    body = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def part(document: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return etree.fromstring(archive.read(name))


def replace_part(document: bytes, name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, data if entry == name else old.read(entry))
    return buffer.getvalue()


def accepted(document: bytes, *, everybody: bool = True) -> list[str]:
    """The lines after "Accept all"; with `everybody` false, only of the tool's revisions."""
    return _lines(_resolved(part(document), accept=True, everybody=everybody))


def rejected(document: bytes, *, everybody: bool = False) -> list[str]:
    """The lines after the tool's revisions (or everybody's) are rejected, those of others left as they are."""
    return _lines(_resolved(part(document), accept=False, everybody=everybody))


def _resolved(root: etree._Element, *, accept: bool, everybody: bool) -> etree._Element:
    keep, drop = ("ins", "del") if accept else ("del", "ins")

    def concerns(one: etree._Element) -> bool:
        return everybody or one.get(w("author")) == TOOL

    def marked(element: etree._Element, path: str, name: str) -> bool:
        mark = element.find(f"{path}/{w(name)}")
        return mark is not None and concerns(mark)

    for row in list(root.iter(w("tr"))):
        if marked(row, w("trPr"), drop):
            row.getparent().remove(row)
    for table in [table for table in root.iter(w("tbl")) if table.find(w("tr")) is None]:
        table.getparent().remove(table)
    ending = [p for p in root.iter(w("p")) if marked(p, f"{w('pPr')}/{w('rPr')}", drop)]
    for one in list(root.iter(w(drop))):
        if concerns(one) and one.getparent().tag not in (w("rPr"), w("trPr")):
            one.getparent().remove(one)
    for one in list(root.iter(w(keep))):
        if concerns(one) and one.getparent().tag not in (w("rPr"), w("trPr")):
            at = one.getparent().index(one)
            one.getparent()[at : at + 1] = list(one)
    if not accept:
        for one in root.iter(w("delText")):
            if not any(up.tag == w("del") for up in one.iterancestors()):
                one.tag = w("t")
    for paragraph in ending:
        _merge_into_next(paragraph)
    return root


def _merge_into_next(paragraph: etree._Element) -> None:
    """What a paragraph without its mark becomes: the beginning of the next one."""
    following = paragraph.getnext()
    words = [one for one in paragraph if one.tag != w("pPr")]
    if following is not None and following.tag == w("p"):
        at = 1 if following.find(w("pPr")) is not None else 0
        for one in reversed(words):
            following.insert(at, one)
        paragraph.getparent().remove(paragraph)
    elif not "".join(paragraph.itertext()) and following is not None:
        paragraph.getparent().remove(paragraph)


def _lines(root: etree._Element) -> list[str]:
    body = root.find(w("body"))
    return ["".join(_letters(p)) for p in body.iter(w("p"))]


def _letters(paragraph: etree._Element) -> Iterator[str]:
    for one in paragraph.iter(w("t"), w("tab"), w("br")):
        if one.getparent().tag == w("r"):
            yield (one.text or "") if one.tag == w("t") else "\t" if one.tag == w("tab") else "\v"


def plain(document: bytes) -> list[str]:
    """The lines of a file that has no revisions."""
    return _lines(part(document))


def revision_texts(document: bytes) -> list[tuple[str, str]]:
    """The tool's revisions inside paragraphs, in order: ("ins" or "del", words)."""
    found = []
    for one in part(document).iter(w("ins"), w("del")):
        if one.get(w("author")) == TOOL and one.getparent().tag not in (w("rPr"), w("trPr")):
            text = "".join(t.text or "" for t in one.iter(w("t"), w("delText")))
            found.append((etree.QName(one).localname, text))
    return found


def comment_texts(document: bytes) -> list[str]:
    """The comments that something in the document refers to."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        if "word/comments.xml" not in archive.namelist():
            return []
    used = {one.get(w("id")) for one in part(document).iter(w("commentReference"))}
    comments = part(document, "word/comments.xml")
    return [
        "\n".join("".join(t.text or "" for t in p.iter(w("t"))) for p in one.iter(w("p")))
        for one in comments.iter(w("comment"))
        if one.get(w("id")) in used
    ]


def schema_faults(document: bytes, folder: Path) -> str:
    """What the schema validator says of the file; "" for a sound one."""
    path = folder / "result.docx"
    path.write_bytes(document)
    done = subprocess.run([sys.executable, str(VALIDATOR), str(path)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr
