"""Word comments, gathered while the document is walked and written once, in one part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from lamdong_report.docx.comments import CONTENT_TYPE, anchor_comment, comments_root, write_comment
from lamdong_report.docx.package import OFFICE
from lamdong_report.docx.wordml import RANGE_END, RANGE_START, REFERENCE, Element

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(slots=True)
class GatheredComments:
    """The comments of one document; all bear one day, so that no clock shows."""

    day: date
    root: Element = field(default_factory=comments_root)

    def add(self, paragraph: Element, text: str) -> None:
        """Anchor a comment around all that the paragraph says."""
        number = str(len(self.root))
        write_comment(self.root, number, text, f"{self.day.isoformat()}T00:00:00Z")
        anchor_comment(paragraph, number)

    def attach(self, document: Document) -> None:
        """Write the part that holds the comments, if there are any."""
        if len(self.root):
            xml = _DECLARATION + etree.tostring(self.root, encoding="unicode")
            part = Part(PackURI("/word/comments.xml"), CONTENT_TYPE, xml.encode("utf-8"), document.part.package)
            document.part.relate_to(part, OFFICE + "comments")


def drop_comments(document: Document) -> None:
    """Take out the template's own comments: notes for those who edit it, not for those who read the report."""
    for anchor in list(document.element.body.iter(RANGE_START, RANGE_END, REFERENCE)):
        anchor.getparent().remove(anchor)
    for key, relation in list(document.part.rels.items()):
        if "/comments" in relation.reltype:
            del document.part.rels[key]
