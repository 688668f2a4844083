"""What a form costs the clerk: cells, obligatory cells and minutes at the keyboard, by group, for docs/phieu.md.

Run as `python -m tools.measure_forms`. The answers are those of the example forms. Minutes are those of a keyboard
model: the time to find and reach a cell, to press a key, to choose from a list. Thinking and counting are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median

from lamdong_report.example import ExampleForm, make_examples
from lamdong_report.layout import lay_out
from lamdong_report.plan import Group, Plan, load_plan, newest_plan_folder

# Card, Moran and Newell's times for an average typist, in seconds: a key, a look for the next cell, a choice.
KEY, REACH, CHOICE = 0.28, 1.35, 2.6
SEED = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians over the forms of a group."""

    cells: int
    owed: int
    typed_before: int
    typed_now: int
    minutes_before: float
    minutes_now: float


def measure(plan: Plan, group: Group) -> Cost:
    """What the forms of a group cost: with every answer typed, and with what the form spares the clerk."""
    examples = [one for one in make_examples(plan, SEED) if one.agency.group == group.id]
    layout = lay_out(plan, (examples[0].agency,))
    cells = sum(len(row.cells) for block in layout.blocks if not block.table for row in block.rows)
    code = examples[0].agency.code
    owed = sum(code in codes for question, codes in plan.required.items() if question != plan.roles.agency)
    every = [dict(_typed(one)) for one in examples]
    spared = [_spared(plan, typed) for typed in every]
    return Cost(
        cells,
        owed,
        int(median(map(len, every))),
        int(median(map(len, spared))),
        median(_minutes(typed) for typed in every),
        median(_minutes(typed) for typed in spared),
    )


def _typed(example: ExampleForm) -> Iterator[tuple[str, object]]:
    yield from example.prefill.answers.items()
    yield from ((f"{key}.ly_do", words) for key, words in example.prefill.reasons.items())
    for table, rows in example.prefill.tables.items():
        for at, row in enumerate(rows, 1):
            yield from ((f"{table}:{at}.{column}", value) for column, value in row.items())


def _spared(plan: Plan, typed: Mapping[str, object]) -> dict[str, object]:
    """Without what a list gives, what is known from last year, zeros of blocks without events and parts of a zero."""
    known = plan.carried | {plan.roles.agency, plan.roles.sending}
    blocks: dict[str, list[object]] = {}
    for key, value in typed.items():
        if key in plan.questions and plan.questions[key].unless:
            blocks.setdefault(plan.questions[key].unless, []).append(value)
    nothing = {said for said, values in blocks.items() if all(value == 0 for value in values)}
    kept: dict[str, object] = dict.fromkeys(nothing, True)
    for key, value in typed.items():
        question = plan.questions.get(key)
        listed = question is not None and question.from_list and value
        part = question is not None and value == 0 and typed.get(question.part_of) == 0
        if key not in known and not listed and not part and not (question and question.unless in nothing):
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
    for group in plan.groups:
        cost = measure(plan, group)
        print(
            f"| {group.name} | {cost.cells} | {cost.owed} | {cost.typed_before} | {cost.typed_now} | "
            f"{cost.minutes_before:.1f} | {cost.minutes_now:.1f} |"
        )


if __name__ == "__main__":
    main()
