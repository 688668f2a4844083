"""How the plan says that a count is what a list comes to: `rows(lop, hinh_thuc = Chủ trì)`, `sum(lop.nguoi)`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TERM = re.compile(r"(rows|sum)\(\s*(\w+)(?:\.(\w+))?\s*(?:,\s*(\w+)\s*=\s*([^()]+?)\s*)?\)")


@dataclass(frozen=True, slots=True)
class ListTerm:
    """The number of a list's rows, or the sum of `column`; only of rows that read `only` in `where`, if named.

    A term that could not be understood keeps its `text` and names no table.
    """

    text: str
    table: str = ""
    column: str = ""
    where: str = ""
    only: str = ""


def parse_list_term(text: str) -> ListTerm | None:
    """The term; None for no text. Whether its table and columns are there is told with the plan's other faults."""
    if not text:
        return None
    found = _TERM.fullmatch(text.strip())
    if found is None or (found[1] == "sum") != bool(found[3]):
        return ListTerm(text)
    return ListTerm(text, found[2], found[3] or "", found[4] or "", found[5] or "")
