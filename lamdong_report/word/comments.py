"""Word comments, gathered while the document is walked and written once, in one part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from html import escape

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from lamdong_report.docx.wordml import AUTHOR, INITIALS, PPR, RANGE_END, RANGE_START, REFERENCE, Element, W
from lamdong_report.word.tags import qn

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ANCHORS = (RANGE_START, RANGE_END, REFERENCE)


@dataclass(slots=True)
class Comments:
    """The comments of one document; all bear one day, so that no clock shows."""

    day: date
    texts: list[str] = field(default_factory=list)

    def add(self, paragraph: Element, text: str) -> None:
        """Anchor a comment around all that the paragraph says."""
        number = str(len(self.texts))
        self.texts.append(text)
        start, end = (paragraph.makeelement(name, {qn("w:id"): number}) for name in _ANCHORS[:2])
        properties = paragraph.find(PPR)
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
        paragraph.append(end)
        run = paragraph.makeelement(qn("w:r"))
        run.append(run.makeelement(_ANCHORS[2], {qn("w:id"): number}))
        paragraph.append(run)

    def attach(self, document: Document) -> None:
        """Write the part that holds the comments, if there are any."""
        if self.texts:
            name = PackURI("/word/comments.xml")
            part = Part(name, _CONTENT_TYPE, self._xml().encode("utf-8"), document.part.package)
            document.part.relate_to(part, _KIND)

    def _xml(self) -> str:
        comments = "".join(self._comment(number, text) for number, text in enumerate(self.texts))
        return f'{_DECLARATION}<w:comments xmlns:w="{W}">{comments}</w:comments>'

    def _comment(self, number: int, text: str) -> str:
        head = f'w:id="{number}" w:author="{AUTHOR}" w:date="{self.day.isoformat()}T00:00:00Z" w:initials="{INITIALS}"'
        paragraphs = "".join(_paragraph(line, first=at == 0) for at, line in enumerate(text.split("\n")))
        return f"<w:comment {head}>{paragraphs}</w:comment>"


def _paragraph(text: str, *, first: bool) -> str:
    reference = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>' if first else ""
    words = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{reference}{words}</w:p>'


def drop_comments(document: Document) -> None:
    """Take out the template's own comments: notes for those who edit it, not for those who read the report."""
    for anchor in list(document.element.body.iter(*_ANCHORS)):
        anchor.getparent().remove(anchor)
    for key, relation in list(document.part.rels.items()):
        if "/comments" in relation.reltype:
            del document.part.rels[key]
