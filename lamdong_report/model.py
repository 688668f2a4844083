"""The immutable things that travel from forms to report: Source, Answer, Submission, Finding, Decision, Figure.

There are hundreds of thousands of some. They hold texts, numbers and one another, never what holds them: the search for
garbage may pass them over (`gc=False`), and each takes less room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from lamdong_report.codes import Code

Value = Decimal | str | bool | date


class Source(Struct, frozen=True, order=True, gc=False):
    """The cell that a value was read from; `file` is relative to the folder that was read."""

    file: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)


class Answer(Struct, frozen=True, gc=False):
    """What one agency wrote in one cell.

    `value` is None where nothing readable stands there; `raw` is the cell as it was typed ("" for a blank
    cell); `reason` is what the clerk wrote beside it to say why there is no figure.
    """

    question: str
    value: Value | None
    source: Source
    raw: str = ""
    reason: str = ""

    @property
    def number(self) -> Decimal | None:
        return self.value if isinstance(self.value, Decimal) else None

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ""


TableRow = Mapping[str, Answer]


class Provenance(Struct, frozen=True, gc=False):
    """The mail that brought a file: its own file, the sender's address, when it was sent (universal time)."""

    mail: str
    sender: str = ""
    sent: datetime | None = None


class Submission(Struct, frozen=True):
    """One form as it was read: who sent it, from which file, and every answer by question id.

    `tables` holds the growing tables that the form has by table id: a tuple of rows, each an answer by column id.
    `sending` counts the agency's sendings (1, 2, …); `digest` is the SHA-256 of the file, in hex;
    `provenance` is the mail that it was attached to, None for a file that came by itself. `refused`: it names two
    agencies, and counts for this one only where the office has decided so.
    """

    agency: str
    file: str
    answers: Mapping[str, Answer]
    tables: Mapping[str, tuple[TableRow, ...]] = field(default_factory=dict)
    plan: str = ""
    year: int = 0
    form_version: int = 0
    sending: int = 1
    example: bool = False
    modified: datetime | None = None
    digest: str = ""
    provenance: Provenance | None = None
    refused: bool = False

    @property
    def every_answer(self) -> Iterator[Answer]:
        """The answers to questions, then those in the rows of tables."""
        yield from self.answers.values()
        for row in (row for rows in self.tables.values() for row in rows):
            yield from row.values()


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(Struct, frozen=True, gc=False):
    """One fault, as data, in Vietnamese: `text` says what, `remedy` what the agency does about it.

    `lead` is the place as sentences begin with it, "" where the text itself names a file or another place.

    `office` is what only the office that gathers the forms can do; letters and returned forms leave it out.
    """

    code: Code
    severity: Severity
    text: str
    remedy: str
    agency: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    question: str = ""
    office: str = ""
    lead: str = ""

    @property
    def message(self) -> str:
        """Where and what, in one sentence."""
        return f"{self.lead}: {self.text}" if self.lead else self.text

    @property
    def advice(self) -> str:
        """What the office reads: the remedy for the agency, and its own."""
        return f"{self.remedy} {self.office}".rstrip()


class Verdict(StrEnum):
    """What the office has settled: a form, a figure, a warning, a deadline, or that two halves are one form."""

    FORM = "form"
    FIGURE = "figure"
    WARNING = "warning"
    DEADLINE = "deadline"
    JOINED = "joined"


class Decision(Struct, frozen=True, gc=False):
    """What the office has settled about one agency, why, who and when; it holds only while `value` stands.

    `value` is the cell as it was typed (or the finding's sentence, where there is no cell), the forms that were there
    (`decisions.form_names`), or the plan's deadline. `about` is a question id or the code of a finding; `file` the
    form that counts; `until` the last day of an extended deadline; `row` where it stands in the workbook.
    """

    agency: str
    verdict: Verdict
    value: str
    about: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    until: date | None = None
    reason: str = ""
    who: str = ""
    when: date | None = None
    row: int = 0


class Part(Struct, frozen=True, gc=False):
    """One agency's number inside a figure, with the cell that it came from; `more` are further cells it rests on."""

    agency: str
    question: str
    value: Decimal
    source: Source
    more: tuple[Source, ...] = ()


class Figure(Struct, frozen=True, gc=False):
    """A number that may be printed, with everything that went into it.

    `value` is None when nobody gave a number. `unit` is printed beside it. `formula` says in the plan's ids how
    it was reckoned; `parts` are the numerator's numbers (or the sum's), `base_parts` the denominator's.
    `reporters` are the agencies that answered, `asked` those that should have. `left_out` are numbers that were given
    and do not count, because what they belong to (a whole, the other side of a share) was not given.
    """

    value: Decimal | None
    unit: str = ""
    formula: str = ""
    parts: tuple[Part, ...] = ()
    base_parts: tuple[Part, ...] = ()
    reporters: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    left_out: tuple[Part, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(s for part in (*self.parts, *self.base_parts) for s in (part.source, *part.more))
