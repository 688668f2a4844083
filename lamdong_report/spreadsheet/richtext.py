"""Text in several hands: runs that are struck out, set above or below the line, or written in a legacy font."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lamdong_report.spreadsheet.book import PLAIN, Cell, Facts

_ABOVE = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Halves of letters and what is no letter stay as they are written.
_ESCAPE = re.compile(r"_x((?![dD][89a-fA-F])(?![fF]{3}[eEfF])[0-9A-Fa-f]{4})_")


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
