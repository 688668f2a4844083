"""What a cell can hold: how long a text may be, and which signs no file can store."""

from __future__ import annotations

import re

# What may be typed into a cell for words.
LONGEST_TEXT = 32_000
# What Excel keeps in one cell, in units of UTF-16.
MOST_IN_CELL = 32_767
_UNSTORABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """The text without what no XML file can hold, no longer than a cell takes, and never taken for markup.

    XlsxWriter writes a string that looks like its own rich text as it is, so such a string ends with a space.
    """
    kept = _UNSTORABLE.sub("", text)
    if len(kept) * 2 > MOST_IN_CELL:
        kept = kept.encode("utf-16-le")[: MOST_IN_CELL * 2].decode("utf-16-le", "ignore")
    return kept + " " if kept.startswith("<r>") and kept.endswith("</r>") else kept
