"""Tracked changes of the tool's author: written, and folded into those that are still open."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from lamdong_report.docx.package import DocxPackage
from lamdong_report.docx.wordml import (
    DEL,
    DEL_INSTR,
    DEL_TEXT,
    HIGHLIGHT,
    ID,
    INS,
    INSTR,
    LINE_BREAK,
    PPR,
    REFERENCE,
    RPR,
    RPR_CHANGE,
    SECT,
    TRPR,
    VAL,
    WHEN,
    WHO,
    XML_SPACE,
    Element,
    P,
    R,
    T,
    child_at,
    is_tools,
    remove,
    runs_of,
    value,
    w,
)
from lamdong_report.results import AUTHOR

_STRUCK = {T: DEL_TEXT, INSTR: DEL_INSTR}
_PIECES = {"\t": w("tab"), LINE_BREAK: w("br")}


class Revisions:
    """Writes revisions into one package; every one bears `date` and a number that nothing else in it bears."""

    def __init__(self, package: DocxPackage, date: str) -> None:
        self.date, self._numbers = date, package.numbers()

    def _make(self, name: str) -> Element:
        return etree.Element(name, {ID: next(self._numbers), WHO: AUTHOR, WHEN: self.date})

    def tell_apart(self, root: Element) -> None:
        """Give the tool's revisions that somebody copied with their words numbers of their own.

        And whoever's record of a former formatting, which a run that the tool cuts in two bears twice.
        """
        seen = set[str]()
        for one in root.iter(INS, DEL, RPR_CHANGE):
            if one.get(ID, "") in seen and (is_tools(one) or one.tag == RPR_CHANGE):
                one.set(ID, next(self._numbers))
            seen.add(one.get(ID, ""))

    def again(self, revision: Element) -> Element:
        """Somebody's revision once more, empty, with a number of its own: for the rest of one that is cut in two."""
        attributes = {str(key): str(value) for key, value in revision.attrib.items()}
        return etree.Element(revision.tag, {**attributes, ID: next(self._numbers)})

    def strike(self, run: Element) -> Element | None:
        """Delete a run: ours that is still open vanishes; what holds the struck run is returned, else None."""
        parent = run.getparent()
        assert parent is not None
        if parent.tag == INS and is_tools(parent):
            parent.remove(run)
            if len(parent) == 0:
                remove(parent)
            return None
        for piece in run:
            piece.tag = _STRUCK.get(piece.tag, piece.tag)
            if piece.tag == DEL_TEXT:
                piece.set(XML_SPACE, "preserve")
        before = run.getprevious()
        if before is not None and before.tag == DEL and is_tools(before) and before.get(WHEN) == self.date:
            before.append(run)
            return before
        holder = self._make(DEL)
        run.addprevious(holder)
        holder.append(run)
        return holder

    def wrap(self, runs: list[Element]) -> Element:
        """An insertion, standing nowhere yet, that holds the runs."""
        holder = self._make(INS)
        holder.extend(runs)
        return holder

    def insert_paragraph(self, paragraph: Element) -> None:
        """Make a paragraph that has just been put in an insertion."""
        for run in list(runs_of(paragraph)):
            holder = self._make(INS)
            run.addprevious(holder)
            holder.append(run)
            before = holder.getprevious()
            if before is not None and before.tag == INS and is_tools(before) and before.get(WHEN) == self.date:
                before.append(run)
                remove(holder)
        self._mark(paragraph, INS)

    def delete_paragraph(self, paragraph: Element, *, keep_mark: bool) -> None:
        """Delete all that the paragraph says and, unless `keep_mark`, the paragraph itself."""
        for run in list(runs_of(paragraph)):
            if run.find(REFERENCE) is None:
                self.strike(run)
        keep_mark = keep_mark or paragraph.find(f"{PPR}/{SECT}") is not None
        ours = paragraph.find(f"{PPR}/{RPR}/{INS}")
        if keep_mark:
            return
        if ours is not None and is_tools(ours) and next(paragraph.iter(R), None) is None:
            remove(paragraph)  # nothing in it but what the tool itself had put in
        else:
            self._mark(paragraph, DEL)

    def highlight(self, paragraph: Element, colour: str) -> None:
        """Give every run of the paragraph this highlight, or none for "", as a change of formatting."""
        for run in runs_of(paragraph):
            properties = child_at(run, RPR, first=True)
            if value(properties, HIGHLIGHT) == colour or run.find(REFERENCE) is not None:
                continue
            former = deepcopy(properties)
            for one in properties.findall(HIGHLIGHT):
                properties.remove(one)
            if colour:
                child_at(properties, HIGHLIGHT).set(VAL, colour)
            parent = run.getparent()
            is_new = parent is not None and parent.tag == INS and is_tools(parent)
            # What the formatting was is recorded once; of a run that is new itself there is nothing to record.
            if not is_new and properties.find(RPR_CHANGE) is None:
                change = self._make(RPR_CHANGE)
                change.append(former)
                properties.append(change)

    def insert_row(self, row: Element) -> None:
        for paragraph in row.iter(P):
            self.insert_paragraph(paragraph)
        child_at(_row_properties(row), INS).attrib.update(self._make(INS).attrib)

    def delete_row(self, row: Element) -> None:
        properties = _row_properties(row)
        mark = properties.find(INS)
        if mark is not None and is_tools(mark) and not _holds_more_than_ours(row):
            remove(row)
            return
        for paragraph in row.iter(P):
            self.delete_paragraph(paragraph, keep_mark=False)
        child_at(properties, DEL).attrib.update(self._make(DEL).attrib)

    def _mark(self, paragraph: Element, name: str) -> None:
        properties = child_at(child_at(paragraph, PPR, first=True), RPR)
        if properties.find(name) is None:
            properties.insert(1 if name == DEL and properties.find(INS) is not None else 0, self._make(name))


def _holds_more_than_ours(row: Element) -> bool:
    """Whether words stand in the row that no open insertion of the tool holds."""
    runs = (run for run in row.iter(R) if run.find(REFERENCE) is None)
    return any(not any(is_tools(up) for up in run.iterancestors(INS)) for run in runs)


def make_run(text: str, properties: Element | None) -> Element:
    """A run that says `text`, tabs and line breaks included, in the given formatting."""
    run = etree.Element(R)
    if properties is not None:
        run.append(deepcopy(properties))
    for piece in filter(None, re.split(rf"([\t{LINE_BREAK}])", text)):
        if piece in _PIECES:
            etree.SubElement(run, _PIECES[piece])
        else:
            words = etree.SubElement(run, T)
            words.set(XML_SPACE, "preserve")
            words.text = piece
    return run


def _row_properties(row: Element) -> Element:
    found = row.find(TRPR)
    if found is None:
        found = etree.Element(TRPR)
        exception = row.find(w("tblPrEx"))
        row.insert(0 if exception is None else row.index(exception) + 1, found)
    return found
