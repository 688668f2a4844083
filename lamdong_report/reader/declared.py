"""What is 0 without being typed: in a block of which nothing happened, and as a part of what is 0 itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from lamdong_report.model import Answer
from lamdong_report.plan import Plan


def with_nothing(plan: Plan, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers, with 0 in the blank cells of blocks that are said to be empty, and in the blank parts of a 0.

    The source of such a 0 is where that is said. A cell with something in it, or with a reason beside it, is left as
    it is.
    """
    filled = dict(answers)

    def answer_of(key: str) -> Answer | None:
        answer = filled.get(key)
        if answer is None or answer.value is not None or answer.raw or answer.reason:
            return answer
        question = plan.questions[key]
        said, whole = answers.get(question.unless), answer_of(question.part_of)
        if said and said.value is True:
            filled[key] = replace(answer, value=Decimal(0), source=said.source)
        elif whole and isinstance(whole.value, Decimal) and not whole.value:
            filled[key] = replace(answer, value=Decimal(0), source=whole.source)
        return filled[key]

    for key in answers:
        answer_of(key)
    return filled
