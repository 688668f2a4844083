"""What comes along from the new report besides words: copied blocks with their styles and charts.

The tool's own charts, headers and footers follow the data; what officials touched stays.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from itertools import zip_longest

from lamdong_report.docx.accepting import accept_all
from lamdong_report.docx.charts import BOOK_TYPE, CHART_TYPE
from lamdong_report.docx.package import OFFICE, DocxPackage
from lamdong_report.docx.revisions import Revisions
from lamdong_report.docx.wordml import (
    NUMPR,
    PSTYLE,
    RANGE_END,
    RANGE_START,
    REFERENCE,
    RSTYLE,
    SECT,
    TBLSTYLE,
    VAL,
    XML_SPACE,
    Element,
    P,
    W,
    named,
    paragraph_text,
    take_out,
    w,
)
from lamdong_report.merge.changes import Act, Change
from lamdong_report.merge.editing import edit_paragraphs
from lamdong_report.merge.sentences import merge_words
from lamdong_report.merge.story import Story
from lamdong_report.merge.words import fold_text
from lamdong_report.text.formats import format_number

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = f"{{{OFFICE.rstrip('/')}}}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART, _WORKBOOK = f"{OFFICE}chart", f"{OFFICE}package"
_PLACE, _TOUCHED = "Biểu đồ «{title}»", "Biểu đồ đã sửa tay được giữ nguyên."
_LOST = "Bản sửa tay không còn biểu đồ này (đã xóa, hoặc đã thành hình; hình không đổi theo số liệu)."
# Spreadsheets hold 15 digits and write the last of them as they like (LibreOffice: 62.8458498023715 for …37154).
_SAME_DIGITS = 12
# What the list of changes tells of a chart's numbers.
_DECIMALS = 2


class NewCharts:
    """Charts that come with new paragraphs, with the parts that they are made of."""

    def __init__(self, fresh: DocxPackage, theirs: DocxPackage) -> None:
        self._fresh, self._theirs = fresh, theirs

    def bring(self, drawing: Element) -> str:
        """Take the parts of the chart in a drawing over: the id of the relation to it; "" for any other drawing."""
        key = next((one.get(f"{_R}id", "") for one in drawing.iter(f"{_C}chart")), "")
        source = self._fresh.target(self._fresh.main(), key) if key else ""
        if source not in self._fresh.parts:
            return ""
        theirs, book = self._theirs, self._fresh.related(_WORKBOOK, source)
        name, root = theirs.free_name(source), deepcopy(self._fresh.tree(source))
        relation = theirs.add(name, root, CHART_TYPE, _CHART, theirs.main())
        if book in self._fresh.parts:
            own = theirs.add(theirs.free_name(book), self._fresh.parts[book], BOOK_TYPE, _WORKBOOK, name)
            for data in root.iter(f"{_C}externalData"):
                data.set(f"{_R}id", own)
        return relation

    def refer(self, drawing: Element, relation: str) -> None:
        """Let the drawing show that chart, under a number that no other drawing has."""
        for chart in drawing.iter(f"{_C}chart"):
            chart.set(f"{_R}id", relation)
        used = [int(one.get("id", "0")) for one in self._theirs.tree(self._theirs.main()).iter(_PICTURE)]
        for picture in drawing.iter(_PICTURE):
            picture.set("id", str(max((1000, *used)) + 1))


# What refers to other parts or to places in the document that it comes from.
_FOREIGN = (
    *(RANGE_START, RANGE_END, REFERENCE, SECT),
    *named("bookmarkStart bookmarkEnd proofErr lastRenderedPageBreak"),
    *named("footnoteReference endnoteReference pict object"),
)
_DRAWING = w("drawing")
_STYLED = (PSTYLE, RSTYLE, TBLSTYLE)


class Importer:
    """Copies elements of `source` for `target`: styles by name, charts with their parts, nothing else from outside."""

    def __init__(self, source: Story, target: Story) -> None:
        self._source, self._target = source, target
        self._ids: dict[str, str] = {}
        self._same_lists = _numbering(source) == _numbering(target)
        self._charts = NewCharts(source.package, target.package)

    def copy(self, element: Element) -> Element:
        copied = deepcopy(element)
        copied.tail = None
        accept_all(copied, everybody=True)
        for one in list(copied.iter(*_FOREIGN)):
            take_out(one)
        for link in list(copied.iter(w("hyperlink"))):
            parent = link.getparent()
            if parent is not None:
                at = parent.index(link)
                parent[at : at + 1] = list(link)
        charts = {one: self._charts.bring(one) for one in copied.iter(_DRAWING)}
        for one in copied.iter():
            for name in map(str, one.attrib):
                # What only its own document can explain: editing sessions, extensions, relations.
                is_foreign = not name.startswith(f"{{{W}}}") or name.startswith(w("rsid"))
                if name.startswith("{") and name != XML_SPACE and is_foreign:
                    del one.attrib[name]
        for drawing, relation in charts.items():
            if relation:
                self._charts.refer(drawing, relation)
            else:
                take_out(drawing)
        for one in list(copied.iter(*_STYLED)):
            key = one.get(VAL, "")
            if key not in self._ids:
                self._ids[key] = self._target.styles.adopt(key, self._source.styles)
            if self._ids[key]:
                one.set(VAL, self._ids[key])
            else:
                take_out(one)
        if not self._same_lists:
            for one in list(copied.iter(NUMPR)):
                take_out(one)
        return copied


def _numbering(story: Story) -> bytes:
    return story.package.parts.get(story.package.related("numbering", story.main), b"")


def merge_charts(former: DocxPackage, theirs: DocxPackage, fresh: DocxPackage) -> Iterator[Change]:
    """Draw anew, in `theirs`, the charts whose numbers have changed since `former`; a Change for each.

    Charts are known by their titles, and one with another title by its numbers. One that officials have edited stays
    as it is and is told, and so is one that is gone: some programs save it as a picture of the old numbers.
    """
    before, now = (dict(reversed(list(_charts(package)))) for package in (former, fresh))
    by_numbers = {_shown(former, part): title for title, part in before.items()}
    found = [
        (title if title in before else by_numbers.get(_shown(theirs, part), ""), title, part)
        for title, part in _charts(theirs)
    ]
    moved = [title for title in before if title in now and _shown(former, before[title]) != _shown(fresh, now[title])]
    for title in moved:
        if all(title != one for one, _, _ in found):
            told = _told(former, before[title]), _LOST, _told(fresh, now[title])
            yield Change(Act.REMOVED, _PLACE.format(title=title), *told)
    for title, own_title, part in found:
        if title not in moved:
            continue
        place = _PLACE.format(title=title)
        if _shown(theirs, part) != _shown(former, before[title]):
            yield Change(Act.KEPT, place, theirs=_TOUCHED, now=_told(fresh, now[title]))
            continue
        _replace(theirs, part, fresh, now[title], keep_title=own_title != title)
        yield Change(Act.TAKEN, place, before=_told(former, before[title]), now=_told(fresh, now[title]))


def _charts(package: DocxPackage) -> Iterator[tuple[str, str]]:
    """The titles of the charts of a document, and the names of their parts."""
    for part in package.all_related(_CHART, package.main()):
        if part in package.parts:
            title = package.tree(part).find(f"{_C}chart/{_C}title")
            yield "".join(text.text or "" for text in title.iter(f"{_A}t")) if title is not None else "", part


def _shown(package: DocxPackage, part: str) -> tuple[tuple[str, str], ...]:
    """Every cached point of a chart with its place; programs that save it again write the rest in their own way."""
    points = []
    for number, series in enumerate(package.tree(part).iter(f"{_C}ser")):
        for point in series.iter(f"{_C}pt"):
            holder = point.getparent()
            kind = "" if holder is None else re.sub(r"^\{.*\}", "", str(holder.tag))
            value = point.findtext(f"{_C}v") or ""
            with suppress(ValueError):
                value = f"{float(value):.{_SAME_DIGITS}g}"  # one spelling for 56, 56.0 and 5.6E1
            points.append((f"{number}/{kind}/{point.get('idx')}", value))
    return tuple(points)


def _told(package: DocxPackage, part: str) -> str:
    rows = []
    for series in package.tree(part).iter(f"{_C}ser"):
        name = series.findtext(f"{_C}tx//{_C}v") or ""
        values = series.find(f"{_C}val")
        points = [point.findtext(f"{_C}v") or "" for point in values.iter(f"{_C}pt")] if values is not None else []
        rows.append(f"{name}: {'; '.join(map(_spelt, points))}")
    return " | ".join(rows)


def _spelt(value: str) -> str:
    """A number of a chart as people read it; what is no number, as it stands."""
    with suppress(InvalidOperation):
        return format_number(Decimal(value), _DECIMALS)
    return value


def _replace(theirs: DocxPackage, part: str, fresh: DocxPackage, source: str, *, keep_title: bool) -> None:
    """The chart and its workbook as the tool draws them today, under the names they have in the officials' file."""
    workbook, new_book = theirs.related(_WORKBOOK, part), fresh.related(_WORKBOOK, source)
    root = deepcopy(fresh.tree(source))  # one chart of theirs may be a copy of another
    own, title = (tree.find(f"{_C}chart/{_C}title") for tree in (theirs.tree(part), root))
    if keep_title and own is not None and title is not None and (holder := title.getparent()) is not None:
        holder.replace(title, deepcopy(own))
    for old in theirs.tree(part).iter(f"{_C}externalData"):
        for new in root.iter(f"{_C}externalData"):
            new.attrib.update({str(key): str(value) for key, value in old.attrib.items()})
    theirs.trees[part] = root
    theirs.changed.add(part)
    if posixpath.splitext(workbook)[1] == posixpath.splitext(new_book)[1] and new_book in fresh.parts:
        theirs.parts[workbook] = fresh.parts[new_book]


_ROOTS = {w("hdr"): "Đầu trang", w("ftr"): "Chân trang"}


def merge_margins(
    base: DocxPackage, mine: DocxPackage, new: DocxPackage, to: Revisions, *, track: bool
) -> tuple[Change, ...]:
    """Take over what the new report says in its margins, wherever the officials left the former words there."""
    renamed, changes = dict[str, str](), list[Change]()  # what a line said (folded), and what it says now
    for name in sorted(base.parts):
        before, after = (list(map(paragraph_text, _lines(package, name))) for package in (base, new))
        for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag != "equal":
                pairs = zip_longest(before[a:b], after[c:d], fillvalue="")
                renamed |= {fold_text(was): becomes for was, becomes in pairs if was.strip()}
    for name in sorted(mine.parts):
        for paragraph in _lines(mine, name) if renamed else ():
            text = paragraph_text(paragraph)
            now = renamed.get(fold_text(text), text) if text.strip() else text
            if now != text:
                edit_paragraphs([paragraph], [text], merge_words(text, text, now).edits, to)
                mine.changed.add(name)
                changes.append(Change(Act.TAKEN, _ROOTS[mine.tree(name).tag], text, text, now))
        if name in mine.changed and not track:
            accept_all(mine.tree(name))
    return tuple(dict.fromkeys(changes))


def _lines(package: DocxPackage, name: str) -> list[Element]:
    """The paragraphs of a part, if it is a header or footer."""
    kind = posixpath.basename(name)
    is_margin = name in package.parts and kind.startswith(("header", "footer")) and kind.endswith(".xml")
    return list(package.tree(name).iter(P)) if is_margin and package.tree(name).tag in _ROOTS else []
