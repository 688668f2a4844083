"""How cells are named: "B3" is row 2, column 1, for rows and columns count from 0."""

from __future__ import annotations

import re
from functools import lru_cache

Position = tuple[int, int]
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@lru_cache(maxsize=16384)
def parse_ref(ref: str) -> Position | None:
    """Row and column of "B3"; None where it is no cell."""
    found = _REF.fullmatch(ref.strip())
    if found is None or not int(found[2]):
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def parse_area(ref: str) -> tuple[Position, Position] | None:
    """First and last cell of "B3:C9"; None where it names whole rows, whole columns or nothing."""
    first, _, last = ref.partition(":")
    top, bottom = parse_ref(first), parse_ref(last or first)
    return (top, bottom) if top and bottom else None


@lru_cache(maxsize=8192)
def cell_ref(row: int, column: int) -> str:
    """(0, 0) is A1."""
    return f"{column_letters(column)}{row + 1}"


@lru_cache(maxsize=256)
def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
