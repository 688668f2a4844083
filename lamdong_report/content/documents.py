"""What a finished report and a finished letter hold: everything that their templates may print, in one value each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day

from lamdong_report.content.pieces import AgencyAnnex, IndicatorRow, Paragraph, StatusRow, WordsAnnex


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything that the Word template may print. Blank `number` and `date` stay open for the clerk.

    `signs` says under each table of figures what its signs mean; `newest` is the day of the newest form, which
    the file and its comments bear. `words` is the annex of what bodies wrote, if
    there is one.
    """

    draft: bool
    example: bool
    issuer: tuple[str, ...]
    number: str
    symbol: str
    place: str
    date: str
    type_name: str
    summary: str
    addressees: tuple[str, ...]
    opening: tuple[str, ...]
    body: tuple[Paragraph, ...]
    closing: str
    authority: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    annex_note: str
    indicators: tuple[IndicatorRow, ...]
    annexes: tuple[AgencyAnnex, ...]
    statuses_number: str
    statuses: tuple[StatusRow, ...]
    period: str
    previous_period: str
    year: int
    title: str
    author: str
    signs: str = ""
    newest: Day | None = None
    words: tuple[WordsAnnex, ...] = ()


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
