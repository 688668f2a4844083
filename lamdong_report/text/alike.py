"""Which sentences say alike, by the words and pairs of words that they share; nothing is rewritten."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

# Mean likeness (cosine, 0 to 1) from which a sentence joins a group. Measured on the sentences in tests/alike: below
# it groups flow together (precision under 0.75), above it one opinion falls apart (recall under 0.65).
ALIKE = 0.14
# A sentence may change its group once the others stand; after the third look hardly any does.
_LOOKS = 3
_WORD = re.compile(r"\w+")

_Weights = Mapping[str, float]
# The positions of sentences, group by group.
Groups = tuple[tuple[int, ...], ...]
Alike = Callable[[Sequence[str]], Groups]


class _Groups:
    """Groups of sentences by their numbers; by term the sum of its weights in each group that has it."""

    def __init__(self) -> None:
        self.members: dict[int, set[int]] = {}
        self._totals: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self._begun = 0

    def likenesses(self, weights: _Weights) -> dict[int, float]:
        """The mean likeness of a sentence to those of each group that shares a term with it."""
        found: defaultdict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for group, total in self._totals[term].items():
                found[group] += weight * total
        return {at: likeness / len(members) for at, likeness in found.items() if (members := self.members.get(at))}

    def begin(self) -> int:
        self._begun += 1
        self.members[self._begun] = set()
        return self._begun

    def add(self, group: int, number: int, weights: _Weights) -> None:
        self.members[group].add(number)
        for term, weight in weights.items():
            totals = self._totals[term]
            totals[group] = totals.get(group, 0.0) + weight

    def remove(self, group: int, number: int, weights: _Weights) -> None:
        self.members[group].remove(number)
        for term, weight in weights.items():
            self._totals[term][group] -= weight
        if not self.members[group]:
            del self.members[group]


def group_alike(sentences: Sequence[str]) -> Groups:
    """The positions of the sentences in groups that say alike, the largest first, in each the most typical first.

    The order in which the sentences are given changes nothing but the numbers. Every position stands in one group.
    """
    return _group(tuple(sentences))


# Report and workbook ask for the same topics, one after the other.
@lru_cache(maxsize=64)
def _group(sentences: tuple[str, ...]) -> Groups:
    weights = _weigh(sentences)
    order = sorted(range(len(sentences)), key=lambda at: (-len(sentences[at]), sentences[at], at))
    groups = _Groups()
    homes: dict[int, int] = {}
    for _ in range(_LOOKS):
        for number in order:
            if number in homes:
                groups.remove(homes[number], number, weights[number])
            # The group that is most like it, the older of two; one of its own where none is like it.
            found = groups.likenesses(weights[number])
            best = max(sorted(found), key=found.__getitem__, default=0)
            homes[number] = best if found.get(best, 0.0) > ALIKE else groups.begin()
            groups.add(homes[number], number, weights[number])
    rank = {number: at for at, number in enumerate(order)}
    # A sentence without a word is like none, not even like itself.
    typical = {at: -round(groups.likenesses(weights[at]).get(homes[at], 0.0), 9) for at in order}
    ordered = [tuple(sorted(members, key=lambda at: (typical[at], rank[at]))) for members in groups.members.values()]
    return tuple(sorted(ordered, key=lambda group: (-len(group), rank[group[0]])))


def _weigh(sentences: Sequence[str]) -> list[_Weights]:
    """For each sentence its words and pairs of words; the rarer among all, the heavier, each sentence of length 1."""
    words = [_WORD.findall(sentence.casefold()) for sentence in sentences]
    counts = [Counter([*own, *(f"{one} {other}" for one, other in pairwise(own))]) for own in words]
    spread = Counter(term for terms in counts for term in terms)
    # Counted from one more sentence than there are, so that what stands in all of them still weighs something.
    rarity = {term: math.log((2 + len(sentences)) / (1 + among)) for term, among in spread.items()}
    weighed: list[_Weights] = []
    for terms in counts:
        raw = {term: (1 + math.log(count)) * rarity[term] for term, count in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        weighed.append({term: weight / length for term, weight in raw.items()})
    return weighed
