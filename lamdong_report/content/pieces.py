"""What a paragraph or a cell is made of: fixed words, numbers with their figures, quotes with their cells."""

from __future__ import annotations

from dataclasses import dataclass

from lamdong_report.model import Figure, Source


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the plan or of the program; what digits stand in them are the plan's own."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands on paper, or the words that say it ("–", "không phát sinh"), with the figure behind it."""

    text: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Quote:
    """What an agency wrote, tidied but not reworded, with the cell that it wrote it in."""

    text: str
    source: Source


Piece = Text | Number | Quote
Pieces = tuple[Piece, ...]


def text_of(pieces: Pieces) -> str:
    """The pieces as they are read."""
    return "".join(piece.text for piece in pieces)


def as_pieces(said: Pieces | str) -> Pieces:
    """Fixed words as the one piece that they are; nothing for none."""
    if isinstance(said, str):
        return (Text(said),) if said else ()
    return said


@dataclass(frozen=True, slots=True, init=False)
class Cell:
    """What a cell of an annex says. `comment` goes to the margin."""

    pieces: Pieces
    comment: str = ""

    def __init__(self, pieces: Pieces | str = (), comment: str = "") -> None:
        object.__setattr__(self, "pieces", as_pieces(pieces))
        object.__setattr__(self, "comment", comment)

    @property
    def text(self) -> str:
        return text_of(self.pieces)

    def __str__(self) -> str:
        return self.text


# A cell of a row that has nothing to say there, as of a heading.
EMPTY = Cell()
