"""What a finished letter holds: its paragraphs, a table of faults, a list of agencies behind it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A row of a letter's table of faults: where, what, what to do."""

    number: str
    sheet: str
    cell: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """A row of the list behind a letter."""

    number: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LetterContent:
    """Everything that the letter template may print. Blank `number` and `date` stay open for the clerk.

    `superior` names the body above the issuer, `subject` follows "V/v". `corrections` and `annex` may be empty:
    then the letter has no table, or no annex. `after` stands between the table and `closing`, the last paragraph.
    """

    example: bool
    issuer: tuple[str, ...]
    number: str
    symbol: str
    place: str
    date: str
    subject: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    closing: str
    authority: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    year: int
    title: str
    author: str
    superior: tuple[str, ...] = ()
    corrections: tuple[CorrectionRow, ...] = ()
    after: tuple[str, ...] = ()
    annex: tuple[ListedAgency, ...] = ()
    annex_title: str = ""
    annex_note: str = ""
