"""What an agency says of a whole block at once: that nothing of it happened, so that what is blank there is 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from lamdong_report.model import Answer
from lamdong_report.plan import Plan


def with_nothing(plan: Plan, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers, with 0 in the blank cells of blocks that are said to be empty; its source is where that is said.

    A cell with something in it, or with a reason beside it, is left as it is.
    """
    filled = dict(answers)
    for key, answer in answers.items():
        said = answers.get(plan.questions[key].unless)
        if said and said.value is True and answer.value is None and not answer.raw and not answer.reason:
            filled[key] = replace(answer, value=Decimal(0), source=said.source)
    return filled
