"""Each chỉ tiêu as one: judged by how many of its measures are reached, all of them unless the plan says how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lamdong_report.figures.judgement import Judgement
from lamdong_report.figures.measures import Measure
from lamdong_report.plan import Plan
from lamdong_report.plan.schema import Target

_GOOD = (Judgement.REACHED, Judgement.EXCEEDED)


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One chỉ tiêu: its measures, how many of them are reached and how many have to be.

    `entry` is what the plan says of it as a whole, None where it says nothing.
    """

    id: str
    measures: tuple[Measure, ...]
    needed: int
    entry: Target | None = None

    @property
    def reached(self) -> tuple[Measure, ...]:
        return tuple(measure for measure in self.measures if measure.judgement in _GOOD)

    @property
    def judgement(self) -> Judgement:
        """Exceeded when a measure is and all are needed, or when more are reached than are needed.

        Missed once it cannot be reached any more, whatever the measures without data would give.
        """
        found = [measure.judgement for measure in self.measures]
        if len(self.reached) >= self.needed:
            is_all = self.needed == len(found)
            beyond = Judgement.EXCEEDED in found if is_all else len(self.reached) > self.needed
            return Judgement.EXCEEDED if beyond else Judgement.REACHED
        # Once too many have missed, what the silent ones would say changes nothing.
        if len(found) - found.count(Judgement.MISSED) < self.needed:
            return Judgement.MISSED
        return Judgement.NO_DATA if Judgement.NO_DATA in found else Judgement.NONE


def target_results(plan: Plan, measures: Iterable[Measure]) -> tuple[TargetResult, ...]:
    """Every chỉ tiêu of the plan, in the order of its first measure."""
    entries = {entry.id: entry for entry in plan.targets}
    found: dict[str, list[Measure]] = {}
    for measure in measures:
        found.setdefault(measure.indicator.target_id, []).append(measure)
    return tuple(
        TargetResult(name, tuple(own), (entry.needed if entry else None) or len(own), entry)
        for name, own in found.items()
        for entry in (entries.get(name),)
    )
