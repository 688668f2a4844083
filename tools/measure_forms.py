"""What a form costs the clerk: cells, obligatory cells and minutes at the keyboard, by group, for docs/phieu.md.

Run as `python -m tools.measure_forms`: the cells to type and the minutes for an agency that fills in its first form,
then for one whose last year's answers the form knows. The answers are those of the example forms. Minutes are those of
a keyboard model: the time to find and reach a cell, to press a key, to choose from a list, not to think and to count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median

from lamdong_report.example import ExampleForm, make_examples
from lamdong_report.layout import lay_out
from lamdong_report.plan import Group, Plan, load_plan, newest_plan_folder
from lamdong_report.rules import Follows, find_follows
from lamdong_report.rules.formula import Formula

# Card, Moran and Newell's times for an average typist, in seconds: a key, a look for the next cell, a choice.
KEY, REACH, CHOICE = 0.28, 1.35, 2.6
SEED = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians over the forms of a group."""

    cells: int
    owed: int
    typed_first: int
    typed_later: int
    minutes_first: float
    minutes_later: float


def measure(plan: Plan, group: Group, every: Sequence[ExampleForm]) -> Cost:
    """What the forms of a group cost, without what they spare the clerk: in the first year, and from the second on.

    `every`: the example forms of all groups.
    """
    examples = [one for one in every if one.agency.group == group.id]
    layout = lay_out(plan, (examples[0].agency,))
    cells = sum(len(row.cells) for block in layout.blocks if not block.table for row in block.rows)
    code = examples[0].agency.code
    owed = sum(code in codes for question, codes in plan.required.items() if question != plan.roles.agency)
    follows = find_follows(plan)
    first = [_spared(plan, follows, dict(_typed(one))) for one in examples]
    later = [{key: value for key, value in typed.items() if key not in plan.carried} for typed in first]
    return Cost(
        cells,
        owed,
        int(median(map(len, first))),
        int(median(map(len, later))),
        median(_minutes(typed) for typed in first),
        median(_minutes(typed) for typed in later),
    )


def _typed(example: ExampleForm) -> Iterator[tuple[str, object]]:
    yield from example.prefill.answers.items()
    yield from ((f"{key}.ly_do", words) for key, words in example.prefill.reasons.items())
    for table, rows in example.prefill.tables.items():
        for at, row in enumerate(rows, 1):
            yield from ((f"{table}:{at}.{column}", value) for column, value in row.items())


def _spared(plan: Plan, follows: Mapping[str, Follows], typed: Mapping[str, object]) -> dict[str, object]:
    """Without what the form holds already or a list gives, zeros of blocks without events and what follows."""
    lists = {key.partition(":")[0] for key in typed if ":" in key}
    blocks: dict[str, list[object]] = {}
    for key, value in typed.items():
        if key in plan.questions and plan.questions[key].unless:
            blocks.setdefault(plan.questions[key].unless, []).append(value)
    nothing = {said for said, values in blocks.items() if all(value == 0 for value in values)}
    kept: dict[str, object] = dict.fromkeys(nothing, True)

    def number(key: str) -> Formula | None:
        value = typed.get(key)
        return Formula("", value) if isinstance(value, Decimal) else None

    for key, value in typed.items():
        question = plan.questions.get(key)
        if key in (plan.roles.agency, plan.roles.sending) or (question and question.unless in nothing):
            continue
        if question and question.from_list and question.from_list.table in lists:
            continue
        cases = follows[key].cases(number) if key in follows else ()
        came_to = next((comes_to.value for holds, comes_to, _ in cases if holds.value), None)
        if came_to is None or came_to != value:
            kept[key] = value
    return kept


def _minutes(typed: Mapping[str, object]) -> float:
    return sum(REACH + _writing(value) for value in typed.values()) / 60


def _writing(value: object) -> float:
    if isinstance(value, bool):
        return CHOICE
    if isinstance(value, Decimal):
        return KEY * (len(f"{value.normalize():f}") + 1)
    return KEY * 11 if isinstance(value, date) else KEY * (len(str(value)) + 1)


def main() -> None:
    plan = load_plan(newest_plan_folder(Path("templates")))
    examples = make_examples(plan, SEED)
    for group in plan.groups:
        cost = measure(plan, group, examples)
        print(
            f"| {group.name} | {cost.cells} | {cost.owed} | {cost.typed_first} | {cost.typed_later} | "
            f"{cost.minutes_first:.1f} | {cost.minutes_later:.1f} |"
        )


if __name__ == "__main__":
    main()
