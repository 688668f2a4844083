"""Takes paragraphs, rows and tables of the new report over into the officials' file, so that they fit in there."""

from __future__ import annotations

from copy import deepcopy

from lamdong_report.docx.accepting import accept_all
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
    W,
    named,
    take_out,
    w,
)
from lamdong_report.merge.charts import NewCharts
from lamdong_report.merge.story import Story

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
        self._adopt_styles(copied)
        if not self._same_lists:
            for one in list(copied.iter(NUMPR)):
                take_out(one)
        return copied

    def _adopt_styles(self, copied: Element) -> None:
        for one in list(copied.iter(*_STYLED)):
            key = one.get(VAL, "")
            if key not in self._ids:
                self._ids[key] = self._target.styles.adopt(key, self._source.styles)
            if self._ids[key]:
                one.set(VAL, self._ids[key])
            else:
                take_out(one)


def _numbering(story: Story) -> bytes:
    return story.package.parts.get(story.package.related("numbering", story.main), b"")
