"""Remembers every number that the report prints: where it stands, how it reads and the figure behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lamdong_report.content import Printed
from lamdong_report.model import Figure, Finding, Source

MOST_DOUBTS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed number: `place` is the section or annex cell, `text` what stands on paper."""

    place: str
    text: str
    figure: Figure


@dataclass(slots=True)
class Ledger:
    """Collects the entries while the report is written; `doubts` are the findings on single cells."""

    doubts: Mapping[Source, Finding] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def enter(self, place: str, text: str, figure: Figure, *, comment: bool = False) -> Printed:
        """Book a number and give what the template prints; with a comment if one of its cells is in doubt."""
        self.entries.append(Entry(place, text, figure))
        return Printed(text, figure, self.doubt([figure]) if comment else "")

    def doubt(self, figures: Iterable[Figure]) -> str:
        """What to tell the reader about doubtful cells under these figures; "" when there are none."""
        found = {s: self.doubts[s] for figure in figures for s in figure.sources if s in self.doubts}
        lines = [f"{source.file}: {finding.message}" for source, finding in list(found.items())[:MOST_DOUBTS]]
        if len(found) > MOST_DOUBTS:
            lines.append(f"Và {len(found) - MOST_DOUBTS} ô khác, xem tệp can-sua.xlsx.")
        return "\n".join(["Số liệu này dựa trên ô còn phải kiểm tra:", *lines]) if lines else ""
