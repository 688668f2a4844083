"""What a report is made of: paragraphs, charts and rows of tables; their cells; and the pieces of all these.

A piece is fixed words, a number with its figure, or a quote with its cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


class Style(StrEnum):
    """The styles that the body of the report is written in; each has a paragraph of its own in the template."""

    HEADING1 = "heading1"
    HEADING2 = "heading2"
    HEADING3 = "heading3"
    HEADING4 = "heading4"
    TEXT = "text"
    BULLET = "bullet"
    SUBBULLET = "subbullet"
    CHART = "chart"
    TABLE = "table"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars to be drawn: for each category a number of each named series; None leaves a gap.

    `unit` is that of all numbers; `alternative` is read aloud instead of the picture.
    """

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Number | None, ...]], ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A row of the body's table of indicators; a row with `heading` set is a goal's title across the whole table."""

    number: str = ""
    label: str = ""
    target: str = ""
    previous: Cell = EMPTY
    result: Cell = EMPTY
    judgement: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """A row of a table of figures by agency, or of a list: `cells` stand in the order of the table's columns."""

    number: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class AgencyAnnex:
    """A table of figures by agency, or of the rows of a list: an annex, or one of the body.

    `number` is I, II, …, blank in the body; `head` names the first column; `columns` are labels; `widths` in mm;
    `numbers` reads (1), (2), …; `total` has no cells where there is nothing to add up; `texts` says which columns hold
    sentences; `signs` says under a table of the body what its signs mean.
    """

    number: str
    title: str
    head: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[AgencyRow, ...]
    total: AgencyRow
    texts: tuple[bool, ...] = ()
    signs: str = ""


@dataclass(frozen=True, slots=True, init=False)
class Paragraph:
    """One paragraph of the body. `lead` is printed before its pieces in bold italics (an agency's name).

    `doubtful` paragraphs are highlighted; `comment` becomes a Word comment on the paragraph. Bullet signs are not
    part of the text. A paragraph with a `chart` holds nothing else; one with `rows` (the table of indicators) or a
    `table` is its title.
    """

    style: Style
    pieces: Pieces
    lead: str = ""
    comment: str = ""
    doubtful: bool = False
    chart: BarChart | None = None
    rows: tuple[GoalRow, ...] = ()
    table: AgencyAnnex | None = None

    def __init__(
        self,
        style: Style,
        pieces: Pieces | str,
        lead: str = "",
        comment: str = "",
        doubtful: bool = False,
        chart: BarChart | None = None,
        rows: tuple[GoalRow, ...] = (),
        table: AgencyAnnex | None = None,
    ) -> None:
        object.__setattr__(self, "style", style)
        object.__setattr__(self, "pieces", as_pieces(pieces))
        object.__setattr__(self, "lead", lead)
        object.__setattr__(self, "comment", comment)
        object.__setattr__(self, "doubtful", doubtful)
        object.__setattr__(self, "chart", chart)
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "table", table)

    @property
    def text(self) -> str:
        return text_of(self.pieces)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of the annex of indicators; a row with `heading` set is a goal's title across the whole table."""

    number: str = ""
    label: str = ""
    unit: str = ""
    target: str = ""
    previous: Cell = EMPTY
    result: Cell = EMPTY
    difference: Cell = EMPTY
    judgement: str = ""
    agencies: str = ""
    note: Cell = EMPTY
    heading: bool = False


@dataclass(frozen=True, slots=True)
class WordsRow:
    """A row of the annex of words; one with a `name` is an agency's title across the table."""

    cells: tuple[Cell, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class WordsAnnex:
    """The annex of what bodies wrote and the body does not quote; `number` is Roman, `widths` in mm."""

    number: str
    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[WordsRow, ...]


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A row of the annex on who has sent; `heading` rows name a group across the whole table."""

    number: str = ""
    name: str = ""
    document: Cell = EMPTY
    sent: Cell = EMPTY
    state: str = ""
    note: Cell = EMPTY
    heading: bool = False
