"""What a draft was made from, as it is kept: its figures with their cells, the findings, the forms, the judgements."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from lamdong_report.content import Number, Quote, ReportContent
from lamdong_report.docx.identity import Identity
from lamdong_report.model import Finding, Part
from lamdong_report.plan import Agency
from lamdong_report.report import Material, PrintedNumber, entries, lines
from lamdong_report.text import format_number, upper_first


# As arrays, without names: a record has thousands of cells, and every draft keeps one.
class PartEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One agency's number inside a figure, and where it stands."""

    agency: str
    question: str
    value: Decimal
    file: str
    sheet: str
    cell: str

    @property
    def source(self) -> str:
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)


class FigureEntry(msgspec.Struct, frozen=True, array_like=True):
    """One printed number: its place in the report, how it reads, its unit, its formula, its cells.

    These by their places in the record's `cells`: most cells are in several figures, and there are very many.
    """

    place: str
    text: str
    unit: str
    formula: str
    cells: tuple[int, ...] = ()


class PieceEntry(msgspec.Struct, frozen=True, array_like=True):
    """One piece of a line: its words, and what they rest on: a figure (by its place in the record) or a quoted cell."""

    text: str
    figure: int = -1
    quoted: str = ""


class LineEntry(msgspec.Struct, frozen=True, array_like=True):
    """One paragraph or row: its texts as they stand on paper, and the pieces that they are made of."""

    cells: tuple[str, ...]
    pieces: tuple[PieceEntry, ...]


class FindingEntry(msgspec.Struct, frozen=True, array_like=True):
    code: str
    severity: str
    agency: str
    file: str
    sheet: str
    cell: str
    message: str
    question: str = ""


class FormEntry(msgspec.Struct, frozen=True, array_like=True):
    """One form: `digest` is the SHA-256 of its file."""

    agency: str
    file: str
    digest: str
    sending: int


class MeasureEntry(msgspec.Struct, frozen=True, array_like=True):
    """One indicator's result and judgement; `value` is "" where there is none."""

    indicator: str
    subject: str
    value: str
    judgement: str


class Record(msgspec.Struct, frozen=True):
    """One draft. `file` is the name it was written under, `names` the agencies' names by code, `cells` all cells once.

    `plan` is the id of the plan; "" in a draft of a time that did not keep it.
    `onto` are the SHA-256 of every edited file whose words went into it, by this merge or an earlier one.
    """

    name: str
    digest: str
    file: str
    year: int
    figures: tuple[FigureEntry, ...]
    findings: tuple[FindingEntry, ...]
    forms: tuple[FormEntry, ...]
    measures: tuple[MeasureEntry, ...]
    names: dict[str, str]
    plan: str = ""
    example: bool = False
    onto: tuple[str, ...] = ()
    lines: tuple[LineEntry, ...] = ()
    cells: tuple[PartEntry, ...] = ()

    def cells_of(self, figure: FigureEntry) -> tuple[PartEntry, ...]:
        return tuple(self.cells[at] for at in figure.cells)

    @property
    def identity(self) -> Identity:
        return Identity(self.name, self.digest)


def make_record(
    identity: Identity,
    file: str,
    material: Material,
    content: ReportContent,
    findings: Iterable[Finding],
) -> Record:
    """The record of a draft that says `content`, written from `material`."""
    # As a set, sorted below: the order of the checks is no part of a draft, and the same forms give the same record.
    told = {
        FindingEntry(one.code, one.severity.value, one.agency, one.file, one.sheet, one.cell, one.message, one.question)
        for one in findings
    }
    results = []
    for measure in material.measures:
        # What is done has words, not a value: its 1 or 0 is no number that anybody has written.
        value = None if measure.said else measure.figure.value
        shown = f"{format_number(value, 2)}{measure.figure.unit}" if value is not None else ""
        indicator = measure.indicator
        results.append(MeasureEntry(indicator.id, indicator.subject, shown, measure.judgement.value))
    cells = _Cells()
    return Record(
        name=identity.name,
        digest=identity.digest,
        file=file,
        year=material.plan.info.year,
        figures=tuple(_figure(entry, cells) for entry in entries(content)),
        findings=tuple(sorted(told, key=lambda one: msgspec.structs.astuple(one))),
        forms=tuple(FormEntry(one.agency, one.file, one.digest, one.sending) for one in material.forms.values()),
        measures=tuple(results),
        names={agency.code: _name(agency) for agency in material.plan.agencies},
        plan=material.plan.info.id,
        example=material.is_example,
        lines=tuple(_lines(content, material)),
        cells=tuple(cells.numbers),
    )


def _lines(content: ReportContent, material: Material) -> Iterator[LineEntry]:
    """The lines in their order; their numbers are counted as `entries` counts them."""
    count = itertools.count()
    names = {form.file: _name(material.plan.agency(form.agency)) for form in material.forms.values()}
    for line in lines(content):
        pieces = []
        for piece in (piece for passage in line.passages for piece in passage.pieces):
            match piece:
                case Number():
                    pieces.append(PieceEntry(piece.text, figure=next(count)))
                case Quote():
                    name, where = names.get(piece.source.file, ""), str(piece.source)
                    pieces.append(PieceEntry(piece.text, quoted=f"{name} ({where})" if name else where))
                case _:
                    pieces.append(PieceEntry(piece.text))
        yield LineEntry(line.cells, tuple(pieces))


def _name(agency: Agency) -> str:
    return upper_first(agency.name)


class _Cells:
    """Numbers the cells in the order in which figures ask for them."""

    def __init__(self) -> None:
        self.numbers: dict[PartEntry, int] = {}
        self._known: dict[int, int] = {}

    def number(self, part: Part) -> int:
        # Thousands of figures share their parts: to know one again by its values would take most of the time.
        if id(part) not in self._known:
            source = part.source
            entry = PartEntry(part.agency, part.question, part.value, source.file, source.sheet, source.cell)
            self._known[id(part)] = self.numbers.setdefault(entry, len(self.numbers))
        return self._known[id(part)]


def _figure(entry: PrintedNumber, cells: _Cells) -> FigureEntry:
    figure = entry.figure
    own = tuple(map(cells.number, (*figure.parts, *figure.base_parts)))
    return FigureEntry(entry.place, entry.text, figure.unit, figure.formula, own)
