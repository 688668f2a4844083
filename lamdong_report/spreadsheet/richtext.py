"""Text in several hands, the shared strings of a workbook among it: runs struck out, raised, or in a legacy font."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from lamdong_report.spreadsheet.book import PLAIN, Cell, Facts
from lamdong_report.spreadsheet.package import local_name, local_tag, parse_xml
from lamdong_report.text.legacy import font_encoding

_ABOVE = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Halves of letters and what is no letter stay as they are written.
_ESCAPE = re.compile(r"_x((?![dD][89a-fA-F])(?![fF]{3}[eEfF])[0-9A-Fa-f]{4})_")
_OFF = frozenset({"0", "false", "off"})
_SHIFTS = {"superscript": 1, "subscript": -1}


class Run(NamedTuple):
    """`struck` is None where the run looks like the rest of its cell; `shift`: 1 above the line, -1 below."""

    text: str
    struck: bool | None = None
    shift: int = 0
    font: str = ""


Words = str | tuple[Run, ...]


def join_runs(runs: Iterable[Run]) -> Words:
    """The runs; the bare text where none of them is remarkable."""
    runs = tuple(run for run in runs if run.text)
    if any(run.struck is not None or run.shift or run.font for run in runs):
        return runs
    return "".join(run.text for run in runs)


def in_runs(text: str, changes: Sequence[tuple[int, Run]]) -> Words:
    """The text cut where its font changes, by place and look; what stands before the first change looks like the cell.

    So both binary formats write it ([MS-XLS] 2.5.293, [MS-XLSB] 2.5.121).
    """
    if not changes:
        return text
    ends = [at for at, _ in changes[1:]] + [len(text)]
    runs = [Run(text[: changes[0][0]])]
    runs += (look._replace(text=text[at:end]) for (at, look), end in zip(changes, ends, strict=True))
    return join_runs(runs)


def read_runs(words: Words, style: Facts) -> tuple[Cell, Facts]:
    """Text and facts of a cell in this style: what is struck out in part is left out, what is raised stays raised."""
    if isinstance(words, str):
        return words, style
    struck = [bool(style.deleted if run.struck is None else run.struck) for run in words]
    kept = "".join(
        run.text.translate({1: _ABOVE, -1: _BELOW}.get(run.shift, {}))
        for run, gone in zip(words, struck, strict=True)
        if not gone
    )
    facts = style._replace(
        deleted=False,
        font=next((run.font for run in words if run.font), style.font),
        raised=" ".join(run.text.strip() for run, gone in zip(words, struck, strict=True) if run.shift and not gone),
    )
    gone = "".join(run.text for run, gone in zip(words, struck, strict=True) if gone)
    if gone.strip() and not kept.strip():
        return gone, facts._replace(deleted=True)
    facts = facts._replace(struck=gone.strip())
    return kept, PLAIN if facts == PLAIN else facts


def unescaped(text: str) -> str:
    """The text without the way in which workbooks spell control characters ("_x000D_", "_x005F_" for "_")."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def font_look(font: etree._Element) -> Run:
    """A run without text that looks like this font or these run properties."""
    struck, shift, name = False, 0, ""
    for part in font:
        match local_name(part):
            case "strike":
                struck = part.get("val", "1").lower() not in _OFF
            case "vertAlign":
                shift = _SHIFTS.get(part.get("val", ""), 0)
            case "name" | "rFont":
                name = part.get("val", "")
    return Run("", struck, shift, name if font_encoding(name) else "")


def read_strings(xml: bytes) -> list[Words]:
    """The shared strings in order; none where they cannot be read, and then the cells are told one by one."""
    root = parse_xml(xml)
    if root is None:
        return []
    # In most forms runs are but bold or slanted, and need not be looked at one by one.
    is_remarkable = next(root.iter("{*}strike", "{*}vertAlign"), None) is not None or any(
        font_encoding(name) for name in {font.get("val", "") for font in root.iter("{*}rFont")}
    )
    read = read_string if is_remarkable else _letters
    return [read(item) for item in root.iterfind("{*}si")]


def _letters(item: etree._Element) -> str:
    """The text of a shared string whose runs need not be told apart."""
    if len(item) == 1 and not len(item[0]):  # nearly all of them: one text
        return unescaped(item[0].text or "")
    texts = ""
    for part in item:
        name = local_tag(part.tag)
        if name == "t":
            texts += unescaped(part.text or "")
        elif name == "r":
            texts += unescaped("".join(t.text or "" for t in part if local_tag(t.tag) == "t"))
    return texts


def read_string(item: etree._Element) -> Words:
    """The text of a shared or inline string; how it is pronounced (rPh) is no part of it."""
    runs = []
    for part in item:
        name = local_name(part)
        if name == "t":
            runs.append(Run(unescaped(part.text or "")))
        elif name == "r":
            properties = part.find("{*}rPr")
            text = "".join(t.text or "" for t in part.iterfind("{*}t"))
            runs.append((Run("") if properties is None else font_look(properties))._replace(text=unescaped(text)))
    return join_runs(runs)
