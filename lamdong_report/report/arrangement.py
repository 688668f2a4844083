"""How officials have arranged what agencies say alike: groups made, merged, reworded or left out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The name of each statement's group, by (agency, question, text); words to print and whether to print by name."""

    groups: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, bool] = field(default_factory=dict)
