"""Edits a report as an official might: some words more at the end of every so many paragraphs."""

from __future__ import annotations

from lxml import etree

from lamdong_report.packing import pack, unpack

_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EVERY = 25
_WORDS = " (đã rà soát)"


def edited(document: bytes) -> bytes:
    """The .docx with those words added."""
    parts = unpack(document)
    return pack({**parts, _BODY: _edit(parts[_BODY])})


def _edit(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for paragraph in list(root.iterfind(f"{_W}body/{_W}p"))[::_EVERY]:
        texts = list(paragraph.iter(f"{_W}t"))
        if texts:
            texts[-1].text = (texts[-1].text or "") + _WORDS
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
