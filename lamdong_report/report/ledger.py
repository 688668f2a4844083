"""Remembers every number that the report prints: where it stands, how it reads and the figure behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lamdong_report.content import Printed
from lamdong_report.model import Figure, Finding, Source
from lamdong_report.text import format_number

MOST_DOUBTS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed number: `place` is the section or annex cell, `text` what stands on paper."""

    place: str
    text: str
    figure: Figure


@dataclass(slots=True)
class Ledger:
    """Collects the entries while the report is written.

    `doubts` are the findings on single cells, `decided` what to say of cells that the office has decided on; `names`
    says how the agencies, by code, are called in comments.
    """

    doubts: Mapping[Source, Finding] = field(default_factory=dict)
    decided: Mapping[Source, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    _by_question: dict[str, list[Source]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_question = {}
        for source, finding in self.doubts.items():
            self._by_question.setdefault(finding.question, []).append(source)

    def enter(self, place: str, text: str, figure: Figure, *, comment: bool = False) -> Printed:
        """Book a number and give what the template prints; with a comment if one of its cells is in doubt."""
        self.entries.append(Entry(place, text, figure))
        return Printed(text, figure, self.doubt([figure]) if comment else "")

    def doubt(self, figures: Iterable[Figure]) -> str:
        """What to tell the reader about doubtful or missing cells under these figures; "" when there are none."""
        figures = tuple(figures)
        found = dict.fromkeys(source for figure in figures for source in self._doubtful(figure))
        lines = [self._line(source) for source in list(found)[:MOST_DOUBTS]]
        if len(found) > MOST_DOUBTS:
            lines.append(f"Và {len(found) - MOST_DOUBTS} ô khác, xem tệp can-sua.xlsx.")
        doubts = ["Số liệu này dựa trên ô còn thiếu hoặc còn phải kiểm tra:", *lines] if lines else []
        return "\n".join([*doubts, *self._left_out(figures), *self._decided(figures)])

    def _left_out(self, figures: Iterable[Figure]) -> Iterator[str]:
        """The numbers that were given and do not count, each with its agency and cell."""
        parts = {part.source: part for figure in figures for part in figure.left_out}
        if parts:
            yield "Không tính vào số liệu này, vì cơ quan mới ghi một trong hai số phải có (số tổng và số thành phần):"
        for source, part in list(parts.items())[:MOST_DOUBTS]:
            name = self.names.get(part.agency, part.agency)
            yield f"{name}, tệp {source.file}: {format_number(part.value)} («{source.sheet}» ô {source.cell})."
        if len(parts) > MOST_DOUBTS:
            yield f"Và {len(parts) - MOST_DOUBTS} ô khác, xem tệp truy-vet-so-lieu.xlsx."

    def _decided(self, figures: Iterable[Figure]) -> Iterator[str]:
        """The cells that are what they are by a decision of the office."""
        sources = dict.fromkeys(s for figure in figures for s in figure.sources if s in self.decided)
        if sources:
            yield "Theo quyết định của cơ quan chủ trì:"
        yield from (f"{source.file}: {self.decided[source]}" for source in list(sources)[:MOST_DOUBTS])

    def _doubtful(self, figure: Figure) -> Iterator[Source]:
        """The figure's own cells that are in doubt, then those that gave it no number though they were asked to."""
        yield from (source for source in figure.sources if source in self.doubts)
        questions = dict.fromkeys(part.question for part in (*figure.parts, *figure.base_parts))
        for source in (source for question in questions for source in self._by_question.get(question, ())):
            if self.doubts[source].agency in figure.asked:
                yield source

    def _line(self, source: Source) -> str:
        """Agency, file, and the message, which names sheet and cell."""
        finding = self.doubts[source]
        name = self.names.get(finding.agency, "")
        return f"{name}, tệp {source.file}: {finding.message}" if name else f"{source.file}: {finding.message}"
