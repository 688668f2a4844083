"""What is held once, however many forms there are: objects are counted, for megabytes hang on the machine."""

from __future__ import annotations

from lamdong_report.plan import Plan


def test_questions_that_ask_the_same_agencies_share_one_set(real_plan: Plan, small_plan: Plan) -> None:
    for plan in (real_plan, small_plan):
        sets = [*plan.asked.values(), *plan.required.values()]
        assert len({id(codes) for codes in sets}) == len(set(sets)) < len(sets) / 10
