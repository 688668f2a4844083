"""What can be known of a cell beyond its value, and how a file's XML and its cell names are taken apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

Position = tuple[int, int]
# By row the merges that reach into it: first and last column, and the cell that is shown there.
Merges = Mapping[int, list[tuple[int, int, Position]]]
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# A merge over whole columns is decoration; walking down it would take for ever.
_TALLEST_MERGE = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """`error` as Excel shows it (#REF!); `pending`: a formula without a value."""

    formula: bool = False
    pending: bool = False
    error: str = ""
    percent: bool = False
    font: str = ""


PLAIN = Facts()


class Look:
    """The facts about the cells of one sheet; the plain one knows nothing."""

    @property
    def is_blind(self) -> bool:
        """Whether nothing is known of any cell, so that a plain cell may be anything."""
        return True

    @property
    def cells(self) -> Mapping[Position, Facts]:
        return {}

    @property
    def merges(self) -> Merges:
        return {}

    def covered_by(self, row: int, column: int) -> Position | None:
        """The cell that a merge shows in the place of this one; None where it shows itself."""
        for left, right, shown in self.merges.get(row, ()):
            if left <= column <= right and shown != (row, column):
                return shown
        return None


NO_LOOK = Look()


@dataclass(frozen=True)
class KnownLook(Look):
    """Facts that were gathered while the file was opened."""

    known: Mapping[Position, Facts] = field(default_factory=dict)
    areas: Merges = field(default_factory=dict)

    @property
    def is_blind(self) -> bool:
        return False

    @property
    def cells(self) -> Mapping[Position, Facts]:
        return self.known

    @property
    def merges(self) -> Merges:
        return self.areas


def add_merge(merges: dict[int, list[tuple[int, int, Position]]], top: Position, bottom: Position) -> None:
    """Note a merged area, by its first and its last cell."""
    if bottom[0] - top[0] < _TALLEST_MERGE:
        for row in range(top[0], bottom[0] + 1):
            merges.setdefault(row, []).append((top[1], bottom[1], top))


def parse_xml(xml: bytes) -> etree._Element | None:
    """The root of the XML, entities unresolved; None where it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def parse_ref(ref: str) -> Position | None:
    """Row and column from 0 of "B3"; None where it is no cell."""
    found = _REF.fullmatch(ref)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
