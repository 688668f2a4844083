"""The comments of a document: which are the tool's own, and how one is added or taken back."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from lxml import etree

from lamdong_report.docx.package import OFFICE, DocxPackage
from lamdong_report.docx.wordml import (
    ID,
    PPR,
    PSTYLE,
    RANGE_END,
    RANGE_START,
    REFERENCE,
    RPR,
    RSTYLE,
    VAL,
    WHEN,
    WHO,
    XML_SPACE,
    Element,
    P,
    R,
    T,
    W,
    is_tools,
    remove,
    take_out,
    w,
)
from lamdong_report.results import AUTHOR, INITIALS

_PART = "word/comments.xml"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_COMMENT = w("comment")
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


class Comments:
    """The comments part of one package; `tools` maps the ids of the tool's comments to their texts."""

    def __init__(self, package: DocxPackage, main: str) -> None:
        self._package, self._main = package, main
        self._part = package.related("comments", main)
        here = self._part in package.parts
        self._by_id = {one.get(ID, ""): one for one in package.tree(self._part)} if here else {}
        self.tools = {key: comment_text(one) for key, one in self._by_id.items() if is_tools(one)}
        self.people = {key: one for key, one in self._by_id.items() if not is_tools(one)}

    def add(self, first: Element, last: Element, text: str, date: str) -> None:
        """A comment of the tool around the siblings `first` to `last` (runs, or what holds runs)."""
        number = self._write(text, date)
        first.addprevious(etree.Element(RANGE_START, {ID: number}))
        end = etree.Element(RANGE_END, {ID: number})
        last.addnext(end)
        end.addnext(_reference(number))

    def add_to(self, paragraph: Element, text: str, date: str) -> None:
        """A comment of the tool around all that the paragraph says."""
        anchor_comment(paragraph, self._write(text, date))

    def add_again(self, paragraph: Element, comment: Element) -> None:
        """Somebody's comment of another document, in their name, around all that the paragraph says."""
        number = next(self._package.numbers())
        copied = write_comment(self._root(), number, comment_text(comment), comment.get(WHEN, ""))
        copied.attrib.update({str(key): str(value) for key, value in comment.attrib.items() if key != ID})
        self._by_id[number] = self.people[number] = copied
        anchor_comment(paragraph, number)

    def take_back(self, paragraph: Element, text: str) -> bool:
        """Remove the tool's comment of that text from the paragraph, unless somebody has answered it."""
        for reference in paragraph.iter(REFERENCE):
            number = reference.get(ID, "")
            if self.tools.get(number) == text and not self.is_answered(number):
                self._drop(number)
                return True
        return False

    def sweep(self) -> None:
        """Drop the tool's comments that nothing in the document refers to any more."""
        self.__dict__.pop("_anchors", None)
        used = {one.get(ID, "") for one in self._package.tree(self._main).iter(REFERENCE)}
        for number in [number for number in self.tools if number not in used]:
            self._drop(number)

    def take_all_back(self) -> None:
        """Remove every comment of the tool that nobody has answered."""
        self.__dict__.pop("_anchors", None)
        for number in [number for number in self.tools if not self.is_answered(number)]:
            self._drop(number)

    def _drop(self, number: str) -> None:
        comment = self._by_id.pop(number)
        self.tools.pop(number, None)
        extended = self._extended_of(comment)
        if "_anchors" not in self.__dict__ or number not in self._anchors:
            self.__dict__.pop("_anchors", None)
        for element in (comment, extended):
            if element is not None:
                remove(element)
        for anchor in self._anchors.pop(number, ()):
            take_out(anchor)  # an end of its range, or its sign

    @cached_property
    def _anchors(self) -> defaultdict[str, list[Element]]:
        """The ends and signs of comments by their numbers."""
        anchors: defaultdict[str, list[Element]] = defaultdict(list)
        for anchor in self._package.tree(self._main).iter(RANGE_START, RANGE_END, REFERENCE):
            anchors[anchor.get(ID, "")].append(anchor)
        return anchors

    def is_answered(self, number: str) -> bool:
        """Whether somebody has replied to the comment."""
        extended = self._extended_of(self._by_id[number])
        if extended is None or (parent := extended.getparent()) is None:
            return False
        own = extended.get(f"{_W15}paraId")
        return any(one.get(f"{_W15}paraIdParent") == own for one in parent)

    def _extended_of(self, comment: Element) -> Element | None:
        part = self._package.related(_EXTENDED, self._main)
        if part not in self._package.parts:
            return None
        keys = {paragraph.get(f"{_W14}paraId") for paragraph in comment.iter(P)} - {None}
        return next((one for one in self._package.tree(part) if one.get(f"{_W15}paraId") in keys), None)

    def _write(self, text: str, date: str) -> str:
        number = next(self._package.numbers())
        self._by_id[number] = comment = write_comment(self._root(), number, text, date)
        self.tools[number] = comment_text(comment)
        return number

    def _root(self) -> Element:
        if not self._part:
            self._part = _PART
            self._package.add(_PART, comments_root(), CONTENT_TYPE, OFFICE + "comments", self._main)
        return self._package.tree(self._part)


def comments_root() -> Element:
    return etree.Element(w("comments"), nsmap={"w": W})


def write_comment(root: Element, number: str, text: str, date: str) -> Element:
    """A comment of the tool, the last in the part: a paragraph a line, in the style that Word gives to comments."""
    signed = {ID: number, WHO: AUTHOR, WHEN: date, w("initials"): INITIALS}
    comment = etree.SubElement(root, _COMMENT, signed)
    for at, line in enumerate(text.split("\n")):
        paragraph = etree.SubElement(comment, P)
        etree.SubElement(etree.SubElement(paragraph, PPR), PSTYLE, {VAL: "CommentText"})
        if at == 0:
            sign = etree.SubElement(paragraph, R)
            etree.SubElement(etree.SubElement(sign, RPR), RSTYLE, {VAL: "CommentReference"})
            etree.SubElement(sign, w("annotationRef"))
        words = etree.SubElement(etree.SubElement(paragraph, R), T, {XML_SPACE: "preserve"})
        words.text = line
    return comment


def anchor_comment(paragraph: Element, number: str) -> None:
    """Let the comment stand beside all that the paragraph says."""
    paragraph.insert(1 if paragraph.find(PPR) is not None else 0, etree.Element(RANGE_START, {ID: number}))
    paragraph.extend((etree.Element(RANGE_END, {ID: number}), _reference(number)))


def comment_text(comment: Element) -> str:
    return "\n".join("".join(text.text or "" for text in paragraph.iter(T)) for paragraph in comment.iter(P))


def _reference(number: str) -> Element:
    run = etree.Element(R)
    etree.SubElement(run, REFERENCE, {ID: number})
    return run
