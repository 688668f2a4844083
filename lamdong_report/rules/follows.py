"""What a blank number comes to by other numbers of its form, where these leave no choice: nobody need type it.

Of a whole of 0 every part is 0, with nothing given nothing is spent, without a meeting nobody has met; and where all of
40 organisations do both of two things, 40 do each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from lamdong_report.plan import Plan
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula

# The number of a question as a formula with its value; None where the form does not ask for it.
Numbers = Callable[[str], Formula | None]


class Follows(Struct, frozen=True):
    """The questions of which one number follows: it is 0 where one of `nothing` is 0.

    `between` are pairs that it cannot be less and cannot be more than: where they are equal, it is what they are.
    """

    nothing: tuple[str, ...]
    between: tuple[tuple[str, str], ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        return (*self.nothing, *(one for pair in self.between for one in pair))

    def cases(self, number: Numbers) -> Iterator[tuple[Formula, Formula, str]]:
        """When it follows, what it then is, and the question whose answer says so; the first that holds counts."""
        for other in self.nothing:
            if here := number(other):
                yield f.both(f.is_number(here), f.compares(here, "=", f.number(0))), f.number(0), other
        for least, most in self.between:
            low, high = number(least), number(most)
            if low and high:
                yield f.both(f.is_number(low), f.is_number(high), f.compares(low, "=", high)), high, least


def find_follows(plan: Plan) -> Mapping[str, Follows]:
    """By question what its number follows from, never in a circle: a formula must not wait for itself.

    A number that only goes together with another (`needs`) follows from one that stands before it: who fills in the
    form has answered that one.
    """
    order = {question: at for at, question in enumerate(plan.questions)}
    numbers = {question.id: question for question in plan.questions.values() if question.kind.is_number}
    overlaps = [one for one in numbers.values() if one.both_of and one.part_of]
    found: dict[str, Follows] = {}

    def rests_on(question: str, other: str) -> bool:
        return question == other or any(rests_on(one, other) for one in found[question].questions if one in found)

    for key, question in numbers.items():
        found[key] = Follows((question.part_of,) if question.part_of in numbers else ())
    for key, question in numbers.items():
        before = [one for one in question.needs if order.get(one, len(order)) < order[key]]
        for other in dict.fromkeys((*question.at_most, *before)):
            if other in numbers and not rests_on(other, key):
                found[key] = Follows((*found[key].nothing, other), found[key].between)
        for both in overlaps:
            ends = (both.id, question.part_of)
            is_one_of_them = key in (both.both_of or ()) and both.part_of == question.part_of
            if is_one_of_them and not any(rests_on(end, key) for end in ends):
                found[key] = Follows(found[key].nothing, (*found[key].between, ends))
    return {key: follows for key, follows in found.items() if follows.questions}
