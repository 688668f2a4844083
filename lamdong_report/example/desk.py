"""The example forms while they are being filled in: every answer so far, and the dice that decide the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cached_property
from random import Random

from msgspec import Struct, field

from lamdong_report.example.settings import AREA, ExampleSettings, FigureRule, Profile
from lamdong_report.figures import as_number
from lamdong_report.model import Answer, Source, Submission, TableRow, Value
from lamdong_report.plan import OUTSTANDING, STATUS, WORDS, Agency, Plan, Question

NOWHERE = Source("", "", "")
NO_RULE = FigureRule(match=("*",))
WILDCARDS = frozenset("*?[")


class ExampleDesk(Struct, dict=True):
    """One form for each agency that reports, still open; `reasons` say why a cell of a form stays blank."""

    plan: Plan
    settings: ExampleSettings
    seed: int
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    tables: dict[str, dict[str, tuple[TableRow, ...]]] = field(default_factory=dict)
    reasons: dict[str, dict[str, str]] = field(default_factory=dict)
    _asked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _members: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    _dealt: dict[tuple[str, str, int], frozenset[str]] = field(default_factory=dict)
    _fitting: dict[str, tuple[FigureRule, ...]] = field(default_factory=dict)
    _chosen: dict[str, Mapping[str, FigureRule]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for agency in self.plan.agencies:
            if agency.code not in self.settings.silent:
                self.answers[agency.code], self.tables[agency.code], self.reasons[agency.code] = {}, {}, {}

    @cached_property
    def forms(self) -> Mapping[str, Submission]:
        """The open forms, seen as what was received: terms of the plan can be reckoned over them."""
        return {code: Submission(code, "", self.answers[code], self.tables[code]) for code in self.answers}

    @cached_property
    def agencies(self) -> tuple[Agency, ...]:
        return tuple(agency for agency in self.plan.agencies if agency.code in self.answers)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions apart from those of topics and tasks, which are answered in words."""
        topics = {f"{topic.id}.{column}" for topic in self.plan.topics for column in (STATUS, WORDS, OUTSTANDING)}
        nothing = {question.unless for question in self.plan.questions.values()}
        return tuple(one for one in self.plan.questions.values() if one.id not in topics and one.id not in nothing)

    def dice(self, *keys: str) -> Random:
        """Dice of their own for each place, so that a change in one answer leaves the others as they were."""
        return Random("/".join((str(self.seed), *keys)))

    def asked(self, question: str) -> tuple[str, ...]:
        """The codes of the reporting agencies that are asked this, in the plan's order."""
        if question not in self._asked:
            codes = (agency.code for agency in self.agencies)
            self._asked[question] = tuple(code for code in codes if self.plan.is_asked(question, code))
        return self._asked[question]

    def members(self, selectors: tuple[str, ...]) -> frozenset[str]:
        """The codes that the selectors mean: those of the plan, @areas, and codes with wildcards, left to right."""
        if selectors not in self._members:
            chosen: frozenset[str] = frozenset()
            for selector in selectors:
                name = selector.removeprefix("-")
                if name.startswith(AREA):
                    found = self.members(self.settings.areas[name.removeprefix(AREA)])
                elif WILDCARDS & set(name):
                    found = frozenset(agency.code for agency in self.plan.agencies if fnmatchcase(agency.code, name))
                else:
                    found = frozenset(agency.code for agency in self.plan.select(name))
                chosen = chosen - found if selector.startswith("-") else chosen | found
            self._members[selectors] = chosen
        return self._members[selectors]

    def portion(self, codes: Iterable[str], share: Decimal, *keys: str) -> frozenset[str]:
        """That share of the codes, rounded, dealt by the dice."""
        pool = sorted(codes)
        return frozenset(self.dice("portion", *keys).sample(pool, math.floor(float(share) * len(pool) + 0.5)))

    def rules(self, question: str) -> tuple[FigureRule, ...]:
        if question not in self._fitting:
            self._fitting[question] = tuple(one for one in self.settings.figures if matches(question, one.match))
        return self._fitting[question]

    def rule_of(self, question: str, code: str) -> FigureRule:
        """The first rule that fits the question and the agency."""
        if question not in self._chosen:
            chosen: dict[str, FigureRule] = {}
            for rule in self.rules(question):
                for member in self.members(rule.of):
                    chosen.setdefault(member, rule)
            self._chosen[question] = chosen
        return self._chosen[question].get(code, NO_RULE)

    def is_dealt(self, code: str, question: str, rule: FigureRule, share: Decimal, key: str) -> bool:
        """Whether the agency is in that share of those that follow the rule for this question."""
        if not share:
            return False
        place = (question, key, id(rule))
        if place not in self._dealt:
            pool = (other for other in self.asked(question) if self.rule_of(question, other) is rule)
            self._dealt[place] = self.portion(pool, share, key, question)
        return code in self._dealt[place]

    def profiles(self, code: str) -> Iterator[Profile]:
        return (profile for profile in self.settings.profiles if code in self.members(profile.of))

    def write(self, code: str, question: str, value: Value) -> None:
        self.answers[code][question] = Answer(question, value, NOWHERE)

    def number(self, code: str, question: str) -> Decimal | None:
        """The answer as a number; None where there is none."""
        return as_number(self.answers[code].get(question))


def matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
