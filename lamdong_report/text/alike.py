"""Which sentences say alike, by the words and pairs of words that they share; nothing is rewritten."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

# Mean likeness (cosine, 0 to 1) from which a sentence joins a group. Measured on the sentences in tests/alike: below
# it groups flow together (precision under 0.75), above it one opinion falls apart (recall under 0.65).
ALIKE = 0.14
# A sentence may change its group once the others stand; after the third look hardly any does.
_LOOKS = 3
_WORD = re.compile(r"\w+")

_Weights = Mapping[str, float]


@dataclass(eq=False, slots=True)
class _Group:
    """Sentences by their numbers, and the sum of their weights."""

    members: set[int] = field(default_factory=set)
    total: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def likeness(self, weights: _Weights) -> float:
        """The mean likeness of a sentence to those of the group."""
        return sum(weight * self.total.get(term, 0.0) for term, weight in weights.items()) / len(self.members)

    def add(self, number: int, weights: _Weights) -> None:
        self.members.add(number)
        for term, weight in weights.items():
            self.total[term] += weight

    def remove(self, number: int, weights: _Weights) -> None:
        self.members.remove(number)
        for term, weight in weights.items():
            self.total[term] -= weight


def group_alike(sentences: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """The positions of the sentences in groups that say alike, the largest first, in each the most typical first.

    The order in which the sentences are given changes nothing but the numbers. Every position stands in one group.
    """
    weights = _weigh(sentences)
    order = sorted(range(len(sentences)), key=lambda at: (-len(sentences[at]), sentences[at], at))
    groups: list[_Group] = []
    homes: dict[int, _Group] = {}
    for _ in range(_LOOKS):
        for number in order:
            if number in homes:
                homes[number].remove(number, weights[number])
                groups = [group for group in groups if group.members]
            homes[number] = home = _choose(groups, weights[number])
            home.add(number, weights[number])
    rank = {number: at for at, number in enumerate(order)}
    ordered = [
        tuple(sorted(group.members, key=lambda at: (-round(group.likeness(weights[at]), 9), rank[at])))
        for group in groups
    ]
    return tuple(sorted(ordered, key=lambda group: (-len(group), rank[group[0]])))


def _choose(groups: list[_Group], weights: _Weights) -> _Group:
    """The group that is most like the sentence, or a new one, which is put at the end of the list."""
    best, most = None, ALIKE
    for group in groups:
        likeness = group.likeness(weights)
        if likeness > most:
            best, most = group, likeness
    if best is None:
        groups.append(best := _Group())
    return best


def _weigh(sentences: Sequence[str]) -> list[_Weights]:
    """For each sentence its words and pairs of words; the rarer among all, the heavier, each sentence of length 1."""
    counts = [_terms(sentence) for sentence in sentences]
    spread = Counter(term for terms in counts for term in terms)
    # Counted from one more sentence than there are, so that what stands in all of them still weighs something.
    rarity = {term: math.log((2 + len(sentences)) / (1 + among)) for term, among in spread.items()}
    weighed: list[_Weights] = []
    for terms in counts:
        raw = {term: (1 + math.log(count)) * rarity[term] for term, count in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        weighed.append({term: weight / length for term, weight in raw.items()})
    return weighed


def _terms(sentence: str) -> Counter[str]:
    words = _WORD.findall(sentence.casefold())
    return Counter([*words, *(f"{first} {second}" for first, second in pairwise(words))])
