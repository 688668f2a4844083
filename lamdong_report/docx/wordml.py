"""The names of WordprocessingML that documents are read and changed with, and what a run shows on paper."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lamdong_report.results import AUTHOR

Element = etree._Element

OBJECT = "\ufffc"  # stands for what is no text: a picture, the sign of a footnote, a page break
LINE_BREAK = "\v"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def named(names: str) -> tuple[str, ...]:
    """The names, parted by spaces, in full."""
    return tuple(map(w, names.split()))


P, PPR, R, RPR, T, TAB, BR, CR = named("p pPr r rPr t tab br cr")
TBL, TR, TC, TRPR, TCPR, TBLPR = named("tbl tr tc trPr tcPr tblPr")
INS, DEL, MOVE_FROM, MOVE_TO = named("ins del moveFrom moveTo")
DEL_TEXT, INSTR, DEL_INSTR = named("delText instrText delInstrText")
SDT, SDT_CONTENT, CUSTOM_XML, SECT = named("sdt sdtContent customXml sectPr")
PSTYLE, RSTYLE, TBLSTYLE, NUMPR = named("pStyle rStyle tblStyle numPr")
RANGE_START, RANGE_END, REFERENCE = (w(f"comment{n}") for n in ("RangeStart", "RangeEnd", "Reference"))
HIGHLIGHT, RPR_CHANGE, IND = named("highlight rPrChange ind")
ID, VAL, WHO, WHEN, TYPE = named("id val author date type")
GRID, GRID_COL, SPAN, TCW, WIDTH = named("tblGrid gridCol gridSpan tcW w")

# What the schema (ECMA-376 part 1, 17.3 and 17.4) wants behind an element among its siblings: the one list of it.
_BEHIND = {
    HIGHLIGHT: named("u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange"),
    IND: named(
        "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap "
        "outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    RPR: named("sectPr pPrChange"),  # of a paragraph's mark; a run's stands first
    INS: named("trPrChange"),  # of a row
    DEL: named("trPrChange"),
}
# What stands around runs without changing what they say.
_AROUND_RUNS = frozenset({INS, MOVE_TO, SDT, SDT_CONTENT, CUSTOM_XML, *named("hyperlink smartTag fldSimple dir bdo")})
AROUND_BLOCKS = frozenset({SDT, SDT_CONTENT, CUSTOM_XML})
_OBJECTS = frozenset(named("drawing pict object footnoteReference endnoteReference sym ptab"))
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_HYPHEN = w("noBreakHyphen")
# Where none of these stands, a paragraph says what its w:t say.
NOT_PLAIN = (TAB, BR, CR, _HYPHEN, _ALTERNATE, MOVE_FROM, *_OBJECTS)


def runs_of(parent: Element) -> Iterator[Element]:
    """The runs that are seen when all revisions are accepted, in their order."""
    for child in parent:
        if child.tag == R:
            yield child
        elif child.tag in _AROUND_RUNS:
            yield from runs_of(child)


def run_text(run: Element) -> str:
    """What the run shows: its letters, a tab as such, a line break as `\\v`, anything else as OBJECT."""
    return "".join(map(piece_text, run))


def piece_text(piece: Element) -> str:
    tag = piece.tag
    if tag == T:
        return piece.text or ""
    if tag == RPR:
        return ""
    if tag == TAB:
        return "\t"
    if tag in (BR, CR):
        return LINE_BREAK if piece.get(TYPE, "textWrapping") == "textWrapping" else OBJECT
    if tag == _HYPHEN:
        return "-"
    return OBJECT if tag in _OBJECTS or tag == _ALTERNATE else ""


def paragraph_text(paragraph: Element) -> str:
    """What the paragraph shows when all revisions are accepted."""
    return "".join(run_text(run) for run in runs_of(paragraph))


def child_at(parent: Element, name: str, *, first: bool = False) -> Element:
    """The child of that name, made if need be: first, or in front of what the schema wants behind it, or last."""
    found = parent.find(name)
    if found is None:
        found = etree.Element(name)
        behind = _BEHIND.get(name, ())
        at = 0 if first else next((n for n, one in enumerate(parent) if one.tag in behind), len(parent))
        parent.insert(at, found)
    return found


def is_tools(revision: Element) -> bool:
    """Whether a revision or comment is the tool's own, not an official's."""
    return revision.get(WHO) == AUTHOR


def ancestor(element: Element, name: str) -> Element | None:
    return next(element.iterancestors(name), None)


def letters_of(holder: Element) -> str:
    """All letters in a paragraph of a template, where no revision has struck any."""
    return "".join(text.text or "" for text in holder.iter(T))


def attribute(element: Element | None, name: str = VAL) -> str:
    """The attribute, "" where it or the element itself is not there."""
    return "" if element is None else element.get(name, "")


def value(parent: Element, *path: str) -> str:
    """The w:val at the end of the path below `parent`; "" where there is none."""
    found: Element | None = parent
    for name in path:
        found = None if found is None else found.find(name)
    return attribute(found)


def remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def take_out(element: Element) -> None:
    """Remove the element, with the run that held nothing else."""
    parent = element.getparent()
    remove(element)
    if parent is not None and parent.tag == R and all(piece.tag == RPR for piece in parent):
        remove(parent)


def close_last_section(body: Element) -> None:
    """Let the last section end with the document: with nothing behind its break, a blank page would follow."""
    *_, before, last = (None, *body)
    if before is None or last.tag != SECT or before.tag != P or paragraph_text(before).strip():
        return
    own = before.find(f"{PPR}/{SECT}")
    if own is not None:
        body.replace(last, own)


def unwrap(holder: Element) -> None:
    """Put what the element holds in its place."""
    parent = holder.getparent()
    if parent is None:
        return
    at = parent.index(holder)
    parent[at : at + 1] = list(holder)


def holds_text(paragraph: Element) -> bool:
    """Whether anything in the paragraph would be seen, or is a sign or field that must not get lost."""
    return any(piece.tag not in (RPR, REFERENCE) for run in runs_of(paragraph) for piece in run)
